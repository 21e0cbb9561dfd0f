"""Twenty people at once on a real server: nobody gets an error or another one's figures."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.server import APP, running
from tests.support.visitor import apart
from tests.support.walk import Seen, walks, whole_card, wrong

PEOPLE, CLICKS = 20, 6


def test_twenty_people_at_once_all_see_the_terminals_figures(tmp_path: Path) -> None:
    with running(APP, log=tmp_path / "server.log") as server:
        seen = apart(walks(server.url, PEOPLE, clicks=CLICKS))
        # Of six clicks one looks at two pages.
        assert len(seen) == PEOPLE * (1 + CLICKS + 1)
        faults = [fault for each in seen if (fault := wrong(each))]
        assert not faults, "\n".join(faults)
        assert not server.troubles()


LEAF = Seen("tree", "hierarchy", "n02113624", "fall11", "toy poodle", (), (), 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"figures": ("n02113712", "fall11")}, "the card shows"),
        ({"figures": ("n02113624", "winter21")}, "the card shows"),
        ({"title": "poodle"}, "the title is 'poodle' and in the terminal 'toy poodle'"),
        ({"children": ("n02113712",)}, "the table of children has"),
    ],
)
def test_what_belongs_to_another_visitor_is_noticed(changed, told: str) -> None:
    changed = {
        name: whole_card(*value) if name == "figures" else value for name, value in changed.items()
    }
    own = replace(LEAF, figures=whole_card(LEAF.wnid, LEAF.dataset))
    assert wrong(own) == ""
    assert told in wrong(replace(own, **changed))
