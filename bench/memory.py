"""Memory of the server after every page and panel, and what a further session adds."""

import asyncio
import importlib
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from explorer.ui.navigation import PAGES
from tests.support.server import APP, Server, running
from tests.support.visitor import visiting

FURTHER = 10


def resident_mb(pid: int, field: str = "VmRSS") -> float:
    """Resident memory of a process in MB, from Linux's process table; at its peak with VmHWM."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def visits(datasets: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every panel of every page, and the hierarchy in every data set."""
    for dataset in datasets:
        yield "hierarchy", {"dataset": dataset}
    for entry in PAGES[1:]:
        view = importlib.import_module(f"explorer.views.{entry.url_path}")
        for panel in getattr(view, "PANELS", [""]):
            yield entry.url_path, {"panel": panel} if panel else {}


def measure(datasets: list[str]) -> tuple[float, float]:
    """MB after all pages with all data sets, and MB that a further session adds."""
    with TemporaryDirectory() as folder, running(APP, log=Path(folder) / "log") as server:
        return asyncio.run(_measure(server, datasets))


async def _measure(server: Server, datasets: list[str]) -> tuple[float, float]:
    async with AsyncExitStack() as visitors:
        first = await visitors.enter_async_context(visiting(server.url))
        for page, query in visits(datasets):
            await first.open(page, **query)
        before = resident_mb(server.pid)
        for _ in range(FURTHER):
            visitor = await visitors.enter_async_context(visiting(server.url))
            await visitor.open("hierarchy", focus="n02084071")
        return before, (resident_mb(server.pid) - before) / FURTHER
