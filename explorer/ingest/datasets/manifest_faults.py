"""DuckDB's errors as sentences that name the file, the row, and what to do."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import duckdb

from explorer.errors import UploadError
from explorer.ingest.datasets.manifest_files import SEARCHED, TITLES, Files
from explorer.ingest.files.text_table import shown
from explorer.settings import Settings

LINE = re.compile(r"CSV Error on Line: (\d+)")
PYTHON = re.compile(r"\[\s*(?:(?:'[^']*'|\"[^\"]*\"|-?\d+)(?:[\s,]+|(?=\])))*\]")
"""A list as Python writes it."""

WIDTH = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


def sentence(files: Files, fault: duckdb.Error, settings: Settings) -> UploadError:
    """Message about an error of a query."""
    told = str(fault)
    if isinstance(fault, duckdb.OutOfMemoryException):
        return UploadError(
            f"{shown(files.root.name)} cannot be counted within "
            f"{settings.manifest_memory_megabytes:,} MB of memory and the disk that is left. Raise "
            "EXPLORER_MANIFEST_MEMORY_MEGABYTES, or name a folder with more room in "
            "EXPLORER_TEMPORARY_DIR."
        )
    path = next((each for each in files.paths if str(each) in told), None)
    if path is None and len(files.paths) == 1:
        path = files.paths[0]
    where = files.named(path) if path else f"A file of {shown(files.root.name)}"
    if files.layout == "text":
        return _text(where, told)
    if files.layout == "lines":
        return _lines(where, path)
    return UploadError(
        f"{where}: expected {TITLES[files.layout]}, found a damaged or truncated file "
        f"({_short(told)}). Write it again."
    )


def refuse_nested(files: Files, labels: Iterable[str], column: str) -> None:
    """Refuse lists and objects among texts.

    DuckDB reads those of JSON as text, and pandas writes those of Python into CSV.

    Raises:
        UploadError: a label is one.
    """
    for label in labels:
        if files.layout == "text" and PYTHON.fullmatch(label):
            raise UploadError(
                f"{shown(files.root.name)}, column {shown(column)}: expected a text or a number, "
                f"found a list, {shown(label)}. Write a row per label, or JSON lines or Parquet "
                "with lists."
            )
        if label[0] in "[{" and _is_nested(label):
            raise UploadError(
                f"{shown(files.root.name)}, column {shown(column)}: expected a text or a number "
                f"in every row, found {shown(label)} in some. Write a list in every row, or in "
                "none."
            )


def _is_nested(label: str) -> bool:
    try:
        return isinstance(json.loads(label), list | dict)
    except (ValueError, RecursionError):
        return False


def _text(where: str, told: str) -> UploadError:
    row = f", row {int(found[1]):,}" if (found := LINE.search(told)) else ""
    if found := WIDTH.search(told):
        return UploadError(
            f"{where}{row}: expected {found[1]} columns, found {found[2]}. Put a cell that has the "
            "separator in it into quotation marks."
        )
    if "unicode" in told or "utf-8" in told:
        return UploadError(f"{where}{row}: expected UTF-8 text. Save it as UTF-8.")
    if "unterminated quote" in told:
        return UploadError(f"{where}{row}: a quotation mark is open. Close it.")
    if "GZIP" in told:
        return UploadError(f"{where} is no whole gzip file. Pack it again.")
    return UploadError(f"{where}{row}: a fault in the text ({_short(told)}). Correct it.")


def _lines(where: str, path: Path | None) -> UploadError:
    if path and path.suffix.lower() != ".gz" and path.stat().st_size <= SEARCHED:
        with path.open("rb") as stream:
            for row, line in enumerate(stream, start=1):
                try:
                    found = json.loads(line) if line.strip() else {}
                except UnicodeDecodeError:
                    return UploadError(f"{where}, row {row:,}: expected UTF-8. Save it as UTF-8.")
                except (ValueError, RecursionError):
                    return UploadError(
                        f"{where}, row {row:,}: expected a JSON object, found "
                        f"{shown(line[:60].decode('utf-8', 'replace').strip())}. Correct the line."
                    )
                if not isinstance(found, dict):
                    return UploadError(
                        f"{where}, row {row:,}: expected a JSON object, found a "
                        f"{type(found).__name__}. Correct the line."
                    )
    return UploadError(
        f"{where}: expected JSON lines with the same kind of values in each, found a value of "
        "another kind or a damaged line. Write it again."
    )


def _short(told: str) -> str:
    """The first line of an error, without paths."""
    line = told.splitlines()[0] if told else ""
    return re.sub(r"['\"]?/[^'\"]*['\"]?", "the file", line)[:120].strip()
