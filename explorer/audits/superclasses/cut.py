"""A cut through the hierarchy as a value, and as text in a URL.

The text is the method, then the edits in the order they were made, separated by dots:
``groups-20-images.split-n02084071.place-n02123045-n02121808``. Page, terminal and notebook
read and write this one form, so the same text is the same cut everywhere.
"""

import dataclasses
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from explorer.errors import ExplorerError

METHODS = {
    "groups": "Number",
    "depth": "Depth",
    "images": "Min. images",
    "classes": "Min. classes",
    "preset": "List",
    "hand": "By hand",
}
"""Ways to make a cut."""

NUMBERS = {"groups": 20, "depth": 8, "images": 10_000, "classes": 10}
"""Methods that take a number, and the number that each starts with."""

BOUNDS = {"groups": (1, 2_000), "depth": (0, 30), "images": (1, 10**9), "classes": (1, 100_000)}
"""Minimum and maximum of each of these numbers."""

BY = {"classes": "Classes", "images": "Images"}
"""What makes a group the largest, which is the next to be divided."""

PRESETS = {
    "tiered": "tieredImageNet's superclasses",
    "category67": "67 everyday categories",
    "wildlife": "Wildlife categories",
    "entry_points": "Entry points",
}
"""Published and built-in lists; see ``explorer.audits.superclasses.presets`` for their content."""

ACTIONS = {
    "take": "make a synset a group of its own",
    "split": "divide a group into the children of its synset",
    "merge": "merge a group into its parent",
    "drop": "take a group away",
    "place": "put a class into a group",
}
"""Edits, and what each does."""

WNID = re.compile(r"n[0-9]{8}")
KEY = re.compile(r"[a-z0-9_]{1,60}")
"""Of a group: a wnid, or the short name of a group of a list."""

MOST_EDITS = 5_000
"""Of a cut; a file with more is refused, since each is made in turn."""

SHOWN = 40
"""Characters of a faulty text that its sentence repeats."""


@dataclass(frozen=True)
class Edit:
    """One change by hand.

    Attributes:
        action: a key of ``ACTIONS``.
        key: of the group, or wnid of the synset (``take``) or class (``place``).
        group: of ``place``, key of the group that the class is put into.
    """

    action: str
    key: str
    group: str = ""

    @property
    def text(self) -> str:
        """The edit as text in a URL."""
        return "-".join(filter(None, (self.action, self.key, self.group)))


@dataclass(frozen=True)
class Cut:
    """How the classes of a data set are put into groups.

    Attributes:
        method: a key of ``METHODS``.
        number: of groups, the depth, or the minimum; 0 for methods without a number.
        by: of the method ``groups``, what makes a group the largest: a key of ``BY``.
        preset: of the method ``preset``, a key of ``PRESETS``.
        edits: changes by hand, in the order they were made.
    """

    method: str = "groups"
    number: int = NUMBERS["groups"]
    by: str = "classes"
    preset: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def text(self) -> str:
        """The cut as text in a URL or a file; ``parsed`` is the inverse."""
        steps = [self.method]
        if self.method in NUMBERS:
            steps.append(str(self.number))
        if self.method == "groups" and self.by != "classes":
            steps.append(self.by)
        if self.method == "preset":
            steps.append(self.preset)
        return ".".join(["-".join(steps), *(edit.text for edit in self.edits)])

    def edited(self, *edits: Edit) -> "Cut":
        """The cut after further edits; placing a class again replaces where it was placed."""
        placed = {edit.key for edit in edits if edit.action == "place"}
        kept = [each for each in self.edits if not (each.action == "place" and each.key in placed)]
        return dataclasses.replace(self, edits=(*kept, *edits))


def made(
    method: str = "groups",
    number: int | None = None,
    by: str = "classes",
    preset: str = "",
    edits: Iterable[Edit] = (),
) -> Cut:
    """A cut with what its method does not use left out, so that equal cuts are equal values.

    Raises:
        ExplorerError: the method, the number or another part is not one that a cut can have.
    """
    _one_of("method", method, METHODS)
    if method in NUMBERS:
        least, most = BOUNDS[method]
        number = NUMBERS[method] if number is None else number
        if not least <= number <= most:
            raise ExplorerError(
                f"The number of the method {method!r} is {number:,}; it must be a whole number "
                "from "
                f"{least:,} to {most:,}."
            )
    else:
        number = 0
    by = _one_of("size", by, BY) if method == "groups" else "classes"
    preset = _one_of("list", preset or next(iter(PRESETS)), PRESETS) if method == "preset" else ""
    return Cut(method, number, by, preset, tuple(edits))


