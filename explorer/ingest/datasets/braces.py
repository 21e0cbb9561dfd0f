"""Patterns of paths: ranges and lists in braces, as WebDataset writes shards, and globs."""

import glob
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.files.text_table import shown

MOST = 100_000
"""Maximum number of paths from braces."""

_BRACES = re.compile(r"\{([^{}]*)\}")
_RANGE = re.compile(r"(\d{1,12})\.\.(\d{1,12})")


def is_pattern(path: Path) -> bool:
    """Whether a path is a pattern for several files, and not itself a file or folder."""
    text = str(path)
    return (any(sign in text for sign in "*?[") or bool(_choices(text))) and not path.exists()


def matching(path: Path) -> list[Path]:
    """The files that match a pattern, in order; with braces also those that do not exist.

    Raises:
        UploadError: there are more than ``MOST``.
    """
    found: dict[Path, None] = {}
    for text in expanded(str(path)):
        each = Path(text)
        if each.exists() or not any(sign in text for sign in "*?["):
            found[each] = None
        elif each.parent.exists():  # whose own signs are names then
            found |= dict.fromkeys(sorted(each.parent.glob(each.name)))
        else:
            found |= dict.fromkeys(map(Path, sorted(glob.glob(text, recursive=True))))  # noqa: PTH207
    return list(found)


def expanded(text: str) -> list[str]:
    """The paths and globs from expanding the braces of a text; the text itself if it has none.

    Raises:
        UploadError: there are more than ``MOST``.
    """
    found = list(islice(_expanded(text), MOST + 1))
    if len(found) > MOST:
        raise UploadError(
            f"{shown(Path(text).name)} stands for more than {MOST:,} files. Name a folder or a "
            "glob."
        )
    return found


def there(path: Path) -> bool:
    """Whether a pattern matches any file or folder."""
    return any(each.exists() for each in matching(path))


def _expanded(text: str) -> Iterator[str]:
    choices = _choices(text)
    if choices is None:
        yield text
        return
    before, inner, after = choices
    for each in inner:
        for rest in _expanded(after):
            yield f"{before}{each}{rest}"


def _choices(text: str) -> tuple[str, list[str] | Iterator[str], str] | None:
    """The text before the first braces with choices, the choices, and the text after them."""
    for match in _BRACES.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if numbers := _RANGE.fullmatch(match[1]):
            first, last = int(numbers[1]), int(numbers[2])
            width = len(numbers[1])
            return before, (f"{each:0{width}d}" for each in range(first, last + 1)), after
        if "," in match[1]:
            return before, match[1].split(","), after
    return None
