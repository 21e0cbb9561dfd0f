"""The class map as bytes: what is fixed in one body, a layer in one short text.

The fixed body is a header and sections, all in one gzip stream::

    uint32 length of the header, little endian
    header UTF-8 JSON: facts by name, and "sections": [[name, bytes], ...]
    sections, one after another

Whole numbers of several bytes stand as planes: first the lowest byte of every number, then the
next one. Numbers that are alike in their high bytes so compress to half.
"""

import base64
import gzip
import json
import zlib
from collections.abc import Sequence

import numpy as np

from explorer.arrays import Integers, Numbers
from explorer.audits.class_layers import IMAGES, Layer, count_measure
from explorer.audits.class_map import ClassMap, Layout
from explorer.datasets import DataSet, roll_up
from explorer.owner import kept_by
from explorer.wordnet.lexicon import Lexicon

STEPS = {(1, 0): 0, (0, 1): 1, (-1, 0): 2, (0, -1): 3}
"""Right, down, left, up: how the curve goes on, two bits each."""

UNKNOWN = 0
"""What a layer and the images hold where a value is not known; known ones are one more."""

LEVEL = 9
"""Of compression; the body is made once."""


def pack(
    shown: ClassMap,
    lexicon: Lexicon,
    dataset: DataSet,
    others: Sequence[DataSet],
    counted: DataSet,
) -> bytes:
    """Everything about a data set's map that no layer changes, compressed with gzip.

    Args:
        shown: the map.
        lexicon: gives the names; hidden ones are left out as everywhere.
        dataset: whose classes are on the map.
        others: at most 32 data sets that a class may be in, in the order they are named.
        counted: whose number of images is told of each class.
    """
    measure = count_measure(counted)
    walk, names = shown.walk, lexicon.first_lemmas
    layouts = shown.layouts()
    titles = lexicon.telling_names([branch.wnid for branch in shown.branches])
    sections = {
        "names": "\n".join(names[node].replace("\n", " ") for node in walk.nodes.tolist()).encode(),
        "depth": _planes(walk.depth, 1),
        "member": np.packbits(walk.member, bitorder="little").tobytes(),
        "wnid": _planes(np.array([int(wnid[1:]) for wnid in shown.wnids]), 4),
        "sets": _planes(_membership(shown, others), 4),
        "images": _planes(_images(shown, counted), 4),
    }
    for index, layout in enumerate(layouts):
        sections[f"curve{index}"] = _steps(layout)
        for level, lines in enumerate(layout.borders):
            sections[f"lines{index}{level}"] = lines.astype("<u2").tobytes()
    header = {
        "squares": len(shown.wnids),
        "noun": dataset.noun,
        "sets": [each.title for each in others],
        "images": measure.label if measure else "",
        "layouts": [
            {
                "columns": layout.columns,
                "rows": layout.rows,
                "anchors": [anchors.tolist() for anchors in layout.anchors],
            }
            for layout in layouts
        ],
        "branches": [
            {
                "wnid": branch.wnid,
                "name": name,
                "level": branch.level,
                "start": branch.start,
                "stop": branch.stop,
                "classes": branch.classes,
            }
            for branch, name in zip(shown.branches, titles, strict=True)
        ],
        "sections": [[name, len(body)] for name, body in sections.items()],
    }
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    body = b"".join([len(head).to_bytes(4, "little"), head, *sections.values()])
    return gzip.compress(body, LEVEL, mtime=0)


@kept_by("dataset", most=5)
def pack_layer(shown: ClassMap, layer: Layer, dataset: DataSet) -> dict[str, object]:
    """The values of a layer by square, and all that its colours and its legend need.

    Returns:
        Values for JSON; ``codes`` are the values in units of ``10 ** -decimals``, plus one, 0
        where one is not known: planes of ``bytes`` bytes, compressed (zlib) and in base64. They
        are empty where the values are the numbers of images that the fixed part has already.
    """
    squares = shown.square_of[roll_up(shown.hierarchy, dataset).members]
    codes = np.zeros(len(squares), dtype=np.int64)
    codes[squares] = _codes(layer.values, layer.decimals)
    size = max(1, (int(codes.max(initial=0)).bit_length() + 7) // 8)
    body = b"" if layer.key == IMAGES else zlib.compress(_planes(codes, size), LEVEL)
    scale = layer.scale
    return {
        "key": layer.key,
        "label": layer.label,
        "unit": layer.unit,
        "decimals": layer.decimals,
        "kind": scale.kind,
        "categories": [list(each) for each in scale.categories],
        "ticks": [list(each) for each in scale.ticks],
        "low": scale.low,
        "high": scale.high,
        "unknown": [layer.unknown, int((codes == UNKNOWN).sum())],
        "bytes": size,
        "codes": base64.b64encode(body).decode(),
    }


def _codes(values: Numbers, decimals: int) -> Integers:
    known = np.isfinite(values)
    rounded = np.rint(np.where(known, values, 0) * 10**decimals).astype(np.int64)
    return np.where(known, rounded + 1, UNKNOWN)


def _planes(values: Integers, size: int) -> bytes:
    """Numbers as planes of their bytes, the lowest first."""
    return b"".join((values >> 8 * at & 0xFF).astype(np.uint8).tobytes() for at in range(size))


def _membership(shown: ClassMap, others: Sequence[DataSet]) -> Integers:
    """By square, a bit for each data set that has the class."""
    bits = np.zeros(len(shown.wnids), dtype=np.int64)
    for index, other in enumerate(others):
        squares = shown.square_of[roll_up(shown.hierarchy, other).members]
        bits[squares[squares >= 0]] |= 1 << index
    return bits


def _images(shown: ClassMap, counted: DataSet) -> Integers:
    """By square, the number of images plus one; 0 where it is not known."""
    measure = count_measure(counted)
    if measure is None:
        return np.zeros(len(shown.wnids), dtype=np.int64)
    return _codes(roll_up(shown.hierarchy, counted).own(measure.key, shown.walk.members), 0)


def _steps(layout: Layout) -> bytes:
    """The way of the curve from its first cell, four steps a byte, the first one lowest."""
    moves = np.diff(layout.cells, axis=0)
    codes = np.zeros(-(-len(moves) // 4) * 4, dtype=np.uint8)
    for (right, down), code in STEPS.items():
        codes[: len(moves)][(moves == (right, down)).all(axis=1)] = code
    four = codes.reshape(-1, 4)
    return (four[:, 0] | four[:, 1] << 2 | four[:, 2] << 4 | four[:, 3] << 6).tobytes()
