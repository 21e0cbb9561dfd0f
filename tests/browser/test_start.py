"""The explorer as a user starts it, with a browser and not headless."""

import pytest
from playwright.sync_api import expect

from explorer.settings import settings
from tests.support.browser_window import OpenPage
from tests.support.server import APP, running

pytestmark = pytest.mark.browser

ASSISTANTS = (".claude", ".cursor", ".codex", ".gemini")
"""Folders by which Streamlit tells that an editor's assistant is installed."""


def test_no_foreign_pop_up_covers_the_page(tmp_path, page: OpenPage):
    for name in ASSISTANTS:
        (tmp_path / name).mkdir()
    home = {
        "HOME": str(tmp_path),
        "BROWSER": "true",  # the command that opens nothing
        "EXPLORER_CACHE_DIR": str(settings().cache_dir),
    }
    options = ("--server.headless=false",)
    with running(APP, log=tmp_path / "log", options=options, environment=home) as server:
        opened = page(server.url)
        expect(opened.get_by_text("ImageNet, class by class")).to_be_visible()
        opened.wait_for_timeout(1000)
        expect(opened.get_by_test_id("stSkillsNudge")).to_have_count(0)
        expect(opened.get_by_text("skills")).to_have_count(0)
        assert "skills" not in server.log.read_text(encoding="utf-8")
