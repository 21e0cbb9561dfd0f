"""The command ``errors metrics``."""

import pytest

from explorer import cli

DOG = "n02084071"


def test_the_metrics_of_a_model_come_with_intervals_classes_and_groups(ask_json, ask_cells):
    found = ask_json("errors", "metrics", "--root", DOG)
    by_key = {row["metric"]: row for row in found["metrics"]}
    assert by_key["hierarchical_f1"]["value"] == pytest.approx(97.43, abs=0.01)
    assert found["distance_at"][0]["distance"] == by_key["hierarchical_distance"]["value"]
    assert len(found["classes"]) == 118
    assert sum(row["classes"] for row in found["by_training_images"]["ilsvrc2012"]) == 118
    text = ask_cells("errors", "metrics", "--root", DOG)
    assert "Hierarchical F1 97.43 % 97.27 to 97.60" in text
    assert found["verdict"] in text


def test_two_models_are_compared_by_every_metric(ask_json, ask_cells):
    found = ask_json("errors", "metrics", "--model", "resnet50", "--with", "senet154")
    assert found["models"] == ["resnet50", "senet154"]
    assert {row["better"] for row in found["differences"]} == {"second"}
    text = ask_cells("errors", "metrics", "--model", "resnet50", "--with", "senet154")
    assert "Hierarchical distance 1.793 edges 1.371 edges -0.423 edges -0.451 to -0.394" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--model", "resnet_18"], "is known only on which images it is right"),
        (["--root", "n00523513"], "No class of ILSVRC-2012"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(capsys, arguments: list[str], sentence: str):
    assert cli.main(["errors", "metrics", *arguments]) == 2
    assert sentence in capsys.readouterr().err
