"""Widgets bound to the address: they show what it says, and a change goes into it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.visit import SECONDS, query, said, sound


def script() -> None:
    from dataclasses import dataclass

    from explorer.ui.address import Address
    from explorer.views import reading
    from tests.support.real import atlas

    @dataclass(frozen=True)
    class Page:
        chart: str = "a"
        panel: str = "a"
        labels: tuple[str, ...] = ("a",)
        beta: float = 0.5
        floor: int = 3
        all: bool = False

        def to_query(self, _: object) -> dict[str, str]:
            return reading.query_parameters(self, Page())

    def read(params, known):
        reader = reading.Reader(params, known)
        values = ("a", "b")
        view = Page(
            reader.one_of("chart", values, "a"),
            reader.one_of("panel", values, "a"),
            reader.some_of("labels", values, ("a",)),
            reader.number("beta", 0, 1, 0.5),
            reader.whole("floor", 0, 10, 3),
            reader.switch("all"),
        )
        return view, reader.notices

    address = Address(atlas(), read)
    names = {"a": "First", "b": "Second"}
    address.choice("chart", "Chart", names)
    address.segments("panel", "Panel", names)
    address.several("labels", "Labels", names)
    address.slider("beta", "Beta", 0.0, 1.0)
    address.number("floor", "Floor", 0, 10)
    address.switch("all", "All")


def opened(**params: str) -> AppTest:
    page = AppTest.from_function(script, default_timeout=SECONDS)
    for name, value in params.items():
        page.query_params[name] = value
    return sound(page.run())


def shown(page: AppTest) -> dict[str, object]:
    names = ("chart", "panel", "labels", "beta", "floor", "all")
    return {name: page.session_state[f"choose_{name}"] for name in names}


def test_widgets_show_what_the_address_says():
    page = opened(chart="b", panel="b", labels="a,b", beta="0.25", floor="7", all="yes")
    assert shown(page) == {
        "chart": "b",
        "panel": "b",
        "labels": ["a", "b"],
        "beta": 0.25,
        "floor": 7,
        "all": True,
    }


@pytest.mark.parametrize(
    ("kind", "name", "value", "written"),
    [
        ("selectbox", "chart", "b", "b"),
        ("button_group", "panel", "b", "b"),
        ("slider", "beta", 0.75, "0.75"),
        ("number_input", "floor", 9, "9"),
        ("toggle", "all", True, "yes"),
    ],
)
def test_a_change_goes_into_the_address_and_a_change_back_leaves_it(kind, name, value, written):
    page = opened()
    before = shown(page)[name]
    widget = getattr(page, kind)(key=f"choose_{name}")
    sound(widget.set_value(value).run())
    assert query(page) == {name: written}
    assert shown(page)[name] == value
    sound(getattr(page, kind)(key=f"choose_{name}").set_value(before).run())
    assert query(page) == {}


def test_nonsense_in_the_address_is_said_and_the_default_shown():
    page = opened(beta="2", chart="z")
    assert len(said(page.warning)) == 2
    assert shown(page)["beta"] == 0.5
