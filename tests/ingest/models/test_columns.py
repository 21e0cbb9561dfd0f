"""Which column is the prediction, in every spelling, and what ranks and flags are."""

import numpy as np
import pytest

from explorer.ingest.models.columns import Use, use_of
from explorer.ingest.models.reading import ChoiceNeeded
from tests.support.own_files import FILES, LABELS, VGG, WNIDS, csv, error, predicted, refused, taken
from tests.support.real import validation

TRUE_ERROR = 100 * float((VGG[:500] != LABELS[:500]).mean())
TOP5 = (VGG[:, None] + np.arange(5)) % 1_000

SPELLINGS = [
    *("pred", "prediction", "predictions", "predicted", "pred_label", "pred_idx", "pred_class"),
    *("predicted_index", "predicted_wnid", "PredLabel", "preds", "y_pred", "y_hat", "yhat"),
    *("ypred", "output", "model_output", "guess", "argmax", "Prediction-Index", "top1", "top_1"),
]


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_prediction_is_known_in_every_spelling_beside_a_class(name: str):
    for label in ("label", "class", "target", "y_true", "gt_label", "class_id"):
        found = taken(csv({"image": FILES, label: LABELS, name: VGG}))
        assert error(found.model) == pytest.approx(TRUE_ERROR)
        assert found.reading.used[0] == ("prediction", name)
        assert ("label", label) in found.reading.used


@pytest.mark.parametrize(
    "name",
    ["class", "class_id", "wnid", "synset", "label", "target", "gt", "true_label", "y_true"],
)
def test_the_only_column_of_classes_is_the_prediction_whatever_its_name(name: str):
    found = taken(csv({"filename": FILES, name: VGG}))
    assert error(found.model) == pytest.approx(TRUE_ERROR)
    assert not found.reading.warnings


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("predicted_probability", Use.PROBABILITY),
        ("pred_score", Use.PROBABILITY),
        ("gt_prob", Use.OTHER),
        ("pred_correct", Use.OTHER),
        ("correct_label", Use.TRUTH),
        ("ImageId", Use.IMAGE),
        ("filepath", Use.IMAGE),
        ("logits", Use.OTHER),
        ("index", Use.CLASS),
        ("id", Use.COUNTER),
    ],
)
def test_a_name_has_one_use(name: str, use: Use):
    assert use_of(name) is use


def test_two_columns_of_classes_without_a_prediction_are_refused_and_either_can_be_chosen():
    data = csv({"image": FILES, "class": VGG, "label": LABELS})
    fault = refused(data)
    assert isinstance(fault, ChoiceNeeded)
    assert fault.columns == ("class", "label")
    assert "class, label" in str(fault)
    assert error(predicted(data, column="class")) == pytest.approx(TRUE_ERROR)
    assert error(predicted(data, column="label")) == 0


def test_a_column_that_is_not_there_cannot_be_chosen():
    assert "'other'" in str(refused(csv({"image": FILES, "pred": VGG}), column="other"))


def test_predictions_of_two_models_are_refused_and_either_can_be_chosen():
    other = validation().model("alexnet").predicted
    for names in (("pred_vgg", "pred_alexnet"), ("model_1_pred", "model_2_pred")):
        data = csv({"image": FILES, names[0]: VGG, names[1]: other})
        assert isinstance(refused(data), ChoiceNeeded)
        assert error(predicted(data, column=names[0])) == pytest.approx(TRUE_ERROR)


def test_the_labels_themselves_are_called_so():
    warnings = taken(csv({"image": FILES, "label": LABELS})).reading.warnings
    assert "these are the labels themselves" in warnings[0]
    few = taken(csv({"image": FILES, "label": LABELS}, 5)).reading.warnings
    assert not few


def test_columns_that_are_not_read_are_named():
    found = taken(csv({"image": FILES, "pred": VGG, "note": "x", "loss": 0.1}))
    assert found.reading.ignored == ("note", "loss")
    assert found.reading.sentences()[0] == (
        "Read as: prediction = pred; image = image; ignored: note, loss."
    )


