"""Listing the tests costs nothing: no WordNet, no network."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
OFFLINE = ROOT / "tests" / "server" / "offline"


def test_collecting_the_tests_loads_no_wordnet_and_fetches_nothing(tmp_path: Path):
    cache, notes = tmp_path / "cache", tmp_path / "notes"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=kept
        | {
            "EXPLORER_CACHE_DIR": str(cache),
            "NLTK_DATA": str(tmp_path / "nowhere"),
            "HOME": str(tmp_path),
            "OUTSIDE_NOTES": str(notes),
            "PYTHONPATH": str(OFFLINE),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-2_000:] + found.stderr[-2_000:]
    assert "test_collection.py" in found.stdout
    assert not cache.exists()
    assert not notes.exists()
