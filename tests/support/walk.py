"""Walks of many visitors through the explorer, and what the terminal says of the same figures."""

import asyncio
import io
import random
import re
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest import mock

import pyarrow as pa

from explorer import atlas as atlases
from explorer import cli
from explorer.formatting import NOT_KNOWN, written
from tests.support.real import atlas
from tests.support.visitor import Visitor, visiting

SYNSETS = ("n02084071", "n02092468", "n04524313", "n00007846", "n02121808", "n00017222")
DATASETS = ("fall11", "ilsvrc2012", "12k", "winter21", "wordnet", "det")

SHORTENED = {
    "Images listed (2011)": "Images",
    "Effective classes": "Effective number of classes",
}
"""Labels of the balance page, and what the terminal calls the same."""

Figures = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Seen:
    """What a visitor saw after a click.

    Attributes:
        way: how the visitor came there.
        page: ``hierarchy`` or ``balance``.
        wnid, dataset: what the page was asked for.
        title: of the synset, as shown; empty on the balance page.
        figures: every figure with its label, as shown.
        children: wnids of the table of children; empty on the balance page.
        seconds: from the click to the whole page received.
    """

    way: str
    page: str
    wnid: str
    dataset: str
    title: str
    figures: Figures
    children: tuple[str, ...]
    seconds: float


async def walk(
    url: str, person: int, *, clicks: int, pauses: tuple[float, float] = (0, 0), coming: float = 0
) -> list[Seen]:
    """Come by an address, then click as often: rows of the tree, matches, data sets, pages.

    ``coming`` is the number of seconds within which a person comes, and ``pauses`` the fewest and
    most between two clicks.
    """
    chance = random.Random(person)
    dataset, wnid = DATASETS[person % len(DATASETS)], SYNSETS[person % len(SYNSETS)]
    found = []
    await asyncio.sleep(chance.uniform(0, coming))
    async with visiting(url) as visitor:
        began = time.perf_counter()
        await visitor.open("hierarchy", focus=wnid, dataset=dataset)
        found.append(_hierarchy(visitor, "address", wnid, dataset, began))
        for click in range(clicks):
            await asyncio.sleep(chance.uniform(*pauses))
            began = time.perf_counter()
            match ("pick", "dataset", "pick", "search", "pick", "balance")[(person + click) % 6]:
                case "pick":
                    wnid = chance.choice([each for each in SYNSETS if each != wnid])
                    await visitor.pick(wnid)
                    found.append(_hierarchy(visitor, "tree", wnid, dataset, began))
                case "search":
                    wnid = chance.choice([each for each in SYNSETS if each != wnid])
                    await visitor.type("find_text", wnid)
                    await asyncio.sleep(chance.uniform(*pauses))
                    began = time.perf_counter()
                    await visitor.press(f"find_{wnid}")
                    found.append(_hierarchy(visitor, "search", wnid, dataset, began))
                case "dataset":
                    dataset = chance.choice([each for each in DATASETS if each != dataset])
                    await visitor.choose("choose_dataset", atlas().datasets[dataset].title)
                    found.append(_hierarchy(visitor, "data set", wnid, dataset, began))
                case _:
                    await visitor.open("balance", focus=wnid, dataset="fall11")
                    found.append(_balance(visitor, wnid, began))
                    await asyncio.sleep(chance.uniform(*pauses))
                    began = time.perf_counter()
                    await visitor.open("hierarchy", focus=wnid, dataset=dataset)
                    found.append(_hierarchy(visitor, "page", wnid, dataset, began))
    return found


async def walks(url: str, people: int, **way: Any) -> list[Seen]:
    """The walks of so many people at once, each as ``walk`` has it."""
    each = await asyncio.gather(*(walk(url, person, **way) for person in range(people)))
    return [seen for found in each for seen in found]


