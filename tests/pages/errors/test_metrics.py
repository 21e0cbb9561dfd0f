"""The panel of metrics that know the hierarchy."""

import io

import pandas as pd
import pytest

from explorer.ui.navigation import ERRORS
from tests.support import visit
from tests.support.visit import sound

DOG, PUG = "n02084071", "n02110958"


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(ERRORS, **{"panel": "metrics", **params}).run())


def test_the_tables_have_the_metrics_the_branches_and_every_class():
    with visit.downloads() as saved:
        opened = page(focus=DOG)
    metrics = pd.read_csv(io.BytesIO(saved[f"{DOG}-metrics-resnet50.csv"]))
    assert metrics.set_index("title").loc["Hierarchical F1", "value"] == pytest.approx(97.43, 1e-3)
    classes = pd.read_csv(io.BytesIO(saved[f"{DOG}-precision-classes-resnet50.csv"]))
    assert len(classes) == 118
    assert f"{DOG}-precision-branches-resnet50.csv" in saved
    assert "The lowest F1 is that of Appenzeller" in "\n".join(visit.said(opened.markdown))


def test_head_and_tail_are_cut_where_the_address_says():
    with visit.downloads() as saved:
        page(tail="1000", head="1300")
    groups = pd.read_csv(io.BytesIO(saved["n00001740-by-training-images-resnet50.csv"]))
    assert groups["classes"].tolist() == [895, 86, 19]


def test_a_head_below_the_tail_is_told_and_gives_no_figures():
    opened = page(tail="1300", head="1000")
    assert any("The head begins at 1,000 images" in text for text in visit.said(opened.info))


def test_a_model_known_by_right_or_wrong_only_is_told_what_it_lacks():
    opened = page(model="resnet_18")
    assert any("the class that it predicts" in text for text in visit.said(opened.info))


def test_a_single_class_has_its_recall_and_precision():
    opened = page(focus=PUG)
    assert any("pug: recall" in text for text in visit.said(opened.markdown))


def test_two_models_are_compared_by_every_metric():
    with visit.downloads() as saved:
        page(panel="compare", model="resnet50", other="senet154")
    found = pd.read_csv(io.BytesIO(saved["n00001740-metrics-resnet50-against-senet154.csv"]))
    assert (found["better"] == "senet154").all()
