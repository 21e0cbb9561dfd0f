"""Intervals, tests and correlations: each formula with its source and its edge cases."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy import special

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

CONFIDENCE = 0.95
"""Of every interval."""

Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
"""Standard deviations that an interval of that confidence reaches, of a normal distribution."""

SIGNIFICANT = 0.05
"""Level of a single test, and false discovery rate of a family of tests."""

FEWEST_CLUSTERS = 10
"""Clusters below which a bootstrap over them gives no interval: too few to show their spread."""


# Shares


def wilson(hits: Numbers, trials: Numbers) -> tuple[Numbers, Numbers]:
    """Wilson's score interval of a share (Wilson 1927), at 95 %.

    Args:
        hits: how often the event occurred; any shape.
        trials: of how many, same shape.

    Returns:
        Low and high, in percent; NaN where there are no trials.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = hits / trials
        middle = share + Z**2 / (2 * trials)
        reach = Z * np.sqrt(share * (1 - share) / trials + Z**2 / (4 * trials**2))
        scale = 100 / (1 + Z**2 / trials)
        # At no hit and at nothing else the ends are 0 and 100, but for the last bit.
        return ((middle - reach) * scale).clip(0), ((middle + reach) * scale).clip(max=100)


def paired_difference(
    both: Numbers, only_first: Numbers, only_second: Numbers, trials: Numbers
) -> tuple[Numbers, Numbers]:
    """Interval of the difference of two shares of the same trials, at 95 %.

    Method 10 of Newcombe (1998, Statistics in Medicine 17, 2635-2650): Wilson's intervals of the
    two shares, combined by their correlation phi, which is corrected for continuity where it is
    positive and taken as 0 where a margin of the table is empty.

    Args:
        both: trials on which the event occurred on both sides.
        only_first: trials on which it occurred on the first side alone.
        only_second: trials on which it occurred on the second side alone.
        trials: all of them.

    Returns:
        Low and high of (share of the second) - (share of the first), in percentage points; NaN
        where there are no trials.
    """
    neither = trials - both - only_first - only_second
    first, second = both + only_first, both + only_second
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = [side / trials * 100 for side in (first, second)]
        bounds = [wilson(side, trials) for side in (first, second)]
        excess = both * neither - only_first * only_second
        excess = np.where(excess > 0, np.maximum(excess - trials / 2, 0), excess)
        margins = first * (trials - first) * second * (trials - second)
        phi = np.where(margins > 0, excess / np.sqrt(margins), 0.0)
        (low_first, high_first), (low_second, high_second) = bounds
        down = shares[1] - low_second, high_first - shares[0]
        up = high_second - shares[1], shares[0] - low_first
        below, above = (
            np.sqrt(np.maximum(one**2 - 2 * phi * one * other + other**2, 0))
            for one, other in (down, up)
        )
        difference = shares[1] - shares[0]
        return difference - below, difference + above


def independent_difference(
    hits_first: Numbers, trials_first: Numbers, hits_second: Numbers, trials_second: Numbers
) -> tuple[Numbers, Numbers]:
    """Interval of the difference of two shares of different trials, at 95 %.

    Method 10 of Newcombe (1998, Statistics in Medicine 17, 873-890): Wilson's intervals of the two
    shares, each side's reach combined as the root of the sum of squares.

    Args:
        hits_first: how often the event occurred on the first side; any shape.
        trials_first: of how many, same shape.
        hits_second: how often it occurred on the second side.
        trials_second: of how many.

    Returns:
        Low and high of (share of the second) - (share of the first), in percentage points; NaN
        where a side has no trials.
    """
    low_first, high_first = wilson(hits_first, trials_first)
    low_second, high_second = wilson(hits_second, trials_second)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = hits_first / trials_first * 100, hits_second / trials_second * 100
    below = np.hypot(second - low_second, high_first - first)
    above = np.hypot(high_second - second, first - low_first)
    return second - first - below, second - first + above


