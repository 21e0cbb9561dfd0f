"""COCO-type files are read as they are, in any order, and what is wrong in them is said."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from explorer import facts
from explorer.errors import UploadError
from explorer.ingest.datasets.coco import FORMAT
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.progress import Cancelled, silent
from explorer.settings import Settings
from tests.support import annotation_files as files

IMAGES = [
    {"id": 1, "width": 100, "height": 50, "file_name": "a.jpg"},
    {"id": 2, "width": 10, "height": 10},
]
CATEGORIES = [{"id": 3, "name": "cat"}, {"id": 7, "name": "dog"}, {"id": 9, "name": "unicorn"}]
BOX = {"image_id": 1, "category_id": 3, "bbox": [10, 20, 30, 10]}


def read(path: Path) -> Content:
    return FORMAT.read(path, Options(), Settings(), silent)


def written(folder: Path, **lists: Any) -> Path:
    whole = {"images": IMAGES, "annotations": [], "categories": CATEGORIES} | lists
    path = folder / "mine.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def annotated(folder: Path, *annotations: Any, **lists: Any) -> Content:
    return read(written(folder, annotations=list(annotations), **lists))


def of(content: Content, name: str) -> dict[Any, int]:
    at = content.classes["name"].tolist().index(name)
    row = content.counts[content.counts["position"] == at]
    return row.drop(columns=["position", "split"]).sum().to_dict()


def asides(content: Content) -> dict[str, tuple[int, str, bool]]:
    return {each.what: (each.count, each.where, each.kept) for each in content.aside}


@pytest.fixture(scope="module")
def coco2017(tmp_path_factory) -> Content:
    path = tmp_path_factory.mktemp("coco") / "instances_train2017.json"
    return read(files.write_coco2017(path))


def test_a_file_made_from_cocos_counts_gives_exactly_these(coco2017: Content):
    known = facts.read("coco2017")
    counts = coco2017.counts
    assert coco2017.classes["name"].tolist() == known["category"].tolist()
    assert counts["images"].tolist() == known["train_images"].tolist()
    assert counts["labels"].tolist() == known["train_instances"].tolist()
    assert counts["boxes"].tolist() == known["train_instances"].tolist()
    assert counts["crowd"].sum() == files.CROWDS
    assert set(counts["split"]) == {"train"}


def test_its_images_are_counted_once_and_those_without_any_label(coco2017: Content):
    (split,) = coco2017.splits.itertuples()
    assert split.images == files.COCO_IMAGES
    labelled = coco2017.boxes["image"].nunique()
    assert split.unlabelled == files.COCO_IMAGES - labelled > 0
    assert coco2017.shared


def test_the_validation_boxes_come_back_as_they_are(tmp_path):
    boxes = files.validation_boxes()
    content = read(files.write_coco(boxes, files.wnids(), tmp_path / "val.json"))
    assert content.box_unit == "pixels"
    columns = ["width", "height", "x0", "y0", "x1", "y1"]
    np.testing.assert_array_equal(content.boxes[columns], boxes[columns])
    assert content.boxes["position"].tolist() == boxes["label"].tolist()
    assert content.boxes["image"].tolist() == (boxes["image"] - 1).tolist()


@pytest.mark.parametrize(
    "order",
    [
        ("annotations", "categories", "images"),
        ("categories", "annotations", "images"),
        ("images", "annotations", "categories"),
    ],
)
def test_the_lists_may_come_in_any_order(tmp_path, order):
    lists = {"images": IMAGES, "annotations": [{"id": 1} | BOX], "categories": CATEGORIES}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({key: lists[key] for key in order} | {"info": {"deep": [[1]]}}))
    content = read(path)
    assert FORMAT.recognise(path)
    assert of(content, "cat") == {"images": 1, "labels": 1, "boxes": 1}
    assert content.boxes.iloc[0].tolist() == [0, 0, 100, 50, 10, 20, 40, 30]


def test_a_class_without_images_and_images_without_labels_are_counted(tmp_path):
    content = annotated(tmp_path, {"id": 1} | BOX)
    assert of(content, "unicorn") == {"images": 0, "labels": 0, "boxes": 0}
    assert content.splits["unlabelled"].tolist() == [1]
    assert content.shared is False


def test_crowds_are_among_the_boxes_and_counted_apart(tmp_path):
    crowd = {"id": 2, "iscrowd": 1, "segmentation": {"counts": [1, 2], "size": [3, 4]}}
    content = annotated(tmp_path, {"id": 1} | BOX, crowd | BOX)
    assert of(content, "cat") == {"images": 1, "labels": 2, "boxes": 2, "crowd": 1}


def test_lvis_gives_its_synsets_and_is_not_exhaustive(tmp_path):
    content = annotated(
        tmp_path,
        {"id": 1} | BOX,
        images=[image | {"neg_category_ids": [7]} for image in IMAGES],
        categories=[{"id": 3, "name": "cat", "synset": "cat.n.01"}, CATEGORIES[1]],
    )
    assert content.classes["synset"].tolist() == ["cat.n.01", ""]
    assert not content.exhaustive


def test_a_data_set_without_these_keys_is_exhaustive(tmp_path):
    assert annotated(tmp_path, {"id": 1} | BOX).exhaustive


def test_ids_may_be_texts(tmp_path):
    content = annotated(
        tmp_path,
        {"id": "x", "image_id": "a", "category_id": "c", "bbox": [0, 0, 5, 5]},
        images=[{"id": "a", "width": 10, "height": 10}],
        categories=[{"id": "c", "name": "cat"}],
    )
    assert of(content, "cat") == {"images": 1, "labels": 1, "boxes": 1}


WRONG = [
    ({"image_id": 99}, "annotations of images that are not listed", 0, 0),
    ({"category_id": 99}, "annotations of categories that are not listed", 0, 0),
    ({"image_id": None}, "annotations without a usable image_id", 0, 0),
    ({"category_id": [3]}, "annotations without a usable category_id", 0, 0),
    ({"bbox": [1, 1, 0, 5]}, "boxes without width or height, or with a negative one", 1, 0),
    ({"bbox": [5, 5, -3, 5]}, "boxes without width or height, or with a negative one", 1, 0),
    ({"bbox": [1, 2, float("nan"), 4]}, "boxes with a corner that is not a finite number", 1, 0),
    ({"bbox": [1, 2, float("inf"), 4]}, "boxes with a corner that is not a finite number", 1, 0),
    ({"bbox": [1, 2, 3]}, "boxes with a corner that is not a finite number", 1, 0),
    ({"bbox": "none"}, "boxes with a corner that is not a finite number", 1, 0),
    ({"bbox": [200, 10, 10, 10]}, "boxes that are wholly outside their image", 1, 0),
    ({"bbox": [90, 10, 50, 10]}, "boxes that reach outside their image", 1, 1),
]


@pytest.mark.parametrize(("change", "what", "labels", "boxes"), WRONG)
def test_what_is_wrong_is_counted_with_its_id(tmp_path, change, what, labels, boxes):
    content = annotated(tmp_path, {"id": 41} | BOX, {"id": 42} | BOX | change)
    ((said, (count, where, kept)),) = asides(content).items()
    assert said.startswith(what)
    assert (count, kept) == (1, boxes == 1)
    assert where == "mine.json, annotation with id 42"
    assert of(content, "cat")["labels"] == 1 + labels
    assert of(content, "cat")["boxes"] == content.boxes.shape[0] == 1 + boxes


def test_a_box_that_is_rounded_over_the_edge_is_not_reported(tmp_path):
    assert not annotated(tmp_path, {"id": 1} | BOX | {"bbox": [90, 10, 10.4, 10]}).aside


def test_an_annotation_without_a_box_labels_its_image(tmp_path):
    content = annotated(tmp_path, {"id": 1, "image_id": 1, "category_id": 3})
    assert of(content, "cat")["labels"] == of(content, "cat")["images"] == 1
    assert content.boxes is None
    assert content.counts["boxes"].isna().all()


def test_boxes_of_three_and_of_five_numbers_are_not_taken_for_two_of_four(tmp_path):
    content = annotated(
        tmp_path, {"id": 1} | BOX | {"bbox": [1, 2, 3]}, {"id": 2} | BOX | {"bbox": [1, 2, 3, 4, 5]}
    )
    assert content.boxes.empty
    assert [each.count for each in content.aside] == [2]


def test_ids_that_occur_again_are_said(tmp_path):
    content = annotated(
        tmp_path,
        {"id": 5} | BOX,
        {"id": 5} | BOX | {"category_id": 7},
        images=[*IMAGES, {"id": 2, "width": 99, "height": 99}],
        categories=[*CATEGORIES, {"id": 7, "name": "wolf"}],
    )
    assert asides(content) == {
        "categories that reuse an id": (1, "mine.json, id 7", False),
        "images that reuse an id": (1, "mine.json, image with id 2", False),
        "annotations that reuse an id": (1, "mine.json, annotation with id 5", True),
    }
    assert content.splits["images"].tolist() == [2]
    assert of(content, "dog")["labels"] == 1


def test_an_image_without_a_usable_size_has_an_unknown_one(tmp_path):
    content = annotated(tmp_path, {"id": 1} | BOX, images=[{"id": 1, "width": -4, "height": "x"}])
    assert content.boxes[["width", "height"]].isna().all(axis=None)
    assert content.boxes.shape[0] == 1


def test_a_folder_has_one_split_per_file(tmp_path):
    for split, labels in (("train", 2), ("val", 1)):
        annotations = [{"id": at} | BOX for at in range(labels)]
        path = written(tmp_path, annotations=annotations)
        path.rename(tmp_path / f"instances_{split}2017.json")
    (tmp_path / "captions_val2017.json").write_text('{"images": [{"file_name": "a"}]}')
    assert FORMAT.recognise(tmp_path)
    content = read(tmp_path)
    cat = content.counts[content.counts["position"] == 0]
    assert dict(zip(cat["split"], cat["labels"], strict=True)) == {"train": 2, "val": 1}
    assert content.splits["split"].tolist() == ["train", "val"]
    assert content.provenance.files == 2
    assert len(content.classes) == 3
    assert asides(content) == {
        "JSON files of the folder that hold no instances": (1, "captions_val2017.json", False)
    }
    assert content.boxes["image"].tolist() == [0, 0, 2]


DAMAGED = [
    (b"", "is empty"),
    (b"   \n", "is empty"),
    (b'{"images": [{"id": 1}, {"id"', "ends in the middle.*after 1 of images"),
    (b'{"images": [{"id": 1}]] ', "not well-formed JSON"),
    (b'{"images": [{"id": "\xff\xfe"}]}', "not well-formed JSON in UTF-8"),
    ('{"images": []}'.encode("utf-16"), "is UTF-16 text"),
    (b"\x1f\x8b\x08\x00", "is a gzip archive"),
    (b"[1, 2]", "no JSON object"),
    (b'{"images": [], "categories": []}', "has no list of annotations"),
    (b'{"images": {}, "annotations": [], "categories": []}', "has no list of images"),
    (b'{"images": [], "annotations": [], "categories": []}', "lists no category"),
    (b'{"images": [1' + b", [1" * 5_000, "nests lists or objects more than 100 levels"),
    (b'{"a": ' * 200 + b" " * 70_000 + b"[" * 90, "nests lists or objects more than 100 levels"),
    (b'{"a": ' * 60 + b" " * 70_000 + b"[" * 90 + b" " * 70_000, "more than 100 levels"),
]


@pytest.mark.parametrize(("data", "why"), DAMAGED)
def test_a_damaged_file_is_refused_with_its_name_and_the_reason(tmp_path, data, why):
    path = tmp_path / "mine.json"
    path.write_bytes(data)
    with pytest.raises(UploadError, match=rf"mine\.json .*{why}"):
        read(path)


def test_brackets_in_names_are_no_levels(tmp_path):
    categories = [{"id": at, "name": "[{" * 100} for at in range(3)]
    assert len(annotated(tmp_path, categories=categories).classes) == 3


def test_nan_is_found_wherever_the_parser_stops_reading(tmp_path):
    # One more space each time, so that the word is cut at every place between two reads.
    for spaces in range(65_330, 65_500, 7):
        path = tmp_path / "mine.json"
        box = '{"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 2, NaN, -Infinity]}'
        path.write_text(
            f'{{"categories": {json.dumps(CATEGORIES)}, "images": {json.dumps(IMAGES)}, '
            f'"annotations": [{" " * (spaces - 190)}{box}]}}'
        )
        assert [each.count for each in read(path).aside] == [1]


def test_a_word_in_a_name_stays(tmp_path):
    content = annotated(tmp_path, categories=[{"id": 3, "name": "NaN, Infinity"}])
    assert content.classes["name"].tolist() == ["NaN, Infinity"]


def test_reading_is_cancelled_between_two_pieces(tmp_path):
    path = written(tmp_path, annotations=[{"id": at} | BOX for at in range(5_000)])
    shares: list[float] = []

    def cancel(share: float, _sentence: str) -> None:
        shares.append(share)
        if len(shares) == 3:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        FORMAT.read(path, Options(), Settings(), cancel)
    assert shares == sorted(shares)
    assert 0 < shares[-1] < 1


@pytest.mark.parametrize(
    "data", [b"{}", b'{"images": 3}', b"[" * 70_000, b'{"categories": []}', b""]
)
def test_other_json_is_not_recognised(tmp_path, data):
    path = tmp_path / "other.json"
    path.write_bytes(data)
    assert FORMAT.recognise(path) == ""
    assert FORMAT.recognise(tmp_path) == ""


def test_counts_are_whole_numbers(tmp_path):
    content = annotated(tmp_path, {"id": 1} | BOX)
    assert [content.counts[name].dtype for name in ("images", "labels", "boxes")] == [
        pd.Int64Dtype()
    ] * 3
