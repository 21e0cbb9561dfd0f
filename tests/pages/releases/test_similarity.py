"""The panel of how alike data sets are."""

import io

import pandas as pd

from explorer.ui.navigation import RELEASES
from tests.support import visit
from tests.support.visit import sound

DOG = "n02084071"


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(RELEASES, panel="similarity", **params).run())


def test_the_sentence_and_the_tables_say_what_a_data_set_is_most_like():
    with visit.downloads() as saved:
        opened = page(dataset="winter21")
    text = "\n".join(visit.said(opened.markdown))
    assert "ImageNet-21K, Winter 2021 is most like ImageNet-21K-P, Winter 2021" in text
    found = pd.read_csv(io.BytesIO(saved["n00001740-similarity-classes.csv"]))
    assert len(found) == 23
    shares = pd.read_csv(io.BytesIO(saved["n00001740-distributions-classes.csv"]))
    assert shares.drop(columns="Data set").sum(axis=1).round(6).eq(100).all()


def test_by_images_data_sets_without_counts_are_named():
    opened = page(of="images")
    assert any("PASCAL VOC 2007" in text for text in visit.said(opened.caption))


def test_a_data_set_without_anything_here_is_told_so():
    opened = page(dataset="ade20k", focus=DOG)
    assert any("nothing here to be compared" in text for text in visit.said(opened.markdown))
