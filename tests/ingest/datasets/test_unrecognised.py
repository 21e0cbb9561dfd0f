"""A table that is of no format is refused by a short sentence: what it is, what was expected."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import formats
from explorer.settings import Settings
from tests.support.data_set_files import figures, said

NO_ROW = "but no rows. Expected a row per class, image or annotation. Write it again with its rows."
NO_HEADER = "Expected the names of the columns there, such as class,images or image,label."


@pytest.fixture
def refused(tmp_path: Path):
    def refusing(name: str, data: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        with pytest.raises(UploadError) as error:
            formats.read(path, Settings())
        told = str(error.value)
        assert name in told
        assert len(told) < 400
        return told

    return refusing


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.csv", "class,images\n", f"'a.csv' is CSV with the columns 'class', 'images' {NO_ROW}"),
        ("a.csv", "\ufeffclass,images\r\n", f"CSV with the columns 'class', 'images' {NO_ROW}"),
        ("a.csv", "class;images\r\n", f"CSV with the columns 'class', 'images' {NO_ROW}"),
        ("a.tsv", "class\timages\n", f"TSV with the columns 'class', 'images' {NO_ROW}"),
        ("a.csv.gz", gzip.compress(b"class,images\n"), "'a.csv.gz' is CSV with the columns"),
        ("a.csv", "image,label\n", "'a.csv' has columns but no rows. Expected a row per image"),
        ("a.csv", "dog,12\ncat,5\n", f"no header line: its first line is 'dog', '12'. {NO_HEADER}"),
        ("a.csv", "1;dog\r\n2;cat\r\n", f"its first line is '1', 'dog'. {NO_HEADER}"),
        ("a.csv", "n02084071,dog\nn02121808,cat\n", "no header line"),
        ("a.csv", "\n\n  \n", "'a.csv' has no row: it is blank. Expected a header line"),
        ("a.csv.gz", gzip.compress(b""), "'a.csv.gz' has no row: it is blank"),
        ("a.csv.gz", gzip.compress(b"class,images\ndog,3\n")[:-9], "is no whole gzip file"),
        ("a.csv", "foo,bar\n1,2\n", "CSV with the columns 'foo', 'bar'. Expected a column of cl"),
        ("a.csv", "a,A,images\n1,2,3\n", "'a.csv' has the column 'a' twice. Rename one"),
        ("a.csv", "sep=;\nclass;images\ndog;3\n", "begins with a line for Excel alone, 'sep=;'"),
        ("a.csv", "# mine\nclass,images\ndog,3\n", "begins with a comment, '# mine'"),
        ("a.csv", "name,wnid,match,by\ndog,n02084071,exact,\n", "is a mapping of class names"),
        ("a.json", "[]", "'a.json' is JSON without a row. Expected an object per class or image"),
        ("a.json", "{}", "JSON without a row"),
        ("a.json", '[{"foo": 1}]', "JSON with the columns 'foo'. Expected a column of classes"),
        ("a.json", '{"images": [], "categories": []}', "COCO-type file has lists of images, anno"),
        ("a.jsonl", "\n", "'a.jsonl' has no row: it is blank"),
        ("a.jsonl", '{"foo": "x"}\n', "JSON with the columns 'foo'"),
    ],
)
def test_what_was_found_what_was_expected_and_what_to_do_are_said(
    refused, name: str, data: str | bytes, expected: str
) -> None:
    assert expected in refused(name, data)


@pytest.mark.parametrize(
    ("columns", "rows", "expected"),
    [
        (["foo"], 0, f"Parquet with the columns 'foo' {NO_ROW}"),
        (["foo"], 2, "Parquet with the columns 'foo'. Expected a column of classes"),
        (["class", "images"], 0, "has columns but no rows. Write it again with its rows."),
        (["image", "label"], 0, "has columns but no rows. Expected a row per image or annotation."),
    ],
)
def test_parquet_without_rows_or_known_columns_is_said_to_be_so(
    tmp_path: Path, refused, columns: list[str], rows: int, expected: str
) -> None:
    path = tmp_path / "made.parquet"
    pq.write_table(pa.table({each: pa.array(["x"] * rows, pa.string()) for each in columns}), path)
    assert expected in refused("a.parquet", path.read_bytes())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", 'class,images\r\n"dog",3\r\n"cat",5\r\n'),
        ("a.csv", "class,images\rdog,3\rcat,5\r"),
        ("a.csv.gz", gzip.compress(b"class,images\ndog,3\ncat,5\n")),
        ("a.tsv.gz", gzip.compress(b"class\timages\ndog\t3\ncat\t5\n")),
        ("a.json.gz", gzip.compress(b'{"dog": 3, "cat": 5}')),
    ],
)
def test_line_ends_quotation_marks_and_gzip_do_not_matter(
    tmp_path: Path, name: str, data: str | bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    content = formats.read(path, Settings())
    assert content.provenance.format == "counts"
    assert figures(content) == {("dog", ""): 3, ("cat", ""): 5}


def test_a_packed_table_that_is_too_large_unpacked_is_refused(refused) -> None:
    bomb = gzip.compress(b"class,images\ndog,3\n" + b" " * 70_000_000)
    assert "64 MB" in refused("a.csv.gz", bomb)


def test_a_list_of_classes_that_is_counted_as_images_is_said_to_look_like_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "classes.csv"
    path.write_text("wnid,name\nn02084071,dog\nn02121808,cat\n", encoding="utf-8")
    what = "classes in one row each, as in a list of classes and not of images"
    assert said(formats.read(path, Settings()))[what] == (2, "column 'wnid'")
