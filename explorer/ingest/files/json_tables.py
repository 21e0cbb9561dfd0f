"""JSON as a table: records, pandas' orients, columns, mappings, lists, lines.

timm writes ``--results-file`` as ``orient="index"`` (an object per image), ``orient="split"`` and
JSON lines; MMPretrain writes an object of equally long lists; MLPerf a list of items.
"""

import json
import re
from collections.abc import Mapping, Sequence

from explorer.errors import UploadError
from explorer.ingest.files import cells, mlperf, reports
from explorer.ingest.files.delimited import by_position, is_image
from explorer.ingest.files.text_table import IMAGE_BY_POSITION, PREDICTION, TextTable, shown
from explorer.settings import Settings

UNDER = " (what is under"
WNID = re.compile(r"n\d{8}")
NAMES_ROWS = re.compile(
    r"im(?:age|g)|file|path|idx|key|name|sample|wnid|synset|class$|ur[il]|picture|number"
    r"|(?:^|_)(?:ids?|no|row)$",
    re.IGNORECASE,
)
PREDICTED = re.compile(r"pred", re.IGNORECASE)
SHARE = re.compile(r"acc|recall|top_?1|error", re.IGNORECASE)


def read(name: str, data: bytes, settings: Settings) -> TextTable:
    """The table in JSON text, of one value or of one value per line.

    Raises:
        UploadError: it is not whole, or has none of the layouts that are known.
    """
    _check_values(name, data, settings)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UploadError(f"{name} is JSON that is not encoded in UTF-8. Save it as UTF-8.") from (
            fault
        )
    try:
        try:
            value, how = json.loads(text, object_pairs_hook=_unique), "JSON"
        except json.JSONDecodeError as fault:
            if fault.msg != "Extra data":
                raise
            value, how = _lines(name, text, settings), "JSON lines"
        return _table(name, value, how, settings)
    except (ValueError, RecursionError) as fault:
        raise _broken(name, fault) from fault


def _check_values(name: str, data: bytes, settings: Settings) -> None:
    """Raises UploadError if there are far more values than a table may have cells, unparsed."""
    counts = {
        "lists and objects": (data.count(b"[") + data.count(b"{"), settings.upload_cells),
        "values": (data.count(b","), 4 * settings.upload_cells),  # commas are in names too
    }
    for what, (count, most) in counts.items():
        if count > most:
            raise UploadError(
                f"{name} is JSON of more than {most:,} {what}; the limit is a table of "
                f"{settings.upload_cells:,} cells (EXPLORER_UPLOAD_CELLS)."
            )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {shown(twice)} appears twice in one object")
    return made


def _broken(name: str, fault: Exception) -> UploadError:
    if isinstance(fault, RecursionError):
        where = "it is nested too deep"
    elif isinstance(fault, json.JSONDecodeError):
        where = f"row {fault.lineno:,}: {fault.msg}"
    else:
        where = str(fault)[:100]
    return UploadError(
        f"{name} begins like JSON but is not valid JSON ({where}). Write it again and upload it; "
        "if "
        "it is delimited text, its first line must be the names of the columns."
    )


def _lines(name: str, text: str, settings: Settings) -> list[object]:
    values: list[object] = []
    at = 0
    line = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line += 1
        part = text[at:end].strip()
        at = end + 1
        if not part:
            continue
        try:
            values.append(json.loads(part, object_pairs_hook=_unique))
        except (ValueError, RecursionError) as fault:
            raise UploadError(
                f"{name}, row {line:,}: this line is not a JSON value "
                f"({str(fault)[:100]}). Write the file again and upload it."
            ) from fault
        if len(values) > settings.upload_rows:
            raise _too_long(name, settings)
    return values


def _too_long(name: str, settings: Settings) -> UploadError:
    return UploadError(
        f"{name} has more than {settings.upload_rows:,} rows, which is the limit "
        "(EXPLORER_UPLOAD_ROWS)."
    )


def _table(name: str, value: object, how: str, settings: Settings) -> TextTable:
    if isinstance(value, list):
        return _list(name, value, how, settings)
    if isinstance(value, dict):
        return _object(name, value, how, settings)
    raise _unknown(name, "a single value")


def _unknown(name: str, what: str) -> UploadError:
    return UploadError(
        f"{name} is JSON of {what}, which is not a supported layout. Use a list of objects "
        "(or one per line), an object from image to class, an object of columns, or pandas' "
        '"split" and "index".'
    )


