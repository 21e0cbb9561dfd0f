"""The class list of a data set on its page."""

import io

import pandas as pd
import pytest

from explorer.ui.navigation import RELEASES
from tests.support import visit
from tests.support.real import MAPPED, atlas
from tests.support.visit import sound


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(RELEASES, panel="classes", **params).run())


@pytest.mark.parametrize("key", MAPPED)
def test_the_list_of_every_class_can_be_taken_away(key: str):
    with visit.downloads() as saved:
        opened = page(dataset=key)
    assert not opened.error
    frame = pd.read_csv(io.BytesIO(saved[f"{key}-classes.csv"]), keep_default_na=False)
    table = atlas().dataset(key).mapping.read()
    assert frame["wnid"].tolist() == table["wnid"].tolist()


def test_open_images_edges_are_compared_with_wordnets():
    opened = page(dataset="openimages")
    assert any("confirms 314 of its 490 is-a edges" in each.value for each in opened.markdown)


def test_synsets_are_listed_under_the_focus_where_no_names_were_mapped():
    opened = page(dataset="ilsvrc2012", focus="n02084071")
    assert len(opened.dataframe[0].value) == 118


def test_the_question_how_much_of_coco_is_inside_imagenet_is_answered_in_a_sentence():
    opened = sound(visit.page(RELEASES, dataset="coco2017", panel="representation").run())
    said = [visit.unescaped(each.value) for each in opened.markdown]
    assert any("71 of the 80 classes of COCO 2017 (88.8 %)" in each for each in said)
    assert any("118,287 training images" in each for each in visit.said(opened.caption))


@pytest.mark.parametrize(
    ("focus", "sentence"),
    [
        ("n00523513", "**ILSVRC-2012 (ImageNet-1K) has no class at or under sport.**"),
        (
            "n02113624",
            (
                "**1 class of ILSVRC-2012 (ImageNet-1K) at or under toy poodle**: it is a synset, "
                "so no names were mapped."
            ),
        ),
    ],
)
def test_none_or_one_class_that_is_a_synset_has_a_sentence_of_its_own(focus: str, sentence: str):
    assert sentence in visit.said(page(focus=focus).markdown)
