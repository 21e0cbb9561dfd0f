"""YOLO's files are read inside their folder only, and what is wrong in them is said."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.errors import UploadError
from explorer.ingest.datasets import formats
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.yolo import FORMAT
from explorer.progress import Cancelled, silent
from explorer.settings import Settings
from tests.support import annotation_files as files

YAML = "train: images\nnames: [cat, dog]\n"
ROW = "0 0.5 0.5 0.2 0.4\n"


def read(path: Path, sizes: Path | None = None, settings: Settings | None = None) -> Content:
    return FORMAT.read(path, Options(sizes=sizes), settings or Settings(), silent)


def write(folder: Path, yaml: str = YAML, **rows: str) -> Path:
    (folder / "labels").mkdir(parents=True)
    (folder / "data.yaml").write_text(yaml, encoding="utf-8")
    for name, text in rows.items():
        (folder / "labels" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def asides(content: Content) -> dict[str, tuple[int, str]]:
    return {each.what: (each.count, each.where) for each in content.aside}


def test_the_validation_boxes_come_back_to_the_pixel_where_sizes_are_known(tmp_path):
    boxes = files.validation_boxes()
    path = files.write_yolo(boxes, files.wnids(), tmp_path / "yolo")
    content = read(path, files.write_sizes(boxes, tmp_path / "sizes.csv"))
    assert content.box_unit == "shares"
    found = content.boxes
    np.testing.assert_array_equal(found[["width", "height"]], boxes[["width", "height"]])
    for at, size in (("x", "width"), ("y", "height")):
        for edge in (f"{at}0", f"{at}1"):
            pixels = (found[edge] * found[size]).round().astype(int)
            assert pixels.tolist() == boxes[edge].tolist()
    assert found["position"].tolist() == boxes["label"].tolist()
    assert content.splits["split"].tolist() == ["val"]
    assert not content.aside
    assert read(path).boxes[["width", "height"]].isna().all(axis=None)


def test_sizes_come_from_the_images_and_those_without_rows_are_unlabelled(tmp_path):
    write(tmp_path, a=ROW)
    (tmp_path / "images").mkdir()
    for name in ("a", "b"):
        Image.new("RGB", (60, 40)).save(tmp_path / "images" / f"{name}.png")
    (tmp_path / "images/c.png").write_bytes(b"no image")
    content = read(tmp_path)
    assert content.boxes[["width", "height"]].to_numpy().tolist() == [[60, 40]]
    assert content.splits[["images", "unlabelled"]].to_numpy().tolist() == [[3, 2]]


def test_rows_whose_image_is_missing_among_others_are_said(tmp_path):
    write(tmp_path, a=ROW, b=ROW)
    assert not read(tmp_path).aside
    (tmp_path / "images").mkdir()
    Image.new("RGB", (60, 40)).save(tmp_path / "images" / "a.png")
    content = read(tmp_path)
    assert content.splits["images"].tolist() == [2]
    (aside,) = content.aside
    assert aside.what == "files of rows without their image, each counted as an image"
    assert (aside.count, aside.where, aside.kept) == (1, "'labels/b.txt'", True)


@pytest.mark.parametrize(
    "names", ["[cat, dog]", "{0: cat, 1: dog}", "\n  - cat\n  - dog", "\n  0: cat\n  1: dog"]
)
def test_names_are_a_list_or_go_by_number(tmp_path, names):
    content = read(write(tmp_path, f"train: images\nnames: {names}\n", a=ROW))
    assert content.classes["name"].tolist() == ["cat", "dog"]
    assert content.counts["labels"].tolist() == [1, 0]


def test_an_outline_gives_its_box(tmp_path):
    content = read(write(tmp_path, a="1 0.1 0.5 0.4 0.2 0.3 0.9\n"))
    assert content.boxes[["x0", "y0", "x1", "y1"]].to_numpy().tolist() == [[0.1, 0.2, 0.4, 0.9]]


def test_keypoints_after_the_box_are_left(tmp_path):
    yaml = YAML + "kpt_shape: [2, 3]\n"
    content = read(write(tmp_path, yaml, a="0 0.5 0.5 0.2 0.4 0.1 0.1 2 0.3 0.3 1\n"))
    assert content.boxes["x0"].tolist() == pytest.approx([0.4])


def test_a_split_may_be_a_list_of_images(tmp_path):
    write(tmp_path, "val: val.txt\nnames: [cat]\n", a=ROW, b=ROW)
    (tmp_path / "val.txt").write_text("./images/a.jpg\nimages/c.jpg\n/etc/passwd\n../x.jpg\n")
    content = read(tmp_path)
    assert content.splits[["images", "unlabelled"]].to_numpy().tolist() == [[2, 1]]
    assert asides(content) == {"images listed outside the folder": (2, "'val.txt', row 3")}


@pytest.mark.parametrize("path", ["../train/images", "train/images", "/data/elsewhere"])
def test_paths_of_exports_are_found_below_the_file_only(tmp_path, path):
    folder = tmp_path / "set"
    (folder / "train/labels").mkdir(parents=True)
    (folder / "train/labels/a.txt").write_text(ROW)
    (folder / "data.yaml").write_text(f"path: /home/other\ntrain: {path}\nnames: [cat]\n")
    if path.startswith("/"):
        with pytest.raises(UploadError, match="outside the folder"):
            read(folder)
    else:
        assert read(folder).counts["labels"].tolist() == [1]


WRONG = {
    "5 0.5 0.5 0.2 0.4\n": ("rows of a class that data.yaml does not name", 1),
    "cat 0.5 0.5 0.2 0.4\n": ("rows that are not a class and numbers", 1),
    "0 0.5 0.5 0.2\n": ("rows that are neither a box nor an outline", 1),
    "0 0.5 0.5 nan 0.4\n": ("boxes with a corner that is not a finite number", 2),
    "0 0.5 0.5 0.2 -0.4\n": ("boxes without width or height", 2),
    "0 0.9 0.5 0.8 0.4\n": ("boxes that reach outside their image", 2),
    "0 50 50 20 40\n": ("boxes that are wholly outside their image", 2),
}


@pytest.mark.parametrize("row", WRONG)
def test_what_is_wrong_is_said_with_file_and_row(tmp_path, row):
    content = read(write(tmp_path, a=ROW + row))
    ((what, found),) = asides(content).items()
    assert what.startswith(WRONG[row][0])
    assert found == (1, "'labels/a.txt', row 2")
    assert content.counts["labels"].sum() == WRONG[row][1]


REFUSED = {
    "names: [cat]\n": "none of the keys train, val and test",
    "train: images\n": "expected YAML in UTF-8 with the names",
    "train: images\nnames: 3\n": "expected a list",
    "train: images\nnames: [[cat]]\n": "expected a number and a name",
    "train: 3\nnames: [cat]\n": "expected a path",
    "train: nowhere\nnames: [cat]\n": "neither images nor text files",
    "a: &a [x]\nb: [*a, *a]\ntrain: images\nnames: [cat]\n": "without aliases",
    "names: " + "[" * 50 + "]" * 50: "expected YAML in UTF-8",
    "names: {a\n": "expected YAML in UTF-8",
    "names: !!python/object/apply:os.getcwd []\n": "expected YAML in UTF-8",
    "": "expected YAML in UTF-8",
}


@pytest.mark.parametrize("yaml", REFUSED)
def test_a_data_yaml_that_cannot_be_taken_is_refused(tmp_path, yaml):
    with pytest.raises(UploadError, match=rf"data\.yaml.*{REFUSED[yaml]}"):
        read(write(tmp_path, yaml, a=ROW))


def test_a_path_that_is_too_long_or_leads_in_a_circle_is_refused(tmp_path):
    folder = tmp_path / "set"
    write(folder, a=ROW)
    for place in ("a" * 5_000, "x" * 300 + "/images", "round"):
        (folder / "round").unlink(missing_ok=True)
        (folder / "round").symlink_to(folder / "round")
        (folder / "data.yaml").write_text(f"train: {place}\nnames: [cat]\n")
        with pytest.raises(UploadError, match=r"data\.yaml"):
            read(folder)
        (folder / "data.yaml").write_text("train: all.txt\nnames: [cat]\n")
        (folder / "all.txt").write_text(f"images/a.jpg\n{place}\n")
        assert asides(read(folder)) == {"images listed outside the folder": (1, "'all.txt', row 2")}


def test_links_in_a_circle_end(tmp_path):
    write(tmp_path, a=ROW)
    (tmp_path / "labels/up").symlink_to(tmp_path / "labels")
    content = read(tmp_path)
    assert asides(content) == {"links to folders that were read already": (1, "'up'")}
    assert content.counts["labels"].sum() == 1


def test_it_is_recognised_by_its_yaml(tmp_path):
    write(tmp_path, a=ROW)
    assert FORMAT.recognise(tmp_path)
    assert FORMAT.recognise(tmp_path / "data.yaml")
    (tmp_path / "data.yaml").write_text("names: [a]\n")
    assert FORMAT.recognise(tmp_path) == ""


def test_reading_can_be_cancelled(tmp_path):
    write(tmp_path, a=ROW)

    def cancel(_share: float, _sentence: str) -> None:
        raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        FORMAT.read(tmp_path, Options(), Settings(), cancel)


def darknet(folder: Path) -> Path:
    """As annotation tools export it: names and rows, no data.yaml, and rows beside the images."""
    (folder / "obj_train_data").mkdir(parents=True)
    (folder / "obj.names").write_text("cat\ndog\n", encoding="utf-8")
    (folder / "obj_train_data/a.txt").write_text(ROW, encoding="utf-8")
    (folder / "obj_train_data/a.jpg").write_bytes(b"x")
    return folder


def test_rows_beside_images_without_names_are_no_folders_of_classes(tmp_path):
    with pytest.raises(UploadError, match=r"has no data\.yaml with the names of the classes"):
        formats.read(darknet(tmp_path), Settings())


def test_folders_with_rows_beside_images_are_classes_if_this_is_chosen(tmp_path):
    content = formats.read(darknet(tmp_path), Settings(), format="folders")
    assert content.classes["id"].tolist() == ["obj_train_data"]


def test_captions_beside_images_are_no_rows(tmp_path):
    root = darknet(tmp_path)
    (root / "obj_train_data/a.txt").write_text("1 dog on a sofa\n", encoding="utf-8")
    assert formats.recognise(root)[0].format.key == "folders"