def _list(name: str, items: list[object], how: str, settings: Settings) -> TextTable:
    if not items:
        raise UploadError(f"{name} is JSON of an empty list; expected rows.")
    if len(items) > settings.upload_rows:
        raise _too_long(name, settings)
    note = f"Read as {how}: {len(items):,} rows."
    if all(isinstance(each, dict) for each in items):
        records: list[dict[str, object]] = [each for each in items if isinstance(each, dict)]
        if mlperf.is_log(records):
            return mlperf.read(name, records, settings)
        return _records(name, records, [note], settings)
    if any(isinstance(each, dict | bool) for each in items):
        raise _unknown(name, "a list of mixed values")
    if all(isinstance(each, list) and each for each in items):
        return _row_lists(name, [each for each in items if isinstance(each, list)], note, settings)
    numbers: Sequence[object] = range(1, len(items) + 1)
    header = (IMAGE_BY_POSITION, PREDICTION)
    return cells.table(name, header, (numbers, items), settings, [note, by_position(len(items))])


def _row_lists(name: str, rows: list[list[object]], note: str, settings: Settings) -> TextTable:
    """Rows as lists: [image, class, ...] each, with or without names first, or ranked classes."""
    first = rows[0]
    starts_with_names = all(isinstance(each, str) and not is_image(each) for each in first)
    if starts_with_names and not all(WNID.fullmatch(str(each)) for each in first):
        return _split(name, first, rows[1:], [note], settings)
    if isinstance(first[0], str) and is_image(first[0]):
        pairs = [{"image": each[0], PREDICTION: each[1:]} for each in rows]
        return _records(name, pairs, [note], settings)
    ranked: Sequence[object] = rows
    if all(len(each) == 1 for each in rows):
        ranked = [each[0] for each in rows]
    return cells.table(
        name,
        (IMAGE_BY_POSITION, PREDICTION),
        (range(1, len(rows) + 1), ranked),
        settings,
        [note, by_position(len(rows))],
    )


def _records(
    name: str, records: Sequence[Mapping[str, object]], notes: list[str], settings: Settings
) -> TextTable:
    """A table of objects; a key that an object does not have is an empty cell."""
    header: dict[str, None] = {}
    for each in records:
        if not each.keys() <= header.keys():
            header |= dict.fromkeys(each)
            if len(header) > settings.upload_columns:
                raise UploadError(
                    f"{name} has objects of more than {settings.upload_columns} keys, which is the "
                    "limit (EXPLORER_UPLOAD_COLUMNS). Leave out keys that are not needed."
                )
    columns = [[each.get(key) for each in records] for key in header]
    return _positioned(name, list(header), columns, notes, settings)


def _positioned(
    name: str,
    header: Sequence[str],
    columns: Sequence[Sequence[object]],
    notes: list[str],
    settings: Settings,
) -> TextTable:
    """A table of columns; with the images' positions if these are predictions without images."""
    names_rows = any(
        (NAMES_ROWS.search(title) and not PREDICTED.search(title))
        or (column and isinstance(column[0], str) and is_image(column[0]))
        for title, column in zip(header, columns, strict=True)
    )
    if not names_rows and columns and not any(map(SHARE.search, header)):
        rows = len(columns[0])
        header = [IMAGE_BY_POSITION, *header]
        columns = [range(1, rows + 1), *columns]
        notes = [*notes, by_position(rows)]
    return cells.table(name, header, columns, settings, notes)


def _split(
    name: str, header: object, rows: object, notes: list[str], settings: Settings
) -> TextTable:
    """The names of columns, and rows as lists (pandas' ``orient="split"``)."""
    if not (isinstance(header, list) and isinstance(rows, list)):
        raise _unknown(name, 'an object with "columns" and "data" that are no lists')
    if len(rows) > settings.upload_rows:
        raise _too_long(name, settings)
    for at, row in enumerate(rows, start=1):
        if not isinstance(row, list) or len(row) != len(header):
            raise UploadError(
                f"{name}, row {at:,}: expected a list of {len(header)} values, one per column name."
            )
    columns = [[row[at] for row in rows] for at in range(len(header))]
    return _positioned(name, list(map(str, header)), columns, notes, settings)


def _object(name: str, value: dict[str, object], how: str, settings: Settings) -> TextTable:
    if not value:
        raise UploadError(f"{name} is JSON of an empty object; expected rows.")
    note = f"Read as {how}"
    inner = [key for key, each in value.items() if isinstance(each, list | dict)]
    lists = {key: each for key, each in value.items() if isinstance(each, list)}
    objects = {key: each for key, each in value.items() if isinstance(each, dict)}
    if value.keys() >= {"columns", "data"}:
        notes = [f'{note} (pandas\' orient "split").']
        made = _split(name, *_with_index(value), notes, settings)
    elif value.keys() == {"schema", "data"}:
        made = _table(name, value["data"], how, settings)
    elif reports.is_report_mapping(value):
        made = reports.from_mapping(name, value, settings)
    elif len(objects) == len(value):
        made = _objects(name, objects, note, settings)
    elif not inner or (len(lists) == len(value) and _names_images(value)):
        made = _mapping(name, value, note, settings)
    elif len(inner) == 1 and UNDER not in how:
        under = f"{how}{UNDER} {shown(inner[0])})"
        made = _table(name, value[inner[0]], under, settings)
    elif lists and not objects:
        made = _lists(name, lists, [key for key in value if key not in lists], note, settings)
    else:
        raise _unknown(name, f"an object with the keys {', '.join(map(shown, list(value)[:8]))}")
    return made


