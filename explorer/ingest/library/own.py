"""A user's data set, as what was read and how its classes are mapped, becomes one of the others."""

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.datasets import OWN, Columns, DataSet, Group, Measure, NameMapping
from explorer.datasets.boxes import Boxes
from explorer.evaluations.declared import ILSVRC
from explorer.formatting import counted, visible, written
from explorer.ingest.datasets.content import Content, Provenance
from explorer.ingest.datasets.format import Options
from explorer.ingest.library.figures import boxes_of, figures, number, shares_images
from explorer.ingest.library.source import State
from explorer.ingest.names.mapping import CONFIRMED, Mapping
from explorer.settings import Settings

MOST_SPLITS = 5
"""Splits that a sentence names."""

MOST_ASIDE = 3
"""Kinds of what was left out that a sentence names."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class OwnDataSet:
    """What was read of a user's data set, and which synset each of its classes is.

    Attributes:
        key: its name in addresses and in the terminal.
        title: its name on a page.
        content: what was read.
        mapping: of its classes, in the order of ``content.classes``.
        path: absolute path of what was read, to read it again; empty where there is none.
        options: with which it was read.
        format: that the user chose; empty where it was recognised.
        state: how the source was before it was read (see ``source.state``).
    """

    key: str
    title: str
    content: Content
    mapping: Mapping
    path: str = ""
    options: Options = field(default_factory=Options)
    format: str = ""
    state: State = field(default_factory=State)

    def __post_init__(self) -> None:
        """Check that the two belong together.

        Raises:
            ValueError: the mapping is of other classes.
        """
        if len(self.mapping) != len(self.content.classes):
            raise ValueError("the mapping has another number of classes than the data set")

    def mapped(self, mapping: Mapping) -> "OwnDataSet":
        """The same data set with another mapping."""
        return dataclasses.replace(self, mapping=mapping)


@dataclass(frozen=True, kw_only=True)
class Description:
    """The description of a data set, available before any column is loaded.

    Attributes:
        key, title, summary, note, caveats: as in ``DataSet``.
        columns: names of its columns.
        measures: over them.
        counts: columns of counts in the list of its classes.
        boxes: whether it has boxes.
    """

    key: str
    title: str
    summary: str
    note: str
    caveats: str
    columns: tuple[str, ...]
    measures: tuple[Measure, ...]
    counts: tuple[str, ...]
    boxes: bool


def described(own: OwnDataSet, settings: Settings) -> tuple[Description, pd.DataFrame]:
    """A data set's description and its columns by wnid."""
    content, mapping = own.content, own.mapping
    source = source_name(content.provenance)
    found = figures(content, mapping, source, settings, boxes_of(content, mapping))
    description = Description(
        key=own.key,
        title=own.title,
        summary=summary(content),
        note=note(content, mapping),
        caveats=caveats(content),
        columns=tuple(map(str, found.columns.columns)),
        measures=found.measures,
        counts=counts_by_name(content),
        boxes=content.boxes is not None,
    )
    return description, found.columns


def dataset(own: OwnDataSet, atlas: Atlas, settings: Settings) -> DataSet:
    """A user's data set in memory, as one of the explorer's own type."""
    description, columns = described(own, settings)
    found = assembled(
        description,
        lambda: columns,
        partial(named, own),
        lambda: boxes_of(own.content, own.mapping),
    )
    return dataclasses.replace(found, evaluation=evaluation_of(columns.index, atlas))


def evaluation_of(wnids: "pd.Index[str]", atlas: Atlas) -> str:
    """Key of the evaluation whose classes include all of some synsets; empty if there is none.

    Errors per class make sense for classes that all were evaluated.
    """
    if len(wnids) and wnids.isin(atlas.evaluation(ILSVRC).truth.wnids).all():
        return ILSVRC
    return ""


def assembled(
    description: Description,
    load: Callable[[], pd.DataFrame],
    names: Callable[[], pd.DataFrame],
    boxes: Callable[[], Boxes | None],
) -> DataSet:
    """The data set of a description.

    Args:
        description: metadata, available before anything is loaded.
        load: gives its columns by wnid.
        names: gives the list of its classes, as ``named`` does.
        boxes: gives its boxes.
    """

    def read_boxes() -> Boxes:
        found = boxes()
        if found is None:
            raise ValueError(f"{description.key} has no boxes")
        return found

    groups = [Group(names=description.columns, load=load)] if description.columns else []
    return DataSet(
        key=description.key,
        title=description.title,
        summary=description.summary,
        note=description.note,
        caveats=description.caveats,
        columns=Columns(lambda: load().index, groups),
        measures=description.measures,
        source=description.measures[0].source,
        read_boxes=read_boxes if description.boxes else None,
        group=OWN,
        mapping=NameMapping(
            table=description.key,
            read=names,
            names="name",
            after="by",
            counts=description.counts,
            match="match",
        ),
    )


