"""WordNet 3.0's nouns, read once through NLTK and kept as one compact table.

NLTK's reader needs some ten seconds and is not safe to call from several threads, so it
runs at most once a process, under a lock, and the table it yields is what is served.
"""

import os
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from explorer.arrays import Integers
from explorer.progress import Report, silent
from explorer.settings import Settings
from explorer.wordnet import scratch
from explorer.wordnet.closure import Spans, adjacency, closure, depths

if TYPE_CHECKING:
    from nltk.data import PathPointer

ENTITY = "n00001740"
"""The root of the nouns: every other noun synset is below it."""

SYNSETS = 82_115
"""Noun synsets in WordNet 3.0 (Princeton's own statistics, wnstats(7WN))."""

WORDS = pa.schema(
    [
        ("offset", pa.int32()),
        ("lemmas", pa.list_(pa.string())),
        ("senses", pa.list_(pa.int8())),
        ("gloss", pa.string()),
        ("hypernyms", pa.list_(pa.int32())),
        ("instance_hypernyms", pa.list_(pa.int32())),
    ]
)
"""One row per synset, ascending by ``offset`` (bytes into ``data.noun``); parents by offset.

``senses`` has the sense number of each lemma, the 1 of dog.n.01; 0 where WordNet's index
lacks the lemma.
"""

SCHEMA = pa.schema(
    [
        *WORDS,
        ("depth", pa.int64()),
        ("ancestors", pa.list_(pa.int32())),
        ("descendants", pa.list_(pa.int32())),
    ]
)
"""``WORDS`` and what follows from them: the edges on the longest path to a root; the rows of
all ancestors and of all descendants, ascending, the synset's own row among both.
"""

KEPT = "wordnet-3.0-nouns-2.arrow"
"""File name of the kept table; its last number changes with ``SCHEMA``."""

_CHECKSUM_BYTES = 4
"""What the kept table ends with: the CRC-32 of all before it."""

_reading = threading.Lock()


@dataclass(frozen=True)
class Nouns:
    """The noun synsets as a table of ``SCHEMA``, and what the user should know of it."""

    table: pa.Table
    notice: str = ""


def load(settings: Settings, report: Report = silent) -> Nouns:
    """The nouns, from the cache folder if a sound table is there, else read through NLTK.

    A table that cannot be kept (a read-only folder, a full disk) is served all the same,
    with a notice. What killed processes left in the making is swept away first.

    Raises:
        WordNetUnavailable: there is no table and no corpus to read it from.
    """
    path = settings.cache_dir / KEPT
    with _reading:
        scratch.sweep(path.parent)
        kept = read_table(path)
        if kept is not None:
            return Nouns(kept)
        # NLTK takes a second to import: a start from the kept table does without it.
        from explorer.wordnet.corpus import locate

        table = closed(read_corpus(locate(settings, report), report))
        try:
            write_table(table, path)
        except OSError as problem:
            return Nouns(table, _not_kept(path, problem))
    return Nouns(table)


def _not_kept(path: Path, problem: OSError) -> str:
    if path.is_dir():
        reason = f"{path} is a folder instead of a file. Remove it"
    else:
        reason = f"{problem}. Set EXPLORER_CACHE_DIR to a writable folder"
    return (
        f"WordNet was loaded but could not be cached, so every start reads it again: {reason}, "
        "and start again."
    )


def read_table(path: Path) -> pa.Table | None:
    """The cached table at a path; None if it does not exist or is damaged."""
    try:
        kept = memoryview(path.read_bytes())
        content, checksum = kept[:-_CHECKSUM_BYTES], kept[-_CHECKSUM_BYTES:]
        if _checksum(content) != checksum:
            return None
        table = pa.ipc.open_file(content).read_all()
    except (OSError, pa.ArrowException):
        return None
    return table if table.schema.equals(SCHEMA) and table.num_rows == SYNSETS else None


