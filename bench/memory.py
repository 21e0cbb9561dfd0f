"""Memory of the server after every page, and what a further session adds."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen

from tests.browser.server import running

APP = Path(__file__).parents[1] / "app.py"
FURTHER = 10


def resident_mb(pid: int) -> float:
    """Resident memory of a process in MB, from Linux's process table."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def visit(url: str, **question: Any) -> None:
    request = Request(
        f"{url}/_stcore/agent/interact",
        data=json.dumps(question).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=120) as answer:
        answer.read()


def measure(datasets: list[str]) -> tuple[float, float]:
    """MB after all pages with all data sets, and MB that a further session adds."""
    with (
        TemporaryDirectory() as folder,
        running(APP, log=Path(folder) / "log", options=("--server.enableAgentApi=true",)) as server,
    ):
        visit(server.url)
        for dataset in datasets:
            visit(server.url, page="hierarchy", query_params={"dataset": [dataset]})
        before = resident_mb(server.pid)
        for _ in range(FURTHER):
            visit(server.url, page="hierarchy", query_params={"focus": ["n02084071"]})
        return before, (resident_mb(server.pid) - before) / FURTHER
