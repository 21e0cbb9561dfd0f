"""PASCAL VOC's XML is read as it is, safely, and what is wrong in it is said."""

import os
from pathlib import Path

import numpy as np
import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.voc import FORMAT
from explorer.progress import Cancelled, silent
from explorer.settings import Settings
from tests.support import annotation_files as files

CAT = (
    "<object><name>cat</name>{}<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax>"
    "<ymax>40</ymax></bndbox></object>"
)
SIZE = "<size><width>100</width><height>50</height></size>"


def read(path: Path, settings: Settings | None = None) -> Content:
    return FORMAT.read(path, Options(), settings or Settings(), silent)


def write(folder: Path, name: str, inside: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<annotation>{inside}</annotation>", encoding="utf-8")
    return path


def asides(content: Content) -> dict[str, tuple[int, str]]:
    return {each.what: (each.count, each.where) for each in content.aside}


def test_the_validation_boxes_come_back_as_they_are(tmp_path):
    boxes = files.validation_boxes()
    content = read(files.write_voc(boxes, files.wnids(), tmp_path / "val"))
    columns = ["width", "height", "x0", "y0", "x1", "y1"]
    np.testing.assert_array_equal(content.boxes[columns], boxes[columns])
    found = content.classes["synset"].to_numpy()[content.boxes["position"]]
    assert found.tolist() == [files.wnids()[label] for label in boxes["label"]]
    assert content.splits["images"].tolist() == [boxes["image"].nunique()]
    assert not content.aside


def test_flags_are_counted_apart(tmp_path):
    marked = "<difficult>1</difficult><truncated>1</truncated><occluded>0</occluded>"
    write(tmp_path, "a.xml", SIZE + CAT.format(marked) + CAT.format(""))
    (row,) = read(tmp_path).counts.to_dict("records")
    assert (row["boxes"], row["difficult"], row["truncated"]) == (2, 1, 1)
    assert "occluded" not in row


def test_parts_of_an_object_are_no_objects(tmp_path):
    part = "<part><name>head</name><bndbox><xmin>3</xmin></bndbox></part>"
    write(tmp_path, "a.xml", SIZE + CAT.format(part))
    content = read(tmp_path)
    assert content.classes["name"].tolist() == ["cat"]
    assert content.boxes.iloc[0].tolist() == [0, 0, 100, 50, 1, 2, 30, 40]


def test_splits_come_from_imagesets_else_from_folders(tmp_path):
    for name in ("a", "b", "c"):
        write(tmp_path, f"voc/Annotations/{name}.xml", CAT.format(""))
        write(tmp_path, f"det/{'train' if name == 'a' else 'val'}/n1/{name}.xml", CAT.format(""))
    lists = tmp_path / "voc/ImageSets/Main"
    lists.mkdir(parents=True)
    (lists / "train.txt").write_text("a\nb\n")
    (lists / "val.txt").write_text("c\n")
    (lists / "trainval.txt").write_text("a\nb\nc\n")
    (lists / "cat_train.txt").write_text("c 1\n")
    for folder, expected in (("voc", {"train": 2, "val": 1}), ("det", {"train": 1, "val": 2})):
        splits = read(tmp_path / folder).splits
        assert dict(zip(splits["split"], splits["images"], strict=True)) == expected


def test_an_image_without_objects_is_unlabelled_and_one_without_size_unknown(tmp_path):
    write(tmp_path, "a.xml", SIZE)
    write(tmp_path, "b.xml", CAT.format(""))
    content = read(tmp_path)
    assert content.splits["unlabelled"].tolist() == [1]
    assert content.boxes["width"].isna().all()


HOSTILE = {
    "laughs": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><annotation>&b;</annotation>',
    "external": '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><annotation>&a;</annotation>',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_entities_are_never_expanded(tmp_path, kind):
    write(tmp_path, "b.xml", CAT.format(""))
    (tmp_path / "a.xml").write_text(HOSTILE[kind])
    content = read(tmp_path)
    assert asides(content) == {
        "XML files that declare entities, which are not read": (1, "'a.xml'")
    }
    assert content.classes["name"].tolist() == ["cat"]


DAMAGED = {
    b"": "damaged, truncated",
    b"<annotation><object>": "damaged, truncated",
    b"<annotation>\xff\xfe</annotation>": "damaged, truncated",
    b"<annotation><a></b></annotation>": "damaged, truncated",
    b"<html></html>": "no annotations of an image",
    b"<?xml version='1.0' encoding='nonsense'?><annotation/>": "damaged, truncated",
    b"<annotation>" + b"<a>" * 100: "nest elements too deep",
}


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_among_others_is_said_and_alone_it_is_refused(tmp_path, data):
    (tmp_path / "a.xml").write_bytes(data)
    with pytest.raises(UploadError, match=rf"{DAMAGED[data]}.*'a\.xml'"):
        read(tmp_path)
    write(tmp_path, "b.xml", CAT.format(""))
    ((what, (count, where)),) = asides(read(tmp_path)).items()
    assert DAMAGED[data] in what
    assert (count, where) == (1, "'a.xml'")


def test_a_file_above_its_limit_is_not_read(tmp_path):
    write(tmp_path, "a.xml", CAT.format(" " * 1_100_000))
    write(tmp_path, "b.xml", CAT.format(""))
    content = read(tmp_path, Settings(annotation_megabytes=1))
    assert content.counts["labels"].tolist() == [1]
    assert "EXPLORER_ANNOTATION_MEGABYTES" in content.aside[0].what


WRONG = {
    "<object><name></name></object>": ("objects without a name", 0),
    CAT.format("").replace(">1<", ">nan<"): ("boxes with a corner that is not a finite number", 1),
    CAT.format("").replace(">1<", ">50<"): ("boxes without width or height", 1),
    CAT.format("").replace(">30<", ">300<"): ("boxes that reach outside their image", 1),
}


@pytest.mark.parametrize("inside", WRONG)
def test_what_is_wrong_is_said_with_file_and_object(tmp_path, inside):
    write(tmp_path, "a.xml", SIZE + CAT.format("") + inside)
    content = read(tmp_path)
    ((what, found),) = asides(content).items()
    assert what.startswith(WRONG[inside][0])
    assert found == (1, "'a.xml', object 2")
    assert content.counts["labels"].sum() == 1 + WRONG[inside][1]


def test_links_in_a_circle_and_files_with_one_name_are_said(tmp_path):
    write(tmp_path, "one/a.xml", CAT.format(""))
    write(tmp_path, "two/a.xml", CAT.format(""))
    (tmp_path / "one/up").symlink_to(tmp_path)
    content = read(tmp_path)
    assert asides(content) == {
        "links to folders that were read already": (1, "'one/up'"),
        "images whose name another file of the split has, too": (1, "'two/a.xml'"),
    }
    assert content.counts["labels"].sum() == 2


def test_a_folder_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    write(tmp_path, "a.xml", CAT.format(""))
    (tmp_path / "shut").mkdir()
    scan = os.scandir

    def guarded(folder):
        if Path(folder).name == "shut":
            raise PermissionError(13, "Permission denied", str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    assert asides(read(tmp_path)) == {
        "folders that cannot be read (Permission denied)": (1, "'shut'")
    }


def test_too_many_files_are_refused(tmp_path):
    for name in ("a", "b"):
        write(tmp_path, f"{name}.xml", CAT.format(""))
    with pytest.raises(UploadError, match="EXPLORER_FOLDER_FILES"):
        read(tmp_path, Settings(folder_files=1))


def test_it_is_recognised_by_its_root_however_deep(tmp_path):
    write(tmp_path, "ILSVRC/Annotations/DET/train/n1/a.xml", CAT.format(""))
    assert "'a.xml'" in FORMAT.recognise(tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other/a.xml").write_text("<html/>")
    assert FORMAT.recognise(tmp_path / "other") == ""


def test_reading_can_be_cancelled(tmp_path):
    write(tmp_path, "a.xml", CAT.format(""))

    def cancel(_share: float, _sentence: str) -> None:
        raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        FORMAT.read(tmp_path, Options(), Settings(), cancel)
