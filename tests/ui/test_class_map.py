"""What travels of a class map: small, complete, and without a hidden name."""

import base64
import gzip
import json
import zlib
from typing import Any

import numpy as np
import pytest

from explorer.audits import class_layers
from explorer.audits.class_map import class_map
from explorer.datasets import OTHERS
from explorer.ui.class_map import packing, shelf
from explorer.ui.class_map.printed import printed
from explorer.wordnet.lexicon import HIDDEN_NAME
from tests.support.hidden import offensive
from tests.support.real import atlas

FIXED_LIMIT, LAYER_LIMIT = 700_000, 60_000
KEYS = ("fall11", "wordnet", "ilsvrc2012", "vid")


def body(key: str) -> bytes:
    address = shelf.put(atlas(), key)
    found = shelf.read(address.removeprefix("class-map/"))
    assert found is not None
    return found


def unpacked(packed: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Read as the browser reads it."""
    whole = gzip.decompress(packed)
    size = int.from_bytes(whole[:4], "little")
    header = json.loads(whole[4 : 4 + size])
    sections, at = {}, 4 + size
    for name, length in header["sections"]:
        sections[name] = whole[at : at + length]
        at += length
    assert at == len(whole)
    return header, sections


def numbers(planes: bytes, size: int) -> list[int]:
    bytes_of = np.frombuffer(planes, np.uint8).reshape(size, -1).astype(np.int64)
    return [int(each) for each in sum(bytes_of[at] << 8 * at for at in range(size))]


@pytest.mark.parametrize("key", KEYS)
def test_the_fixed_part_of_a_map_is_within_its_budget(key: str):
    assert len(body(key)) <= FIXED_LIMIT


@pytest.mark.parametrize("key", KEYS)
def test_every_layer_is_within_its_budget(key: str):
    dataset = atlas().dataset(key)
    shown = class_map(atlas().hierarchy, dataset)
    for name in class_layers.available(atlas(), dataset):
        sent = packing.pack_layer(shown, class_layers.layer(atlas(), key, name), dataset)
        assert len(json.dumps(sent)) <= LAYER_LIMIT


@pytest.mark.parametrize("key", KEYS)
def test_names_paths_images_and_data_sets_of_every_square_can_be_read(key: str):
    header, sections = unpacked(body(key))
    names = sections["names"].decode().split("\n")
    member = np.unpackbits(np.frombuffer(sections["member"], np.uint8), bitorder="little")
    nodes = np.flatnonzero(member[: len(names)])
    wnids = [f"n{number:08d}" for number in numbers(sections["wnid"], 4)]
    assert len(nodes) == len(wnids) == header["squares"] == len(atlas().dataset(key))
    assert [names[node] for node in nodes] == atlas().lexicon.names(wnids)

    sets = [
        each
        for name, each in atlas().datasets.items()
        if name != "wordnet" and each.group != OTHERS
    ]
    assert header["sets"] == [each.title for each in sets]
    bits, images = numbers(sections["sets"], 4), numbers(sections["images"], 4)
    counted = atlas().roll_up(key if key not in ("wordnet", "vid") else "fall11")
    own = counted.own("images", atlas().hierarchy.positions(wnids))
    for square in range(0, len(wnids), 97):
        held = [each.title for at, each in enumerate(sets) if bits[square] >> at & 1]
        assert held == [each.title for each in sets if wnids[square] in each]
        assert images[square] == (0 if np.isnan(own[square]) else own[square] + 1)

    depth = sections["depth"]
    last: dict[int, int] = {}
    parents: dict[int, int | None] = {}
    for node, deep in enumerate(depth):
        parents[node], last[deep] = last.get(deep - 1), node
    shown = class_map(atlas().hierarchy, atlas().dataset(key))
    walked = atlas().hierarchy.named(shown.walk.nodes)
    for node in range(1, len(walked), 101):
        assert walked[parents[node]] in atlas().hierarchy.parents_of(walked[node])


@pytest.mark.parametrize("key", ["fall11", "vid"])
def test_the_curve_can_be_followed_from_its_steps(key: str):
    header, sections = unpacked(body(key))
    shown = class_map(atlas().hierarchy, atlas().dataset(key))
    moves = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    for at, layout in enumerate(shown.layouts()):
        assert header["layouts"][at]["columns"] == layout.columns
        steps = sections[f"curve{at}"]
        cell, cells = (0, 0), []
        for place in range(header["squares"]):
            cells.append(cell)
            right, down = moves[steps[place >> 2] >> 2 * (place & 3) & 3]
            cell = cell[0] + right, cell[1] + down
        assert cells == [tuple(each) for each in layout.cells[: header["squares"]].tolist()]


def test_codes_of_a_layer_are_its_values():
    dataset = atlas().dataset("fall11")
    shown = class_map(atlas().hierarchy, dataset)
    for name in ("smallest", "boxes", "imageability", "error"):
        layer = class_layers.layer(atlas(), "fall11", name)
        sent = packing.pack_layer(shown, layer, dataset)
        codes = numbers(zlib.decompress(base64.b64decode(str(sent["codes"]))), int(sent["bytes"]))
        values = dict(zip(dataset.wnids.tolist(), layer.values.tolist(), strict=True))
        for wnid, code in zip(shown.wnids, codes, strict=True):
            if code == packing.UNKNOWN:
                assert np.isnan(values[wnid])
            else:
                assert (code - 1) / 10**layer.decimals == pytest.approx(
                    values[wnid], abs=0.5 / 10**layer.decimals
                )


def test_a_hidden_name_is_not_sent_until_it_is_asked_for():
    shown = class_map(atlas().hierarchy, atlas().dataset("fall11"))
    hidden = set(offensive()) & set(shown.wnids)
    assert len(hidden) > 400
    open_words = atlas().revealed()
    for each, expected in (
        (atlas(), dict.fromkeys(hidden, HIDDEN_NAME)),
        (open_words, {wnid: open_words.lexicon.name(wnid) for wnid in hidden}),
    ):
        found = shelf.read(shelf.put(each, "fall11").removeprefix("class-map/"))
        _, sections = unpacked(found or b"")
        names = sections["names"].decode().split("\n")
        walked = each.hierarchy.named(shown.walk.nodes)
        by_wnid = dict(zip(walked, names, strict=True))
        assert {wnid: by_wnid[wnid] for wnid in hidden} == expected


def test_the_same_map_has_the_same_address_and_another_one_another():
    assert shelf.put(atlas(), "fall11") == shelf.put(atlas(), "fall11")
    addresses = {shelf.put(atlas(), key) for key in KEYS}
    assert len({*addresses, shelf.put(atlas().revealed(), "fall11")}) == len(KEYS) + 1


def test_nothing_is_at_an_address_that_nobody_was_given():
    assert shelf.read("0" * 40) is None
    assert shelf.read("") is None


def test_the_printed_map_has_a_square_for_each_class_with_its_value():
    key = "ilsvrc2012"
    dataset = atlas().dataset(key)
    layer = class_layers.layer(atlas(), key, "images")
    squares = printed(atlas(), class_map(atlas().hierarchy, dataset), layer, dataset).data[0]
    shown = np.asarray(squares.z)
    known = np.sort(shown[np.isfinite(shown)])
    low = layer.scale.low
    np.testing.assert_allclose(known, np.sort(np.log10(np.maximum(layer.values, low))))
