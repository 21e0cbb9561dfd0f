"""The panels of each page: the same in the page and in its address."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from explorer.ui import panels, toolbar
from explorer.ui.navigation import (
    BALANCE,
    BOXES,
    ERRORS,
    PAGES,
    PEOPLE,
    RELEASES,
    SUPERCLASSES,
    YOUR_DATA,
)
from explorer.views import balance, boxes, errors, people, releases, superclasses, your_data
from tests.support import visit

KEYS = {
    BALANCE: balance.PANELS,
    BOXES: boxes.PANELS,
    ERRORS: errors.PANELS,
    PEOPLE: people.PANELS,
    RELEASES: releases.PANELS,
    YOUR_DATA: your_data.PANELS,
    SUPERCLASSES: superclasses.PANELS,
}


def drawn(page: Path) -> list[Sequence[panels.Panel[Any]]]:
    """The panels of a page, once for each time that it draws their buttons."""
    seen = []
    choose = panels.choose_panel

    def record(address: Any, offered: Sequence[panels.Panel[Any]]) -> None:
        seen.append(offered)
        choose(address, offered)

    with (
        mock.patch.object(toolbar, "choose_panel", record),
        mock.patch.object(panels, "choose_panel", record),
    ):
        visit.sound(visit.page(page).run())
    return seen


@pytest.mark.parametrize("page", KEYS, ids=lambda page: page.stem)
def test_the_panels_of_a_page_are_those_that_its_address_can_name(page: Path):
    (offered,) = drawn(page)
    assert tuple(panel.key for panel in offered) == KEYS[page]


@pytest.mark.parametrize("page", KEYS, ids=lambda page: page.stem)
def test_no_two_panels_of_a_page_have_a_title_or_a_function_in_common(page: Path):
    (offered,) = drawn(page)
    assert len({panel.title for panel in offered}) == len(offered)
    assert len({panel.draw for panel in offered}) == len(offered)


@pytest.mark.parametrize(
    "page", [entry.file for entry in PAGES if entry.file not in KEYS], ids=lambda page: page.stem
)
def test_a_page_whose_address_names_no_panel_offers_none(page: Path):
    assert drawn(page) == []
