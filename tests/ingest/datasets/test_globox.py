"""Another reader of annotation files, globox, counts the same boxes of each class."""

from collections import Counter
from pathlib import Path

import pytest
from globox import AnnotationSet
from PIL import Image

from explorer.ingest.datasets import coco, voc, yolo
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.progress import silent
from explorer.settings import Settings
from tests.support import annotation_files as files

BOXES = files.validation_boxes(60)
Classes = dict[str, tuple[int, int]]


def ours(content: Content, column: str = "name") -> Classes:
    """Images and boxes by class, of those that have any."""
    names = content.classes[column].tolist()
    rows = content.counts[content.counts["labels"] > 0].to_dict("records")
    return {names[row["position"]]: (row["images"], row["boxes"]) for row in rows}


def theirs(found: AnnotationSet) -> Classes:
    boxes = Counter(str(box.label) for each in found for box in each.boxes)
    images = Counter(label for each in found for label in {str(box.label) for box in each.boxes})
    return {label: (images[label], boxes[label]) for label in boxes}


def read(kind: object, path: Path) -> Content:
    return kind.FORMAT.read(path, Options(), Settings(), silent)  # type: ignore[attr-defined]


@pytest.fixture
def images(tmp_path) -> Path:
    """Empty images of the sizes that the boxes were drawn on."""
    folder = tmp_path / "images"
    folder.mkdir()
    for row in BOXES.drop_duplicates("image").to_dict("records"):
        size = row["width"], row["height"]
        Image.new("L", size).save(folder / f"{files.image_name(row['image'])}.png")
    return folder


def test_of_coco(tmp_path):
    path = files.write_coco(BOXES, files.wnids(), tmp_path / "val.json")
    assert ours(read(coco, path)) == theirs(AnnotationSet.from_coco(path))


def test_of_pascal_voc(tmp_path):
    path = files.write_voc(BOXES, files.wnids(), tmp_path / "val")
    assert ours(read(voc, path)) == theirs(AnnotationSet.from_pascal_voc(path))
    assert ours(read(voc, path)) == theirs(AnnotationSet.from_imagenet(path))


def test_of_yolo_whose_classes_it_knows_by_number(tmp_path, images):
    path = files.write_yolo(BOXES, files.wnids(), tmp_path / "yolo")
    found = AnnotationSet.from_yolo_v5(
        path / "labels/val", image_folder=images, image_extension=".png"
    )
    assert ours(read(yolo, path), "id") == theirs(found)
