"""Intervals, tests, correlations: other implementations, published examples, coverage."""

import math
from itertools import product

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from explorer import statistics

COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=20)
TABLE = st.tuples(*[st.integers(0, 40)] * 4).filter(lambda cells: sum(cells) > 0)


# Shares


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_of_a_share_is_scipys_wilson_interval(hits: int, trials: int):
    hits = min(hits, trials)
    low, high = statistics.wilson(np.array([float(hits)]), np.array([float(trials)]))
    expected = scipy.stats.binomtest(hits, trials).proportion_ci(0.95, method="wilson")
    assert low[0] == pytest.approx(expected.low * 100, abs=1e-9)
    assert high[0] == pytest.approx(expected.high * 100, abs=1e-9)


def test_no_trial_has_no_interval():
    low, high = statistics.wilson(np.zeros(1), np.zeros(1))
    assert np.isnan(low[0])
    assert np.isnan(high[0])


def difference(both: float, first: float, second: float, neither: float) -> tuple[float, float]:
    cells = (both, first, second, both + first + second + neither)
    low, high = statistics.paired_difference(*(np.array([float(cell)]) for cell in cells))
    return float(low[0]), float(high[0])


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        # Altman et al., Statistics with Confidence (2000), table 6.2.
        ((14, 0, 5, 22), 1.1, 22.6),
        # Bentur et al. (2009), worked out in Fagerland et al. (2014), Statistics in Medicine 33.
        ((1, 7, 1, 12), -50.7, -2.6),
    ],
)
def test_the_interval_of_a_paired_difference_is_that_of_published_examples(cells, low, high):
    found = difference(*cells)
    assert (round(found[0], 1), round(found[1], 1)) == (low, high)


@given(TABLE)
def test_the_interval_of_a_paired_difference_is_newcombes_cell_by_cell(cells):
    both, first, second, neither = cells
    size = sum(cells)
    shares = ((both + first) / size, (both + second) / size)
    bounds = [
        scipy.stats.binomtest(hits, size).proportion_ci(0.95, method="wilson")
        for hits in (both + first, both + second)
    ]
    product_of_margins = math.prod(
        (both + first, second + neither, both + second, first + neither), start=1
    )
    phi = 0.0
    if product_of_margins:
        top = both * neither - first * second
        top = max(top - size / 2, 0) if top > 0 else top
        phi = top / math.sqrt(product_of_margins)
    down = (shares[1] - bounds[1].low, bounds[0].high - shares[0])
    up = (bounds[1].high - shares[1], shares[0] - bounds[0].low)
    reach = [
        math.sqrt(max(0, one**2 + other**2 - 2 * phi * one * other)) for one, other in (down, up)
    ]
    middle = shares[1] - shares[0]
    low, high = difference(*cells)
    assert low == pytest.approx((middle - reach[0]) * 100, abs=1e-6)
    assert high == pytest.approx((middle + reach[1]) * 100, abs=1e-6)


@given(TABLE)
def test_exchanging_the_sides_turns_the_interval_around(cells):
    both, first, second, neither = cells
    low, high = difference(both, first, second, neither)
    turned = difference(both, second, first, neither)
    assert turned == pytest.approx((-high, -low), abs=1e-9)
    assert low - 1e-9 <= (second - first) / sum(cells) * 100 <= high + 1e-9


def test_two_sides_that_never_differ_are_not_known_to_be_equal():
    low, high = difference(10, 0, 0, 40)
    assert low < -1
    assert high > 1


@pytest.mark.parametrize(
    "chances", [(0.2, 0.1, 0.1, 0.6), (0.2, 0.02, 0.08, 0.7), (0.05, 0.05, 0.15, 0.75)]
)
def test_the_interval_of_a_paired_difference_covers_the_truth(chances):
    """Exact coverage: every table of 30 pairs with its multinomial probability."""
    size = 30
    tables = np.array(
        [cells for cells in product(range(size + 1), repeat=3) if sum(cells) <= size], dtype=float
    )
    both, first, second = tables.T
    neither = size - tables.sum(axis=1)
    weights = scipy.stats.multinomial.pmf(
        np.column_stack([both, first, second, neither]), size, chances
    )
    low, high = statistics.paired_difference(both, first, second, np.full(len(both), float(size)))
    truth = (chances[2] - chances[1]) * 100
    assert weights.sum() == pytest.approx(1)
    covered = float(weights[(low <= truth) & (truth <= high)].sum())
    assert 0.93 <= covered <= 0.995


