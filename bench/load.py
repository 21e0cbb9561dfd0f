"""Many visitors at once: how long their pages take, and whether every figure is the terminal's.

They are real sessions over websockets, without a browser's own work. Seconds depend on what else
the machine does, so a one-line Streamlit page has as many visitors in the same run, and the
processor time that the server takes is measured besides.
"""

import asyncio
import os
import random
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bench.memory import resident_mb
from bench.pages import APP, served
from tests.support.visitor import fetch_front, visiting
from tests.support.walk import walks, wrong

CROWD, PEOPLE, CLICKS = 50, 100, 12
PAUSES, COMING = (1.0, 3.0), 20.0


@dataclass(frozen=True)
class Load:
    """What many visitors met.

    Attributes:
        seconds: from each request to the whole page received.
        processor_ms: processor time of the server for each of them.
        memory_mb: resident memory of the server afterwards.
        compared: pages whose every figure was compared with the terminal's.
        wrong: what was not as the terminal has it, and tracebacks in the log.
    """

    seconds: list[float]
    processor_ms: float
    memory_mb: float
    compared: int
    wrong: list[str]

    def __str__(self) -> str:
        return (
            f"median {median(self.seconds):.2f} s, p95 {quantiles(self.seconds, n=20)[-1]:.2f} s, "
            f"slowest {max(self.seconds):.2f} s; {self.processor_ms:.0f} ms of processor time each"
        )


Met = tuple[list[float], int, list[str]]
"""Seconds of every answer, how many were compared with the terminal, and what was wrong."""


def crowd(script: Path) -> Load:
    """So many people as ``CROWD`` ask for their first page at the same moment."""
    return _measured(script, _crowd)


def clicking(script: Path) -> Load:
    """So many people as ``PEOPLE`` walk through the explorer, or press the one-line page's button,
    with pauses of a second to three."""
    return _measured(script, _clicking if script == APP else _pressing)


async def _crowd(url: str) -> Met:
    async with AsyncExitStack() as stay:

        async def one() -> float:
            began = time.perf_counter()
            await fetch_front(url)
            visitor = await stay.enter_async_context(visiting(url))
            await visitor.open()
            return time.perf_counter() - began

        return await asyncio.gather(*(one() for _ in range(CROWD))), 0, []


async def _clicking(url: str) -> Met:
    seen = await walks(url, PEOPLE, clicks=CLICKS, pauses=PAUSES, coming=COMING)
    faults = [fault for each in seen if (fault := wrong(each))]
    return [each.seconds for each in seen], len(seen), faults


async def _pressing(url: str) -> Met:
    async def one(person: int) -> list[float]:
        chance, seconds = random.Random(person), []
        await asyncio.sleep(chance.uniform(0, COMING))
        async with visiting(url) as visitor:
            await visitor.open()
            for _ in range(CLICKS):
                await asyncio.sleep(chance.uniform(*PAUSES))
                began = time.perf_counter()
                await visitor.press("None")  # a button without a key
                seconds.append(time.perf_counter() - began)
        return seconds

    each = await asyncio.gather(*(one(person) for person in range(PEOPLE)))
    return [one for found in each for one in found], 0, []


def _measured(script: Path, visit: Callable[[str], Coroutine[None, None, Met]]) -> Load:
    with TemporaryDirectory() as folder, served(script, Path(folder)) as server:
        asyncio.run(_first(server.url))
        before = processor_seconds(server.pid)
        seconds, compared, faults = asyncio.run(visit(server.url))
        spent = processor_seconds(server.pid) - before
        troubles = [each] if (each := server.troubles()) else []
        return Load(
            seconds,
            spent / len(seconds) * 1e3,
            resident_mb(server.pid),
            compared,
            faults + troubles,
        )


async def _first(url: str) -> None:
    """A first visitor, after whom everything is loaded."""
    async with visiting(url) as visitor:
        await visitor.open()


def processor_seconds(pid: int) -> float:
    """Processor time that a process has taken so far, from Linux's process table."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
