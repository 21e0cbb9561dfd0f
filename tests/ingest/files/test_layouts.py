"""A built-in model written in each layout that people hold gives its predictions back."""

import io
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from explorer.evaluations import ClassAccuracies, Predictions
from explorer.ingest.models import uploads
from explorer.ingest.models.validation import built_in, validation
from explorer.settings import Settings
from tests.support.real import atlas

LIMITS = Settings()
ROWS = 1_000


@dataclass(frozen=True)
class Written:
    """A model's first and four further predictions on the first images of the validation set."""

    files: list[str]
    ranked: np.ndarray
    chances: np.ndarray

    @property
    def first(self) -> np.ndarray:
        return self.ranked[:, 0]

    @property
    def wnids(self) -> np.ndarray:
        return np.array(validation().wnids, dtype=object)[self.ranked]

    def frame(self, columns: str, form: str) -> pd.DataFrame:
        """As timm writes it: lists in cells, or a column per rank."""
        parts = {"index": self.ranked, "label": self.wnids, "prob": self.chances}
        made: dict[str, Any] = {"filename": self.files}
        for name, values in parts.items():
            if name not in columns:
                continue
            if form == "lists":
                made[name] = list(values)
            elif form == "first":
                made[name] = values[:, 0]
            else:
                made |= {f"{name}_{at}": values[:, at] for at in range(5)}
        return pd.DataFrame(made)


@cache
def written(model: str) -> Written:
    first = built_in()[model].predicted[:ROWS].astype(np.int64)
    ranked = (first[:, None] + np.array([0, 7, 500, 31, 250])) % 1000
    chances = np.sort(np.random.default_rng(1).dirichlet(np.ones(6), ROWS)[:, :5])[:, ::-1]
    files = [f"ILSVRC2012_val_{at:08d}.JPEG" for at in range(1, ROWS + 1)]
    return Written(files, ranked, chances.astype(np.float32))


def parquet(frame: pd.DataFrame) -> bytes:
    data = io.BytesIO()
    frame.to_parquet(data)
    return data.getvalue()


def saved(array: np.ndarray) -> bytes:
    data = io.BytesIO()
    np.save(data, array)
    return data.getvalue()


def outputs(this: Written) -> np.ndarray:
    made = np.random.default_rng(2).normal(-5, 1, (ROWS, 1000)).astype(np.float32)
    made[np.arange(ROWS)[:, None], this.ranked] = np.log(this.chances) + 30
    return made


def submission(this: Written) -> str:
    cells = (" ".join(f"{wnid} 10 20 300 400" for wnid in row) for row in this.wnids)
    rows = [f"{file[:-5]},{cell}" for file, cell in zip(this.files, cells, strict=True)]
    return "\n".join(["ImageId,PredictionString", *rows])


def mlperf(this: Written, code: str) -> str:
    order = np.random.default_rng(3).permutation(ROWS).tolist()
    return json.dumps(
        [
            {"seq_id": at, "qsl_idx": image, "data": struct.pack(code, this.first[image]).hex()}
            for at, image in enumerate(order)
        ]
    )


FORMATS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": lambda frame: frame.to_csv(index=False).encode(),
    "json": lambda frame: frame.set_index("filename").to_json(orient="index").encode(),
    "json-records": lambda frame: frame.to_json(lines=True, orient="records").encode(),
    "json-split": lambda frame: frame.to_json(orient="split", index=False).encode(),
    "parquet": lambda frame: parquet(frame.set_index("filename")),
}


def framed(
    write: Callable[[pd.DataFrame], bytes], columns: str, form: str
) -> Callable[[Written], bytes]:
    """Writes the columns in a form of ``Written.frame``."""
    return lambda this: write(this.frame(columns, form))


