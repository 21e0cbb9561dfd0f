"""Real data sets written out as a user has them, read and mapped, give the built-in figures."""

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from explorer import datasets
from explorer.audits import class_list
from explorer.datasets import Columns, DataSet
from explorer.datasets import boxes as box_columns
from explorer.ingest.library import changes, kept
from explorer.settings import Settings
from tests.support.annotation_files import (
    validation_boxes,
    wnids,
    write_coco,
    write_coco2017,
)
from tests.support.own_data import settings
from tests.support.real import atlas


@pytest.fixture
def limits(tmp_path: Path) -> Settings:
    return settings(tmp_path)


def added(path: Path, limits: Settings, name: str) -> DataSet:
    """A file that was read, mapped without a person, kept and opened again."""
    reading = changes.read(path, atlas(), limits, name=name)
    changes.keep(reading, atlas(), limits)
    return kept.dataset(kept.find(limits, reading.own.key), atlas().hierarchy)


def test_a_file_of_cocos_counts_gives_its_roll_ups_at_every_synset(tmp_path, limits):
    mine = added(write_coco2017(tmp_path / "instances_train2017.json"), limits, "Mine")
    built = atlas().dataset("coco2017")
    listed = class_list.class_list(atlas(), "coco2017")
    agreed = listed.loc[listed["certainty"] == class_list.AGREED, "wnid"]
    assert sorted(mine.wnids) == sorted(set(agreed))
    whole = built.columns.frame(["pairs", "instances"]).loc[mine.wnids]
    same = dataclasses.replace(
        built,
        columns=Columns.of(whole),
        measures=tuple(built.measure(key) for key in ("classes", "pairs", "instances")),
    )
    expected, found = (datasets.roll_up(atlas().hierarchy, each) for each in (same, mine))
    for theirs, ours in (("classes", "classes"), ("pairs", "pairs"), ("instances", "labels")):
        assert np.array_equal(found.subtree(ours), expected.subtree(theirs), equal_nan=True)
        assert np.array_equal(found.own(ours), expected.own(theirs), equal_nan=True)
    assert "118,287 images in all" in class_list.caveats(mine)


def test_validation_boxes_in_a_file_give_their_figures(tmp_path, limits):
    some = validation_boxes(2_000)
    mine = added(write_coco(some, wnids(), tmp_path / "val.json"), limits, "Boxes")
    built = atlas().dataset("ilsvrc2012").boxes
    first = built.image <= 2_000
    expected = box_columns.by_class(
        box_columns.Boxes(
            built.wnids,
            built.image[first],
            built.label[first],
            built.corners[first],
            built.aspect[first],
            built.pixels[first],
        )
    )
    names = ["boxes", "box_images", "several", "area", "mean_area", "chance"]
    found = mine.columns.frame(names)
    assert sorted(mine.wnids) == sorted(wnids())
    has = expected["boxes"].notna()
    pd.testing.assert_frame_equal(
        found.loc[expected.index[has]], expected.loc[has, names], check_names=False
    )
    assert (found.loc[expected.index[~has], "boxes"] == 0).all()
    assert mine.evaluation == "ilsvrc2012"
