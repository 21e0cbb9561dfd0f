"""The data sets that a user keeps, as they are now: each is opened once for all who look."""

import threading
from pathlib import Path

from explorer.atlas import Atlas
from explorer.datasets import DataSet
from explorer.ingest.library import kept, store
from explorer.ingest.library.store import Damaged
from explorer.settings import Settings

_Seen = tuple[int, int, int]


class Shelf:
    """Opens what is kept, and opens again only what was changed since, by whatever process."""

    def __init__(self) -> None:
        """Nothing is opened yet."""
        self._open: dict[str, tuple[_Seen, DataSet]] = {}
        self._lock = threading.Lock()

    def datasets(self, atlas: Atlas, settings: Settings) -> tuple[dict[str, DataSet], list[str]]:
        """The data sets by key, and a sentence for each folder that cannot be used.

        Args:
            atlas: the hierarchy, and the built-in data sets, whose keys none must have.
            settings: have the data folder.
        """
        found: dict[str, tuple[_Seen, DataSet]] = {}
        problems = []
        with self._lock:
            for path in store.folders(kept.place(settings)):
                seen, before = _seen(path), self._open.get(path.name)
                if before is not None and before[0] == seen:
                    found[path.name] = before
                    continue
                try:
                    folder = store.opened(path)
                except Damaged as problem:
                    if path.exists():
                        problems.append(str(problem))
                    continue
                found[path.name] = (seen, kept.dataset(folder, atlas.hierarchy))
            self._open = found
        built = {*atlas.datasets} - {*atlas.own}
        problems += [
            f"Your data set {key!r} has the key of a built-in one and is not shown. Add it again "
            "under another name, and remove this one."
            for key in found
            if key in built
        ]
        return {key: held for key, (_, held) in found.items() if key not in built}, problems


def _seen(path: Path) -> _Seen:
    try:
        about = (path / store.DESCRIPTION).stat()
    except OSError:
        return (0, 0, 0)
    return (about.st_ino, about.st_mtime_ns, about.st_size)
