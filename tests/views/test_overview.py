"""The first page's address: what the class map shows, and what an address cannot ask for."""

import pytest

from explorer.audits.class_layers import LAYERS
from explorer.views.overview import OverviewView, from_query
from tests.support.real import atlas


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("dataset", ["fall11", "ilsvrc2012"])
def test_a_view_comes_back_from_its_address(dataset: str, layer: str):
    view = OverviewView(dataset, layer)
    assert from_query(view.to_query(atlas()), atlas()) == (view, [])


def test_an_address_without_parameters_is_the_first_map():
    assert from_query({}, atlas()) == (OverviewView("fall11", "smallest"), [])
    assert OverviewView().to_query(atlas()) == {}


def test_a_layer_that_the_data_set_has_not_is_told():
    view, notices = from_query({"dataset": "vid", "layer": "images"}, atlas())
    assert view == OverviewView("vid", "smallest")
    assert len(notices) == 1
    assert "ILSVRC VID" in notices[0]


def test_a_data_set_that_there_is_not_is_told():
    view, notices = from_query({"dataset": "<b>"}, atlas())
    assert view == OverviewView()
    assert len(notices) == 1
