"""The printed code is run with stand-ins for torch, and draws the shares that a plan promises."""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from explorer.audits.balance import plan as plans
from explorer.audits.balance.plan import SCHEMES, PlanRule
from explorer.audits.balance.plan_code import loss_code, sampler_code
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas

DOG = "n02084071"
DEVIATIONS = 5
"""Standard deviations of a class's draws that count as chance; 1,000 classes stay within 4."""

RULES = {
    **{scheme: PlanRule(scheme=scheme) for scheme in SCHEMES},
    "cap": PlanRule(cap=500),
    "cap without weights": PlanRule(cap=500, scheme="none"),
    "floor": PlanRule(floor=1_000, cap=1_200, scheme="root"),
    "oversample": PlanRule(floor=1_000, short="oversample"),
    "oversample without weights": PlanRule(floor=1_000, short="oversample", scheme="none"),
    "oversample and cap": PlanRule(floor=800, cap=900, short="oversample", scheme="effective"),
    "drop": PlanRule(floor=1_000, short="drop"),
    "drop and cap": PlanRule(floor=1_000, cap=1_100, short="drop", scheme="root"),
}


class WeightedRandomSampler:
    """Draws with replacement, as torch's does: by weight over their sum."""

    def __init__(self, weights: list[float], num_samples: int) -> None:
        chance = np.array(weights)
        generator = np.random.default_rng(0)
        self.drawn = generator.choice(len(chance), num_samples, p=chance / chance.sum())


@dataclass
class Subset:
    """Images of a data set by position, one of them as often as its position stands there."""

    dataset: Any
    indices: list[int]


def folder(counts: "pd.Series[int]") -> SimpleNamespace:
    """What torchvision's ``ImageFolder`` knows of a folder per wnid: classes and targets."""
    classes = sorted(counts.index)
    targets = np.repeat(np.arange(len(classes)), counts[classes]).tolist()
    return SimpleNamespace(classes=classes, targets=targets)


@pytest.fixture(autouse=True)
def torch(monkeypatch: pytest.MonkeyPatch) -> None:
    data = ModuleType("torch.utils.data")
    data.WeightedRandomSampler, data.Subset = WeightedRandomSampler, Subset  # type: ignore[attr-defined]
    top = ModuleType("torch")
    top.tensor = np.array  # type: ignore[attr-defined]
    top.nn = SimpleNamespace(CrossEntropyLoss=SimpleNamespace)  # type: ignore[attr-defined]
    modules = {"torch": top, "torch.utils": ModuleType("torch.utils"), "torch.utils.data": data}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    random.seed(0)


def planned(key: str, focus: str, rule: PlanRule) -> pd.DataFrame:
    return plans.plan(atlas(), atlas().roll_up(key), focus, "images", rule)


def run(code: Any, found: pd.DataFrame, key: str, rule: PlanRule, dataset: object, at: Path) -> Any:
    """Everything that the code makes, run over a folder of images."""
    file = at / 'a "plan".json'
    size = len(atlas().datasets[key])
    file.write_text(json.dumps(plans.document(found, key, DOG, "images", rule, size)))
    made: dict[str, Any] = {"dataset": dataset}
    exec(compile(code(str(file)), "printed", "exec"), made)
    return SimpleNamespace(**made)


def drawn(
    found: pd.DataFrame, key: str, rule: PlanRule, on_disk: "pd.Series[int]", at: Path
) -> Any:
    """How often the printed sampler draws each class in an epoch, by wnid."""
    dataset = folder(on_disk)
    made = run(sampler_code, found, key, rule, dataset, at)
    classes = np.bincount(np.array(dataset.targets)[made.sampler.drawn], minlength=len(on_disk))
    return pd.Series(classes, dataset.classes)


def promised(found: pd.DataFrame, rule: PlanRule) -> "pd.Series[float]":
    """Shares of the sampled images by wnid: planned images times the weight of the scheme."""
    images = found.set_index("wnid")["planned"].astype(float)
    used = images[images > 0]
    match rule.scheme:
        case "none":
            mass = used
        case "inverse":
            mass = used**0
        case "root":
            mass = used**0.5
        case "effective":
            mass = used * (1 - rule.beta) / (1 - rule.beta**used)
    return (mass / mass.sum()).reindex(images.index, fill_value=0.0)


