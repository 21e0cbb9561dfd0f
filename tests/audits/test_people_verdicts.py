"""The sentences of the people page."""

import pandas as pd
import pytest

from explorer.audits import people, people_verdicts
from explorer.audits.people import Outcome
from tests.support.real import atlas


def test_the_funnel_says_what_is_left_and_which_step_removes_most():
    assert people_verdicts.funnel(people.funnel(atlas())) == (
        "Of 2,832 person synsets, 139 (4.9 %) are left; the step that removes most takes 1,156 "
        "(labelled sensitive)."
    )


def test_the_released_rule_keeps_158_of_2832():
    found = people.within(atlas(), people.people(atlas()), "fall11")
    done = people.outcome(found, people.RELEASED, "images_there")
    assert people_verdicts.rule(done, "Fall 2011", "person") == (
        "The rule keeps 158 of 2,832 labelled classes of Fall 2011 at or under person (5.6 %) and "
        "11.4 % of their images."
    )


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        (Outcome(0, 0, 0, 0), "X has no labelled class at or under y."),
        (Outcome(1, 0, 9, 0), "The rule keeps the only labelled class of X at or under y."),
        (Outcome(0, 1, 0, 9), "The rule removes the only labelled class of X at or under y."),
        (Outcome(3, 0, 9, 0), "The rule keeps all of 3 labelled classes of X at or under y."),
        (Outcome(0, 3, 0, 9), "The rule keeps none of 3 labelled classes of X at or under y."),
        (
            Outcome(1, 3, float("nan"), float("nan")),
            "The rule keeps 1 of 4 labelled classes of X at or under y (25.0 %).",
        ),
    ],
)
def test_no_class_one_all_none_and_unknown_images_have_words_of_their_own(done, sentence):
    assert people_verdicts.rule(done, "X", "y") == sentence


def test_ratings_are_counted_against_the_released_limit():
    rated = people.people(atlas())["imageability"].dropna()
    reach = int((rated >= 4).sum())
    sentence = people_verdicts.imageability(rated, people.IMAGEABLE)
    assert sentence.startswith(f"Of {len(rated):,} rated synsets, {reach:,} (")
    assert sentence.endswith(f"the median is {rated.median():.2f}.")


@pytest.mark.parametrize(
    ("rated", "sentence"),
    [
        ([4.0], "The only rated synset has 4.00, which reaches 4."),
        ([3.5], "The only rated synset has 3.50, which does not reach 4."),
        ([1.0, 2.0], "Of 2 rated synsets, none reaches an imageability of 4; the median is 1.50."),
        ([4.5, 4.5], "Of 2 rated synsets, all reach an imageability of 4; the median is 4.50."),
    ],
)
def test_one_rating_none_and_all_above_the_limit(rated, sentence):
    assert people_verdicts.imageability(pd.Series(rated), 4.0) == sentence


def test_data_sets_with_unsafe_person_classes_are_counted():
    found = people.held(atlas())
    unsafe = found["sensitive"] + found["offensive"]
    assert people_verdicts.held(found, 21) == (
        f"{len(found)} of 21 data sets have person classes; {(unsafe > 0).sum()} have classes "
        "labelled sensitive or offensive, most of them in ImageNet-21K, Fall 2011 (1,593)."
    )
    safe = found[unsafe == 0]
    assert people_verdicts.held(safe, 21).endswith(
        "none has a class labelled sensitive or offensive."
    )


@pytest.mark.parametrize(
    ("removed", "every", "sentence"),
    [
        (2, 4, "2 of 4 classes at or under y (50.0 %) were removed in Winter 2021."),
        (1, 4, "1 of 4 classes at or under y (25.0 %) was removed in Winter 2021."),
        (0, 4, "None of 4 classes at or under y was removed in Winter 2021."),
        (4, 4, "All 4 classes at or under y were removed in Winter 2021."),
        (1, 1, "The only class of Fall 2011 at or under y was removed."),
        (0, 1, "The only class of Fall 2011 at or under y was not removed."),
        (0, 0, "Fall 2011 has no class at or under y."),
    ],
)
def test_losses_of_none_one_some_and_all_classes(removed, every, sentence):
    assert people_verdicts.loss(removed, every, "y") == sentence
