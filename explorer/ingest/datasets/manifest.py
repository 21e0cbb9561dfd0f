"""Manifests: files with a row per image or per annotation, counted by DuckDB where they are."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import duckdb
import narwhals as nw
import pyarrow as pa

from explorer.errors import UploadError
from explorer.ingest.datasets import (
    counts_table,
    duck,
    manifest_columns,
    manifest_counts,
    manifest_faults,
    manifest_figures,
    manifest_files,
    manifest_sql,
    sources,
)
from explorer.ingest.datasets.content import Aside, Content
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.manifest_arithmetic import Frame
from explorer.ingest.datasets.manifest_files import TITLES, Files
from explorer.ingest.files.text_table import shown
from explorer.progress import Report
from explorer.settings import Settings

KEY = "manifest"


def recognise(path: Path) -> str:
    """Why a file, a folder or a glob is a manifest; empty if it is none."""
    try:
        files = manifest_files.recognisable(path)
        if files is None:
            return ""
        first = files.paths[0]
        # A table of counts can have the columns of a manifest; as a file it is distinguished.
        if not path.is_file() and counts_table.recognise(first):
            return ""
        needed = 1 if first.suffix.lower() != ".json" else 2
        if files.layout == "lines" and manifest_files.objects(first) < needed:
            return ""
        names = manifest_files.names(files)
    except (UploadError, OSError):
        return ""
    if not manifest_columns.is_manifest(names):
        return ""
    what = "It" if path.is_file() else files.named(first)
    return f"{what} is {TITLES[files.layout]} with a row per image or annotation: {_few(names)}."


def read(path: Path, options: Options, settings: Settings, report: Report) -> Content:
    """The classes and counts of a manifest: CSV, TSV, JSON lines or Parquet.

    Args:
        path: a file, a folder with files (folders named split=train give columns), or a glob.
        options: what a column or a row is, where that is chosen.
        settings: maximum memory, threads and the folder for what does not fit.
        report: progress callback while a query runs; an exception from it interrupts the query.

    Raises:
        UploadError: a file is damaged or differs from the others, or a column is ambiguous.
        OSError: a file or folder cannot be read.
        Cancelled: by the report.
    """
    name = shown(path.name)
    report(0.0, f"{name}: looking for files")
    files = manifest_files.find(path)
    size = sum(each.stat().st_size for each in files.paths)
    if files.layout == "lines" and not manifest_files.objects(files.paths[0]):
        raise UploadError(
            f"{files.named(files.paths[0])}, row 1: expected JSON lines, an object per line, found "
            "something else. Write a line per image or annotation."
        )
    with duck.connected(settings, [files.folder]) as connection:
        try:
            relation = manifest_sql.relation(connection, files)
            rows = manifest_sql.rows(connection, files, size)
            told = _told(files, rows, size)
            done, steps = 0, manifest_counts.steps(options)

            def collect(query: Frame, what: str) -> pa.Table:
                nonlocal done

                def tell(share: float, far: str) -> None:
                    at = min((done + share) / steps, 0.99)
                    report(at, f"{name}: {what} of {told}" + (f": {far}" if far else ""))

                table: pa.Table = duck.run(
                    connection, lambda: query.collect("pyarrow").to_native(), tell
                )
                done += 1
                return table

            counted = manifest_counts.count(
                name,
                nw.from_native(relation).lazy(),
                options,
                collect,
                rows,
                columnar=files.layout == "parquet",
            )
            aside = _placed(connection, files, counted)
        except duckdb.Error as fault:
            raise manifest_faults.sentence(files, fault, settings) from fault
    classes, counts, splits = manifest_figures.tables(counted.figures)
    if files.layout != "parquet":
        manifest_faults.refuse_nested(files, classes["id"], counted.columns.label.column)
    if files.others:
        other = Aside(
            what="files of other kinds", count=files.others, where=shown(files.first_other)
        )
        aside = (*aside, other)
    report(1.0, f"{name}: {len(classes):,} classes")
    return Content(
        classes=classes,
        counts=counts,
        splits=splits,
        shared=counted.figures.shared,
        aside=aside,
        recognised=f"{TITLES[files.layout]}, {told}. {counted.told}",
        provenance=sources.provenance(path, KEY, options, files.paths),
    )


def _told(files: Files, rows: int | None, size: int) -> str:
    """How large a manifest is, for a sentence."""
    many = "" if rows is None or files.layout != "parquet" else f"{rows:,} rows, "
    number = len(files.paths)
    large = f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size / 1e3:,.1f} kB"
    return f"{many}{number:,} file{'s' if number > 1 else ''}, {large}"


def _placed(
    connection: duckdb.DuckDBPyConnection, files: Files, counted: manifest_counts.Counted
) -> tuple[Aside, ...]:
    """What was set aside, with file and row of the first row without a label."""
    found = []
    for aside in counted.aside:
        if aside.what == manifest_counts.BARE:
            where = manifest_sql.first_bare(connection, files, counted.columns.label)
            found.append(dataclasses.replace(aside, where=where or aside.where))
        else:
            found.append(aside)
    return tuple(found)


def _few(names: Sequence[str]) -> str:
    return manifest_columns.listed(names[:6]) + (" and others" if len(names) > 6 else "")


FORMAT = Format(
    key=KEY,
    title="a manifest",
    about=(
        "A row per image or per annotation with its class, as CSV, TSV, JSON lines or Parquet; one "
        "file, a glob, or a folder of partitions."
    ),
    recognise=recognise,
    read=read,
)
