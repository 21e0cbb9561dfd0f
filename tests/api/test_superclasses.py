"""The same cut from the notebook, the terminal and an address gives the same superclasses."""

import json

import pandas as pd
import pytest

from explorer import api, cli
from explorer import atlas as atlases
from explorer.audits.superclasses.groups import grouping
from explorer.errors import ExplorerError
from explorer.views.superclasses import from_query
from tests.support.real import atlas

DOG = "n02084071"


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ({"groups": 30, "by": "images"}, ["--groups", "30", "--by", "images"]),
        ({"depth": 8}, ["--depth", "8"]),
        ({"min_images": 20_000}, ["--min-images", "20000"]),
        ({"min_classes": 10}, ["--min-classes", "10"]),
        ({"preset": "tiered"}, ["--preset", "tiered"]),
        (
            {"by_hand": True, "edits": [f"take-{DOG}", f"split-{DOG}"]},
            ["--by-hand", "--edit", f"take-{DOG}", "--edit", f"split-{DOG}"],
        ),
    ],
)
def test_notebook_terminal_and_address_give_the_same(monkeypatch, capsys, asked, options):
    found = api.Explorer(atlas()).superclasses("ilsvrc2012", **asked)
    ready = atlas()
    monkeypatch.setattr(atlases, "load", lambda *_: ready)
    assert cli.main(["superclasses", *options, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    view, notices = from_query({"cut": found.cut}, atlas())
    assert not notices
    shown = grouping(atlas().roll_up("ilsvrc2012"), view.cut)
    assert told["cut"] == found.cut == view.cut.text
    assert told["by_wnid"] == found.by_wnid
    assert found.by_wnid == dict(zip(shown.wnids, shown.group.tolist(), strict=True))
    again = api.Explorer(atlas()).superclasses("ilsvrc2012", cut=found.cut)
    assert again == found
    assert again.by_index == told["by_index"]


def test_a_model_of_ones_own_is_taken_where_its_predictions_are_known():
    ex = api.Explorer(atlas())
    mine = ex.read_predictions(pd.DataFrame({"image": [1, 2, 3], "prediction": [65, 970, 230]}))
    assert ex.superclasses(groups=20).accuracy(mine)["images"] == 3


def test_what_makes_no_sense_is_refused():
    ex = api.Explorer(atlas())
    with pytest.raises(ExplorerError, match="found groups and depth"):
        ex.superclasses(groups=3, depth=4)
    with pytest.raises(ExplorerError, match="Predictions are not available"):
        ex.superclasses("fall11").accuracy("resnet50")
    with pytest.raises(ExplorerError, match="seed is -1"):
        ex.superclasses().split(-1)
