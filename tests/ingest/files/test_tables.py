"""Layouts that people hold, each read into the same plain table of text."""

import io
import json
import struct

import numpy as np
import pandas as pd
import pytest

from explorer.errors import UploadError
from explorer.ingest.files import tables
from explorer.ingest.files.tables import IMAGE_BY_POSITION, PREDICTION, TextTable
from explorer.settings import Settings

LIMITS = Settings()
FILES = [f"ILSVRC2012_val_{at:08d}.JPEG" for at in (1, 2, 3)]
NAMES = [["sea snake", "tench, Tinca tinca"], ["alp", 'it\'s, "so"'], ["a", "b"]]


def read(data: bytes | str, name: str = "mine.csv", limits: Settings = LIMITS) -> TextTable:
    return tables.read(name, data.encode() if isinstance(data, str) else data, limits)


def fault(data: bytes | str, name: str = "mine.csv") -> str:
    with pytest.raises(UploadError) as refused:
        read(data, name)
    return str(refused.value)


def columns(table: TextTable) -> dict[str, list[str]]:
    cells = zip(*(record for _, record in table.rows), strict=True)
    return {name: list(column) for name, column in zip(table.header, cells, strict=True)}


def parquet(frame: pd.DataFrame, **options) -> bytes:
    stored = io.BytesIO()
    frame.to_parquet(stored, **options)
    return stored.getvalue()


def stored(array: np.ndarray) -> bytes:
    data = io.BytesIO()
    np.save(data, array)
    return data.getvalue()


def archived(**arrays: np.ndarray) -> bytes:
    data = io.BytesIO()
    np.savez_compressed(data, allow_pickle=True, **arrays)
    return data.getvalue()


# timm's --results-file


def timm(top: int) -> pd.DataFrame:
    """What timm's inference.py makes with --include-index and --topk."""
    index = np.array([[65, 795, 230], [970, 795, 230], [230, 231, 0]])[:, :top]
    chance = np.array([[0.5, 0.25, 0.125]] * 3, dtype=np.float32)[:, :top]
    labels = np.array([[*pair, "x"] for pair in NAMES], dtype=object)[:, :top]
    if top == 1:
        index, chance, labels = index[:, 0], chance[:, 0], labels[:, 0]
    return pd.DataFrame(
        {"filename": FILES, "index": list(index), "label": list(labels), "prob": list(chance)}
    )


TIMM = {
    "csv": lambda frame: frame.to_csv(index=False).encode(),
    "json": lambda frame: frame.set_index("filename").to_json(indent=4, orient="index").encode(),
    "json-records": lambda frame: frame.to_json(lines=True, orient="records").encode(),
    "json-split": lambda frame: frame.to_json(indent=4, orient="split", index=False).encode(),
    "parquet": lambda frame: parquet(frame.set_index("filename")),
}


@pytest.mark.parametrize("layout", TIMM)
def test_the_results_of_timm_are_one_table_in_each_of_its_formats(layout: str):
    found = columns(read(TIMM[layout](timm(1)), f"timm.{layout}"))
    images = found.pop("filename", None) or found.pop("image")
    assert images == FILES
    assert found == {
        "index": ["65", "970", "230"],
        "label": ["sea snake", "alp", "a"],
        "prob": ["0.5"] * 3,
    }


@pytest.mark.parametrize("layout", TIMM)
def test_ranked_results_of_timm_keep_names_with_commas_whole(layout: str):
    found = columns(read(TIMM[layout](timm(3)), f"timm.{layout}"))
    images = found.pop("filename", None) or found.pop("image")
    assert images == FILES
    assert found == {
        "index": ["65 795 230", "970 795 230", "230 231 0"],
        "label_0": ["sea snake", "alp", "a"],
        "label_1": ["tench, Tinca tinca", 'it\'s, "so"', "b"],
        "label_2": ["x"] * 3,
        "prob_0": ["0.5"] * 3,
        "prob_1": ["0.25"] * 3,
        "prob_2": ["0.125"] * 3,
    }


def test_outputs_for_all_classes_in_a_cell_are_named_with_what_to_write_instead():
    outputs = pd.DataFrame({"filename": FILES, "prob": list(np.full((3, 1000), 0.001))})
    for layout in TIMM.values():
        assert "outputs for all classes" in fault(layout(outputs))


# JSON


