"""The view in an address: there and back, and whatever a stranger puts there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.datasets import CLASSES
from explorer.views import hierarchy as views
from explorer.views.hierarchy import CHARTS, HierarchyView, default_view, from_query
from explorer.views.reading import ordered_keys
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import DATASETS, WNIDS, atlas

PARAMETERS = ("dataset", "focus", "size", "colour", "chart", "compare")


@st.composite
def sound_views(draw: st.DrawFn) -> HierarchyView:
    dataset = atlas().dataset(draw(st.sampled_from(DATASETS)))
    return HierarchyView(
        dataset.key,
        draw(WNIDS),
        draw(st.sampled_from(views.sizes(dataset))),
        draw(st.sampled_from([measure.key for measure in dataset.measures])),
        draw(st.sampled_from(CHARTS)),
        draw(st.just("") | WNIDS),
    )


def is_usable(view: HierarchyView) -> bool:
    dataset = atlas().dataset(view.dataset)
    return (
        view.focus in atlas().hierarchy
        and view.size in views.sizes(dataset)
        and view.colour in {measure.key for measure in dataset.measures}
        and view.chart in CHARTS
        and (view.compare == "" or view.compare in atlas().hierarchy)
    )


@given(sound_views())
def test_any_view_comes_back_from_its_address(view: HierarchyView):
    assert from_query(view.to_query(atlas()), atlas()) == (view, [])


@pytest.mark.parametrize("key", DATASETS)
def test_every_choice_of_a_data_set_comes_back_from_its_address(key: str):
    plain = default_view(atlas(), key)
    for size in views.sizes(atlas().dataset(key)):
        for colour in (measure.key for measure in atlas().dataset(key).measures):
            for chart in CHARTS:
                view = plain.moved(size=size, colour=colour, chart=chart)
                assert from_query(view.to_query(atlas()), atlas()) == (view, [])


def test_the_first_view_leaves_the_address_empty():
    assert default_view(atlas(), "fall11").to_query(atlas()) == {}


def test_an_empty_address_brings_the_first_view():
    assert from_query({}, atlas()) == (default_view(atlas(), "fall11"), [])


@pytest.mark.parametrize("key", [key for key in DATASETS if key != "fall11"])
def test_another_data_set_puts_itself_alone_into_the_address(key: str):
    assert default_view(atlas(), key).to_query(atlas()) == {"dataset": key}


@given(
    st.fixed_dictionaries(
        {},
        optional={name: st.text() | st.text("n0123456789/:,[]_ ") for name in PARAMETERS}
        | {"another": st.text()},
    )
)
def test_nonsense_in_any_parameter_gives_a_usable_view(params: dict[str, str]):
    view, notices = from_query(params, atlas())
    assert is_usable(view)
    assert all(notice.endswith(".") and notice.isprintable() for notice in notices)


@pytest.mark.parametrize("name", PARAMETERS)
def test_nonsense_in_one_parameter_is_said_in_one_sentence_that_quotes_it(name: str):
    view, notices = from_query({name: "no such thing"}, atlas())
    assert view == default_view(atlas(), "fall11")
    assert len(notices) == 1
    assert "'no such thing'" in notices[0]


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_very_long_parameter_is_not_repeated_in_full(name: str):
    _, notices = from_query({name: "x" * 10_000}, atlas())
    assert len(notices[0]) < 400


def test_all_parameters_wrong_are_all_said():
    _, notices = from_query(dict.fromkeys(PARAMETERS, "?"), atlas())
    assert len(notices) == len(PARAMETERS)


def test_a_measure_of_another_data_set_is_said_with_those_that_can_be_had():
    view, notices = from_query({"dataset": "vid", "size": "images"}, atlas())
    assert (view.dataset, view.size) == ("vid", CLASSES)
    assert len(notices) == 1
    assert CLASSES in notices[0]


def test_a_ratio_cannot_be_an_area():
    view, notices = from_query({"size": "images_per_class"}, atlas())
    assert (view.size, len(notices)) == (CLASSES, 1)


def test_spaces_around_a_pasted_wnid_do_no_harm():
    assert from_query({"focus": " n02084071\n"}, atlas())[0].focus == "n02084071"


def test_what_is_sound_beside_nonsense_is_kept():
    view, _ = from_query({"focus": "n02084071", "chart": "pie", "dataset": "det"}, atlas())
    assert (view.focus, view.dataset) == ("n02084071", "det")


def test_every_data_set_is_offered_and_the_first_release_leads():
    keys = ordered_keys(atlas())
    assert tuple(sorted(keys)) == DATASETS
    assert (keys[0], keys[-1]) == ("fall11", "wordnet")


@pytest.mark.parametrize("key", DATASETS)
def test_a_data_set_is_first_shown_at_the_root_by_classes(key: str):
    view = default_view(atlas(), key)
    assert (view.focus, view.size, is_usable(view)) == (ENTITY, CLASSES, True)
