"""The command ``errors``, files of predictions included."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from explorer import cli, facts
from explorer.ingest.models import uploads
from explorer.settings import Settings
from tests.support.real import validation

DOG = "n02084071"


def test_a_model_at_a_synset_is_the_pages(ask_json, ask_cells):
    found = ask_json("errors", "--model", "resnet50", "--root", DOG)
    assert found["here"]["images"] == 5_900
    assert found["here"]["top1_error"] == pytest.approx(20.593, abs=0.001)
    assert sum(row["images"] for row in found["confusion"]) == 50_000
    assert found["label_quality"]["classes"] == 118
    low, high = found["concept_interval"]
    assert low < found["here"]["top1_low"] < found["here"]["top1_high"] < high
    text = ask_cells("errors", "--root", DOG)
    assert text.startswith("resnet50 at dog n02084071, 5,900 images:\n")
    assert "top-1 error 20.59 %\n95% CI, these classes (Wilson) 19.58 % to 21.64 %" in text


def test_two_models_are_compared(ask_json, ask_cells):
    found = ask_json("errors", "compare", "--model", "resnet50", "--with", "senet154")
    assert found["nodes"][0]["images"] == 50_000
    assert "better_model_worse" in found
    assert found["verdict"].startswith("senet154 is significantly better")
    assert "resnet50 senet154 q\nentity n00001740 23.87 % 18.70 % 3.9e-237" in ask_cells(
        "errors", "compare", "--model", "resnet50", "--with", "senet154"
    )


def test_a_file_of_ones_own_is_read(ask_json, tmp_path: Path):
    file = tmp_path / "mine.csv"
    file.write_text(uploads.SAMPLE)
    found = ask_json("errors", "--predictions", str(file))
    assert found["model"] == "mine"
    assert found["read"]["images"] == 3
    assert found["read"]["ignored_columns"] == []
    assert found["read"]["numbering"] == "index"
    assert found["read"]["warnings"] == []
    assert found["read"]["sentences"][0] == (
        "Read as: prediction = predicted_class; image = file_name; "
        "probability = predicted_probability."
    )
    assert found["here"]["images"] == 3
    assert {"expected_calibration_error_points", "top1_brier_score"} <= set(found["calibration"])
    assert found["here"]["predicted_classes"] <= 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--model", "gpt"], "Unknown model 'gpt'"),
        (["--root", "n00523513"], "No class of ILSVRC-2012"),
        (["compare"], "--with"),
        (["show", "--with", "senet154"], "errors show takes one model"),
        (["--model", "vgg16", "--predictions", "a.csv"], "2 are named: vgg16, a.csv"),
        (["compare", "--predictions", "a.csv"], "takes two models, but 1 is named"),
        (["compare", "--model", "vgg16", "--predictions", "a", "--with", "b"], "3 are named"),
        (["--numbering", "devkit"], "--numbering is given 1 time for 0 files"),
        (["compare", "--with", "gpt"], "Unknown model 'gpt'"),
        (["--predictions", "/no/such/file.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(capsys, arguments, sentence):
    assert cli.main(["errors", *arguments]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file")
def test_an_endless_file_is_refused_at_the_limit(capsys, monkeypatch: pytest.MonkeyPatch):
    limits = Settings(upload_megabytes=1)
    monkeypatch.setattr("explorer.cli.errors.settings", lambda: limits)
    assert cli.main(["errors", "--predictions", "/dev/zero"]) == 2
    assert "larger than the limit of 1 MB" in capsys.readouterr().err


def test_a_faulty_file_is_a_sentence_with_its_row(capsys, tmp_path: Path):
    file = tmp_path / "mine.csv"
    file.write_text("image,pred\n1,1000\n")
    assert cli.main(["errors", "--predictions", str(file)]) == 2
    assert "Row 2" in capsys.readouterr().err


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Two hundred images of vgg16: as they are, in devkit IDs, and with two columns."""
    said = validation().model("vgg16").predicted[:200]
    devkit = facts.read("ilsvrc2012").sort_values("index")["devkit_id"].to_numpy()
    frames: dict[str, dict[str, np.ndarray]] = {
        "resnet50": {"pred": said},
        "devkit": {"pred": devkit[said]},
        "two": {"pred_a": said, "pred_b": np.roll(said, 1)},
        "foreign": {"pred": np.arange(200) * 4 % 999},
    }
    for name, columns in frames.items():
        frame = pd.DataFrame({"image": np.arange(1, 201), **columns})
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    return {name: str(tmp_path / f"{name}.csv") for name in frames}