def _with_index(value: Mapping[str, object]) -> tuple[object, object]:
    """Columns and rows of ``orient="split"``, with the index as images if it is text."""
    header, rows, index = value["columns"], value["data"], value.get("index")
    if (
        isinstance(header, list)
        and isinstance(rows, list)
        and isinstance(index, list)
        and len(index) == len(rows)
        and all(isinstance(each, str) for each in index)
        and all(isinstance(each, list) for each in rows)
        and "image" not in header
    ):
        return ["image", *header], [[at, *row] for at, row in zip(index, rows, strict=True)]
    return header, rows


def _names_images(value: Mapping[str, object]) -> bool:
    """Whether the keys of an object are images or their numbers, by the first of them."""
    return all(is_image(key) or key.isdecimal() for key in list(value)[:10])


def _objects(
    name: str, value: dict[str, dict[str, object]], note: str, settings: Settings
) -> TextTable:
    """An object per row or per column (pandas' ``orient="index"`` and ``"columns"``)."""
    first = next(iter(value.values()))
    by_column = (
        len(value) <= settings.upload_columns
        and not _names_images(value)
        and bool(first)
        and all(key.isdecimal() or is_image(key) for key in list(first)[:10])
        and all(each.keys() == first.keys() for each in value.values())
    )
    if by_column:
        header = list(value)
        columns: list[list[object]] = [list(each.values()) for each in value.values()]
        if all(map(is_image, list(first)[:10])) and "image" not in header:
            header, columns = ["image", *header], [list(first), *columns]
        notes = [f'{note} (pandas\' orient "columns").']
        return _positioned(name, header, columns, notes, settings)
    if len(value) > settings.upload_rows:
        raise _too_long(name, settings)
    per_class = all(map(WNID.fullmatch, value)) or (
        any(map(SHARE.search, first)) and not any("pred" in key.lower() for key in first)
    )
    key_name = "class" if per_class and not _is_images(value) else "image"
    if any(key_name in each for each in value.values()):
        key_name = "image_name" if key_name == "image" else "wnid"
    records = [{key_name: key, **each} for key, each in value.items()]
    return _records(name, records, [f"{note}: an object per {key_name}."], settings)


def _is_images(value: Mapping[str, object]) -> bool:
    return all(is_image(key) for key in list(value)[:10])


def _lists(
    name: str,
    lists: dict[str, list[object]],
    others: list[str],
    note: str,
    settings: Settings,
) -> TextTable:
    """An object of equally long lists, one per column, and single values (MMPretrain)."""
    lengths = {key: len(each) for key, each in lists.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{shown(key)} of {size:,}" for key, size in list(lengths.items())[:6])
        raise _unknown(name, f"lists of different lengths ({told})")
    rows = next(iter(lengths.values()))
    if rows > settings.upload_rows:
        raise _too_long(name, settings)
    notes = [f"{note}: a list per column, {rows:,} rows."]
    if others:
        notes.append(f"Not read: {', '.join(map(shown, others[:8]))}.")
    outputs = [key for key, each in lists.items() if _is_outputs(each, settings)]
    kept = {key: each for key, each in lists.items() if key not in outputs}
    if outputs and kept:
        notes.append(f"Outputs for all classes were not read: {', '.join(map(shown, outputs))}.")
        lists = kept
    return _positioned(name, list(lists), list(lists.values()), notes, settings)


def _is_outputs(column: list[object], settings: Settings) -> bool:
    return all(isinstance(each, list) and len(each) > settings.upload_list_items for each in column)


def _mapping(name: str, value: Mapping[str, object], note: str, settings: Settings) -> TextTable:
    """An object from image to class or ranked classes, or from class to accuracy."""
    if len(value) > settings.upload_rows:
        raise _too_long(name, settings)
    values = list(value.values())
    numbers = [each for each in values if isinstance(each, int | float)]
    fractions = any(isinstance(each, float) and not each.is_integer() for each in numbers)
    wnids = all(map(WNID.fullmatch, value))
    if len(numbers) == len(values) and not _is_images(value) and (fractions or wnids):
        header = ("class", "accuracy" if max(numbers) <= 1.001 else "accuracy_percent")
        told = f"{note}: an accuracy per class, {'shares' if max(numbers) <= 1.001 else 'percent'}."
    else:
        header = ("image", PREDICTION)
        told = f"{note}: a prediction per image."
    return cells.table(name, header, (list(value), values), settings, [told])
