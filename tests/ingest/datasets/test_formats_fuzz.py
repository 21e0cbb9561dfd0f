"""Damaged files of every format: a data set or a sentence, and nothing is left behind."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from explorer.errors import ExplorerError
from explorer.ingest.datasets import formats
from explorer.ingest.datasets.content import Content
from explorer.settings import Settings
from tests.support.data_set_files import CASES, counts_parquet

LONGEST = timedelta(seconds=5)
EXAMPLES = 15
"""Damaged files per example."""

FUZZED = [(key, make) for key, make in CASES if make is not counts_parquet]
"""A table in Parquet is decoded in a process of its own, with damaged files of its own test
(tests/ingest/files/test_tables_fuzz.py)."""


@pytest.fixture(scope="module", params=FUZZED, ids=lambda case: case[1].__name__)
def example(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, Path]:
    """Key of a format, folder of its example, and the path to read below it."""
    key, make = request.param
    folder = tmp_path_factory.mktemp(key)
    return key, folder, make(folder)


@st.composite
def damaged(draw: st.DrawFn, good: bytes) -> bytes:
    """A good file cut short, with a stretch left out, replaced or repeated."""
    start = draw(st.integers(0, len(good)))
    stop = draw(st.integers(start, min(len(good), start + 60)))
    match draw(st.sampled_from(("cut", "left out", "replaced", "repeated"))):
        case "cut":
            return good[:start]
        case "left out":
            return good[:start] + good[stop:]
        case "replaced":
            return good[:start] + draw(st.binary(max_size=stop - start)) + good[stop:]
    return good[:stop] + good[start:stop] * draw(st.integers(1, 5)) + good[stop:]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder in which temporary files are made."""
    folder = tmp_path_factory.mktemp("left")
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    yield folder
    tempfile.tempdir = before


@given(data=st.data())
@hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=LONGEST,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_damaged_file_is_read_or_refused_and_nothing_is_left(
    example: tuple[str, Path, Path], left: Path, tmp_path_factory, data: st.DataObject
) -> None:
    key, source, path = example
    files = sorted(each for each in source.rglob("*") if each.is_file())
    chosen = data.draw(st.sampled_from(files))
    content = data.draw(damaged(chosen.read_bytes()))
    folder = tmp_path_factory.mktemp("damaged") / "copy"
    shutil.copytree(source, folder)
    (folder / chosen.relative_to(source)).write_bytes(content)
    limits = Settings(data_dir=left / "none")
    threads = threading.active_count()
    broken = folder / path.relative_to(source)
    with suppress(ExplorerError):
        formats.recognise(broken)
    with suppress(ExplorerError):
        assert_whole(formats.read(broken, limits, format=key))
    assert list(left.iterdir()) == []
    assert threading.active_count() <= threads
    shutil.rmtree(folder.parent)


def assert_whole(read: Content) -> None:
    counted = read.counts.drop(columns=["position", "split"]).stack().dropna()
    assert (counted >= 0).all()
    assert set(read.counts["split"]) <= set(read.splits["split"])
    assert not read.classes.duplicated("id").any()