@pytest.mark.parametrize("name", ["vgg16", "vorhersage", "result"])
def test_a_column_of_an_unknown_name_that_agrees_with_the_labels_is_the_prediction(name: str):
    for columns in ({name: VGG}, {"label": LABELS, name: VGG}, {name: WNIDS[VGG], "width": 500}):
        assert error(predicted(csv({"image": FILES, **columns}))) == pytest.approx(TRUE_ERROR)


def test_an_unknown_column_that_does_not_agree_is_not_taken_for_the_prediction():
    width = 300 + np.arange(50_000) % 200
    found = taken(csv({"image": FILES, "label": VGG, "width": width}))
    assert error(found.model) == pytest.approx(TRUE_ERROR)
    assert found.reading.ignored == ("width",)
    data = csv(
        {
            "image": FILES,
            "label": LABELS,
            "one": VGG,
            "two": validation().model("alexnet").predicted,
        }
    )
    assert "several columns that may be the predictions, one and two" in str(refused(data))


# Ranks


@pytest.mark.parametrize(
    "pattern", ["pred_{}", "top{}", "class_{}", "_{}", "top_{}_class", "pred{}", "index_{}"]
)
@pytest.mark.parametrize("start", [0, 1])
def test_ranks_begin_at_0_or_1(pattern: str, start: int):
    ranks = {pattern.format(start + rank): TOP5[:, rank] for rank in range(5)}
    model = predicted(csv({"image": FILES, **ranks}))
    assert error(model) == pytest.approx(TRUE_ERROR)
    assert model.ranked is not None
    assert model.ranked[:500].tolist() == TOP5[:500].tolist()
    assert model.top5_known


def test_the_probability_of_the_first_rank_is_taken():
    columns = {f"pred_{rank}": TOP5[:, rank] for rank in range(5)}
    columns |= {f"prob_{rank}": np.full(50_000, 0.5 - rank / 10) for rank in range(5)}
    model = predicted(csv({"image": FILES, **columns}))
    assert model.confidence is not None
    assert set(model.confidence[:500].tolist()) == {0.5}


def test_hit_flags_are_no_classes():
    flags = {"top1": (VGG == LABELS).astype(int), "top5": 1}
    assert "hold only 0 and 1" in str(refused(csv({"image": FILES, **flags})))
    found = taken(csv({"image": FILES, "pred": VGG, **flags}))
    assert error(found.model) == pytest.approx(TRUE_ERROR)
    assert found.reading.ignored == ("top1", "top5")


def test_a_missing_rank_is_named():
    columns = {"top1": TOP5[:, 0], "top2": TOP5[:, 1], "top4": TOP5[:, 3]}
    assert "no column of rank 3" in str(refused(csv({"image": FILES, **columns})))


def test_top5_is_unknown_where_a_row_has_fewer_than_five():
    lists = np.array([" ".join(map(str, row)) for row in TOP5.tolist()])
    assert predicted(csv({"image": FILES, "pred": lists})).top5_known
    lists[7] = " ".join(map(str, TOP5[7, :4]))
    model = predicted(csv({"image": FILES, "pred": lists}))
    assert error(model) == pytest.approx(TRUE_ERROR)
    assert not model.top5_known


def test_kaggles_groups_of_five_are_ranked_classes_without_their_boxes():
    cells = np.array([" ".join(f"{WNIDS[at]} 85 1 499 272" for at in row) for row in TOP5[:500]])
    found = taken(csv({"ImageId": FILES, "PredictionString": cells}))
    assert error(found.model) == pytest.approx(TRUE_ERROR)
    assert found.model.ranked[:500].tolist() == TOP5[:500].tolist()
    assert any("Boxes are ignored" in note for note in found.reading.notes)


def test_a_class_with_two_boxes_counts_once_and_leaves_top5_unknown():
    cell = "n01751748 1 2 3 4 n01751748 5 6 7 8"
    model = predicted(f"ImageId,PredictionString\n1,{cell}\n")
    assert model.predicted[0] == 65
    assert model.ranked is None