@pytest.mark.parametrize(
    "value",
    [
        dict(zip(FILES, [65, 970, 230], strict=True)),
        [{"image": image, PREDICTION: at} for image, at in zip(FILES, [65, 970, 230], strict=True)],
        {"image": FILES, PREDICTION: [65.0, 970.0, 230.0]},
        [[image, at] for image, at in zip(FILES, [65, 970, 230], strict=True)],
        [["image", PREDICTION], *zip(FILES, [65, 970, 230], strict=True)],
        {"columns": ["image", PREDICTION], "data": [*zip(FILES, [65, 970, 230], strict=True)]},
        {"columns": [PREDICTION], "index": FILES, "data": [[65], [970], [230]]},
        {"image": dict(enumerate(FILES)), PREDICTION: {"0": 65, "1": 970, "2": 230}},
        {PREDICTION: dict(zip(FILES, [65, 970, 230], strict=True))},
        {"model": "resnet50", "results": dict(zip(FILES, [65, 970, 230], strict=True))},
        {image: {PREDICTION: at} for image, at in zip(FILES, [65, 970, 230], strict=True)},
    ],
)  # fmt: skip
def test_json_of_predictions_is_read_in_every_layout(value):
    for text in (json.dumps(value), json.dumps(value, indent=2)):
        found = read(text, "mine.json")
        assert columns(found) == {"image": FILES, PREDICTION: ["65", "970", "230"]}
        assert found.notes[0].startswith("Read as JSON")


def test_json_lines_and_a_list_of_records_give_the_same_rows():
    records = [{"image": image, "pred": at} for at, image in enumerate(FILES)]
    lines = read("\n".join(map(json.dumps, records)), "mine.jsonl")
    assert lines.rows == read(json.dumps(records), "mine.json").rows
    assert lines.notes == ("Read as JSON lines: 3 rows.",)


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        ([65, 970, 230], ["65", "970", "230"]),
        (["n01440764", "n01443537"], ["n01440764", "n01443537"]),
        ([[65, 1, 2], [970, 3, 4]], ["65 1 2", "970 3 4"]),
        ([[65], [970]], ["65", "970"]),
    ],
)
def test_a_json_list_without_images_is_taken_by_position(value, cells: list[str]):
    found = read(json.dumps(value), "mine.json")
    numbers = [str(at) for at in range(1, len(cells) + 1)]
    assert columns(found) == {IMAGE_BY_POSITION: numbers, PREDICTION: cells}
    assert any("names no images" in note for note in found.notes)


@pytest.mark.parametrize("name", ["ids", "id", "sample", "image_url", "key", "anything"])
def test_a_json_column_that_names_the_images_is_kept_from_a_count_of_them(name: str):
    found = read(json.dumps({name: FILES, "predictions": [65, 970, 230]}), "mine.json")
    assert found.header == (name, "predictions")


def test_ranked_classes_by_image_are_one_cell():
    found = read(json.dumps({FILES[0]: [65, 795], FILES[1]: [970, 1]}), "mine.json")
    assert columns(found) == {"image": FILES[:2], PREDICTION: ["65 795", "970 1"]}


def test_large_json_is_read_like_small_json():
    value = {f"ILSVRC2012_val_{at:08d}.JPEG": at % 1000 for at in range(1, 40_001)}
    text = json.dumps(value)
    assert len(text) > tables.SMALL_JSON
    found = columns(read(text, "big.json"))
    assert found["image"] == list(value)
    assert found[PREDICTION] == [str(at) for at in value.values()]


def test_two_values_for_one_image_in_json_are_never_one_silently():
    assert "appears twice in one object" in fault('{"1": 65, "1": 66}', "mine.json")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2", ["begins like JSON", "row 1"]),
        ("[" * 100_000, ["nested too deep"]),
        ('{"a": 1, "b": ' * 300 + "1" + "}" * 300, ["JSON"]),
        ("[]", ["empty list"]),
        ("{}", ["empty object"]),
        ('{"image": 1}\n{"image": \n', ["row 2", "this line is not a JSON value"]),
        ('{"images": [1, 2], "annotations": [1]}', ["'images' of 2", "'annotations' of 1"]),
        ('[1, {"a": 2}]', ["mixed values"]),
        ('[{"image": 1, "pred": {"deep": 1}}]', ["row 1", "'pred'", "an object"]),
    ],
)
def test_json_that_is_not_taken_is_named_for_what_it_is(text: str, words: list[str]):
    sentence = fault(text, "mine.json")
    assert sentence.startswith("mine.json")
    for each in words:
        assert each in sentence


def test_a_nested_key_that_is_not_needed_is_left_out_and_told():
    found = read('[{"image": 1, "pred": 65, "meta": {"deep": 1}}]', "mine.json")
    assert found.header == ("image", "pred")
    assert "'meta'" in found.notes[-1]