def check_shares(found: pd.DataFrame, rule: PlanRule, counts: "pd.Series[int]") -> None:
    """Counts of an epoch are within chance of the promised shares."""
    draws = found["planned"].sum()
    assert counts.sum() == draws
    share = promised(found, rule).reindex(counts.index, fill_value=0.0)
    deviation = np.sqrt(draws * share * (1 - share))
    assert (np.abs(counts - draws * share) <= DEVIATIONS * deviation).all()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize(("key", "focus"), [("ilsvrc2012", ENTITY), ("fall11", DOG)])
def test_the_printed_sampler_draws_the_promised_shares(key, focus, rule, tmp_path):
    found = planned(key, focus, rule)
    on_disk = found.set_index("wnid")["images"]
    counts = drawn(found, key, rule, on_disk, tmp_path)
    check_shares(found, rule, counts)


def test_a_folder_of_a_branch_gets_that_branchs_shares_of_a_plan_for_everything(tmp_path):
    rule = PlanRule(cap=1_000, scheme="root")
    found = planned("ilsvrc2012", ENTITY, rule)
    branch = found[found["wnid"].isin(planned("ilsvrc2012", DOG, rule)["wnid"])]
    counts = drawn(found, "ilsvrc2012", rule, branch.set_index("wnid")["images"], tmp_path)
    check_shares(branch, rule, counts)


def test_a_folder_of_everything_is_drawn_from_the_planned_branch_only(tmp_path):
    rule = PlanRule(floor=500, short="oversample")
    found = planned("ilsvrc2012", DOG, rule)
    everything = planned("ilsvrc2012", ENTITY, rule).set_index("wnid")["images"]
    counts = drawn(found, "ilsvrc2012", rule, everything, tmp_path)
    assert counts[~counts.index.isin(found["wnid"])].sum() == 0
    check_shares(found, rule, counts)


def test_a_folder_with_other_counts_than_the_plan_still_gets_the_promised_shares(tmp_path):
    rule = PlanRule(cap=500)
    found = planned("fall11", DOG, rule)
    fewer = -(-found.set_index("wnid")["images"] // np.resize([1, 2, 3], len(found)))
    check_shares(found, rule, drawn(found, "fall11", rule, fewer, tmp_path))


def test_a_cap_of_500_draws_every_dog_equally_often(tmp_path):
    rule = PlanRule(cap=500)
    found = planned("fall11", DOG, rule)
    per_class = found["planned"].sum() / len(found)
    np.testing.assert_allclose(found["draws"], per_class)
    counts = drawn(found, "fall11", rule, found.set_index("wnid")["images"], tmp_path)
    images = found.set_index("wnid")["images"]
    for wnid in (images.idxmax(), images.idxmin()):
        assert counts[wnid] == pytest.approx(per_class, abs=DEVIATIONS * np.sqrt(per_class))


def test_a_floor_of_1000_draws_the_smallest_dog_a_thousand_times(tmp_path):
    rule = PlanRule(floor=1_000, short="oversample", scheme="none")
    found = planned("fall11", DOG, rule)
    smallest = found.loc[found["images"].idxmin()]
    assert smallest["draws"] == pytest.approx(1_000)
    counts = drawn(found, "fall11", rule, found.set_index("wnid")["images"], tmp_path)
    assert counts[smallest["wnid"]] == pytest.approx(1_000, abs=DEVIATIONS * np.sqrt(1_000))


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_printed_loss_gives_each_class_its_share_of_the_loss(rule, tmp_path):
    found = planned("fall11", DOG, rule).set_index("wnid")
    dataset = folder(found["images"])
    made = run(loss_code, found.reset_index(), "fall11", rule, dataset, tmp_path)
    assert made.planned.dataset is dataset
    targets = np.array(dataset.targets)[made.planned.indices]
    uses = np.bincount(targets, minlength=len(dataset.classes))
    assert uses.tolist() == found.loc[dataset.classes, "planned"].tolist()
    loss = uses * made.loss.weight
    np.testing.assert_allclose(
        loss / loss.sum(), promised(found.reset_index(), rule)[dataset.classes], atol=1e-9
    )
    _, times = np.unique(made.planned.indices, return_counts=True)
    most = (found["planned"] / found["images"]).max()
    assert times.max() <= np.ceil(most)
