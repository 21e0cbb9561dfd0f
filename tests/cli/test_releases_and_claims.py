"""Data sets compared, and published figures, in a terminal."""

import pytest

from explorer import cli

DOG = "n02084071"


def test_two_data_sets_are_compared_under_a_synset(ask_json):
    found = ask_json("releases", "--dataset", "fall11", "--against", "winter21")
    assert found["classes"] == {"fall11": 21_841, "winter21": 19_167}
    assert len(found["missing"]) == 2_674
    assert sum(row["classes"] for row in found["intersections"]) == 21_842


def test_a_comparison_is_written_as_text_too(ask):
    assert "dog n02084071: 11.80 % of ilsvrc2012, 0.87 % of fall11" in ask("releases")


@pytest.mark.parametrize("key", ["wordnet", "imagenet"])
def test_what_is_no_list_of_classes_is_a_sentence(capsys, key):
    assert cli.main(["releases", "--against", key]) == 2
    assert key in capsys.readouterr().err


def test_published_figures_are_printed_with_their_verdicts(ask_json):
    found = ask_json("claims")
    verdicts = [row["verdict"] for row in found["claims"]]
    assert len(verdicts) == 96
    assert found["verdicts"] == {
        name: verdicts.count(name) for name in ("reproduced", "differs", "not measurable")
    }
    first = next(row for row in found["claims"] if row["claim"] == "alexnet_15")
    assert (first["published"], first["measured"]) == ("15.3", None)
    assert first["verdict"] == "not measurable"


def test_published_figures_are_written_as_text_too(ask):
    text = ask("claims")
    assert "not measurable: AlexNet reached a top-5 error of 15.3 %" in text
    assert "published more than 10.8 (percentage points)" in text
    assert "published 200 to 999, measured 1,240 (images)" in text
