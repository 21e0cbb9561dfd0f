"""Class lists: every name with its synset, how sure it is, and who disagrees."""

import pytest

from explorer import facts
from explorer.audits import class_list
from explorer.audits.class_list import AGREED, CHOSEN, DISPUTED, NONE, OWN, SINGLE
from explorer.errors import ExplorerError
from tests.support.real import MAPPED, atlas


@pytest.mark.parametrize("key", MAPPED)
def test_a_class_list_has_every_row_of_its_table_and_judges_each(key: str):
    found = class_list.class_list(atlas(), key)
    table = facts.read(atlas().dataset(key).mapping.table)
    assert found["wnid"].tolist() == table["wnid"].tolist()
    assert sum(class_list.certainties(found).values()) == len(table)
    assert ((found["certainty"] == NONE) == (found["wnid"] == "")).all()
    assert (found.loc[found["wnid"] != "", "after"] != "").all()
    assert (found.loc[found["certainty"] == DISPUTED, "differs"] != "").all()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("coco2017", {AGREED: 64, DISPUTED: 12, CHOSEN: 4}),
        ("ade20k", {AGREED: 115, SINGLE: 1, DISPUTED: 34}),
        ("lvis-v1", {OWN: 1_202, NONE: 1}),
        ("cifar10", {SINGLE: 10}),
        ("cifar100", {SINGLE: 95, CHOSEN: 5}),
        ("tiny-imagenet", {OWN: 200}),
    ],
)
def test_how_sure_the_synsets_are_is_what_the_published_mappings_say(key, expected):
    assert class_list.certainties(class_list.class_list(atlas(), key)) == expected


def test_a_cat_that_one_mapping_takes_for_a_tractor_is_disputed_by_it():
    found = class_list.class_list(atlas(), "coco2017").set_index("class_name")
    cat = found.loc["cat"]
    assert (cat["wnid"], cat["after"]) == ("n02121808", "ILSVRC DET")
    assert "Robust Vision Challenge: Caterpillar (n02983507)" in cat["differs"]
    assert "LVIS: cat (n02121620)" in cat["differs"]


def test_classes_without_a_synset_are_listed_with_their_counts():
    lost = class_list.class_list(atlas(), "lvis-v1").set_index("class_name").loc["stop_sign"]
    assert (lost["wnid"], lost["certainty"]) == ("", NONE)
    assert (lost["train_images"], lost["train_instances"]) == (1_053, 1_349)
    opened = class_list.class_list(atlas(), "openimages")
    assert (opened["wnid"] == "").sum() == 25


def test_the_list_says_which_classes_are_imagenets():
    found = class_list.class_list(atlas(), "lvis-v1")
    assert (found["in_imagenet21k"].sum(), found["in_ilsvrc2012"].sum()) == (997, 247)


def test_a_data_set_of_synsets_has_no_names_to_list():
    with pytest.raises(ExplorerError, match="ImageNet-12K are synsets"):
        class_list.class_list(atlas(), "12k")


def test_no_class_of_another_data_set_is_mapped_to_a_hidden_synset():
    for key in MAPPED:
        assert not set(atlas().dataset(key).wnids) & set(atlas().lexicon.hidden)


def test_the_published_number_of_images_stands_beside_the_pairs():
    coco = class_list.images_in_all(atlas().dataset("coco2017"))
    assert coco is not None
    assert (coco.images, coco.of) == (118_287, "training images")
    said = class_list.caveats(atlas().dataset("lvis-v1"))
    assert "100,170 training images" in said
    assert "train images 1,053 of 360,952; train instances 1,349 of 1,270,141" in said
    assert class_list.caveats(atlas().dataset("ilsvrc2012")) == ""


def test_wordnet_confirms_314_of_the_490_edges_of_open_images():
    edges = class_list.own_edges(atlas(), "openimages")
    assert (len(edges), edges["confirmed"].sum()) == (490, 314)
    child, parent = edges.loc[edges["confirmed"]].iloc[0][["child_wnid", "parent_wnid"]]
    assert child in {*atlas().hierarchy.descendants(parent), parent}


def test_a_data_set_without_a_hierarchy_of_its_own_has_no_edges():
    assert class_list.own_edges(atlas(), "coco2017").empty
    assert class_list.own_edges(atlas(), "fall11").empty
