"""``errors drop`` in a terminal."""

import pytest

from explorer import cli

DOG = "n02084071"


def test_the_growth_of_an_error_is_told_with_its_branches(ask_json, ask):
    found = ask_json("errors", "drop", "--model", "resnet50", "--root", DOG)
    assert found["evaluations"] == ["ilsvrc2012", "imagenetv2"]
    assert found["here"]["error"] == pytest.approx(20.593, abs=0.001)
    assert found["here"]["new_images"] == 1_180
    assert found["verdict"].startswith("resnet50's error is 19.9 percentage points higher")
    assert "griffon n02112497: 38.00 points" in ask("errors", "drop", "--root", DOG)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--model", "pytorch_resnet50"], "not known on ImageNetV2"),
        (["--model", "gpt"], "no model 'gpt'"),
        (["--with", "vgg16"], "takes no --with"),
        (["--evaluation", "imagenetv2"], "takes no --evaluation"),
        (["--predictions", "mine.csv"], "takes no --predictions"),
        (["--root", "n00523513"], "No class of ILSVRC-2012"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(capsys, arguments: list[str], sentence: str):
    assert cli.main(["errors", "drop", *arguments]) == 2
    assert sentence in capsys.readouterr().err
