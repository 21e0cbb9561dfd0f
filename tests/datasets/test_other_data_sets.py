"""Data sets beside ImageNet: read when first looked at, merged by synset, and never overstated."""

import itertools
import math

import pytest

from explorer import facts
from explorer.datasets import CLASSES, OTHERS, DataSet, declared
from explorer.datasets.declared import DECLARATION
from explorer.errors import TableError
from tests.support.real import atlas

ROOT = "n00001740"
OTHER = ("coco2017", "lvis-v1", "voc2007", "voc2012", "openimages", "ade20k", "cifar10", "cifar100")
SHARED = ("coco2017", "lvis-v1", "voc2007", "voc2012", "openimages", "ade20k")
"""Those whose images can show several classes."""


def dataset(key: str) -> DataSet:
    return atlas().dataset(key)


def at_root(key: str, measure: str) -> float:
    return float(atlas().roll_up(key).subtree(measure)[atlas().hierarchy.position(ROOT)])


@pytest.mark.parametrize(
    ("key", "measure", "total"),
    [
        ("coco2017", "instances", 860_001),
        ("coco2017", "val_instances", 36_335),
        ("lvis-v1", "pairs", 360_952 - 1_053),
        ("lvis-v1", "instances", 1_270_141 - 1_349),
        ("voc2012", "instances", 31_561),
        ("voc2007", "instances", 15_662),
        ("voc2007", "test_instances", 14_976),
        ("openimages", "names", 576),
        ("cifar10", "images", 50_000),
        ("cifar100", "images", 50_000),
        ("cifar100", "test_images", 10_000),
        ("tiny-imagenet", "images", 100_000),
    ],
)
def test_the_whole_of_a_data_set_is_its_total_less_what_has_no_synset(key, measure, total):
    assert at_root(key, measure) == total


def test_the_two_names_of_one_synset_are_one_class():
    rolled = atlas().roll_up("openimages")
    at = atlas().hierarchy.positions(["n03148324"])
    assert rolled.own("names", at).tolist() == [2]
    assert rolled.own(CLASSES, at).tolist() == [1]


@pytest.mark.parametrize("key", SHARED)
def test_sums_over_classes_that_share_images_are_never_called_images(key):
    measures = dataset(key).measures
    assert "images" not in [each.unit for each in measures]
    assert "image-class pairs" in [each.unit for each in measures]
    of, total = dataset(key).images_in_all
    assert of.startswith("training")
    assert total in set(facts.read("published_totals")["key"])


@pytest.mark.parametrize("key", ["openimages", "voc2012"])
def test_what_is_not_known_of_any_class_is_listed_as_unknown_and_no_area(key):
    pairs = dataset(key).measure("pairs")
    assert not pairs.known
    assert not pairs.additive
    assert math.isnan(at_root(key, "pairs"))
    assert atlas().roll_up(key).unknown("pairs")[atlas().hierarchy.position(ROOT)] == len(
        dataset(key)
    )


def test_counts_of_lvis_are_called_lower_bounds():
    for key in ("pairs", "instances"):
        assert "lower bound" in dataset("lvis-v1").measure(key).label
    assert "lower bounds" in dataset("lvis-v1").note


def test_data_sets_are_under_four_headings_and_each_heading_is_in_one_piece():
    groups = [held.group for held in atlas().datasets.values()]
    assert list(dict.fromkeys(groups)) == ["WordNet", "ImageNet", "ILSVRC and its subsets", OTHERS]
    assert tuple(key for key, held in atlas().datasets.items() if held.group == OTHERS) == OTHER
    assert sum(a != b for a, b in itertools.pairwise(groups)) == 3


def test_a_table_of_another_data_set_is_not_read_before_it_is_looked_at(tmp_path):
    late = {"coco2017", "lvis_v1", "pascal_voc", "openimages_boxable", "ade20k150", "cifar10"}
    for file in facts.DATA.iterdir():
        if file.stem not in late:
            (tmp_path / file.name).symlink_to(file)
    sets = declared.load(atlas().hierarchy, tmp_path)
    assert len(sets["ilsvrc2012"]) == 1_000
    with pytest.raises(TableError, match=r"data/coco2017\.csv"):
        len(sets["coco2017"])


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ('names = "category"', 'names = "title"'),
        ('"LVIS" = "wnid_lvis"', '"LVIS" = "wnid_ours"'),
        ('parents = "parents"', 'parents = "above"'),
        ("own = true", "owned = true"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_at_the_start(tmp_path, there, instead):
    for file in facts.DATA.iterdir():
        if file.name != DECLARATION:
            (tmp_path / file.name).symlink_to(file)
    text = (facts.DATA / DECLARATION).read_text(encoding="utf-8")
    assert there in text
    (tmp_path / DECLARATION).write_text(text.replace(there, instead), encoding="utf-8")
    with pytest.raises(TableError, match=r"data/datasets\.toml"):
        declared.load(atlas().hierarchy, tmp_path)
