"""A manifest of files: what it is recognised by, what it counts, and what is refused by name."""

import gzip
import json
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer import places
from explorer.errors import UploadError
from explorer.ingest.datasets import formats, manifest
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.progress import silent
from explorer.settings import Settings


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def parquet(path: Path, query: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.sql(query).write_parquet(str(path))
    return path


def read(path: Path, **chosen: Any) -> Content:
    return manifest.read(path, Options(**chosen), Settings(), silent)


def refused(path: Path, **chosen: Any) -> str:
    with pytest.raises(UploadError) as raised:
        read(path, **chosen)
    return str(raised.value)


def images(content: Content) -> dict[tuple[str, str], int]:
    names = content.classes["id"]
    counts = content.counts[["position", "split", "images"]].itertuples(index=False, name=None)
    return {(str(names[position]), split): found for position, split, found in counts}


LINES = '{"image":"1","label":3}\n{"image":"2","label":"x"}\n{"image":"3","label":null}\n'


def test_a_csv_is_recognised_and_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "image,label,split\n1,cat,train\n2,,train\n3,dog,val\n")
    (found,) = formats.recognise(path)
    assert found.format is manifest.FORMAT
    assert "'image', 'label', 'split'" in found.reason
    content = formats.read(path, Settings())
    assert images(content) == {("cat", "train"): 1, ("dog", "val"): 1}
    assert content.splits.to_dict("list") == {
        "split": ["train", "val"],
        "images": [2, 1],
        "unlabelled": [1, 0],
    }
    (aside,) = content.aside
    assert (aside.what, aside.count, aside.where) == ("rows without a label", 1, "'a.csv', row 3")
    assert content.provenance.size == path.stat().st_size


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tsv", "image\tlabel\n1\tcat\n2\tdog\n"),
        ("a.csv", "\ufeffimage;label\r\n1;cat\r\n2;dog\r\n"),
        ("a.csv", 'label,image\n"cat",1\n"dog",2'),
        ("a.csv.gz", gzip.compress(b"image,label\n1,cat\n2,dog\n", mtime=0)),
        ("a.txt", "x/1.jpg cat\ny/2.jpg dog\n"),
        ("a.csv", "1.jpg,cat\n2.jpg,dog\n"),
        ("a.jsonl", '{"image":1,"label":"cat"}\n{"image":2,"label":"dog"}\n'),
        ("a.json", '{"image":1,"label":"cat"}\n{"image":2,"label":"dog"}\n'),
        ("a.jsonl.gz", gzip.compress(b'{"id":1,"label":"cat"}\n{"label":"dog","id":2}\n', mtime=0)),
    ],
)
def test_every_layout_of_text_gives_the_same_counts(
    tmp_path: Path, name: str, data: str | bytes
) -> None:
    path = write(tmp_path / name, data)
    assert manifest.recognise(path)
    assert images(read(path)) == {("cat", ""): 1, ("dog", ""): 1}


def test_labels_stay_as_they_are_written(tmp_path: Path) -> None:
    data = "image,label\n1,007\n2,7\n3,true\n4,NA\n5,1e3\n6,2026-01-01\n"
    path = write(tmp_path / "a.csv", data)
    assert set(read(path).classes["id"]) == {"007", "7", "true", "NA", "1e3", "2026-01-01"}


def test_parquet_is_counted_and_its_rows_are_told(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "a.parquet",
        "SELECT CASE WHEN range = 5 THEN NULL ELSE range % 3 END AS label, range AS image "
        "FROM range(20_000)",
    )
    content = read(path)
    assert images(content) == {("0", ""): 6667, ("1", ""): 6667, ("2", ""): 6665}
    assert "20,000 rows" in content.recognised
    assert content.aside[0].where == "'a.parquet', row 6"