def _hierarchy(visitor: Visitor, way: str, wnid: str, dataset: str, began: float) -> Seen:
    seconds = time.perf_counter() - began
    title = next(head.body for head in visitor.elements("heading") if head.tag == "h1")
    card = tuple(map(tuple, visitor.table()))
    return Seen(way, "hierarchy", wnid, dataset, title, card, tuple(_children(visitor)), seconds)


def _children(visitor: Visitor) -> Iterator[str]:
    for frame in visitor.elements("dataframe"):
        with pa.ipc.open_stream(frame.arrow_data.data) as stream:
            table = stream.read_all()
        if "kind" in table.column_names:
            yield from table["wnid"].to_pylist()


def _balance(visitor: Visitor, wnid: str, began: float) -> Seen:
    seconds = time.perf_counter() - began
    metrics = tuple((metric.label, metric.body) for metric in visitor.elements("metric"))
    return Seen("page", "balance", wnid, "fall11", "", metrics, (), seconds)


def wrong(seen: Seen) -> str:
    """What of that is not what the terminal says; empty if all is right."""
    faults = _balance_faults(seen) if seen.page == "balance" else _hierarchy_faults(seen)
    return "; ".join(f"{seen.wnid} in {seen.dataset} by {seen.way}: {each}" for each in faults)


def _hierarchy_faults(seen: Seen) -> Iterator[str]:
    told = terminal("show", seen.wnid, "--dataset", seen.dataset)
    _, _, table = told.partition("  this synset only\n")
    lines = re.findall(r"^  (\S.*?)  +(\S.*?)  +(\S.*?)$", table, re.MULTILINE)
    figures = _of_classes(tuple(lines))
    if not figures or seen.figures[: len(figures)] != figures:
        yield f"the card shows {seen.figures} and the terminal {figures}"
    if seen.figures != whole_card(seen.wnid, seen.dataset):
        yield f"the card shows {seen.figures} and not {whole_card(seen.wnid, seen.dataset)}"
    if seen.title != (title := told.splitlines()[0].split("  ")[1].split(", ")[0]):
        yield f"the title is {seen.title!r} and in the terminal {title!r}"
    (listed,) = re.findall(r"^  children: (.*)$", told, re.MULTILINE) or [""]
    if sorted(seen.children) != sorted(re.findall(r"\((n\d{8})\)", listed)):
        yield f"the table of children has {seen.children} and the terminal {listed}"


def _balance_faults(seen: Seen) -> Iterator[str]:
    told = terminal("balance", "--root", seen.wnid, "--dataset", seen.dataset)
    lines = dict(re.findall(r"^  (\S.*?)  +(\S+)", told, re.MULTILINE))
    if len(seen.figures) < 5:
        yield f"the page shows {seen.figures} only"
    for label, figure in seen.figures:
        if figure != (there := lines.get(SHORTENED.get(label, label))):
            yield f"the page shows {label} {figure} and the terminal {there}"


@cache
def terminal(*arguments: str) -> str:
    """What a command prints, on the atlas of all tests."""
    printed = io.StringIO()
    with mock.patch.object(atlases, "load", return_value=atlas()), redirect_stdout(printed):
        status = cli.main(arguments)
    assert status == 0, arguments
    return printed.getvalue()


@cache
def whole_card(wnid: str, dataset: str) -> Figures:
    """Every figure of a card, those that only some data sets have included."""
    figures, at = atlas().roll_up(dataset), atlas().hierarchy.positions([wnid])
    return _of_classes(
        tuple(
            (
                measure.label,
                written(figures.subtree(measure.key, at)[0], measure.unit),
                written(figures.own(measure.key, at)[0], measure.unit),
            )
            for measure in figures.dataset.measures
        )
    )


def _of_classes(figures: Figures) -> Figures:
    """What a card shows: where a synset has no class, what is unknown is left out."""
    if figures and figures[0][:2] == ("Classes", "0"):
        return tuple(each for each in figures if each[1] != NOT_KNOWN)
    return figures
