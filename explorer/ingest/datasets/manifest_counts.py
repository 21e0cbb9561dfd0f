"""Counts a manifest in whichever engine has it: what a row is, labels, images, distinct images."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import narwhals as nw
import pandas as pd

from explorer.errors import UploadError
from explorer.ingest.datasets import manifest_arithmetic as arithmetic
from explorer.ingest.datasets import manifest_columns
from explorer.ingest.datasets.content import Aside
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.manifest_arithmetic import SAMPLED, Collect, Frame
from explorer.ingest.datasets.manifest_columns import Columns
from explorer.ingest.datasets.manifest_figures import Figures, Groups, Rows, groups, text
from explorer.ingest.files.text_table import shown

BEGINNING = 10_000
"""Number of first rows from which the roles of columns are inferred."""

BARE = "rows without a label"

JOINING = "|;,"
"""Signs between several labels in one cell."""

COMPARED = 1_000_000
"""Maximum number of rows for which all images are checked for having several rows."""

TRIED = 10
"""Names of the beginning whose endings are tried."""


@dataclass(frozen=True, eq=False)
class Counted:
    """A manifest that was counted: its figures, what was set aside, and how it was read."""

    figures: Figures
    aside: tuple[Aside, ...]
    told: str
    columns: Columns


@dataclass(frozen=True, eq=False)
class _Manifest:
    name: str
    frame: Frame
    columns: Columns
    listed: bool
    collect: Collect
    columnar: bool


def steps(options: Options) -> int:
    """How many queries a count takes, at most."""
    return 9 if options.distinct else 7


def count(
    name: str,
    frame: Frame,
    options: Options,
    collect: Collect,
    rows: int | None = None,
    *,
    columnar: bool = False,
) -> Counted:
    """Count a manifest.

    Args:
        name: of the manifest, for sentences.
        frame: it, a row per image or annotation.
        options: what the user chose.
        collect: runs a query of the frame's engine.
        rows: about how many it has, if that is known.
        columnar: whether it is stored by columns, so that two queries of a column each are quicker
            than one of both.

    Raises:
        UploadError: a column is ambiguous or cannot be counted, or there are no rows.
    """
    schema = frame.collect_schema()
    beginning = _beginning(frame, schema, options, collect)
    columns = manifest_columns.find(name, schema.names(), beginning, options)
    listed = _check(name, schema, columns, options)
    selected = arithmetic.selected(frame, columns)
    manifest = _Manifest(name, selected, columns, listed, collect, columnar)
    chosen = options.rows or ("annotations" if columns.boxed else "")
    ending, first = None, ""
    if columns.image is not None and not chosen:
        first, ending = _ending(manifest, rows)
    return _counted(manifest, options, ending, first)


def _beginning(
    frame: Frame, schema: nw.Schema, options: Options, collect: Collect
) -> dict[str, list[str]]:
    """Some values of the columns of text that could hold paths."""
    chosen = {options.label, options.split, options.image}
    wanted = [
        each
        for each, kind in schema.items()
        if kind == nw.String and (manifest_columns.can_be_path(each) or each in chosen)
    ]
    if not wanted:
        return {}
    table = collect(frame.select(*wanted).head(BEGINNING), "Looking at the first rows")
    return {each: text(table, each).dropna().tolist() for each in wanted}


def _check(name: str, schema: nw.Schema, columns: Columns, options: Options) -> bool:
    """Whether labels are lists; refuse columns that cannot be counted."""
    for source in (columns.label, columns.split, columns.image):
        if source is None:
            continue
        kind = schema[source.column]
        inner = kind.inner if isinstance(kind, nw.List) and source is columns.label else kind
        plain = (
            inner == nw.String
            or inner.is_integer()
            or isinstance(inner, nw.Categorical | nw.Enum | nw.Boolean)
            or inner.is_float()
        )
        if not plain or (source.folder is not None and inner != nw.String):
            raise UploadError(
                f"{name}, column {shown(source.column)}: expected text or numbers, found values "
                f"of type {str(kind)[:60]}. Choose another column."
            )
    if options.distinct and columns.image is None:
        raise UploadError(
            f"{name}: distinct images were asked for, and there is no column of images among "
            f"{manifest_columns.listed(schema.names())}. Say which it is with the option image."
        )
    return isinstance(schema[columns.label.column], nw.List)


def _ending(manifest: _Manifest, rows: int | None) -> tuple[str, str | None]:
    """An image that has several rows in the beginning, or how names end that are sampled.

    The ending is one that ``SAMPLED`` images have at most; None where every image was looked at.
    """
    keys = [each for each in ("split", "image") if each in manifest.frame.collect_schema().names()]
    table = manifest.collect(
        manifest.frame.select(*keys).head(BEGINNING), "Looking at the first rows"
    )
    images = text(table, "image")
    there = images.notna()
    met = Counter(zip(text(table, "split")[there].fillna(""), images[there], strict=True))
    several = next((image for (_, image), times in met.items() if times > 1), "")
    if several:
        return several, None
    names = images[there].tolist()
    if table.num_rows < BEGINNING:
        return "", None
    if rows is None:
        query = manifest.frame.select(nw.len().alias("rows"))
        rows = int(manifest.collect(query, "Counting rows")["rows"][0].as_py())
    if rows <= COMPARED:
        found = text(
            manifest.collect(arithmetic.repeated(manifest.frame), "Comparing images"), "image"
        )
        return next(iter(found), ""), None
    return "", ending_of(names, SAMPLED / rows)


def ending_of(names: Sequence[str], share: float) -> str:
    """The ending that most of the names have, but no more than this share of them.

    Endings of a few names from all over are tried; an empty one is what all have.
    """
    if share >= 1 or not names:
        return ""
    limit = max(share * len(names), 1)
    best, most = "", 0
    turned = [each[::-1] for each in names]
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(min(turned), max(turned), strict=False))
    shared = sum(1 for _ in pairs)  # no ending as short as this one parts them
    for name in names[:: max(len(names) // TRIED, 1)]:
        left, ending = list(names), ""
        for length in range(max(shared, 1), len(name) + 1):
            ending = name[-length:]
            left = [each for each in left if each.endswith(ending)]
            if len(left) <= limit:
                break
        if most < len(left) <= limit:
            best, most = ending, len(left)
    return best


def _counted(manifest: _Manifest, options: Options, ending: str | None, several: str) -> Counted:
    columns, collect = manifest.columns, manifest.collect
    image = columns.image
    whole: Groups | None = None
    frame = manifest.frame
    if manifest.listed:
        query = arithmetic.by_split(frame, ending)
        whole = groups(
            collect(query, "Counting rows"), ("rows", "bare", "listed", "different", "most")
        )
        found = groups(
            collect(arithmetic.by_class(arithmetic.exploded(frame), None), "Counting labels"),
            ("rows",),
        )
        looked = whole
    else:
        named = image is not None and (options.distinct or not options.rows)
        apart = manifest.columnar and image is not None and image.column != columns.label.column
        query = arithmetic.by_class(frame, None if apart else ending, named=named)
        found = looked = groups(collect(query, "Counting rows by class"), ("rows",))
        if apart and ending is not None:
            looked = _sampled(manifest, ending, found)
    if not len(found.by_class):
        raise UploadError(
            f"{manifest.name} has columns but no rows. Expected a row per image or annotation. "
            "Write it again with its rows."
        )
    if found.by_class["label"].isna().all():
        raise UploadError(
            f"{manifest.name}: expected classes in {columns.label}, found a label in none of "
            f"{found.by_class['rows'].sum():,} rows. Say which column holds them with the option "
            "label."
        )
    rows, told = _told(columns, options, several or looked.repeated, looked.sampled, ending)
    labels = found.by_class.rename(columns={"rows": "labels"})
    by_class, by_split, shared = _images(rows, labels, whole)
    if options.distinct:
        by_class, by_split, shared = _distinct(manifest)
        told += " Distinct images were counted."
    figures = Figures(rows=rows, labels=labels, by_class=by_class, by_split=by_split, shared=shared)
    return Counted(
        figures, _asides(manifest, figures, looked, whole), _sentence(columns, told), columns
    )


def _sampled(manifest: _Manifest, ending: str, found: Groups) -> Groups:
    """With the images whose names end so looked at by a query of their own."""
    table = manifest.collect(arithmetic.sampled(manifest.frame, ending), "Comparing images")
    repeated = table["repeated"][0].as_py() or ""
    return replace(found, sampled=int(table["sampled"][0].as_py()), repeated=repeated)


def _told(
    columns: Columns, options: Options, several: str, sampled: int, ending: str | None
) -> tuple[Rows, str]:
    """What a row is, and why, in a sentence."""
    if options.rows:
        return options.rows, f"A row is one of the {options.rows}, as was chosen."
    if columns.boxed:
        return "annotations", "A row is taken as an annotation, since there are columns of boxes."
    if several:
        return "annotations", (
            f"A row is taken as an annotation, since the image {shown(several)} has several rows."
        )
    if columns.image is None:
        return "images", (
            "A row is taken as an image, since there is no column of images by which to tell; "
            "choose rows=annotations if images have several rows."
        )
    if ending is None:
        return "images", "A row is taken as an image, since no image has several rows."
    return "images", (
        f"A row is taken as an image, since each of {sampled:,} images whose names end in "
        f"{shown(ending)} has one row."
    )


def _sentence(columns: Columns, told: str) -> str:
    parts = [f"classes in {columns.label}"]
    if columns.split:
        parts.append(f"splits in {columns.split}")
    if columns.image:
        parts.append(f"images in {shown(columns.image.column)}")
    return f"A manifest with {', '.join(parts)}. {told}"


Images = tuple[pd.DataFrame | None, pd.DataFrame | None, bool | None]
"""Images per class and split, by split with those unlabelled, and whether images share classes."""


def _images(rows: Rows, labels: pd.DataFrame, whole: Groups | None) -> Images:
    """Images where a row is one; none of these figures is known where it is an annotation."""
    if rows == "annotations":
        return None, None, None
    by_class = labels.dropna(subset=["label"]).rename(columns={"labels": "images"})
    if whole is not None:
        by_split = whole.by_class.rename(columns={"rows": "images", "bare": "unlabelled"})
        return by_class, by_split, bool((whole.by_class["most"] > 1).any())
    bare = labels["labels"].where(labels["label"].isna(), 0)
    by_split = (
        pd.DataFrame({"split": labels["split"], "images": labels["labels"], "unlabelled": bare})
        .groupby("split", as_index=False)
        .sum()
    )
    return by_class, by_split, False


def _distinct(manifest: _Manifest) -> Images:
    frame = arithmetic.exploded(manifest.frame) if manifest.listed else manifest.frame
    by_class = groups(
        manifest.collect(arithmetic.distinct_by_class(frame), "Counting distinct images by class"),
        ("images",),
    ).by_class
    by_split = groups(
        manifest.collect(arithmetic.distinct_by_split(frame), "Counting distinct images"),
        ("images", "labelled"),
    ).by_class
    by_split["unlabelled"] = by_split["images"] - by_split["labelled"]
    shared = int(by_class["images"].sum()) > int(by_split["labelled"].sum())
    return by_class, by_split, shared


def _joined(labels: Iterable[str]) -> list[str]:
    """Labels that are several of the others with a sign between them, in order."""
    names = set(labels)
    return sorted(
        name
        for name in names
        for sign in JOINING
        if sign in name and all(part.strip() in names for part in name.split(sign))
    )


def _asides(
    manifest: _Manifest, figures: Figures, looked: Groups, whole: Groups | None
) -> tuple[Aside, ...]:
    """Rows that lack something, and what is counted once though a row has it twice."""
    labels, column = figures.labels, f"column {shown(manifest.columns.label.column)}"
    bare = int(labels.loc[labels["label"].isna(), "labels"].sum())
    doubled = 0
    if whole is not None:
        bare = int(whole.by_class["bare"].sum())
        doubled = int((whole.by_class["listed"] - whole.by_class["different"]).sum())
    joined = _joined(labels["label"].dropna())
    listed = 0
    if manifest.columns.image is None and not manifest.listed and (labels["labels"] == 1).all():
        listed = len(labels) if len(labels) > 1 else 0
    found = (
        Aside(
            what="classes in one row each, as in a list of classes and not of images",
            count=listed,
            where=column,
            kept=True,
        ),
        Aside(
            what="classes whose name is those of several others, joined; write a row per label",
            count=len(joined),
            where=shown(joined[0]) if joined else "",
            kept=True,
        ),
        Aside(
            what=BARE,
            count=bare,
            where=column,
            kept=figures.by_split is not None,
        ),
        Aside(what="rows without an image", count=looked.imageless, kept=True),
        Aside(what="labels that a row has twice, counted once", count=doubled, where=column),
    )
    return tuple(each for each in found if each.count)
