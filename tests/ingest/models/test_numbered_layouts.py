"""From bytes to a model: the layouts that people hold, in numberings that they are held in."""

import io
import json

import numpy as np
import pytest

from tests.support.own_files import DEVKIT, FILES, LABELS, VGG, WNIDS, error, refused, taken

TRUE_ERROR = 100 * float((VGG != LABELS).mean())


def npy(array: np.ndarray) -> bytes:
    data = io.BytesIO()
    np.save(data, array)
    return data.getvalue()


def lines(values: np.ndarray) -> bytes:
    return "\n".join(map(str, values)).encode()


def mlperf(classes: np.ndarray) -> bytes:
    items = [
        {"qsl_idx": at, "data": np.array([each], dtype=np.int64).tobytes().hex()}
        for at, each in enumerate(classes.tolist())
    ]
    return json.dumps(items).encode()


LAYOUTS = {
    "npy": (npy(VGG), "index"),
    "npy-devkit": (npy(DEVKIT[VGG]), "devkit"),
    "npy-in-class-folders": (npy(VGG[np.argsort(LABELS, kind="stable")]), "index+folders"),
    "list": (lines(VGG), "index"),
    "list-devkit": (lines(DEVKIT[VGG]), "devkit"),
    "val.txt": (lines(np.char.add(np.char.add(FILES, " "), VGG.astype(str))), "index"),
    "json": (json.dumps(dict(zip(FILES.tolist(), VGG.tolist(), strict=True))).encode(), "index"),
    "json-wnids": (json.dumps(dict(zip(FILES, WNIDS[VGG], strict=True))).encode(), None),
    "mlperf": (mlperf(VGG), "index"),
    "mlperf-background": (mlperf(VGG + 1), "one-based"),
}


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_a_model_in_every_layout_is_read_right(layout: str):
    data, key = LAYOUTS[layout]
    found = taken(data, f"{layout}.dat")
    assert error(found.model) == pytest.approx(TRUE_ERROR)
    assert found.model.predicted.tolist() == VGG.tolist()
    assert (found.reading.numbering.key if found.reading.numbering else None) == key
    assert len(found.reading.warnings) == (key not in ("index", None))


def test_the_challenges_own_ground_truth_is_called_so():
    found = taken(lines(DEVKIT[LABELS]), "ILSVRC2012_validation_ground_truth.txt")
    assert found.reading.numbering.key == "devkit"
    assert any("these are the labels themselves" in each for each in found.reading.warnings)


def test_an_ascending_argsort_is_refused():
    ranks = (VGG[:, None] + np.arange(5)) % 1_000
    assert taken(npy(ranks), "top5.npy").model.top5_known
    assert "ascending order" in str(refused(npy(ranks[:, ::-1])))
