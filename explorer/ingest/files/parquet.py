"""Parquet as a table of text: bounds from the schema and the metadata first, then by column.

Run through ``confined``, since one cell or list is decoded whole before its size is known.
"""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from explorer.errors import UploadError
from explorer.ingest.files import cells
from explorer.ingest.files.text_table import TextTable, check_header, check_size, shown
from explorer.settings import Settings

BATCH = 4_096
"""Rows that are decoded at one time."""

UNNAMED_INDEX = "__index_level_0__"
"""Pandas' name for an index without a name; an index of text contains the images."""

EASY = 16_000_000
"""Encoded bytes up to which a column is read that is not likely to be needed."""


def read(name: str, data: bytes, settings: Settings) -> TextTable:
    """The table in a Parquet file.

    Columns of numbers and text are read, and lists of these if they are short.

    Raises:
        UploadError: it is too large or a column that could be needed is of another type.
        Exception: pyarrow's many, for a damaged file.
    """
    source = pa.BufferReader(data)
    file = pq.ParquetFile(source, page_checksum_verification=True, memory_map=False)
    about, schema = file.metadata, file.schema_arrow
    # A repeated text is decoded once only, and its length checked before it is repeated.
    repeated = [field.name for field in schema if _is_text(field.type)]
    file = pq.ParquetFile(
        source, metadata=about, page_checksum_verification=True, read_dictionary=repeated
    )
    titles = tuple(schema.names)
    check_header(name, titles, settings)
    check_size(name, about.num_rows, 1, settings)
    if about.num_rows < 1:
        raise UploadError(f"{name} has columns but no rows. Write it again with its rows.")
    wanted: list[tuple[str, int]] = []
    left_out: list[str] = []
    leaf, unpacked = 0, 0
    for field in schema:
        problem, size = _claim(name, field, about, leaf, settings)
        wanted_anyway = cells.needed(field.name)
        if problem and wanted_anyway:
            raise problem
        if problem or (size > EASY and not wanted_anyway):
            left_out.append(field.name)
        else:
            wanted.append((field.name, leaf))
            unpacked += size
        leaf += _leaves(field.type)
    if unpacked > settings.upload_unpacked_megabytes * 1_000_000:
        raise UploadError(
            f"{name} is {unpacked / 1e6:,.0f} MB uncompressed; the limit is "
            f"{settings.upload_unpacked_megabytes:,} MB (EXPLORER_UPLOAD_UNPACKED_MEGABYTES). "
            "Leave out columns that are not needed."
        )
    check_size(name, about.num_rows, len(wanted), settings)
    header: list[str] = []
    columns: list[list[object]] = []
    left = settings.upload_unpacked_megabytes * 1_000_000
    for title, at in wanted:
        try:
            values, size = _column(name, title, file, about.schema.column(at).path, left, settings)
        except UploadError:
            if cells.needed(title):
                raise
            left_out.append(title)
            continue
        left -= size
        if len(values) != about.num_rows:
            raise UploadError(
                f"{name}, column {shown(title)}: the file claims {about.num_rows:,} rows but "
                f"contains {len(values):,}. Write it again and upload it."
            )
        is_index = title == UNNAMED_INDEX and "image" not in titles
        header.append("image" if is_index and isinstance(values[0], str) else title)
        columns.append(values)
    notes = [cells.left_out_note(left_out)] if left_out else []
    return cells.table(name, header, columns, settings, notes)


def _claim(
    name: str, field: pa.Field, about: pq.FileMetaData, leaf: int, settings: Settings
) -> tuple[UploadError | None, int]:
    """The error that prevents reading a column, or None, and the column's claimed size in bytes."""
    kind = field.type
    is_list = _is_list(kind)
    if not _is_plain(kind.value_type if is_list else kind):
        return UploadError(
            f"{name}, column {shown(field.name)}: expected numbers or text, found values of type "
            f"{str(kind)[:60]}."
        ), 0
    size = 0
    for at in range(about.num_row_groups):
        group = about.row_group(at)
        chunk = group.column(leaf)
        most = max(group.num_rows, 0) * (settings.upload_list_items if is_list else 1)
        if chunk.num_values > most and is_list:
            mean = chunk.num_values // max(group.num_rows, 1)
            return cells.long_list(name, field.name, mean, settings), 0
        if chunk.num_values > most or min(chunk.num_values, chunk.total_uncompressed_size) < 0:
            return UploadError(
                f"{name}, column {shown(field.name)}: expected a value per row, the file claims "
                f"{chunk.num_values:,} values in {group.num_rows:,} rows."
            ), 0
        size += chunk.total_uncompressed_size
    return None, size


def _column(
    name: str, title: str, file: pq.ParquetFile, path: str, left: int, settings: Settings
) -> tuple[list[object], int]:
    """Values of a column and the bytes that they take, of which there may be ``left``."""
    values: list[object] = []
    taken = 0
    for batch in file.iter_batches(batch_size=BATCH, columns=[path], use_threads=False):
        array = batch.column(0)
        longest, size = _measure(name, title, array, settings)
        if longest > 4 * settings.upload_cell_characters:  # UTF-8 has up to 4 bytes each
            raise cells.long_cell(name, len(values) + 1, title, settings)
        taken += size
        if taken > left or len(values) > settings.upload_rows:
            raise UploadError(
                f"{name} is more than {settings.upload_unpacked_megabytes:,} MB uncompressed, "
                "which is "
                "the limit (EXPLORER_UPLOAD_UNPACKED_MEGABYTES). Leave out columns that are not "
                "needed."
            )
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        values += array.to_pylist()
    return values, taken


def _measure(name: str, title: str, array: pa.Array, settings: Settings) -> tuple[int, int]:
    """Bytes of the longest text in an array and of all its values."""
    if _is_list(array.type):
        items = pc.max(pc.list_value_length(array)).as_py() or 0
        if items > settings.upload_list_items:
            raise cells.long_list(name, title, items, settings)
        array = array.flatten()
    if pa.types.is_dictionary(array.type) and _is_text(array.type.value_type):
        lengths = pc.binary_length(array.dictionary)
        each = pc.take(lengths, array.indices)
    elif _is_text(array.type):
        lengths = each = pc.binary_length(array)
    else:
        return 0, 8 * len(array)
    return pc.max(lengths).as_py() or 0, pc.sum(pc.cast(each, pa.int64())).as_py() or 0


def _leaves(kind: pa.DataType) -> int:
    """Number of the file's columns with a value of that type."""
    if pa.types.is_dictionary(kind):
        return 1
    children = [kind.field(at).type for at in range(kind.num_fields)]
    return sum(map(_leaves, children)) if children else 1


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    )


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or _is_text(kind))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
