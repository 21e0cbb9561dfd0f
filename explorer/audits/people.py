"""The people subtree: what was in it, what was removed by which rule, and what is still there.

Labels are those of Yang et al. (2020): whether a synset is safe, sensitive or offensive as a
label of people, and how imageable it is (mean rating from 1 to 5). Nothing about any person
in an image is inferred or shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer import facts
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.datasets import CLASSES
from explorer.formatting import counted, fixed, written
from explorer.owner import kept_by

PERSON = "n00007846"
FALL11, IMAGES = "fall11", "images"
SAFETY = ("safe", "sensitive", "offensive")
UNSAFE = ("sensitive", "offensive")
LABELLED_BY = "Yang et al. 2020"
RULES = {"safe": ("safe",), "not-offensive": ("safe", "sensitive"), "any": SAFETY}
"""Names of rules, and the safety labels that each keeps."""

IMAGEABLE = 4.0
"""Imageability from which the released list keeps a synset; it is kept at exactly that too."""

ENOUGH_IMAGES = 100
"""Images from which Yang et al. (2020) went on to annotate a synset."""


@dataclass(frozen=True)
class PeopleRule:
    """Which person classes to keep.

    Attributes:
        keep: safety labels that may stay, of ``SAFETY``.
        min_imageability: least mean rating, from 1 to 5; at 1, synsets never rated stay too.
        min_images: least images in Fall 2011.
        strict: whether imageability must lie above the least instead of at least there.
    """

    keep: tuple[str, ...] = ("safe",)
    min_imageability: float = IMAGEABLE
    min_images: int = 0
    strict: bool = False


RELEASED = PeopleRule()
"""The rule of the Winter 2021 release: safe, and an imageability of at least 4."""


@kept_by("atlas", most=4)
def _table(atlas: Atlas, folder: Path) -> pd.DataFrame:
    table = facts.read("people", folder)
    wnids = table["wnid"].tolist()
    images = atlas.roll_up("fall11").own("images", atlas.hierarchy.positions(wnids))
    return table.assign(name=atlas.lexicon.names(wnids), images=images)


def people(atlas: Atlas, focus: str = PERSON, folder: Path = facts.DATA) -> pd.DataFrame:
    """The labelled synsets at or under a synset.

    Returns:
        wnid, name, safety (one of ``SAFETY``), imageability (1 to 5, NaN where never rated) and
        images (Fall 2011), by wnid.
    """
    table = _table(atlas, folder)
    if focus != PERSON:
        below = set(atlas.hierarchy.named(atlas.hierarchy.subtree(focus)))
        table = table[table["wnid"].isin(below)]
    return table[["wnid", "name", "safety", "imageability", "images"]].reset_index(drop=True)


def within(atlas: Atlas, found: pd.DataFrame, key: str) -> pd.DataFrame:
    """Of what ``people`` gave, the classes of a data set.

    Returns:
        The same columns and images_there: the images that the data set has of each class; NaN
        where it is unknown. ``images`` is that of Fall 2011, which the rules use.

    Raises:
        UnknownDataSet: there is no data set of that key.
    """
    dataset = atlas.dataset(key)
    inside = np.array([wnid in dataset for wnid in found["wnid"].tolist()], dtype=np.bool_)
    there = found[inside].reset_index(drop=True)
    images = np.full(len(there), np.nan)
    if IMAGES in [measure.key for measure in dataset.measures]:
        images = atlas.roll_up(key).own(IMAGES, atlas.hierarchy.positions(there["wnid"].tolist()))
    return there.assign(images_there=images)


def reasons(found: pd.DataFrame, rule: PeopleRule) -> list[str]:
    """Why a rule drops each synset; empty where it keeps it.

    Args:
        found: what ``people`` gave.
        rule: which to keep.
    """
    sign = "<=" if rule.strict else "<"
    rows = zip(
        *(found[name].tolist() for name in ("safety", "imageability", "images")), strict=True
    )
    told = []
    for safety, imageability, images in rows:
        why = []
        if safety not in rule.keep:
            why.append(safety)
        if np.isnan(imageability) and rule.min_imageability > 1:
            why.append("no imageability rating")
        elif imageability < rule.min_imageability or (
            rule.strict and imageability == rule.min_imageability
        ):
            why.append(f"imageability {fixed(imageability, 2)} {sign} {rule.min_imageability:g}")
        if images < rule.min_images:
            why.append(f"{written(images)} < {counted(rule.min_images, 'image')}")
        told.append("; ".join(why))
    return told


def kept(found: pd.DataFrame, rule: PeopleRule) -> NDArray[np.bool_]:
    """Whether a rule keeps each synset of what ``people`` gave: those without a reason."""
    imageability, images = (found[name].to_numpy(np.float64) for name in ("imageability", "images"))
    rated = (
        imageability > rule.min_imageability
        if rule.strict
        else (imageability >= rule.min_imageability)
    )
    unrated = np.isnan(imageability) & (rule.min_imageability <= 1)
    labelled = found["safety"].isin(rule.keep).to_numpy()
    return np.asarray(labelled & (rated | unrated) & ~(images < rule.min_images))


def funnel(atlas: Atlas, folder: Path = facts.DATA) -> pd.DataFrame:
    """From all person synsets to those that Yang et al. (2020) went on with.

    Returns:
        One row per step: step, classes, images (Fall 2011), published (classes; NaN where no
        document gives it).
    """
    published = facts.read("claims", folder).set_index("claim")["low"]
    steps = [
        ("All person synsets", PeopleRule(SAFETY, 1.0), "people"),
        ("Not offensive", PeopleRule(("safe", "sensitive"), 1.0), ""),
        ("Safe", PeopleRule(("safe",), 1.0), "people_safe"),
        (f"Safe, imageability at least {IMAGEABLE:g}", RELEASED, "people_kept"),
        (
            f"The same, at least {ENOUGH_IMAGES} images",
            PeopleRule(min_images=ENOUGH_IMAGES),
            "people_kept_100",
        ),
    ]
    found = people(atlas, folder=folder)
    rows = []
    for step, rule, claim in steps:
        left = found[kept(found, rule)]
        rows.append(
            {
                "step": step,
                "classes": len(left),
                "images": left["images"].sum(),
                "published": published[claim] if claim else float("nan"),
            }
        )
    return pd.DataFrame(rows)


REMOVED = (
    "Labelled offensive",
    "Labelled sensitive",
    f"Imageability below {IMAGEABLE:g}",
    f"Under {ENOUGH_IMAGES} images",
)
"""What each step of the funnel after the first removes."""


def waterfall(found: pd.DataFrame) -> pd.DataFrame:
    """What each step removes, between all synsets and those that are left.

    Args:
        found: what ``funnel`` gave.

    Returns:
        One row per bar: label, start and end (synsets), kind ("total" or "removed"), classes and
        images (of the bar).
    """
    classes, images = found["classes"].tolist(), found["images"].tolist()
    steps = zip(REMOVED, classes[:-1], classes[1:], images[:-1], images[1:], strict=True)
    rows = [
        ("All person synsets", 0, classes[0], "total", images[0]),
        *((label, now, then, "removed", had - has) for label, now, then, had, has in steps),
        ("Left", 0, classes[-1], "total", images[-1]),
    ]
    frame = pd.DataFrame(rows, columns=["label", "start", "end", "kind", "images"])
    return frame.assign(classes=(frame["end"] - frame["start"]).abs())


@dataclass(frozen=True)
class Outcome:
    """What a rule comes to: classes and images that remain and that leave."""

    classes_kept: int
    classes_dropped: int
    images_kept: float
    images_dropped: float


def outcome(found: pd.DataFrame, rule: PeopleRule, images: str = IMAGES) -> Outcome:
    """What a rule does to some labelled synsets.

    Args:
        found: what ``people`` or ``within`` gave.
        rule: which to keep.
        images: the column that is summed.
    """
    return _outcome(kept(found, rule), found[images].to_numpy(np.float64))


def _outcome(stays: NDArray[np.bool_], images: Numbers) -> Outcome:
    return Outcome(
        int(stays.sum()), int((~stays).sum()), _total(images[stays]), _total(images[~stays])
    )


def _total(images: Numbers) -> float:
    """The sum of the known values; NaN if none is known, 0 for no synsets."""
    return float(np.nansum(images)) if not len(images) or np.isfinite(images).any() else np.nan


@kept_by("atlas")
def _removed(atlas: Atlas) -> frozenset[str]:
    """Classes of Fall 2011, which has all of Winter 2021, that Winter 2021 lacks."""
    fall11, winter21 = (set(atlas.dataset(key).wnids) for key in ("fall11", "winter21"))
    return frozenset(fall11 - winter21)


def reproduces_winter(atlas: Atlas, rule: PeopleRule, folder: Path = facts.DATA) -> bool:
    """Whether Fall 2011 without what the rule drops is exactly the Winter 2021 list."""
    found = people(atlas, folder=folder)
    return set(found.loc[~kept(found, rule), "wnid"]) == _removed(atlas)


def branches(
    atlas: Atlas, focus: str, rule: PeopleRule, key: str = FALL11, folder: Path = facts.DATA
) -> pd.DataFrame:
    """The branches of a part of the person subtree, those with the most unsafe classes first.

    Args:
        atlas: hierarchy, names and data sets.
        focus: wnid of the synset whose children are the branches.
        rule: which classes to keep.
        key: of the data set whose classes and images are counted.
        folder: of the fact tables.

    Returns:
        One row per child with a labelled class at or under it: wnid, name, classes, safe,
        sensitive, offensive, unsafe_percent, median_imageability (of the rated), kept, dropped,
        images_kept and images_dropped. Branches overlap where a synset has several parents.
    """
    every = within(atlas, people(atlas, focus, folder), key)
    places = atlas.hierarchy.positions(every["wnid"].tolist())
    stays, images = kept(every, rule), every["images_there"].to_numpy(np.float64)
    labels = {label: (every["safety"] == label).to_numpy() for label in SAFETY}
    rows = []
    children = atlas.hierarchy.children_of(focus)
    for wnid, name in zip(children, atlas.lexicon.telling_names(children), strict=True):
        inside = np.isin(places, atlas.hierarchy.subtree(wnid))
        if not inside.any():
            continue
        done = _outcome(stays[inside], images[inside])
        rows.append(
            {
                "wnid": wnid,
                "name": name,
                "classes": int(inside.sum()),
                **{label: int(mask[inside].sum()) for label, mask in labels.items()},
                "unsafe_percent": float((~labels["safe"][inside]).mean() * 100),
                "median_imageability": float(every["imageability"][inside].median()),
                "kept": done.classes_kept,
                "dropped": done.classes_dropped,
                "images_kept": done.images_kept,
                "images_dropped": done.images_dropped,
            }
        )
    columns = ["wnid", "name", "classes", *SAFETY, "unsafe_percent", "median_imageability"]
    columns += ["kept", "dropped", "images_kept", "images_dropped"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["unsafe"] = frame["sensitive"] + frame["offensive"]
    frame = frame.sort_values(["unsafe", "wnid"], ascending=[False, True], ignore_index=True)
    return frame.drop(columns="unsafe")


def held(atlas: Atlas, folder: Path = facts.DATA) -> pd.DataFrame:
    """Synsets of the people subtree that remain in each data set, by safety label.

    Returns:
        One row per data set with a class at or under person: key, title, classes, safe, sensitive,
        offensive, not_labelled (person itself, and people who are individuals in WordNet), and
        images_safe, images_sensitive, images_offensive (NaN where not known per class).
    """
    labels = people(atlas, folder=folder).set_index("wnid")["safety"]
    below = set(atlas.hierarchy.named(atlas.hierarchy.subtree(PERSON)))
    rows = []
    for key, dataset in atlas.datasets.items():
        if key == "wordnet":
            continue
        inside = [wnid for wnid in dataset.wnids if wnid in below]
        if not inside:
            continue
        safety = labels.reindex(inside)
        row: dict[str, object] = {"key": key, "title": dataset.title, "classes": len(inside)}
        row |= {label: int((safety == label).sum()) for label in SAFETY}
        row["not_labelled"] = int(safety.isna().sum())
        for label in SAFETY:
            row[f"images_{label}"] = _images(atlas, key, safety.index[safety == label].tolist())
        rows.append(row)
    return pd.DataFrame(rows)


def _images(atlas: Atlas, key: str, wnids: Sequence[str]) -> float:
    if "images" not in [measure.key for measure in atlas.dataset(key).measures]:
        return float("nan")
    own = atlas.roll_up(key).own("images", atlas.hierarchy.positions(wnids))
    return float(np.nansum(own))


def drop_list(atlas: Atlas, key: str, rule: PeopleRule, folder: Path = facts.DATA) -> pd.DataFrame:
    """The person classes of a data set that a rule drops.

    Returns:
        wnid, name, safety, imageability, images (Fall 2011), reason and labelled_by, by wnid.
        Classes without a label (person itself, individuals) are not in it.

    Raises:
        UnknownDataSet: there is no data set of that key.
    """
    dataset = atlas.dataset(key)
    found = people(atlas, folder=folder)
    found = found.assign(reason=reasons(found, rule), labelled_by=LABELLED_BY)
    inside = np.array([wnid in dataset for wnid in found["wnid"].tolist()], dtype=np.bool_)
    return found[inside & ~kept(found, rule)].reset_index(drop=True)


def plain_text(dropped: pd.DataFrame) -> str:
    """A drop list as lines of a wnid, a tabulator and the reason."""
    rows = zip(dropped["wnid"].tolist(), dropped["reason"].tolist(), strict=True)
    return "".join(f"{wnid}\t{reason}\n" for wnid, reason in rows)


def individuals(atlas: Atlas) -> pd.DataFrame:
    """Classes under person that WordNet has as individuals: wnid, name, gloss, images."""
    rolled = atlas.roll_up("fall11")
    inside = atlas.hierarchy.subtree(PERSON)
    classes = inside[np.nan_to_num(rolled.own(CLASSES, inside)) > 0]
    wnids = [w for w in atlas.hierarchy.named(classes) if atlas.hierarchy.is_instance(w)]
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "gloss": [atlas.lexicon.gloss(wnid) for wnid in wnids],
            "images": rolled.own("images", atlas.hierarchy.positions(wnids)),
        }
    )


def imageability_bars(found: pd.DataFrame) -> pd.DataFrame:
    """Rated synsets by imageability and safety: series, left, right, y (synsets)."""
    edges: Numbers = np.linspace(1, 5, 17)
    bars = []
    for label in SAFETY:
        rated = found.loc[found["safety"] == label, "imageability"].dropna()
        if rated.empty:
            continue
        counts, _ = np.histogram(rated, edges)
        bars.append(
            pd.DataFrame(
                {
                    "series": label,
                    "left": edges[:-1],
                    "right": edges[1:],
                    "y": counts,
                }
            )
        )
    empty = pd.DataFrame(columns=["series", "left", "right", "y"])
    return pd.concat(bars, ignore_index=True) if bars else empty


def imageability_points(found: pd.DataFrame) -> pd.DataFrame:
    """Rated synsets as points: wnid, group (safety), x (imageability), y (images)."""
    rated = found[found["imageability"].notna() & (found["images"] > 0)]
    rated = rated.sort_values("safety", key=lambda labels: labels.map(SAFETY.index), kind="stable")
    return pd.DataFrame(
        {
            "wnid": rated["wnid"],
            "group": rated["safety"],
            "x": rated["imageability"].round(2).astype(np.float32),
            "y": rated["images"].astype(np.float32),
        }
    ).reset_index(drop=True)
