"""The address of the page of one's own data."""

import pytest

from explorer.views.your_data import PANELS, SHOW, YourDataView, from_query
from tests.support.real import atlas


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("show", SHOW)
def test_a_view_comes_back_from_its_address(panel: str, show: str) -> None:
    view = YourDataView(panel, show, 3)
    assert from_query(view.to_query(atlas()), atlas()) == (view, [])


def test_an_address_without_parameters_adds_a_data_set() -> None:
    assert from_query({}, atlas()) == (YourDataView("add"), [])
    assert YourDataView().to_query(atlas()) == {}


@pytest.mark.parametrize(("name", "value"), [("panel", "x"), ("show", "x"), ("page", "0")])
def test_what_makes_no_sense_is_told(name: str, value: str) -> None:
    view, notices = from_query({name: value}, atlas())
    assert view == YourDataView()
    assert len(notices) == 1
