"""Metrics that know the hierarchy agree with independent implementations, on random DAGs too."""

from dataclasses import replace
from statistics import fmean

import hiclass.metrics
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_fscore_support

from explorer.audits.errors.metrics import METRICS, Judged, shared_ancestors
from explorer.evaluations import NONE, Predictions, Truth
from explorer.evaluations.class_errors import severities
from tests.support.dags import Dag, dags, forebears
from tests.support.real import atlas, validation

BY_KEY = {metric.key: metric for metric in METRICS}


@st.composite
def judged(draw: st.DrawFn) -> tuple[Dag, Judged]:
    """Random labels and predictions over some synsets of a random DAG, inner ones among them."""
    dag = draw(dags(least=3, rooted=True))
    below = sorted(set(dag.tree.wnids) - set(dag.tree.roots))
    wnids = tuple(draw(st.lists(st.sampled_from(below), min_size=2, unique=True)))
    classes = st.integers(0, len(wnids) - 1)
    images = draw(st.lists(st.tuples(classes, classes | st.just(NONE)), min_size=1, max_size=30))
    labels, predicted = np.array(images, dtype=np.int16).T
    truth = Truth(
        about=validation().about, wnids=wnids, labels=labels, keys=np.zeros(0, dtype=np.int64)
    )
    model = Predictions(truth, "m", predicted, "test")
    return dag, Judged(dag.tree, model, model.covered, np.arange(len(wnids)))


def sets(dag: Dag, found: Judged) -> tuple[list[list[str]], list[list[str]]]:
    """Labels and predictions with all that is above them, without the root."""
    wnids, root = found.truth.wnids, set(dag.tree.roots)
    covered = found.images
    sides = found.truth.labels[covered], found.model.predicted[covered]
    first, second = (
        [sorted(forebears(dag.graph, wnids[at]) - root) for at in side.tolist()] for side in sides
    )
    return first, second


def padded(rows: list[list[str]]) -> list[list[str]]:
    longest = max(map(len, rows))
    return [[*row, *[""] * (longest - len(row))] for row in rows]


@pytest.mark.filterwarnings("ignore:F-score is ill-defined")
@given(judged())
def test_hierarchical_precision_recall_and_f1_are_those_of_hiclass(drawn: tuple[Dag, Judged]):
    dag, found = drawn
    if not found.images.any():
        return
    rows = padded([*sets(dag, found)[0], *sets(dag, found)[1]])
    half = len(rows) // 2
    for key, theirs in (
        ("hierarchical_precision", hiclass.metrics.precision),
        ("hierarchical_recall", hiclass.metrics.recall),
        ("hierarchical_f1", hiclass.metrics.f1),
    ):
        ours = BY_KEY[key].estimate(found).value
        assert ours == pytest.approx(theirs(rows[:half], rows[half:]) * 100)


@given(judged())
def test_macro_precision_recall_and_f1_are_those_of_scikit_learn(drawn: tuple[Dag, Judged]):
    _, found = drawn
    labels, predicted = found.truth.labels[found.images], found.model.predicted[found.images]
    for key, at, among in (
        ("macro_precision", 0, np.unique(predicted)),
        ("macro_recall", 1, np.unique(labels)),
        ("macro_f1", 2, np.union1d(labels, predicted)),
    ):
        ours = BY_KEY[key].estimate(found).value
        if not len(among):
            assert np.isnan(ours)
            continue
        theirs = precision_recall_fscore_support(
            labels, predicted, labels=among, average="macro", zero_division=0
        )
        assert ours == pytest.approx(theirs[at] * 100)


@given(judged())
def test_the_height_of_the_lowest_common_ancestor_is_found_by_brute_force(
    drawn: tuple[Dag, Judged],
):
    dag, found = drawn
    wnids = found.truth.wnids
    kept = dag.graph.subgraph({each for wnid in wnids for each in forebears(dag.graph, wnid)})
    height = {
        node: nx.dag_longest_path_length(kept.subgraph(nx.descendants(kept, node) | {node}))
        for node in kept
    }
    table = severities(dag.tree, found.truth)
    for row, first in enumerate(wnids):
        for column, second in enumerate(wnids):
            common = forebears(dag.graph, first) & forebears(dag.graph, second)
            expected = 0 if first == second else min(height[node] for node in common)
            assert table[row, column] == expected
    covered = np.flatnonzero(found.images)
    far = [int(table[found.truth.labels[at], found.model.predicted[at]]) for at in covered]
    wrong = [each for each, at in zip(far, covered, strict=True) if not found.correct[at]]
    distance, severity = (
        BY_KEY[key].estimate(found).value for key in ("hierarchical_distance", "severity")
    )
    assert np.isnan(distance) if not far else distance == pytest.approx(fmean(far))
    assert np.isnan(severity) if not wrong else severity == pytest.approx(fmean(wrong))


@given(judged())
def test_shared_ancestors_are_counted_over_all_parents(drawn: tuple[Dag, Judged]):
    dag, found = drawn
    table, root = shared_ancestors(dag.tree, found.truth), set(dag.tree.roots)
    above = [forebears(dag.graph, wnid) - root for wnid in found.truth.wnids]
    assert table.tolist() == [[len(one & other) for other in above] for one in above]


@given(judged())
def test_what_images_add_to_a_metric_adds_up_to_nothing(drawn: tuple[Dag, Judged]):
    for metric in METRICS:
        assert metric.estimate(drawn[1]).added.sum() == pytest.approx(0, abs=1e-9)


def test_the_spread_of_a_metric_is_that_of_a_bootstrap_over_images():
    whole = validation().built_in["resnet50"]
    places = np.random.default_rng(1).choice(50_000, 2_000, replace=False)
    truth = replace(whole.truth, labels=whole.truth.labels[places] % 20, keys=whole.truth.keys[:0])
    model = Predictions(truth, "m", whole.predicted[places] % 20, "test")
    hierarchy, every = atlas().hierarchy, np.arange(20)

    def values(model: Predictions) -> dict[str, float]:
        found = Judged(hierarchy, model, model.covered, every)
        return {metric.key: metric.estimate(found).value for metric in METRICS}

    random = np.random.default_rng(2)
    draws = []
    for _ in range(300):
        chosen = random.integers(0, 2_000, 2_000)
        drawn = replace(truth, labels=truth.labels[chosen])
        draws.append(values(Predictions(drawn, "m", model.predicted[chosen], "test")))
    found = Judged(hierarchy, model, model.covered, every)
    for metric in METRICS:
        added = metric.estimate(found).added
        simulated = np.std([draw[metric.key] for draw in draws])
        assert np.sqrt(added @ added) == pytest.approx(simulated, rel=0.15), metric.key
