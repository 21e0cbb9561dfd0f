"""A frame of any engine as a data set: pandas, Polars, DuckDB, Spark, Ibis or Arrow.

The arithmetic is a manifest's; it runs where the frame is, and only grouped rows come back.
"""

from datetime import UTC, datetime

import narwhals as nw
import pyarrow as pa

from explorer.errors import UploadError
from explorer.ingest.datasets import duck, listed_frames, manifest_counts, manifest_figures, sources
from explorer.ingest.datasets.content import Content, Provenance
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.manifest_arithmetic import Frame
from explorer.progress import Report
from explorer.settings import Settings

KEY = "frame"


def read(frame: object, options: Options, settings: Settings, report: Report, name: str) -> Content:
    """A data set from a frame with a row per image or per annotation.

    Args:
        frame: a pandas or Polars frame, an Arrow table, a DuckDB relation, a Spark frame or an
            Ibis table.
        options: what a column or a row is, where that is chosen.
        settings: limits of memory and threads, where DuckDB counts lists of labels.
        report: progress callback before each query; an exception from it ends the reading.
        name: what the data set is called.

    Raises:
        UploadError: it is no frame, or it cannot be counted.
        Cancelled: by the report.
    """
    try:
        known = nw.from_native(frame)  # type: ignore[call-overload]
    except TypeError as fault:
        raise UploadError(
            f"{name}: expected a frame of pandas, Polars, DuckDB, Spark or Ibis, found an object "
            f"of type {type(frame).__name__}."
        ) from fault
    engine = str(known.implementation).lower()
    listed = listed_frames.as_arrow(known, options, name)
    if listed is None:
        return _counted(known.lazy(), engine, options, report, name)
    with duck.connected(settings, []) as connection:
        relation = nw.from_native(connection.from_arrow(listed)).lazy()
        return _counted(relation, engine, options, report, name)


def _counted(lazy: Frame, engine: str, options: Options, report: Report, name: str) -> Content:
    asked = 0

    def collect(query: Frame, what: str) -> pa.Table:
        nonlocal asked
        report(min(asked / manifest_counts.steps(options), 0.99), f"{name}: {what}")
        asked += 1
        table: pa.Table = query.collect("pyarrow").to_native()
        return table

    try:
        counted = manifest_counts.count(name, lazy, options, collect)
    except NotImplementedError as fault:
        raise UploadError(
            f"{name}: {lazy.implementation} frames with this kind of column cannot be counted "
            f"({str(fault)[:80]}). Hand it in as a DuckDB relation: duckdb.sql('from frame')."
        ) from fault
    classes, counts, splits = manifest_figures.tables(counted.figures)
    return Content(
        classes=classes,
        counts=counts,
        splits=splits,
        shared=counted.figures.shared,
        aside=counted.aside,
        recognised=f"A frame of {engine}. {counted.told}",
        provenance=Provenance(
            source=name,
            format=KEY,
            options=sources.chosen(options),
            files=0,
            read=datetime.now(UTC),
        ),
    )
