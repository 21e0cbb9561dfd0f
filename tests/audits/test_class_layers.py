"""Layers of the class map: right values by class, unknown ones unknown, a true sentence."""

import numpy as np
import pandas as pd
import pytest

from explorer import facts
from explorer.audits import class_layers
from explorer.audits.class_layers import LAYERS
from tests.support.real import atlas


def values(key: str, name: str) -> "pd.Series[float]":
    found = class_layers.layer(atlas(), key, name)
    return pd.Series(found.values, atlas().dataset(key).wnids)


def test_each_class_has_the_smallest_data_set_that_holds_it():
    found = class_layers.layer(atlas(), "fall11", "smallest")
    table = facts.read("imagenet21k").set_index("wnid")
    table = table[table["fall11_images"].notna()]
    challenge = set(facts.read("ilsvrc2012")["wnid"])
    for wnid, text in zip(atlas().dataset("fall11").wnids, found.texts(), strict=True):
        row = table.loc[wnid]
        if not row["in_winter21"]:
            expected = "removed in 2021 (people)"
        elif wnid in challenge:
            expected = "ILSVRC-2012 (1K)"
        elif row["in_21k_p_fall11"]:
            expected = "ImageNet-21K-P, not 1K"
        else:
            expected = "ImageNet-21K only"
        assert text == expected
    assert [count for _, count in found.scale.categories] == [999, 9459, 8709, 2674]
    assert "2,674" in found.verdict


def test_a_noun_that_is_no_class_has_no_smallest_data_set():
    assert np.isnan(values("wordnet", "smallest")["n00001740"])


def test_images_are_those_of_the_data_set_itself():
    assert values("fall11", "images")["n02084071"] == 1603
    train = facts.read("ilsvrc2012").set_index("wnid")["train_images"]
    pd.testing.assert_series_equal(
        values("ilsvrc2012", "images").sort_index(),
        train.sort_index().astype(float),
        check_names=False,
        check_index_type=False,
    )


def test_the_sentence_about_images_counts_small_classes():
    images = facts.read("imagenet21k")["fall11_images"].dropna()
    said = class_layers.layer(atlas(), "fall11", "images").verdict
    assert f"{(images < 100).sum():,} of 21,841 classes have under 100" in said
    assert f"half have {images.median():,.0f} or more" in said


def test_box_packages_are_those_of_the_table():
    table = facts.read("imagenet21k").set_index("wnid")
    found = values("fall11", "boxes")
    assert (found == 0).sum() == table.loc[found.index, "box_package"].sum() == 3623


def test_only_rated_people_have_an_imageability():
    rated = facts.read("people").set_index("wnid")["imageability"]
    found = values("fall11", "imageability").dropna()
    assert len(found) == 2395
    assert (found == rated[found.index]).all()


def test_the_error_of_a_class_is_that_of_the_model_errors_page():
    found = values("fall11", "error")
    rolled = atlas().roll_up("ilsvrc2012")
    for wnid in ("n02113624", "n03642806"):
        at = atlas().hierarchy.positions([wnid])
        assert found[wnid] == rolled.own("top1_error", at)[0]
    assert found.notna().sum() == 999


@pytest.mark.parametrize("key", ["fall11", "ilsvrc2012", "det", "vid", "wordnet", "imagenet-r"])
def test_a_layer_is_offered_if_and_only_if_a_value_of_it_is_known(key: str):
    offered = class_layers.available(atlas(), atlas().dataset(key))
    assert offered == tuple(name for name in LAYERS if values(key, name).notna().any())


@pytest.mark.parametrize("name", LAYERS)
def test_a_legend_names_both_ends_of_its_scale(name: str):
    scale = class_layers.layer(atlas(), "fall11", name).scale
    if scale.kind == "category":
        assert len(scale.categories) >= 2
        return
    told = [value for value, _ in scale.ticks]
    assert told == sorted(told)
    assert told[-1] == scale.high
    assert told[0] == (0 if scale.kind == "difference" else scale.low)


def test_an_end_that_stands_for_values_beyond_it_says_so():
    scale = class_layers.layer(atlas(), "fall11", "images").scale
    assert scale.low > values("fall11", "images").min()
    assert scale.ticks[0][1] == "10 or fewer"
    assert scale.ticks[-1][1] == "3,047"


def test_the_table_has_every_class_once_with_its_value():
    frame = class_layers.table(atlas(), "ilsvrc2012", "error")
    assert frame["wnid"].tolist() == sorted(atlas().dataset("ilsvrc2012").wnids)
    expected = values("ilsvrc2012", "error")[frame["wnid"]].tolist()
    assert frame["value"].tolist() == expected
    assert frame.set_index("wnid").loc["n02113624", "name"] == "toy poodle"
