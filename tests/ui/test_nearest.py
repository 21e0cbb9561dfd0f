"""Every page that has nothing to show of a synset offers the nearest one of which there is."""

import pytest

from explorer.ui.navigation import BALANCE, BOXES, BREEDS, ERRORS, HIERARCHY, PEOPLE, RELEASES
from tests.support import visit
from tests.support.visit import query, sound

PERSON, WORKER, SLEEP = "n00007846", "n09632518", "n14024882"
"""Person synsets have no class in Stanford Dogs; sleep is far from every class of the challenge."""

EMPTY = [
    (HIERARCHY, {"dataset": "stanford-dogs", "focus": PERSON}),
    (BALANCE, {"dataset": "ilsvrc2012", "focus": WORKER}),
    (ERRORS, {"focus": WORKER}),
    (BOXES, {"panel": "geometry", "focus": WORKER}),
    (BOXES, {"panel": "branches", "focus": WORKER}),
    (BOXES, {"panel": "detection", "focus": WORKER}),
    (BREEDS, {"focus": SLEEP}),
    (RELEASES, {"panel": "membership", "focus": "n04424418"}),
    (RELEASES, {"panel": "representation", "dataset": "stanford-dogs", "focus": PERSON}),
    (PEOPLE, {"panel": "imageability", "focus": "n10994097"}),
]


@pytest.mark.parametrize(("page", "address"), EMPTY, ids=lambda each: str(each)[-60:])
def test_a_page_without_figures_offers_the_nearest_synset_that_has_them(page, address):
    opened = sound(visit.page(page, **address).run())
    offers = [each for each in opened.button if "the nearest synset with data" in each.label]
    assert offers
    sound(offers[0].click().run())
    went = query(opened)
    assert went.get("focus") != address["focus"]
    assert {name: went.get(name) for name in address if name not in ("focus", "panel")} == {
        name: value for name, value in address.items() if name not in ("focus", "panel")
    }
    again = {each.key for each in opened.button if "the nearest synset" in each.label}
    assert offers[0].key not in again


def test_a_page_with_figures_offers_nothing():
    opened = sound(visit.page(HIERARCHY, focus=PERSON).run())
    assert not [each for each in opened.button if "the nearest synset" in each.label]


def test_a_data_set_without_a_class_here_is_not_compared_by_shares_that_are_unknown():
    opened = sound(
        visit.page(RELEASES, panel="representation", second="stanford-dogs", focus=PERSON).run()
    )
    assert "Stanford Dogs has no class under person" in visit.said(opened.info)[0]
    captions = " ".join(each.value for each in opened.caption)
    assert "Largest differences first" not in captions
    assert "Most classes first" in captions
    assert not opened.get("plotly_chart")