def test_a_bootstrap_interval_covers_the_share_of_the_population():
    numbers = np.random.default_rng(3)
    covered, repeats = 0, 400
    for seed in range(repeats):
        rates = numbers.beta(2, 6, 20)
        hits = numbers.binomial(50, rates).astype(float)
        low, high = statistics.bootstrap_share(hits, np.full(20, 50.0), 400, seed)
        covered += low <= 25 <= high
    # Wilson's interval over the same 1,000 images covers about half of the time.
    assert covered / repeats >= 0.91


def test_a_bootstrap_interval_is_the_same_every_time():
    hits, trials = np.arange(30.0), np.full(30, 50.0)
    first = statistics.bootstrap_share(hits, trials, 500)
    assert first == statistics.bootstrap_share(hits, trials, 500)
    assert first != statistics.bootstrap_share(hits, trials, 500, seed=1)


def test_clusters_that_do_not_differ_have_an_interval_of_no_width():
    low, high = statistics.bootstrap_share(np.full(12, 5.0), np.full(12, 50.0), 200)
    assert (low, high) == (10, 10)


def test_a_bootstrap_weighs_clusters_by_their_trials_and_skips_empty_ones():
    hits = np.append(np.tile([1.0, 20.0], 10), 0.0)
    trials = np.append(np.tile([10.0, 40.0], 10), 0.0)
    low, high = statistics.bootstrap_share(hits, trials, 1_000)
    assert low < 42 < high
    assert (low, high) == statistics.bootstrap_share(hits[:-1], trials[:-1], 1_000)


def test_few_clusters_give_no_interval():
    low, high = statistics.bootstrap_share(np.arange(9.0), np.full(9, 50.0), 200)
    assert np.isnan(low)
    assert np.isnan(high)


# Tests


@given(COUNTS)
def test_p_is_scipys_exact_binomial_test(counts):
    first, second = np.array(counts, dtype=float).T
    found = statistics.mcnemar(first, second)
    for p, (a, b) in zip(found, counts, strict=True):
        expected = scipy.stats.binomtest(a, a + b, 0.5).pvalue if a + b else 1.0
        assert p == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_is_scipys_false_discovery_control(values):
    found = statistics.benjamini_hochberg(np.array(values))
    np.testing.assert_allclose(found, scipy.stats.false_discovery_control(values), atol=1e-12)


def test_no_test_has_no_q():
    assert statistics.benjamini_hochberg(np.zeros(0)).size == 0
    assert statistics.discrete_fdr(np.zeros(0), np.zeros(0)).size == 0


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40))
def test_the_tests_kept_are_those_of_tarones_definition(discordant):
    smallest = np.minimum(2 * 0.5 ** np.array(discordant, dtype=float), 1)
    reachable = {k: [p <= 0.05 / k for p in smallest] for k in range(1, len(smallest) + 1)}
    k = min(k for k, flags in reachable.items() if sum(flags) <= k)
    assert statistics.tarone(smallest, 0.05).tolist() == reachable[k]


@given(COUNTS)
def test_tests_that_cannot_be_significant_cost_the_others_nothing(counts):
    first, second = np.array(counts, dtype=float).T
    p, smallest = statistics.mcnemar(first, second), np.minimum(2 * 0.5 ** (first + second), 1)
    kept = statistics.tarone(smallest, 0.05)
    q = statistics.discrete_fdr(p, smallest)
    assert np.isnan(q[~kept]).all()
    np.testing.assert_allclose(q[kept], statistics.benjamini_hochberg(p[kept]))
    # A thousand more images on which the sides agree change nothing.
    more = np.ones(1_000)
    padded = statistics.discrete_fdr(np.append(p, more), np.append(smallest, more))
    np.testing.assert_array_equal(padded[: len(q)], q)


