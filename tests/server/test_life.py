"""The server's start: the atlas is opened ahead, once, and the user's browser if there is one."""

import asyncio
import threading
import time
import webbrowser
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st

from explorer import atlas as atlases
from explorer.errors import WordNetUnavailable
from explorer.server import life
from explorer.ui import session
from explorer.ui.navigation import OVERVIEW
from tests.support import visit
from tests.support.real import atlas


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch):
    """As at the start of a process."""
    monkeypatch.setattr(session, "PROCESS", session.Opening())


def test_what_is_opened_ahead_is_not_loaded_again_by_a_session(monkeypatch):
    ready, loads = atlas(), []
    monkeypatch.setattr(atlases, "load", lambda *_: loads.append(1) or ready)
    session.open_ahead()
    visit.sound(visit.page(OVERVIEW).run())
    assert len(loads) == 1


def test_a_fault_ahead_is_left_to_the_first_session_which_tells_it(monkeypatch):
    def fail(*_: object) -> None:
        raise WordNetUnavailable("WordNet 3.0 is not here.")

    monkeypatch.setattr(atlases, "load", fail)
    session.open_ahead()
    assert visit.said(visit.page(OVERVIEW).run().error) == ["WordNet 3.0 is not here."]


def test_a_session_that_comes_meanwhile_waits_for_the_same_atlas(monkeypatch):
    ready, loads, begun = atlas(), [], threading.Event()

    def load(_settings: object, report) -> object:
        loads.append(1)
        report(0.5, "Half-way")
        begun.set()
        time.sleep(1)
        return ready

    monkeypatch.setattr(atlases, "load", load)
    ahead = threading.Thread(target=session.open_ahead)
    ahead.start()
    begun.wait(10)
    visit.sound(visit.page(OVERVIEW).run())
    ahead.join()
    assert len(loads) == 1
    assert session.PROCESS.progress == (0.5, "Half-way")


@pytest.mark.parametrize("headless", [True, False])
def test_the_users_browser_is_opened_unless_there_is_none(monkeypatch, headless: bool):
    opened: list[str] = []
    options = {"server.headless": headless, "server.port": 8501, "server.baseUrlPath": "/x/"}
    monkeypatch.setattr(st, "get_option", options.get)
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(life, "_open_atlas", lambda: None)

    async def live() -> None:
        async with life.opened_ahead(None):  # type: ignore[arg-type]
            await asyncio.sleep(0)

    # In a thread of its own: another test's browser may run a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, live()).result()
    assert opened == ([] if headless else ["http://localhost:8501/x"])
