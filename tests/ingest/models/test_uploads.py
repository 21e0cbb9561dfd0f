"""Uploaded files: good ones in every layout, bad ones refused whole in a sentence."""

import gzip
import io
import pickle
import zipfile
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from explorer.errors import UploadError
from explorer.evaluations import NONE, ClassAccuracies, Predictions
from explorer.ingest.files import tables
from explorer.ingest.models import predictions, uploads
from explorer.ingest.models.reading import Choice, Taken
from explorer.settings import Settings
from tests.support.real import atlas

LIMITS = Settings()


def taken(text: str | bytes, name: str = "mine.csv", limits: Settings = LIMITS, **choice: str):
    data = text.encode() if isinstance(text, str) else text
    return uploads.model(name, data, atlas(), limits, Choice(**choice))


def predicted(text: str | bytes, name: str = "mine.csv", **choice: Any) -> Predictions:
    model = taken(text, name, **choice).model
    assert isinstance(model, Predictions)
    return model


def fault(text: str | bytes, name: str = "mine.csv", limits: Settings = LIMITS) -> str:
    with pytest.raises(UploadError) as refused:
        taken(text, name, limits)
    return str(refused.value)


# Good files


def test_the_sample_is_taken():
    model = predicted(uploads.SAMPLE)
    assert model.covered.sum() == 3
    assert model.predicted[:3].tolist() == [65, 970, 230]
    assert model.confidence is not None
    assert model.confidence[0] == pytest.approx(0.91)
    assert np.isnan(model.confidence[2])


@pytest.mark.parametrize(
    "text",
    [
        "file_name,predicted_class\nILSVRC2012_val_00000007.JPEG,334\n",
        "filename\tprediction\nval/n02346627/ILSVRC2012_val_00000007.JPEG\t334\n",
        "\ufeffimage;wnid\r\n7;n02346627\r\n",
        'image,pred,other\n"7","334",=1+1\n\n',
        "Image,Predicted_Class\n7, 334 \n",
        "image|class\nILSVRC2012_val_00000007|334",
    ],
)
def test_every_layout_gives_the_same_model(text: str):
    model = predicted(text)
    assert np.flatnonzero(model.covered).tolist() == [6]
    assert model.predicted[6] == 334
    assert model.ranked is None


@pytest.mark.parametrize(
    "text",
    [
        "image,top1,top2,top3\n7,334,335,1\n",
        "image,predictions\n7,334 335 1\n",
        'image,predictions\n7,"[334, 335, 1]"\n',
        "image,predicted_class\n7,334;335;1\n",
    ],
)
def test_several_predictions_are_kept_in_order(text: str):
    model = predicted(text)
    assert model.ranked is not None
    assert model.ranked[6].tolist() == [334, 335, 1]
    assert model.ranked[5].tolist() == [NONE] * 3


def test_a_parquet_file_is_taken_like_text():
    frame = pd.DataFrame(
        {"image": [1, 2], "predicted_class": [65.0, 970.0], "confidence": [0.5, None]}
    )
    data = io.BytesIO()
    frame.to_parquet(data)
    model = predicted(data.getvalue(), "mine.parquet")
    assert model.predicted[:2].tolist() == [65, 970]


def test_columns_that_are_not_looked_at_are_told():
    assert taken("image,pred,note,loss\n1,65,x,1\n").reading.ignored == ("note", "loss")


@pytest.mark.parametrize(
    ("text", "index", "value"),
    [
        ("wnid,accuracy\nn02085620,0.5\n", 151, 0.5),
        ("index,top1_percent\n151,50\n", 151, 0.5),
        ("name,acc\nchihuahua,1\n", 151, 1.0),
    ],
)
def test_accuracies_by_class_are_a_model_too(text: str, index: int, value: float):
    found = taken(text).model
    assert isinstance(found, ClassAccuracies)
    assert found.accuracy[index] == value
    assert np.isnan(found.accuracy).sum() == 999


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0.csv",
        "<img src=x onerror=alert(1)>.csv",
        "../../etc/passwd",
        "\x00.csv",
        "-1",
    ],
)
def test_a_name_keeps_no_markup_no_formula_and_no_path(name: str):
    model = predicted("image,pred\n1,65\n", name)
    assert model.model
    assert not set(model.model) & set("<>|'\"/\\=")
    assert model.model[0] not in "=+-@"


# Bad files, each named with its row


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["is empty"]),
        ("   \n", ["is empty"]),
        ("image,pred\n", ["has a header but no rows"]),
        ("just words\nno table", ["row 1", "at least two columns"]),
        ("a,b\n1,2\n", ["Row 1", "column of images", "'a', 'b'"]),
        ("image,pred\n1,1000\n", ["Row 2", "0 to 999", "'1000'"]),
        ("image,pred\n1,-1\n", ["Row 2", "'-1'"]),
        ("image,pred\n1,n00000001\n", ["Row 2", "wnid of a class"]),
        ("image,pred\n1,dog\n", ["Row 2", "'dog'"]),
        ("image,pred\n1,\n", ["Row 2", "found nothing"]),
        ("image,pred\n0,65\n", ["Row 2", "1 to 50,000", "'0'"]),
        ("image,pred\n50001,65\n", ["Row 2", "'50001'"]),
        ("image,pred\ncat.jpg,65\n", ["Row 2", "'cat.jpg'"]),
        ("image,pred\n1,65\n1,66\n", ["Row 3", "image 1 is already in row 2"]),
        ("image,pred\n1,65,9\n", ["Row 2", "expected 2 columns, found 3"]),
        ("image,pred,prob\n1,65,nan\n", ["Row 2", "probability from 0 to 1", "'nan'"]),
        ("image,pred,prob\n1,65,1.5\n", ["Row 2", "'1.5'"]),
        ("image,pred,prob\n1,65,high\n", ["Row 2", "'high'"]),
        ("image,pred,pred\n1,65,66\n", ["row 1", "twice"]),
        ("image,top1,top2\n1,65,65\n", ["Row 2", "appears twice in one row"]),
        ('image,pred\n1,"65\n', ["not valid delimited text"]),
        ("wnid,accuracy\nn02085620,50\n", ["Row 2", "accuracy_percent"]),
        ("wnid,accuracy\nn02085620,0.5\nn02085620,0.5\n", ["Row 3", "already in row 2"]),
        ("name,accuracy\ncrane,0.5\n", ["Row 2", "2 classes", "n02012849", "n03126707"]),
        ("name,accuracy\nunicorn,0.5\n", ["Row 2", "'unicorn'"]),
    ],
)
def test_a_fault_is_named_with_its_row_and_what_was_expected(text: str, words: list[str]):
    sentence = fault(text)
    assert sentence.startswith("mine.csv")
    for word in words:
        assert word in sentence


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("bomb.csv", "0" * 10_000_000)
    return data.getvalue()


