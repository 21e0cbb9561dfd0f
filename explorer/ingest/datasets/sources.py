"""What was read, when and how: the provenance of a data set's content."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from explorer.ingest.datasets.content import Provenance
from explorer.ingest.datasets.format import Options


def chosen(options: Options) -> dict[str, str]:
    """What a user chose, by name of the option; what was left to the reader is not in it."""
    standard = Options()
    return {
        field.name: str(value)
        for field in dataclasses.fields(options)
        if (value := getattr(options, field.name)) != getattr(standard, field.name)
    }


def provenance(
    source: Path,
    format: str,  # noqa: A002 - the name of the field
    options: Options,
    files: Sequence[Path] = (),
    *,
    count: int | None = None,
    size: int | None = None,
    modified: float | None = None,
) -> Provenance:
    """What was read now.

    Args:
        source: the file or folder that the user named.
        format: key of the format.
        options: what was chosen.
        files: those that were read, if they are few; ``source`` itself if neither they nor a
            count is given.
        count: how many were read, if they are many.
        size: of these, in bytes.
        modified: when the newest of them was changed, in seconds since 1970.

    Raises:
        OSError: a file is not there any more.
    """
    if count is None:
        states = [each.stat() for each in files or (source,)]
        count = len(states)
        size = sum(each.st_size for each in states)
        modified = max(each.st_mtime for each in states)
    return Provenance(
        source=str(source),
        format=format,
        options=chosen(options),
        files=count,
        size=size or 0,
        modified=None if modified is None else datetime.fromtimestamp(modified, UTC),
        read=datetime.now(UTC),
    )
