"""What a user keeps is whole or not there, whatever happens; what is damaged is named."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from explorer.errors import ExplorerError
from explorer.ingest.datasets.content import Aside
from explorer.ingest.library import kept, store
from explorer.ingest.library.lock import locked
from explorer.ingest.library.own import OwnDataSet
from explorer.ingest.library.store import Changed, Damaged
from explorer.settings import Settings
from tests.support.own_data import CAT, DOG, animals, boxes, content, mapping, own, settings
from tests.support.real import atlas


@pytest.fixture
def limits(tmp_path: Path) -> Settings:
    return settings(tmp_path)


def images(limits: Settings, key: str = "animals") -> float:
    """All images of a data set that is kept."""
    found = kept.dataset(kept.find(limits, key), atlas().hierarchy)
    return float(found.columns["images"].sum())


def rich() -> OwnDataSet:
    """A data set with everything that can be read."""
    rows = [
        {"position": 0, "split": "train", "images": 5, "labels": 9, "boxes": 2, "crowd": 1},
        {"position": 1, "split": "val", "images": 3},
    ]
    read = content(
        rows,
        ["dog", "=cat()"],
        {"train": 6, "val": None},
        shared=True,
        exhaustive=False,
        boxes=boxes(
            [(1, 0, 20, 10, 1.5, 0, 10, 5), (2, 0, float("nan"), float("nan"), 0, 0, 1, 1)]
        ),
        aside=(Aside(what="boxes without a class", count=3, where="a.csv, row 7"),),
        recognised="It has columns.",
    )
    return own(read, mapping(read, [DOG, CAT], ["exact", "published"]), path="/data/animals.csv")


def test_a_data_set_that_is_kept_has_the_same_figures(limits):
    kept.keep(animals(), atlas(), limits)
    folder = kept.find(limits, "animals")
    found = kept.dataset(folder, atlas().hierarchy)
    assert found.columns.frame(["images"])["images"].to_dict() == {DOG: 10, CAT: 20}
    assert (found.title, found.group) == ("Animals", "Your data sets")
    assert found.note.startswith("2 of 3 classes are mapped")


def test_what_was_read_comes_back_as_it_was(limits):
    before = rich()
    kept.keep(before, atlas(), limits)
    after = kept.opened(kept.find(limits, "animals"))
    for name in ("classes", "counts", "splits", "boxes"):
        pd.testing.assert_frame_equal(
            getattr(after.content, name), getattr(before.content, name), check_dtype=False
        )
    for name in ("provenance", "shared", "exhaustive", "box_unit", "aside", "recognised"):
        assert getattr(after.content, name) == getattr(before.content, name)
    pd.testing.assert_frame_equal(after.mapping.table, before.mapping.table)
    assert (after.path, after.options, after.title) == (before.path, before.options, before.title)


def test_columns_and_boxes_are_parquet_and_the_mapping_is_csv(limits):
    folder = kept.keep(rich(), atlas(), limits)
    inside = folder.path / folder.state
    assert len(pd.read_parquet(inside / "columns.parquet")) == 2
    assert len(pd.read_parquet(inside / "boxes.parquet")) == 2
    listed = pd.read_csv(inside / "mapping.csv", dtype=str, keep_default_na=False)
    assert listed["match"].tolist() == ["exact", "published"]
    about = json.loads((folder.path / "dataset.json").read_text("utf-8"))
    assert about["provenance"]["source"] == "animals.csv"
    assert about["aside"][0]["where"] == "a.csv, row 7"


def test_no_table_is_read_before_a_figure_is_asked_for(limits, monkeypatch):
    kept.keep(animals(), atlas(), limits)
    found = kept.dataset(kept.find(limits, "animals"), atlas().hierarchy)
    monkeypatch.setattr(pd, "read_parquet", lambda *_, **__: pytest.fail("a table was read"))
    assert [measure.key for measure in found.measures] == ["classes", "images", "images_per_class"]


def test_classes_of_the_challenge_are_given_its_evaluation(limits):
    read = content([{"position": 0, "images": 5}], ["tench"], shared=False)
    kept.keep(own(read, mapping(read, ["n01440764"]), "fish"), atlas(), limits)
    kept.keep(animals(), atlas(), limits)
    fish, others = (
        kept.dataset(kept.find(limits, key), atlas().hierarchy) for key in ("fish", "animals")
    )
    assert (fish.evaluation, others.evaluation) == ("ilsvrc2012", "")
    whole = atlas().with_datasets({"fish": fish})
    at = atlas().hierarchy.positions(["n01440764"])
    errors = [whole.roll_up(key).own("top1_error", at)[0] for key in ("fish", "ilsvrc2012")]
    assert errors[0] == errors[1] > 0


def test_a_second_data_set_of_a_key_is_refused(limits):
    kept.keep(animals(), atlas(), limits)
    with pytest.raises(Changed, match="There is a data set 'animals' by now"):
        kept.keep(animals(images=99), atlas(), limits)
    assert images(limits) == 30


def test_a_new_state_takes_the_place_of_the_one_that_it_was_made_from(limits):
    first = kept.keep(animals(), atlas(), limits)
    second = kept.keep(animals(images=20), atlas(), limits, first.state)
    assert images(limits) == 60
    assert {path.name for path in second.path.iterdir()} == {"dataset.json", second.state}
    with pytest.raises(Changed, match="was changed meanwhile"):
        kept.keep(animals(images=99), atlas(), limits, first.state)
    assert images(limits) == 60


def test_who_reads_an_older_state_is_told_that_it_was_changed(limits):
    first = kept.keep(animals(), atlas(), limits)
    found = kept.dataset(first, atlas().hierarchy)
    kept.keep(animals(images=20), atlas(), limits, first.state)
    with pytest.raises(Changed, match="'animals' was changed meanwhile"):
        found.columns["images"]


def test_what_is_removed_is_gone(limits):
    kept.keep(animals(), atlas(), limits)
    store.remove(kept.place(limits), "animals")
    assert kept.listed(limits) == kept.Listed({}, ())
    assert [path.name for path in kept.place(limits).iterdir()] == [".lock"]


def test_an_unknown_key_is_said_with_those_that_there_are(limits):
    kept.keep(animals(), atlas(), limits)
    with pytest.raises(ExplorerError, match=r"Unknown data set 'plants'\. Yours are: animals"):
        kept.find(limits, "plants")


def test_an_edited_mapping_is_noticed(limits):
    folder = kept.keep(animals(), atlas(), limits)
    assert not folder.edited()
    folder.mapping.write_bytes(folder.mapping.read_bytes().replace(b"exact", b"broader"))
    assert kept.find(limits, "animals").edited()


# Damage


def damaged(limits: Settings) -> str:
    """The one problem with what is kept; no data set is listed beside it."""
    found = kept.listed(limits)
    assert not found.folders
    (problem,) = found.problems
    return problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"kind": "imagenet-explorer data set"}',
        "null",
        "\x00\xff",
        "[" * 99_999,
    ],
)
def test_a_damaged_description_is_named_and_skipped(limits, text):
    folder = kept.keep(animals(), atlas(), limits)
    (folder.path / "dataset.json").write_text(text, "utf-8")
    assert str(folder.path / "dataset.json") in damaged(limits)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 99),
        ("key", "other"),
        ("state", "../elsewhere"),
        ("state", "."),
        ("files", {"../x": {"bytes": 0, "sha256": "0" * 64}}),
        ("files", None),
        ("title", 3),
        ("description", {}),
        ("provenance", {"source": "x"}),
        ("description", None),
    ],
)
def test_a_description_that_makes_no_sense_is_named_and_skipped(limits, name, value):
    folder = kept.keep(animals(), atlas(), limits)
    about = json.loads((folder.path / "dataset.json").read_text("utf-8"))
    (folder.path / "dataset.json").write_text(json.dumps(about | {name: value}), "utf-8")
    assert "is damaged or was written by another version" in damaged(limits)


@pytest.mark.parametrize("name", ["columns.parquet", "classes.parquet", "counts.parquet"])
def test_a_table_that_is_cut_off_or_missing_is_named_and_skipped(limits, name):
    folder = kept.keep(animals(), atlas(), limits)
    file = folder.path / folder.state / name
    file.write_bytes(file.read_bytes()[:-1])
    assert f"{name} is damaged: expected" in damaged(limits)
    file.unlink()
    assert "found no such file" in damaged(limits)


def test_a_table_with_other_bytes_is_named_when_it_is_read(limits):
    folder = kept.keep(animals(), atlas(), limits)
    file = folder.path / folder.state / "columns.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(Damaged, match=r"columns\.parquet is damaged"):
        images(limits)


@pytest.mark.parametrize("name", ["notes", "Notes 2", "a_b", "-x", "x" * 41, "con.txt"])
def test_a_foreign_folder_is_named_and_left_as_it_is(limits, name):
    kept.keep(animals(), atlas(), limits)
    (kept.place(limits) / name).mkdir()
    (kept.place(limits) / name / "mine.txt").write_text("mine")
    found = kept.listed(limits)
    assert list(found.folders) == ["animals"]
    assert "is no folder of a data set" in found.problems[0]
    kept.keep(animals("others"), atlas(), limits)
    assert (kept.place(limits) / name / "mine.txt").read_text() == "mine"


def test_a_foreign_file_is_named_and_left_as_it_is(limits):
    kept.keep(animals(), atlas(), limits)
    (kept.place(limits) / "notes").write_text("mine")
    assert "is no folder of a data set" in kept.listed(limits).problems[0] or (
        "cannot be read" in kept.listed(limits).problems[0]
    )
    assert (kept.place(limits) / "notes").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_said_with_what_to_do(tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(ExplorerError, match="EXPLORER_DATA_DIR"):
        kept.keep(animals(), atlas(), settings(tmp_path))


# Kills and other processes

KILLED = """
import os, signal, sys
from pathlib import Path
from tests.support.own_data import animals, settings
from tests.support.real import atlas
from explorer.ingest.library import kept, store

