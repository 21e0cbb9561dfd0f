"""Compare two models at every node: which has the smaller error, and is the difference significant?

The models are compared on the images that both cover. The node in focus is tested on its own,
by its p-value. The scan over the hierarchy is one family of tests, the same at every focus:
every distinct set of ILSVRC-2012 classes that a synset has at or under it. Sets on which the
models disagree too rarely for any outcome to be significant are left out before the p-values
are adjusted (``statistics.discrete_fdr``).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from explorer.arrays import Integers, Numbers
from explorer.atlas import Atlas
from explorer.audits.overview import branches_of
from explorer.evaluations import ByImage, Truth
from explorer.evaluations.class_errors import classes_below, wrong
from explorer.formatting import fixed
from explorer.owner import kept_by
from explorer.statistics import SIGNIFICANT, discrete_fdr, mcnemar, paired_difference, wilson
from explorer.wordnet.hierarchy import Hierarchy


@dataclass(frozen=True, eq=False)
class Family:
    """The tests of a scan, one per distinct set of classes; arrays by set.

    Attributes:
        images: covered by both models; 0 where there is nothing to test.
        wrong_first, wrong_second: images that each model gets wrong.
        only_first, only_second: images that one model alone gets wrong.
        p: of McNemar's exact test; NaN without images.
        q: p adjusted; NaN where no outcome could be significant.
    """

    images: Numbers
    wrong_first: Numbers
    wrong_second: Numbers
    only_first: Numbers
    only_second: Numbers
    p: Numbers
    q: Numbers

    @property
    def tests(self) -> int:
        """How many sets have images."""
        return int((self.images > 0).sum())

    @property
    def tested(self) -> int:
        """How many of them could be significant, and were adjusted for."""
        return int(np.isfinite(self.q).sum())

    @property
    def fewest(self) -> int:
        """Fewest images on which exactly one model is wrong, among the tested; 0 if none is."""
        discordant = (self.only_first + self.only_second)[np.isfinite(self.q)]
        return int(discordant.min()) if len(discordant) else 0


@kept_by("truth")
def _sets(hierarchy: Hierarchy, truth: Truth) -> Integers:
    """By position, the number of a synset's set of classes; -1 where it has none."""
    below = classes_below(hierarchy, truth)
    found = np.full(len(hierarchy), -1, dtype=np.int64)
    numbers: dict[bytes, int] = {}
    for node in np.flatnonzero(np.diff(below.indptr)).tolist():
        classes = np.sort(below.indices[below.indptr[node] : below.indptr[node + 1]])
        found[node] = numbers.setdefault(classes.tobytes(), len(numbers))
    return found


@kept_by("first")
def family(hierarchy: Hierarchy, first: ByImage, second: ByImage) -> Family:
    """The tests of two models at all nodes with a class of ILSVRC-2012."""
    truth = first.truth
    both = first.covered & second.covered
    missed = [wrong(model) & both for model in (first, second)]
    flags = [both, *missed, missed[0] & ~missed[1], missed[1] & ~missed[0]]
    columns = np.column_stack(
        [np.bincount(truth.labels[each], minlength=truth.classes) for each in flags]
    ).astype(np.float64)
    _, nodes = np.unique(_sets(hierarchy, truth), return_index=True)
    # The first of the sorted numbers is -1, of synsets without a class.
    images, wrong_first, wrong_second, only_first, only_second = np.asarray(
        classes_below(hierarchy, truth)[:, nodes[1:]].T @ columns
    ).T
    some = images > 0
    p = np.where(some, mcnemar(only_first, only_second), np.nan)
    smallest = np.minimum(2 * 0.5 ** (only_first + only_second), 1.0)
    q = np.full(len(p), np.nan)
    q[some] = discrete_fdr(p[some], smallest[some])
    return Family(images, wrong_first, wrong_second, only_first, only_second, p, q)


def q_values(hierarchy: Hierarchy, first: ByImage, second: ByImage, positions: Integers) -> Numbers:
    """The adjusted p of the test at some synsets; NaN without classes or a possible finding."""
    sets = _sets(hierarchy, first.truth)[positions]
    # Synsets without a class have the number -1: the NaN put last.
    return np.append(family(hierarchy, first, second).q, np.nan)[sets]


def compare(atlas: Atlas, first: ByImage, second: ByImage, focus: str) -> pd.DataFrame:
    """Both models at every node at or under a synset, over the images that both cover.

    Of nodes with the same classes, which would be the same test again, the deepest is shown.

    Returns:
        One row per node: wnid, name, classes, images, error_first and error_second (percent,
        original labels), difference (percentage points, second - first) with its interval low and
        high (Newcombe 1998), only_first and only_second (images that one model alone gets wrong),
        p (McNemar, exact), q (p adjusted over the whole ``family``; NaN where no outcome could be
        significant) and different (q under 0.05). Smallest q first, then the largest difference.
    """
    hierarchy = atlas.hierarchy
    below = hierarchy.subtree(focus)
    # Upside down, so that the first of each set is the deepest.
    deepest_first = below[np.argsort(hierarchy.depths[below], kind="stable")[::-1]]
    _, at = np.unique(_sets(hierarchy, first.truth)[deepest_first], return_index=True)
    frame = _compared(atlas, first, second, deepest_first[at])
    frame["size"] = frame["difference"].abs()
    frame = frame.sort_values(["q", "size", "wnid"], ascending=[True, False, True])
    return frame.drop(columns="size").reset_index(drop=True)


