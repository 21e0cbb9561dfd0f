"""Two formats in one folder: both are named, whichever of them is read."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import formats
from explorer.ingest.datasets.format import Options
from explorer.settings import Settings
from tests.support.data_set_files import (
    CASES,
    Maker,
    coco,
    counts_csv,
    folders,
    manifest_csv,
    said,
    yolo,
)

PAIRS = [
    (first, second)
    for (key, first), (other, second) in combinations(CASES, 2)
    if key != other  # two files of one format are a folder of it
]

NAMED = {
    "counts_csv": r"counts\.csv",
    "counts_json": r"counts\.json",
    "counts_parquet": r"counts\.parquet",
    "folders": "dog",
    "webdataset": r"train-000000\.tar",
    "webdataset_shard": r"shard\.tar",
    "huggingface": r"train-00000-of-00002\.parquet|'data'",
    "coco": r"instances_val2017\.json",
    "voc": r"\.xml",
    "yolo": r"data\.yaml",
    "kaggle": r"LOC_val_solution\.csv",
    "openimages": r"validation-annotations-bbox\.csv",
    "manifest_csv": r"manifest\.csv",
    "manifest_lines": r"manifest\.jsonl",
    "manifest_parquet": r"manifest\.parquet",
}
"""What a sentence has to have of an example: a file of it, or a folder."""

KEYS = {make.__name__: key for key, make in CASES}


@pytest.mark.parametrize(
    ("first", "second"), PAIRS, ids=[f"{a.__name__}-{b.__name__}" for a, b in PAIRS]
)
def test_of_two_formats_in_a_folder_none_is_passed_over_in_silence(
    tmp_path: Path, first: Maker, second: Maker
) -> None:
    first(tmp_path)
    second(tmp_path)
    try:
        content = formats.read(tmp_path, Settings())
    except UploadError as refused:
        told = str(refused)
        assert re.search(NAMED[first.__name__], told)
        assert re.search(NAMED[second.__name__], told)
        return
    read = content.provenance.format
    (other,) = {first.__name__, second.__name__} - {
        name for name, key in KEYS.items() if key == read
    }
    assert any(
        re.search(NAMED[other], each.where) and "format" in each.what and not each.kept
        for each in content.aside
    )


def test_a_table_of_counts_beside_annotations_is_named_with_how_to_read_it(tmp_path: Path) -> None:
    coco(tmp_path)
    counts_csv(tmp_path)
    content = formats.read(tmp_path, Settings())
    assert content.provenance.format == "coco"
    what = (
        "files of another format (a table of counts), not read with this folder; add each by its "
        "own path"
    )
    assert said(content)[what] == (1, "'counts.csv'")


def test_folders_of_classes_beside_annotations_are_named_with_how_to_read_them(
    tmp_path: Path,
) -> None:
    coco(tmp_path)
    folders(tmp_path)
    content = formats.read(tmp_path, Settings())
    assert content.provenance.format == "coco"
    (what,) = [each for each in said(content) if "choose format folders" in each]
    assert "'cat', 'dog'" in said(content)[what][1]
    chosen = formats.read(tmp_path, Settings(), format="folders")
    assert chosen.classes["id"].tolist() == ["cat", "dog"]


def test_a_folder_with_a_table_of_counts_alone_says_to_name_the_file(tmp_path: Path) -> None:
    counts_csv(tmp_path)
    with pytest.raises(UploadError, match=r"'counts\.csv' \(a table of counts\)\. Name the file"):
        formats.read(tmp_path, Settings())


def test_a_table_of_sizes_that_was_given_is_no_other_data_set(tmp_path: Path) -> None:
    yolo(tmp_path)
    sizes = tmp_path / "sizes.csv"
    sizes.write_text("image,width,height\na,3,4\n", encoding="utf-8")
    content = formats.read(tmp_path, Settings(), options=Options(sizes=sizes))
    assert not [each for each in content.aside if "another format" in each.what]


def test_a_mapping_of_names_is_no_other_data_set(tmp_path: Path) -> None:
    coco(tmp_path)
    header = "id,name,wnid,match,by,note,synset,gloss\r\n"
    (tmp_path / "mapping.csv").write_text(header + "3,dog,n02084071,exact,,,,\r\n", "utf-8")
    assert not formats.read(tmp_path, Settings()).aside


def test_files_that_only_one_format_reads_are_not_named_again(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        manifest_csv(tmp_path / name)
    assert not formats.read(tmp_path, Settings()).aside
