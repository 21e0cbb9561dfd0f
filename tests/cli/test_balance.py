"""Class balance in a terminal: what the page shows, and sentences where it cannot be."""

import numpy as np
import pytest

from explorer import cli
from explorer.audits.balance import subtrees
from explorer.audits.balance.distribution import gini
from tests.support.real import atlas

DOG, SPORT, FACE = "n02084071", "n00523513", "n09618957"


def test_the_balance_of_the_challenges_dogs_is_the_pages(ask_json):
    found = ask_json("balance", "--dataset", "ilsvrc2012", "--root", DOG)
    images = subtrees.counts(atlas().roll_up("ilsvrc2012"), DOG, "images").images
    assert found["shape"]["classes"] == 118
    assert found["shape"]["gini"] == pytest.approx(gini(np.sort(images)))
    assert len(found["branches"]) == 14
    assert found["shape"]["images"] == 147_873


def test_leaf_and_internal_classes_are_counted_apart(ask_cells, ask_json):
    found = ask_json("balance", "--root", DOG)
    apart = {kind: shape["classes"] for kind, shape in found["by_kind"].items()}
    assert apart == {"all": 190, "leaves": 147, "internal": 43}
    text = ask_cells("balance", "--root", DOG)
    assert "metric all classes leaf classes internal classes\nClasses 190 147 43" in text
    leaves = ask_json("balance", "--root", DOG, "--classes", "leaves")
    assert leaves["shape"] == found["by_kind"]["leaves"]
    assert sum(each["internal"] for each in leaves["branches"]) == 0


def test_a_plan_can_be_of_leaf_classes_only(ask_json):
    found = ask_json("plan", "--root", DOG, "--dataset", "fall11", "--classes", "leaves")
    assert len(found["by_wnid"]) == 147
    assert DOG not in found["by_wnid"]
    assert found["rule"]["classes"] == "leaves"


def test_a_figure_without_a_value_is_null(ask_json):
    found = ask_json("balance", "--root", SPORT, "--dataset", "tiered")
    assert found["shape"]["median"] is None
    assert found["branches"] == []


def test_a_plan_weighs_every_class_index(ask_json):
    found = ask_json("plan", "--root", DOG, "--floor", "1300", "--cap", "1300", "--scheme", "root")
    assert len(found["loss_weight_by_index"]) == 1_000
    assert len(found["by_wnid"]) == 118
    assert len(found["short"]) == found["summary"]["classes_short"] == 18
    assert 36 < found["missed_percent"] < 37


def test_both_are_written_as_tables_too(ask_cells):
    found = ask_cells("balance", "--root", DOG, "--dataset", "ilsvrc2012")
    assert "Gini coefficient 0.034" in found
    assert "working dog n02103406 1,300 30 0 0.009" in found
    planned = ask_cells("plan", "--root", DOG, "--dataset", "fall11", "--cap", "500")
    assert "an epoch is expected to miss 70.1 % of the images" in planned
    assert "planned sampler weight loss weight expected draws missed" in planned
    assert " 500 0.119 0.3814 456.8 " in planned


def test_a_subtree_without_classes_is_one_sentence(ask):
    assert ask("balance", "--root", FACE, "--dataset", "ilsvrc2012") == (
        f"ilsvrc2012 has no classes at or under {FACE} (face).\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["balance", "--dataset", "vid"], "image counts of ILSVRC VID are not available"),
        (["balance", "--measure", "classes"], "is not a count per class"),
        (["balance", "--measure", "weight"], "has no measure 'weight'"),
        (["plan", "--root", "dog"], "is not a noun synset"),
        (["plan", "--floor", "1000", "--cap", "500"], "is above the cap of 500"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(capsys, arguments, sentence):
    assert cli.main(arguments) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--beta", "1"], ["--floor", "-1"], ["--scheme", "odd"]])
def test_an_option_out_of_bounds_is_refused_with_its_usage(capsys, option):
    with pytest.raises(SystemExit):
        cli.main(["plan", *option])
    assert capsys.readouterr().err.startswith("usage:")
