"""Members of a tar file by their headers, one after the other; what is large is passed over.

Only what tells names and sizes is read: the ustar header, GNU's long names and pax' path and size
(https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html). Nothing is unpacked.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.files.text_table import shown

BLOCK = 512
AHEAD = 2_048
"""Bytes read at a member's header: a small content is in them as well."""

LONG_NAME = 65_536
"""Bytes of a header with a long name, at most."""

FILES = frozenset((b"0", b"\0", b"7"))
PASSED = frozenset((b"1", b"2", b"3", b"4", b"5", b"6", b"g", b"K", b"S", b"V"))


@dataclass(frozen=True)
class Member:
    """A file in a tar file.

    Attributes:
        name: its path.
        offset: of its header in the tar file.
        size: of its content in bytes.
        content: the content if it is not larger than was asked for; else None.
    """

    name: str
    offset: int
    size: int
    content: bytes | None


def begins_as_tar(path: Path) -> bool:
    """Whether a file begins with a whole header."""
    with path.open("rb") as file:
        header = file.read(BLOCK)
    return len(header) == BLOCK and any(header) and _is_whole(header)


def members(path: Path, most: int, ends: list[bool] | None = None) -> Iterator[Member]:
    """The files in a tar file, in their order.

    Args:
        path: of the tar file.
        most: bytes up to which a content is read.
        ends: called at the end with whether there is an end mark.

    Raises:
        UploadError: it is cut short or damaged; the sentence has the offset.
    """
    name = path.name
    with path.open("rb", buffering=0) as file:
        number, whole = file.fileno(), path.stat().st_size
        offset = 0
        long: dict[str, str] = {}
        while offset < whole:
            start = os.pread(number, AHEAD, offset)
            header = start[:BLOCK]
            if len(header) < BLOCK:
                raise _cut(name, offset, "a header")
            if not any(header):
                break
            if not _is_whole(header):
                raise UploadError(
                    f"{shown(name)}, offset {offset:,}: expected the header of a member, found "
                    "something else. The file is damaged, or no tar file; write it again."
                )
            kind, size = header[156:157], _size(name, offset, header, long)
            if offset + BLOCK + size > whole:
                raise _cut(name, offset, f"the member {shown(_name(header, long))}")
            if kind in {b"L", b"x"}:
                if size > LONG_NAME:
                    raise UploadError(
                        f"{shown(name)}, offset {offset:,}: expected a name of at most "
                        f"{LONG_NAME:,} bytes, found a claim of {size:,}. The file is damaged."
                    )
                text = _content(number, start, offset, size)
                long |= {"path": _text(text)} if kind == b"L" else _pax(text)
            elif kind in FILES or kind not in PASSED:
                content = _content(number, start, offset, size) if size <= most else None
                yield Member(_name(header, long), offset, size, content)
                long = {}
            else:
                long = {} if kind != b"g" else long
            offset += BLOCK + (size + BLOCK - 1) // BLOCK * BLOCK
    if ends is not None:
        ends.append(offset < whole)


def _is_whole(header: bytes) -> bool:
    """Whether a header's checksum is the sum of its bytes, the checksum's own as spaces."""
    try:
        told = int(header[148:156].rstrip(b"\0 ").lstrip() or b"-1", 8)
    except ValueError:
        return False
    return told == sum(header[:148]) + 8 * 32 + sum(header[156:])


def _size(name: str, offset: int, header: bytes, long: dict[str, str]) -> int:
    if header[156:157] in {b"1", b"2", b"3", b"4", b"5", b"6"}:
        return 0
    field = header[124:136]
    try:
        if "size" in long and header[156:157] in FILES:
            size = int(long["size"])
        elif field[0] & 0x80:  # in base 256, for what octal digits cannot tell
            size = int.from_bytes(bytes((field[0] & 0x7F,)) + field[1:], "big")
        else:
            size = int(field.rstrip(b"\0 ").lstrip() or b"0", 8)
    except ValueError:
        size = -1
    if size < 0:
        raise UploadError(
            f"{shown(name)}, offset {offset:,}: expected the size of a member, found "
            f"{shown(_text(field))}. The file is damaged; write it again."
        )
    return size


def _name(header: bytes, long: dict[str, str]) -> str:
    if "path" in long:
        return long["path"]
    prefix = _text(header[345:500]) if header[257:263] == b"ustar\0" else ""
    name = _text(header[:100])
    return f"{prefix}/{name}" if prefix else name


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "backslashreplace")


def _pax(data: bytes) -> dict[str, str]:
    """Path and size of a pax header: records of length, a space, key=value and a line break."""
    found = {}
    while data:
        length, space, _ = data.partition(b" ")
        if not space or not length.isdigit() or len(length) > 9 or not int(length):
            break
        record, data = data[len(length) + 1 : int(length)], data[int(length) :]
        key, _, value = record.rstrip(b"\n").partition(b"=")
        if key in {b"path", b"size"}:
            found[key.decode()] = _text(value)[:LONG_NAME]
    return found


def _content(number: int, start: bytes, offset: int, size: int) -> bytes:
    if BLOCK + size <= len(start):
        return start[BLOCK : BLOCK + size]
    return os.pread(number, size, offset + BLOCK)


def _cut(name: str, offset: int, what: str) -> UploadError:
    return UploadError(
        f"{shown(name)} ends within {what} that begins at offset {offset:,}. It is cut short: copy "
        "it again, or leave it out."
    )
