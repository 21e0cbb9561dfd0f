"""A user's own data sets in a terminal: brought in, reviewed, asked about, removed."""

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from explorer import cli
from explorer.cli import library as commands
from explorer.cli.command import Commands
from explorer.ingest.library import changes, kept
from tests.support import own_data
from tests.support.own_data import CAT, DOG, PUPPY
from tests.support.real import atlas

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of kept data sets for each test."""
    found = own_data.settings(tmp_path)
    monkeypatch.setattr(cli, "settings", lambda: found)
    monkeypatch.setattr(commands, "settings", lambda: found)
    return found


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A table of counts by name."""
    path = tmp_path / "pets.csv"
    path.write_text(f"class,images\n{DOG},5\n{CAT},3\nmy doggo,2\n")
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Runs a command that must answer, and gives what it printed to standard output."""

    def run(*arguments: str) -> str:
        code = cli.main(arguments)
        printed = capsys.readouterr()
        assert code == 0, printed.err
        return printed.out

    return run


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]):
    """Runs a command that must be refused, and gives the sentence."""

    def refused(*arguments: str) -> str:
        assert cli.main(arguments) == 2
        return capsys.readouterr().err.splitlines()[-1]

    return refused


def test_what_was_added_is_told_with_what_to_do_next(run, pets):
    printed = run("add", str(pets), "--name", "My pets")
    assert printed.startswith("my-pets: My pets\n")
    for said in (
        "3 classes, 10 images",
        "2 exact",
        "1 to review",
        "2 of 3 classes are mapped to synsets (all confirmed); 1 class with 2 images",
        "To review: my doggo",
        "imagenet-explorer mapping my-pets --write mapping.csv",
        "imagenet-explorer balance --dataset my-pets",
    ):
        assert said in printed


def test_what_was_added_is_told_as_json_with_all_that_was_found(run, pets):
    told = json.loads(run("add", str(pets), "--json"))
    assert told["key"] == "pets"
    assert told["format"] == "counts"
    assert told["mapping"]["exact"] == 2
    assert told["to_review"] == ["my doggo"]
    assert Path(told["mapping_file"]).is_file()


def test_a_dry_run_keeps_nothing(run, pets, limits):
    told = json.loads(run("add", str(pets), "--dry-run", "--json"))
    assert (told["kept"], told["mapping_file"]) == (False, None)
    assert not limits.data_dir.exists()


def test_options_are_those_of_the_reader(run, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"a,b,n,m\n{DOG},train,5,9\n{DOG},val,2,9\n")
    options = ("--format", "counts", "--label", "a", "--split", "b", "--images", "n")
    told = json.loads(run("add", str(path), *options, "--json"))
    assert sorted(each["split"] for each in told["splits"]) == ["train", "val"]
    found = json.loads(run("balance", "--dataset", "t", "--json"))
    assert found["shape"]["images"] == 7


def test_a_mapping_is_written_edited_and_read_back(run, refused, pets, tmp_path):
    run("add", str(pets))
    file = tmp_path / "mapping.csv"
    run("mapping", "pets", "--write", str(file))
    assert "already exists" in refused("mapping", "pets", "--write", str(file))
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    for row in rows:
        if row["name"] == "my doggo":
            row |= {"wnid": PUPPY, "match": "accepted", "by": "me"}
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    told = json.loads(run("mapping", "pets", "--read", str(file), "--json"))
    assert told["mapping"]["accepted"] == 1
    assert told["note"] == "3 of 3 classes are mapped to synsets (all confirmed)."
    shown = json.loads(run("show", PUPPY, "--dataset", "pets", "--json"))
    assert shown["own"]["images"] == 2
    assert "my doggo n01322604 puppy accepted me" in " ".join(run("mapping", "pets").split())


def test_a_mapping_can_be_given_at_once(run, pets, tmp_path):
    file = tmp_path / "m.csv"
    file.write_text(f"name,wnid,match\nmy doggo,{PUPPY},accepted\n")
    told = json.loads(run("add", str(pets), "--mapping", str(file), "--json"))
    assert told["to_review"] == []


def test_it_is_listed_with_the_others_and_by_its_own_names(run, pets):
    run("add", str(pets))
    assert "Your data sets pets pets 2" in " ".join(run("datasets").split())
    told = json.loads(run("datasets", "pets", "--classes", "--json"))
    assert told["certainty"] == {"exact identifier": 2, "to be reviewed": 1}
    assert told["datasets"][0]["totals"]["images"]["value"] == 8
    assert told["datasets"][0]["note"].endswith(
        "1 class with 2 images is not mapped and not counted."
    )


def test_a_refresh_tells_what_is_new_and_gone(run, pets):
    run("add", str(pets))
    assert "neither the source nor the mapping changed" in run("refresh", "pets")
    pets.write_text(f"class,images\n{DOG},7\nnewcomer,3\nmy doggo,2\n")
    printed = run("refresh", "pets")
    assert "new: newcomer" in printed
    assert f"gone: {CAT}" in printed
    assert json.loads(run("refresh", "pets", "--force", "--json"))["changed"] is True


def test_what_is_kept_is_listed_with_what_became_of_its_files(run, pets, limits):
    assert "You keep no data set" in run("list")
    run("add", str(pets), "--name", "My pets")
    (limits.data_dir / "datasets" / "notes").mkdir()
    listed = json.loads(run("list", "--json"))["data_sets"]
    assert [(each["key"], each["classes"], each["confirmed"]) for each in listed] == [
        ("my-pets", 3, 2),
        ("notes", None, None),
    ]
    assert listed[0]["source_changes"] is None
    pets.write_text(f"class,images\n{DOG},6\n")
    text = run("list", "--changes")
    assert "3 classes, 2 confirmed, 1 to review; read from" in text
    assert "changed: pets.csv" in text
    assert "notes is no folder of a data set" in text


def test_what_is_removed_is_unknown(run, refused, pets):
    run("add", str(pets))
    assert run("remove", "pets") == "Removed pets (pets).\n"
    assert "Unknown data set 'pets': you have not added any." in refused("remove", "pets")
    assert "Unknown data set 'pets'" in refused("balance", "--dataset", "pets")


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "/no/such/file.csv"),
        ("add", "{pets}", "--mapping", "/no/such/file.csv"),
        ("add", "{pets}", "--format", "nothing"),
        ("add", "{pets}", "--label", "nothing"),
        ("refresh", "nothing"),
        ("mapping", "nothing"),
        ("mapping", "../pets"),
        ("remove", ".."),
        ("remove", "fall11"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(refused, pets, limits, arguments):
    said = refused(*(each.replace("{pets}", str(pets)) for each in arguments))
    assert said.startswith("explorer: ")
    assert not limits.data_dir.exists()


def test_a_damaged_folder_is_named_on_standard_error_and_hides_nothing(capsys, limits, pets):
    assert cli.main(["add", str(pets)]) == 0
    (kept.place(limits) / "notes").mkdir()
    capsys.readouterr()
    assert cli.main(["datasets", "pets"]) == 0
    printed = capsys.readouterr()
    assert "notes is no folder of a data set" in printed.err
    assert printed.out.startswith("pets: pets")


def test_names_of_a_file_are_printed_visibly(run, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text('class,images\n"\u202egod",5\n"a\x1b[31m",3\n', encoding="utf-8")
    printed = run("add", str(path))
    assert "U+202E" in printed
    assert "\u202e" not in printed
    assert "\x1b" not in printed


# Every command


def with_dataset() -> list[str]:
    """Commands that have the option ``--dataset``."""
    made = Commands()
    for family in cli.FAMILIES:
        family.add(made)
    choices = next(
        each.choices
        for each in made.parser._actions  # noqa: SLF001 argparse has no other way
        if isinstance(each, argparse._SubParsersAction)  # noqa: SLF001
    )
    return [
        name
        for name, command in choices.items()
        if "--dataset" in command._option_string_actions  # noqa: SLF001
    ]


POSITIONAL = {"search": ["dog"], "show": [DOG], "path": [DOG]}


@pytest.mark.parametrize("command", with_dataset())
def test_every_command_with_a_data_set_takes_ones_own(run, limits, command):
    rows = [{"position": at, "images": 10 * (at + 1), "boxes": 2} for at in range(3)]
    boxes = own_data.boxes([(1, 0, 20, 10, 0, 0, 10, 5), (2, 1, 20, 10, 0, 0, 5, 10)])
    read = own_data.content(rows, ["dog", "cat", "thing"], shared=False, boxes=boxes)
    own = own_data.own(read, own_data.mapping(read, [DOG, CAT, ""]), "mine")
    kept.keep(own, atlas(), limits)
    arguments = [command, *POSITIONAL.get(command, []), "--dataset", "mine"]
    assert run(*arguments)
    told = json.loads(run(*arguments, "--json"))
    assert told["own_data_sets"] == {
        "mine": "2 of 3 classes are mapped to synsets (all confirmed); 1 class with 30 images is "
        "not mapped and not counted."
    }


def test_superclasses_of_images_with_several_classes_count_image_class_pairs(run, limits):
    rows = [{"position": 0, "images": 5}, {"position": 1, "images": 7}]
    read = own_data.content(rows, ["dog", "cat"], {"": 9}, shared=True)
    kept.keep(own_data.own(read, own_data.mapping(read, [DOG, CAT]), "mine"), atlas(), limits)
    said = run("superclasses", "--dataset", "mine")
    assert "classes  image-class pairs\n" in said
    told = json.loads(run("superclasses", "--dataset", "mine", "--json"))
    assert told["counted"] == "Image-class pairs"
    assert sum(row["images"] for row in told["groups"]) == 12


def test_how_much_is_mapped_stands_beside_a_drop_list_and_not_in_it(capsys, limits):
    rows = [{"position": 0, "images": 5}, {"position": 1, "images": 7}]
    read = own_data.content(rows, ["woman", "thing"], shared=False)
    own = own_data.own(read, own_data.mapping(read, ["n10787470", ""]), "mine")
    kept.keep(own, atlas(), limits)
    assert cli.main(["people", "--dataset", "mine", "--drop-list"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "n10787470\tsensitive\n"
    assert "mine: 1 of 2 classes is mapped to synsets" in printed.err


def test_a_data_set_with_boxes_is_kept_before_any_class_has_a_synset(run, limits):
    boxes = own_data.boxes([(1, 0, 20, 10, 0, 0, 10, 5)])
    read = own_data.content([{"position": 0, "images": 1}], ["my doggo"], boxes=boxes)
    kept.keep(own_data.own(read, own_data.mapping(read, [""]), "mine"), atlas(), limits)
    told = json.loads(run("datasets", "mine", "--json"))["datasets"][0]
    assert told["synsets"] == 0
    assert json.loads(run("boxes", "--dataset", "mine", "--json"))["own_boxes"]["boxes"] == 0


def test_boxes_are_those_of_the_data_set(run, limits):
    boxes = own_data.boxes([(1, 0, 20, 10, 0, 0, 10, 5), (1, 0, 20, 10, 0, 0, 20, 10)])
    read = own_data.content([{"position": 0, "images": 1}], ["dog"], shared=False, boxes=boxes)
    kept.keep(own_data.own(read, own_data.mapping(read, [DOG])), atlas(), limits)
    told = json.loads(run("boxes", "--dataset", "animals", "--json"))
    assert told["own_boxes"]["boxes"] == 2
    assert told["own_boxes"]["mean_scale"] == 62.5
    assert "validation" not in told
    assert "Animals: 2 boxes of 1 class" in run("boxes", "--dataset", "animals")


def test_a_data_set_without_boxes_says_so(refused, limits):
    kept.keep(own_data.animals(), atlas(), limits)
    assert "Animals has no bounding boxes" in refused("boxes", "--dataset", "animals")


# Interrupted

SLOW = """
import sys, time
from explorer import cli
from explorer.ingest.datasets import formats

