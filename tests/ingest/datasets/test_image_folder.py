"""Folders of images become classes, splits and counts; what is no image is set aside and said."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import formats, image_tree
from explorer.ingest.datasets.content import Content
from explorer.progress import Cancelled
from explorer.settings import Settings
from tests.support.data_set_files import figures, said


def make(root: Path, files: Iterable[str], content: bytes = b"x") -> None:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def read(root: Path, limits: Settings | None = None) -> Content:
    return formats.read(root, limits or Settings())


def splits(content: Content) -> dict[str, tuple[int, int]]:
    return {
        each["split"]: (each["images"], each["unlabelled"])
        for each in content.splits.to_dict("records")
    }


def test_a_folder_with_images_is_a_class(tmp_path: Path) -> None:
    make(tmp_path, ["dog/1.jpg", "dog/2.JPEG", "cat/1.png"])
    content = read(tmp_path)
    assert figures(content) == {("dog", ""): 2, ("cat", ""): 1}
    assert splits(content) == {"": (3, 0)}
    assert content.shared is False
    assert content.aside == ()


def test_folders_above_the_classes_are_splits(tmp_path: Path) -> None:
    make(tmp_path, ["train/dog/1.jpg", "train/dog/2.jpg", "val/dog/3.jpg", "val/cat/4.jpg"])
    content = read(tmp_path)
    assert figures(content) == {("dog", "train"): 2, ("dog", "val"): 1, ("cat", "val"): 1}
    assert splits(content) == {"train": (2, 0), "val": (2, 0)}


def test_splits_are_found_below_other_folders(tmp_path: Path) -> None:
    make(tmp_path, ["Data/CLS-LOC/train/n02084071/1.JPEG", "Data/CLS-LOC/val/n02084071/2.JPEG"])
    assert figures(read(tmp_path)) == {("n02084071", "train"): 1, ("n02084071", "val"): 1}


def test_splits_are_found_below_the_classes(tmp_path: Path) -> None:
    make(tmp_path, ["dog/train/1.jpg", "dog/test/2.jpg", "cat/train/3.jpg"])
    assert figures(read(tmp_path)) == {("dog", "train"): 1, ("dog", "test"): 1, ("cat", "train"): 1}


def test_a_class_that_is_called_train_is_no_split(tmp_path: Path) -> None:
    make(tmp_path, ["train/1.jpg", "bus/2.jpg", "car/3.jpg"])
    assert figures(read(tmp_path)) == {("train", ""): 1, ("bus", ""): 1, ("car", ""): 1}


def test_a_class_in_a_nested_tree_keeps_its_path(tmp_path: Path) -> None:
    make(tmp_path, ["animal/dog/1.jpg", "animal/cat/2.jpg", "plant/rose/3.jpg"])
    content = read(tmp_path)
    assert figures(content) == {
        ("animal/dog", ""): 1,
        ("animal/cat", ""): 1,
        ("plant/rose", ""): 1,
    }
    assert set(content.classes["name"]) == {"dog", "cat", "rose"}


def test_a_class_above_another_class_is_said(tmp_path: Path) -> None:
    make(tmp_path, ["animal/1.jpg", "animal/dog/2.jpg"])
    content = read(tmp_path)
    assert figures(content) == {("animal", ""): 1, ("animal/dog", ""): 1}
    assert said(content) == {
        "classes with images beside folders of further classes": (1, "'animal'")
    }


@pytest.mark.parametrize(
    ("folder", "name", "synset"),
    [
        ("n02084071", "n02084071", "n02084071"),
        ("n02085620-Chihuahua", "Chihuahua", "n02085620"),
        ("n02085620 Chihuahua", "Chihuahua", "n02085620"),
        ("001.Black_footed_Albatross", "001.Black_footed_Albatross", ""),
        ("n0208407", "n0208407", ""),
    ],
)
def test_a_wnid_in_the_name_of_a_folder_is_its_synset(
    tmp_path: Path, folder: str, name: str, synset: str
) -> None:
    make(tmp_path, [f"{folder}/1.jpg"])
    assert read(tmp_path).classes.to_dict("records") == [
        {"id": folder, "name": name, "synset": synset}
    ]


def test_a_folder_images_within_a_class_is_no_class(tmp_path: Path) -> None:
    make(tmp_path, ["train/n02084071/images/1.JPEG", "train/n02121808/images/2.JPEG"])
    assert figures(read(tmp_path)) == {("n02084071", "train"): 1, ("n02121808", "train"): 1}


def test_images_of_a_split_without_classes_are_counted_as_unlabelled(tmp_path: Path) -> None:
    make(tmp_path, ["train/dog/1.jpg", "train/cat/2.jpg", "test/3.jpg", "test/4.jpg"])
    content = read(tmp_path)
    assert figures(content) == {("dog", "train"): 1, ("cat", "train"): 1}
    assert splits(content) == {"train": (2, 0), "test": (2, 2)}


def test_an_empty_folder_beside_classes_is_a_class_of_none(tmp_path: Path) -> None:
    make(tmp_path, ["train/dog/1.jpg", "train/dog/2.jpg", "val/dog/3.jpg"])
    (tmp_path / "val" / "cat").mkdir()
    content = read(tmp_path)
    assert figures(content) == {("dog", "train"): 2, ("dog", "val"): 1, ("cat", "val"): 0}
    assert said(content)["folders of classes without images"][0] == 1


def test_an_empty_folder_beside_a_nested_class_is_of_its_split(tmp_path: Path) -> None:
    make(tmp_path, ["train/animal/dog/1.jpg", "train/plant/rose/2.jpg"])
    (tmp_path / "train" / "animal" / "cat").mkdir()
    (tmp_path / "train" / "thing").mkdir()
    counts = figures(read(tmp_path))
    assert counts[("animal/cat", "train")] == 0
    assert counts[("thing", "train")] == 0


def test_files_of_zero_bytes_are_no_images(tmp_path: Path) -> None:
    make(tmp_path, ["dog/1.jpg", "cat/1.jpg"])
    make(tmp_path, ["dog/2.jpg"], b"")
    content = read(tmp_path)
    assert figures(content) == {("dog", ""): 1, ("cat", ""): 1}
    assert said(content) == {"image files of zero bytes": (1, "'dog/2.jpg'")}
    assert content.provenance.size == 2


def test_where_sizes_are_not_looked_up_it_is_said(tmp_path: Path) -> None:
    make(tmp_path, ["dog/1.jpg", "cat/1.jpg"], b"")
    content = read(tmp_path, Settings(folder_sizes=1))
    assert figures(content) == {("dog", ""): 1, ("cat", ""): 1}
    what = "image files that may have zero bytes, since sizes of so many are not looked up"
    assert said(content) == {what: (2, "EXPLORER_FOLDER_SIZES")}


def test_files_that_are_no_images_and_hidden_ones_are_counted_apart(tmp_path: Path) -> None:
    make(tmp_path, ["dog/1.jpg", "dog/b.txt", "dog/a.txt", "dog/.DS_Store", ".git/x.jpg"])
    assert said(read(tmp_path)) == {
        "files that are no images": (2, "'dog/a.txt'"),
        "hidden files and folders": (2, "'.git'"),
    }


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    make(tmp_path, ["dog/1.jpg", "cat/1.jpg"])
    (tmp_path / "dog" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dog" / "self.jpg").symlink_to(tmp_path / "dog" / "self.jpg")
    content = read(tmp_path)
    assert figures(content) == {("dog", ""): 1, ("cat", ""): 1}
    assert said(content) == {
        "links to folders that were read already": (1, "'dog/up'"),
        "links that lead nowhere, and special files": (1, "'dog/self.jpg'"),
    }


def test_a_folder_goes_by_its_own_path_and_not_by_that_of_a_link(tmp_path: Path) -> None:
    make(tmp_path, ["root/zebra/1.jpg", "root/dog/2.jpg", "elsewhere/3.jpg"])
    root = tmp_path / "root"
    (root / "a").symlink_to(root / "zebra", target_is_directory=True)
    (root / "cat").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (root / "dog" / "4.jpg").symlink_to(tmp_path / "elsewhere" / "3.jpg")
    assert figures(read(root)) == {("zebra", ""): 1, ("dog", ""): 2, ("cat", ""): 1}


def test_a_folder_that_cannot_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, ["dog/1.jpg", "locked/2.jpg"])
    scandir = os.scandir

    def refusing(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    content = read(tmp_path)
    assert figures(content) == {("dog", ""): 1}
    assert said(content) == {"folders that cannot be read (Permission denied)": (1, "'locked'")}


def test_a_name_that_is_no_utf_8_is_written_with_its_bytes(tmp_path: Path) -> None:
    make(tmp_path, ["dog/1.jpg", os.fsdecode(b"t\xeanch/2.jpg")])
    assert figures(read(tmp_path)) == {("dog", ""): 1, (r"t\xeanch", ""): 1}


def test_validation_images_in_one_folder_are_refused_with_what_to_do(tmp_path: Path) -> None:
    make(tmp_path, [f"val/ILSVRC2012_val_{at:08d}.JPEG" for at in range(1, 4)])
    with pytest.raises(UploadError, match="3 images without folders by class") as refused:
        read(tmp_path)
    assert "move each into a folder of its wnid" in str(refused.value)


def test_images_in_one_folder_are_refused_with_what_to_do(tmp_path: Path) -> None:
    make(tmp_path, ["1.jpg", "2.jpg"])
    with pytest.raises(UploadError, match="Move each into a folder of its class"):
        read(tmp_path)


def test_an_empty_folder_is_of_no_format(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match="is a folder of no format that is known"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("limits", "variable"),
    [
        (Settings(folder_files=2), "EXPLORER_FOLDER_FILES"),
        (Settings(folder_folders=2), "EXPLORER_FOLDER_FOLDERS"),
    ],
)
def test_a_tree_above_a_limit_is_refused_with_the_setting(
    tmp_path: Path, limits: Settings, variable: str
) -> None:
    make(tmp_path, ["dog/1.jpg", "cat/2.jpg", "hen/3.jpg"])
    with pytest.raises(UploadError, match=variable):
        read(tmp_path, limits)


def test_the_scan_tells_how_far_it_is_and_can_be_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, [f"{at}/1.jpg" for at in range(20)])
    monkeypatch.setattr(image_tree, "PAUSE", 0)
    told: list[tuple[float, str]] = []

    def cancel(share: float, sentence: str) -> None:
        told.append((share, sentence))
        if len(told) == 12:
            raise Cancelled

    with pytest.raises(Cancelled):
        formats.read(tmp_path, Settings(), cancel)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert "files per second" in told[-1][1]


def test_a_link_to_a_folder_above_is_in_no_sentence(tmp_path: Path) -> None:
    for name in ("cat", "dog"):
        (tmp_path / "train" / name).mkdir(parents=True)
        (tmp_path / "train" / name / "1.jpg").write_bytes(b"x")
    (tmp_path / "train" / "again").symlink_to(tmp_path / "train")
    (found,) = formats.recognise(tmp_path)
    assert found.reason == "It is a folder with images in folders by class, such as 'cat', 'dog'."
