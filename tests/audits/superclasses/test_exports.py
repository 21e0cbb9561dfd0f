"""What a training script gets: tables, a file, and code that is run here without torch."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from explorer.audits.superclasses import exports
from explorer.audits.superclasses.cut import opened, parsed
from explorer.audits.superclasses.groups import grouping
from tests.support.real import atlas

CUTS = ["groups-20", "preset-tiered", "preset-category67", "depth-8"]


def made(text: str, key: str = "ilsvrc2012") -> Any:
    over = atlas().roll_up(key)
    return over, grouping(over, parsed(text))


@pytest.mark.parametrize("text", CUTS)
def test_table_and_file_say_the_same_of_every_class(text: str):
    over, found = made(text)
    table = exports.class_table(atlas(), over, found)
    held = json.loads(exports.as_json(exports.document(atlas(), over, found)))
    assert table["wnid"].tolist() == sorted(over.dataset.wnids)
    assert dict(zip(table["wnid"], table["superclass_index"], strict=True)) == held["by_wnid"]
    assert table["superclass_index"].tolist() == held["by_index"]
    assert table.loc[table["superclass_index"] < 0, "wnid"].tolist() == held["under_none"]
    names = {each["index"]: each["name"] for each in held["superclasses"]} | {-1: ""}
    assert [names[at] for at in table["superclass_index"]] == table["superclass_name"].tolist()
    assert len({*names.values()}) == len(names)
    assert opened(exports.as_json(held)) == found.cut


def test_class_indices_are_those_of_ilsvrc():
    over, found = made("preset-category67")
    table = exports.class_table(atlas(), over, found).set_index("index")
    assert {at: table.loc[at, "wnid"] for at in range(1_000)} == dict(atlas().class_index)


@pytest.mark.parametrize("text", CUTS)
def test_the_line_for_target_transform_gives_each_target_its_superclass(text: str):
    _, found = made(text)

    def image_folder(root: str, target_transform: Any) -> Any:
        assert root == "images"
        return target_transform

    names = {"ImageFolder": image_folder, "root": "images"}
    transform = eval(exports.target_transform(found), names)
    by_wnid = dict(zip(found.wnids, found.group.tolist(), strict=True))
    assert [transform(at) for at in range(1_000)] == [by_wnid[each] for each in sorted(by_wnid)]


@pytest.mark.parametrize("part", [slice(None), slice(10, 300, 7)])
def test_the_code_reads_the_file_and_serves_a_folder_of_some_classes(part: slice, tmp_path: Path):
    over, found = made("preset-tiered")
    file = tmp_path / "superclasses.json"
    file.write_text(exports.as_json(exports.document(atlas(), over, found)), encoding="utf-8")
    classes = [*sorted(over.dataset.wnids)[part], "unknown"]
    dataset = SimpleNamespace(classes=classes, target_transform=None)
    exec(exports.code(str(file)), {"dataset": dataset})
    by_wnid = dict(zip(found.wnids, found.group.tolist(), strict=True)) | {"unknown": -1}
    transform: Any = dataset.target_transform
    assert [transform(at) for at in range(len(classes))] == [by_wnid[each] for each in classes]


def test_offensive_names_are_exported_by_wnid_only():
    over, _ = made("hand", "fall11")
    hidden = min(atlas().lexicon.hidden & {*over.dataset.wnids})
    over, found = made(f"hand.take-{hidden}", "fall11")
    held = exports.document(atlas(), over, found)
    named = {each["wnid"]: each["name"] for each in held["superclasses"]}
    assert named[hidden].startswith("hidden term")
    table = exports.class_table(atlas(), over, found)
    assert isinstance(table, pd.DataFrame)
    assert table.set_index("wnid").loc[hidden, "name"] == "hidden term"
