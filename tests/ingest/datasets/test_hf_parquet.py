"""Hugging Face's Parquet files become classes and counts by the names in their schema."""

from pathlib import Path

import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import formats
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.progress import Cancelled
from explorer.settings import Settings
from tests.support.data_set_files import figures, hf_file, huggingface, said

NAMES = ["dog", "cat", "n02084071"]


def read(path: Path, **chosen) -> Content:
    return formats.read(path, Settings(), options=Options(**chosen))


def test_classes_are_counted_in_splits_by_the_names_of_files(tmp_path: Path) -> None:
    content = read(huggingface(tmp_path))
    assert figures(content) == {
        ("0", "train"): 2,
        ("1", "train"): 1,
        ("0", "validation"): 0,
        ("1", "validation"): 1,
    }
    assert list(content.classes["name"]) == ["dog", "cat"]
    assert content.shared is False
    assert content.aside == ()


def test_a_class_without_images_is_kept_and_a_wnid_is_its_synset(tmp_path: Path) -> None:
    content = read(hf_file(tmp_path / "a.parquet", [0, 1, 1], NAMES))
    assert figures(content) == {("0", ""): 1, ("1", ""): 2, ("2", ""): 0}
    assert list(content.classes["synset"]) == ["", "", "n02084071"]


def test_images_without_a_label_are_counted(tmp_path: Path) -> None:
    content = read(hf_file(tmp_path / "test-00000-of-00001.parquet", [0, -1, None, 1], NAMES))
    assert content.splits.to_dict("records") == [{"split": "test", "images": 4, "unlabelled": 2}]


def test_a_label_that_is_no_class_is_set_aside(tmp_path: Path) -> None:
    content = read(hf_file(tmp_path / "a.parquet", [0, 3, -2], NAMES))
    assert sum(figures(content).values()) == 1
    assert said(content) == {
        "labels that are none of the 3 classes": (2, "'a.parquet', rows from 1")
    }


def test_lists_of_labels_count_an_image_once_in_each_class(tmp_path: Path) -> None:
    content = read(hf_file(tmp_path / "a.parquet", [[0, 1, 1], [], None, [1]], NAMES))
    assert figures(content) == {("0", ""): 1, ("1", ""): 2, ("2", ""): 0}
    assert figures(content, "labels") == {("0", ""): 1, ("1", ""): 3, ("2", ""): 0}
    assert content.splits.to_dict("records") == [{"split": "", "images": 4, "unlabelled": 2}]
    assert content.shared is True


def test_where_two_columns_hold_classes_a_person_chooses(tmp_path: Path) -> None:
    coarse = {"names": ["animal"], "_type": "ClassLabel"}
    path = hf_file(tmp_path / "a.parquet", [0, 1], NAMES, coarse=coarse)
    with pytest.raises(UploadError, match=r"columns of classes 'label', 'coarse'\. Choose one"):
        read(path)
    assert figures(read(path, label="coarse")) == {("0", ""): 2}
    with pytest.raises(UploadError, match="no column 'fine' of classes"):
        read(path, label="fine")


def test_files_of_different_classes_are_refused(tmp_path: Path) -> None:
    hf_file(tmp_path / "train-00000-of-00001.parquet", [0], ["dog"])
    hf_file(tmp_path / "val-00000-of-00001.parquet", [0], ["cat"])
    with pytest.raises(
        UploadError, match=r"'val-00000-of-00001\.parquet': expected the classes of"
    ):
        read(tmp_path)


def test_configurations_side_by_side_are_refused(tmp_path: Path) -> None:
    for folder in ("full", "small"):
        hf_file(tmp_path / folder / "train-00000-of-00001.parquet", [0], NAMES)
    with pytest.raises(UploadError, match=r"several folders [(]'full', 'small'[)]"):
        read(tmp_path)


def test_files_that_are_missing_are_said(tmp_path: Path) -> None:
    path = hf_file(tmp_path / "train-00001-of-00003.parquet", [0], NAMES)
    assert said(read(path)) == {
        "Parquet files that are not there, by the names of the others": (
            2,
            "'train-00000-of-00003.parquet'",
        )
    }


def test_a_file_that_is_cut_short_is_named(tmp_path: Path) -> None:
    huggingface(tmp_path)
    path = tmp_path / "data" / "train-00001-of-00002.parquet"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(UploadError, match=r"'train-00001-of-00002\.parquet': expected a whole"):
        read(tmp_path)


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    def cancel(_share: float, sentence: str) -> None:
        if "rows" in sentence:
            raise Cancelled

    with pytest.raises(Cancelled):
        formats.read(huggingface(tmp_path), Settings(), cancel)
