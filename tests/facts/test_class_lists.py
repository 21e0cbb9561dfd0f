"""Measured counts of ImageNet's releases, and the class lists of other data sets with synsets."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from explorer import facts
from explorer.errors import TableError
from tests.support import real

LISTS = {
    "pascal_voc": (20, 20, 19, 1),
    "coco2017": (80, 80, 71, 25),
    "lvis_v1": (1_203, 1_202, 997, 247),
    "openimages_boxable": (601, 576, 512, 193),
    "ade20k150": (150, 150, 117, 22),
    "tiny_imagenet": (200, 200, 199, 200),
    "tencent_ml_images": (11_166, 11_166, 10_348, None),
}
"""Classes, those with a synset, and of these the ones in Fall 2011 and in ILSVRC-2012."""

MAPPED = [
    ("pascal_voc", ["wnid", "wnid_lvis", "wnid_rvc"]),
    ("coco2017", ["wnid", "wnid_lvis", "wnid_rvc"]),
    ("lvis_v1", ["wnid"]),
    ("openimages_boxable", ["wnid", "wnid_rvc", "wnids_lvis"]),
    ("ade20k150", ["wnid", "wnid_rvc"]),
    ("tiny_imagenet", ["wnid"]),
    ("cifar10", ["wnid"]),
    ("cifar100", ["wnid", "wnid_nbdt"]),
    ("objects365_names", ["candidate_wnids"]),
    ("tencent_ml_images", ["wnid", "parent_wnid"]),
]


@cache
def table(name: str) -> pd.DataFrame:
    return facts.read(name)


def both(first: pd.Series, second: pd.Series) -> int:
    """In how many rows two mappings give the same synset."""
    return int(((first == second) & (first != "")).sum())


# ImageNet's own releases


def test_winter_2021_holds_the_published_13153500_images_in_exactly_its_classes():
    counts = table("winter21_counts").set_index("wnid").winter21_images
    classes = table("imagenet21k")
    assert counts.sum() == 13_153_500
    published = table("published_totals").set_index("key").value
    assert published["winter21_images"] == counts.sum()
    assert set(counts.index) == set(classes.wnid[classes.in_winter21])


def test_winter_2021_differs_from_fall_2011_in_24_classes_downwards_and_8_upwards():
    fall = table("imagenet21k").set_index("wnid").fall11_images
    counts = table("winter21_counts").set_index("wnid").winter21_images
    change = (counts - fall.reindex(counts.index)).astype(int)
    assert ((change == 0).sum(), (change < 0).sum(), change[change < 0].sum()) == (19_135, 24, -34)
    assert (change[change > 0] == 1).all()
    assert change.index[change > 0].tolist() == [
        *("n01878061", "n02138169", "n02365108", "n02396427"),
        *("n02416104", "n02437312", "n02487547", "n02509515"),
    ]


def test_imagenet_12k_has_12129687_training_and_40_validation_images_per_class():
    counts = table("imagenet12k_counts")
    assert (counts.train_images.sum(), counts.val_images.sum()) == (12_129_687, 472_840)
    assert (counts.val_images == 40).all()
    classes = table("imagenet21k").set_index("wnid")
    assert set(counts.wnid) == set(classes.index[classes.in_12k])
    fall = classes.fall11_images.loc[counts.wnid].to_numpy()
    assert (counts.train_images.to_numpy() <= fall - 40).all()


# Mappings


@pytest.mark.parametrize("name", LISTS)
def test_classes_synsets_and_what_imagenet_has_of_them_are_as_counted(name: str):
    classes, mapped, in_21k, in_1k = LISTS[name]
    wnids = table(name).wnid
    named = wnids[wnids != ""]
    assert (len(wnids), len(named)) == (classes, mapped)
    imagenet = table("imagenet21k")
    assert named.isin(imagenet.wnid[imagenet.fall11_images.notna()]).sum() == in_21k
    if in_1k is not None:
        assert named.isin(table("ilsvrc2012").wnid).sum() == in_1k


@pytest.mark.parametrize(("name", "columns"), MAPPED)
def test_every_wnid_of_a_mapping_is_a_noun_synset_of_wordnet(name: str, columns: list[str]):
    known = real.atlas().hierarchy
    for column in columns:
        each = table(name)[column].str.split().explode().fillna("").to_frame()
        facts.check_wnids(each, known, name, column)
        assert (each[column] != "").sum() > 0


def test_an_empty_wnid_is_no_class_and_passes_while_a_wrong_one_is_named():
    frame = pd.DataFrame({"wnid_rvc": ["", "n00001740", "n99999999"]})
    with pytest.raises(TableError, match=r"line 4, column wnid_rvc.*1 of 3 rows"):
        facts.check_wnids(frame, {"n00001740"}, "coco2017", "wnid_rvc")


@pytest.mark.parametrize(
    ("name", "first", "second", "agree"),
    [("coco2017", "wnid_lvis", "wnid_rvc", 64), ("ade20k150", "wnid", "wnid_rvc", 115)],
)
def test_two_published_mappings_agree_as_counted(name: str, first: str, second: str, agree: int):
    assert both(table(name)[first], table(name)[second]) == agree


def test_a_mapping_that_follows_lvis_is_that_of_lvis():
    coco = table("coco2017")
    follows = coco.wnid_chosen_after == "LVIS"
    assert (follows.sum(), both(coco.wnid[follows], coco.wnid_lvis[follows])) == (72, 72)


def test_pascal_voc_is_mapped_as_its_counterparts_in_coco():
    voc = table("pascal_voc")
    coco = table("coco2017").set_index("category").loc[voc.coco_category]
    for column in ("wnid_lvis", "wnid_rvc"):
        assert voc[column].tolist() == coco[column].tolist()


@pytest.mark.parametrize(
    ("name", "other", "corrected"),
    [("openimages_boxable", "wnid_rvc", 40), ("cifar100", "wnid_nbdt", 5)],
)
def test_a_corrected_sense_is_another_than_the_source_has(name: str, other: str, corrected: int):
    frame = table(name)
    differs = frame.wnid != frame[other]
    assert frame.sense_corrected_here.sum() == corrected
    assert differs[frame.sense_corrected_here].all()


def test_open_images_own_is_a_edges_are_confirmed_by_wordnet_in_314_of_490():
    frame = table("openimages_boxable")
    wnid = frame.set_index("id").wnid
    edges = frame[~frame.is_a_part].assign(parent=frame.parents.str.split()).explode("parent")
    tree = real.atlas().hierarchy
    named = [
        (below, wnid[above])
        for below, above in zip(edges.wnid, edges.parent, strict=True)
        if below and isinstance(above, str) and wnid.get(above)
    ]
    confirmed = sum(below in tree.descendants(above) for below, above in named)
    assert (len(named), confirmed) == (490, 314)


def test_219_classes_of_objects365_have_exactly_one_candidate():
    candidates = table("objects365_names").candidate_wnids.str.split().map(len)
    assert (len(candidates), (candidates == 1).sum()) == (365, 219)


def test_every_parent_in_tencents_hierarchy_is_one_of_its_classes():
    frame = table("tencent_ml_images")
    parents = frame.parent_wnid[frame.parent_wnid != ""]
    assert (len(frame) - len(parents), set(parents) <= set(frame.wnid)) == (4, True)


# Counts


def test_lvis_has_1270141_instances_in_360952_pairs_of_image_and_class():
    lvis = table("lvis_v1")
    assert (lvis.train_instances.sum(), lvis.train_images.sum()) == (1_270_141, 360_952)
    assert lvis.frequency.value_counts().to_dict() == {"r": 337, "c": 461, "f": 405}
    assert (lvis.train_images <= lvis.train_instances).all()
    assert lvis.category[lvis.wnid == ""].tolist() == ["stop_sign"]


def test_a_frequency_of_lvis_follows_from_the_training_images():
    lvis = table("lvis_v1")
    found = pd.cut(lvis.train_images, [0, 10, 100, 100_000], labels=["r", "c", "f"]).astype(str)
    assert found.tolist() == lvis.frequency.tolist()


def test_coco_has_860001_training_and_36335_validation_instances():
    coco = table("coco2017")
    assert coco.train_instances.sum() == 860_001
    assert coco.val_instances_without_crowds.sum() == 36_335
    assert (coco.train_images <= 118_287).all()


def test_pascal_voc_has_the_counted_objects():
    counts = table("pascal_voc").filter(like="_objects_with_difficult").sum()
    assert counts.tolist() == [31_561, 15_662, 14_976]


def test_balanced_sets_have_as_many_images_per_class_as_they_were_built_with():
    for name, per_class in [
        ("cifar10", {"train_images": 5_000, "test_images": 1_000}),
        ("cifar100", {"train_images": 500, "test_images": 100}),
        ("tiny_imagenet", {"train_images": 500, "val_images": 50, "test_images": 50}),
    ]:
        for column, images in per_class.items():
            assert (table(name)[column] == images).all()


def test_pixel_shares_of_ade20k_add_up_to_less_than_one():
    assert 0.85 < table("ade20k150").pixel_share.sum() < 1.0
