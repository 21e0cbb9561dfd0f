"""The command ``superclasses``: the same cut as from a URL, and files that contain it."""

import csv
import json
from pathlib import Path

import pytest

from explorer import cli
from explorer.audits.superclasses import groups
from explorer.audits.superclasses.cut import parsed
from explorer.audits.superclasses.heads import SMALL
from tests.support.real import atlas

DOG = "n02084071"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ([], "groups-20"),
        (["--groups", "30", "--by", "images"], "groups-30-images"),
        (["--depth", "8"], "depth-8"),
        (["--min-images", "20000"], "images-20000"),
        (["--min-classes", "10"], "classes-10"),
        (["--preset", "tiered"], "preset-tiered"),
        (
            ["--by-hand", "--edit", f"take-{DOG}", "--edit", f"split-{DOG}"],
            f"hand.take-{DOG}.split-{DOG}",
        ),
    ],
)
def test_options_an_address_and_a_file_give_the_same_cut(ask_json, tmp_path, options, text):
    found = ask_json("superclasses", *options)
    assert found["cut"] == text
    assert ask_json("superclasses", "--cut", text) == found
    file = tmp_path / "cut.json"
    ask_json("superclasses", *options, "--write", str(file))
    assert ask_json("superclasses", "--cut", str(file)) == found
    over = atlas().roll_up("ilsvrc2012")
    same = groups.grouping(over, parsed(text))
    assert found["by_wnid"] == dict(zip(same.wnids, same.group.tolist(), strict=True))


def test_the_groups_add_up(ask, ask_json):
    found = ask_json("superclasses", "--dataset", "fall11", "--groups", "12")
    assert len(found["groups"]) == found["totals"]["groups"] == 12
    assert sum(row["classes"] for row in found["groups"]) == 21_841
    text = ask("superclasses", "--dataset", "fall11", "--groups", "12")
    assert text.startswith("12 superclasses with all 21,841 classes of ImageNet-21K")
    assert f"assigned to {found['groups'][1]['name']} (largest), of" in text


def test_class_to_superclass_is_written_as_csv(ask, tmp_path: Path):
    file = tmp_path / "map.csv"
    assert "written: " in ask("superclasses", "--preset", "category67", "--write", str(file))
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert len(rows) == 1_000
    assert rows[281] == {
        "index": "281",
        "wnid": "n02123045",
        "name": "tabby",
        "superclass_index": rows[281]["superclass_index"],
        "superclass": "cat",
        "superclass_name": "cat",
    }


def test_a_split_is_in_the_answer_and_in_the_file(ask_cells, ask_json, tmp_path: Path):
    file = tmp_path / "map.json"
    options = ["--preset", "tiered", "--split", "7", "--split-by", "images"]
    found = ask_json("superclasses", *options, "--write", str(file))
    assert json.loads(file.read_text("utf-8"))["split"] == found["split"]
    assert sum(map(len, found["split"]["source"] + found["split"]["target"])) == 608
    assert "source classes target classes\n" in ask_cells("superclasses", *options)


def test_errors_at_the_cut_are_those_of_the_page(ask, ask_json):
    found = ask_json("superclasses", "--groups", "20", "--errors", "resnet50")["errors"]
    assert found["summary"]["images"] == 50_000
    assert sum(row["images"] for row in found["confusion"]) == 50_000
    assert found["curve"][-1]["accuracy"] == pytest.approx(76.13)
    text = ask("superclasses", "--groups", "20", "--errors", "resnet50")
    assert "resnet50: accuracy at the cut 89.50 % (95% CI 89.23 to 89.77)" in text
    assert found["answer"] in text


def test_an_edit_that_was_not_applied_is_reported(ask, ask_json):
    found = ask_json("superclasses", "--edit", "split-n02085620")
    assert found["refused"] == [{"edit": "split-n02085620", "reason": "it is no group of this cut"}]
    assert "not applied: split-n02085620" in ask("superclasses", "--edit", "split-n02085620")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--edit", "split"], "An edit is an action"),
        (["--cut", "groups-x"], "begins with its method"),
        (["--dataset", "vid", "--min-images", "10"], "counts of ILSVRC VID are not available"),
        (["--dataset", "fall11", "--errors", "resnet50"], "Predictions are not available"),
        (["--errors", "nobody"], "Unknown model 'nobody'"),
        (["--write", "map.txt"], "ends in .csv or .json"),
        (["--write", "/nowhere/map.csv"], "cannot be written"),
        (["--dataset", "none"], "Unknown data set 'none'"),
        (["--cut", "nowhere/cut.json"], "'cut.json' cannot be read as a cut: no such file."),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(capsys, arguments, sentence):
    assert cli.main(["superclasses", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_two_methods_are_refused_with_the_usage(capsys):
    with pytest.raises(SystemExit):
        cli.main(["superclasses", "--groups", "3", "--depth", "4"])
    assert "not allowed with" in capsys.readouterr().err


def test_the_help_says_that_small_children_stay_together(capsys):
    with pytest.raises(SystemExit):
        cli.main(["superclasses", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert f"smaller than a {'tenth' if SMALL == 0.1 else SMALL} of the mean group" in said
