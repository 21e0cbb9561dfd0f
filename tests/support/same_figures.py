"""Whether the terminal answers as an older checkout does.

``python -m tests.support.same_figures OLD_CHECKOUT`` runs the same commands in both checkouts,
compares their JSON value by value, and ends with 1 if a value changed, vanished or was added that
``tests/support/listed_changes.py`` does not list. Each entry there quotes CHANGELOG.md.
"""

import json
import math
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[2]
TOLERANCE = 1e-9
"""Sums in another order differ by less."""

NAMES = ("path", "wnid", "key", "claim")
"""Keys by which the objects of a list can be told apart, the first that can is used."""

TELLING = ("key", "claim")
"""Those of them that are part of a place."""

WNID = re.compile(r"n\d{8}")

FOCI = (
    "n00001740",  # entity
    "n00015388",  # animal
    "n00017222",  # plant
    "n00021939",  # artifact
    "n00007846",  # person
    "n00021265",  # food
    "n01503061",  # bird
    "n02084071",  # dog
    "n02083346",  # canine
    "n02121808",  # domestic cat
    "n02512053",  # fish
    "n03094503",  # container
    "n03405725",  # furniture
    "n03294048",  # equipment
    "n04524313",  # vehicle
    "n02958343",  # car
    "n03800933",  # musical instrument
    "n11665372",  # angiosperm
    "n13083586",  # vascular plant
    "n09287968",  # geological formation
    "n02085374",  # toy dog
    "n02094433",  # Yorkshire terrier
    "n01440764",  # tench
    "n02012849",  # crane (bird)
    "n03126707",  # crane (machine)
)
DATASETS = (
    "wordnet",
    "fall11",
    "winter21",
    "21k-p-fall11",
    "21k-p-winter21",
    "12k",
    "ilsvrc2012",
    "det",
    "vid",
    "tiered",
    "imagenet-a",
    "imagenet-r",
    "mini",
    "stanford-dogs",
)
TEXTS = ("dog", "golden retreiver", "crane", "n02084071", "207", "feline mammal", "maillot", "zzzz")
MODELS = ("resnet50", "senet154", "alexnet", "vgg16", "inceptionv3", "densenet121")


def commands() -> list[tuple[str, ...]]:
    """Some 300 questions, of every family, that both checkouts understand."""
    few, main = FOCI[:8], ("fall11", "winter21", "ilsvrc2012", "12k")
    asked: list[tuple[str, ...]] = [("claims",)]
    asked += [("search", text, "--dataset", key) for text in TEXTS for key in ("fall11", "vid")]
    asked += [("show", wnid, "--dataset", key) for wnid in FOCI for key in ("fall11", "ilsvrc2012")]
    asked += [("show", "n02084071", "--dataset", key) for key in DATASETS]
    asked += [("show", "n00007846", "--show-offensive")]
    asked += [("tree", "--dataset", key) for key in DATASETS]
    asked += [("tree", wnid, "--levels", "3", "--limit", "100") for wnid in FOCI[:20]]
    asked += [("path", wnid) for wnid in FOCI[5:]]
    asked += [("path", wnid, "n02084071", "--dataset", "ilsvrc2012") for wnid in FOCI[10:]]
    asked += [("balance", "--root", wnid, "--dataset", key) for wnid in few for key in main]
    asked += [("balance", "--root", wnid, "--threshold", "500") for wnid in FOCI[8:20]]
    for scheme in ("none", "inverse", "root", "effective"):
        for wnid in ("n00001740", "n02084071", "n00021939"):
            asked += [("plan", "--root", wnid, "--scheme", scheme)]
            asked += [("plan", "--root", wnid, "--scheme", scheme, "--cap", "1000")]
    asked += [("plan", "--root", "n01503061", "--dataset", "fall11", "--cap", "500")]
    asked += [("plan", "--root", "n01503061", "--dataset", "12k", "--floor", "400")]
    asked += [("plan", "--dataset", "fall11", "--floor", "400", "--short", "drop")]
    asked += [("releases", "--dataset", key) for key in DATASETS if key not in {"wordnet", "vid"}]
    against = ("releases", "--dataset", "fall11", "--against", "winter21")
    asked += [(*against, "--root", wnid) for wnid in few]
    asked += [("boxes", "--root", wnid) for wnid in FOCI[:20]]
    asked += [("breeds", "--root", wnid) for wnid in ("n02084071", *FOCI[6:10])]
    asked += [("people", "--dataset", key) for key in main]
    for rule in ("safe", "not-offensive", "any"):
        for least in ("1", "3.5", "4"):
            asked += [("people", "--rule", rule, "--min-imageability", least)]
    asked += [("people", "--min-images", "100", "--drop-list")]
    asked += [("errors", "--model", name, "--root", wnid) for name in MODELS for wnid in few[:4]]
    asked += [("errors", "--root", wnid) for wnid in FOCI[5:13]]
    compared = ("errors", "compare", "--model", "resnet50", "--with", "senet154")
    asked += [(*compared, "--root", wnid) for wnid in few[:4]]
    return list(dict.fromkeys(asked))


_ANSWER = """
import contextlib, io, json, sys
from explorer import atlas, cli, settings

ready = atlas.load(settings.settings(), lambda share, sentence: None)
atlas.load = lambda *_: ready
with open(sys.argv[1], encoding="utf-8") as file:
    commands = json.load(file)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    for command in commands:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = cli.main([*command, "--json"])
            except SystemExit as left:
                code = left.code
        told = json.loads(out.getvalue()) if code == 0 else {"refused": err.getvalue()}
        file.write(json.dumps(told) + "\\n")
"""
"""Run in a checkout of any age: a process answers every command on one atlas."""


