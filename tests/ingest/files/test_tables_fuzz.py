"""Damaged files of every kind: a table or a sentence, never another error, never a long wait."""

import io
import json
import struct
import time
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from explorer.errors import UploadError
from explorer.ingest.files import tables
from explorer.ingest.files.tables import TextTable
from explorer.settings import Settings

LIMITS = Settings()
LONGEST = timedelta(seconds=5)
FRAME = pd.DataFrame(
    {
        "filename": [f"ILSVRC2012_val_{at:08d}.JPEG" for at in range(1, 13)],
        "index": [[65, 970, 230]] * 12,
        "label": [["tench, Tinca tinca", "alp", "it's"]] * 12,
        "prob": [[0.5, 0.25, 0.125]] * 12,
    }
)
CELLS = "0123456789.,;:|\t\r\n\"'[]{}\\ -_eNntrufalspIVC/"


def stored(write, *content, **named) -> bytes:
    data = io.BytesIO()
    write(data, *content, **named)
    return data.getvalue()


def json_of(value: object) -> bytes:
    return json.dumps(value).encode()


REPORT = b"""\
              precision    recall  f1-score   support

           0       0.90      0.88      0.89        50
    accuracy                           0.74       100
"""

TEXT = {
    "csv": FRAME.to_csv(index=False).encode(),
    "list": b"".join(f"{name} 65\n".encode() for name in FRAME["filename"]),
    "numbers": b"65\n970\n" * 6,
    "report": REPORT,
    "index": FRAME.set_index("filename").to_json(orient="index").encode(),
    "split": FRAME.to_json(orient="split").encode(),
    "columns": FRAME.to_json().encode(),
    "lines": FRAME.to_json(orient="records", lines=True).encode(),
    "mapping": json_of(dict.fromkeys(FRAME["filename"], 65)),
    "accuracies": json_of({"n01440764": 0.76, "n01443537": 1}),
    "dictionary": json_of({"0": {"precision": 1.0, "recall": 0.5, "support": 50}}),
    "mmpretrain": json_of({"accuracy_top-1": 66.6, "pred_label": [65], "pred_score": [0.5]}),
    "mlperf": json_of(
        [{"qsl_idx": at, "data": struct.pack("<f", at).hex()} for at in range(12)]
    ),
}  # fmt: skip
BINARY = {
    "parquet": stored(FRAME.to_parquet),
    "plain parquet": stored(
        lambda data: FRAME[["filename"]].to_parquet(data, compression=None)
    ),
    "npy": stored(np.save, np.arange(24).reshape(12, 2)),
    "npz": stored(np.savez_compressed, pred=np.arange(12), name=np.array(FRAME["filename"], "U")),
}  # fmt: skip


@st.composite
def damaged(draw, good: bytes, noise) -> bytes:
    """A good file cut short, with a stretch left out, replaced, repeated, or a byte changed."""
    data = good
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        match draw(st.sampled_from(["cut", "drop", "replace", "repeat", "change"])):
            case "cut":
                data = data[:at]
            case "drop":
                data = data[:at] + data[at + draw(st.integers(1, 40)) :]
            case "replace":
                data = data[:at] + draw(noise) + data[at + draw(st.integers(0, 8)) :]
            case "repeat":
                data = data[:at] + data[at : at + 40] * draw(st.integers(2, 50)) + data[at:]
            case "change":
                data = data[:at] + draw(st.binary(min_size=1, max_size=1)) + data[at + 1 :]
    return data


def check(data: bytes, name: str) -> None:
    try:
        found: object = tables.read(name, data, LIMITS)
    except UploadError as refused:
        found = str(refused)
    assert isinstance(found, TextTable | str)
    if isinstance(found, str):
        assert name in found
        assert len(found) < 3_000
    else:
        assert found.rows
        assert {len(cells) for _, cells in found.rows} == {len(found.header)}
        assert len({column.lower() for column in found.header}) == len(found.header)


@pytest.mark.parametrize("kind", [*TEXT, *BINARY])
def test_the_good_files_are_tables(kind: str):
    assert tables.read(kind, (TEXT | BINARY)[kind], LIMITS).rows


@pytest.mark.parametrize("kind", TEXT)
@hypothesis_settings(max_examples=120, deadline=LONGEST)
@given(st.data())
def test_damaged_text_is_a_table_or_a_sentence(kind: str, data):
    noise = st.one_of(st.binary(max_size=8), st.text(CELLS, max_size=8).map(str.encode))
    check(data.draw(damaged(TEXT[kind], noise)), "mine.txt")


@pytest.mark.parametrize("kind", BINARY)
@hypothesis_settings(
    max_examples=15, deadline=LONGEST, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.data())
def test_damaged_binary_files_are_a_table_or_a_sentence(kind: str, data):
    check(data.draw(damaged(BINARY[kind], st.binary(max_size=8))), "mine.bin")


KEYS = [
    "image",
    "pred",
    "columns",
    "data",
    "index",
    "schema",
    "qsl_idx",
    "recall",
    "support",
    "accuracy",
    "n01440764",
    "0",
    "1",
    "ILSVRC2012_val_00000001.JPEG",
]

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(CELLS, max_size=6)
    | st.sampled_from(["n01440764", "ILSVRC2012_val_00000001.JPEG"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@hypothesis_settings(max_examples=600, deadline=LONGEST)
@given(JSON)
@example({"columns": [], "data": []})
@example({"columns": [["a"]], "data": [[1]]})
@example({"image": [], "pred": []})
@example([{}, {}])
@example([[], [1]])
@example({"qsl_idx": {"recall": {}, "support": []}})
def test_any_json_is_a_table_or_a_sentence(value):
    check(json.dumps(value).encode(), "mine.json")


@hypothesis_settings(max_examples=400, deadline=LONGEST)
@given(st.text(CELLS, max_size=400))
def test_any_text_is_a_table_or_a_sentence(text: str):
    check(text.encode(), "mine.csv")


SLOW = {
    "quotation marks": b'image,pred\n1,"[' + b'\\"' * 60_000 + b']"\n',
    "lists": b"image,pred\n" + b"1,\"['" + b"a' '" * 20_000 + b']"\n',
    "spaces": b"image pred\n" + b" " * 39_000 + b"1\n",
    "digits": b"image,pred\n" + b"1," + b"9" * 39_000 + b"\n",
    "report": REPORT + b" 1" * 19_000 + b"\n",
    "long integers": b"[" + b",".join([b"9" * 4_000] * 200) + b"]",
    "page": b" " * 1_000_000 + b"<",
    "delimiters": b"image,pred\n" + b";|\t" * 10_000 + b"\n",
}


@pytest.mark.parametrize("kind", SLOW)
def test_text_made_to_take_long_does_not(kind: str):
    began = time.monotonic()
    check(SLOW[kind], "slow.txt")
    assert time.monotonic() - began < LONGEST.total_seconds()
