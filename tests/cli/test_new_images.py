"""The command ``errors drop``."""

import pytest

from explorer import cli

DOG = "n02084071"


def test_the_growth_of_an_error_has_one_row_per_branch(ask_json, ask_cells):
    found = ask_json("errors", "drop", "--model", "resnet50", "--root", DOG)
    assert found["evaluations"] == ["ilsvrc2012", "imagenetv2"]
    assert found["here"]["error"] == pytest.approx(20.593, abs=0.001)
    assert found["here"]["new_images"] == 1_180
    assert found["verdict"].startswith("resnet50's error is 19.9 percentage points higher")
    text = ask_cells("errors", "drop", "--root", DOG)
    assert "griffon n02112497 1 2.00 % 40.00 % 38.00 points 13.31 to 66.78" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--model", "pytorch_resnet50"], "on ImageNetV2 are not available"),
        (["--model", "gpt"], "Unknown model 'gpt'"),
        (["--with", "vgg16"], "does not take --with"),
        (["--evaluation", "imagenetv2"], "does not take --evaluation"),
        (["--predictions", "mine.csv"], "does not take --predictions"),
        (["--root", "n00523513"], "No class of ILSVRC-2012"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(capsys, arguments: list[str], sentence: str):
    assert cli.main(["errors", "drop", *arguments]) == 2
    assert sentence in capsys.readouterr().err
