"""Hugging Face's detection sets: objects with classes and boxes, however they are nested."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import formats
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.settings import Settings
from tests.support.data_set_files import figures, said

NAMES = ["n02084071", "cat"]
IMAGES: list[tuple[list[int | None], list[list[float]]]] = [
    ([0, 0, 1], [[10, 10, 40, 20], [50, 5, 40, 40], [60, 60, 30, 30]]),
    ([1], [[70, 20, 20, 70]]),
    ([], []),
]
"""Numbers of classes, and boxes as x, y, width, height in images of 100 pixels."""

LABEL = {"names": NAMES, "_type": "ClassLabel"}
BOX = {"feature": {"dtype": "float32", "_type": "Value"}, "length": 4, "_type": "Sequence"}
FIELDS = {"category": LABEL, "bbox": BOX}
FEATURES: dict[str, Any] = {
    "sequence": {"feature": FIELDS, "_type": "Sequence"},
    "list": [FIELDS],
    "lists": {name: {"feature": each, "_type": "List"} for name, each in FIELDS.items()},
}


def write(
    path: Path, form: str = "sequence", images=IMAGES, names: bool = True, sizes=True
) -> Path:
    """A detection set as Hugging Face's datasets writes it, in one of its ways."""
    rows = [{"category": labels, "bbox": boxes} for labels, boxes in images]
    label = pa.string() if any(isinstance(b, str) for a, _ in images for b in a) else pa.int64()
    box = pa.list_(pa.float32())
    if form == "list":
        kind = pa.list_(pa.struct({"category": label, "bbox": box, "mask": pa.binary()}))
        objects = pa.array(
            [
                [{"category": a, "bbox": b} for a, b in zip(*row.values(), strict=True)]
                for row in rows
            ],
            kind,
        )
    else:
        objects = pa.array(rows, pa.struct({"category": pa.list_(label), "bbox": pa.list_(box)}))
    columns = {"image": pa.array([{"bytes": b"x", "path": ""}] * len(rows)), "objects": objects}
    if sizes:
        columns |= {each: pa.array([100] * len(rows)) for each in ("width", "height")}
    features = {"image": {"_type": "Image"}, "objects": FEATURES[form]}
    about = {"huggingface": json.dumps({"info": {"features": features}})} if names else None
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns).replace_schema_metadata(about), path)
    return path


def read(path: Path, **chosen: str) -> Content:
    return formats.read(path, Settings(), options=Options(**chosen))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FEATURES)
def test_objects_give_images_labels_and_boxes_by_class(tmp_path: Path, form: str) -> None:
    write(tmp_path / "data" / "train-00000-of-00001.parquet", form)
    content = read(tmp_path)
    assert content.provenance.format == "huggingface"
    assert content.classes.to_dict("records") == [
        {"id": "0", "name": "n02084071", "synset": "n02084071"},
        {"id": "1", "name": "cat", "synset": ""},
    ]
    assert figures(content) == {("0", "train"): 1, ("1", "train"): 2}
    assert figures(content, "labels") == {("0", "train"): 2, ("1", "train"): 2}
    assert figures(content, "boxes") == {("0", "train"): 2, ("1", "train"): 2}
    assert content.splits.to_dict("records") == [{"split": "train", "images": 3, "unlabelled": 1}]
    assert content.shared


def test_boxes_that_can_only_be_x_y_width_height_are_measured_as_such(tmp_path: Path) -> None:
    content = read(write(tmp_path / "a.parquet"))
    assert content.boxes is not None
    assert content.boxes.iloc[0][["x0", "y0", "x1", "y1"]].tolist() == [10, 10, 50, 30]
    assert content.boxes["width"].tolist() == [100] * 4
    assert not content.aside


def test_boxes_that_can_only_be_corners_are_measured_as_such(tmp_path: Path) -> None:
    content = read(write(tmp_path / "a.parquet", images=[([0, 1], [[10, 10, 95, 95]] * 2)]))
    assert content.boxes is not None
    assert content.boxes.iloc[0][["x0", "y0", "x1", "y1"]].tolist() == [10, 10, 95, 95]


def test_boxes_that_can_be_meant_in_two_ways_are_counted_and_not_measured(tmp_path: Path) -> None:
    content = read(write(tmp_path / "a.parquet", images=[([0, 1], [[10, 10, 40, 40]] * 2)]))
    assert content.boxes is None
    assert figures(content, "boxes") == {("0", ""): 1, ("1", ""): 1}
    (what,) = said(content)
    assert "x, y, width, height or two corners" in what
    assert said(content)[what] == (2, "'objects.bbox'")


def test_shares_as_centre_and_size_are_told_from_corners(tmp_path: Path) -> None:
    boxes = [[0.5, 0.5, 0.9, 0.2], [0.9, 0.9, 0.1, 0.1]]
    content = read(write(tmp_path / "a.parquet", images=[([0, 1], boxes)]))
    assert content.boxes is not None
    assert content.box_unit == "shares"
    assert content.boxes.iloc[0][["x0", "y0", "x1", "y1"]].tolist() == pytest.approx(
        [0.05, 0.4, 0.95, 0.6]
    )


def test_classes_that_objects_name_themselves_are_read_without_a_schema(tmp_path: Path) -> None:
    images = [(["dog", "cat"], [[70, 5, 20, 40]] * 2), (["dog"], [[70, 5, 20, 40]])]
    content = read(write(tmp_path / "a.parquet", images=images, names=False, sizes=False))
    assert figures(content) == {("dog", ""): 2, ("cat", ""): 1}
    assert content.boxes is not None


def test_an_object_of_no_class_is_set_aside_with_its_rows(tmp_path: Path) -> None:
    images = [([0, 7, None], [[70, 5, 20, 40]] * 3)]
    content = read(write(tmp_path / "a.parquet", images=images))
    assert figures(content) == {("0", ""): 1, ("1", ""): 0}
    assert said(content)["objects of none of the 2 classes"] == (2, "'a.parquet', rows from 1")


def test_files_with_other_classes_are_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path / "train-00000-of-00001.parquet")
    write(tmp_path / "val-00000-of-00001.parquet", names=False)
    with pytest.raises(UploadError, match=r"'val-00000-of-00001\.parquet': expected the classes"):
        read(tmp_path)
