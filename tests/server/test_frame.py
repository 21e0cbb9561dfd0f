"""The frame's files from memory are the ones that Streamlit would have sent."""

import asyncio
import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Scope
from streamlit import file_util

from explorer.pages import frame
from tests.support.server import APP, Server, running
from tests.support.visitor import apart

FOLDER = Path(file_util.get_static_dir())
FILES = sorted(f"/{path.relative_to(FOLDER).as_posix()}" for path in FOLDER.glob("static/*/*.*"))
SAID = ("content-type", "cache-control", "content-length")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The explorer with its own configuration."""
    with running(APP, log=tmp_path_factory.mktemp("frame") / "log") as server:
        yield server


def get(server: Server, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.headers.items()}, body


@pytest.mark.parametrize("ending", [".js", ".css", ".woff2"])
def test_a_file_is_the_one_on_disk_and_is_said_to_be_what_streamlit_says(server, ending: str):
    path = next(each for each in FILES if each.endswith(ending))
    status, said, body = get(server, path)
    assert (status, body) == (200, (FOLDER / path[1:]).read_bytes())
    # A part of a file is asked of Streamlit.
    status, streamlits, part = get(server, path, Range="bytes=0-")
    assert (status, part) == (206, body)
    assert [said[name] for name in SAID] == [streamlits[name] for name in SAID]
    assert "etag" in streamlits and "etag" not in said  # it has been another who answered


def test_everything_that_the_first_page_links_is_there(server):
    links = re.findall(rb'(?:src|href)="\./(static/[^"]+)"', get(server, "/")[2])
    assert len(links) > 10
    for link in links:
        status, said, _ = get(server, f"/{link.decode()}")
        assert (status, said["cache-control"]) == (200, frame.CACHED)


async def asked(middleware: frame.FrameFromMemory, path: str, method: str = "GET") -> bytes:
    """The body that a middleware answers with."""
    scope: Scope = {"type": "http", "method": method, "path": path, "headers": []}
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await middleware(scope, asyncio.sleep, send)  # type: ignore[arg-type]
    return b"".join(message.get("body", b"") for message in sent)


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (FILES[0], "HEAD"),
        ("/static/js/none.js", "GET"),
        ("/static/../index.html", "GET"),
        ("/static/js/..\\..\\index.html", "GET"),
        ("/static//etc/passwd", "GET"),
        ("/static/js", "GET"),
        ("/index.html", "GET"),
        ("/hierarchy", "GET"),
    ],
)
def test_what_is_no_file_of_the_frame_is_left_to_streamlit(path: str, method: str):
    middleware = frame.FrameFromMemory(PlainTextResponse("Streamlit's"))
    assert apart(asked(middleware, path, method)) == b"Streamlit's"


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    first, second = FILES[:2]
    monkeypatch.setattr(frame, "KEPT_BYTES", (FOLDER / first[1:]).stat().st_size)
    middleware = frame.FrameFromMemory(PlainTextResponse("Streamlit's"))
    whole = (FOLDER / first[1:]).read_bytes()
    answers = [apart(asked(middleware, path)) for path in (first, second, first)]
    assert answers == [whole, b"Streamlit's", whole]
