"""Files are counted within limits: no other folder, no network, bounded memory, cancellable."""

import dataclasses
import time
from pathlib import Path

import duckdb
import pytest

from explorer.ingest.datasets import duck, manifest
from explorer.ingest.datasets.format import Options
from explorer.progress import Cancelled
from explorer.settings import Settings

ENDLESS = "SELECT sum(sqrt(a.range * b.range)) FROM range(10_000_000) a, range(10_000_000) b"


@pytest.fixture
def limits(tmp_path: Path) -> Settings:
    spill = tmp_path / "spill"
    spill.mkdir()
    return dataclasses.replace(Settings(), temporary_dir=spill, manifest_memory_megabytes=100)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('{outside}')",
        "SELECT * FROM read_text('{outside}')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
        "COPY (SELECT 1) TO '{folder}/written.csv'",
        "ATTACH '{folder}/other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "RESET allowed_directories",
    ],
)
def test_nothing_but_the_manifests_folder_is_reached(
    tmp_path: Path, limits: Settings, query: str
) -> None:
    outside, inside = tmp_path / "out" / "a.csv", tmp_path / "in"
    outside.parent.mkdir()
    inside.mkdir()
    outside.write_text("a,b\n1,2\n", encoding="utf-8")
    words = query.format(outside=outside, folder=outside.parent)
    with duck.connected(limits, [inside]) as connection, pytest.raises(duckdb.Error):
        connection.execute(words).fetchall()
    assert sorted(each.name for each in outside.parent.iterdir()) == ["a.csv"]


def test_a_query_is_interrupted_by_what_a_report_raises(limits: Settings) -> None:
    told: list[str] = []

    def cancel(_share: float, sentence: str) -> None:
        told.append(sentence)
        if len(told) > 2:
            raise Cancelled

    with duck.connected(limits, []) as connection:
        began = time.monotonic()
        with pytest.raises(Cancelled):
            duck.run(connection, lambda: connection.execute(ENDLESS).fetchall(), cancel)
        assert time.monotonic() - began < 20
        assert connection.execute("SELECT 1").fetchall() == [(1,)]
    assert "so far" in told[1] or "left" in told[1]


def test_what_does_not_fit_goes_to_disk_and_is_removed(tmp_path: Path, limits: Settings) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(
        "SELECT 'class ' || range % 5 AS label, 'a quite long name of an image ' || range AS image "
        "FROM range(1_000_000)"
    ).write_parquet(str(path))
    written: set[int] = set()

    def look(_share: float, _sentence: str) -> None:
        written.add(sum(each.is_file() for each in limits.temporary_dir.rglob("*")))

    content = manifest.read(path, Options(distinct=True), limits, look)
    assert content.splits["images"].tolist() == [1_000_000]
    assert content.counts["images"].tolist() == [200_000] * 5
    assert max(written) > 0
    assert list(limits.temporary_dir.iterdir()) == []


@pytest.mark.parametrize("at", range(1, 7))
def test_a_cancelled_reading_leaves_nothing_behind(
    tmp_path: Path, limits: Settings, at: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("image,label\n1,a\n2,b\n", encoding="utf-8")
    asked = 0

    def cancel(_share: float, _sentence: str) -> None:
        nonlocal asked
        asked += 1
        if asked == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        manifest.read(path, Options(distinct=True), limits, cancel)
    assert list(limits.temporary_dir.iterdir()) == []


def test_a_path_reaches_sql_as_the_one_file_of_its_name() -> None:
    assert duck.literal("it's") == "'it''s'"
    assert duck.pattern("a*b?[c].csv") == "a[*]b[?][[]c].csv"
