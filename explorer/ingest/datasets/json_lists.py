"""The lists of a large JSON object, handed over piece by piece while the file is parsed.

ijson builds the whole object in one pass; whenever it asks for more bytes, the finished items are
taken out of the lists below the top, so that memory holds what is between two reads only. Asking
it for one list at a time would parse the file once for each.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ijson
import numpy as np

from explorer.errors import UploadError
from explorer.ingest.files.kinds import Refused, kind
from explorer.ingest.files.text_table import clean_name

Take = Callable[[list[Any]], None]
"""Handed the next items of a list, in their order."""

BEGINNING = 65_536
"""Number of bytes from which a file's kind is detected."""

DEEPEST = 100
"""Levels that a file's lists and objects may nest; annotations have five.

The parser keeps a path for every open level, so a file of opening brackets would fill the memory.
"""

_NOT_JSON = re.compile(rb"(?<![^\s\[:,])-?(?:NaN|Infinity)(?![^\s\],}])")
"""Python's own writing of numbers that JSON does not have."""

_STRING = re.compile(rb'"(?:[^"\\\\]|\\\\.)*+"')
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def read(path: Path, takers: Mapping[str, Take], report: Callable[[int], None]) -> frozenset[str]:
    """Hand over the items of some lists, in whatever order the file has them.

    NaN and Infinity, which are not JSON but which Python writes, are handed over as None.

    Args:
        path: a file with one JSON object.
        takers: by key below the top, what its items are handed to. Other keys are skipped.
        report: callback with the number of bytes read so far; can raise ``Cancelled``.

    Returns:
        The keys below the top that have a list.

    Raises:
        UploadError: the file is not UTF-8, no JSON object, damaged or truncated.
        OSError: it cannot be read.
    """
    with _Draining(path, takers, report) as source:
        try:
            for _ in ijson.items(source, "", map_type=source.new_object, use_float=True):
                pass
        except (ijson.JSONError, UnicodeDecodeError, ValueError, OverflowError) as fault:
            raise UploadError(_broken(path, source, fault)) from fault
        source.take(finished=True)
        return frozenset(key for key, value in source.root.items() if isinstance(value, list))


class _Draining:
    """A file that is being parsed, and the object that is built from it."""

    def __init__(
        self, path: Path, takers: Mapping[str, Take], report: Callable[[int], None]
    ) -> None:
        self.root: dict[str, Any] = {}
        self.taken = dict.fromkeys(takers, 0)
        self.position = 0
        self._path, self._takers, self._report = path, takers, report
        self._started = False
        self._rest = b""
        self._file = path.open("rb")
        begins = self._file.read(BEGINNING)
        name = clean_name(path.name)
        if fault := _refusal(name, begins):
            self._file.close()
            raise UploadError(fault)
        self._file.seek(3 if begins.startswith(b"\xef\xbb\xbf") else 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind_of: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def new_object(self) -> dict[str, Any]:
        """What an object of the file is built into; the first one is the root."""
        if self._started:
            return {}
        self._started = True
        return self.root

    def read(self, size: int) -> bytes:
        """The next bytes, as ijson asks for them."""
        self.take()
        self._report(self.position)
        chunk = self._file.read(size)
        self.position += len(chunk)
        # Looking for one byte is much quicker than looking for a word.
        if self._rest or b"N" in chunk or b"I" in chunk:
            chunk = self._with_nulls(chunk)
        if _is_deep(chunk):
            raise self._too_deep()
        return chunk

    def _with_nulls(self, chunk: bytes) -> bytes:
        # What follows the last comma may be half a word, and waits for the next bytes.
        head, comma, rest = (self._rest + chunk).rpartition(b",")
        if not comma or not chunk:
            head, comma, rest = self._rest + chunk, b"", b""
        self._rest = rest
        return _NOT_JSON.sub(b"null", head + comma)

    def _too_deep(self) -> UploadError:
        return UploadError(
            f"{clean_name(self._path.name)} nests lists or objects more than {DEEPEST} levels deep "
            f"before byte {self.position:,}; annotations have five. Write it anew."
        )

    def _open(self) -> Iterator[object]:
        """The lists and objects that still grow, from the top down."""
        value: object = self.root
        while isinstance(value, list | dict) and value:
            yield value
            value = value[-1] if isinstance(value, list) else next(reversed(value.values()))

    def take(self, finished: bool = False) -> None:
        """Hand over the items that are complete: all but the last, which may still grow."""
        for key, items in self.root.items():
            if isinstance(items, list) and len(items) > (not finished):
                done = items if finished else items[:-1]
                if key in self._takers:
                    self._takers[key](done)
                    self.taken[key] += len(done)
                del items[: len(done)]
        if sum(1 for _ in islice(self._open(), DEEPEST + 1)) > DEEPEST:
            raise self._too_deep()


def _refusal(name: str, begins: bytes) -> str:
    """Why a file is not parsed at all; empty if it is."""
    if not begins.strip():
        return f"{name} is empty. A JSON object is expected."
    what = kind(begins)
    if isinstance(what, Refused):
        return f"{name} is {what.what}. A JSON object is expected. {what.advice}"
    if not re.match(rb"(?:\xef\xbb\xbf)?\s*\{", begins):
        return f"{name} is no JSON object: it does not begin with an opening brace."
    return ""


def may_be_object(begins: bytes) -> bool:
    """Whether the beginning of a file may be that of a JSON object that can be parsed."""
    return not _refusal("", begins) and not _is_deep(begins)


def _is_deep(chunk: bytes) -> bool:
    """Whether some bytes open too many levels; brackets inside texts are none."""
    return _levels(chunk) > DEEPEST and _levels(_STRING.sub(b"", chunk)) > DEEPEST


def _levels(chunk: bytes) -> int:
    """How many levels are opened one inside another, at most, in some bytes."""
    brackets = np.frombuffer(chunk.translate(None, _NO_BRACKETS), np.uint8)
    if not len(brackets):
        return 0
    # With bit 5 set, an opening bracket is 0x7b and a closing one 0x7d, curly or not.
    steps = 0x7C - (brackets | 0x20).astype(np.int16)
    return int(steps.cumsum(dtype=np.int64).max())


def _broken(path: Path, source: _Draining, fault: Exception) -> str:
    """A sentence on where a file breaks off; what the parser quotes of it is left out."""
    counts = ", ".join(f"{count:,} of {key}" for key, count in source.taken.items() if count)
    what = (
        "it ends in the middle, so it may be truncated"
        if "premature EOF" in str(fault)
        else "it is not well-formed JSON in UTF-8"
    )
    return (
        f"{clean_name(path.name)} cannot be read to its end: {what}, before byte "
        f"{source.position:,}, after {counts or 'none of its items'}. Copy or write it again."
    )
