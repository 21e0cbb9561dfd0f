"""The server's process: open files for many visitors, and memory that is given back."""

import asyncio
import errno
import http.client
import resource
import subprocess
import sys
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pyarrow as pa
import pytest
from websockets.exceptions import InvalidStatus

from explorer.server import process
from tests.support.server import APP, ROOT, Server, running
from tests.support.visitor import Visitor, apart, visiting

FILES = 256
ROOM = 48  # (256 - 64) / 4


def limits(soft: int, hard: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What a start sets the limits of open files to."""
    set_to = [(soft, hard)]
    monkeypatch.setattr(resource, "getrlimit", lambda _: set_to[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: set_to.append(both))
    process.raise_limit_of_files()
    return set_to[1:]


@pytest.mark.parametrize(
    ("soft", "hard", "set_to"),
    [
        (256, 20_000, [(4096, 20_000)]),
        (256, resource.RLIM_INFINITY, [(4096, resource.RLIM_INFINITY)]),
        (4096, 4096, []),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, []),
    ],
)
def test_the_limit_of_open_files_is_raised_as_far_as_needed(
    monkeypatch, caplog, soft, hard, set_to
):
    assert limits(soft, hard, monkeypatch) == set_to
    assert caplog.text == ""


def test_a_low_limit_of_open_files_is_told_with_what_to_raise(monkeypatch, caplog):
    assert limits(256, 1024, monkeypatch) == [(1024, 1024)]
    assert "room for about 240 visitors at once" in caplog.text
    assert "ulimit -n 4096" in caplog.text


def test_a_connection_that_waits_for_want_of_files_is_told_without_a_traceback(caplog):
    loop = asyncio.new_event_loop()
    fault = {"message": "x", "exception": OSError(errno.EMFILE, "Too many open files")}
    process.tell_when_full(loop, fault)
    assert "A visitor's connection has to wait." in caplog.text
    assert "Traceback" not in caplog.text
    process.tell_when_full(loop, {"message": "another fault", "exception": ValueError("no")})
    assert "another fault" in caplog.text
    loop.close()


def page(server: Server) -> tuple[int, str]:
    """Status and text that a browser gets for the first page."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    connection.request("GET", "/", headers={"Accept": "text/html,*/*"})
    answer = connection.getresponse()
    told = answer.read().decode()
    connection.close()
    return answer.status, told


def test_a_newcomer_without_room_is_told_and_those_who_are_in_stay(tmp_path: Path):
    async def come(server: Server) -> None:
        inside: list[Visitor] = []
        async with AsyncExitStack() as visitors:
            with suppress(InvalidStatus):
                while len(inside) < FILES:
                    inside.append(await visitors.enter_async_context(visiting(server.url)))
            assert ROOM - 10 < len(inside) <= ROOM
            status, told = await asyncio.to_thread(page, server)
            assert status == 503
            assert "as many visitors as it has room for" in told
            assert "ulimit -n 4096" in told
            for visitor in (inside[0], inside[-1]):
                await visitor.open("claims")
                assert any("Published" in each.body for each in visitor.elements("heading"))

    with running(APP, log=tmp_path / "log", files=FILES) as server:
        assert page(server)[0] == 200
        apart(come(server))
        logged = server.log.read_text(encoding="utf-8")
        assert f"There is room for about {ROOM} visitors at once." in logged
        assert "There is no room for a further visitor." in logged
        assert not server.troubles()


def test_memory_is_shared_by_threads_and_arrow():
    before = pa.default_memory_pool()
    try:
        process.save_memory()
        assert pa.default_memory_pool().backend_name == "system"
    finally:
        pa.set_memory_pool(before)


FREED = """
import sys
from pathlib import Path
import numpy as np
from explorer.server import process

def resident():
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024

if sys.argv[1] == "saving":
    process.save_memory()
np.ones(4_000_000)  # 32 MB: freed, it makes glibc keep what is smaller
arrays, small = [], []
for _ in range(30):
    arrays.append(np.ones(500_000))
    small += [bytearray(5_000) for _ in range(40)]
before = resident()
del arrays
print(before - resident())
"""


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="Linux lists memory there")
def test_large_arrays_that_are_freed_are_given_back_though_small_things_lie_between():
    run = [sys.executable, "-c", FREED]
    assert float(subprocess.check_output([*run, "saving"], text=True, cwd=ROOT)) > 100  # of 120 MB
