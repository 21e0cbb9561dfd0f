"""Twenty people at once on a real server: nobody gets an error or another one's figures."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from explorer import predictions
from explorer.audits.overlays import overlaid
from explorer.formatting import written
from explorer.views.reading import MODEL
from tests.browser.server import AGENT, Server, running
from tests.real import atlas

APP = Path(__file__).parents[1] / "app.py"
SESSIONS = 20
WAY = ("n02084071", "n02092468", "n04524313", "n00007846")
DATASETS = ("fall11", "ilsvrc2012", "12k", "winter21", "wordnet", "det")

Page = dict[str, Any]


def elements(node: Page, kind: str) -> Iterator[Page]:
    if node.get("type") == kind:
        yield node
    for child in node.get("children", []):
        yield from elements(child, kind)


def expected(wnid: str, dataset: str) -> tuple[str, list[list[str]]]:
    """The name and the figures that the card of a synset has to show."""
    shown = overlaid(atlas(), dataset, predictions.find(MODEL))
    figures, at = shown.figures(dataset), shown.hierarchy.positions([wnid])
    return atlas().lexicon.name(wnid), [
        [
            measure.label,
            written(figures.subtree(measure.key, at)[0], measure.unit),
            written(figures.own(measure.key, at)[0], measure.unit),
        ]
        for measure in figures.dataset.measures
    ]


def shown(page: Page) -> tuple[str, list[list[str]]]:
    name = next(elements(page["tree"], "subheader"))["props"]["body"]
    return name, next(elements(page["tree"], "table"))["data"]["preview"]["rows"]


def walk(server: Server, person: int) -> list[str]:
    """Walk by address, by search and by data set; what was wrong on the way."""
    dataset = DATASETS[person % len(DATASETS)]
    way = WAY[person % len(WAY) :] + WAY[: person % len(WAY)]
    page = server.ask(page="hierarchy", query_params={"focus": [way[0]], "dataset": [dataset]})
    session = page["session_id"]
    wrong = []
    for wnid in way[1:]:
        server.ask(session_id=session, widget_state={"find_text": wnid})
        page = server.ask(session_id=session, trigger={"key": f"find_{wnid}"})
        if page["status"] != "ready" or shown(page) != expected(wnid, dataset):
            wrong.append(f"person {person}: {wnid} in {dataset} shows {shown(page)}")
    title = atlas().datasets["fall11"].title
    page = server.ask(session_id=session, widget_state={"choose_dataset": title})
    if shown(page) != expected(way[-1], "fall11"):
        wrong.append(f"person {person}: {way[-1]} after the change shows {shown(page)}")
    return wrong


def test_twenty_sessions_at_once_all_see_their_own_true_figures(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with (
        running(APP, log=log, options=AGENT) as server,
        ThreadPoolExecutor(SESSIONS) as people,
    ):
        walks = people.map(lambda person: walk(server, person), range(SESSIONS))
        wrong = [each for found in walks for each in found]
        assert not wrong, "\n".join(wrong)
        assert not server.troubles()
