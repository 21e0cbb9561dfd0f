"""Fixtures of the browser tests: one browser a worker, servers a file shares, a page a test."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

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


@pytest.fixture
def page(chromium: Browser) -> Iterator[OpenPage]:
    """Opens pages; the test fails if one of them meets an uncaught JavaScript error."""
    errors: list[Error] = []

    def note(error: Error) -> None:
        errors.append(error)

    with ExitStack() as windows:

        def open_page(
            url: str, *, width: int = 1000, height: int = 800, scheme: Scheme = "light"
        ) -> Page:
            window = windows.enter_context(
                chromium.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
            )
            opened = window.new_page()
            opened.on("pageerror", note)
            opened.goto(url)
            return settled(opened)

        yield open_page
    assert not errors, "\n".join(str(error) for error in errors)
