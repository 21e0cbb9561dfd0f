"""A mapping as a CSV file that a person edits, and back.

A cell that a spreadsheet would take for a formula has an apostrophe put before it, which is taken
away again when the file is read.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

import pandas as pd

from explorer.errors import UploadError
from explorer.ingest.files.text_table import Faults, clean_name, not_utf8, refuse, shown
from explorer.ingest.names.mapping import COLUMNS, MAPPED, MATCHES, Mapping, unmapped
from explorer.settings import Settings
from explorer.settings import settings as of_process
from explorer.wordnet.hierarchy import Hierarchy
from explorer.wordnet.identifiers import canonical
from explorer.wordnet.lexicon import Lexicon

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""Characters that begin a formula in a spreadsheet, after optional apostrophes."""

DELIMITERS = ",;\t"

NEEDED = ("name", "wnid", "match")


def write(mapping: Mapping, lexicon: Lexicon | None = None) -> bytes:
    """A mapping as CSV in UTF-8: a header line and one row per class, then the unused rows.

    Args:
        mapping: what is written.
        lexicon: adds the sense and the gloss of each synset, for a person to read; those of a
            hidden synset stay hidden.
    """
    table = pd.concat([mapping.table, mapping.unused]) if len(mapping.unused) else mapping.table
    table = table[list(COLUMNS)]
    if lexicon is not None:
        wnids = table["wnid"].tolist()
        table = table.assign(
            synset=[lexicon.sense(wnid) if wnid else "" for wnid in wnids],
            gloss=[lexicon.gloss(wnid) if wnid else "" for wnid in wnids],
        )
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False):
        writer.writerow([_written(cell) for cell in row])
    return text.getvalue().encode("utf-8", "surrogatepass")


def read(
    data: bytes,
    classes: pd.DataFrame,
    hierarchy: Hierarchy,
    *,
    name: str = "mapping.csv",
    limits: Settings | None = None,
) -> Mapping:
    """The mapping in a CSV file, as ``write`` makes it or with the columns name, wnid and match.

    A row belongs to the class of the same id and name; without such a class to the only one of
    the same name, or, where the file gives no name, of the same id. A row of no class is kept in
    ``unused``. A class without a row is still to be reviewed.

    Args:
        data: the file; commas, semicolons or tabulators part its columns.
        classes: the data set's classes, with texts id and name.
        hierarchy: knows the wnids.
        name: of the file, for messages.
        limits: settings; those of the process if None.

    Raises:
        UploadError: it is no such table, a wnid or a match is unknown, a class has two rows, or
            no row is of a class of this data set.
    """
    limits = of_process() if limits is None else limits
    name = clean_name(name)
    if len(data) > limits.upload_megabytes * 1_000_000:
        raise UploadError(
            f"{name} is {len(data) / 1e6:,.0f} MB; the limit is {limits.upload_megabytes:,} MB "
            "(EXPLORER_UPLOAD_MEGABYTES)."
        )
    faults = Faults(limits.upload_faults)
    classes = classes.reset_index(drop=True)
    places = _Places(classes)
    found: dict[int, dict[str, str]] = {}
    unused: list[dict[str, str]] = []
    lines: dict[int, int] = {}
    for line, row in _rows(name, data, limits):
        if fault := _fault(row, hierarchy):
            faults.add(f"Row {line:,}: {fault}")
            continue
        position = places.of(row)
        if position is None:
            unused.append(row)
        elif position in found:
            faults.add(
                f"Row {line:,}: expected each class once, found {shown(row['name'] or row['id'])} "
                f"again, which is in row {lines[position]:,}. Keep one of the two rows."
            )
        else:
            found[position], lines[position] = row, line
    if faults.count:
        raise refuse(name, faults, limits.upload_faults)
    if unused and not found:
        raise UploadError(
            f"{name} has {len(unused):,} rows, none of them for a class of this data set: expected "
            f"classes such as {_examples(classes['name'].tolist())}, found "
            f"{_examples([row['name'] or row['id'] for row in unused])}. Upload the mapping of "
            "this data set."
        )
    table = unmapped(classes).table
    for column in COLUMNS[2:]:
        table.loc[list(found), column] = [row[column] for row in found.values()]
    return Mapping(table, pd.DataFrame(unused, columns=list(COLUMNS)))


