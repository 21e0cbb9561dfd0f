"""The bench says what it measures, and it is what is shipped."""

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from bench import __main__, errors, figures, folders, manifest
from bench.configuration import stated
from bench.pages import APP, ONE_LINE
from tests.support.server import command


def test_the_bench_states_the_configuration_that_it_measures(monkeypatch):
    monkeypatch.setenv("STREAMLIT_SERVER_FILE_WATCHER_TYPE", "auto")
    told = stated()
    assert "server.fileWatcherType = none" in told
    assert "server.address = localhost" in told
    assert "started with --server.headless=true --server.port=0" in told
    assert "'STREAMLIT_SERVER_FILE_WATCHER_TYPE': 'auto'" in told
    assert "load average" in told


def test_a_one_line_page_has_no_advantage_over_the_explorer():
    """Its files are not watched either, though nothing configures it so."""
    assert set(command(APP)) < set(command(ONE_LINE)) | {str(APP)}
    assert "--server.fileWatcherType=none" in command(ONE_LINE)


def test_what_is_measured_without_a_browser_still_runs(monkeypatch):
    monkeypatch.setattr(errors, "NODES", 2)
    monkeypatch.setattr(errors, "MODELS", 2)
    monkeypatch.setattr(figures, "FOCI", 1)
    assert all(value > 0 for value in errors.measure().values())
    assert figures.largest().sectors > 10
    assert callable(__main__.main)


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_all_ways_of_counting_a_manifest_that_the_bench_compares_count_the_same(tmp_path, ending):
    path = tmp_path / f"manifest.{ending}"
    rows = duckdb.sql(
        "SELECT 'n' || lpad((range % 3)::VARCHAR, 8, '0') AS wnid, 'train' AS split, "
        "range || '.jpg' AS image FROM range(3_000)"
    )
    rows.write_parquet(str(path)) if ending == "parquet" else rows.write_csv(str(path))
    assert {name: way(path) for name, way in manifest.WAYS.items()} == dict.fromkeys(
        manifest.WAYS, 3_000
    )


def test_the_bench_of_folders_reads_what_find_finds(monkeypatch):
    monkeypatch.setattr(folders, "CLASSES", 2)
    monkeypatch.setattr(folders, "IMAGES", 3)
    assert "folder of 6 images" in folders.told(rounds=1)


def test_the_bare_page_with_the_same_charts_still_runs():
    assert (
        not AppTest.from_file(APP.parent / "bench" / "bare_panels.py", default_timeout=60)
        .run()
        .exception
    )
