"""What marks say when pointed at: words that agree with their numbers, and no foreign markup."""

import numpy as np
import pandas as pd
import pytest

from explorer.audits.balance import curves
from explorer.audits.boxes import geometry
from explorer.charts import hovers
from explorer.charts.hovers import told
from tests.support.real import atlas


def test_words_of_bars_agree_with_their_numbers():
    bars = curves.histogram(np.array([0.0, 1.0, 1.0, 4.0, 400.0]), "dog")
    assert told(bars, hovers.classes_between("images")) == [
        "dog<br>no images: 1 class",
        "dog<br>1 image: 2 classes",
        "dog<br>4 to 6 images: 1 class",
        "dog<br>399 to 630 images: 1 class",
    ]
    curve = curves.rank_size(np.array([1.0, 2_000.0]), "dog")
    assert told(curve, hovers.class_at_rank("images")) == [
        "dog<br>rank 1: 2,000 images",
        "dog<br>rank 2: 1 image",
    ]


def test_a_point_of_a_lorenz_curve_says_what_the_smallest_have():
    curve = curves.lorenz(np.array([1.0, 3.0]), "dog")
    assert told(curve, hovers.smallest_classes("images"))[1] == (
        "dog<br>the smallest 50.0 % of classes have 25.0 % of the images"
    )


def test_bars_of_boxes_say_their_ends():
    boxes = atlas().dataset("ilsvrc2012").boxes
    assert "0 to 5 % of the image: " in told(geometry.areas(boxes, "a"), hovers.area)[0]
    aspects = told(geometry.aspects(boxes, "a"), hovers.aspect)
    assert "width 0.12 to 0.18 times the height: " in aspects[0]
    crowds = told(geometry.crowds(boxes, "a"), hovers.crowd(geometry.CROWD))
    assert crowds[0].startswith("a<br>1 boxes: ")
    assert crowds[-1].startswith("a<br>8 or more boxes: ")


def test_an_empty_line_is_left_out():
    assert told(pd.DataFrame([{"a": "first", "b": ""}]), lambda row: (row.a, row.b, "last")) == [
        "first<br>last"
    ]


@pytest.mark.parametrize("name", ["<b>x</b>", "<script>alert(1)</script>", "a & b <br> c"])
def test_foreign_text_is_never_markup(name: str):
    row = {"name": name, "family": name, "x": 2020, "y": 20.0, "images": 50_000.0}
    (text,) = told(pd.DataFrame([row]), hovers.model_of_year)
    assert "<" not in text.replace("<br>", "")
    assert text.count("<br>") == 2
    assert hovers.bold(name) == f"<b>{hovers.escaped(name)}</b>"
