"""Whatever an upload claims or holds, reading it ends soon and takes little memory."""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from explorer.errors import UploadError
from explorer.ingest.files import confined, tables
from explorer.settings import Settings

ROOT = Path(__file__).parents[3]
BOMBS = Path(__file__).parent / "bombs"
LIMITS = Settings()

MANY_CELLS = """
names = b",".join(b"c%d" % at for at in range(64))
data = b"\\n".join([names, *[b",".join([b"123"] * 64)] * 240_000])
"""

MEASURE = """
import json, resource, sys, time
from pathlib import Path
from explorer.errors import UploadError
from explorer.ingest.files import tables
from explorer.settings import Settings

{make}
megabytes = 1_000_000
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
most = used + {limit} * megabytes
resource.setrlimit(resource.RLIMIT_AS, (most, most))
began = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
try:
    table = tables.read("bomb", data, Settings(**{settings}))
    said, header = "", table.header
except UploadError as refused:
    said, header = str(refused), ()
seconds = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - began
print(json.dumps(dict(said=said, header=header, seconds=seconds)))
"""
"""Reads ``data`` in a process that may take ``limit`` MB of memory more than it has."""


def measured(make: str, limit: int = 1000, **settings: int) -> dict[str, Any]:
    program = MEASURE.format(make=make, limit=limit, settings=settings)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def bomb(name: str) -> str:
    return f"data = Path({str(BOMBS / name)!r}).read_bytes()"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("list.parquet", "at most 100 items in a list, found 60,000,000"),
        ("cell.parquet", "is 240 MB uncompressed"),
        ("repeated.parquet", "at most 10,000 characters in a cell"),
    ],
)
def test_a_parquet_file_that_decodes_to_gigabytes_is_refused_in_a_second(name: str, words: str):
    assert (BOMBS / name).stat().st_size < 25_000
    found = measured(bomb(name), limit=600)
    assert words in found["said"]
    assert found["seconds"] < 1


@pytest.mark.parametrize("name", ["list.parquet", "cell.parquet", "repeated.parquet"])
def test_a_claim_that_passes_still_meets_the_limit_of_memory(name: str):
    bounds = dict.fromkeys(
        ["upload_list_items", "upload_unpacked_megabytes", "upload_cell_characters"], 10**9
    )
    found = measured(bomb(name), limit=600, upload_memory_megabytes=200, **bounds)
    assert "takes more than 200 MB of memory" in found["said"]


def test_a_huge_column_that_is_not_needed_is_never_decoded():
    found = measured(bomb("ignored.parquet"), limit=600)
    assert found["header"] == ["image", "pred"]
    assert found["seconds"] < 1


@pytest.mark.parametrize(
    ("make", "words"),
    [
        ("data = b'image,pred\\n' + b'1\\n' * 31_900_000", "more than 200,000 rows"),
        ("data = b'image,pred\\n' + b'\\n' * 63_000_000", "more than 200,000 rows"),
        ("data = b'image,pred\\n' + b'1,' * 31_900_000", "characters in a row"),
        ("data = b'1,' * 31_900_000", "characters in a row"),
        ("data = b'image,pred\\n\"' + b'x\\n' * 31_900_000", "a row, found more"),
        ("data = b'image,pred\\n' + b'\"x\\n\",' * 12_000_000", "a row, found more"),
        (MANY_CELLS, "more than 2,000,000 cells"),
        ("data = b'[' + b'{},' * 21_000_000 + b'{}]'", "more than 2,000,000 lists and objects"),
        ("data = b'[' + b'[],' * 21_000_000 + b'[]]'", "more than 2,000,000 lists and objects"),
        ("data = b'[' + b'1,' * 31_000_000 + b'1]'", "more than 8,000,000 values"),
        ("data = b'[' * 1_900_000", "nested too deep"),
        ("data = b'{\"a\":' * 1_900_000", "nested too deep"),
        ("data = b'{}\\n' * 20_000_000", "more than 2,000,000 lists and objects"),
        ("data = b'{}\\n' * 1_000_000", "more than 200,000 rows"),
    ],
)
def test_text_that_would_fill_the_memory_is_refused(make: str, words: str):
    found = measured(make, limit=1000)
    assert words in found["said"]
    assert found["seconds"] < 5


def npz(shape: tuple[int, ...], content: bytes) -> bytes:
    """An .npz with an array that claims a shape and has other content."""
    member = io.BytesIO()
    header = {"descr": "<i8", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(member, header)
    member.write(content)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pred.npy", member.getvalue())
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (npz((10**9,), b""), "takes 8,000 MB"),
        (npz((3, 10**9), b"1"), "takes 24,000 MB"),
        (npz((50_000,), bytes(400_000)).replace(b"\0" * 8, b"\1" * 8, 1), "fault"),
        (npz((10**6,), b""), "1,000,000 rows"),
        (npz((2**40, 2**40), b""), "MB"),
        (npz((-1,), b""), "shape (-1,)"),
    ],
)
def test_an_npz_is_unpacked_no_further_than_its_header_allows(data: bytes, words: str):
    with pytest.raises(UploadError, match="bomb") as refused:
        tables.read("bomb.npz", data, LIMITS)
    assert words in str(refused.value)