def asked_for(
    *,
    groups: int | None = None,
    by: str = "classes",
    depth: int | None = None,
    min_images: int | None = None,
    min_classes: int | None = None,
    preset: str | None = None,
    by_hand: bool = False,
    cut: str = "",
    edits: Iterable[str] = (),
) -> Cut:
    """The cut that options of a command or a call ask for; 20 groups if none of them does.

    Args:
        groups: number of groups. At most one of the arguments from this one to ``cut`` can be
            given.
        depth: of the synsets that are groups.
        min_images: of each group.
        min_classes: of each group.
        preset: a key of ``PRESETS``.
        by_hand: start with one group of all classes, to be changed by ``edits``.
        by: of ``groups``, what makes a group the largest.
        cut: a cut as text.
        edits: changes by hand as text, after those of ``cut``.

    Raises:
        ExplorerError: several methods are asked for, or one part makes no sense.
    """
    numbers = {"groups": groups, "depth": depth, "images": min_images, "classes": min_classes}
    methods = [method for method, number in numbers.items() if number is not None]
    methods += ["preset"] * bool(preset) + ["hand"] * by_hand + ["cut"] * bool(cut)
    if len(methods) > 1:
        raise ExplorerError(
            f"A cut is made by one method; found {' and '.join(methods)}. Use only one of them."
        )
    changes = [edit(each) for each in edits]
    if cut:
        return parsed(cut).edited(*changes)
    method = methods[0] if methods else "groups"
    return made(method, numbers.get(method), by, preset or "").edited(*changes)


def parsed(text: str) -> Cut:
    """Parse a cut.

    Raises:
        ExplorerError: the text is not a cut; the message names the part and what was expected.
    """
    head, *rest = text.strip().split(".")
    if len(rest) > MOST_EDITS:
        raise ExplorerError(f"A cut has at most {MOST_EDITS:,} edits; found {len(rest):,}.")
    method, *values = head.split("-")
    _one_of("method", method, METHODS)
    if method == "hand" and not values:
        return made("hand", edits=map(edit, rest))
    if method == "preset" and len(values) == 1:
        return made("preset", preset=values[0], edits=map(edit, rest))
    sized = method == "groups" and len(values) == 2
    if method not in NUMBERS or not (len(values) == 1 or sized) or not _whole(values[0]):
        forms = (
            "groups-20, groups-20-images, depth-8, images-10000, classes-10, preset-tiered, hand"
        )
        raise ExplorerError(
            f"A cut begins with its method, such as one of {forms}; found {head[:SHOWN]!r}."
        )
    return made(method, int(values[0]), values[1] if sized else "classes", edits=map(edit, rest))


def edit(text: str) -> Edit:
    """Parse an edit, such as ``split-n02084071``.

    Raises:
        ExplorerError: it is none.
    """
    action, *keys = text.strip().split("-")
    _one_of("edit", action, ACTIONS)
    wanted = 2 if action == "place" else 1
    wnid_first = action in ("take", "place")
    fits = len(keys) == wanted and all(KEY.fullmatch(key) for key in keys)
    if not fits or (wnid_first and not WNID.fullmatch(keys[0])):
        forms = "take-n02084071, split-n02084071, place-n02123045-n02121808"
        raise ExplorerError(
            f"An edit is an action followed by the synset or group to change, such as {forms}; "
            "found "
            f"{text[:SHOWN]!r}."
        )
    return Edit(action, *keys)


def opened(text: str, file: str = "the file") -> Cut:
    """Read the cut in a saved file: its text, or the JSON that the exports write.

    Raises:
        ExplorerError: the file contains no cut; the message names the file.
    """
    found = text.strip()
    try:
        if found.startswith("{"):
            held = json.loads(found)
            found = held["cut"] if isinstance(held["cut"], str) else ""
        return parsed(found)
    except (ValueError, KeyError, RecursionError):
        raise ExplorerError(
            f"{file[:SHOWN]!r}: expected a cut as text, or a JSON file of superclasses with an "
            "entry 'cut'; found neither. Save one with 'Save this cut'."
        ) from None
    except ExplorerError as problem:
        raise ExplorerError(f"{file[:SHOWN]!r}: {problem}") from problem


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 10


def _one_of(what: str, value: str, choices: Iterable[str]) -> str:
    if value not in choices:
        raise ExplorerError(
            f"The {what} of a cut must be one of {', '.join(choices)}; found {value[:SHOWN]!r}."
        )
    return value
