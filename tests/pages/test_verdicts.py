"""Above every panel that shows figures stands a computed sentence in bold."""

import re
from pathlib import Path

import pytest

from explorer.ui.navigation import BALANCE, BOXES, ERRORS, PEOPLE, RELEASES
from explorer.views import balance, boxes, errors, people, releases
from tests.support import visit
from tests.support.visit import sound

WITHOUT = {(PEOPLE, "context"), (ERRORS, "own"), (ERRORS, "calibration"), (RELEASES, "classes")}
"""Panels of text and of uploads; one whose sentence is a paragraph, and one that is a list."""

PANELS = [
    (page, panel)
    for page, view in (
        (BALANCE, balance),
        (BOXES, boxes),
        (PEOPLE, people),
        (ERRORS, errors),
        (RELEASES, releases),
    )
    for panel in view.PANELS
    if (page, panel) not in WITHOUT
]


@pytest.mark.parametrize(("page", "panel"), PANELS)
def test_a_panel_begins_with_what_it_shows(page: Path, panel: str):
    opened = sound(visit.page(page, panel=panel).run())
    bold = [each.value for each in opened.markdown if each.value.startswith("**")]
    # "Missing" panels name two data sets and a count, which is no sentence with a full stop.
    assert re.fullmatch(r"\*\*[^*]*\d[^*]*\*\*.*", bold[0], re.DOTALL), bold[:1]


@pytest.mark.parametrize(
    ("page", "query", "sentence"),
    [
        (
            BALANCE,
            {"focus": "n03405725"},
            "16 of 187 furniture classes have under 100 images; half have 1,187 or more.",
        ),
        (BALANCE, {"focus": "n02113624"}, "toy poodle has "),
        (BOXES, {"focus": "n02113624"}, "toy poodle "),
        (BOXES, {"focus": "n02113624", "panel": "branches"}, "Boxes of toy poodle cover "),
        (PEOPLE, {"panel": "loss", "focus": "n10020890"}, "classes at or under doctor"),
    ],
)
def test_the_sentence_is_about_the_synset(page: Path, query: dict[str, str], sentence: str):
    opened = sound(visit.page(page, **query).run())
    said = [visit.unescaped(each.value) for each in opened.markdown]
    assert any(sentence in each for each in said if each.startswith("**")), said


@pytest.mark.parametrize(
    ("page", "query"),
    [
        (BALANCE, {"focus": "n02113624"}),
        (BALANCE, {"focus": "n02113624", "panel": "plan"}),
        (BOXES, {"focus": "n02113335", "panel": "detection"}),
        (RELEASES, {"focus": "n02113624", "panel": "membership"}),
        (ERRORS, {"focus": "n02113624", "panel": "associations"}),
        (ERRORS, {"focus": "n02113624", "panel": "new"}),
    ],
)
def test_fewer_than_three_values_are_a_sentence_and_no_chart(page: Path, query: dict[str, str]):
    opened = sound(visit.page(page, **query).run())
    assert not opened.get("plotly_chart")
    assert opened.info or visit.verdicts(opened)
