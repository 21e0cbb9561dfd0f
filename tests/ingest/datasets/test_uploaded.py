"""Dropped files are read like any other and leave nothing behind."""

import tempfile
from pathlib import Path

import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import uploaded
from explorer.progress import Cancelled
from explorer.settings import Settings

COUNTS = b"class,images\ncat,3\ndog,4\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_dropped_file_is_read_under_its_own_name_and_is_gone_afterwards(place: Path) -> None:
    content = uploaded.read([("pets.csv", COUNTS)], Settings())
    assert content.classes["name"].tolist() == ["cat", "dog"]
    assert content.provenance.source == "pets.csv"
    assert str(place) not in repr(content.provenance)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("name", ["../../x.csv", "/etc/x.csv", "..", "a\0b.csv", "a/b\\c.csv"])
def test_a_file_is_never_written_outside_its_folder(place: Path, name: str) -> None:
    content = uploaded.read([(name, COUNTS)], Settings())
    assert len(content.classes) == 2
    assert list(place.iterdir()) == []


def test_a_refused_file_leaves_nothing_behind(place: Path) -> None:
    with pytest.raises(UploadError, match=r"pets\.csv"):
        uploaded.read([("pets.csv", b"\x80\x04pickle")], Settings())
    assert list(place.iterdir()) == []


def test_reading_that_is_cancelled_leaves_nothing_behind(place: Path) -> None:
    def cancel(_share: float, _sentence: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        uploaded.read([("pets.csv", COUNTS)], Settings(), cancel)
    assert list(place.iterdir()) == []


def test_files_that_are_too_large_together_are_refused() -> None:
    files = [(f"{at}.csv", bytes(600_000)) for at in range(2)]
    with pytest.raises(UploadError, match="EXPLORER_UPLOAD_MEGABYTES"):
        uploaded.read(files, Settings(upload_megabytes=1))


def test_files_of_the_same_name_are_kept_apart(place: Path) -> None:
    seen: list[str] = []

    def look(_share: float, _sentence: str) -> None:
        seen.extend(sorted(path.name for path in place.glob("*/*/*")))

    files = [(name, COUNTS) for name in ("a.csv", "A.csv", "a.csv", "..")]
    with pytest.raises(UploadError):
        uploaded.read(files, Settings(), look, "counts")
    assert sorted({*seen}) == ["A (2).csv", "a (3).csv", "a.csv", "file"]