def test_an_npz_with_more_content_than_its_header_says_is_not_unpacked_whole(tmp_path):
    content = np.array([65, 970]).tobytes() + b"\0" * 200_000_000
    path = tmp_path / "bomb.npz"
    path.write_bytes(npz((2,), content))
    assert path.stat().st_size < 1_000_000
    found = measured(f"data = Path({str(path)!r}).read_bytes()", limit=600)
    assert found["header"] == [tables.IMAGE_BY_POSITION, "pred"]
    assert found["seconds"] < 1.5


@pytest.mark.parametrize("reader", ["parquet", "json", "npy", "npz"])
def test_a_reader_that_takes_too_long_is_ended(reader: str, monkeypatch):
    monkeypatch.setattr(confined, "WAIT", 0.01)
    with pytest.raises(UploadError, match="more than 1 seconds"):
        confined.read(reader, "slow", b"[]", Settings(upload_seconds=1))


def test_a_child_at_its_limit_of_processor_time_is_told_from_a_crash(monkeypatch):
    for status, words in ((-9, "more than 5 seconds"), (-11, "crashed"), (-6, "crashed")):
        program = f"import os; os.kill(os.getpid(), {-status})"
        monkeypatch.setattr(confined, "COMMAND", ("-c", program))
        with pytest.raises(UploadError, match=words):
            confined.read("json", "x.json", b"[65]", LIMITS)


def test_an_interpreter_that_cannot_be_started_is_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(UploadError, match="its process could not be started"):
        confined.read("json", "x.json", b"[65]", LIMITS)


def test_many_uploads_at_once_are_each_read_from_threads():
    stored = io.BytesIO()
    pd.DataFrame({"image": [1, 2], "pred": [65, 970]}).to_parquet(stored)
    with ThreadPoolExecutor(6) as pool:
        found = list(
            pool.map(lambda _: tables.read("x.parquet", stored.getvalue(), LIMITS), range(6))
        )
    assert {table.rows for table in found} == {((1, ("1", "65")), (2, ("2", "970")))}


def test_malformed_rows_are_counted_and_few_are_kept():
    text = "image,pred\n" + "1\n" * 30_000
    with pytest.raises(UploadError) as refused:
        tables.read("short.csv", text.encode(), LIMITS)
    sentence = str(refused.value)
    assert "30,000 problems" in sentence
    assert "Row 11:" in sentence
    assert "Row 12:" not in sentence
    assert "And 29,990 more." in sentence


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Settings(upload_cells=5), "more than 5 cells"),
        (Settings(upload_cell_characters=3), "at most 3 characters"),
        (Settings(upload_list_items=2), "at most 2 items"),
    ],
)
def test_every_limit_of_a_table_holds_in_text_json_and_parquet(limits: Settings, words: str):
    frame = pd.DataFrame(
        {"image": ["a", "bbbb", "c"], "pred": [1, 2, 3]}
        if limits.upload_list_items > 2
        else {"image": [1, 2, 3], "pred": [[1, 2, 3]] * 3}
    )
    stored = io.BytesIO()
    frame.to_parquet(stored)
    layouts = [
        frame.to_csv(index=False).encode(),
        frame.to_json(orient="records").encode(),
        stored.getvalue(),
    ]
    for data in layouts:
        with pytest.raises(UploadError, match=words):
            tables.read("mine", data, limits)


@pytest.mark.parametrize("layout", ["csv", "json", "parquet", "npy"])
def test_fifty_thousand_rows_are_read_in_less_than_a_second(layout: str):
    numbers = np.random.default_rng(0).integers(0, 1000, 50_000)
    frame = pd.DataFrame(
        {
            "image": [f"ILSVRC2012_val_{at:08d}.JPEG" for at in range(1, 50_001)],
            "pred": numbers,
            "prob": 0.5,
        }
    )
    stored = io.BytesIO()
    if layout == "npy":
        np.save(stored, numbers)
    elif layout == "parquet":
        frame.to_parquet(stored)
    else:
        text = frame.to_csv(index=False) if layout == "csv" else frame.to_json(orient="records")
        stored.write(text.encode())
    began = [time.process_time(), os.times().children_user + os.times().children_system]
    table = tables.read(f"mine.{layout}", stored.getvalue(), LIMITS)
    spent = time.process_time() + os.times().children_user + os.times().children_system
    assert len(table.rows) == 50_000
    assert spent - sum(began) < 1
