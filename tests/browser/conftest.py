"""Fixtures of the browser tests: one browser per worker, servers per file, a page per test."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.support import chromium as browsers
from tests.support.browser_window import OpenPage, Scheme, Serve, settled
from tests.support.server import Server, running

# A page may be slow to draw where other tests share the processor; it is never wrong for that.
expect.set_options(timeout=20_000)


class Start(Protocol):
    """Starts a server for a script with its arguments."""

    def __call__(self, script: Path, *args: str) -> Server: ...


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The worker's browser."""
    path = browsers.find()
    if path is None:
        pytest.fail(browsers.REMEDY)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(browsers.FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts a server for a script and its arguments, or gives the one the file has already."""
    with ExitStack() as servers:
        started: dict[tuple[Path, tuple[str, ...]], Server] = {}

        def start(script: Path, *args: str) -> Server:
            wanted = (script, args)
            if wanted not in started:
                log = tmp_path_factory.mktemp(script.stem) / "server.log"
                started[wanted] = servers.enter_context(running(script, *args, log=log))
            return started[wanted]

        yield start


@pytest.fixture
def serve(start: Start) -> Iterator[Serve]:
    """Serves a script; the test fails if the server logs a traceback meanwhile."""
    used: dict[Server, int] = {}

    def serve(script: Path, *args: str) -> str:
        server = start(script, *args)
        used.setdefault(server, server.logged())
        return server.url

    yield serve
    troubles = [server.troubles(since) for server, since in used.items()]
    assert not any(troubles), "\n".join(troubles)


FORGET = "() => { try { localStorage.clear() } catch { /* a page that was not found has none */ } }"


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """A window that a file's pages share, so that Streamlit's scripts are fetched once."""
    with chromium.new_context() as window:
        yield window


@pytest.fixture
def page(window: BrowserContext) -> Iterator[OpenPage]:
    """Opens pages that know nothing of each other, as long as a test runs."""
    with opening(window) as page:
        yield page


@contextmanager
def opening(window: BrowserContext) -> Iterator[OpenPage]:
    """Opens pages until the block ends; one that meets an uncaught JavaScript error fails it."""
    errors: list[Error] = []

    def note(error: Error) -> None:
        errors.append(error)

    def open_page(
        url: str, *, width: int = 1000, height: int = 800, scheme: Scheme = "light"
    ) -> Page:
        opened = window.new_page()
        opened.set_viewport_size({"width": width, "height": height})
        opened.emulate_media(color_scheme=scheme)
        opened.on("pageerror", note)
        opened.goto(url)
        return settled(opened)

    yield open_page
    for each in window.pages:
        each.evaluate(FORGET)
        each.close()
    window.clear_cookies()
    assert not errors, "\n".join(str(error) for error in errors)
