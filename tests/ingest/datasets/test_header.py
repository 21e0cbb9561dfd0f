"""The columns of a file with some of their values, and which of them the reader takes."""

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from explorer.ingest.datasets import formats, header, uploaded
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.header import Column, Header
from explorer.settings import Settings

COUNTS = "class,split,images,colour\ncat,train,30,red\ndog,train,40,\ncat,val,3,blue\n"
ROWS = "file,breed,kind,set\na/x/1.jpg,beagle,dog,train\na/y/2.jpg,pug,dog,val\n"


def look(path: Path, format_: str = "") -> Header:
    found = header.look(path, Settings(), format_)
    assert found is not None
    return found


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_a_table_of_counts_shows_its_columns_and_which_of_them_count(tmp_path):
    found = look(written(tmp_path / "pets.csv", COUNTS))
    assert found.format == "counts"
    assert found.columns == (
        Column("class", ("cat", "dog")),
        Column("split", ("train", "val")),
        Column("images", ("30", "40", "3")),
        Column("colour", ("red", "blue")),
    )
    assert found.found == {"label": "class", "split": "split", "images": "images"}


def test_a_manifest_whose_classes_are_not_known_shows_what_is_known(tmp_path):
    found = look(written(tmp_path / "rows.csv", ROWS))
    assert found.format == "manifest"
    assert found.found == {"split": "set", "image": "file"}
    assert Column("breed", ("beagle", "pug")) in found.columns


def test_folders_of_paths_can_be_chosen_and_the_one_with_the_wnids_is_recognised(tmp_path):
    text = "path\ntrain/n02084071/1.jpg\ntrain/n02121620/2.jpg\n"
    found = look(written(tmp_path / "rows.csv", text))
    assert found.found == {"label": "path:1", "split": "path:2", "image": "path"}
    assert {*found.columns} >= {
        Column("path:1", ("n02084071", "n02121620")),
        Column("path:2", ("train",)),
    }


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet"])
def test_every_layout_of_a_manifest_shows_the_same(tmp_path, ending):
    frame = pd.DataFrame({"image": ["1.jpg", "2.jpg"], "label": ["cat", "dog"]})
    path = tmp_path / f"rows.{ending}"
    if ending == "parquet":
        frame.to_parquet(path)
    elif ending == "jsonl":
        frame.to_json(path, orient="records", lines=True)
    else:
        frame.to_csv(path, index=False, sep="," if ending == "csv" else "\t")
    found = look(path)
    assert Column("label", ("cat", "dog")) in found.columns
    assert found.found == {"label": "label", "image": "image"}


@pytest.mark.parametrize("text", [COUNTS, ROWS.replace("kind", "label")], ids=["counts", "rows"])
def test_what_is_recognised_reads_as_if_nothing_was_chosen(tmp_path, text):
    path = written(tmp_path / "some.csv", text)
    chosen = Options(**look(path).found)  # type: ignore[arg-type]
    plain = formats.read(path, Settings())
    said = formats.read(path, Settings(), options=chosen)
    pd.testing.assert_frame_equal(said.counts, plain.counts)
    pd.testing.assert_frame_equal(said.classes, plain.classes)


def test_hugging_faces_columns_of_classes_show_the_names_of_the_classes(tmp_path):
    features = {
        "fine": {"_type": "ClassLabel", "names": ["beagle", "pug"]},
        "coarse": {"_type": "ClassLabel", "names": ["dog"]},
    }
    about = json.dumps({"info": {"features": features}})
    table = pa.table({"fine": [0, 1], "coarse": [0, 0]})
    pq.write_table(
        table.replace_schema_metadata({"huggingface": about}), tmp_path / "train.parquet"
    )
    found = look(tmp_path / "train.parquet")
    assert found.columns == (Column("fine", ("beagle", "pug")), Column("coarse", ("dog",)))
    assert (found.options, found.found) == (("label",), {})


def test_annotations_have_no_column_to_choose(tmp_path):
    box = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 1, 1], "iscrowd": 0}
    image = {"id": 1, "file_name": "a.jpg", "width": 2, "height": 2}
    kinds = [{"id": 1, "name": "dog"}]
    text = json.dumps({"images": [image], "annotations": [box], "categories": kinds})
    found = look(written(tmp_path / "instances.json", text))
    assert (found.format, found.options, found.columns) == ("coco", (), ())


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"PAR1\0\0PAR1", b"class\n\xff\n"])
@pytest.mark.parametrize("format_", ["", "counts", "manifest", "huggingface", "coco"])
def test_what_cannot_be_read_has_no_columns(tmp_path, data, format_):
    (tmp_path / "some.parquet").write_bytes(data)
    found = header.look(tmp_path / "some.parquet", Settings(), format_)
    assert found is None or not found.columns


def test_dropped_files_are_looked_at_like_a_path():
    found = uploaded.look([("pets.csv", COUNTS.encode())], Settings())
    assert found is not None
    assert [each.name for each in found.columns] == ["class", "split", "images", "colour"]