def answers(checkout: Path, asked: Sequence[Sequence[str]]) -> list[Any]:
    """What a checkout answers to each command, as values.

    Raises:
        CalledProcessError: the checkout's code does not run with this Python.
    """
    with tempfile.TemporaryDirectory() as folder:
        commands, told = Path(folder, "commands.json"), Path(folder, "answers.jsonl")
        commands.write_text(json.dumps(asked), encoding="utf-8")
        arguments = [sys.executable, "-c", _ANSWER, str(commands), str(told)]
        subprocess.run(arguments, cwd=checkout, check=True)
        return [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True)
class Difference:
    """A value that is not in both answers, or not the same.

    Attributes:
        kind: changed, vanished, added, or reordered.
        place: keys from the top, joined by dots; ``[]`` stands for any element of a list, or holds
            the name of a named one, and ``{wnid}`` for any synset.
        before: the old value; None if added.
        after: the new value; None if vanished.
    """

    kind: str
    place: str
    before: Any = None
    after: Any = None


def differences(before: Any, after: Any, place: str = "") -> Iterator[Difference]:
    """What differs between two answers.

    Lists of objects that name themselves (``NAMES``), each another one, are compared by that name,
    all others by position.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_objects(before, after, f"{place}." if place else "")
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, place)
    elif not _same(before, after):
        yield Difference("changed", place, before, after)


def _of_objects(before: dict[str, Any], after: dict[str, Any], place: str) -> Iterator[Difference]:
    for key, old in before.items():
        there = f"{place}{'{wnid}' if WNID.fullmatch(key) else key}"
        if key in after:
            yield from differences(old, after[key], there)
        else:
            yield Difference("vanished", there, before=old)
    for key in after.keys() - before.keys():
        there = f"{place}{'{wnid}' if WNID.fullmatch(key) else key}"
        yield Difference("added", there, after=after[key])


def _of_lists(before: list[Any], after: list[Any], place: str) -> Iterator[Difference]:
    name = _name(before, after)
    olds, news = (
        {at if name is None else each[name]: each for at, each in enumerate(found)}
        for found in (before, after)
    )
    for key in [*olds, *(key for key in news if key not in olds)]:
        there = f"{place}[{key if name in TELLING else ''}]"
        if key not in news:
            yield Difference("vanished", there, before=olds[key])
        elif key not in olds:
            yield Difference("added", there, after=news[key])
        else:
            yield from differences(olds[key], news[key], there)
    old_order, new_order = (
        [key for key in olds if key in news],
        [key for key in news if key in olds],
    )
    if old_order != new_order:
        yield Difference("reordered", f"{place}[]", old_order, new_order)


def _name(*lists: list[Any]) -> str | None:
    """The key by which the elements of both lists can be told apart, if there is one."""
    if not all(isinstance(each, dict) for found in lists for each in found):
        return None
    for name in NAMES:
        taken = [[each.get(name) for each in found] for found in lists]
        if all(None not in found and len({*found}) == len(found) for found in taken):
            return name
    return None


def _same(before: Any, after: Any) -> bool:
    numbers = (int, float)
    if isinstance(before, numbers) and isinstance(after, numbers):
        return math.isclose(before, after, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(before == after)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Differences that CHANGELOG.md announces.

    Attributes:
        commands: pattern (``fnmatch``) of the commands in whose answers they are.
        places: patterns of the places, ``[]`` as itself.
        announced: words of CHANGELOG.md.
        kinds: what may have happened there.
        within: by how much a changed number may differ; None for any change.
    """

    commands: str
    places: tuple[str, ...]
    announced: str
    kinds: tuple[str, ...] = ("added",)
    within: float | None = None

    def covers(self, command: str, found: Difference) -> bool:
        """Whether a difference in the answer to a command is one of these."""
        return (
            found.kind in self.kinds
            and fnmatchcase(command, self.commands)
            and any(fnmatchcase(found.place, each.replace("[", "[[]")) for each in self.places)
            and (self.within is None or self._near(found.before, found.after))
        )

    def _near(self, before: Any, after: Any) -> bool:
        numbers = (int, float)
        known = isinstance(before, numbers) and isinstance(after, numbers)
        return known and self.within is not None and abs(before - after) <= self.within


def unlisted(
    command: str, before: Any, after: Any, listed: Sequence[Listed]
) -> Iterator[Difference]:
    """What differs between two answers and is not listed."""
    for found in differences(before, after):
        if not any(each.covers(command, found) for each in listed):
            yield found


def main(arguments: Sequence[str]) -> int:
    """Compare an older checkout with this one."""
    from tests.support.listed_changes import LISTED, folded, renamed

    if len(arguments) != 1:
        print("usage: python -m tests.support.same_figures OLD_CHECKOUT")
        return 2
    asked = commands()
    before, after = answers(Path(arguments[0]), asked), answers(HERE, asked)
    kinds: dict[tuple[str, str, str], list[tuple[str, Difference]]] = {}
    for words, old, new in zip(asked, before, after, strict=True):
        command = " ".join(words)
        for found in unlisted(command, renamed(words[0], old), folded(words[0], new), LISTED):
            kinds.setdefault((words[0], found.kind, found.place), []).append((command, found))
    for (family, kind, place), cases in sorted(kinds.items()):
        command, found = cases[0]
        print(f"{family}: {kind} {place}, {len(cases)} times; first in: {command}")
        print(f"    {str(found.before)[:200]}\n    {str(found.after)[:200]}")
    print(f"{len(asked)} commands compared; {len(kinds)} kinds of differences are not listed.")
    return int(bool(kinds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
