"""Writes the Parquet files beside it: small files that decode to far more than their size.

Run by hand (``python tests/ingest/files/bombs/write.py``); each needs up to 2 GB of memory.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent


def write(name: str, columns: dict[str, pa.Array], **options: object) -> None:
    pq.write_table(pa.table(columns), HERE / name, compression="brotli", **options)


def one_list(items: int) -> pa.Array:
    values = pa.array(np.zeros(items, dtype=np.int8))
    return pa.ListArray.from_arrays(pa.array([0, items], pa.int32()), values)


def one_cell(characters: int, rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(rows, dtype=np.int32)), pa.array(["0" * characters])
    ).cast(pa.string() if rows == 1 else pa.large_string())


def main() -> None:
    image = pa.array([1])
    write("list.parquet", {"image": image, "pred": one_list(60_000_000)})
    write("cell.parquet", {"image": image, "pred": one_cell(240_000_000, 1)}, use_dictionary=False)
    write(
        "ignored.parquet",
        {"image": image, "pred": pa.array([65]), "remark": one_cell(240_000_000, 1)},
        use_dictionary=False,
    )
    rows = 200
    write(
        "repeated.parquet",
        {"image": pa.array(range(1, rows + 1)), "pred": one_cell(5_000_000, rows)},
        dictionary_pagesize_limit=20_000_000,
    )


if __name__ == "__main__":
    main()
