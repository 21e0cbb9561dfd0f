"""scikit-learn's classification report, as text or as a dictionary, as accuracies per class.

The recall of a class is the share of its images that are predicted as this class, which is its
top-1 accuracy.
https://scikit-learn.org/stable/modules/generated/sklearn.metrics.classification_report.html
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from explorer.errors import UploadError
from explorer.ingest.files import cells
from explorer.ingest.files.text_table import TextTable, check_size, shown
from explorer.settings import Settings

HEADER = ("precision", "recall", "f1-score", "support")
"""The first line of the report, and the keys of a class in the dictionary."""

SUMMARIES = ("accuracy", "micro avg", "macro avg", "weighted avg", "samples avg")
"""Rows of the report that are no class."""

NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,18})?|nan")
COLUMNS = ("class", "accuracy", "support", "precision", "f1-score")
NOTE = "Read as scikit-learn's classification report: the recall of a class is its accuracy"


def is_report(line: str) -> bool:
    """Whether a text that begins with that line is a classification report."""
    return tuple(line.split()) == HEADER


def is_report_table(header: Sequence[str]) -> bool:
    """Whether a table with that header is a report that went through a DataFrame."""
    return {*HEADER} <= {*header} and len(header) == len(COLUMNS)


def is_report_mapping(value: Mapping[str, object]) -> bool:
    """Whether a JSON object is a classification report."""
    classes = [each for each in value.values() if isinstance(each, dict)]
    return bool(classes) and all({"recall", "support"} <= each.keys() for each in classes)


def from_text(name: str, lines: Iterator[tuple[int, str]], settings: Settings) -> TextTable:
    """Accuracies per class from the lines of a report below its header, each with its number.

    Raises:
        UploadError: a line is none of a report.
    """
    rows: list[tuple[int, tuple[str, ...]]] = []
    for line, text in lines:
        if not text.strip():
            continue
        label, *numbers = text.rsplit(maxsplit=4)
        if text.strip().startswith(SUMMARIES) and (len(numbers) < 4 or label.strip() in SUMMARIES):
            continue
        if len(numbers) < 4 or not all(map(NUMBER.fullmatch, numbers)):
            raise UploadError(
                f"{name}, row {line:,}: expected a class and its precision, recall, F1 score and "
                f"support, as in a classification report, found {shown(text.strip())}."
            )
        precision, recall, f1, support = numbers
        rows.append((line, (label.strip(), recall, cells.plain(support), precision, f1)))
        check_size(name, len(rows), len(COLUMNS), settings)
    if not rows:
        raise UploadError(f"{name} is a classification report without classes.")
    digits = max(len(row[1].partition(".")[2]) for _, row in rows)
    note = f"{NOTE}, rounded to {digits} digits."
    return TextTable(name, COLUMNS, tuple(rows), (note,))


def from_table(
    header: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]
) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...]]], str]:
    """Header, rows and note of accuracies per class from the rows of ``is_report_table``."""
    named = tuple("accuracy" if title == "recall" else title or "class" for title in header)
    at = next(place for place, title in enumerate(header) if title not in HEADER)
    return named, [each for each in rows if each[1][at] not in SUMMARIES], f"{NOTE}."


def from_mapping(name: str, value: Mapping[str, object], settings: Settings) -> TextTable:
    """Accuracies per class from a report that was made with ``output_dict=True``."""
    rows = [
        (label, each["recall"], each["support"], each.get("precision"), each.get("f1-score"))
        for label, each in value.items()
        if isinstance(each, dict) and label not in SUMMARIES
    ]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[]]
    return cells.table(name, COLUMNS, columns, settings, [f"{NOTE}."])