folder, action = Path(sys.argv[1]), sys.argv[2]
limits = settings(folder)
atlas()
kept.described(animals(), limits)
counting = [0, 0]
events = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}

def count(event, _arguments):
    if event in events and counting[1]:
        counting[0] += 1
        if counting[0] == counting[1]:
            os.kill(os.getpid(), signal.SIGKILL)

def act():
    before = kept.find(limits, "animals").state if action != "add" else ""
    if action == "remove":
        store.remove(kept.place(limits), "animals")
    else:
        kept.keep(animals(images=20), atlas(), limits, before)

sys.addaudithook(count)
for point in range(1, 200):
    if action != "add":
        if "animals" not in kept.listed(limits).folders:
            kept.keep(animals(), atlas(), limits)
    else:
        if "animals" in kept.listed(limits).folders:
            store.remove(kept.place(limits), "animals")
    child = os.fork()
    if not child:
        counting[:] = [0, point]
        act()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    found = kept.listed(limits)
    images = [
        int(kept.dataset(each, atlas().hierarchy).columns["images"].sum())
        for each in found.folders.values()
    ]
    print(os.WIFSIGNALED(status), images, len(found.problems), flush=True)
    if found.folders and action == "replace":
        kept.keep(animals(), atlas(), limits, found.folders["animals"].state)
    if not os.WIFSIGNALED(status):
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("action", "states"),
    [("add", {(), (60,)}), ("replace", {(30,), (60,)}), ("remove", {(30,), ()})],
)
def test_a_kill_at_any_moment_leaves_the_old_or_the_new(tmp_path, action, states):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), action],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    assert [killed for killed, _ in lines] == ["True"] * (len(lines) - 1) + ["False"]
    assert len(lines) >= 4
    assert {rest.rsplit(" ", 1)[1] for _, rest in lines} == {"0"}
    seen = {tuple(json.loads(rest.rsplit(" ", 1)[0])) for _, rest in lines}
    assert seen == states
    # What the killed ones left is swept by the next who writes.
    kept.keep(animals("others"), atlas(), settings(tmp_path))
    left = {path.name for path in kept.place(settings(tmp_path)).iterdir()}
    assert left <= {".lock", "animals", "others"}


