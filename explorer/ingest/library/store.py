"""The folder of a user's data set: what is in it, written whole or not at all.

A folder holds ``dataset.json`` and one folder beside it, which that file names, with the tables
and the mapping. A new state of the data set is written to a folder of its own; replacing
``dataset.json`` then makes it the one in force, so that a process killed at any moment leaves the
old state or the new one.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from explorer.errors import ExplorerError
from explorer.ingest.library import record
from explorer.ingest.library.keys import KEY
from explorer.ingest.library.lock import locked
from explorer.wordnet import scratch

DESCRIPTION = "dataset.json"
MAPPING = "mapping.csv"
LOCK = ".lock"

LEFT = "It was left as it is; remove it if you do not need it."

MOST_BYTES = 16_000_000
"""Of ``dataset.json``; a longer one is none of ours."""


class Damaged(ExplorerError):
    """A folder of a data set that cannot be used as it is."""


class Changed(ExplorerError):
    """Another process replaced or removed a data set meanwhile."""


@dataclass(frozen=True)
class Folder:
    """A data set's folder with the state that was in force when it was opened.

    Attributes:
        path: the folder.
        about: the content of ``dataset.json``.
    """

    path: Path
    about: Mapping[str, Any]

    @property
    def state(self) -> str:
        """Name of the folder with the tables; another one after every change."""
        return str(self.about["state"])

    @property
    def mapping(self) -> Path:
        """The mapping, for a person to edit."""
        return self.path / self.state / MAPPING

    def read(self, name: str) -> bytes:
        """A file of this state, checked against what was written.

        Raises:
            Changed: it no longer exists, because another process changed the data set.
            Damaged: it is not what was written.
        """
        entry = self.about["files"].get(name)
        if entry is None:
            raise Damaged(f"{self.path} lists no file {name}. Remove the folder, or add it again.")
        try:
            data = (self.path / self.state / name).read_bytes()
        except OSError as fault:
            if opened(self.path).state != self.state:
                raise Changed(
                    f"The data set {self.path.name!r} was changed meanwhile. Ask again."
                ) from fault
            raise Damaged(
                f"{self.path / self.state / name} cannot be read ({fault.strerror}). Remove the "
                "data set and add it again."
            ) from fault
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise Damaged(
                f"{self.path / self.state / name} is damaged: expected {entry['bytes']:,} bytes "
                f"as they were written, found {len(data):,} others. Remove the data set and add "
                "it again."
            )
        return data

    def edited(self) -> bool:
        """Whether the mapping was edited since this state was written."""
        try:
            data = self.mapping.read_bytes()
        except OSError:
            return False
        return hashlib.sha256(data).hexdigest() != str(self.about["files"][MAPPING]["sha256"])


def opened(path: Path) -> Folder:
    """The data set in a folder, its ``dataset.json`` checked; its tables are not read.

    Raises:
        Damaged: it is not such a folder, or something is missing or cut off.
    """
    while True:
        folder = Folder(path, _about(path))
        fault = _fault(folder)
        if not fault:
            return folder
        # Another process may have put a new state in the place of this one meanwhile.
        if str(_about(path)["state"]) == folder.state:
            raise Damaged(f"{fault} {LEFT}")


def _about(path: Path) -> dict[str, Any]:
    if not KEY.fullmatch(path.name):
        raise Damaged(f"{path} is no folder of a data set: its name cannot be a key. {LEFT}")
    file = path / DESCRIPTION
    try:
        with file.open("rb") as opened_file:
            data = opened_file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ValueError("it is too long")
        return record.checked(json.loads(data), path.name)
    except FileNotFoundError as fault:
        raise Damaged(
            f"{path} is no folder of a data set: no {DESCRIPTION} is there. {LEFT}"
        ) from fault
    except OSError as fault:
        raise Damaged(f"{file} cannot be read ({fault.strerror}). {LEFT}") from fault
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Damaged(
            f"{file} is damaged or was written by another version: {fault!s:.200}. {LEFT}"
        ) from fault


def _fault(folder: Folder) -> str:
    """A message about the first table that is missing or truncated; empty if there is none."""
    for name, entry in folder.about["files"].items():
        file = folder.path / folder.state / name
        try:
            size = file.stat().st_size
        except OSError:
            size = -1
        if size != entry["bytes"] and name != MAPPING:  # which a person edits
            found = "no such file" if size < 0 else f"{size:,}"
            return f"{file} is damaged: expected {entry['bytes']:,} bytes, found {found}."
    return ""


def folders(root: Path) -> Iterator[Path]:
    """The folders in which data sets are kept, by name; none where there is no such place."""
    with suppress(OSError):
        for path in sorted(root.iterdir()):
            if path.name != LOCK and not path.name.endswith(scratch.ENDING):
                yield path


def write(
    root: Path, key: str, about: Mapping[str, Any], files: Mapping[str, bytes], before: str
) -> Folder:
    """Put a data set into its folder, all of it or nothing.

    Args:
        root: folder of all data sets; made if it is not there.
        key: of the data set.
        about: the content of ``dataset.json`` without state and files.
        files: the tables and the mapping by name.
        before: the state that this one is made from; empty for a new data set.

    Raises:
        Changed: there is another state by now.
        ExplorerError: the folder cannot be written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        scratch.sweep(root)
        return _write(root, key, about, files, before)
    except OSError as fault:
        raise ExplorerError(
            f"The data set cannot be kept in {root} ({fault.strerror}). Make room or let the "
            "folder be written, or name another one with EXPLORER_DATA_DIR."
        ) from fault


def _write(
    root: Path, key: str, about: Mapping[str, Any], files: Mapping[str, bytes], before: str
) -> Folder:
    state = secrets.token_hex(8)
    listed = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    }
    whole = {**about, "state": state, "files": listed}
    target = root / key
    with scratch.folder(root) as making:
        (making / state).mkdir()
        for name, data in files.items():
            _put(making / state / name, data)
        _put(making / DESCRIPTION, json.dumps(whole, indent=1).encode())
        with locked(root / LOCK):
            _check(target, before)
            if before:
                (making / state).rename(target / state)
                (making / DESCRIPTION).replace(target / DESCRIPTION)
                _tidy(target, state)
            else:
                making.rename(target)
    return Folder(target, whole)


def _check(target: Path, before: str) -> None:
    """Check that no other process changed the data set since the new state was begun."""
    there = target.exists()
    if not before and there:
        raise Changed(f"There is a data set {target.name!r} by now. Give another name.")
    if before and (not there or opened(target).state != before):
        raise Changed(f"The data set {target.name!r} was changed meanwhile. Ask again.")


def _tidy(target: Path, state: str) -> None:
    """Remove what states before this one left in a data set's folder."""
    for path in target.iterdir():
        if path.name not in (state, DESCRIPTION):
            shutil.rmtree(path, ignore_errors=True)


def remove(root: Path, key: str) -> None:
    """Remove a data set's folder atomically.

    Raises:
        ExplorerError: it cannot be removed.
    """
    gone = root / f"{key}-{secrets.token_hex(8)}{scratch.ENDING}"
    try:
        with locked(root / LOCK):
            (root / key).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
    except OSError as fault:
        raise ExplorerError(f"{root / key} cannot be removed ({fault.strerror}).") from fault


def _put(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def parquet(frame: pd.DataFrame) -> bytes:
    """A frame as Parquet."""
    data: bytes = frame.to_parquet(engine="pyarrow", compression="zstd")
    return data
