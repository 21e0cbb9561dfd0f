"""The server takes requests for its own host names, from its own pages, and no others."""

import http.client
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from explorer.server.admission import OWN_HOSTS, host_allowed, origin_allowed
from tests.support.server import APP, Server, running

PATHS = ("/", "/hierarchy", "/_stcore/health", "/_stcore/host-config", "/static/x.js", "/media/x")
FOREIGN_HOSTS = ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1")

labels = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)
ports = st.integers(1, 65535)


@given(labels, ports)
def test_no_other_name_is_this_machines(label: str, port: int):
    assert host_allowed(f"LocalHost:{port}", OWN_HOSTS)
    assert not host_allowed(f"{label}.localhost:{port}", OWN_HOSTS)
    assert not host_allowed(f"localhost.{label}:{port}", OWN_HOSTS)


@given(labels, labels)
def test_a_star_stands_for_names_below_a_host_and_not_for_the_host(label: str, below: str):
    allowed = [f"*.{label}.example"]
    assert host_allowed(f"{below}.{label}.example", allowed)
    assert not host_allowed(f"{label}.example", allowed)
    assert not host_allowed(f"{below}{label}.example", allowed)


@pytest.mark.parametrize(
    "host", ["", ":80", "a@localhost", "localhost/x", "localhost:x", "localhost:99999", "[::1"]
)
def test_what_is_no_host_is_not_allowed_even_where_every_host_is(host: str):
    assert not host_allowed(host, ["*"])


@given(labels, ports, ports)
def test_another_port_of_this_machine_is_another_origin(label: str, port: int, other: int):
    host = f"localhost:{port}"
    assert origin_allowed(f"http://{host}", host, [])
    assert origin_allowed(f"http://localhost:{other}", host, []) == (port == other)
    assert not origin_allowed(f"https://{label}.example", host, [])
    assert origin_allowed(f"https://{label}.example", host, [f"https://{label}.example/"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The explorer with its own configuration."""
    with running(APP, log=tmp_path_factory.mktemp("server") / "log") as server:
        yield server


def port(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def status(server: Server, path: str, host: str, origin: str | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port(server), timeout=30)
    connection.request("GET", path, headers={"Host": host} | ({"Origin": origin} if origin else {}))
    found = connection.getresponse().status
    connection.close()
    return found


def greeting(server: Server, host: str, origin: str) -> int:
    """The status with which a websocket is answered; 101 where it is opened."""
    address = f"ws://{host}/_stcore/stream"
    try:
        reached = socket.create_connection(("127.0.0.1", port(server)))
        with connect(address, origin=Origin(origin), sock=reached):
            return 101
    except InvalidStatus as refusal:
        return refusal.response.status_code


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_page_under_a_foreign_name_is_refused(server: Server, path: str, host: str):
    assert status(server, path, f"{host}:{port(server)}") == 403


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:1", "null"])
def test_a_page_is_not_given_to_another_site(server: Server, path: str, origin: str):
    assert status(server, path, f"localhost:{port(server)}", origin) == 403


@pytest.mark.parametrize("name", OWN_HOSTS)
def test_this_machines_own_names_are_served(server: Server, name: str):
    host = f"{name}:{port(server)}"
    assert status(server, "/", host) == status(server, "/", host, f"http://{host}") == 200
    assert greeting(server, host, f"http://{host}") == 101


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("evil.example", "http://evil.example"),
        ("localhost", "http://evil.example"),
        ("localhost", "http://127.0.0.1:1"),
        ("localhost", "null"),
    ],
)
def test_a_websocket_of_another_site_is_refused(server: Server, host: str, origin: str):
    rebinding = f"{host}:{port(server)}"
    own = origin.replace("http://evil.example", f"http://evil.example:{port(server)}")
    assert greeting(server, rebinding, origin) == greeting(server, rebinding, own) == 403


def test_a_host_and_an_origin_that_the_options_name_are_served(tmp_path):
    options = (
        "--server.allowedHosts=imagenet.example.org",
        "--server.corsAllowedOrigins=https://portal.example.org",
    )
    with running(APP, log=tmp_path / "log", options=(*options, *OWN_HOST)) as server:
        assert status(server, "/", "imagenet.example.org", "https://imagenet.example.org") == 200
        assert greeting(server, "imagenet.example.org", "https://portal.example.org") == 101
        assert greeting(server, "imagenet.example.org", "https://evil.example") == 403


OWN_HOST = ("--server.allowedHosts=127.0.0.1",)  # by which the test asks whether it is up