def bootstrap_share(
    hits: Numbers, trials: Numbers, draws: int, seed: int = 0
) -> tuple[float, float]:
    """Interval of a share for the population that clusters of trials were drawn from, at 95 %.

    Whole clusters are drawn with replacement (the cluster bootstrap; Davison and Hinkley 1997,
    section 3.8), and the percentiles are widened for few clusters as in Hesterberg (2015, The
    American Statistician 69, 371-386): each tail is Phi(-t sqrt(n / (n - 1))) with t the quantile
    of Student's distribution at n - 1 degrees of freedom.

    Args:
        hits: how often the event occurred, by cluster.
        trials: of how many, by cluster; clusters without any are left out.
        draws: bootstrap samples.
        seed: the same seed gives the same interval.

    Returns:
        Low and high, in percent; NaN with fewer than ``FEWEST_CLUSTERS`` clusters.
    """
    some = trials > 0
    hits, trials = hits[some], trials[some]
    size = len(hits)
    if size < FEWEST_CLUSTERS:
        return float("nan"), float("nan")
    # Small indices are drawn and looked up three times as fast.
    kind = np.uint16 if size < 2**16 else np.int64
    chosen = np.random.default_rng(seed).integers(0, size, (draws, size), dtype=kind)
    # Equal clusters are the usual case, and need no second look-up.
    alike = bool((trials == trials[0]).all())
    total = trials[0] * size if alike else trials[chosen].sum(axis=1)
    shares = hits[chosen].sum(axis=1) / total * 100
    student = float(special.stdtrit(size - 1, 0.5 + CONFIDENCE / 2))
    tail = float(special.ndtr(-student * np.sqrt(size / (size - 1))))
    low, high = np.quantile(shares, [tail, 1 - tail])
    return float(low), float(high)


# Tests


def mcnemar(only_first: Numbers, only_second: Numbers) -> Numbers:
    """Two-sided p-value of McNemar's exact test, for counts of any size (McNemar 1947).

    Args:
        only_first: images on which the first model alone is wrong.
        only_second: images on which the second alone is.

    Returns:
        p-values; 1 where neither is wrong alone.
    """
    discordant = only_first + only_second
    smaller = np.minimum(only_first, only_second)
    # Of the binomial distribution; all of scipy.stats would take 30 MB and a third of a second.
    p = np.asarray(2 * special.bdtr(smaller, discordant.astype(np.int64), 0.5))
    return np.where(discordant > 0, np.minimum(p, 1.0), 1.0)


def benjamini_hochberg(p: Numbers) -> Numbers:
    """p-values adjusted for how many there are (Benjamini and Hochberg 1995)."""
    size = len(p)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * size / np.arange(1, size + 1)
    adjusted = np.empty(size)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.minimum(adjusted, 1.0)


def tarone(smallest: Numbers, level: float = SIGNIFICANT) -> Flags:
    """Which tests of a family could be significant at all (Tarone 1990, Biometrics 46, 515-522).

    With K the smallest number such that at most K tests can reach a p-value of level / K, these
    are the tests that can.

    Args:
        smallest: the smallest p-value that each test can reach, whatever the outcome.
        level: of the family.
    """
    ascending = np.sort(smallest)
    for count in range(1, len(smallest) + 1):
        bound = level / count
        if np.searchsorted(ascending, bound, side="right") <= count:
            return np.asarray(smallest <= bound)
    return np.zeros(len(smallest), dtype=np.bool_)


def discrete_fdr(p: Numbers, smallest: Numbers, level: float = SIGNIFICANT) -> Numbers:
    """p-values adjusted for the tests of a family that could be significant at all.

    Tarone's selection, then Benjamini and Hochberg's procedure over what is selected (Gilbert
    2005, Applied Statistics 54, 143-158). The selection looks at what each test can reach, never
    at its outcome, so it does not bias the tests that are left.

    Args:
        p: p-values.
        smallest: the smallest p-value that each test can reach; see ``tarone``.
        level: false discovery rate that the selection is made for.

    Returns:
        Adjusted p-values, to be compared with ``level``; NaN for tests that were left out.
    """
    chosen = tarone(smallest, level)
    adjusted = np.full(len(p), np.nan)
    adjusted[chosen] = benjamini_hochberg(p[chosen])
    return adjusted


# Correlation


def spearman(x: Numbers, y: Numbers) -> tuple[float, float, float, int]:
    """Rank correlation with its 95 % interval.

    The interval is Fisher's transformation with the standard error of Bonett and Wright (2000,
    Psychometrika 65, 23-28), sqrt((1 + r^2 / 2) / (n - 3)). Pairs with an unknown value are left
    out; ties share their mean rank.

    Returns:
        Correlation, low, high, pairs; NaN with fewer than 4 pairs or where one side is constant.
    """
    known = np.isfinite(x) & np.isfinite(y)
    x, y, size = x[known], y[known], int(known.sum())
    if size < 4 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan"), float("nan"), float("nan"), size
    r = float(np.asarray(np.corrcoef(_ranks(x), _ranks(y)))[0, 1])
    reach = Z * np.sqrt((1 + r**2 / 2) / (size - 3))
    middle = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12))
    return r, float(np.tanh(middle - reach)), float(np.tanh(middle + reach)), size


def _ranks(values: Numbers) -> Numbers:
    """Ranks from 1, equal values at the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2)[place])
