"""Memory of the server after every page, and what a further session adds."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.server import AGENT, running

APP = Path(__file__).parents[1] / "app.py"
FURTHER = 10


def resident_mb(pid: int) -> float:
    """Resident memory of a process in MB, from Linux's process table."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def measure(datasets: list[str]) -> tuple[float, float]:
    """MB after all pages with all data sets, and MB that a further session adds."""
    with (
        TemporaryDirectory() as folder,
        running(APP, log=Path(folder) / "log", options=(AGENT,)) as server,
    ):
        server.ask()
        for dataset in datasets:
            server.ask(page="hierarchy", query_params={"dataset": [dataset]})
        before = resident_mb(server.pid)
        for _ in range(FURTHER):
            server.ask(page="hierarchy", query_params={"focus": ["n02084071"]})
        return before, (resident_mb(server.pid) - before) / FURTHER
