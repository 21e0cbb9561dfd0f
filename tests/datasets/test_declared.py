"""The data sets that come with the explorer: their classes and figures as published."""

import math

import numpy as np
import pytest

from explorer import facts
from explorer.datasets import CLASSES, DataSet, declared
from explorer.errors import TableError
from tests.support import example, real

COUNTS = {
    "wordnet": 82_115,
    "fall11": 21_841,
    "winter21": 19_167,
    "21k-p-fall11": 11_221,
    "21k-p-winter21": 10_450,
    "12k": 11_821,
    "ilsvrc2012": 1_000,
    "det": 200,
    "vid": 30,
    "tiered": 608,
    "imagenet-a": 200,
    "imagenet-r": 200,
    "mini": 100,
    "stanford-dogs": 120,
    "tiny-imagenet": 200,
    "coco2017": 80,
    "lvis-v1": 1_202,
    "voc2007": 20,
    "voc2012": 20,
    "openimages": 575,
    "ade20k": 150,
    "cifar10": 10,
    "cifar100": 100,
}
PROCESSED_AND_WHOLE = ("21k-p-winter21", "winter21")
ROOT, DOG, TEDDY = "n00001740", "n02084071", "n04399382"
DALMATIAN = "n02110341"
DINGO_DHOLE_AND_AFRICAN_HUNTING_DOG = {"n02115641", "n02115913", "n02116738"}


def dataset(key: str) -> DataSet:
    return real.atlas().dataset(key)


def members(key: str) -> set[str]:
    return set(dataset(key).wnids)


def at(key: str, measure: str, wnid: str = ROOT) -> float:
    """A measure of everything under a synset."""
    position = real.atlas().hierarchy.position(wnid)
    return float(real.atlas().roll_up(key).subtree(measure)[position])


def own(key: str, measure: str, wnid: str) -> float:
    position = real.atlas().hierarchy.position(wnid)
    return float(real.atlas().roll_up(key).own(measure)[position])


def under(key: str, wnid: str) -> set[str]:
    below = real.atlas().hierarchy.descendants(wnid) | {wnid}
    return members(key) & below


def test_every_data_set_is_there_in_the_order_offered():
    assert list(real.atlas().datasets) == list(COUNTS)
    assert all(key == found.key for key, found in real.atlas().datasets.items())


@pytest.mark.parametrize("key", COUNTS)
def test_a_data_set_has_as_many_classes_as_published(key):
    assert len(dataset(key)) == COUNTS[key]
    assert at(key, CLASSES) == COUNTS[key]


@pytest.mark.parametrize("key", COUNTS)
def test_classes_are_distinct_nouns_in_ascending_order_and_each_counts_one(key):
    columns = dataset(key).columns.frame()
    assert columns.index.is_unique
    assert columns.index.is_monotonic_increasing
    assert all(wnid in real.atlas().hierarchy for wnid in columns.index)
    assert (columns[CLASSES] == 1).all()


@pytest.mark.parametrize("key", COUNTS)
def test_every_column_is_a_plain_number_that_is_known_or_nan_and_never_negative(key):
    columns = dataset(key).columns.frame()
    assert set(columns.dtypes.astype(str)) == {"float64"}
    assert not (columns < 0).any(axis=None)


@pytest.mark.parametrize("key", COUNTS)
def test_a_data_set_says_what_it_is_and_where_its_list_of_classes_is_from(key):
    found = dataset(key)
    assert found.title
    assert found.summary.endswith((".", "?"))
    assert found.source in facts.catalogue()
    assert found.measure(CLASSES).unit == found.noun


@pytest.mark.parametrize("key", COUNTS)
def test_a_measure_has_a_label_a_unit_a_meaning_and_a_table_it_is_from(key):
    for measure in dataset(key).measures:
        assert measure.label
        assert measure.unit
        assert measure.meaning.endswith(".")
        assert measure.source in facts.catalogue()
        assert {measure.numerator, measure.denominator or CLASSES} <= set(dataset(key).columns)


@pytest.mark.parametrize("key", COUNTS)
def test_only_plain_sums_add_up_and_a_share_is_no_more_than_the_whole(key):
    for measure in dataset(key).measures:
        assert measure.additive == (measure.denominator is None and measure.known)
        values = real.atlas().roll_up(key).subtree(measure.key)
        assert not (values < 0).any()
        if measure.unit == "%":
            assert not measure.additive
            assert np.nanmax(values) <= 100


@pytest.mark.parametrize("key", COUNTS)
def test_the_whole_is_what_the_columns_give_without_a_hierarchy(key):
    columns = dataset(key).columns.frame()
    for measure in dataset(key).measures:
        expected = columns[measure.numerator].sum(min_count=1)
        if measure.denominator is not None:
            expected = expected / columns[measure.denominator].sum() * measure.scale
        assert at(key, measure.key) == pytest.approx(expected, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("key", "wnid", "classes", "images"),
    [
        ("fall11", ROOT, 21_841, 14_197_114),
        ("fall11", DOG, 190, 222_142),
        ("winter21", ROOT, 19_167, 13_153_500),
        ("12k", ROOT, 11_821, 12_129_687),
        ("ilsvrc2012", ROOT, 1_000, 1_281_167),
    ],
)
def test_images_and_classes_under_a_synset_are_those_recounted_from_the_tables(
    key, wnid, classes, images
):
    assert (at(key, CLASSES, wnid), at(key, "images", wnid)) == (classes, images)


