"""The rows that a tree of open and closed branches shows.

A synset can have several parents, so a row is identified by its path, the wnids from an
entry point down joined by "/".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from explorer.atlas import Atlas
from explorer.datasets import CLASSES, Measure, RollUp, boxes
from explorer.formatting import written

State = Literal["leaf", "open", "closed", "more"]

MORE = "…"
"""Last step of the path of a row for children that are not listed yet."""


@dataclass(frozen=True)
class Branch:
    """A row of the tree.

    Attributes:
        path: wnids from the entry point down, joined by "/".
        wnid: the synset; of a "more" row the parent.
        level: 1 for entry points.
        state: leaf, open, closed, or more (children not listed).
        position: place among its siblings, from 1.
        siblings: how many children its branch has, listed or not.
        rest: of a "more" row, how many children are not listed yet.
    """

    path: str
    wnid: str
    level: int
    state: State
    position: int
    siblings: int
    rest: int = 0


def steps(path: str) -> list[str]:
    """The wnids of a path."""
    return path.split("/")


def path_to(atlas: Atlas, wnid: str, entries: Sequence[str]) -> str:
    """The path of a synset from the nearest entry point above it, along its main path."""
    main = atlas.hierarchy.main_path(wnid)
    start = max((at for at, step in enumerate(main) if step in entries), default=0)
    return "/".join(main[start:])


def opened_down_to(path: str) -> frozenset[str]:
    """The paths to open so that the row of a path is seen."""
    wnids = steps(path)
    return frozenset("/".join(wnids[:end]) for end in range(1, len(wnids)))


def rows(
    atlas: Atlas,
    rolled: RollUp,
    entries: Sequence[str],
    opened: frozenset[str],
    *,
    limit: int,
    widened: frozenset[str] = frozenset(),
    selected: str = "",
) -> list[Branch]:
    """The visible rows, top down.

    Args:
        atlas: hierarchy and words.
        rolled: only synsets with a class of this data set are listed, largest first.
        entries: wnids of the top rows.
        opened: paths of open branches.
        limit: children that an open branch lists at most.
        widened: paths of branches that list all their children.
        selected: path of a row that is listed whatever its rank.
    """
    classes = rolled.subtree(CLASSES)
    hierarchy = atlas.hierarchy

    def ranked(wnid: str) -> list[str]:
        below = hierarchy.children.of(hierarchy.position(wnid))
        counted = sorted((-classes[child], child) for child in below if classes[child] > 0)
        return [hierarchy.wnids[child] for _, child in counted]

    def branch(path: str, level: int, position: int, siblings: int) -> Iterator[Branch]:
        wnid = steps(path)[-1]
        children = ranked(wnid)
        state: State = "leaf" if not children else "open" if path in opened else "closed"
        yield Branch(path, wnid, level, state, position, siblings)
        if state != "open":
            return
        listed = children if path in widened else children[:limit]
        kept = [child for child in children[limit:] if _on_path(f"{path}/{child}", selected)]
        if path not in widened:
            listed = listed + kept
        rest = len(children) - len(listed)
        for at, child in enumerate(listed, start=1):
            yield from branch(f"{path}/{child}", level + 1, at, len(children))
        if rest:
            place = len(listed) + 1
            yield Branch(f"{path}/{MORE}", wnid, level + 1, "more", place, len(children), rest)

    tops = [wnid for wnid in entries if classes[hierarchy.position(wnid)] > 0]
    return [row for at, wnid in enumerate(tops, start=1) for row in branch(wnid, 1, at, len(tops))]


def _on_path(path: str, selected: str) -> bool:
    return selected == path or selected.startswith(f"{path}/")


def shown_measures(rolled: RollUp) -> list[Measure]:
    """The sums that a row carries: the data set's first two, classes and mostly images.

    Boxes are of ILSVRC's validation images, which are none of an ImageNet-A's.
    """
    measures = rolled.dataset.measures
    return [each for each in measures if each.additive and each.source != boxes.SOURCE][:2]


def row_figures(rolled: RollUp, rows: Sequence[Branch]) -> list[tuple[str, ...]]:
    """The figures of some rows as text; empty for "more" rows."""
    positions = rolled.hierarchy.positions(row.wnid for row in rows)
    sums = [rolled.subtree(measure.key, positions) for measure in shown_measures(rolled)]
    return [
        tuple("" if row.state == "more" else written(column[at]) for column in sums)
        for at, row in enumerate(rows)
    ]
