"""The content of ``dataset.json``: description, and what was read, when, from where and how."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from explorer.datasets import Measure
from explorer.ingest.datasets.content import FLAGS, SPLIT_COLUMNS, Aside, Content, Provenance
from explorer.ingest.datasets.format import Options
from explorer.ingest.library import source
from explorer.ingest.library.own import Description, OwnDataSet, fingerprint

KIND = "imagenet-explorer data set"
VERSION = 1

CLASSES, COUNTS, COLUMNS, BOXES = (
    "classes.parquet",
    "counts.parquet",
    "columns.parquet",
    "boxes.parquet",
)
"""The tables of a data set: its classes with their synsets, its counts, its columns by synset,
its boxes."""


def about(own: OwnDataSet, description: Description, evaluation: str) -> dict[str, Any]:
    """A data set as JSON has it, without its tables."""
    content = own.content
    read = content.provenance
    counts = own.mapping.counts
    return {
        "kind": KIND,
        "version": VERSION,
        "key": own.key,
        "title": own.title,
        "path": own.path,
        "fingerprint": fingerprint(content),
        "source_state": own.state.as_json(),
        "format": own.format,
        "options": _options(own.options),
        "provenance": {
            "source": read.source,
            "format": read.format,
            "options": dict(read.options),
            "read": read.read.isoformat(),
            "files": read.files,
            "bytes": read.size,
            "modified": None if read.modified is None else read.modified.isoformat(),
        },
        "recognised": content.recognised,
        "shared": content.shared,
        "exhaustive": content.exhaustive,
        "box_unit": content.box_unit,
        "splits": [
            {"split": split, "images": _count(images), "unlabelled": _count(unlabelled)}
            for split, images, unlabelled in content.splits[list(SPLIT_COLUMNS)].itertuples(
                index=False
            )
        ],
        "aside": [dataclasses.asdict(each) for each in content.aside],
        "mapping": {match or "to review": number for match, number in counts.items()},
        "evaluation": evaluation,
        "description": dataclasses.asdict(description),
    }


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _options(options: Options) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, Path) else value
        for name, value in dataclasses.asdict(options).items()
    }


def checked(found: Any, key: str) -> dict[str, Any]:
    """The content of a ``dataset.json``, after checking that it was made by ``about``.

    Raises:
        ValueError, KeyError, TypeError: it is not.
    """
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise ValueError("it describes no data set of the explorer")
    if found["version"] != VERSION:
        raise ValueError(f"expected version {VERSION}, found {str(found['version'])[:20]}")
    if found["key"] != key:
        raise ValueError(f"it is of the data set {str(found['key'])[:40]!r}")
    state = found["state"]
    if not (isinstance(state, str) and state.isalnum() and len(state) < 64):
        raise ValueError("its state is no name")
    if not isinstance(found["files"], dict):
        raise TypeError("it lists no files")
    for name, entry in found["files"].items():
        if name != Path(name).name or name.startswith("."):
            raise ValueError("a file of it is elsewhere")
        if not isinstance(entry["bytes"], int) or len(entry["sha256"]) != 64:
            raise ValueError("a checksum is missing")
    for name in ("title", "path", "format"):
        if not isinstance(found[name], str):
            raise TypeError(f"{name} is no text")
    source.of_json(found["source_state"])
    description(found)
    provenance(found)
    options(found)
    return found


def description(found: Mapping[str, Any]) -> Description:
    """The description of a data set.

    Raises:
        ValueError, KeyError, TypeError: it makes no sense.
    """
    entry = dict(found["description"])
    measures = tuple(Measure(**each) for each in entry.pop("measures"))
    columns = tuple(map(str, entry.pop("columns")))
    counts = tuple(map(str, entry.pop("counts")))
    made = Description(**entry, measures=measures, columns=columns, counts=counts)
    texts = (made.title, made.summary, made.note, made.caveats)
    if not (measures and all(isinstance(text, str) for text in texts)):
        raise TypeError("its description is no text")
    unknown = {name for each in measures for name in each.columns} - {"classes", *columns}
    if unknown:
        raise ValueError(f"it has no column {min(unknown)[:40]!r}")
    if made.key != found["key"]:
        raise ValueError("its description is of another data set")
    return made


def provenance(found: Mapping[str, Any]) -> Provenance:
    """What was read.

    Raises:
        ValueError, KeyError, TypeError: it makes no sense.
    """
    entry = found["provenance"]
    modified = entry["modified"]
    return Provenance(
        source=str(entry["source"]),
        format=str(entry["format"]),
        options={str(name): str(value) for name, value in entry["options"].items()},
        read=datetime.fromisoformat(entry["read"]),
        files=int(entry["files"]),
        size=int(entry["bytes"]),
        modified=None if modified is None else datetime.fromisoformat(modified),
    )


def options(found: Mapping[str, Any]) -> Options:
    """What the user chose about reading."""
    entry = dict(found["options"])
    sizes = entry.pop("sizes", None)
    return Options(**entry, sizes=None if sizes is None else Path(sizes))


def content(
    found: Mapping[str, Any],
    classes: pd.DataFrame,
    counts: pd.DataFrame,
    boxes: pd.DataFrame | None,
) -> Content:
    """A data set as it was read, of its tables and what JSON says of it."""
    splits = pd.DataFrame(found["splits"], columns=list(SPLIT_COLUMNS)).astype(
        {"split": "str", "images": "Int64", "unlabelled": "Int64"}
    )
    whole = [name for name in counts if name in {"images", "labels", "boxes", *FLAGS}]
    return Content(
        classes=classes,
        counts=counts.astype(dict.fromkeys(whole, "Int64")),
        splits=splits,
        provenance=provenance(found),
        shared=found["shared"],
        exhaustive=bool(found["exhaustive"]),
        boxes=boxes,
        box_unit=found["box_unit"],
        aside=tuple(Aside(**each) for each in found["aside"]),
        recognised=str(found["recognised"]),
    )
