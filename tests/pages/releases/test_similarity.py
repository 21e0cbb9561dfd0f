"""The panel of how alike data sets are."""

import io
import json

import pandas as pd
import pytest

from explorer.audits.similarity import similarity
from explorer.ui.navigation import RELEASES
from explorer.ui.window import NARROW
from tests.support import visit
from tests.support.real import atlas
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


def test_the_matrix_is_downloaded_with_the_names_of_the_data_sets():
    with visit.downloads() as saved:
        page()
    found = pd.read_csv(io.BytesIO(saved["n00001740-divergences-classes.csv"]))
    names = found["Data set"].tolist()
    assert names == found.columns[1:].tolist()
    first, second = names.index("ILSVRC-2012 (ImageNet-1K)"), names.index("ImageNet-A")
    of = similarity(atlas()).divergences.to_numpy()
    assert found.iloc[first, second + 1] == pytest.approx(of[first, second], abs=1e-6)


def test_in_a_narrow_window_the_columns_of_the_matrix_are_numbers():
    opened = visit.page(RELEASES, panel="similarity")
    opened.session_state[NARROW] = True
    spec = json.loads(sound(opened.run()).get("plotly_chart")[0].proto.spec)
    assert spec["layout"]["xaxis"]["ticktext"][:5] == ["1", "", "", "", "5"]
    assert any(
        "Columns have the numbers of the rows" in text for text in visit.said(opened.caption)
    )


def test_by_images_data_sets_without_counts_are_named():
    opened = page(of="images")
    assert any("PASCAL VOC 2007" in text for text in visit.said(opened.caption))


def test_a_data_set_without_anything_here_is_told_so():
    opened = page(dataset="ade20k", focus=DOG)
    said = visit.verdicts(opened)[0]
    assert said == "ADE20K, 150 classes has nothing at or under dog to compare."


def test_at_a_leaf_there_is_no_matrix_of_zeros_but_a_way_to_its_parent():
    opened = page(focus="n02113624")
    assert not opened.get("plotly_chart")
    assert "toy poodle has no branches" in visit.said(opened.info)[0]
    assert any("Go to poodle" in button.label for button in opened.button)