def test_json_lines_mix_numbers_and_texts_and_lists_hold_several_labels(tmp_path: Path) -> None:
    content = read(write(tmp_path / "a.jsonl", LINES))
    assert images(content) == {("3", ""): 1, ("x", ""): 1}
    assert content.aside[0].where == "'a.jsonl', row 3"
    lists = '{"id":1,"labels":["a","b"]}\n{"id":2,"labels":[]}\n{"id":3,"labels":[7]}\n'
    content = read(write(tmp_path / "b.jsonl", lists))
    assert images(content) == {("a", ""): 1, ("b", ""): 1, ("7", ""): 1}
    assert content.shared is True


@pytest.mark.parametrize("named", ["", "*.csv"])
def test_files_named_by_their_split_are_its_rows(tmp_path: Path, named: str) -> None:
    folder = tmp_path / "s"
    write(folder / "train-00000-of-00001.csv", "image,label\n1,a\n")
    write(folder / "val.csv", "image,label\n1,a\n2,b\n")
    write(folder / "README.md", "x")
    content = read(folder / named)
    assert images(content) == {("a", "train"): 1, ("a", "val"): 1, ("b", "val"): 1}
    others = [(each.what, each.count, each.where) for each in content.aside]
    assert others == ([] if named else [("files of other kinds", 1, "'README.md'")])


def test_folders_of_partitions_give_columns(tmp_path: Path) -> None:
    root = tmp_path / "h"
    write(root / "split=train" / "label=cat" / "1.csv", "image\n1\n")
    write(root / "split=val" / "label=sea%20lion" / "1.csv", "image\n1\n2\n")
    write(root / "_SUCCESS", "")
    content = read(root)
    assert images(content) == {("cat", "train"): 1, ("sea lion", "val"): 2}
    assert content.aside == ()


def test_names_with_the_signs_of_patterns_and_of_sql_are_names(tmp_path: Path) -> None:
    folder = tmp_path / "a*[b]'? \"; DROP"
    path = write(folder / "x*.csv", "ima'ge,la\"b; --,label\n1,a,b\n")
    write(folder / "xy.csv", "ima'ge,la\"b; --,label\n2,a,c\n")
    assert images(read(path)) == {("b", ""): 1}
    assert images(read(path, label='la"b; --')) == {("a", ""): 1}