FIRST: dict[str, Callable[[Written], str | bytes]] = {
    "Caffe's val.txt": lambda this: "".join(
        f"{file} {at}\n" for file, at in zip(this.files, this.first, strict=True)
    ),
    "dictionary": lambda this: json.dumps(dict(zip(this.files, this.first.tolist(), strict=True))),
    "dictionary of wnids": lambda this: json.dumps(
        dict(zip(this.files, this.wnids[:, 0].tolist(), strict=True))
    ),
    "list": lambda this: json.dumps(this.first.tolist()),
    "lines": lambda this: "\n".join(
        json.dumps({"image": file, "pred_label": int(at)})
        for file, at in zip(this.files, this.first, strict=True)
    ),
    "MMPretrain": lambda this: json.dumps(
        {
            "accuracy_top-1": 76.1,
            "pred_label": this.first.tolist(),
            "pred_score": this.chances[:, 0].tolist(),
        }
    ),
    "MLPerf float32": lambda this: mlperf(this, "<f"),
    "MLPerf int32": lambda this: mlperf(this, "<i"),
    "MLPerf int64": lambda this: mlperf(this, "<q"),
    "npy": lambda this: saved(this.first),
    "npy of float32": lambda this: saved(this.first.astype(np.float32)),
    "a number per line": lambda this: "\n".join(map(str, this.first)),
    "Hugging Face": lambda this: "\n".join(
        [
            "file_name,predicted_class",
            *(
                f"{file[:-5]}_{validation().wnids[label]}.JPEG,{at}"
                for file, label, at in zip(
                    this.files, validation().labels[:ROWS], this.first, strict=True
                )
            ),
        ]
    ),
    **{
        f"timm {name} of {columns}": framed(write, columns, "first")
        for name, write in FORMATS.items()
        for columns in ("index label prob", "label prob")
    },
}
RANKED: dict[str, Callable[[Written], str | bytes]] = {
    "Kaggle": submission,
    "npy of ranked classes": lambda this: saved(this.ranked),
    "npy of outputs": lambda this: saved(outputs(this)),
    "ranked dictionary": lambda this: json.dumps(
        dict(zip(this.files, this.ranked.tolist(), strict=True))
    ),
    **{
        f"timm {name}, {form} of {columns}": framed(write, columns, form)
        for name, write in FORMATS.items()
        for columns in ("index label prob", "index", "label prob")
        for form in ("lists", "separate")
    },
}


def taken(data: str | bytes) -> Predictions:
    found = uploads.model("mine", data.encode() if isinstance(data, str) else data, atlas(), LIMITS)
    assert found.reading.warnings == ()
    assert found.reading.confirmed
    assert isinstance(found.model, Predictions)
    return found.model


@pytest.mark.parametrize("layout", FIRST)
@pytest.mark.parametrize("model", sorted(built_in())[::7])
def test_each_layout_gives_the_first_predictions_back(model: str, layout: str):
    this = written(model)
    found = taken(FIRST[layout](this))
    assert found.predicted[:ROWS].tolist() == this.first.tolist()
    assert int(found.covered.sum()) == ROWS


@pytest.mark.parametrize("layout", RANKED)
def test_each_layout_gives_the_ranked_predictions_back(layout: str):
    this = written(min(built_in()))
    found = taken(RANKED[layout](this))
    assert found.ranked is not None
    assert found.ranked[:ROWS].tolist() == this.ranked.tolist()
    assert found.top5_known
    if "prob" in layout:
        assert found.confidence is not None
        np.testing.assert_allclose(found.confidence[:ROWS], this.chances[:, 0], rtol=1e-5)


def test_a_classification_report_of_a_model_gives_its_accuracies():
    model = built_in()[min(built_in())]
    labels = validation().labels
    right = np.bincount(labels[model.predicted == labels], minlength=1000)
    lines = [
        f"{at:>12}       0.50      {right[at] / 50:.2f}      0.50        50" for at in range(1000)
    ]
    text = "\n".join(
        [
            "              precision    recall  f1-score   support",
            "",
            *lines,
            "",
            "    accuracy  0.7  50000",
        ]
    )
    found = uploads.model("report.txt", text.encode(), atlas(), LIMITS)
    assert isinstance(found.model, ClassAccuracies)
    np.testing.assert_allclose(found.model.accuracy, right / 50)
    assert found.model.support is not None
    assert set(found.model.support.tolist()) == {50.0}
