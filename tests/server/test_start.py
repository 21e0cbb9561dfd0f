"""A server as it is started: what it says, asks of nobody, and how much it takes."""

import asyncio
import http.client
import re
import subprocess
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from explorer.server import life as starting
from explorer.settings import settings
from tests.support.server import APP, Server, command, running
from tests.support.visitor import apart, visiting

OFFLINE = Path(__file__).parent / "offline"
MEGABYTE = 1024 * 1024


def port(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def logged(server: Server) -> str:
    return server.log.read_text(encoding="utf-8")


def test_nothing_but_port_and_headless_mode_differs_from_what_is_shipped():
    options = command(APP)[command(APP).index(str(APP)) + 1 :]
    assert [option.partition("=")[0] for option in options] == [
        "--server.headless",
        "--server.port",
        "--",
    ]


def test_files_are_not_watched():
    assert st.get_option("server.fileWatcherType") == "none"


def test_a_start_says_where_the_explorer_is_and_nothing_else(tmp_path):
    with running(APP, log=tmp_path / "log") as server:
        assert logged(server) == f"ImageNet explorer: http://localhost:{port(server)}\n"


@pytest.mark.parametrize(
    ("options", "address"),
    [
        ({}, "http://localhost:8501"),
        ({"server.address": "0.0.0.0"}, "http://localhost:8501"),
        ({"server.address": "192.0.2.1"}, "http://192.0.2.1:8501"),
        ({"server.baseUrlPath": "/x/"}, "http://localhost:8501/x"),
        ({"server.sslCertFile": "c.pem"}, "https://localhost:8501"),
    ],
)
def test_the_address_is_one_that_a_browser_on_this_machine_opens(monkeypatch, options, address):
    monkeypatch.setattr(st, "get_option", ({"server.port": 8501} | options).get)
    assert starting.address() == address


def test_other_machines_do_not_reach_it(tmp_path):
    with running(APP, log=tmp_path / "log") as server:
        listening = Path("/proc/net/tcp").read_text(encoding="ascii")
        found = re.findall(rf"^ *\d+: (\w+):{port(server):04X} 0+:0000 0A", listening, re.MULTILINE)
        assert found == ["0100007F"]  # 127.0.0.1, in the order of this machine's bytes
        other = Path("/proc/net/tcp6").read_text(encoding="ascii")
        assert f":{port(server):04X} " not in other


def test_nothing_outside_is_looked_up(tmp_path):
    """Neither by a headless start nor for a foreign origin, refused or allowed."""
    notes = tmp_path / "notes"
    watched = {"PYTHONPATH": str(OFFLINE), "OUTSIDE_NOTES": str(notes)}
    options = ("--server.corsAllowedOrigins=https://portal.example.org",)
    notes.touch()
    with running(APP, log=tmp_path / "log", options=options, environment=watched) as server:
        stream = f"ws://127.0.0.1:{port(server)}/_stcore/stream"
        for origin in ("https://portal.example.org", "https://evil.example"):
            with suppress(InvalidStatus), ExitStack() as stack:  # the second is refused
                stack.enter_context(connect(stream, origin=Origin(origin), proxy=None))
        assert notes.read_text(encoding="utf-8") == ""


def test_what_watches_for_look_ups_sees_one(tmp_path):
    notes = tmp_path / "notes"
    script = "import urllib.request as u; u.urlopen('http://imagenet.example/')"
    environment = {"PYTHONPATH": str(OFFLINE), "OUTSIDE_NOTES": str(notes)}
    asking = subprocess.run(
        [command(APP)[0], "-c", script], env=environment, capture_output=True, check=False
    )
    assert asking.returncode == 1
    assert notes.read_text(encoding="utf-8") == "socket.getaddrinfo imagenet.example\n"


@pytest.fixture
def own_options():
    """Streamlit's options, as they were afterwards."""
    yield
    config.get_config_options(force_reparse=True)


@pytest.mark.usefixtures("own_options")
def test_the_upload_limit_of_server_and_page_is_one_setting():
    starting.bind_upload_limit()
    assert st.get_option("server.maxUploadSize") == settings().upload_megabytes


@pytest.mark.usefixtures("own_options")
def test_another_upload_limit_is_told_and_does_not_count(caplog):
    config.set_option("server.maxUploadSize", 7)
    starting.bind_upload_limit()
    assert st.get_option("server.maxUploadSize") == settings().upload_megabytes
    assert "server.maxUploadSize is 7 MB, and uploads of up to 64 MB are taken" in caplog.text
    assert "EXPLORER_UPLOAD_MEGABYTES" in caplog.text


def put(server: Server, session: str, size: int, *, chunked: bool) -> int:
    """The status that an upload of so many bytes gets."""
    connection = http.client.HTTPConnection("127.0.0.1", port(server), timeout=60)
    connection.request("GET", "/_stcore/health")
    health = connection.getresponse()
    health.read()
    cookie = (health.getheader("Set-Cookie") or "").partition(";")[0]
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    whole = head + bytes(size) + b"\r\n--x--\r\n"
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Cookie": cookie,
        "X-Xsrftoken": cookie.partition("=")[2],
    }
    path = f"/_stcore/upload_file/{session}/f"
    pieces = (whole[at : at + 65536] for at in range(0, len(whole), 65536))
    # A server that has seen enough may close the connection before all is sent.
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.request(
            "PUT", path, pieces if chunked else whole, headers, encode_chunked=chunked
        )
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("chunked", [False, True], ids=["declared", "chunked"])
def test_no_larger_body_is_taken_than_the_page_says(tmp_path, chunked: bool):
    limit = {"EXPLORER_UPLOAD_MEGABYTES": "2"}

    async def statuses(server: Server) -> list[int]:
        async with visiting(server.url) as visitor:
            await visitor.open("errors", panel="own")
            (chooser,) = visitor.elements("file_uploader")
            assert chooser.max_upload_size_mb == 2
            sizes = (2 * MEGABYTE - 1024, 2 * MEGABYTE + 1, 4 * MEGABYTE)
            session = visitor.session_id
            return [
                await asyncio.to_thread(put, server, session, size, chunked=chunked)
                for size in sizes
            ]

    with running(APP, log=tmp_path / "log", environment=limit) as server:
        assert apart(statuses(server)) == [204, 413, 413]
