"""What every test shares: a data folder of its own, Hypothesis' profile, no browser no test."""

import os
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from tests.support import chromium

# A shared machine's speed is no property of the code, so no example has a deadline.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")

# No test sees the data sets of whoever runs it, nor do servers that a test starts. The folder is
# gone with the process.
DATA_FOLDER = tempfile.TemporaryDirectory(prefix="imagenet-explorer-tests-")
os.environ["EXPLORER_DATA_DIR"] = DATA_FOLDER.name

# AppTest reads the metadata of every installed package at each run, for components that they may
# bring: more than half of what a run of a page takes. They are the same all along.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser; skip it where there is none and none is required."""
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker(pytest.mark.browser)
    driven = [item for item in items if item.get_closest_marker("browser")]
    if driven and chromium.find() is None and not chromium.required():
        for item in driven:
            item.add_marker(pytest.mark.skip(reason=chromium.REMEDY))
