"""ImageNet in figures: the published totals, and where to start."""

import re
from pathlib import Path

import numpy as np
import pytest

from explorer.audits import overview
from explorer.datasets import CLASSES, OTHERS
from explorer.errors import TableError
from tests.support.real import atlas

ENTRIES = (*overview.BRANCHES, *overview.FAVOURITES)
DETECTION = ("det", "vid", "imagenet-a", "imagenet-r", "mini", "stanford-dogs")


def releases():
    return overview.releases(atlas()).set_index("key")


# Totals


def test_the_headline_is_summed_and_stands_beside_what_was_published():
    totals = overview.headline(atlas())
    assert (totals["classes"], totals["images"]) == (21_841, 14_197_114)
    assert totals["fall11_images"] == 14_197_122
    assert totals["ilsvrc2012_classes"] == 1_000
    assert totals["ilsvrc2012_train_images"] == 1_281_167
    assert totals["ilsvrc2012_validation_images"] == 50_000


def test_the_headline_is_of_whole_numbers_where_they_are_whole():
    assert all(isinstance(value, int) for value in overview.headline(atlas()).values())


def test_the_splits_are_the_challenges_and_no_box_count_of_the_test_set_is_invented():
    splits = overview.splits().set_index("split")
    assert splits["images"].to_dict() == {
        "Training": 1_281_167,
        "Validation": 50_000,
        "Test": 100_000,
    }
    assert splits.loc["Validation", "boxes"] == 80_477
    assert splits.loc["Test", ["boxed_images", "boxes"]].isna().all()
    assert splits["boxed_images"]["Training"] < splits["images"]["Training"]


def test_the_challenge_is_in_order_of_years_and_ends_with_the_lowest_error():
    years = overview.challenge()
    assert years["year"].tolist() == list(range(2010, 2018))
    errors = years["top5_error_percent"].tolist()
    assert (errors[0], errors[-1]) == (28.2, 2.25)
    assert errors == sorted(errors, reverse=True)


# Releases


@pytest.mark.parametrize(
    ("key", "classes"),
    [
        ("fall11", 21_841),
        ("winter21", 19_167),
        ("21k-p-fall11", 11_221),
        ("21k-p-winter21", 10_450),
        ("12k", 11_821),
        ("ilsvrc2012", 1_000),
        ("det", 200),
        ("vid", 30),
        ("imagenet-a", 200),
        ("imagenet-r", 200),
        ("mini", 100),
        ("tiered", 608),
        ("stanford-dogs", 120),
    ],
)
def test_a_release_has_its_published_number_of_classes(key: str, classes: int):
    assert releases().loc[key, "classes"] == classes


def test_imagenets_own_data_sets_are_its_releases():
    own = {key for key, held in atlas().datasets.items() if held.group != OTHERS}
    assert set(releases().index) == own - {"wordnet"}
    assert not {"coco2017", "lvis-v1", "cifar10"} & set(releases().index)


def test_the_basis_of_images_is_measured_only_where_the_release_was_counted():
    basis = releases()["basis"]
    assert set(basis.index[basis == "measured"]) == {
        "fall11",
        "winter21",
        "12k",
        "ilsvrc2012",
        "tiny-imagenet",
    }
    assert set(basis.index[basis == "not known by class"]) == set(DETECTION)
    assert set(basis) == {"measured", "derived", "not known by class"}


def test_images_are_left_out_exactly_where_the_basis_says_not_known():
    frame = releases()
    assert (frame["images"].isna() == (frame["basis"] == "not known by class")).all()


def test_published_images_stand_beside_those_summed():
    frame = releases()
    assert frame.loc["fall11", ["images", "published"]].tolist() == [14_197_114, 14_197_122]
    assert frame.loc["ilsvrc2012", ["images", "published"]].tolist() == [1_281_167, 1_281_167]
    assert frame.loc["12k", ["images", "published"]].tolist() == [12_129_687, 12_129_687]
    assert np.isnan(frame.loc["21k-p-fall11", "published"])


# Entry points


def test_entry_points_are_distinct_and_have_distinct_names():
    assert len(set(ENTRIES)) == len(ENTRIES)
    for wnids in (overview.BRANCHES, overview.FAVOURITES):
        names = overview.entry_points(atlas(), wnids)["name"]
        assert names.is_unique


def test_every_entry_point_is_called_what_its_comment_says():
    text = Path(overview.__file__).read_text(encoding="utf-8")
    said = dict(re.findall(r'"(n\d{8})",  # (\w+(?: \w+)*)', text))
    assert said == {wnid: atlas().lexicon.name(wnid) for wnid in ENTRIES}


def test_an_entry_point_counts_each_class_once():
    frame = overview.entry_points(atlas(), ENTRIES)
    for row in frame.itertuples():
        below = atlas().hierarchy.descendants(str(row.wnid)) | {str(row.wnid)}
        counts = atlas().dataset("fall11").columns.frame().reindex(sorted(below))
        assert row.classes == counts[CLASSES].sum()
        assert row.images == counts["images"].sum()
        assert row.ilsvrc2012 == sum(wnid in atlas().dataset("ilsvrc2012") for wnid in below)


def test_dog_and_person_have_their_published_figures():
    frame = overview.entry_points(atlas(), ENTRIES).set_index("wnid")
    assert frame.loc["n02084071", ["classes", "images", "ilsvrc2012"]].tolist() == [
        190,
        222_142,
        118,
    ]
    assert frame.loc["n00007846", "ilsvrc2012"] == 3


def test_what_no_branch_covers_is_counted():
    below = {
        wnid
        for branch in overview.BRANCHES
        for wnid in {branch} | atlas().hierarchy.descendants(branch)
    }
    classes = set(atlas().dataset("fall11").wnids)
    assert overview.outside(atlas(), overview.BRANCHES) == len(classes - below)
    assert overview.outside(atlas(), overview.TREE_ENTRIES) == 0


def test_a_missing_table_is_told_by_its_name(tmp_path):
    for answer in (overview.splits, overview.challenge):
        with pytest.raises(TableError, match=r"datapackage\.json"):
            answer(tmp_path)