# MLPerf


@pytest.mark.parametrize("code", ["<f", "<i", "<q"])
def test_an_mlperf_accuracy_log_is_decoded_in_each_of_its_types(code: str):
    said = [(4, 65), (0, 0), (1, 970), (4, 1)]
    items = [
        {"seq_id": at, "qsl_idx": image, "data": struct.pack(code, label).hex().upper()}
        for at, (image, label) in enumerate(said)
    ]
    found = read(json.dumps(items), "mlperf_log_accuracy.json")
    assert columns(found) == {IMAGE_BY_POSITION: ["5", "1", "2"], PREDICTION: ["65", "0", "970"]}
    assert "3 images" in found.notes[0]
    assert "1 repeated" in found.notes[1]


def test_an_mlperf_log_whose_data_are_no_class_is_named():
    items = [{"qsl_idx": 0, "data": "ffffff7f"}]
    assert "MLPerf accuracy log" in fault(json.dumps(items))
    assert "hexadecimal" in fault(json.dumps([{"qsl_idx": 0, "data": "00" * 400}]))


# MMPretrain


def test_the_results_of_mmpretrain_are_read_beside_their_metrics():
    value = {
        "accuracy_top-1": 66.6,
        "pred_score": [0.5, 0.25],
        "pred_label": [65, 970],
        "pred_class": ["sea snake", "alp"],
        "class_scores": [[0.001] * 1000] * 2,
    }
    found = read(json.dumps(value), "result.json")
    assert columns(found) == {
        IMAGE_BY_POSITION: ["1", "2"],
        "pred_score": ["0.5", "0.25"],
        "pred_label": ["65", "970"],
        "pred_class": ["sea snake", "alp"],
    }
    told = " ".join(found.notes)
    assert "'accuracy_top-1'" in told
    assert "'class_scores'" in told


def test_a_pickle_is_refused_with_what_to_write_instead():
    assert "MMPretrain" in fault(b"\x80\x04\x95rest", "result.pkl")


# Lists and tables of text


@pytest.mark.parametrize(
    ("text", "header", "row"),
    [
        ("ILSVRC2012_val_00000001.JPEG 65\n", ("image", "class"), (FILES[0], "65")),
        ("ILSVRC2012_val_00000001.JPEG\t65\n", ("image", "class"), (FILES[0], "65")),
        (f"{FILES[0]},n01440764\n", ("image", "class"), (FILES[0], "n01440764")),
        (f"{FILES[0]} 65 0.5\n", ("image", "class", "probability"), (FILES[0], "65", "0.5")),
        ("1 65\n2 970\n", ("image", "class"), ("1", "65")),
        ("image pred\n1 65\n", ("image", "pred"), ("1", "65")),
        (
            f"{FILES[0]} 65 1 2 3 4\n",
            ("image", "top1", "top2", "top3", "top4", "top5"),
            (FILES[0], "65", "1", "2", "3", "4"),
        ),
        ("65\n970\n", (IMAGE_BY_POSITION, PREDICTION), ("1", "65")),
        ("pred\n65\n970\n", (IMAGE_BY_POSITION, "pred"), ("1", "65")),
        ("n01440764\r\n", (IMAGE_BY_POSITION, PREDICTION), ("1", "n01440764")),
        ("image,pred\r1,65\r", ("image", "pred"), ("1", "65")),
    ],
)
def test_lists_without_a_header_line_get_names(text: str, header, row):
    found = read(text, "val.txt")
    assert found.header == header
    assert found.rows[0][1] == row


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3,5\n4,6\n", "no header line"),
        ("1 65\n1 66\n", "no header line"),
        (f"{FILES[0]},65,66\n", "no header line"),
        ("0.76\n0.81\n", "add a column with the class of each"),
        ("accuracy\n0.81\n", "add a column with the class of each"),
        ("<!DOCTYPE html><html>", "web page (HTML)"),
        ("version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"),
        (b"\xd0\xcf\x11\xe0rest", "Excel"),
        (b"ARROW1\0\0", "Feather"),
        ("image,name\n1,tench, Tinca tinca\n", "quotation marks"),
    ],
)
def test_a_layout_that_is_not_taken_is_named_for_what_it_is(text, words: str):
    assert words in fault(text)


def test_a_kaggle_submission_keeps_its_cells_as_they_are():
    cell = "n01751748 85 1 499 272 n01440764 0 0 10 10"
    found = read(f"ImageId,PredictionString\nILSVRC2012_val_00000001,{cell}\n")
    assert found.rows == ((2, ("ILSVRC2012_val_00000001", cell)),)


