"""Class maps that browsers fetch: a body by an address that follows from what is in it.

A body is made when it is first fetched, and lives as long as its data set. A data set of a
session's own can be fetched only by who knows all its classes, since the address is a checksum.
"""

import hashlib
import json
import threading
from collections.abc import Callable
from weakref import WeakValueDictionary

from explorer.atlas import Atlas
from explorer.audits.class_layers import count_measure
from explorer.audits.class_map import class_map
from explorer.datasets import OTHERS, OWN, DataSet
from explorer.owner import kept_by
from explorer.ui.class_map.address import PLACE
from explorer.ui.class_map.packing import pack
from explorer.views.reading import FIRST

FORMAT = 1
"""Counted up when the same data give other bytes, so that no browser keeps old ones."""

WORDNET = "wordnet"
MOST_SETS = 32

_shelf: "WeakValueDictionary[str, _Body]" = WeakValueDictionary()


class _Body:
    """Bytes that are made once, when they are first asked for."""

    def __init__(self) -> None:
        self.make: Callable[[], bytes] | None = None
        self._bytes = b""
        self._lock = threading.Lock()

    def read(self) -> bytes:
        with self._lock:
            if not self._bytes and self.make is not None:
                self._bytes = self.make()
                self.make = None
            return self._bytes


def put(atlas: Atlas, key: str) -> str:
    """Offer the map of a data set to browsers; its address below the app's own.

    Raises:
        UnknownDataSet: there is no data set of that key.
    """
    dataset = atlas.dataset(key)
    # Data sets beside ImageNet are read when they are looked at, which a first page must not do.
    others = [
        each
        for name, each in atlas.datasets.items()
        if name != WORDNET and each.group not in (OTHERS, OWN)
    ][:MOST_SETS]
    told = {
        "format": FORMAT,
        "classes": _checksum(dataset),
        "noun": dataset.noun,
        "sets": [(each.title, _checksum(each)) for each in others],
        "hidden": sorted(atlas.lexicon.hidden),
    }
    name = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:40]
    body = _body(dataset, name)
    if body.make is None and name not in _shelf:
        body.make = lambda: pack(
            class_map(atlas.hierarchy, dataset),
            atlas.lexicon,
            dataset,
            others,
            dataset if count_measure(dataset) else atlas.dataset(FIRST),
        )
        _shelf[name] = body
    return f"{PLACE}/{name}"


def read(name: str) -> bytes | None:
    """The body at an address below ``PLACE``, compressed with gzip; None if there is none."""
    body = _shelf.get(name)
    return body.read() if body is not None else None


@kept_by("dataset", most=2)
def _body(dataset: DataSet, name: str) -> _Body:  # noqa: ARG001 what it is kept by
    return _Body()


@kept_by("dataset")
def _checksum(dataset: DataSet) -> str:
    return hashlib.sha256("\n".join(dataset.wnids.tolist()).encode()).hexdigest()
