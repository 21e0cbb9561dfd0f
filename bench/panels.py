"""How long the server takes to draw every panel of every page again, browser apart."""

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.memory import visits
from tests.support.server import APP, running
from tests.support.visitor import visiting

FOCI = ("n00001740", "n00015388", "n02084071")


def reruns(datasets: list[str]) -> dict[str, float]:
    """Milliseconds of the second run of each panel at the root, at animal and at dog, by name."""
    with TemporaryDirectory() as folder, running(APP, log=Path(folder) / "log") as server:
        return asyncio.run(_reruns(server.url, datasets))


async def _reruns(url: str, datasets: list[str]) -> dict[str, float]:
    taken = {}
    async with visiting(url) as visitor:
        for page, query in visits(datasets):
            for focus in FOCI:
                asked = query | {"focus": focus}
                await visitor.open(page, **asked)
                start = time.perf_counter()
                await visitor.open(page, **asked)
                taken[f"{page} {' '.join(asked.values())}"] = (time.perf_counter() - start) * 1e3
    return taken