def test_imagenet_x_annotations_are_read_from_json_lines():
    items = [
        {"file_name": FILES[0], "class": 65, "pose": 1, "justification": 'x, "y"', "one_word": ""}
    ]
    found = read(json.dumps(items[0]) + "\n" + json.dumps(items[0]), "imagenet_x.jsonl")
    assert columns(found)["justification"] == ['x, "y"'] * 2
    assert columns(found)["class"] == ["65"] * 2


def test_whole_numbers_with_a_decimal_point_are_the_same_in_text_parquet_and_json():
    frame = pd.DataFrame({"image": [1.0, 2.0], "pred": [65.0, None], "acc": [0.5, 1.0]})
    said = {"image": ["1", "2"], "pred": ["65", ""], "acc": ["0.5", "1"]}
    assert columns(read(frame.to_csv(index=False))) == said
    assert columns(read(parquet(frame))) == said
    assert columns(read(frame.to_json(orient="records"), "x.json")) == said


def test_a_null_cell_is_empty_text():
    frame = pd.DataFrame({"image": ["a", None], "pred": [None, "n01440764"]})
    assert columns(read(parquet(frame))) == {"image": ["a", ""], "pred": ["", "n01440764"]}


def test_an_unnamed_index_of_images_is_a_column_of_images():
    frame = pd.DataFrame({"pred": [65, 970]}, index=FILES[:2])
    assert columns(read(parquet(frame))) == {"pred": ["65", "970"], "image": FILES[:2]}


def test_categories_are_read_as_their_names():
    frame = pd.DataFrame({"image": [1, 2], "label": pd.Categorical(["tench, Tinca tinca", "alp"])})
    assert columns(read(parquet(frame)))["label"] == ["tench, Tinca tinca", "alp"]


def test_columns_of_other_types_that_are_not_needed_are_left_out_and_told():
    frame = pd.DataFrame({"image": [1], "pred": [65], "when": [pd.Timestamp("2020-01-01")]})
    frame["photo"] = pd.Series([{"bytes": b"x", "url": "y"}])
    found = read(parquet(frame))
    assert found.header == ("image", "pred")
    assert "'when', 'photo'" in found.notes[0]


# scikit-learn's classification report

REPORT = """\
                    precision    recall  f1-score   support

tench, Tinca tinca       0.90      0.88      0.89        50
               151       0.50      0.60      0.55        50

          accuracy                           0.74       100
         macro avg       0.70      0.74      0.72       100
      weighted avg       0.70      0.74      0.72       100
"""


def test_a_classification_report_gives_recall_as_the_accuracy_of_a_class():
    found = read(REPORT, "report.txt")
    assert columns(found) == {
        "class": ["tench, Tinca tinca", "151"],
        "accuracy": ["0.88", "0.60"],
        "support": ["50", "50"],
        "precision": ["0.90", "0.50"],
        "f1-score": ["0.89", "0.55"],
    }
    assert [row for row, _ in found.rows] == [3, 4]
    assert "rounded to 2 digits" in found.notes[0]


def test_a_classification_report_as_a_dictionary_gives_the_same_classes():
    numbers = {"precision": 0.5, "recall": 0.625, "f1-score": 0.5, "support": 50.0}
    value = {"151": numbers, "accuracy": 0.625, "macro avg": numbers, "weighted avg": numbers}
    found = columns(read(json.dumps(value), "report.json"))
    assert (found["class"], found["accuracy"], found["support"]) == (["151"], ["0.625"], ["50"])


def test_a_classification_report_from_a_data_frame_gives_the_same_classes():
    numbers = {"precision": 0.5, "recall": 0.625, "f1-score": 0.5, "support": 50.0}
    frame = pd.DataFrame({"tench, Tinca tinca": numbers, "accuracy": 0.625, "macro avg": numbers})
    found = read(frame.T.to_csv())
    assert found.header == ("class", "precision", "accuracy", "f1-score", "support")
    assert found.rows == ((2, ("tench, Tinca tinca", "0.5", "0.625", "0.5", "50")),)


def test_a_line_that_is_none_of_a_report_is_named_with_its_row():
    assert "row 4" in fault(REPORT.replace("0.50      0.60", "0.50"), "report.txt")


