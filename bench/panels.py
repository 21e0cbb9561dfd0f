"""How long the server takes to draw every panel of every page again, browser apart."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.memory import APP, visits
from tests.browser.server import AGENT, running

FOCI = ("n00001740", "n00015388", "n02084071")


def reruns(datasets: list[str]) -> dict[str, float]:
    """Milliseconds of the second run of each panel at the root, at animal and at dog, by name."""
    taken = {}
    with (
        TemporaryDirectory() as folder,
        running(APP, log=Path(folder) / "log", options=AGENT) as app,
    ):
        session = app.ask()["session_id"]
        for page, params in visits(datasets):
            for focus in FOCI:
                asked = params | {"focus": [focus]}
                app.ask(session_id=session, page=page, query_params=asked)
                start = time.perf_counter()
                app.ask(session_id=session, page=page, query_params=asked)
                panel = " ".join(each for values in asked.values() for each in values)
                taken[f"{page} {panel}"] = (time.perf_counter() - start) * 1e3
    return taken