def slowly(path, settings, report, format, options):
    report(0.0, "reading slowly")
    time.sleep(60)

formats.read = slowly
sys.exit(cli.main(["add", sys.argv[1]]))
"""


def test_an_interrupt_leaves_nothing_behind(tmp_path, pets):
    environment = os.environ | {"EXPLORER_DATA_DIR": str(tmp_path / "kept")}
    begun = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(pets)],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert begun.stderr is not None
    while "reading slowly" not in begun.stderr.readline():
        time.sleep(0.01)
    begun.send_signal(signal.SIGINT)
    out, told = begun.communicate(timeout=30)
    assert (begun.returncode, out) == (130, "")
    assert told == "explorer: Cancelled; nothing was changed.\n"
    assert not (tmp_path / "kept").exists()


def test_the_terminal_reads_as_the_library_does(run, pets, limits):
    run("add", str(pets))
    first = kept.opened(kept.find(limits, "pets"))
    again = changes.read(pets, atlas(), limits).own
    assert first.content.counts.equals(again.content.counts)


def test_a_missing_cell_is_unknown_for_its_class_alone(run, tmp_path: Path):
    path = tmp_path / "wide.csv"
    path.write_text(f"wnid,train,val\n{DOG},10,5\n{CAT},7,\nn01503061,4,2\n")
    printed = run("add", str(path))
    assert "3 classes, at least 21 images summed over classes; 1 class without a count" in printed
    told = json.loads(run("datasets", "wide", "--json"))["datasets"][0]["totals"]
    assert {key: (each["value"], each["classes_not_known"]) for key, each in told.items()} == {
        "classes": (3, 0),
        "images": (21, 1),
        "images_train": (21, 0),
        "images_val": (7, 1),
    }
    listed = " ".join(run("datasets", "wide").split())
    assert "Images at least 21; 1 class without a count" in listed
    about = json.loads(run("show", CAT, "--dataset", "wide", "--json"))["figures"]
    assert (about["images"]["own"], about["images_train"]["own"]) == (None, 7)


def test_a_plan_of_images_with_several_classes_speaks_of_pairs(run, tmp_path: Path):
    path = tmp_path / "both.jsonl"
    rows = [{"image": "a.jpg", "label": [DOG, CAT]}, {"image": "b.jpg", "label": [DOG]}]
    path.write_text("\n".join(map(json.dumps, rows)))
    run("add", str(path))
    assert "3 image-class pairs per epoch" in run("plan", "--dataset", "both")
