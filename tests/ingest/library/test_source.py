"""A source is seen to have changed when any of its files did, and what changed is named."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.ingest.datasets.format import Options
from explorer.ingest.library import changes, kept, source
from explorer.ingest.library.source import Difference, State
from explorer.settings import Settings
from tests.support.own_data import settings
from tests.support.real import atlas

MANY = 1_000


@pytest.fixture
def limits(tmp_path: Path) -> Settings:
    return settings(tmp_path)


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def tree(root: Path) -> Path:
    for name in ("a.csv", "train/b.csv", "train/deep/c.csv", "val/d.csv"):
        write(root / name)
    for number in range(3):
        write(root / "train" / "dog" / f"{number}.jpg")
    return root


def since(root: Path, change: Callable[[Path], object], most: int = MANY) -> Difference:
    before = source.state(str(root), most)
    change(root)
    return source.difference(before, source.state(str(root), most))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file grows": lambda root: write(root / "train" / "b.csv", "longer"),
    "a file gets another time": lambda root: os.utime(root / "a.csv", ns=(1, 1)),
    "a file is added": lambda root: write(root / "train" / "new.csv"),
    "a file in a new folder": lambda root: write(root / "new" / "new.csv"),
    "a file is removed": lambda root: (root / "val" / "d.csv").unlink(),
    "a file is renamed": lambda root: (root / "a.csv").rename(root / "z.csv"),
    "a file is moved": lambda root: (root / "a.csv").rename(root / "val" / "a.csv"),
    "an image is added": lambda root: write(root / "train" / "dog" / "9.jpg"),
    "an image is removed": lambda root: (root / "train" / "dog" / "0.jpg").unlink(),
    "an image changes its class": lambda root: shutil.move(
        root / "train" / "dog" / "0.jpg", write(root / "train" / "cat" / "7.jpg").parent / "0.jpg"
    ),
}


@pytest.mark.parametrize("most", [0, 1, 3, MANY])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_noticed_however_few_files_are_compared(tmp_path, change, most):
    assert since(tree(tmp_path / "data"), change, most)


@pytest.mark.parametrize("most", [0, 1, 3, MANY])
def test_nothing_is_noticed_where_nothing_changed(tmp_path, most):
    root = tree(tmp_path / "data")
    assert not since(root, lambda _: None, most)
    # The size and time of an image change no figure.
    assert not since(root, lambda at: write(at / "train" / "dog" / "0.jpg", "larger"), most)


def test_two_changes_that_keep_number_and_size_are_noticed(tmp_path):
    root = tree(tmp_path / "data")

    def swapped(at: Path) -> None:
        times = [(at / name).stat().st_mtime_ns for name in ("a.csv", "val/d.csv")]
        os.utime(at / "a.csv", ns=(times[0] - 5, times[0] - 5))

    assert since(root, swapped, 0)


def test_what_changed_is_named(tmp_path):
    root = tree(tmp_path / "data")

    def several(at: Path) -> None:
        write(at / "train" / "b.csv", "longer")
        write(at / "new.csv")
        (at / "val" / "d.csv").unlink()
        write(at / "train" / "dog" / "8.jpg")
        write(at / "train" / "dog" / "9.jpg")

    found = since(root, several)
    assert found == Difference(
        ("train/b.csv", "train/dog/ (2 files more)"), ("new.csv",), ("val/d.csv",)
    )
    assert str(found) == (
        "Of its files, changed: train/b.csv, train/dog/ (2 files more); added: new.csv; "
        "removed: val/d.csv."
    )


def test_of_more_files_than_are_compared_folders_are_named(tmp_path):
    root = tmp_path / "data"
    for folder in range(4):
        for file in range(20):
            write(root / f"part{folder}" / f"{file}.csv")
    found = since(root, lambda at: write(at / "part2" / "new.csv"), 10)
    assert found == Difference(("part2/ (1 file more)",))


def test_a_glob_sees_the_files_it_names_and_no_others(tmp_path):
    root = tree(tmp_path / "data")
    pattern = str(root / "t*" / "*.csv")
    before = source.state(pattern, MANY)
    write(root / "a.csv", "longer")
    assert source.state(pattern, MANY) == before
    write(root / "train" / "e.csv")
    assert source.difference(before, source.state(pattern, MANY)).added == ("train/e.csv",)


def test_a_state_of_an_earlier_version_is_compared_as_a_whole(tmp_path):
    root = tree(tmp_path / "data")
    now = source.state(str(root), MANY)
    old = source.of_json({"files": now.files, "bytes": now.size, "newest": now.newest})
    assert not source.difference(old, now)
    write(root / "a.csv", "longer")
    changed = source.difference(old, source.state(str(root), MANY))
    assert str(changed) == "Some of its files changed."


def test_a_state_is_what_was_written():
    some = State(3, 10, 5, None, {"a.csv": (1, 10, 7), "b/": (2, 0, 9)})
    assert source.of_json(some.as_json()) == some
    assert source.of_json({}) == State()


NAMES = st.sampled_from(["a.csv", "b.txt", "x/a.csv", "x/y/b.csv", "z/c.xml", "x/1.jpg", "z/2.jpg"])


@given(st.sets(NAMES), st.sets(NAMES), st.integers(0, 8))
def test_other_files_are_another_state(some, others, most):
    def made(names: set[str]) -> State:
        with tempfile.TemporaryDirectory() as folder:
            for name in names:
                path = write(Path(folder) / name)
                os.utime(path, ns=(1, 1))
            return source.state(folder, most)

    def counted(names: set[str]) -> list[str]:
        # Of images only the number in a folder counts.
        images = sorted(name.rpartition("/")[0] for name in names if name.endswith("jpg"))
        return images + sorted(name for name in names if not name.endswith("jpg"))

    same = counted(some) == counted(others)
    assert (not source.difference(made(some), made(others))) == same


# Files that are read with a source


def refreshed(limits: Settings, key: str) -> Difference | None:
    found = changes.refresh(key, atlas(), limits)
    return None if found is None else found.difference


def add(path: Path, limits: Settings, **also: object) -> str:
    found = changes.read(path, atlas(), limits, **also)  # type: ignore[arg-type]
    changes.keep(found, atlas(), limits)
    return found.own.key


KAGGLE = "ImageId,PredictionString\nILSVRC2012_val_00000001,n02084071 1 1 5 5\n"


def test_a_list_of_class_names_beside_the_file_is_noticed(tmp_path, limits):
    path = write(tmp_path / "LOC_val_solution.csv", KAGGLE)
    key = add(path, limits)
    assert refreshed(limits, key) is None
    write(tmp_path / "LOC_synset_mapping.txt", "n02084071 my dog\n")
    assert refreshed(limits, key) == Difference(added=("LOC_synset_mapping.txt",))
    assert refreshed(limits, key) is None
    own = kept.opened(kept.find(limits, key))
    assert own.content.classes["name"].tolist() == ["my dog"]


def test_a_table_of_sizes_elsewhere_is_noticed(tmp_path, limits):
    path = write(tmp_path / "data" / "LOC_val_solution.csv", KAGGLE)
    sizes = write(tmp_path / "sizes.csv", "image,width,height\nILSVRC2012_val_00000001,10,10\n")
    key = add(path, limits, options=Options(sizes=sizes))
    write(sizes, "image,width,height\nILSVRC2012_val_00000001,100,100\n")
    assert refreshed(limits, key) == Difference((str(sizes),))


def test_the_labels_beside_yolos_data_yaml_are_noticed(tmp_path, limits):
    root = tmp_path / "yolo"
    write(root / "data.yaml", "names: [dog, cat]\ntrain: images/train\n")
    write(root / "images" / "train" / "1.jpg")
    write(root / "labels" / "train" / "1.txt", "0 0.5 0.5 0.1 0.1\n")
    key = add(root / "data.yaml", limits)
    assert refreshed(limits, key) is None
    write(root / "labels" / "train" / "1.txt", "1 0.5 0.5 0.1 0.1\n0 0.5 0.5 0.2 0.2\n")
    assert refreshed(limits, key) == Difference(("labels/train/1.txt",))


def test_a_partition_of_a_manifest_is_noticed(tmp_path, limits):
    for split in ("train", "val"):
        write(tmp_path / "parts" / f"split={split}" / "0.csv", "image,label\n1.jpg,n02084071\n")
    key = add(tmp_path / "parts", limits)
    write(tmp_path / "parts" / "split=val" / "1.csv", "image,label\n2.jpg,n02121620\n")
    found = changes.refresh(key, atlas(), limits)
    assert found is not None
    assert found.difference == Difference(added=("split=val/1.csv",))
    assert found.new == ("n02121620",)
