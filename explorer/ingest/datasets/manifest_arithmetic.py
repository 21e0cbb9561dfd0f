"""The arithmetic of a manifest: rows per class and split, distinct images, images without a label.

Written once, lazily, in Narwhals, so that DuckDB, Spark, Polars, Ibis and pandas run the same
queries. A query ends in grouped rows; ``Collect`` brings those, and nothing else, into Python.
"""

from collections.abc import Callable
from typing import Any

import narwhals as nw
import pyarrow as pa

from explorer.ingest.datasets.manifest_columns import Columns, Source

Frame = nw.LazyFrame[Any]

Collect = Callable[[Frame, str], pa.Table]
"""Runs a query; told what it counts, for the sentence of a report."""

SEPARATOR = r"[/\\]"
SAMPLED = 20_000
"""Images, about, whose rows are counted one by one to tell whether an image has several."""


def value(source: Source, *, text: bool = False) -> nw.Expr:
    """What a row has at a source; the text of it, if it is a column of something else.

    A path without such a folder, or without a wnid, has none.
    """
    column = nw.col(source.column)
    if source.folder is None:
        return column.cast(nw.String) if text else column
    if source.folder == 0:
        has = column.str.contains(rf"(?:^|{SEPARATOR})n\d{{8}}[^/\\]*$")
        return nw.when(has).then(column.str.replace_all(rf"^.*{SEPARATOR}", "").str.slice(0, 9))
    below = rf"(?:{SEPARATOR}[^/\\]*){{{source.folder}}}$"
    above = column.str.replace_all(below, "").str.replace_all(rf"^.*{SEPARATOR}", "")
    return nw.when(column.str.contains(below)).then(above)


def selected(frame: Frame, columns: Columns) -> Frame:
    """The columns ``label``, ``split`` and ``image``, as far as there are such, and no other."""
    schema = frame.collect_schema()
    wanted = {"label": columns.label, "split": columns.split, "image": columns.image}
    return frame.select(
        **{
            name: value(source, text=_coded(schema[source.column]))
            for name, source in wanted.items()
            if source is not None
        }
    )


def _coded(kind: nw.dtypes.DType) -> bool:
    return isinstance(kind, nw.Categorical | nw.Enum)


def by_class(frame: Frame, ending: str | None, *, named: bool = False) -> Frame:
    """Rows per class and split, and per image where its name ends so.

    Every image's rows are in the sample or none is, so that an image of the sample with one row
    has no other anywhere. No image is sampled if ``ending`` is None; rows that name an image are
    counted in either case, if ``named``.
    """
    keys = _present(frame, "label", "split")
    if ending is not None:
        return (
            frame.select(*keys, *_sample(ending))
            .group_by(*keys, "sample")
            .agg(rows=nw.len(), named=nw.col("image").count())
        )
    if named:
        return frame.group_by(*keys).agg(rows=nw.len(), named=nw.col("image").count())
    return frame.select(*keys).group_by(*keys).agg(rows=nw.len())


def _sample(ending: str) -> tuple[nw.Expr, nw.Expr]:
    text = nw.col("image").cast(nw.String)
    return nw.when(text.str.ends_with(ending)).then(text).alias("sample"), nw.col("image")


def sampled(frame: Frame, ending: str) -> Frame:
    """How many images have names that end so, and one of them that has several rows, if any has.

    The same sample as that of ``by_class``, by a query that reads no labels: quicker where a column
    can be read alone, as in Parquet.
    """
    keys = _present(frame, "split")
    text = nw.col("image").cast(nw.String)
    images = frame.select(*keys, image=text).filter(nw.col("image").str.ends_with(ending))
    rows = _stripped(images).group_by(*keys, "image").agg(rows=nw.len())
    several = nw.when(nw.col("rows") > 1).then(nw.col("image"))
    return rows.select(sampled=nw.len(), repeated=several.min())


def repeated(frame: Frame) -> Frame:
    """An image of a split that has several rows, if any has."""
    keys = _present(frame, "split")
    named = frame.filter(~nw.col("image").is_null()).select(*keys, "image")
    return named.group_by(*keys, "image").agg(rows=nw.len()).filter(nw.col("rows") > 1).head(1)


def by_split(frame: Frame, ending: str | None) -> Frame:
    """Where a row has a list of labels: rows, those without a label, labels, the most of a row."""
    keys = _present(frame, "split")
    length = nw.col("label").list.len().fill_null(0)
    different = nw.col("label").list.unique().list.len().fill_null(0)
    sample = () if ending is None else _sample(ending)[:1]
    by = [*keys, *(() if ending is None else ("sample",))]
    return (
        frame.with_columns(one=nw.lit(1))
        .select(
            *keys,
            *sample,
            one="one",
            bare=(length == 0).cast(nw.Int64),
            listed=length.cast(nw.Int64),
            different=different.cast(nw.Int64),
        )
        .group_by(*(by or ["one"]))
        .agg(
            rows=nw.len(),
            bare=nw.col("bare").sum(),
            listed=nw.col("listed").sum(),
            different=nw.col("different").sum(),
            most=nw.col("different").max(),
        )
    )


def exploded(frame: Frame) -> Frame:
    """A row per label where a row has a list of them; one named twice in a row counts once."""
    return frame.with_columns(nw.col("label").list.unique()).explode("label")


def distinct_by_class(frame: Frame) -> Frame:
    """Distinct images per class and split."""
    named = _stripped(frame)
    keys = _present(frame, "label", "split")
    return (
        named.filter(~nw.col("label").is_null(), ~nw.col("image").is_null())
        .group_by(*keys, "image")
        .agg(rows=nw.len())
        .group_by(*keys)
        .agg(images=nw.len())
    )


def distinct_by_split(frame: Frame) -> Frame:
    """Distinct images by split, and how many of them have a label."""
    named = _stripped(frame)
    keys = _present(frame, "split")
    images = (
        named.filter(~nw.col("image").is_null())
        .group_by(*keys, "image")
        .agg(labels=nw.col("label").count())
        .with_columns(labelled=(nw.col("labels") > 0).cast(nw.Int64), one=nw.lit(1))
    )
    return images.group_by(*(keys or ["one"])).agg(
        images=nw.len(), labelled=nw.col("labelled").sum()
    )


def _stripped(frame: Frame) -> Frame:
    """Texts without spaces around them, none where nothing else is in them; none for NaN."""
    schema = frame.collect_schema()
    for name in _present(frame, "label", "split", "image"):
        column = nw.col(name)
        if schema[name] == nw.String:
            text = column.str.strip_chars()
            frame = frame.with_columns(nw.when(text != "").then(text).alias(name))
        elif schema[name].is_float():
            frame = frame.with_columns(nw.when(~column.is_nan()).then(column).alias(name))
    return frame


def _present(frame: Frame, *names: str) -> list[str]:
    there = frame.collect_schema().names()
    return [name for name in names if name in there]