def test_two_files_are_compared_and_equal_names_stay_apart(ask_json, files):
    found = ask_json(
        "errors", "compare", "--predictions", files["resnet50"], "--predictions", files["resnet50"]
    )
    assert (found["first"], found["second"]) == ("resnet50 (yours)", "resnet50 (yours) (2)")
    assert max(row["images"] for row in found["nodes"]) == 200


def test_with_alone_compares(ask_json):
    assert ask_json("errors", "--with", "senet154")["action"] == "compare"


def test_an_own_model_named_like_a_built_in_one_is_compared_with_it(ask_json, files):
    found = ask_json("errors", "compare", "--predictions", files["resnet50"], "--with", "resnet50")
    assert (found["first"], found["second"]) == ("resnet50 (yours)", "resnet50")
    vgg16 = validation().model("vgg16").predicted[:200] != validation().truth.labels[:200]
    whole = next(row for row in found["nodes"] if row["wnid"] == "n00001740")
    assert whole["error_first"] == pytest.approx(vgg16.mean() * 100)


def test_another_numbering_is_taken_and_named(ask_json, ask, files):
    found = ask_json("errors", "--predictions", files["devkit"])
    plain = ask_json("errors", "--predictions", files["resnet50"])
    assert found["here"]["top1_error"] == plain["here"]["top1_error"]
    assert found["read"]["numbering"] == "devkit"
    assert "Warning: Numbers are read as devkit IDs" in ask(
        "errors", "--predictions", files["devkit"]
    )


def test_what_only_the_user_knows_is_asked_for_and_taken(capsys, ask_json, files):
    assert cli.main(["errors", "--predictions", files["two"]]) == 2
    assert "--column NAME" in capsys.readouterr().err
    found = ask_json("errors", "--predictions", files["two"], "--column", "pred_a")
    assert found["here"]["top1_error"] < 50
    assert cli.main(["errors", "--predictions", files["foreign"]]) == 2
    assert "--numbering KEY" in capsys.readouterr().err
    found = ask_json("errors", "--predictions", files["foreign"], "--numbering", "index")
    assert found["model"] == "foreign (numbering not confirmed)"
    assert found["here"]["top1_error"] > 99


def test_errors_are_asked_of_either_evaluation(ask_json):
    newer = ask_json("errors", "--model", "resnet50", "--evaluation", "imagenetv2")
    assert newer["evaluation"] == "imagenetv2"
    assert newer["here"]["top1_error"] == pytest.approx(100 - 63.33)
    assert newer["here"]["images"] == 10_000
    assert "label_quality" not in newer
    assert ask_json("errors", "--model", "resnet50")["here"]["images"] == 50_000


def test_reassessed_labels_have_the_name_of_their_evaluation(ask_cells):
    older = ask_cells("errors", "--root", DOG)
    newer = ask_cells("errors", "--root", DOG, "--evaluation", "imagenetv2")
    assert "top-1 error on images with ReaL labels 17.32 %" in older
    assert "ReaL error 16.60 %" in older
    assert "on images with refined labels" in newer
    assert "Refined-label error" in newer
    assert "ReaL" not in newer


def test_an_unknown_evaluation_and_a_file_on_the_wrong_one_are_refused(files, capsys):
    assert cli.main(["errors", "--evaluation", "imagenet-c"]) == 2
    assert (
        "evaluation 'imagenet-c'. Choose one of: ilsvrc2012, imagenetv2" in capsys.readouterr().err
    )
    asked = ["errors", "--evaluation", "imagenetv2", "--predictions", files["resnet50"]]
    assert cli.main(asked) == 2
    assert "Files of predictions must be for ILSVRC-2012 validation" in capsys.readouterr().err