def counts_by_name(content: Content) -> tuple[str, ...]:
    """Columns of counts that are known of some class."""
    some = ("images", "labels", "boxes")
    return tuple(name for name in some if not np.isnan(number(content.counts[name])).all())


def named(own: OwnDataSet) -> pd.DataFrame:
    """The classes by their own names.

    Returns:
        One row per class: id, name, wnid (empty where none counts), match, by, note, and the
        counts of ``counts_by_name``, Int64.
    """
    content, mapping = own.content, own.mapping
    table = mapping.table.assign(wnid=mapping.wnids)
    position = content.counts["position"].to_numpy(np.int64)
    for name in counts_by_name(content):
        sums = np.bincount(position, number(content.counts[name]), minlength=len(table))
        table[name] = pd.Series(sums, table.index, dtype="Float64").astype("Int64")
    return table


def fingerprint(content: Content) -> str:
    """The same text for the same classes with the same counts."""
    names = content.classes[["id", "name"]].reset_index(drop=True)
    columns = ["position", "split", *sorted({*content.counts} - {"position", "split"})]
    counts = content.counts[columns].sort_values(["position", "split"])
    text = names.to_csv(index=False) + counts.to_csv(index=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def source_name(read: Provenance) -> str:
    """The name of what was read, without its folders: figures and pages are shown to others."""
    source = read.source
    return visible(source.rstrip("/").rpartition("/")[2] or source)


def summary(content: Content) -> str:
    """What the data set is, in a sentence."""
    read = content.provenance
    images = number(content.splits["images"])
    known = len(images) > 0 and not np.isnan(images).any()
    parts = [counted(len(content.classes), "class")]
    if known:
        parts.append(counted(float(images.sum()), "image"))
    return (
        f"Your data set: {', '.join(parts)}, read from {source_name(read)} ({read.format}) on "
        f"{read.read:%d %B %Y}."
    )


def note(content: Content, mapping: Mapping) -> str:
    """How many classes are mapped and confirmed, and what is not counted, as a sentence."""
    classes, mapped = len(mapping), len(mapping.mapped)
    confirmed = int(mapping.table["match"].isin(CONFIRMED).sum())
    how = "all confirmed" if confirmed == mapped and mapped else f"{written(confirmed)} confirmed"
    head = f"{written(mapped)} of {counted(classes, 'class')} "
    head += f"{'is' if mapped == 1 else 'are'} mapped to synsets ({how})"
    left = classes - mapped
    if not left:
        return f"{head}."
    lost = np.isin(content.counts["position"].to_numpy(), mapping.mapped, invert=True)
    what = ""
    pairs = "image-class pair" if shares_images(content) else "image"
    for column, noun in (("images", pairs), ("labels", "label")):
        values = number(content.counts[column])[lost]
        if not np.isnan(values).any() and counts_by_name(content).count(column):
            what = f" with {counted(float(values.sum()), noun)}"
            break
    return (
        f"{head}; {counted(left, 'class')}{what} {'is' if left == 1 else 'are'} not mapped and not "
        "counted."
    )


def caveats(content: Content) -> str:
    """Caveats about its sums besides the mapping, in sentences."""
    said = []
    splits = content.splits
    known = splits[splits["images"].notna()]
    if shares_images(content):
        more = "An image that shows several classes counts for each of them"
        if len(known) == len(splits) and len(splits):
            total = counted(float(number(splits["images"]).sum()), "image")
            said.append(f"{more}; there are {total} in all{_by_split(known)}.")
        else:
            said.append(f"{more}; the number of all images is not known.")
    if not content.exhaustive:
        said.append("Classes were looked for in some of the images only: counts are lower bounds.")
    if (unlabelled := np.nansum(number(splits["unlabelled"]))) > 0:
        verb = "has" if unlabelled == 1 else "have"
        said.append(f"{counted(float(unlabelled), 'image')} {verb} no label.")
    for kept, how in ((False, "Left out"), (True, "Counted, but doubtful")):
        found = [each for each in content.aside if each.kept == kept and each.count]
        if found:
            listed = [
                f"{visible(each.what)} ({written(each.count)})" for each in found[:MOST_ASIDE]
            ]
            more = f"; and {len(found) - MOST_ASIDE} more kinds" if len(found) > MOST_ASIDE else ""
            said.append(f"{how}: {'; '.join(listed)}{more}.")
    return " ".join(said)


def _by_split(splits: pd.DataFrame) -> str:
    if not 1 < len(splits) <= MOST_SPLITS:
        return ""
    pairs = zip(splits["split"].tolist(), splits["images"].tolist(), strict=True)
    each = (f"{visible(split) or 'without a split'} {written(images)}" for split, images in pairs)
    return f", counted per split ({', '.join(each)})"
