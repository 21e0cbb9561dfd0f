"""Kaggle's localisation CSV is read as it is, and what is wrong in it is said with its row."""

from pathlib import Path

import numpy as np
import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import formats
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.kaggle import FORMAT
from explorer.progress import Cancelled, silent
from explorer.settings import Settings
from tests.support import annotation_files as files

HEADER = "ImageId,PredictionString\n"
ROW = "a,n02123045 1 2 30 40 \n"


def read(path: Path, sizes: Path | None = None) -> Content:
    return FORMAT.read(path, Options(sizes=sizes), Settings(), silent)


def of(folder: Path, text: str | bytes) -> Content:
    path = folder / "LOC_val_solution.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path)


def test_the_validation_boxes_come_back_with_sizes_only_from_a_table(tmp_path):
    boxes = files.validation_boxes()
    path = files.write_kaggle(boxes, files.wnids(), tmp_path / "LOC_val_solution.csv")
    content = read(path)
    corners = ["x0", "y0", "x1", "y1"]
    np.testing.assert_array_equal(content.boxes[corners], boxes[corners])
    assert content.boxes[["width", "height"]].isna().all(axis=None)
    synsets = content.classes["synset"].to_numpy()[content.boxes["position"]]
    assert synsets.tolist() == [files.wnids()[label] for label in boxes["label"]]
    sized = read(path, files.write_sizes(boxes, tmp_path / "sizes.csv")).boxes
    np.testing.assert_array_equal(sized[["width", "height"]], boxes[["width", "height"]])
    assert content.splits["split"].tolist() == ["val"]


def test_names_come_from_the_mapping_beside_it(tmp_path):
    (tmp_path / "LOC_synset_mapping.txt").write_text("n02123045 tabby, tabby cat\n")
    assert of(tmp_path, HEADER + ROW).classes["name"].tolist() == ["tabby, tabby cat"]


def test_an_image_without_boxes_is_unlabelled(tmp_path):
    assert of(tmp_path, HEADER + ROW + "b,\n").splits["unlabelled"].tolist() == [1]


WRONG = {
    "a,n02123045 5 5 9 9\n": ("rows of an image that was there before", 1),
    "b,n02123045 5 5 9\n": ("rows whose boxes are not a wnid and four numbers", 1),
    "b,n02123045 5 5 x 9\n": ("boxes with a corner that is not a finite number", 2),
    "b,n02123045 5 5 inf 9\n": ("boxes with a corner that is not a finite number", 2),
    "b,n02123045 5 5 1 9\n": ("boxes without width or height", 2),
    "b,n02123045 -5 5 9 9\n": ("boxes that reach outside their image", 2),
    "b,c,d\n": ("rows that are not an image and its boxes", 1),
}


@pytest.mark.parametrize("row", WRONG)
def test_what_is_wrong_is_said_with_its_row(tmp_path, row):
    content = of(tmp_path, HEADER + ROW + row)
    (aside,) = content.aside
    assert aside.what.startswith(WRONG[row][0])
    assert (aside.count, aside.where) == (1, "LOC_val_solution.csv, row 3")
    assert content.counts["labels"].sum() == WRONG[row][1]


DAMAGED = {
    b"": "row 1: expected the header",
    b"image,label\n": "row 1: expected the header",
    HEADER.encode() + b"a,\xff\xfe 1\n": "row 2: expected CSV in UTF-8",
    HEADER.encode(): "has no box",
    HEADER.encode("utf-16"): "expected CSV in UTF-8",
}


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_is_refused_with_its_row(tmp_path, data):
    with pytest.raises(UploadError, match=rf"LOC_val_solution\.csv.*{DAMAGED[data]}"):
        of(tmp_path, data)


@pytest.mark.parametrize("table", ["image,width\na,1\n", "image,width,height\na,1,x\n", "\xff"])
def test_a_table_of_sizes_that_is_none_is_refused(tmp_path, table):
    sizes = tmp_path / "sizes.csv"
    sizes.write_text(table, encoding="latin-1")
    path = tmp_path / "LOC_val_solution.csv"
    path.write_text(HEADER + ROW)
    with pytest.raises(UploadError, match=r"sizes\.csv"):
        read(path, sizes)


def test_it_is_recognised_by_header_and_boxes(tmp_path):
    path = files.write_kaggle(
        files.validation_boxes(), files.wnids(), tmp_path / "LOC_val_solution.csv"
    )
    assert FORMAT.recognise(path)
    assert FORMAT.recognise(tmp_path)
    (tmp_path / "own.csv").write_text(HEADER + "a,65 970\n")
    assert FORMAT.recognise(tmp_path / "own.csv") == ""


def test_reading_can_be_cancelled(tmp_path):
    path = tmp_path / "LOC_val_solution.csv"
    path.write_text(HEADER + ROW)

    def cancel(_share: float, _sentence: str) -> None:
        raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        FORMAT.read(path, Options(), Settings(), cancel)


def test_predictions_beside_the_labels_are_set_aside(tmp_path: Path) -> None:
    row = "{},n02017213 115 49 448 294\n"
    for name in ("train_solution", "sample_submission"):
        text = "ImageId,PredictionString\n" + row.format(f"n02017213_{len(name)}")
        (tmp_path / f"LOC_{name}.csv").write_text(text, encoding="utf-8")
    content = formats.read(tmp_path, Settings())
    assert content.splits.to_dict("records") == [{"split": "train", "images": 1, "unlabelled": 0}]
    (aside,) = content.aside
    assert (aside.count, aside.where, aside.kept) == (1, "'LOC_sample_submission.csv'", False)
