"""Hover texts of charts.

A hover text is made from a row of a tidy frame, as lines of plain text with untrusted names. Only
this module escapes the lines and joins them to plotly's markup.
"""

import html
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from explorer.formatting import counted, fixed, written

Hover = Callable[[Any], Sequence[str]]
"""A row, as ``itertuples`` gives it, to the lines that its mark shows; empty ones are left out."""


class Markup(str):
    """Text that is safe as it is."""

    __slots__ = ()


def escaped(text: str) -> str:
    """Text as plotly has to be given it, in names and labels too."""
    return text if isinstance(text, Markup) else html.escape(text, quote=False)


def bold(text: str) -> Markup:
    """Text in bold."""
    return Markup(f"<b>{escaped(text)}</b>")


def joined(lines: Sequence[str]) -> str:
    """Lines as plotly shows them below each other."""
    return "<br>".join(escaped(line) for line in lines if line)


def told(frame: pd.DataFrame, hover: Hover) -> list[str]:
    """The hover of each row."""
    return [joined(hover(row)) for row in frame.itertuples(index=False)]


def class_at_rank(unit: str) -> Hover:
    """A class in a curve of ranks: series, x (rank), y (how many of the unit)."""
    return lambda row: (row.series, f"rank {row.x:,}: {counted(row.y, unit)}")


def class_at_share(unit: str) -> Hover:
    """The same where x is the share of the classes."""
    return lambda row: (
        row.series,
        f"{fixed(row.x, 1, '%')} of the classes have {counted(row.y, unit)} or more",
    )


def sampled_at_rank(row: Any) -> Sequence[str]:
    """A class in a plan's curve: series, x (rank), y (percent of the sampled images)."""
    return row.series, f"rank {row.x:,}: {row.y:.3g} % of the sampled images"


def smallest_classes(unit: str) -> Hover:
    """A point of a Lorenz curve: series, x (share of classes), y (share of the unit)."""

    def told_of(row: Any) -> Sequence[str]:
        classes, images = fixed(row.x * 100, 1, "%"), fixed(row.y * 100, 1, "%")
        return row.series, f"the smallest {classes} of classes have {images} of the {unit}"

    return told_of


def classes_between(unit: str) -> Hover:
    """A bar of classes by images: series, least and most (of the unit), y (classes)."""

    def told_of(row: Any) -> Sequence[str]:
        if row.most < 1:
            images = f"no {unit}"
        elif row.least == row.most:
            images = counted(row.least, unit)
        else:
            images = f"{written(row.least)} to {written(row.most)} {unit}"
        return row.series, f"{images}: {counted(row.y, 'class')}"

    return told_of


def rated_between(row: Any) -> Sequence[str]:
    """A bar of synsets by imageability: series, left, right, y (synsets)."""
    synsets = counted(row.y, "synset")
    return (f"{row.series}: {synsets} rated {row.left:.2f} to {row.right:.2f}",)


def area(row: Any) -> Sequence[str]:
    """A bar of boxes by the share of their image: series, left, right (percent), y, boxes."""
    return _boxes(row, f"{row.left:.0f} to {row.right:.0f} % of the image")


def aspect(row: Any) -> Sequence[str]:
    """A bar of boxes by width over height: series, left, right (log2), y (percent), boxes."""
    low, high = 2.0**row.left, 2.0**row.right
    return _boxes(row, f"width {low:.2g} to {high:.2g} times the height")


def crowd(most: int) -> Hover:
    """Bars of images by their boxes, the last one for ``most`` or more: as for ``area``."""

    def told_of(row: Any) -> Sequence[str]:
        boxes = round(row.left + 0.5)
        return _boxes(row, f"{boxes}{' or more' if boxes == most else ''} boxes")

    return told_of


def _boxes(row: Any, which: str) -> Sequence[str]:
    return row.series, f"{which}: {row.y:.1f} % ({row.boxes:,})"


def counting(noun: str) -> Hover:
    """Bars that count something: label, value."""
    return lambda row: (f"{row.label}: {counted(row.value, noun)}",)


def step(row: Any) -> Sequence[str]:
    """A step of the people funnel: label, kind, classes (synsets), images."""
    removed = " removed" if row.kind == "removed" else ""
    return (
        f"{row.label}: {counted(row.classes, 'synset')}{removed}, {counted(row.images, 'image')}",
    )


def labelled_classes(row: Any) -> Sequence[str]:
    """A data set's person classes: title, safe, sensitive, offensive, not_labelled."""
    return (
        bold(row.title),
        f"{row.safe:,} safe, {row.sensitive:,} sensitive, {row.offensive:,} offensive",
        f"{row.not_labelled:,} not labelled",
        "Click to see which of them a rule drops",
    )


