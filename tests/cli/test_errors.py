"""Model errors in a terminal, one's own file included."""

from pathlib import Path

import pytest

from explorer import cli
from explorer.ingest import uploads

DOG = "n02084071"


def test_a_model_at_a_synset_is_the_pages(ask_json, ask):
    found = ask_json("errors", "--model", "resnet50", "--root", DOG)
    assert found["here"]["images"] == 5_900
    assert found["here"]["top1_error"] == pytest.approx(20.593, abs=0.001)
    assert sum(row["images"] for row in found["confusion"]) == 50_000
    assert found["label_quality"]["classes"] == 118
    low, high = found["concept_interval"]
    assert low < found["here"]["top1_low"] < found["here"]["top1_high"] < high
    assert "top-1 error 20.59 %" in ask("errors", "--root", DOG)


def test_two_models_are_compared(ask_json, ask):
    found = ask_json("errors", "compare", "--model", "resnet50", "--with", "senet154")
    assert found["nodes"][0]["images"] == 50_000
    assert "better_model_worse" in found
    assert found["verdict"].startswith("senet154 is significantly better")
    assert "entity n00001740: 23.87 % resnet50" in ask(
        "errors", "compare", "--model", "resnet50", "--with", "senet154"
    )


def test_a_file_of_ones_own_is_read(ask_json, tmp_path: Path):
    file = tmp_path / "mine.csv"
    file.write_text(uploads.SAMPLE)
    found = ask_json("errors", "--predictions", str(file))
    assert found["model"] == "mine"
    assert found["read"] == {"images": 3, "ignored_columns": []}
    assert found["here"]["images"] == 3
    assert {"expected_calibration_error_points", "top1_brier_score"} <= set(found["calibration"])
    assert found["here"]["predicted_classes"] <= 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--model", "gpt"], "no model 'gpt'"),
        (["--root", "n00523513"], "No class of ILSVRC-2012"),
        (["compare"], "--with"),
        (["compare", "--with", "gpt"], "no model 'gpt'"),
        (["--predictions", "/no/such/file.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(capsys, arguments, sentence):
    assert cli.main(["errors", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_a_faulty_file_is_a_sentence_with_its_row(capsys, tmp_path: Path):
    file = tmp_path / "mine.csv"
    file.write_text("image,pred\n1,1000\n")
    assert cli.main(["errors", "--predictions", str(file)]) == 2
    assert "Row 2" in capsys.readouterr().err