def test_the_adjusted_tests_keep_the_false_discovery_rate():
    """200 tests of few pairs, a fifth with a true difference: the mean share of false findings."""
    numbers = np.random.default_rng(11)
    shares = []
    for _ in range(300):
        pairs = numbers.integers(0, 25, 200)
        true = np.arange(200) < 40
        first = numbers.binomial(pairs, np.where(true, 0.9, 0.5)).astype(float)
        second = pairs - first
        p = statistics.mcnemar(first, second)
        q = statistics.discrete_fdr(p, np.minimum(2 * 0.5 ** pairs.astype(float), 1))
        found = q < 0.05
        shares.append((found & ~true).sum() / max(1, found.sum()))
    assert np.mean(shares) <= 0.05


# Correlation


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=40))
def test_rank_correlation_is_scipys_within_its_interval(pairs):
    x, y = np.array(pairs, dtype=float).T
    r, low, high, size = statistics.spearman(x, y)
    assert size == len(pairs)
    if np.ptp(x) and np.ptp(y):
        assert r == pytest.approx(scipy.stats.spearmanr(x, y).statistic)
        assert -1 <= low <= r + 1e-9
        assert r - 1e-9 <= high <= 1
    else:
        assert np.isnan(r)


def test_unknown_values_are_left_out_of_a_correlation():
    x = np.array([1.0, 2.0, 3.0, 4.0, np.nan])
    assert statistics.spearman(x, x)[3] == 4


def test_three_pairs_are_too_few_for_a_correlation():
    x = np.array([1.0, 2.0, 3.0])
    assert np.isnan(statistics.spearman(x, x)[0])


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe (1998, Statistics in Medicine 17, 873-890), table II, method 10.
        ((48, 80), (56, 70), 5.24, 33.39),
        ((3, 10), (9, 10), 17.05, 80.90),
        ((2, 7), (6, 7), 5.82, 80.62),
        ((0, 29), (5, 56), -3.81, 19.26),
        ((0, 20), (0, 10), -16.11, 27.75),
        ((0, 10), (0, 10), -27.75, 27.75),
        ((0, 20), (10, 10), 67.91, 100.00),
        ((0, 10), (10, 10), 60.75, 100.00),
    ],
)
def test_the_interval_of_an_independent_difference_is_that_of_the_paper(first, second, low, high):
    cells = (np.array([float(each)]) for each in (*first, *second))
    found = statistics.independent_difference(*cells)
    assert [round(float(each[0]), 2) for each in found] == [low, high]


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
def test_the_interval_of_an_independent_difference_turns_with_its_sides(a, m, b, n):
    a, b = min(a, m), min(b, n)
    low, high = statistics.independent_difference(*(np.array([float(x)]) for x in (a, m, b, n)))
    down, up = statistics.independent_difference(*(np.array([float(x)]) for x in (b, n, a, m)))
    assert low == pytest.approx(-up) and high == pytest.approx(-down)
    assert -100 - 1e-9 <= low <= (b / n - a / m) * 100 + 1e-9 <= high + 2e-9 <= 100 + 3e-9


@pytest.mark.parametrize(("p", "q"), [(0.2, 0.4), (0.05, 0.1), (0.5, 0.5)])
def test_the_interval_of_an_independent_difference_covers_the_truth(p: float, q: float):
    """Exact coverage at 50 and 10 trials, as of one class on either set of images."""
    hits = np.array(list(product(range(51), range(11))), dtype=float)
    weights = scipy.stats.binom.pmf(hits[:, 0], 50, p) * scipy.stats.binom.pmf(hits[:, 1], 10, q)
    trials = np.full(len(hits), 50.0), np.full(len(hits), 10.0)
    low, high = statistics.independent_difference(hits[:, 0], trials[0], hits[:, 1], trials[1])
    truth = (q - p) * 100
    covered = float(weights[(low <= truth + 1e-9) & (truth - 1e-9 <= high)].sum())
    assert 0.93 <= covered <= 0.99


def test_no_trials_give_no_interval_of_a_difference():
    none, some = np.zeros(1), np.ones(1)
    assert np.isnan(statistics.independent_difference(none, none, some, some)).all()


def test_the_interval_of_a_share_stays_within_0_and_100_percent():
    trials = np.arange(1.0, 2_000.0)
    for hits in (np.zeros_like(trials), trials):
        low, high = statistics.wilson(hits, trials)
        assert (low >= 0).all()
        assert (high <= 100).all()
        assert not np.signbit(low).any()  # written as -0.00 otherwise