def branches(atlas: Atlas, first: ByImage, second: ByImage, focus: str) -> pd.DataFrame:
    """Both models at every branch of a synset with images that both cover.

    Returns:
        Columns as ``compare``, and first_low, first_high, second_low and second_high (Wilson's
        intervals of the two errors); sorted by difference, where the second is worse first.
    """
    children = branches_of(atlas, focus)
    frame = _compared(atlas, first, second, atlas.hierarchy.positions(children))
    names = dict(zip(children, atlas.lexicon.telling_names(children), strict=True))
    frame["name"] = [names[wnid] for wnid in frame["wnid"].tolist()]
    for side in ("first", "second"):
        hits = frame[f"error_{side}"] / 100 * frame["images"]
        low, high = wilson(hits.to_numpy(np.float64), frame["images"].to_numpy(np.float64))
        frame[f"{side}_low"], frame[f"{side}_high"] = low, high
    return frame.sort_values(["difference", "wnid"], ascending=[False, True], ignore_index=True)


def _compared(atlas: Atlas, first: ByImage, second: ByImage, nodes: Integers) -> pd.DataFrame:
    """The rows of ``compare`` at those of some synsets where there is something to compare."""
    hierarchy = atlas.hierarchy
    tests, numbers = family(hierarchy, first, second), _sets(hierarchy, first.truth)[nodes]
    some = (numbers >= 0) & (tests.images[numbers] > 0)
    numbers, nodes = numbers[some], nodes[some]
    images, missed = tests.images[numbers], tests.wrong_first[numbers]
    only_first, only_second = tests.only_first[numbers], tests.only_second[numbers]
    low, high = paired_difference(missed - only_first, only_first, only_second, images)
    q = tests.q[numbers]
    wnids = hierarchy.named(nodes)
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "classes": np.diff(classes_below(hierarchy, first.truth).indptr)[nodes].astype(
                np.float64
            ),
            "images": images,
            "error_first": missed / images * 100,
            "error_second": tests.wrong_second[numbers] / images * 100,
            "difference": (only_second - only_first) / images * 100,
            "low": low,
            "high": high,
            "only_first": only_first,
            "only_second": only_second,
            "p": tests.p[numbers],
            "q": q,
            "different": q < SIGNIFICANT,
        }
    )


def widest(found: pd.DataFrame) -> "pd.Series[Any]":
    """The row of the node with most classes, which covers all classes of ``compare``."""
    return found.iloc[int(found["classes"].argmax())]


def verdict(found: pd.DataFrame, first: str, second: str) -> str:
    """The result of the test at the focus, by its own p-value, as a sentence.

    A test that does not reject does not show equality, so the sentence gives how large a difference
    the data leave open.

    Args:
        found: what ``compare`` gave; not empty.
        first: name of the first model, as it is to be written.
        second: name of the second.
    """
    here = widest(found)
    if here["p"] < SIGNIFICANT:
        up = here["difference"] > 0
        low, high = (here["low"], here["high"]) if up else (-here["high"], -here["low"])
        return (
            f"{first if up else second} is significantly better: its error is lower by "
            f"{fixed(abs(here['difference']), 2)} percentage points (95% CI {fixed(low, 2)} to "
            f"{fixed(high, 2)})."
        )
    largest = max(abs(float(here["low"])), abs(float(here["high"])))
    return (
        f"No difference was found; a difference of up to {fixed(largest, 2)} percentage points "
        "would be compatible with the data."
    )


def scan_verdict(found: pd.DataFrame, first: str, second: str) -> str:
    """On how many nodes each model is significantly better, in a sentence; empty for one node.

    Args:
        found: what ``compare`` gave.
        first: name of the first model.
        second: name of the second.
    """
    if len(found) < 2:
        return ""
    significant = found.loc[found["different"], "difference"]
    of = f"{len(found):,} branches and classes"
    if significant.empty:
        return f"On none of {of} is the difference significant (q < {SIGNIFICANT:g})."
    better = int((significant < 0).sum())
    return (
        f"Of {of}, {second} is significantly better on {better:,} and {first} on "
        f"{len(significant) - better:,} (q < {SIGNIFICANT:g})."
    )


def against_the_trend(found: pd.DataFrame) -> pd.DataFrame:
    """The nodes where the model that is better in the focus is significantly worse.

    Args:
        found: what ``compare`` gave.
    """
    if found.empty:
        return found
    opposite = (found["difference"] * float(widest(found)["difference"])).lt(0)
    return found.loc[opposite & found["different"]].reset_index(drop=True)
