"""The panel on new images."""

import io

import pandas as pd

from explorer.ui.navigation import ERRORS
from tests.support import visit
from tests.support.visit import sound

DOG = "n02084071"


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(ERRORS, panel="new", **params).run())


def test_the_verdict_says_how_much_the_error_grows_and_what_is_uncertain():
    opened = page()
    text = "\n".join(visit.said([*opened.markdown, *opened.caption]))
    assert "resnet50's error is 12.8 percentage points higher on ImageNetV2" in text
    assert "no image in common" in text
    assert "only 10 new images" in text
    assert len(opened.get("plotly_chart")) == 1


def test_the_download_has_every_branch_with_its_intervals():
    with visit.downloads() as saved:
        page(focus=DOG, model="vgg16")
    found = pd.read_csv(io.BytesIO(saved[f"{DOG}-new-images-vgg16.csv"]))
    assert {"wnid", "error_low", "new_error_high", "difference", "low", "high"} <= set(found)
    assert len(found) == 14


def test_a_model_of_one_set_only_is_told_so():
    opened = page(model="pytorch_resnet50")
    assert any("not known on both sets" in text for text in visit.said(opened.info))
    assert not opened.get("plotly_chart")


def test_a_single_class_is_told_how_uncertain_ten_images_leave_it():
    text = "\n".join(visit.said(page(focus="n02112497").markdown))
    assert "38.0 percentage points higher on ImageNetV2" in text
    assert "95% CI of the difference 13.3 to 66.8" in text