HOLDING = """
import sys, time
from pathlib import Path
from explorer.ingest.library.lock import locked

with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_is_waited_for_and_goes_with_the_process(tmp_path):
    file = tmp_path / ".lock"
    held = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLDING,
            str(file),
        ],
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
    )
    assert held.stdout is not None
    assert held.stdout.readline() == b"held\n"
    told = pytest.raises(ExplorerError, match="Another process changes the data sets")
    with told, locked(file, patience=0.1):
        pass
    held.send_signal(signal.SIGKILL)
    held.wait()
    held.stdout.close()
    with locked(file, patience=1):
        pass


def test_several_who_add_at_once_add_one_each_or_are_told(limits):
    told: list[str] = []

    def add(images: int) -> None:
        try:
            kept.keep(animals(images=images), atlas(), limits)
        except Changed as problem:
            told.append(str(problem))

    threads = [threading.Thread(target=add, args=(each,)) for each in (10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 2
    assert images(limits) in {30, 60, 90}


def test_a_state_is_replaced_while_another_thread_lists(limits):
    folder = kept.keep(animals(), atlas(), limits)
    end = time.monotonic() + 1.0
    problems: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            found = kept.listed(limits)
            problems.extend(found.problems)

    thread = threading.Thread(target=look)
    thread.start()
    while time.monotonic() < end:
        folder = kept.keep(animals(), atlas(), limits, folder.state)
    done.set()
    thread.join()
    assert problems == []