def test_a_manifest_that_names_another_file_does_not_open_it(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere.csv", "image,label\n1,secret\n")
    path = write(tmp_path / "in" / "a.csv", "image,label\n../elsewhere.csv,cat\n")
    assert images(read(path)) == {("cat", ""): 1}


def test_a_table_of_counts_and_a_manifest_are_told_apart(tmp_path: Path) -> None:
    counts = write(tmp_path / "c.csv", "class,images\ncat,3\ndog,4\n")
    assert manifest.recognise(counts) == ""
    rows = write(tmp_path / "m.csv", "image,class\n1.jpg,cat\n2.jpg,dog\n")
    assert [each.format.key for each in formats.recognise(rows)] == ["manifest"]


def test_what_is_no_manifest_is_not_recognised(tmp_path: Path) -> None:
    write(tmp_path / "images" / "cat" / "1.jpg", b"x")
    write(tmp_path / "images" / "labels.csv", "image,label\n1,cat\n")
    for path in (
        tmp_path / "images",
        tmp_path / "none*",
        write(tmp_path / "a.json", '{"cat": 3}'),
        write(tmp_path / "b.json", json.dumps({"images": [], "annotations": []}, indent=1)),
        write(tmp_path / "c.jsonl", "[1]\n[2]\n"),
        write(tmp_path / "d.txt", "0 0.5 0.5 0.1 0.1\n"),
        write(tmp_path / "e.csv", b"\xff\xfei\0m\0"),
        write(tmp_path / "f.parquet", b"PAR1"),
        write(tmp_path / "g.csv", ""),
    ):
        assert manifest.recognise(path) == ""


def test_a_manifest_of_fall_2011_gives_fall_2011(tmp_path: Path) -> None:
    table = pd.read_csv(
        places.home() / "data" / "imagenet21k.csv", usecols=["wnid", "fall11_images"]
    )
    real = table.dropna().set_index("wnid")["fall11_images"].astype(int)
    scaled = (real // 100 + 1).rename("rows").reset_index()  # the bench counts all 14.2 million
    path = tmp_path / "fall11.parquet"
    assert len(scaled) == 21_841
    duckdb.from_df(scaled).query(
        "scaled",
        "SELECT wnid, wnid || '_' || number || '.JPEG' AS image "
        "FROM (SELECT wnid, unnest(range(rows)) AS number FROM scaled)",
    ).write_parquet(str(path))
    content = read(path)
    found = content.classes["id"].to_frame().join(content.counts.set_index("position"))
    assert dict(zip(found["id"], found["images"], strict=True)) == dict(
        zip(scaled["wnid"], scaled["rows"], strict=True)
    )
    assert content.splits["images"].tolist() == [int(scaled["rows"].sum())]


def test_damaged_files_are_refused_with_file_and_row(tmp_path: Path) -> None:
    def told(name: str, data: str | bytes) -> str:
        return refused(write(tmp_path / name, data))

    head = "image,label\n"
    assert told("a.csv", head + "1,a\n2,b,c\n") == (
        "'a.csv', row 3: expected 2 columns, found 3. Put a cell that has the separator in it into "
        "quotation marks."
    )
    assert "'b.csv', row 3: expected 2 columns, found 1" in told("b.csv", head + "1,a\n2\n")
    assert "row 3: expected UTF-8" in told("c.csv", head.encode() + b"1,a\n2,caf\xe9\n")
    late = head.encode() + b"1,aaaaaaaaa\n" * 20_000 + b"2,caf\xe9\n"
    assert "'d.csv', row 20,002: expected UTF-8" in told("d.csv", late)
    assert "row 3: a quotation mark is open" in told("e.csv", head + '1,a\n"2,b\n3,c\n')
    assert "'f.csv' is empty" in told("f.csv", "")
    assert "has columns but no rows" in told("g.csv", head)
    assert "no whole gzip file" in told("h.csv.gz", gzip.compress(late)[:-20])
    assert "found 'image' twice" in told("i.csv", "image,Image\n1,2\n")
    assert "NUL bytes" in told("j.csv", "image,label\n1,\0\n")
    assert "'k.jsonl', row 2: expected a JSON object" in told("k.jsonl", LINES[:24] + "{,\n")
    assert "row 2: expected a JSON object, found a list" in told("l.jsonl", LINES[:24] + "[1]\n")
    assert "row 1: expected JSON lines" in told("m.jsonl", "[]\n")
    mixed = '{"image":1,"label":["a"]}\n{"image":2,"label":"b"}\n'
    assert "expected a text or a number in every row" in told("n.jsonl", mixed)
    nested = '{"image":1,"label":{"a":1}}\n'
    assert "found values of type Struct" in told("o.jsonl", nested)
    whole = parquet(
        tmp_path / "whole.parquet", "SELECT range % 3 AS label, range AS image FROM range(9_000)"
    ).read_bytes()
    for name, data in {
        "p.parquet": whole[:-100],
        "q.parquet": whole[:4] + bytes(2_000) + whole[2_004:],
        "r.parquet": b"",
    }.items():
        assert f"'{name}': expected Parquet, found a damaged or truncated" in told(name, data)


def test_partitions_that_differ_are_refused_by_name(tmp_path: Path) -> None:
    parquet(tmp_path / "p" / "a.parquet", "SELECT 1 AS label, 2 AS image, 3 AS other")
    parquet(tmp_path / "p" / "b.parquet", "SELECT 'x' AS label, 2 AS image")
    assert "'b.parquet', column 'label': expected" in refused(tmp_path / "p")
    write(tmp_path / "c" / "a.csv", "image,label\n1,x\n")
    write(tmp_path / "c" / "b.csv", "image,class\n1,x\n")
    told = refused(tmp_path / "c")
    assert "'b.csv': expected 'image', 'label' as in 'a.csv', found 'image', 'class'" in told
    write(tmp_path / "h" / "split=a" / "1.csv", "image,label\n1,x\n")
    write(tmp_path / "h" / "2.csv", "image,label\n1,x\n")
    assert "with no = value, as the other files have, found split" in refused(tmp_path / "h")
    write(tmp_path / "two" / "a.csv", "image,label\n1,x\n")
    write(tmp_path / "two" / "b.jsonl", LINES)
    assert "found CSV (1, such as 'a.csv') and JSON lines (1, such as 'b.jsonl')" in refused(
        tmp_path / "two"
    )
    assert "found none" in refused(tmp_path / "nothing*.csv")
    assert "another ending" in refused(write(tmp_path / "x.bin", "image,label\n1,2\n"))


def test_columns_that_do_not_matter_may_differ_between_partitions(tmp_path: Path) -> None:
    parquet(tmp_path / "a.parquet", "SELECT 'x' AS label, 2 AS image, 3 AS height")
    parquet(tmp_path / "b.parquet", "SELECT 3.5 AS height, 'x' AS label, 3 AS image")
    assert images(read(tmp_path)) == {("x", ""): 2}


SEEDS = {
    "a.csv": b"image,label,split\n1.jpg,cat,train\n2.jpg,dog,val\n" * 3,
    "a.jsonl": LINES.encode() * 3,
    "a.csv.gz": gzip.compress(b"image,label\n1,cat\n2,dog\n" * 9, mtime=0),
}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = tmp_path_factory.mktemp("seeds") / "a.parquet"
    parquet(path, "SELECT 'c' || range % 3 AS label, 'i' || range AS image FROM range(300)")
    return {**SEEDS, "a.parquet": path.read_bytes()}


@settings(
    max_examples=60,
    deadline=5_000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from([*SEEDS, "a.parquet"]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=3)), max_size=3),
    st.floats(0.1, 1),
)
def test_damaged_bytes_are_refused_or_read_and_nothing_else(
    tmp_path: Path,
    seeds: dict[str, bytes],
    name: str,
    damage: list[tuple[float, bytes]],
    kept: float,
) -> None:
    data = bytearray(seeds[name])
    for at, put in damage:
        place = int(at * (len(data) - len(put)))
        data[place : place + len(put)] = put
    path = write(tmp_path / name, bytes(data[: int(kept * len(data))]))
    manifest.recognise(path)
    told = said(path)
    assert told == "" or 20 < len(told) < 700
    assert str(tmp_path) not in told


def said(path: Path) -> str:
    """Why a file is refused; empty if it is read, whole."""
    try:
        content = read(path)
    except UploadError as refusal:
        return str(refusal)
    assert len(content.classes)
    assert content.counts["labels"].notna().all()
    return ""


def test_several_labels_joined_in_a_cell_are_counted_and_said(tmp_path: Path) -> None:
    content = read(write(tmp_path / "a.csv", "image,label\n1,cat|dog\n2,cat\n3,dog\n"))
    assert images(content) == {("cat", ""): 1, ("cat|dog", ""): 1, ("dog", ""): 1}
    (aside,) = content.aside
    assert "joined; write a row per label" in aside.what
    assert (aside.count, aside.where, aside.kept) == (1, "'cat|dog'", True)


@pytest.mark.parametrize("cell", ["['cat', 'dog']", "[]", "['cat' 'dog']", "[1, 2]"])
def test_lists_that_python_wrote_into_a_cell_are_refused(tmp_path: Path, cell: str) -> None:
    path = write(tmp_path / "a.csv", f'image,label\n1,"{cell}"\n2,"[\'cat\']"\n')
    told = refused(path)
    assert "'a.csv', column 'label': expected a text or a number, found a list" in told
    assert "JSON lines or Parquet" in told