def write_table(table: pa.Table, path: Path) -> None:
    """Keep a table so that a reader sees either the whole of it or what was there before.

    Raises:
        OSError: the folder cannot be written or the disk is full; nothing is left behind.
    """
    buffer = pa.BufferOutputStream()
    with pa.ipc.new_file(
        buffer, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")
    ) as writer:
        writer.write_table(table.combine_chunks())
    content = memoryview(buffer.getvalue())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, made = scratch.file(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.write(_checksum(content))
            file.flush()
            os.fsync(file.fileno())
        os.replace(made, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(made)
        raise


def _checksum(content: memoryview) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM_BYTES, "big")


def edges(table: pa.Table) -> tuple[Integers, Integers, NDArray[np.bool_]]:
    """The edges of a table of nouns: rows of the parents, of the children, whether instance."""
    offsets = table["offset"].to_numpy()
    parents, children, instance = [], [], []
    for column, kind in (("hypernyms", False), ("instance_hypernyms", True)):
        lists = table[column].combine_chunks()
        above = np.searchsorted(offsets, lists.flatten().to_numpy())
        parents.append(above)
        children.append(np.repeat(np.arange(len(offsets)), np.diff(lists.offsets.to_numpy())))
        instance.append(np.full(len(above), kind))
    return np.concatenate(parents), np.concatenate(children), np.concatenate(instance)


def closed(table: pa.Table) -> pa.Table:
    """A table of ``WORDS`` with what follows from them: one of ``SCHEMA``.

    Raises:
        ValueError: the edges contain a cycle.
    """
    parents, children, instance = edges(table)
    upward = adjacency(len(table), children, parents, instance)
    downward = adjacency(len(table), parents, children, instance)
    ancestors, descendants = closure(len(table), parents, children)
    derived = [depths(upward, downward), _lists(ancestors), _lists(descendants)]
    return pa.Table.from_arrays([*table.columns, *derived], schema=SCHEMA)


def _lists(spans: Spans) -> pa.Array:
    return pa.ListArray.from_arrays(spans.starts, spans.members)


def read_corpus(corpus: "PathPointer", report: Report) -> pa.Table:
    """Read every noun synset of a WordNet 3.0 corpus through NLTK, as a table of ``WORDS``."""
    from nltk.corpus.reader.wordnet import WordNetCorpusReader

    class Reader(WordNetCorpusReader):  # type: ignore[misc]
        def map_wn(self, version: str = "wordnet") -> None:
            """Leave out a map to other languages, which takes seconds and all sense keys."""

        def sense(self, lemma: str, offset: int) -> int:
            """The sense number of a lemma in the synset at an offset, from 1; 0 for none."""
            # NLTK names a synset by its first lemma; its index has the senses of all lemmas.
            offsets = self._lemma_pos_offset_map.get(lemma.lower(), {}).get("n", [])
            return offsets.index(offset) + 1 if offset in offsets else 0

        def close(self) -> None:
            """Close the files that NLTK leaves open."""
            for file in self._data_file_map.values():
                file.close()

    report(0.0, "Opening WordNet 3.0")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The multilingual functions")
        reader = Reader(corpus, omw_reader=None)
    with closing(reader):
        rows = list(_rows(reader, report))
    return pa.Table.from_pylist(rows, schema=WORDS).sort_by("offset")


def _rows(reader: object, report: Report) -> Iterator[dict[str, object]]:
    for count, synset in enumerate(reader.all_synsets("n")):  # type: ignore[attr-defined]
        if count % 2000 == 0:
            report(count / SYNSETS, f"Reading WordNet 3.0: {count:,} of {SYNSETS:,} noun synsets")
        yield {
            "offset": synset.offset(),
            "lemmas": [lemma.replace("_", " ") for lemma in synset.lemma_names()],
            "senses": [
                reader.sense(lemma, synset.offset())  # type: ignore[attr-defined]
                for lemma in synset.lemma_names()
            ],
            "gloss": synset.definition(),
            "hypernyms": sorted(parent.offset() for parent in synset.hypernyms()),
            "instance_hypernyms": sorted(parent.offset() for parent in synset.instance_hypernyms()),
        }