class Bomb:
    def __reduce__(self):
        raise AssertionError("the pickle was read")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped(), "zip archive"),
        (gzip.compress(b"image,pred\n1,65\n", mtime=0), "gzip archive"),
        (pickle.dumps({"image": [1]}, protocol=4), "pickle"),
        (b"\x93NUMPY\x01\x00", "NumPy file"),
        ("image,pred\n1,65\n".encode("utf-16"), "UTF-16"),
        (b"image,pred\n1,\xff\n", "0xff"),
        (b"image,pred\n1,6\x005\n", "NUL bytes"),
        (b"PAR1 but no more", "whole Parquet file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # an archive holds today's date
)
def test_what_is_no_table_is_refused_unread(data: bytes, what: str):
    assert what in fault(data)


def test_a_parquet_file_that_unpacks_to_too_much_is_refused_before_it_is_decoded():
    numbers = np.random.default_rng(1).integers(0, 1_000_000, (200_000, 3))
    data = io.BytesIO()
    pd.DataFrame(numbers, columns=["image", "pred", "more"]).to_parquet(data)
    limits = Settings(upload_unpacked_megabytes=1)
    assert "MB uncompressed" in fault(data.getvalue(), "big.parquet", limits)


def test_a_parquet_file_of_other_values_than_numbers_and_text_is_refused():
    data = io.BytesIO()
    pd.DataFrame({"image": [1], "pred": [True]}).to_parquet(data)
    assert "expected numbers or text" in fault(data.getvalue(), "b.parquet")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Settings(upload_megabytes=0), "the limit is 0 MB"),
        (Settings(upload_rows=2), "more than 2 rows"),
        (Settings(upload_columns=1), "the limit is 1 (EXPLORER_UPLOAD_COLUMNS)"),
    ],
)
def test_every_limit_holds(limits: Settings, words: str):
    assert words in fault("image,pred\n1,65\n2,65\n3,65\n", limits=limits)


def test_many_faults_are_counted_and_the_first_named():
    text = "image,pred\n" + "".join(f"{at},x\n" for at in range(1, 31))
    sentence = fault(text)
    assert "30 problems" in sentence
    assert "Row 11:" in sentence
    assert "Row 12:" not in sentence
    assert "And 20 more." in sentence


# Anything at all


@hypothesis_settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.text('0123456789,;\t\n"imagepred n[].-', max_size=300).map(
            lambda text: b"image,pred\n" + text.encode()
        ),
    ),
    st.text(max_size=40),
)
def test_any_file_is_a_model_or_a_sentence(data: bytes, name: str):
    try:
        found: object = taken(data, name)
    except UploadError as refused:
        found = str(refused)
    assert isinstance(found, Taken | str)
    assert not isinstance(found, str) or 0 < len(found) < 4_000


@hypothesis_settings(max_examples=60)
@given(st.data())
def test_a_damaged_good_file_is_a_model_or_a_sentence(data):
    frame = pd.DataFrame({"image": range(1, 30), "pred": range(29)})
    if data.draw(st.booleans()):
        good = frame.to_csv(index=False).encode()
    else:
        stored = io.BytesIO()
        frame.to_parquet(stored)
        good = stored.getvalue()
    at = data.draw(st.integers(0, len(good) - 1))
    rest = good[at + data.draw(st.integers(0, 40)) :]
    damaged = good[:at] + data.draw(st.binary(max_size=8)) + rest
    with suppress(UploadError):
        taken(damaged)


@given(
    st.dictionaries(st.integers(1, 50_000), st.integers(0, 999), min_size=1, max_size=30),
    st.sampled_from([",", "\t", ";"]),
)
def test_what_was_written_is_what_is_read(said: dict[int, int], delimiter: str):
    lines = [f"ILSVRC2012_val_{image:08d}.JPEG{delimiter}{guess}" for image, guess in said.items()]
    text = "\n".join([f"file_name{delimiter}predicted_class", *lines])
    found = predicted(text, numbering="index")
    places = np.array(list(said)) - 1
    assert found.predicted[places].tolist() == list(said.values())
    assert found.covered.sum() == len(said)


def test_reading_keeps_the_rows_number_in_the_file():
    table = tables.read("x.csv", b"image,pred\n\n1,65\n\n\n2,66\n", LIMITS)
    assert [row for row, _ in table.rows] == [3, 6]
    assert predictions.is_predictions(table)
