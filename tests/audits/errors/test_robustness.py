"""Overall accuracies of timm's and CLIP-type models: counts, records, honest thinning."""

import pytest

from explorer import facts
from explorer.audits.errors import robustness
from tests.support.real import validation


def found():
    return robustness.models(validation())


def test_all_results_of_both_tables_are_there():
    by_source = found()["source"].value_counts()
    assert by_source[robustness.TIMM] == len(facts.read("timm_models_overall")) == 1_556
    assert by_source[robustness.CLIP] == len(facts.read("openclip_zero_shot_overall")) == 121


def test_shares_become_percentages_and_what_is_not_known_stays_unknown():
    clip = facts.read("openclip_zero_shot_overall")
    mine = found()[found()["source"] == robustness.CLIP]
    assert sorted(mine["sketch"]) == pytest.approx(sorted(clip["imagenet_sketch"] * 100))
    assert mine["real"].isna().all()
    assert mine["year"].isna().all()
    timm = found()[found()["source"] == robustness.TIMM]
    assert timm["a"].isna().sum() == 1
    assert (timm["family"] == "").any() and (timm["family"] == "ConvNeXt").any()


def test_a_year_is_known_only_of_weights_whose_errors_by_image_are_here():
    known = found()[found()["year"].notna()].set_index("model")["year"]
    assert known["convnext_tiny.fb_in1k"].unique().tolist() == [2022]
    assert known["beit_large_patch16_384.in22k_ft_in22k_in1k"] == 2021
    published = facts.read("modern_correct_models")["published_source"]
    assert set(known.index) == {each.split()[1] for each in published if each}


@pytest.mark.parametrize("key", robustness.KEYS)
def test_no_record_is_surpassed_by_a_model_of_at_most_its_validation_accuracy(key: str):
    known = found()[found()[key].notna()]
    best = robustness.best_so_far(found(), key)
    assert best["top1"].is_monotonic_increasing and best[key].is_monotonic_increasing
    for top1, value in zip(best["top1"], best[key], strict=True):
        assert known.loc[known["top1"] <= top1, key].max() == value
    assert best[key].max() == known[key].max()


@pytest.mark.parametrize("key", robustness.KEYS)
def test_drawn_and_not_drawn_results_add_up(key: str):
    drawn = robustness.thinned(found(), key)
    wanted = found()[found()[key].notna() & (found()["top1"] >= robustness.LOWEST)]
    assert len(drawn) + drawn["others"].sum() == len(wanted)
    assert drawn[key].max() == wanted[key].max()