@pytest.mark.parametrize(
    ("value", "header", "cell"),
    [
        ({"n01440764": 0.76, "n01443537": 1.0}, ("class", "accuracy"), "0.76"),
        ({"n01440764": 76, "n01443537": 80}, ("class", "accuracy_percent"), "76"),
        ({"n01440764": {"accuracy": 0.76, "n": 50}}, ("class", "accuracy", "n"), "0.76"),
        ({"0": 0.5, "1": 0.25}, ("class", "accuracy"), "0.5"),
    ],
)
def test_json_of_accuracies_by_class_is_no_table_of_images(value, header, cell: str):
    found = read(json.dumps(value), "mine.json")
    assert found.header == header
    assert found.rows[0][1][1] == cell


# NumPy


@pytest.mark.parametrize(
    ("array", "cells"),
    [
        (np.array([65, 970]), ["65", "970"]),
        (np.array([65, 970], dtype=np.uint16), ["65", "970"]),
        (np.array([65.0, 970.0], dtype=np.float32), ["65", "970"]),
        (np.array([[65], [970]]), ["65", "970"]),
        (np.array([[65, 1, 2], [970, 3, 4]], order="F"), ["65 1 2", "970 3 4"]),
    ],
)
def test_an_array_of_classes_is_taken_by_position(array: np.ndarray, cells: list[str]):
    for data in (stored(array), archived(prediction=array)):
        found = read(data, "mine.npy")
        assert columns(found) == {IMAGE_BY_POSITION: ["1", "2"], PREDICTION: cells}


def test_outputs_become_ranked_classes_and_the_softmax_of_the_first():
    outputs = np.random.default_rng(1).normal(size=(40, 1000)).astype(np.float32)
    found = columns(read(stored(outputs), "logits.npy"))
    assert found[PREDICTION] == [" ".join(map(str, np.argsort(-row)[:5])) for row in outputs]
    wide = outputs.astype(float)
    softmax = np.exp(wide) / np.exp(wide).sum(axis=1, keepdims=True)
    said = np.array(found["probability"], dtype=float)
    np.testing.assert_allclose(said, softmax.max(axis=1), rtol=1e-9)
    again = columns(read(stored(softmax), "probabilities.npy"))
    assert again[PREDICTION] == found[PREDICTION]
    np.testing.assert_allclose(np.array(again["probability"], dtype=float), said, rtol=1e-9)


@pytest.mark.parametrize("whole", [1.0, 1 + 2e-7, 100.0])
def test_probabilities_that_are_rounded_or_in_percent_are_no_logits(whole: float):
    chances = np.random.default_rng(1).dirichlet(np.full(1000, 0.01), 40)
    chances[0] = np.eye(1000)[7]
    found = columns(read(stored((chances * whole).astype(np.float32)), "probabilities.npy"))
    said = np.array(found["probability"], dtype=float)
    np.testing.assert_allclose(said, chances.max(axis=1), rtol=1e-5)
    assert said.max() <= 1


def test_outputs_that_are_no_probabilities_give_no_confidence():
    outputs = np.random.default_rng(1).uniform(size=(20, 1000))
    found = read(stored(outputs), "sigmoid.npy")
    assert found.header == (IMAGE_BY_POSITION, PREDICTION)
    assert "no confidence" in " ".join(found.notes)


def test_named_arrays_are_columns_and_text_among_them_names_the_images():
    data = archived(filenames=np.array(FILES), preds=np.array([65, 970, 230]), labels=np.arange(3))
    assert columns(read(data, "mine.npz")) == {
        "filenames": FILES,
        "preds": ["65", "970", "230"],
        "labels": ["0", "1", "2"],
    }


def test_a_thousand_shares_are_accuracies_by_class():
    shares = np.linspace(0, 1, 1000)
    found = read(stored(shares), "acc.npy")
    assert found.header == ("class_index", "accuracy")
    assert [float(cells[1]) for _, cells in found.rows] == shares.tolist()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (stored(np.array([{"a": 1}], dtype=object)), "Python objects"),
        (stored(np.zeros((2, 3, 4))), "shape (2, 3, 4)"),
        (stored(np.zeros((3, 2)) + 0.5), "fractions"),
        (stored(np.ones((1000, 1000), dtype=int)), "confusion matrix"),
        (stored(np.full((3, 1000), np.nan)), "row 1: expected finite outputs"),
        (stored(np.array([1 + 2j])), "numbers or text"),
        (stored(np.array([65, 970]))[:-3], "ends after"),
        (archived(a=np.arange(3), b=np.arange(4)), "'a' (3,), 'b' (4,)"),
    ],
)
def test_an_array_that_holds_no_predictions_is_named(data: bytes, words: str):
    assert words in fault(data, "mine.npy")
