"""Hugging Face's Parquet files: their schema, what it says of columns, and the split of each."""

import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from explorer.errors import UploadError
from explorer.ingest.datasets.split_names import split_of
from explorer.ingest.files.text_table import shown

PART = re.compile(r"(.+?)-(\d{5})-of-(\d{5})(?:-[0-9a-f]+)?\.parquet")
"""Name of a file that is one of several of a split."""

LISTS = frozenset(("Sequence", "List", "LargeList"))


def schema(path: Path) -> pa.Schema:
    """The schema of a file.

    Raises:
        UploadError: it is no whole Parquet file.
    """
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, ValueError) as fault:
        raise damaged(path, fault) from fault


def damaged(path: Path, fault: Exception) -> UploadError:
    """Message about a file that cannot be read."""
    return UploadError(
        f"{shown(path.name)}: expected a whole Parquet file, found a fault in it "
        f"({shown(str(fault).splitlines()[0] if str(fault) else 'no more is known')}). Write or "
        "download it again."
    )


def features(found: pa.Schema) -> dict[str, Any]:
    """The feature of each column, from the key ``huggingface`` of a schema's metadata."""
    try:
        about = json.loads((found.metadata or {}).get(b"huggingface", b"{}"))
        return dict(about["info"]["features"].items())
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return {}


def unlisted(feature: Any) -> tuple[Any, bool]:
    """The kind of a feature, and whether it is a list; there are three notations."""
    if isinstance(feature, list):
        return (feature[0] if feature else {}), True
    if isinstance(feature, dict) and feature.get("_type") in LISTS:
        return feature.get("feature", {}), True
    return feature, False


def class_names_of(feature: Any) -> tuple[str, ...]:
    """The names of a ClassLabel; none of anything else."""
    if not isinstance(feature, dict) or feature.get("_type") != "ClassLabel":
        return ()
    names = feature.get("names")
    if isinstance(names, list) and all(isinstance(each, str) for each in names):
        return tuple(names)
    return ()


def split(path: Path, below: Path) -> str:
    """The split that a file is of."""
    match = PART.fullmatch(path.name)
    return match[1] if match else split_of(path.with_suffix(""), below)