def _written(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def _read(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _examples(names: Sequence[str]) -> str:
    return ", ".join(map(shown, names[:3]))


class _Places:
    """Positions of classes by the identifiers in a row."""

    def __init__(self, classes: pd.DataFrame) -> None:
        ids, names = classes["id"].tolist(), classes["name"].tolist()
        self._by_both = _single(zip(ids, names, strict=True))
        self._by_id, self._by_name = _single(ids), _single(names)

    def of(self, row: dict[str, str]) -> int | None:
        """The position of the class of a row; None if there is no or no unique one."""
        if not row["name"]:
            return self._by_id.get(row["id"])
        both = self._by_both.get((row["id"], row["name"]))
        return self._by_name.get(row["name"]) if both is None else both


def _single(keys: Iterable[Hashable]) -> dict[Hashable, int]:
    """Position by key, for keys that there are once."""
    listed = list(keys)
    count = Counter(listed)
    return {key: at for at, key in enumerate(listed) if count[key] == 1}


def _rows(name: str, data: bytes, limits: Settings) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the number of the line that each begins on, from 1."""
    try:
        text = data.decode("utf-8-sig", "surrogatepass")
    except UnicodeDecodeError as fault:
        advice = "Save it as UTF-8 (in a spreadsheet: CSV UTF-8) and upload it again."
        raise not_utf8(name, fault, advice) from fault
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        _check_header(name, header)
        line = reader.line_num + 1
        for count, cells in enumerate(reader, start=1):
            if count > limits.upload_rows:
                raise UploadError(
                    f"{name} has more than {limits.upload_rows:,} rows, which is the limit "
                    "(EXPLORER_UPLOAD_ROWS)."
                )
            if len(cells) != len(header) and any(cells):
                raise UploadError(
                    f"{name}, row {line:,}: expected {len(header)} columns, found {len(cells)}. "
                    "Put cells that contain a comma into quotation marks."
                )
            if any(cells):
                yield line, _row(dict(zip(header, map(_read, cells), strict=True)))
            line = reader.line_num + 1
    except csv.Error as fault:
        raise UploadError(
            f"{name}, row {line:,}: this is not valid CSV ({fault}). Correct the file "
            "and upload it again."
        ) from fault


def _check_header(name: str, header: list[str]) -> None:
    if missing := [column for column in NEEDED if column not in header]:
        raise UploadError(
            f"{name}, row 1: expected the columns {', '.join(COLUMNS)} ({', '.join(NEEDED)} at "
            f"least), found no {missing[0]} among {', '.join(map(shown, header[:8])) or 'nothing'}."
            " Download the mapping of this data set and edit that file."
        )
    twice = [column for column in COLUMNS if header.count(column) > 1]
    if twice:
        raise UploadError(
            f"{name}, row 1: expected each column once, found {twice[0]} twice. Remove one of them."
        )


def _row(cells: dict[str, str]) -> dict[str, str]:
    """A row with all of ``COLUMNS``; id and name to the letter, the rest without outer spaces."""
    row = {column: cells.get(column, "") for column in COLUMNS}
    row["match"] = row["match"].strip().lower()
    row["wnid"] = "" if row["match"] == "none" else canonical(row["wnid"])
    return row | {column: row[column].strip() for column in ("by", "note")}


def _fault(row: dict[str, str], hierarchy: Hierarchy) -> str:
    """What is wrong with a row, and what to do; empty if nothing is."""
    if row["match"] not in MATCHES:
        words = ", ".join(word for word in MATCHES if word)
        return (
            f"expected one of {words} or nothing as match, found {shown(row['match'])}. Leave it "
            "empty if the class is still to be reviewed."
        )
    if row["wnid"] and row["wnid"] not in hierarchy:
        return (
            "expected a wnid of a noun in WordNet 3.0, such as n02084071, found "
            f"{shown(row['wnid'])}. Look the synset up in the explorer, or leave wnid and match "
            "empty."
        )
    if row["match"] in MAPPED and not row["wnid"]:
        return (
            f"expected a wnid beside the match {row['match']}, found none. Add it, or write none "
            "as match if there is no synset."
        )
    return ""
