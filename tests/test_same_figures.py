"""The comparison of two checkouts' answers finds what it should find; answers are made up."""

from pathlib import Path

import pytest

from tests.support import same_figures
from tests.support.listed_changes import LISTED, renamed
from tests.support.same_figures import Difference, Listed, differences, unlisted

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
DOG, CAT = "n02084071", "n02121808"


def found(before, after) -> list[Difference]:
    return list(differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 0.1 + 0.2}, {"a": 0.3}, []),
        ({"a": 1}, {"a": 2}, [Difference("changed", "a", 1, 2)]),
        ({"a": {"b": "x"}}, {"a": {"b": "y"}}, [Difference("changed", "a.b", "x", "y")]),
        ({"a": None}, {"a": 0}, [Difference("changed", "a", None, 0)]),
        ({"a": 1}, {}, [Difference("vanished", "a", 1)]),
        ({}, {"a": 1}, [Difference("added", "a", after=1)]),
        (
            [1, 2],
            [1, 3, 4],
            [Difference("changed", "[]", 2, 3), Difference("added", "[]", after=4)],
        ),
        ({DOG: {"x": 1}}, {DOG: {"x": 2}}, [Difference("changed", "{wnid}.x", 1, 2)]),
    ],
)
def test_every_change_is_found_with_its_place(before, after, expected: list[Difference]):
    assert found(before, after) == expected


def test_rows_that_name_themselves_are_compared_by_name_and_their_order_is_one_difference():
    before = [{"wnid": DOG, "images": 1}, {"wnid": CAT, "images": 2}]
    after = [{"wnid": CAT, "images": 2}, {"wnid": DOG, "images": 5}]
    assert found(before, after) == [
        Difference("changed", "[].images", 1, 5),
        Difference("reordered", "[]", [DOG, CAT], [CAT, DOG]),
    ]
    kept = [{"claim": "a", "measured": 1}, {"claim": "b", "measured": 2}]
    assert found(kept, kept[1:]) == [Difference("vanished", "[a]", kept[0])]
    assert found(kept[:1], [{"claim": "a", "measured": 3}]) == [
        Difference("changed", "[a].measured", 1, 3)
    ]


def test_only_what_is_listed_for_a_command_a_place_and_a_kind_is_passed_over():
    listed = Listed(
        commands="boxes *", places=("rows[].scale",), announced="", kinds=("changed",), within=0.1
    )

    def left(command: str, after: dict[str, object]) -> int:
        return len(list(unlisted(command, {"rows": [{"scale": 1.0}]}, after, [listed])))

    assert left("boxes --root x", {"rows": [{"scale": 1.05}]}) == 0
    assert left("boxes --root x", {"rows": [{"scale": 1.5}]}) == 1
    assert left("boxes --root x", {"rows": [{"scale": None}]}) == 1
    assert left("boxes --root x", {"rows": [{}]}) == 1
    assert left("breeds --root x", {"rows": [{"scale": 1.05}]}) == 1


def test_a_renamed_value_is_still_compared():
    before = {"weight_by_index": [1.0], "by_wnid": {DOG: {"weight": 2.0}}}
    after = {"loss_weight_by_index": [1.0], "by_wnid": {DOG: {"loss_weight": 3.0}}}
    assert list(unlisted("plan", renamed("plan", before), after, LISTED)) == [
        Difference("changed", "by_wnid.{wnid}.loss_weight", 2.0, 3.0)
    ]


@pytest.mark.parametrize("listed", LISTED, ids=lambda listed: listed.places[0])
def test_every_listed_change_stands_in_the_changelog(listed: Listed):
    assert listed.announced
    assert listed.announced in " ".join(CHANGELOG.read_text(encoding="utf-8").split())


def test_some_three_hundred_commands_of_every_family_are_compared():
    asked = same_figures.commands()
    assert len(asked) >= 300 and len({*asked}) == len(asked)
    families = "search show tree path balance plan releases boxes breeds people errors claims"
    assert {words[0] for words in asked} == {*families.split()}
