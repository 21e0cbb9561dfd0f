"""Models after 2019, other test sets, confidences and duplicates: the tables and their totals."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from explorer import facts
from explorer.facts.data_package import DATA

MOBILE = [
    ("mobilenet_v4_conv_large_qualcomm_int8", 82.18, 87.36),
    ("mobilenet_v4_conv_large_samsung_int8", 81.56, 87.18),
    ("mobilenet_edgetpu_samsung_int8", 75.64, 82.56),
]
UNKNOWN_CLASSES = [250, 517]
"""Classes in which the source of modern_correct could score no model."""


@cache
def table(name: str) -> pd.DataFrame:
    return facts.read(name)


@cache
def validation() -> pd.DataFrame:
    return table("validation_predictions").set_index("image")


def right(allowed: pd.Series, predicted: pd.Series) -> np.ndarray:
    """Whether each prediction is among the labels that are allowed for its image."""
    return np.array([p in labels for labels, p in zip(allowed, predicted, strict=True)])


def test_the_tables_take_less_than_25_megabytes():
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 25e6


# Predictions


@pytest.mark.parametrize(("model", "top1", "real"), MOBILE)
def test_mobile_predictions_give_the_reported_accuracy(model: str, top1: float, real: float):
    predicted = table("mobile_predictions").set_index("image")[model]
    listed = table("mobile_predictions_models").set_index("model").loc[model]
    labels = validation()
    assert 100 * (predicted == labels.label).mean() == pytest.approx(listed.top1_percent)
    assert listed.top1_percent == pytest.approx(listed.reported_top1_percent, abs=0.005)
    assert listed.reported_top1_percent == top1
    rated = labels.real_labels.map(len) > 0
    found = 100 * right(labels.real_labels[rated], predicted[rated]).mean()
    assert found == pytest.approx(real, abs=0.005)
    assert found == pytest.approx(listed.real_top1_percent, abs=0.0005)


def test_mobile_models_list_their_worst_class_and_the_classes_they_predict():
    models = table("mobile_predictions_models").set_index("model")
    for model, predicted in table("mobile_predictions").set_index("image").items():
        correct = (predicted == validation().label).groupby(validation().label).mean()
        assert correct.min() == pytest.approx(models.lowest_class_accuracy[model])
        assert predicted.nunique() == models.classes_predicted[model]


def test_imagenetv2_has_10_images_per_class_and_refined_labels_as_counted():
    frame = table("imagenetv2_mf_predictions")
    labels = frame.refined_labels.map(len)
    assert frame.label.value_counts().tolist() == [10] * 1_000
    assert (len(frame), (labels > 1).sum(), (labels == 0).sum()) == (10_000, 4_788, 129)


def test_imagenetv2_predictions_give_the_listed_accuracies():
    frame = table("imagenetv2_mf_predictions")
    models = table("imagenetv2_mf_models").set_index("model")
    assert set(models.index) == set(frame.columns[3:])
    rated = frame.refined_labels.map(len) > 0
    for model, listed in models.iterrows():
        assert 100 * (frame[model] == frame.label).mean() == pytest.approx(listed.v2_top1_percent)
        refined = 100 * right(frame.refined_labels[rated], frame[model][rated]).mean()
        assert refined == pytest.approx(listed.v2_refined_percent, abs=0.0006)


def test_imagenetv2_has_the_accuracies_that_are_widely_known():
    top1 = table("imagenetv2_mf_models").set_index("model").v2_top1_percent
    assert (top1["resnet50"], top1["pnasnet5large"]) == (63.33, 72.08)


# Right or wrong


def modern() -> list[str]:
    names = map(str, table("modern_correct"))
    return [name.removesuffix("_top1") for name in names if "_top1" in name]


def test_whether_a_modern_model_is_right_is_unknown_where_it_could_not_be_scored():
    frame = table("modern_correct").set_index("image")
    for model in modern():
        known = frame[f"{model}_top1"].notna()
        assert (known == frame[f"{model}_top5"].notna()).all()
        clip = model.startswith("clip")
        assert known.sum() == (49_900 if clip else 49_002)
        assert not known[validation().label.isin(UNKNOWN_CLASSES)].any()


def test_all_modern_models_but_clip_cover_the_same_images():
    frame = table("modern_correct")
    covered = {tuple(frame[f"{m}_top1"].isna()) for m in modern() if not m.startswith("clip")}
    assert len(covered) == 1


def test_a_first_prediction_that_is_right_is_among_the_first_five():
    frame = table("modern_correct")
    for model in modern():
        assert not (frame[f"{model}_top1"] & ~frame[f"{model}_top5"]).any()


def test_modern_models_have_the_listed_accuracy():
    frame = table("modern_correct")
    models = table("modern_correct_models").set_index("model")
    assert sorted(models.index) == sorted(modern())
    for model, listed in models.iterrows():
        for part in ("top1", "top5"):
            correct = frame[f"{model}_{part}"].dropna()
            assert len(correct) == listed.images
            found = 100 * correct.mean()
            assert found == pytest.approx(listed[f"{part}_percent"], abs=0.0006)


def test_modern_models_are_close_to_what_timm_publishes():
    models = table("modern_correct_models").set_index("model")
    gap = (models.top1_percent - models.published_top1_percent).dropna()
    assert gap[gap.index.str.startswith("convnext")].abs().max() < 0.08
    assert (gap.idxmin(), round(gap.min(), 2)) == ("vit_base_patch16_224", -1.35)
    assert models.top1_percent["beit_large_patch16_384"] == 88.398
    assert models.top1_percent["convnext_large_384_22k_1k"] == 87.488


def test_right_predictions_by_class_follow_from_those_by_image():
    wnids = table("ilsvrc2012").set_index("index").wnid
    by_class = table("modern_class_accuracy").set_index(["model", "wnid"])
    frame = table("modern_correct").set_index("image")
    wnid = validation().label.map(wnids)
    for model in modern():
        for part in ("top1", "top5"):
            correct = frame[f"{model}_{part}"]
            listed = by_class.loc[model]
            found = correct.groupby(wnid).sum(min_count=1).reindex(listed.index)
            assert found.astype("Int64").equals(listed[f"{part}_correct"].astype("Int64"))
            assert (
                correct.groupby(wnid).count().loc[listed.index].tolist() == listed.images.tolist()
            )
    for name, predicted in table("mobile_predictions").set_index("image").items():
        correct = (predicted == validation().label).groupby(wnid).sum()
        listed = by_class.loc[str(name)]
        assert correct.loc[listed.index].tolist() == listed.top1_correct.tolist()
        assert listed.top5_correct.isna().all()


def test_gaps_are_read_as_gaps_and_not_as_floats():
    assert set(map(str, table("modern_correct").dtypes.iloc[1:])) == {"boolean"}
    types = table("modern_class_accuracy").dtypes.astype(str).to_dict()
    assert (types["images"], types["top1_correct"], types["top5_correct"]) == (
        "int8",
        "Int8",
        "Int8",
    )


# Agreement of 962 models


def test_common_errors_are_4731_pairs_that_bear_the_original_label():
    pairs = table("common_errors_962_models")
    assert len(pairs) == 4_731
    assert (pairs.image.map(validation().label) == pairs.label).all()
    assert (pairs.predicted != pairs.label).all()
    assert pairs.models.between(1, 962).all()


def test_common_errors_agree_with_our_69_models():
    pairs = table("common_errors_962_models")
    ours = validation().drop(columns=["label", "real_labels"]).loc[pairs.image].to_numpy()
    same = (ours == pairs.predicted.to_numpy()[:, None]).sum(axis=1)
    assert round(float(np.corrcoef(same, pairs.models)[0, 1]), 2) == 0.88


def test_962_models_are_right_on_no_more_images_than_there_are():
    models = table("models962_by_branch")
    assert len(models) == 962
    for group, images in [("all", 18_692), ("organism", 7_624), ("artifact", 10_184)]:
        assert (models[f"{group}_images"] == images).all()
        assert (models[f"{group}_top1_correct"] <= images).all()
    # An image with labels of two groups is in both, so groups add up to more.
    assert (models.other_images + 7_624 + 10_184).unique().tolist() == [19_404]


# Overall figures


def test_timm_lists_1556_results_of_which_resnet152_agrees_with_ours():
    timm = table("timm_models_overall")
    assert len(timm) == 1_556
    resnet = timm[(timm.model == "resnet152.tv_in1k") & (timm.img_size == 224)].iloc[0]
    ours = table("models").set_index("model").loc["resnet152"]
    assert resnet.real_top1_percent == pytest.approx(ours.real_top1_percent, abs=0.01)
    assert timm.a_top1_percent.isna().sum() == 1


def test_openclip_lists_121_models_with_shares():
    clip = table("openclip_zero_shot_overall")
    assert len(clip) == 121
    assert clip.filter(like="imagenet").to_numpy().max() < 1.0


# Confidences


def test_nine_models_with_confidences_have_the_listed_accuracy_and_mean_confidence():
    frame = table("confidence_9_models").set_index("image")
    listed = table("confidence_models")
    listed = listed.set_index(listed.platform + "_" + listed.model.str.lower())
    names = [name for name in map(str, frame) if not name.endswith("_confidence")]
    assert len(names) == 9
    for name in names:
        row = listed.loc[name]
        found = 100 * (frame[name] == validation().label).mean()
        assert found == pytest.approx(row.top1_percent, abs=0.001)
        mean = frame[f"{name}_confidence"].mean() / 10_000
        assert mean == pytest.approx(row.mean_confidence, abs=0.0001)


def test_33_of_34_models_agree_with_the_figure_of_the_source():
    models = table("confidence_models")
    gap = (models.top1_percent - models.reported_top1_percent).abs()
    assert (len(models), (gap < 0.0051).sum(), round(gap.max(), 3)) == (34, 33, 0.014)


# The same network on other data


def test_select_has_our_training_images_and_the_published_means():
    select = table("select_resnet50_by_training_set")
    ours = table("ilsvrc2012").set_index("wnid").train_images
    assert select.in1000_train_images.tolist() == ours.loc[select.wnid].tolist()
    means = 100 * select.filter(like="_top1_accuracy").mean()
    assert means.round(2).tolist() == [77.99, 42.25, 59.61, 55.61, 25.16, 23.76]


# Duplicates


def test_1265_pairs_of_classes_share_identical_training_images():
    pairs = table("train_duplicate_class_pairs")
    assert len(pairs) == 1_265
    assert (pairs.wnid_a < pairs.wnid_b).all()
    most = pairs.nlargest(1, "identical_images").iloc[0]
    assert (most.wnid_a, most.wnid_b, most.identical_images) == ("n03710637", "n03710721", 277)


def test_a_class_shares_at_most_as_many_images_as_its_pairs_do_together():
    pairs = table("train_duplicate_class_pairs")
    ends = pd.concat([pairs.set_index(end).identical_images for end in ("wnid_a", "wnid_b")])
    together = ends.groupby(level=0).sum()
    by_class = table("train_duplicates_by_class").set_index("wnid")
    shared = by_class.train_images_also_in_another_class
    assert set(shared.index[shared > 0]) == set(together.index)
    assert (shared[shared > 0] <= together.loc[shared.index[shared > 0]]).all()
