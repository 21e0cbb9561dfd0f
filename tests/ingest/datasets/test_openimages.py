"""Open Images' CSV files are read as they are, and what is wrong in them is said."""

from pathlib import Path

import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.openimages import FORMAT
from explorer.progress import Cancelled, silent
from explorer.settings import Settings

HEADER = (
    "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,"
    "IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside\n"
)
DOG, CAT = "/m/0bt9lr", "/m/01yrx"
NAME = "oidv6-train-annotations-bbox.csv"


def row(
    image: str = "a", label: str = DOG, box: str = "0.1,0.4,0.2,0.9", marks: str = "0,0,0,0,0"
) -> str:
    return f"{image},xclick,{label},1,{box},{marks}\n"


def read(path: Path, sizes: Path | None = None) -> Content:
    return FORMAT.read(path, Options(sizes=sizes), Settings(), silent)


def boxes(folder: Path, *rows: str, name: str = NAME) -> Path:
    path = folder / name
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def asides(content: Content) -> dict[str, tuple[int, str]]:
    return {each.what: (each.count, each.where) for each in content.aside}


def test_boxes_flags_images_and_mids_are_counted(tmp_path):
    content = read(
        boxes(
            tmp_path,
            row(marks="1,0,1,0,0"),
            row(),
            row(image="b", marks="-1,-1,-1,-1,-1"),
            row(image="b", label=CAT, marks="0,1,0,1,0"),
        )
    )
    found = content.counts.assign(id=content.classes["id"].to_numpy()[content.counts["position"]])
    assert found.set_index("id").drop(columns="position").T.to_dict() == {
        DOG: {"split": "train", "images": 2, "labels": 3, "boxes": 3, "occluded": 1}
        | {"group_of": 1, "truncated": 0, "depiction": 0},
        CAT: {"split": "train", "images": 1, "labels": 1, "boxes": 1, "occluded": 0}
        | {"group_of": 0, "truncated": 1, "depiction": 1},
    }
    assert content.classes["synset"].tolist() == [CAT, DOG]
    assert content.box_unit == "shares"
    assert content.boxes.loc[0, ["x0", "y0", "x1", "y1"]].tolist() == [0.1, 0.2, 0.4, 0.9]
    assert content.shared
    assert not content.exhaustive


def test_images_without_a_label_are_not_known(tmp_path):
    splits = read(boxes(tmp_path, row())).splits
    assert splits["images"].tolist() == [1]
    assert splits["unlabelled"].isna().all()


def test_a_folder_has_splits_names_and_classes_without_boxes(tmp_path):
    boxes(tmp_path, row(), row(image="b"))
    boxes(tmp_path, row(), name="validation-annotations-bbox.csv")
    (tmp_path / "train-annotations-human-imagelabels.csv").write_text(
        "ImageID,Source,LabelName,Confidence\na,verification,/m/01yrx,0\n"
    )
    (tmp_path / "class-descriptions-boxable.csv").write_text(f'{DOG},Dog\n{CAT},"Cat, tame"\n')
    content = read(tmp_path)
    assert content.classes["name"].tolist() == ["Cat, tame", "Dog"]
    dogs = content.counts[content.counts["position"] == 1]
    assert dict(zip(dogs["split"], dogs["labels"], strict=True)) == {"train": 2, "val": 1}
    assert content.splits["images"].tolist() == [2, 1]
    assert [each.count for each in content.aside] == [1]


def test_labels_that_were_verified_as_absent_are_said_and_not_counted(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text(
        "ImageID,Source,LabelName,Confidence\n"
        f"a,verification,{DOG},1\nb,verification,{DOG},0\nc,machine,{DOG},0.7\n"
    )
    content = read(path)
    assert content.counts["labels"].tolist() == content.counts["images"].tolist() == [1]
    assert content.counts["boxes"].isna().all()
    assert content.boxes is None
    assert asides(content) == {
        "labels that were verified as absent": (1, "image 'b'"),
        "labels with a confidence that is neither 0 nor 1": (1, "image 'c'"),
    }


def test_sizes_come_from_a_table(tmp_path):
    sizes = tmp_path / "sizes.csv"
    sizes.write_text("image,width,height\na.jpg,640,480\n")
    found = read(boxes(tmp_path, row(), row(image="b")), sizes).boxes
    assert found["width"].fillna(0).tolist() == [640, 0]


WRONG = {
    "x,0.4,0.2,0.9": "boxes with a corner that is not a finite number",
    "nan,0.4,0.2,0.9": "boxes with a corner that is not a finite number",
    "0.5,0.4,0.2,0.9": "boxes without width or height",
    "0.5,1.4,0.2,0.9": "boxes that reach outside their image",
    "1.5,1.6,0.2,0.9": "boxes that are wholly outside their image",
}


@pytest.mark.parametrize("box", WRONG)
def test_what_is_wrong_is_said_with_its_image(tmp_path, box):
    content = read(boxes(tmp_path, row(), row(image="b", box=box)))
    ((what, found),) = asides(content).items()
    assert what.startswith(WRONG[box])
    assert found == (1, "image 'b'")
    assert content.counts["labels"].sum() == 2


def test_rows_without_a_class_are_said(tmp_path):
    content = read(boxes(tmp_path, row(), row(image="b", label="")))
    assert asides(content) == {"rows without an image or a class": (1, "image 'b'")}
    assert content.splits["images"].tolist() == [1]


DAMAGED = {
    b"": "row 1: expected a header",
    b"a,b\n": "row 1: expected a header",
    (HEADER + row() + "b,xclick,/m/0").encode(): "row 3: expected CSV in UTF-8 with 13 columns",
    (HEADER + row()).encode() + b"\xff\xfe" + row().encode(): "expected CSV in UTF-8",
    HEADER.encode(): "has no row with an image and a class",
    HEADER.encode("utf-16"): "row 1: expected a header",
}


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_is_refused_with_its_row(tmp_path, data):
    path = tmp_path / NAME
    path.write_bytes(data)
    with pytest.raises(UploadError, match=rf"bbox\.csv.*{DAMAGED[data]}"):
        read(path)


def test_names_of_files_and_columns_are_only_names(tmp_path):
    path = tmp_path / "it's [a] bbox?.csv"
    path.write_text(HEADER.replace("IsInside", "x'; DROP TABLE gathered; --") + row())
    assert read(path).counts["labels"].tolist() == [1]


def test_it_is_recognised_by_its_columns(tmp_path):
    path = boxes(tmp_path, row())
    assert FORMAT.recognise(path)
    assert FORMAT.recognise(tmp_path)
    (tmp_path / "other.csv").write_text("ImageID,label\n")
    assert FORMAT.recognise(tmp_path / "other.csv") == ""


def test_reading_can_be_cancelled_and_leaves_nothing(tmp_path):
    path = boxes(tmp_path, row())
    spill = tmp_path / "spill"
    spill.mkdir()

    def cancel(_share: float, _sentence: str) -> None:
        raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        FORMAT.read(path, Options(), Settings(temporary_dir=spill), cancel)
    assert list(spill.iterdir()) == []
