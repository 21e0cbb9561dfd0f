"""Values of a file as text cells, and lists in cells as plain columns.

A list of class numbers or wnids stays one cell, its items separated by spaces, as delimited text
has it. A list of anything else (names with commas, probabilities) becomes columns ``name_0``,
``name_1``, ..., which is how timm's ``--results-separate-col`` writes the same table.
"""

import math
import re
from collections.abc import Sequence

from explorer.errors import UploadError
from explorer.ingest.files.text_table import TextTable, check_header, check_size, shown
from explorer.settings import Settings

NEEDED = re.compile(
    r"im(?:age|g)|file|path|name|id\b|_id|idx|index|pred|class|label|wnid|synset|categ|top|rank"
    r"|prob|conf|scor|acc|recall|support|percent|tru|gt|target|y_|yhat|hat|out|guess|argmax|logit"
    r"|err|count|num|freq|^.{0,3}$|^\W*\d+$",
    re.IGNORECASE,
)
"""Names of columns that predictions or accuracies could be in. A column of another name that breaks
a limit is left out; one of these is a reason to refuse the file."""

WHOLE = re.compile(r"-?\d{1,9}\.0+")
BARE = re.compile(r"[^\s,;|\[\](){}'\"]+")
QUOTED = re.compile(r"[\s,]*+(?:'((?:[^'\\]|\\.)*+)'|\"((?:[^\"\\]|\\.)*+)\")[\s,]*+")
ESCAPED = re.compile(r"\\(.)")
PARTED = re.compile(r"[\s,]+")


def needed(column: str) -> bool:
    """Whether a column of that name could be one of images, classes, probabilities or shares."""
    return bool(NEEDED.search(column))


def word(value: object) -> str:
    """A value as text: whole numbers without a decimal point, nothing for null and NaN."""
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case float() if math.isnan(value):
            return ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)


def plain(cell: str) -> str:
    """Convert ``65.0``, which pandas writes for a class in a column with empty cells, to ``65``."""
    return cell.partition(".")[0] if cell.endswith("0") and WHOLE.fullmatch(cell) else cell


def table(
    name: str,
    header: Sequence[str],
    columns: Sequence[Sequence[object]],
    settings: Settings,
    notes: Sequence[str] = (),
) -> TextTable:
    """A table of columns of values.

    Args:
        name: of the file, cleaned.
        header: names of the columns.
        columns: equally long columns of None, numbers, text, or lists of these.
        settings: limits.
        notes: on how the file was read.

    Raises:
        UploadError: it is too large, or a column that could be needed has another type.
    """
    rows = len(columns[0]) if columns else 0
    if not rows:
        raise UploadError(f"{name} has columns but no rows. Write it again with its rows.")
    check_size(name, rows, len(columns), settings)
    check_header(name, header, settings)
    kept: dict[str, list[str]] = {}
    left_out: list[str] = []
    for title, values in zip(header, columns, strict=True):
        try:
            made = text_columns(name, title, values, settings)
        except UploadError:
            if needed(title):
                raise
            left_out.append(title)
            continue
        if twice := kept.keys() & made.keys():
            raise UploadError(f"{name}: the column {shown(twice.pop())} appears twice.")
        kept |= made
    check_header(name, list(kept), settings)
    check_size(name, rows, len(kept), settings)
    said = (*notes, *([left_out_note(left_out)] if left_out else []))
    return TextTable(
        name, tuple(kept), tuple(enumerate(zip(*kept.values(), strict=True), start=1)), said
    )


def left_out_note(columns: Sequence[str]) -> str:
    """The sentence that names columns that were not read."""
    names = ", ".join(map(shown, columns[:8])) + (", ..." if len(columns) > 8 else "")
    return f"Not read, because they hold no short text or numbers: {names}."


def text_columns(
    name: str, title: str, values: Sequence[object], settings: Settings
) -> dict[str, list[str]]:
    """A column of values as one column of text, or as several if the values are lists.

    Raises:
        UploadError: a cell or a list is too long, or a value is neither number nor text.
    """
    if not any(isinstance(value, list) for value in values):
        return {title: _checked(name, title, values, settings)}
    lists = [
        value if isinstance(value, list) else [] if value is None else [value] for value in values
    ]
    longest = max(map(len, lists))
    if longest > settings.upload_list_items:
        raise long_list(name, title, longest, settings)
    if all(_is_bare(item) for each in lists for item in each):
        joined = [" ".join(map(word, each)) for each in lists]
        return {title: _checked(name, title, joined, settings)}
    check_size(name, len(lists), longest, settings)
    return {
        f"{title}_{at}": _checked(
            name, title, [each[at] if at < len(each) else None for each in lists], settings
        )
        for at in range(longest)
    }


def long_list(name: str, title: str, items: int, settings: Settings) -> UploadError:
    """The error for a list that is no ranking of a few classes."""
    return UploadError(
        f"{name}, column {shown(title)}: expected at most {settings.upload_list_items} items in a "
        f"list, found {items:,}. If they are the outputs for all classes, write the five classes "
        "with the highest ones instead (timm: --topk 5 --include-index)."
    )


def listed(cells: Sequence[str]) -> list[object] | None:
    """Cells that show lists, as Python or NumPy print them, as lists; None if one does not."""
    lists: list[object] = []
    for cell in cells:
        if not cell:
            lists.append(None)
            continue
        if not (cell.startswith("[") and cell.endswith("]")):
            return None
        inner = cell[1:-1]
        if "'" in inner or '"' in inner:
            names = _quoted(inner)
            if names is None:
                return None
            lists.append(names)
        else:
            words = [plain(each) for each in PARTED.split(inner) if each]
            if not all(map(_is_number, words)):
                return None
            lists.append([int(each) if each.isdigit() else float(each) for each in words])
    return lists


def _quoted(text: str) -> list[object] | None:
    """Strings in quotation marks one after the other; None if there is anything else."""
    names: list[object] = []
    at = 0
    while at < len(text):
        match = QUOTED.match(text, at)
        if match is None:
            return None
        names.append(ESCAPED.sub(r"\1", match[1] if match[1] is not None else match[2]))
        at = match.end()
    return names


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return len(text) < 40


def _is_bare(item: object) -> bool:
    if isinstance(item, str):
        return bool(BARE.fullmatch(item))
    if isinstance(item, float):
        return item.is_integer()
    return isinstance(item, int) and not isinstance(item, bool)


def _checked(name: str, title: str, values: Sequence[object], settings: Settings) -> list[str]:
    cells = []
    for row, value in enumerate(values, start=1):
        if not isinstance(value, str | int | float | None):
            kind = "an object" if isinstance(value, dict) else "a list"
            raise UploadError(
                f"{name}, row {row:,}, column {shown(title)}: expected a number or text, found "
                f"{kind}."
            )
        cell = word(value)
        if len(cell) > settings.upload_cell_characters:
            raise long_cell(name, row, title, settings)
        cells.append(cell)
    return cells


def long_cell(name: str, row: int, title: str, settings: Settings) -> UploadError:
    """The error for a cell that is too long."""
    return UploadError(
        f"{name}, row {row:,}, column {shown(title)}: expected at most "
        f"{settings.upload_cell_characters:,} characters in a cell "
        "(EXPLORER_UPLOAD_CELL_CHARACTERS), found more. Leave the column out if it is not needed."
    )
