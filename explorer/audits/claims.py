"""Published figures about ImageNet, and what the tables give for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits import class_list
from explorer.audits.people import IMAGEABLE, PERSON
from explorer.datasets import CLASSES
from explorer.datasets.boxes import Boxes
from explorer.evaluations import Indices, Truth
from explorer.evaluations.declared import ILSVRC, IMAGENETV2
from explorer.formatting import counted, written
from explorer.owner import kept_by

REPRODUCED, DIFFERS, NOT_MEASURABLE = "reproduced", "differs", "not measurable"
TALLY = (REPRODUCED, DIFFERS, NOT_MEASURABLE)
"""Verdicts on what a document states, in the order in which they are counted."""

GOAL, COMPUTED = "stated goal", "computed here"
UNJUDGED = {"goal": GOAL, "computed": COMPUTED}
"""The verdict of rows that are not claims, by kind: a goal is not a statement of fact, and
no document states a figure that is only computed from the tables."""

VERDICTS = (*TALLY, *UNJUDGED.values())


@dataclass(frozen=True)
class Evidence:
    """What the measures of claims look at: the atlas, and tables read when first needed."""

    atlas: Atlas
    folder: Path = facts.DATA

    def own(self, dataset: str, measure: str) -> Numbers:
        """A measure of every class of a data set, by wnid; NaN where not known."""
        rolled = self.atlas.roll_up(dataset)
        return rolled.own(measure, rolled.members)

    @cached_property
    def images(self) -> Numbers:
        """Images of every class of Fall 2011."""
        return self.own("fall11", "images")

    @cached_property
    def people(self) -> pd.DataFrame:
        """The people table, with the images of each synset; 0 where it is no class."""
        table = facts.read("people", self.folder)
        positions = self.atlas.hierarchy.positions(table["wnid"].tolist())
        images = np.nan_to_num(self.atlas.roll_up("fall11").own("images", positions))
        return table.assign(
            images=images,
            kept=(table["safety"] == "safe") & (table["imageability"] >= IMAGEABLE),
        )

    @property
    def validation(self) -> Truth:
        """Validation images with their labels."""
        return self.atlas.evaluation(ILSVRC).truth

    @property
    def boxes(self) -> Boxes:
        """Every validation box."""
        return self.atlas.dataset("ilsvrc2012").boxes

    @cached_property
    def quality(self) -> pd.DataFrame:
        """What was found about labels, per class."""
        return facts.read("label_quality", self.folder)

    @cached_property
    def box_packages(self) -> pd.DataFrame:
        """Whether each class has a package of boxes, and whether both saved lists agree on it."""
        table = facts.read("imagenet21k", self.folder)
        return table[["box_package", "box_package_sources_agree"]]

    @cached_property
    def labels_per_image(self) -> Numbers:
        """How many reassessed labels each validation image has."""
        return self.validation.reassessed_by_image.astype(np.float64)

    def predicted(self, model: str) -> Indices:
        """Top-1 predictions of a built-in model by validation image."""
        return self.atlas.evaluation(ILSVRC).built_in[model].predicted


def _subtree(evidence: Evidence, dataset: str, measure: str, wnid: str) -> float:
    at = evidence.atlas.hierarchy.positions([wnid])
    return float(evidence.atlas.roll_up(dataset).subtree(measure, at)[0])


def _own(evidence: Evidence, dataset: str, measure: str, wnid: str) -> float:
    at = evidence.atlas.hierarchy.positions([wnid])
    return float(evidence.atlas.roll_up(dataset).own(measure, at)[0])


def _top1(evidence: Evidence, model: str) -> float:
    return float((evidence.predicted(model) == evidence.validation.labels).mean() * 100)


def _imagenetv2_top1(evidence: Evidence, model: str) -> float:
    evaluation = evidence.atlas.evaluation(IMAGENETV2)
    predicted = evaluation.built_in[model].predicted
    return float((predicted == evaluation.truth.labels).mean() * 100)


def _duplicate_images(evidence: Evidence) -> float:
    table = facts.read("train_duplicates_by_class", evidence.folder)
    columns = ["train_images_also_in_another_class", "train_images_twice_in_class"]
    return float(table[columns].to_numpy().sum())


def _real(evidence: Evidence, model: str) -> float:
    truth = evidence.validation
    return float(truth.among_reassessed(evidence.predicted(model))[truth.rated].mean() * 100)


def _ancestors_among_classes(evidence: Evidence) -> float:
    rolled = evidence.atlas.roll_up("ilsvrc2012")
    return float((rolled.subtree(CLASSES, rolled.members) > 1).sum())


def _shared_with_more(evidence: Evidence) -> float:
    rolled = evidence.atlas.roll_up("ilsvrc2012")
    fall11 = evidence.atlas.roll_up("fall11").own("images", rolled.members)
    # A class that Fall 2011 does not have compares as false.
    return float((rolled.own("images", rolled.members) > fall11).sum())


def _rule_of_21k_p_broken(evidence: Evidence) -> float:
    broken = 0
    for whole, kept in (("fall11", "21k-p-fall11"), ("winter21", "21k-p-winter21")):
        rolled = evidence.atlas.roll_up(whole)
        inside = evidence.atlas.dataset(kept).wnids
        chosen = rolled.dataset.wnids.isin(inside)
        broken += int(((rolled.own("images", rolled.members) > 500) != chosen).sum())
    return float(broken)


def _stanford_dogs(evidence: Evidence) -> float:
    dogs = evidence.atlas.dataset("stanford-dogs").wnids
    return float(dogs.isin(evidence.atlas.dataset("ilsvrc2012").wnids).sum())


def _best_top5_error(evidence: Evidence, until: str) -> float:
    """Least top-5 error among the models whose paper is of a year or earlier, in percent."""
    years = facts.read("model_families", evidence.folder).set_index("model")["year"]
    errors = _top5_error(evidence)
    return float(errors[years.reindex(errors.index) <= int(until)].min())


def _top5_error(evidence: Evidence) -> "pd.Series[float]":
    models = facts.read("models", evidence.folder).set_index("model")
    return 100 - models["top5_percent"].astype(np.float64)


def _challenge_years(evidence: Evidence, first: str, last: str) -> float:
    years = facts.read("challenge", evidence.folder)["year"]
    return float(years[years.between(int(first), int(last))].nunique())


def _safety(label: str) -> Callable[[Evidence], float]:
    return lambda evidence: float((evidence.people["safety"] == label).sum())


def _real_rejected(evidence: Evidence) -> float:
    truth = evidence.validation
    return float((~truth.among_reassessed(truth.labels) & truth.rated).sum())


def _people_removed(evidence: Evidence) -> float:
    gone = ~evidence.atlas.dataset("fall11").wnids.isin(evidence.atlas.dataset("winter21").wnids)
    return float(gone.sum())


MEASURES: Mapping[str, Callable[..., float]] = MappingProxyType(
    {
        "subtree": _subtree,
        "own": _own,
        "top1": _top1,
        "real": _real,
        "rows": lambda of, table: float(len(facts.read(table, of.folder))),
        "column_sum": lambda of, table, column: float(
            facts.read(table, of.folder)[column].to_numpy(np.float64).sum()
        ),
        "duplicate_images": _duplicate_images,
        "imagenetv2_top1": _imagenetv2_top1,
        "mappings_agree": lambda of, key: float(
            class_list.certainties(class_list.class_list(of.atlas, key))[class_list.AGREED]
        ),
        "edges_confirmed": lambda of, key: float(
            np.count_nonzero(class_list.own_edges(of.atlas, key)["confirmed"])
        ),
        "mean_images": lambda of: float(of.images.mean()),
        "median_images": lambda of: float(np.median(of.images)),
        "smallest_images": lambda of: float(of.images.min()),
        "largest_images": lambda of: float(of.images.max()),
        "classes_under_100": lambda of: float((of.images < 100).sum()),
        "classes_of_one": lambda of: float((of.images == 1).sum()),
        "share_with_100": lambda of: float((of.images >= 100).mean() * 100),
        "share_500_to_1000": lambda of: float(
            ((of.images >= 500) & (of.images <= 1000)).mean() * 100
        ),
        "ilsvrc_ancestors": _ancestors_among_classes,
        "validation_images": lambda of: float(len(of.validation.labels)),
        "stanford_dogs_in_ilsvrc": _stanford_dogs,
        "alexnet_top5_error": lambda of: float(_top5_error(of)["alexnet"]),
        "best_top5_error": _best_top5_error,
        "challenge_years": _challenge_years,
        "resnet152_over_alexnet": lambda of: _top1(of, "resnet152") - _top1(of, "alexnet"),
        "p_rule_broken": _rule_of_21k_p_broken,
        "train_smallest": lambda of: float(of.own("ilsvrc2012", "images").min()),
        "train_largest": lambda of: float(of.own("ilsvrc2012", "images").max()),
        "train_at_1300": lambda of: float((of.own("ilsvrc2012", "images") == 1300).sum()),
        "shared_with_more": _shared_with_more,
        "box_packages_certain": lambda of: float(of.box_packages.all(axis="columns").sum()),
        "box_packages_possible": lambda of: float(
            (of.box_packages["box_package"] | ~of.box_packages["box_package_sources_agree"]).sum()
        ),
        "validation_boxes": lambda of: float(len(of.boxes)),
        "mean_box_area": lambda of: float(of.boxes.area.mean() * 100),
        "people": lambda of: float(
            len(
                of.atlas.hierarchy.descendants(PERSON, instances=False)
                & set(of.atlas.dataset("fall11").wnids)
            )
        ),
        "people_safe": _safety("safe"),
        "people_sensitive": _safety("sensitive"),
        "people_offensive": _safety("offensive"),
        "people_unsafe": lambda of: float((of.people["safety"] != "safe").sum()),
        "people_kept": lambda of: float(of.people["kept"].sum()),
        "people_kept_100": lambda of: float(
            (of.people["kept"] & (of.people["images"] >= 100)).sum()
        ),
        "people_unsafe_images": lambda of: float(
            of.people.loc[of.people["safety"] != "safe", "images"].sum()
        ),
        "people_removed": _people_removed,
        "real_rated": lambda of: float((of.labels_per_image > 0).sum()),
        "real_labels": lambda of: float(of.labels_per_image.sum()),
        "real_none": lambda of: float((of.labels_per_image == 0).sum()),
        "real_several": lambda of: float((of.labels_per_image > 1).sum()),
        "real_rejected": _real_rejected,
        "cleanlab_errors": lambda of: float(of.quality["cleanlab_confirmed_errors"].sum()),
    }
)
"""How a claim is measured: the first word of ``measure`` in the table; further ones are passed."""


def verdict(measured: float | None, relation: str, low: float, high: float) -> str:
    """Whether a measured value agrees with a published one.

    Args:
        measured: None if it cannot be measured.
        relation: "equal" (compared at the precision of ``low``), "between" (``low`` and ``high``
            included), "at least" or "more than" ``low``, or "at most" ``high``.
        low: NaN where the relation does not use it.
        high: the same.

    Raises:
        ValueError: the relation is none of these.
    """
    if measured is None:
        return NOT_MEASURABLE
    match relation:
        case "equal":
            agrees = round(measured, _decimals(low)) == low
        case "between":
            agrees = low <= measured <= high
        case "at least":
            agrees = measured >= low
        case "more than":
            agrees = measured > low
        case "at most":
            agrees = measured <= high
        case _:
            raise ValueError(f"{relation!r} is no relation of a measured to a published value")
    return REPRODUCED if agrees else DIFFERS


def _decimals(value: float) -> int:
    return len(f"{value:.10f}".rstrip("0").partition(".")[2])


COLUMNS = (
    "claim",
    "statement",
    "document",
    "published",
    "relation",
    "low",
    "high",
    "unit",
    "measured",
    "verdict",
    "note",
    "page",
    "query",
)


@kept_by("atlas", most=2)
def published_figures(atlas: Atlas, folder: Path = facts.DATA) -> pd.DataFrame:
    """Every row of the table of claims with its measured value and verdict.

    Returns:
        claim (its short name), statement, document, published (as the document has it; empty
        where none states a figure), relation, low, high (NaN where the relation uses none),
        unit, measured (NaN if it cannot be), verdict (one of VERDICTS), note (why it differs,
        how it is read, or what measuring would require), page and query (of the page that
        shows it).

    Raises:
        TableError: a table is missing or damaged.
    """
    table = facts.read("claims", folder)
    evidence = Evidence(atlas, folder)
    measured = [_measured(evidence, words.split()) for words in table["measure"].tolist()]
    published = list(
        zip(table["relation"].tolist(), table["low"].tolist(), table["high"].tolist(), strict=True)
    )
    table["published"] = [_published(*each) for each in published]
    table["measured"] = [np.nan if value is None else value for value in measured]
    table["verdict"] = [
        UNJUDGED.get(kind) or verdict(value, *each)
        for kind, value, each in zip(table["kind"].tolist(), measured, published, strict=True)
    ]
    return table[[*COLUMNS]]


def tally(figures: pd.DataFrame) -> dict[str, int]:
    """How many rows have each verdict of ``TALLY``; rows that are not judged are left out."""
    return {name: int((figures["verdict"] == name).sum()) for name in TALLY}


def summary(figures: pd.DataFrame) -> str:
    """How many of the published figures that can be measured the data reproduce, in a sentence."""
    found = tally(figures)
    reproduced, differs = found[REPRODUCED], found[DIFFERS]
    measured = counted(reproduced + differs, "published figure")
    verb = "differs" if differs == 1 else "differ"
    return (
        f"Of {measured} that these tables can check, {reproduced:,} "
        f"{'is' if reproduced == 1 else 'are'} reproduced and {differs:,} {verb}; "
        f"{found[NOT_MEASURABLE]:,} more cannot be checked."
    )


def differences(figures: pd.DataFrame) -> list[str]:
    """What each figure that differs states, what was measured, and why, in sentences."""
    rows = figures[figures["verdict"] == DIFFERS].to_dict("records")
    return [
        f"{row['statement']} Published: {row['published']}; measured: "
        f"{written(row['measured'])} {row['unit']}. {row['note']}".strip()
        for row in rows
    ]


def _measured(evidence: Evidence, words: list[str]) -> float | None:
    return MEASURES[words[0]](evidence, *words[1:]) if words else None


def _published(relation: str, low: float, high: float) -> str:
    match relation:
        case "":
            return ""
        case "equal":
            return f"{low:,.10g}"
        case "between":
            return f"{low:,.10g} to {high:,.10g}"
        case "at most":
            return f"at most {high:,.10g}"
    return f"{relation} {low:,.10g}"