@pytest.mark.parametrize("cell", ["n01751748 65", "65 n01751748 1", "n01751748 85 1 499"])
def test_any_other_mix_of_wnids_and_numbers_is_refused(cell: str):
    assert "all wnids or all numbers" in str(refused(f"image,pred\n1,{cell}\n"))


@pytest.mark.parametrize("order", [np.arange(5)[::-1], np.array([3, 1, 0, 2, 4])])
def test_ranks_that_are_not_in_order_of_probability_are_refused(order: np.ndarray):
    columns = {f"pred_{at}": TOP5[:, rank] for at, rank in enumerate(order.tolist())}
    assert "write the most probable class first" in str(refused(csv({"image": FILES, **columns})))


def test_one_prediction_beside_a_list_keeps_the_list_if_they_agree():
    lists = np.array([" ".join(map(str, row)) for row in TOP5.tolist()])
    model = predicted(csv({"image": FILES, "pred": VGG, "top5": lists}))
    assert model.top5_known
    fault = refused(csv({"image": FILES, "pred": np.roll(VGG, 1), "top5": lists}))
    assert isinstance(fault, ChoiceNeeded)


# Cells


@pytest.mark.parametrize(
    ("cell", "index"),
    [
        ("65.0", 65),
        ("065", 65),
        ("N01751748", 65),
        ("'n01751748'", 65),
        ("np.int64(65)", 65),
        ("[65]", 65),
        ('"65,0"', 65),
        ('"tench, Tinca tinca"', 0),
        ("Tinca_tinca", 0),
    ],
)
def test_a_class_is_understood_as_it_is_written(cell: str, index: int):
    assert predicted(f"image,pred\n1,{cell}\n").predicted[0] == index


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["0_1"], "'0_1'"),
        (['"65,0"', '"65"'], "either one number with a decimal comma or two classes"),
        (["6e1"], "'6e1'"),
        (["65.5"], "'65.5'"),
        (["٦٥"], "'٦٥'"),
        (["crane"], "shared by 2 classes"),
        (["n02084071"], "expected the wnid of a class"),
        (['"tench, goldfish"'], "found 'tench, goldfish'"),
    ],
)
def test_what_is_no_class_is_never_guessed(cells: list[str], words: str):
    rows = "".join(f"{at},{cell}\n" for at, cell in enumerate(cells, 1))
    assert words in str(refused(f"image,pred\n{rows}"))


def test_whole_labels_are_told_apart_where_a_column_holds_them():
    cells = ["\"jew's harp, jews' harp, mouth harp\"", "harp", '"tench, Tinca tinca"']
    rows = "".join(f"{at},{cell}\n" for at, cell in enumerate(cells[1:], 1))
    assert WNIDS[predicted(f"image,pred\n{rows}").predicted[0]] == "n03495258"
    assert "shared by 2 classes" in str(refused("image,pred\n1,harp\n"))


def test_hits_beside_numbered_images_or_predictions_of_all_are_no_figure_by_class():
    hits = (VGG == LABELS).astype(int)
    by_id = taken(csv({"id": np.arange(1, 50_001), "label": VGG, "correct": hits}))
    assert by_id.model.predicted[:500].tolist() == VGG[:500].tolist()
    of_all = taken(csv({"y_pred": VGG, "correct": hits}, 50_000))
    assert of_all.model.predicted.tolist() == VGG.tolist()


def test_the_corners_of_a_box_are_no_further_classes():
    chance = np.random.default_rng(1)
    low = chance.integers(0, 500, (500, 2))
    low[:, 1] += low[:, 0] == low[:, 1]
    groups = np.column_stack([VGG[:500], low, low + 1 + chance.integers(0, 400, (500, 2))])
    distinct = np.array([len(set(row)) == 5 for row in groups.tolist()])
    boxes = np.array([" ".join(map(str, row)) for row in groups.tolist()])
    for rows in (np.flatnonzero(distinct), np.arange(500)):
        sentence = str(refused(csv({"ImageId": FILES[:500], "PredictionString": boxes}, rows)))
        assert "a class with its box" in sentence
    ranks = np.array([" ".join(map(str, row)) for row in TOP5[:500].tolist()])
    assert predicted(csv({"image": FILES[:500], "pred": ranks})).top5_known
