"""The sentences of the releases page: what stands out, and nothing where nothing does."""

import pandas as pd
import pytest

from explorer.audits import release_verdicts, releases
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas

DOG, SPORT, LEAF = "n02084071", "n00523513", "n02113624"


def test_the_branches_with_the_largest_differences_are_named():
    found = releases.representation(atlas(), "ilsvrc2012", "fall11", ENTITY)
    assert release_verdicts.representation(found, "1K", "21K") == (
        "In 1K, most over-represented is animal (39.8 % of its classes here, 17.5 % in 21K); "
        "most under-represented is plant (0.20 % of its classes here, 17.3 % in 21K)."
    )


def test_the_same_data_set_has_the_same_shares():
    found = releases.representation(atlas(), "12k", "12k", ENTITY)
    said = release_verdicts.representation(found, "12K", "12K")
    assert said == "Every branch has the same share of 12K as of 12K."


def test_without_shares_nothing_is_said():
    found = releases.representation(atlas(), "ilsvrc2012", "fall11", SPORT)
    assert release_verdicts.representation(found, "1K", "21K") == ""


def test_classes_of_one_data_set_and_of_most_are_counted():
    found = pd.DataFrame(
        {"a": [True, True, False, False], "b": [False, True, True, False], "c": [False] * 4}
    )
    titles = {"a": "First", "b": "Second, 2021", "c": "Third"}
    assert release_verdicts.membership(found, "dog", titles) == (
        "Of 3 classes at or under dog, 2 are in one data set only; the most widely shared are in "
        "2 of 3."
    )
    assert release_verdicts.membership(found.iloc[[1]], "dog", titles) == (
        "dog is in 2 of 3 data sets: First; Second, 2021."
    )
    shared = release_verdicts.membership(found.iloc[[1, 1]], "dog", titles)
    assert shared.startswith("Of 2 classes at or under dog, none is in one data set only;")


def test_missing_classes_are_counted_and_few_of_them_named():
    found = pd.DataFrame({"name": ["teddy", "ball", "doll", "kite"]})
    assert release_verdicts.missing(found, "1K", "21K", "toy") == "In 1K and not in 21K: 4 classes."
    assert release_verdicts.missing(found.head(1), "1K", "21K", "toy") == (
        "In 1K and not in 21K: 1 class (teddy)."
    )
    assert release_verdicts.missing(found.head(0), "1K", "21K", "toy") == (
        "No class of 1K at or under toy is missing from 21K."
    )


def test_the_least_and_the_most_covered_branch_are_named_unless_all_are_alike():
    found = releases.covered_branches(atlas(), "fall11", ENTITY)
    said = release_verdicts.coverage(found, 21_841, 82_115, "21K", "entity")
    assert said.startswith("21K has 21,841 of 82,115 synsets at or under entity (26.6 %); it ")
    assert f" and {found['name'].iloc[0]} least (" in said
    alike = found.assign(share=100.0)
    assert release_verdicts.coverage(alike, 1, 2, "21K", "dog") == (
        "21K has 1 of 2 synsets at or under dog (50.0 %)."
    )


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([0, 0, 50], "it covers c best (50.0 %) and a and b least (0 %)."),
        ([0, 50, 50, 50], "it covers b and 2 more branches best (50.0 %) and a least (0 %)."),
        ([0, 0, 0, 0, 50], "it covers e best (50.0 %) and a and 3 more branches least (0 %)."),
    ],
)
def test_branches_that_are_covered_alike_are_named_together(shares: list[float], said: str):
    found = pd.DataFrame({"name": list("abcde")[: len(shares)], "share": shares})
    text = release_verdicts.coverage(found, 1, 2, "1K", "entity")
    assert text == f"1K has 1 of 2 synsets at or under entity (50.0 %); {said}"


def test_branches_of_the_very_same_shares_are_named_together():
    found = pd.DataFrame(
        {
            "name": ["Pembroke", "Cardigan", "other"],
            "share_first": [50.0, 50.0, 0.0],
            "share_second": [33.0, 33.0, 34.0],
            "difference": [17.0, 17.0, -34.0],
        }
    )
    assert release_verdicts.representation(found, "1K", "21K") == (
        "In 1K, most over-represented are Pembroke and Cardigan (50.0 % of its classes here, "
        "33.0 % in 21K); most under-represented is other (0 % of its classes here, 34.0 % in 21K)."
    )
