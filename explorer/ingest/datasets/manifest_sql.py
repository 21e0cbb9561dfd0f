"""The files of a manifest as one relation of DuckDB's: texts as they are written."""

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import narwhals as nw

from explorer.errors import UploadError
from explorer.ingest.datasets import manifest_arithmetic, manifest_columns, manifest_files
from explorer.ingest.datasets.duck import literal
from explorer.ingest.datasets.manifest_columns import Source
from explorer.ingest.datasets.manifest_files import Files, Layout, reading
from explorer.ingest.files.text_table import shown

SPLIT, FILE, ROW = "split", "file of the manifest", "file_row_number"

PACKED = 5
"""Times that packed text is about as large when unpacked."""


def relation(
    connection: duckdb.DuckDBPyConnection, files: Files, *, placed: bool = False
) -> duckdb.DuckDBPyRelation:
    """All rows of the files.

    The split that names of files have is the column ``split``, unless there is one anyway.

    Args:
        connection: a database that may read the files.
        files: of one layout.
        placed: whether each row has its file and its number (from 0) as columns.

    Raises:
        UploadError: the files have different columns.
        duckdb.Error: a file is damaged.
    """
    arguments, reader, names = _READERS[files.layout](connection, files)
    if files.hive:
        arguments |= {"hive_partitioning": "true", "hive_types_autocast": "false"}
    else:
        arguments["hive_partitioning"] = "false"
    if placed:
        arguments |= {"filename": literal(FILE)}
        if files.layout == "parquet":
            arguments[ROW] = "true"
    known = {manifest_columns.folded(each) for each in (*names, *files.hive)}
    if not files.splits or any(manifest_columns.SPLITS.fullmatch(each) for each in known):
        return connection.sql(f"SELECT * FROM {reading(files.paths, arguments, reader)}")
    parts = []
    for split in dict.fromkeys(files.splits):
        paths = [
            path for path, each in zip(files.paths, files.splits, strict=True) if each == split
        ]
        parts.append(
            f"SELECT *, {literal(split)} AS {SPLIT} FROM {reading(paths, arguments, reader)}"
        )
    return connection.sql(" UNION ALL ".join(parts))


def rows(connection: duckdb.DuckDBPyConnection, files: Files, size: int) -> int | None:
    """How many rows there are: exactly in Parquet, else about."""
    if files.layout == "parquet":
        call = reading(files.paths, {}, "parquet_file_metadata")
        found = connection.sql(f"SELECT sum(num_rows) FROM {call}").fetchall()
        return int(found[0][0] or 0)
    first = files.paths[0]
    with first.open("rb") as stream:
        beginning = stream.read(manifest_files.BEGINNING)
    if first.name.lower().endswith(".gz"):
        return size * PACKED // 100
    return size * max(beginning.count(b"\n"), 1) // max(len(beginning), 1)


def first_bare(connection: duckdb.DuckDBPyConnection, files: Files, label: Source) -> str:
    """File and row of the first row without a label; the file alone, where rows are not known."""
    frame = nw.from_native(relation(connection, files, placed=True)).lazy()
    value = manifest_arithmetic.value(label)
    kind = frame.collect_schema()[label.column]
    bare = value.is_null()
    if isinstance(kind, nw.List):
        bare = bare | (value.list.len() == 0)
    elif kind == nw.String:
        bare = bare | (value.str.strip_chars() == "")
    numbered = files.layout == "parquet"
    wanted = [FILE, ROW] if numbered else [FILE]
    first = frame.filter(bare).select(*wanted).head(1).collect("pyarrow").to_native()
    if not first.num_rows:
        return ""
    path = Path(first[FILE][0].as_py())
    if numbered:
        row = int(first[ROW][0].as_py()) + 1
    elif label.folder is None:
        row = manifest_files.first_bare(path, files.layout, label.column)
    else:
        row = 0
    return files.named(path) + (f", row {row:,}" if row else "")


Reader = tuple[dict[str, str], str, tuple[str, ...]]
"""Arguments, name of the reader, and the columns that it gives."""


def _text(_connection: duckdb.DuckDBPyConnection, files: Files) -> Reader:
    first = files.paths[0]
    header = manifest_files.header(files.named(first), first)
    for path in files.paths[1:]:
        other = manifest_files.header(files.named(path), path)
        if other != header:
            raise _different(files, path, header.names, other.names)
    columns = ", ".join(f"{literal(each)}: 'VARCHAR'" for each in header.names)
    arguments = {
        "auto_detect": "false",
        "columns": f"{{{columns}}}",
        "header": str(header.there).lower(),
        "delim": literal(header.delimiter),
        "quote": literal('"'),
        "escape": literal('"'),
    }
    return arguments, "read_csv", header.names


def _lines(connection: duckdb.DuckDBPyConnection, files: Files) -> Reader:
    """Texts and numbers as text, lists of them as lists of text; else as it was detected."""
    arguments = {
        "format": literal("newline_delimited"),
        "records": "true",
        "hive_partitioning": "false",
    }
    call = reading(files.paths, arguments, "read_json")
    described = connection.sql(f"DESCRIBE SELECT * FROM {call}").fetchall()
    kinds = {str(name): _as_text(str(kind)) for name, kind, *_ in described}
    arguments["columns"] = (
        f"{{{', '.join(f'{literal(n)}: {literal(k)}' for n, k in kinds.items())}}}"
    )
    return arguments, "read_json", tuple(kinds)


def _as_text(kind: str) -> str:
    inner = kind.removesuffix("[]")
    if inner.startswith(("STRUCT", "MAP", "UNION")) or inner.endswith("]"):
        return kind
    return "VARCHAR[]" if kind.endswith("[]") else "VARCHAR"


def _parquet(connection: duckdb.DuckDBPyConnection, files: Files) -> Reader:
    call = reading(files.paths, {}, "parquet_schema")
    nodes = connection.sql(
        f"SELECT file_name, name, type, converted_type, logical_type, num_children FROM {call}"
    ).fetchall()
    columns: dict[str, dict[str, str]] = {}
    pending: dict[str, list[int]] = {}
    for file, name, kind, converted, logical, children in nodes:
        if file not in columns:
            columns[file], pending[file] = {}, []
            continue  # the root
        depth = pending[file]
        if not depth:
            columns[file][name] = " ".join(str(each) for each in (kind, converted, logical) if each)
        else:
            depth[-1] -= 1
        if children:
            depth.append(children)
        while depth and not depth[-1]:
            depth.pop()
    first, *others = columns.items()
    for file, found in others:
        for name in {**first[1], **found}:
            if manifest_columns.matters(name) and found.get(name) != first[1].get(name):
                raise _different(
                    files, Path(file), _typed(first[1], name), _typed(found, name), name
                )
    return {"binary_as_string": "true"}, "read_parquet", tuple(first[1])


def _typed(columns: dict[str, str], name: str) -> tuple[str, ...]:
    return (f"{name} ({columns[name]})",) if name in columns else (f"no {name}",)


def _different(
    files: Files, path: Path, expected: Sequence[str], found: Sequence[str], name: str = ""
) -> UploadError:
    where = f"{files.named(path)}" + (f", column {shown(name)}" if name else "")
    return UploadError(
        f"{where}: expected {manifest_columns.listed(expected)} as in "
        f"{files.named(files.paths[0])}, found {manifest_columns.listed(found)}. Write all files "
        "with the same columns, or name those that are alike."
    )


_READERS: dict[Layout, Callable[[duckdb.DuckDBPyConnection, Files], Reader]] = {
    "text": _text,
    "lines": _lines,
    "parquet": _parquet,
}
