"""The actions of ``errors`` that list tables: models, agreement, duplicates, training sets."""

import pytest

from explorer import cli
from explorer.cli import model_tables
from tests.support.real import validation

DOG = "n02084071"


def test_models_are_listed_with_what_is_available_for_them(ask_json, ask_cells):
    found = ask_json("errors", "models")["models"]
    assert [row["model"] for row in found] == list(validation().names)
    by_name = {row["model"]: row for row in found}
    assert by_name["convnext_tiny_224"]["known"] == "right or wrong only"
    assert by_name["resnet50"]["known"] == "predictions"
    assert by_name["mobilenet_v4_conv_large_qualcomm_int8"]["year"] == 2024
    assert "MLPerf is a trademark" in by_name["mobilenet_edgetpu_samsung_int8"]["note"]
    text = ask_cells("errors", "models")
    assert "convnext_tiny_224 82.11 % ConvNeXt 2022 right or wrong only" in text
    other = ask_json("errors", "models", "--evaluation", "imagenetv2")["models"]
    assert len(other) == 64


def test_the_field_has_models_by_year_and_overall_results_at_the_root_alone(ask_json, ask_cells):
    found = ask_json("errors", "field")
    assert len(found["overall"]) == 1_556 + 121
    assert found["best_so_far"]["a"][-1]["a"] == 88.627
    assert "overall" not in ask_json("errors", "field", "--root", DOG)
    text = ask_cells("errors", "field")
    assert "ImageNet-A eva02_large_patch14_448.mim_m38m_ft_in22k_in1k 88.63 %" in text


def test_labels_to_doubt_are_printed_with_their_caution(ask_json, ask):
    found = ask_json("errors", "doubts", "--root", DOG)
    assert len(found["images"]) == 148
    said = ask("errors", "doubts", "--root", DOG)
    assert "148 images on which at least half of 962 models" in said
    assert "an image that is not listed is not necessarily an easy one" in said
    assert "... and 128 more; see --json." in said


def test_duplicates_begin_with_the_maillots(ask_json, ask_cells):
    found = ask_json("errors", "duplicates")
    assert found["totals"] == {"classes": 811, "across": 11_675, "within": 108, "pairs": 1_265}
    assert found["pairs"][0]["identical_images"] == 277
    text = ask_cells("errors", "duplicates")
    assert "maillot (tights) n03710637 maillot (swimsuit) n03710721 277 21.3 %" in text


def test_training_sets_do_not_name_the_network(ask_json, ask_cells):
    found = ask_json("errors", "training")
    assert found["network"].startswith("not named in the table")
    assert round(found["training_sets"][1]["error"], 2) == 57.75
    assert "Open Images 57.75 % 57.32 to 58.18 1,227,538" in ask_cells("errors", "training")


def test_confidences_of_34_models_and_the_calibration_of_one(ask_json):
    found = ask_json("errors", "confidences")["models"]
    assert (len(found), sum(row["by_image"] for row in found)) == (34, 9)
    one = ask_json("errors", "--model", "keras_xception")
    assert one["calibration"]["expected_calibration_error_points"] > 1


def test_what_needs_the_predicted_class_is_said_of_a_model_of_flags(ask_json):
    found = ask_json("errors", "--model", "resnet_50", "--root", DOG)
    assert "this view needs the class that it predicts on each image" in found["not_available"]
    assert found["here"]["real_error"] is None
    assert found["here"]["top5_error"] > 0
    both = ask_json("errors", "compare", "--model", "resnet_50", "--with", "resnet50")
    assert max(row["images"] for row in both["nodes"]) == 49_002


@pytest.mark.parametrize("action", model_tables.ACTIONS)
@pytest.mark.parametrize("option", ["--model", "--with", "--predictions"])
def test_a_model_that_an_action_would_not_use_is_refused(capsys, action: str, option: str):
    assert cli.main(["errors", action, option, "vgg16"]) == 2
    assert f"errors {action} does not take {option}. Leave it out." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["doubts", "--root", "n00523513"], "No class of ILSVRC-2012 is at or under n00523513"),
        (["models", "--root", DOG], "errors models does not take --root. Leave it out."),
        (
            ["doubts", "--evaluation", "imagenetv2"],
            "covers ILSVRC-2012 validation only, not ImageNetV2",
        ),
        (["field", "--root", "n99999999"], "n99999999"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(capsys, arguments, sentence):
    assert cli.main(["errors", *arguments]) == 2
    assert sentence in capsys.readouterr().err