def bin_of_confidence(row: Any) -> Sequence[str]:
    """A bin of a reliability curve: series, x and y (shares), low and high (percent), images."""
    accuracy = f"{row.y * 100:.1f} % (95% CI {row.low:.1f} to {row.high:.1f})"
    confidence = f"confidence {row.x * 100:.1f} %"
    return row.series, f"{confidence}, accuracy {accuracy}", f"{row.images:,} images"


def model_of_year(row: Any) -> Sequence[str]:
    """A model: name, family, x (year), y (error in percent), images."""
    return row.name, f"{row.family}, {row.x}", f"{row.y:.2f} %, {row.images:,.0f} images"


def kept_share(row: Any) -> Sequence[str]:
    """A branch in a data set: name, title, written (its share), classes."""
    return (
        bold(row.name),
        row.title,
        f"{row.written} of its classes: {counted(row.classes, 'class')}",
    )


def sector(size: tuple[str, str], colour: tuple[str, str]) -> Hover:
    """Sectors of a subtree, as ``nested`` has them with name, wnid, size and hidden.

    Args:
        size: label and unit of what areas show.
        colour: label and unit of what colours show.
    """

    def told_of(row: Any) -> Sequence[str]:
        drawn = f"shown here: {written(row.area, size[1])}"
        if row.kind == "outside":
            return bold("Under none of the branches shown"), drawn
        if row.kind == "others":
            return bold(f"{counted(row.hidden, 'more child')} of {row.name}"), drawn
        called = bold(f"{row.name} (this synset)" if row.kind == "itself" else row.name)
        return (
            Markup(f"{called} {escaped(row.wnid)}"),
            f"{size[0]}: {written(row.size, size[1])}",
            f"{colour[0]}: {written(row.colour, colour[1])}" if colour[0] != size[0] else "",
            f"{drawn}; remainder shown under another parent" if row.size > row.area else "",
        )

    return told_of


def two_shares(names: tuple[str, str]) -> Hover:
    """The shares of a branch in two data sets.

    Args:
        names: of the data sets. A row has label, first and second (percent), classes_first,
            classes_second and difference (percentage points).
    """

    def told_of(row: Any) -> Sequence[str]:
        return (
            bold(row.label),
            f"{fixed(row.first, 2, '%')} of {names[0]}: {counted(row.classes_first, 'class')}",
            f"{fixed(row.second, 2, '%')} of {names[1]}: {counted(row.classes_second, 'class')}",
            f"difference {row.difference:+.2f} points",
        )

    return told_of


def two_errors(names: tuple[str, str]) -> Hover:
    """Two errors of a branch on different images.

    Args:
        names: of the two sets of images. A row has label, classes, first and second (percent), each
            with _low, _high and _images, and difference (percentage points), with low and high
            where its interval is known.
    """

    def told_of(row: Any) -> Sequence[str]:
        first = f"{fixed(row.first, 1, '%')} ({row.first_low:.1f} to {row.first_high:.1f})"
        # Of the same images the interval is not that of two samples, and may be missing.
        interval = f" ({row.low:+.1f} to {row.high:+.1f})" if hasattr(row, "low") else ""
        second = f"{fixed(row.second, 1, '%')} ({row.second_low:.1f} to {row.second_high:.1f})"
        return (
            bold(row.label),
            counted(row.classes, "class"),
            f"{names[0]}: {first}, {counted(row.first_images, 'image')}",
            f"{names[1]}: {second}, {counted(row.second_images, 'image')}",
            f"difference {row.difference:+.1f} points{interval}",
        )

    return told_of


def recall_and_precision(row: Any) -> Sequence[str]:
    """A branch in a chart of both: label, first (recall), second (precision), counts."""
    return (
        row.label,
        f"recall {fixed(row.first, 1, '%')} of {counted(row.images, 'image')} with this label",
        f"precision {fixed(row.second, 1, '%')} of {counted(row.predicted, 'image')} predicted so",
    )


def superclass(colour: tuple[str, str]) -> Hover:
    """Sectors of superclasses, as ``nested`` has them with name, wnid (the key) and size.

    Args:
        colour: label and unit of what colours show.
    """

    def told_of(row: Any) -> Sequence[str]:
        if row.kind != "group":
            return bold(row.name), counted(row.size, "class")
        return (
            Markup(f"{bold(row.name)} {escaped(row.wnid)}"),
            counted(row.size, "class"),
            f"{colour[0]}: {written(row.colour, colour[1])}" if colour[0] != "Classes" else "",
        )

    return told_of


def accuracy_at(row: Any) -> Sequence[str]:
    """A cut in a model's curve: series, x (groups), y (percent), low and high."""
    interval = f"95% CI {fixed(row.low, 1)} to {fixed(row.high, 1)}"
    return row.series, f"{counted(row.x, 'superclass')}: {fixed(row.y, 1, '%')} ({interval})"
