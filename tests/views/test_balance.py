"""The view of the class balance page in an address: there and back, and any nonsense."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.balance.plan import SCHEMES, SHORT
from explorer.audits.balance.subtrees import KINDS, count_measures
from explorer.views.balance import MOST_BETA, MOST_IMAGES, PANELS, BalanceView, from_query
from tests.support.real import DATASETS, WNIDS, atlas

DOG = "n02084071"
NAMES = [field.name for field in dataclasses.fields(BalanceView)]
COUNTED = st.deferred(
    lambda: st.sampled_from([key for key in DATASETS if count_measures(atlas().dataset(key))])
)
IMAGES = st.integers(0, MOST_IMAGES)


@given(
    st.builds(
        lambda dataset, **others: BalanceView(
            dataset, measure=count_measures(atlas().dataset(dataset))[0], **others
        ),
        COUNTED,
        focus=WNIDS,
        classes=st.sampled_from(sorted(KINDS)),
        threshold=st.integers(1, MOST_IMAGES),
        panel=st.sampled_from(PANELS),
        other=WNIDS,
        other_dataset=COUNTED,
        floor=IMAGES,
        cap=IMAGES,
        short=st.sampled_from(sorted(SHORT)),
        scheme=st.sampled_from(sorted(SCHEMES)),
        beta=st.floats(0, MOST_BETA),
    )
)
def test_any_view_comes_back_from_its_address(view: BalanceView):
    assert from_query(view.to_query(atlas()), atlas()) == (view, [])


@pytest.mark.parametrize("key", DATASETS)
def test_every_data_set_comes_back_even_one_without_counts(key: str):
    view, notices = from_query({"dataset": key}, atlas())
    assert notices == []
    assert view.to_query(atlas()) == ({} if key == "fall11" else {"dataset": key})


@given(st.dictionaries(st.sampled_from(NAMES), st.text() | st.text("0123456789.-en")))
def test_nonsense_gives_a_usable_view_and_at_most_a_sentence_a_parameter(params: dict[str, str]):
    view, notices = from_query(params, atlas())
    assert len(notices) <= len(params)
    assert from_query(view.to_query(atlas()), atlas()) == (view, [])


def test_a_subtree_is_compared_with_another_data_set_unless_the_address_asks_for_itself():
    view, _ = from_query({}, atlas())
    assert (view.focus, view.dataset) != (view.other, view.other_dataset)
    view, _ = from_query({"focus": DOG, "other": DOG}, atlas())
    assert view.other_dataset == "ilsvrc2012"
    view, _ = from_query({"focus": DOG}, atlas())
    assert view.other_dataset == "fall11"
    view, _ = from_query({"other_dataset": "fall11"}, atlas())
    assert view.other_dataset == "fall11"
    assert view.to_query(atlas()) == {"other_dataset": "fall11"}
