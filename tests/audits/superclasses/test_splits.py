"""Source and target share no subclass, are balanced as promised, and depend on the seed alone."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.superclasses import splits
from explorer.audits.superclasses.cut import parsed
from explorer.audits.superclasses.groups import Grouping, grouping
from explorer.errors import ExplorerError
from tests.support.real import atlas

DOG = "n02084071"


def grouped(text: str = "groups-20", key: str = "ilsvrc2012") -> Grouping:
    return grouping(atlas().roll_up(key), parsed(text))


def divided(
    text: str = "groups-20", seed: int = 0, by: str = "classes", key: str = "ilsvrc2012"
) -> pd.DataFrame:
    return splits.split(atlas(), atlas().roll_up(key), grouped(text, key), seed, by)


@pytest.mark.parametrize("by", splits.BY)
@pytest.mark.parametrize("text", ["groups-20", "preset-tiered", "groups-300"])
def test_every_subclass_of_a_superclass_of_several_is_on_exactly_one_side(text: str, by: str):
    found, frame = grouped(text), divided(text, 3, by)
    assert frame["wnid"].is_unique
    group = dict(zip(found.wnids, found.group.tolist(), strict=True))
    assert [group[wnid] for wnid in frame["wnid"]] == frame["superclass_index"].tolist()
    alone = {*splits.left_out(found)}
    expected = [w for w, at in group.items() if at >= 0 and found.keys[at] not in alone]
    assert sorted(frame["wnid"]) == sorted(expected)
    sides = frame.groupby("superclass")["side"].agg(set)
    assert all(each == {"source", "target"} for each in sides)


def test_by_classes_the_sides_differ_by_one_class_at_most():
    found = splits.summary(divided("groups-60"))
    assert (found["source_classes"] - found["target_classes"]).abs().max() == 1
    # Which side has one more is drawn, too.
    assert {-1, 1} <= {*(found["source_classes"] - found["target_classes"])}


@pytest.mark.parametrize("key", ["ilsvrc2012", "fall11", "cifar100"])
def test_by_images_the_sides_differ_by_the_largest_class_at_most(key: str):
    frame = divided("groups-30", 1, "images", key)
    found = splits.summary(frame).set_index("superclass")
    largest = frame.groupby("superclass")["images"].max()
    assert ((found["source_images"] - found["target_images"]).abs() <= largest).all()
    assert found["source_images"].notna().all()


@given(st.integers(0, splits.MOST_SEED))
def test_the_same_seed_gives_the_same_split(seed: int):
    first, again = divided(seed=seed), divided(seed=seed)
    pd.testing.assert_frame_equal(first, again)


def test_another_seed_gives_another_split():
    assert not divided(seed=0)["side"].equals(divided(seed=1)["side"])


def test_a_superclass_is_divided_the_same_way_whatever_the_others_are():
    small, large = divided(f"hand.take-{DOG}"), divided(f"preset-entry_points.take-{DOG}")
    sides = [each.set_index("wnid")["side"] for each in (small, large)]
    dogs = small.loc[small["superclass"] == DOG, "wnid"]
    assert len(dogs) > 100
    assert sides[0][dogs].equals(sides[1][dogs])


def test_over_seeds_each_class_is_on_each_side_about_as_often():
    found = [divided(seed=seed).set_index("wnid")["side"].sort_index() for seed in range(60)]
    share = np.mean([side == "source" for side in found], axis=0)
    # Binomial with 60 trials: a thousand classes are within five standard deviations of a half.
    assert np.abs(share - 0.5).max() < 5 * 0.5 / np.sqrt(60)


def test_the_document_lists_both_sides_by_superclass():
    found, frame = grouped("groups-300"), divided("groups-300", 7)
    held = splits.document(frame, found, "ilsvrc2012", 7, "classes")
    assert (held["seed"], held["cut"]) == (7, "groups-300")
    for at, (source, target) in enumerate(zip(held["source"], held["target"], strict=True)):
        assert not {*source} & {*target}
        alone = found.keys[at] in held["left_out"]
        assert bool(source) == bool(target) == (not alone)


def test_by_images_needs_images_and_says_so():
    with pytest.raises(ExplorerError, match="Balance them by classes"):
        divided(by="images", key="imagenet-a")
    with pytest.raises(ExplorerError, match="balanced by classes or images"):
        divided(by="boxes")


def test_a_cut_of_single_classes_has_nothing_to_divide():
    frame = divided("groups-1000")
    assert frame.empty
    assert splits.summary(frame).empty