def test_dog_has_1603_images_of_its_own():
    assert own("fall11", "images", DOG) == 1_603


@pytest.mark.parametrize(
    ("key", "measure", "short"),
    [
        ("fall11", CLASSES, 0),
        ("fall11", "images", 8),
        ("winter21", "images", 0),
        ("12k", "images", 0),
        ("12k", "val_images", 0),
        ("ilsvrc2012", CLASSES, 0),
        ("ilsvrc2012", "images", 0),
    ],
)
def test_a_published_total_is_met_but_for_the_difference_that_is_told(key, measure, short):
    published = facts.read("published_totals").set_index("key")["value"]
    named = dict(dataset(key).published)[measure]
    assert published[named] - at(key, measure) == short


@pytest.mark.parametrize("key", COUNTS)
def test_every_published_total_named_is_in_the_table_and_of_a_measure_there_is(key):
    known = set(facts.read("published_totals")["key"])
    for measure, published in dataset(key).published:
        assert dataset(key).measure(measure)
        assert published in known


def test_fall_2011_images_per_class_run_from_1_over_530_and_650_to_3047():
    images = dataset("fall11").columns.frame()["images"]
    assert (images.min(), images.median(), images.max()) == (1, 530, 3_047)
    assert images.idxmax() == "n02094433"
    assert at("fall11", "images_per_class") == pytest.approx(650.0, abs=0.05)
    assert ((images < 100).sum(), (images == 1).sum()) == (4_366, 269)


def test_winter_2021_counts_are_its_own_and_8_classes_have_one_image_more_than_fall_2011():
    winter, fall = (dataset(key).columns.frame()["images"] for key in ("winter21", "fall11"))
    more = winter - fall[winter.index]
    assert ((more == 0).sum(), (more < 0).sum(), more[more < 0].sum()) == (19_135, 24, -34)
    assert (more[more > 0] == 1).all()
    assert more.index[more > 0].tolist() == [
        "n01878061",
        "n02138169",
        "n02365108",
        "n02396427",
        "n02416104",
        "n02437312",
        "n02487547",
        "n02509515",
    ]
    assert dict(dataset("winter21").published)["images"] == "winter21_images"
    assert "inference" in dataset("winter21").note


def test_imagenet_12k_sets_40_images_of_each_class_aside_for_validation():
    columns = dataset("12k").columns.frame()
    assert (columns["val_images"] == 40).all()
    assert columns["val_images"].sum() == 472_840
    listed = dataset("fall11").columns.frame()["images"]
    assert (columns["images"] <= listed[columns.index] - 40).all()


def test_21k_p_of_winter_2021_takes_its_counts_from_winter_2021():
    processed, winter = (dataset(key).columns.frame()["images"] for key in PROCESSED_AND_WHOLE)
    assert (processed == winter[processed.index]).all()
    assert processed.sum() == 11_582_739


def test_a_column_of_another_table_is_read_when_it_is_first_asked_for(tmp_path):
    for file in facts.DATA.iterdir():
        if file.name != "winter21_counts.csv":
            (tmp_path / file.name).symlink_to(file)
    found = declared.load(real.atlas().hierarchy, tmp_path)["winter21"]
    assert len(found) == 19_167
    with pytest.raises(TableError, match=r"data/winter21_counts\.csv"):
        found.columns["images"]


def test_winter_2021_is_fall_2011_without_2674_people():
    removed = members("fall11") - members("winter21")
    assert members("winter21") <= members("fall11")
    assert len(removed) == 2_674
    assert removed <= real.atlas().hierarchy.descendants("n00007846")


@pytest.mark.parametrize(
    ("processed", "release"), [("21k-p-fall11", "fall11"), ("21k-p-winter21", "winter21")]
)
def test_21k_p_is_the_classes_of_its_release_with_more_than_500_images(processed, release):
    images = dataset(release).columns.frame()["images"]
    assert members(processed) == set(images.index[images > 500])


def test_teddy_is_in_ilsvrc_2012_and_not_in_fall_2011_and_the_data_set_says_so():
    assert TEDDY in dataset("ilsvrc2012")
    assert TEDDY not in dataset("fall11")
    assert members("ilsvrc2012") - members("fall11") == {TEDDY}
    assert TEDDY in dataset("fall11").note
    assert math.isnan(own("fall11", "images", TEDDY))


def test_560_classes_have_more_training_images_than_fall_2011_lists():
    listed = dataset("fall11").columns.frame()["images"]
    training = dataset("ilsvrc2012").columns.frame()["images"].drop(TEDDY)
    assert (len(training), (training > listed[training.index]).sum()) == (999, 560)


def test_ilsvrc_2012_has_732_to_1300_training_images_a_class():
    images = dataset("ilsvrc2012").columns.frame()["images"]
    assert (images.min(), images.max(), (images == 1_300).sum()) == (732, 1_300, 895)


