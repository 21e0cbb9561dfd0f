"""What is in the making has its place, and is swept once its maker is no more."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.wordnet import scratch

ROOT = Path(__file__).parents[2]
MAKER = """
import sys, time
from pathlib import Path
from explorer.wordnet import scratch
place = Path(sys.argv[1])
handle, path = scratch.file(place / "table")
with scratch.folder(place) as made:
    (made / "half").write_text("a part")
    print("made", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def maker(tmp_path: Path):
    """Another process, which has a file and a folder in the making."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAKER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout and process.stdout.readline() == b"made\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_what_a_living_process_makes_is_left_alone(maker, tmp_path):
    scratch.sweep(tmp_path)
    assert maker.poll() is None
    assert len(list(tmp_path.iterdir())) == 2


def test_what_a_killed_process_made_is_swept(maker, tmp_path):
    maker.send_signal(signal.SIGKILL)
    maker.wait()
    assert len(list(tmp_path.iterdir())) == 2
    scratch.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_only_what_bears_the_ending_is_swept_and_no_link_is_followed(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "table").write_text("whole")
    place = tmp_path / "place"
    place.mkdir()
    (place / "table").write_text("whole")
    (place / "tableabc.part").write_text("a half")
    (place / "link.part").symlink_to(kept)
    scratch.sweep(place)
    assert [path.name for path in place.iterdir()] == ["table"]
    assert (kept / "table").read_text() == "whole"


def test_a_place_that_is_not_there_is_no_fault(tmp_path):
    scratch.sweep(tmp_path / "nowhere")


def test_a_folder_in_the_making_is_the_users_own_and_gone_with_the_block(tmp_path):
    with scratch.folder(tmp_path) as made:
        assert made.parent == tmp_path and made.name.endswith(scratch.ENDING)
        assert made.stat().st_mode & 0o077 == 0
        scratch.sweep(tmp_path)
        assert made.exists()
    assert list(tmp_path.iterdir()) == []


def test_without_locks_only_what_is_old_is_swept(monkeypatch, tmp_path):
    monkeypatch.setattr(scratch, "fcntl", None)
    new, old = tmp_path / "new.part", tmp_path / "old.part"
    for path in (new, old):
        path.write_text("a half")
    os.utime(old, (0, 0))
    scratch.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [new]
