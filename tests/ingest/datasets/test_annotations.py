"""Annotation formats are told apart, and what their classes are called is untrusted text."""

from pathlib import Path

import pytest
from PIL import Image

from explorer.ingest.datasets import formats
from explorer.settings import Settings
from tests.support import annotation_files as files

BOXES = files.validation_boxes(3)


def write(folder: Path, kind: str) -> None:
    if kind == "coco":
        (folder / "annotations").mkdir()
        files.write_coco(BOXES, files.wnids(), folder / "annotations/instances_val2017.json")
    elif kind == "voc":
        files.write_voc(BOXES, files.wnids(), folder / "Annotations")
    elif kind == "yolo":
        files.write_yolo(BOXES, files.wnids(), folder)
    else:
        files.write_kaggle(BOXES, files.wnids(), folder / "LOC_val_solution.csv")
    images = folder / "images" / "val"
    images.mkdir(parents=True, exist_ok=True)
    Image.new("L", (500, 375)).save(images / f"{files.image_name(1)}.png")


@pytest.mark.parametrize("kind", ["coco", "voc", "yolo", "kaggle"])
def test_a_folder_with_images_and_annotations_is_of_the_annotations_format(tmp_path, kind):
    write(tmp_path, kind)
    content = formats.read(tmp_path, Settings())
    assert content.provenance.format == kind
    assert content.recognised
    assert content.counts["boxes"].sum() == len(BOXES)


def test_two_formats_in_one_folder_are_a_choice(tmp_path):
    write(tmp_path, "coco")
    write(tmp_path, "voc")
    with pytest.raises(formats.FormatChoiceNeeded, match=r"coco.*voc") as choice:
        formats.read(tmp_path, Settings())
    assert [each.format.key for each in choice.value.formats] == ["coco", "voc"]
    assert formats.read(tmp_path, Settings(), format="voc").provenance.format == "voc"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", "../../etc/passwd"])
def test_a_name_is_kept_as_it_is_written(tmp_path, name):
    files.write_coco(BOXES.assign(label=0), [name], tmp_path / "mine.json")
    assert formats.read(tmp_path, Settings()).classes["name"].tolist() == [name]


def test_a_name_that_is_not_seen_whole_is_said(tmp_path):
    files.write_coco(BOXES.assign(label=0), ["cat\u202egod"], tmp_path / "mine.json")
    (aside,) = formats.read(tmp_path, Settings()).aside
    assert (aside.what, aside.kept) == ("class names with characters that cannot be seen", True)