def test_stanfords_120_dogs_are_ilsvrcs_118_but_one_and_three_wild_ones():
    ours = under("ilsvrc2012", DOG)
    assert len(ours) == 118
    expected = ours - {DALMATIAN} | DINGO_DHOLE_AND_AFRICAN_HUNTING_DOG
    assert members("stanford-dogs") == expected


@pytest.mark.parametrize(
    "key", ["imagenet-a", "imagenet-r", "mini", "tiered", "stanford-dogs", "tiny-imagenet"]
)
def test_a_subset_of_ilsvrc_2012_lies_in_it(key):
    assert members(key) < members("ilsvrc2012")


def test_presences_in_det_run_from_461_over_823_to_67513_a_class():
    presences = dataset("det").columns.frame()["presences"]
    assert (presences.min(), presences.median(), presences.max()) == (461, 823, 67_513)


def test_3623_classes_of_fall_2011_have_a_box_package():
    assert dataset("fall11").columns.frame()["boxed"].sum() == 3_623
    assert at("fall11", "boxed_classes") == pytest.approx(100 * 3_623 / 21_841)


def test_images_in_classes_with_a_box_package_are_a_share_of_all_images():
    table = facts.read("imagenet21k").dropna(subset="fall11_images")
    boxed = table.loc[table["box_package"], "fall11_images"].sum()
    assert at("fall11", "boxed_images") == pytest.approx(100 * boxed / 14_197_114)


def test_wordnet_counts_how_many_of_its_synsets_fall_2011_covers():
    assert at("wordnet", "covered") == 21_841
    assert at("wordnet", "coverage") == pytest.approx(100 * 21_841 / 82_115)
    assert at("wordnet", "coverage", "n02085620") == 100
    tree = real.atlas().hierarchy
    assert np.array_equal(
        real.atlas().roll_up("wordnet").subtree("covered"),
        real.atlas().roll_up("fall11").subtree(CLASSES),
    )
    assert len(tree) == len(dataset("wordnet"))


@pytest.mark.parametrize(
    ("key", "derived"),
    [
        ("fall11", False),
        ("winter21", False),
        ("21k-p-fall11", True),
        ("21k-p-winter21", True),
        ("12k", False),
        ("ilsvrc2012", False),
        ("tiered", True),
    ],
)
def test_a_count_taken_over_from_another_data_set_is_called_derived(key, derived):
    images = dataset(key).measure("images")
    assert images.derived is derived
    assert ("derived" in images.label) is derived
    assert images.meaning.startswith("Derived") is derived


@pytest.mark.parametrize("key", ["vid", "imagenet-a", "imagenet-r", "mini", "stanford-dogs"])
def test_a_data_set_of_which_only_the_classes_are_known_says_so_and_counts_nothing_else(key):
    assert [each.key for each in dataset(key).measures if each.source == dataset(key).source] == [
        CLASSES
    ]
    assert "not available" in dataset(key).note


def test_every_mean_number_of_images_per_class_is_coloured_against_that_of_its_data_set():
    found = [
        (key, measure.key, measure.centred)
        for key, each in real.atlas().datasets.items()
        for measure in each.measures
        if measure.unit == "images per class"
    ]
    assert {key for key, *_ in found} >= {"fall11", "winter21", "12k", "det"}
    assert [each for each in found if not each[2]] == []


# Tables and declarations that are wrong.


def test_a_table_with_a_class_that_is_no_noun_is_named():
    with pytest.raises(TableError, match=r"imagenet21k\.csv, line 2, column wnid"):
        declared.load(example.tree())


def test_a_missing_table_is_named(tmp_path):
    for name in (facts.PACKAGE, declared.DECLARATION):
        (tmp_path / name).write_bytes((facts.DATA / name).read_bytes())
    with pytest.raises(TableError, match=r"data/imagenet21k\.csv"):
        declared.load(real.atlas().hierarchy, tmp_path)


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("[[dataset]]", "[[datasets]]"),
        ("key = ", "key = = "),
        ('{ known = "images" }', '{ guessed = "images" }'),
        ('"coverage"]', '"covering"]'),
        ('column = "winter21_images"', 'column = "images"'),
        ('table = "winter21_counts"', 'table = "winter_counts"'),
        ('unit = "synsets"', 'units = "synsets"'),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused_at_the_start(tmp_path, there, instead):
    text = (facts.DATA / declared.DECLARATION).read_text(encoding="utf-8")
    assert there in text
    (tmp_path / facts.PACKAGE).write_bytes((facts.DATA / facts.PACKAGE).read_bytes())
    (tmp_path / declared.DECLARATION).write_text(text.replace(there, instead), encoding="utf-8")
    with pytest.raises(TableError, match=r"data/datasets\.toml is not a valid declaration"):
        declared.load(example.tree(), tmp_path)


def test_a_missing_declaration_is_named(tmp_path):
    with pytest.raises(TableError, match=r"data/datasets\.toml"):
        declared.load(example.tree(), tmp_path)
