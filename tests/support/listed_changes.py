"""How the terminal's JSON differs from that of commit f7784e4, each with its words in CHANGELOG.md.

``tests.support.same_figures`` reports every other difference. A release starts with an empty list.
"""

import copy
import re
from typing import Any

from tests.support.same_figures import Listed

CHANGED = ("changed",)
ANY = ("added", "changed", "vanished", "reordered")

KINDS = {"inner classes": "internal", "leaf classes": "leaves"}
CLAIMS = {
    "each_concept": "share_in_goal",
    "mean_per_concept": "goal_per_concept",
    "vgg_resnet": "resnet_over_alexnet",
}
OF_MODELS_AND_BOXES = (
    "val_boxes",
    "boxes_per_image",
    "several_objects",
    "object_scale",
    "class_object_scale",
    "chance_localisation",
    "top1_error",
    "top5_error",
    "real_error",
    "error_severity",
    "hierarchical_distance",
)
"""Measures that used to be added to a data set page by page."""


LATER = ("tiny-imagenet",)
"""Data sets of ImageNet's classes that the old commit does not have."""

MEASURED = ("*--dataset winter21*", "*--dataset 12k*", "*--dataset 21k-p-winter21*")
"""Commands about data sets whose images by class are measured now."""


def renamed(family: str, before: Any) -> Any:
    """An old answer under the new names; its values are kept."""
    answer = copy.deepcopy(before)
    if family == "balance" and "inner_and_leaves" in answer:
        kinds = {KINDS[row.pop("kind")]: row for row in answer.pop("inner_and_leaves")}
        answer["by_kind"] = {key: row for key, row in kinds.items() if row["classes"]}
    if family == "plan" and "weight_by_index" in answer:
        answer["loss_weight_by_index"] = answer.pop("weight_by_index")
        for row in answer["by_wnid"].values():
            row["loss_weight"] = row.pop("weight")
    if family == "errors":
        for row in answer.get("confusion", ()):
            row["predicted_group"] = _group(row.pop("guess_group"))
            row["label_group"] = _group(row["label_group"])
    if family == "claims":
        for row in answer["claims"]:
            row["claim"] = CLAIMS.get(row["claim"], row["claim"])
    return folded(family, answer)


def folded(family: str, after: Any) -> Any:
    """An answer without the data sets that came later: what they divide is added up again."""
    if family != "releases" or "intersections" not in after:
        return after
    found: dict[tuple[tuple[str, bool], ...], int] = {}
    for row in after["intersections"]:
        sets = tuple((key, there) for key, there in row.items() if key not in {"classes", *LATER})
        if any(there for _, there in sets):
            found[sets] = found.get(sets, 0) + row["classes"]
    rows = [dict(sets) | {"classes": found[sets]} for sets in sorted(found)]
    return after | {"intersections": rows}


def _group(name: str) -> str:
    if name == "elsewhere":
        return "outside"
    return re.sub(r"^(\d+) others$", r"\1 other branches", name)


LISTED = (
    Listed(
        commands="search 207 *",
        places=("matches[]", "matches[].found_by"),
        announced="`found_by` is `ILSVRC index` or `devkit ID`",
        kinds=ANY,
    ),
    Listed(
        commands="show *",
        places=("ilsvrc2012_devkit_id", "tiered_category"),
        announced="`show --json`: devkit ID and tieredImageNet category",
    ),
    Listed(
        commands="show *",
        places=tuple(
            f"{part}.{key}" for part in ("figures", "own", "subtree") for key in OF_MODELS_AND_BOXES
        ),
        announced="figures of boxes and of ResNet-50's errors",
    ),
    Listed(
        commands="show *",
        places=("figures.images.label", "figures.images_per_class.label"),
        announced="images of Fall 2011 are labelled as lines of the list of 2011",
        kinds=CHANGED,
    ),
    Listed(
        commands="show *",
        places=tuple(
            f"figures.{measure}.{each}"
            for measure in ("presences", "presences_per_class")
            for each in ("label", "unit")
        ),
        announced="Presences of ILSVRC DET are labelled as image-class pairs",
        kinds=CHANGED,
    ),
    Listed(
        commands="balance *",
        places=(
            "classes",
            "by_kind",
            "by_kind.all",
            "by_kind.leaves.*",
            "by_kind.internal.*",
            *(f"branches[].{key}" for key in ("evenness", "gini_corrected", "robust_ratio")),
            "branches[].internal",
            *(
                f"{of}.{key}"
                for of in ("shape", "units")
                for key in ("evenness", "gini_corrected", "robust_ratio")
            ),
        ),
        announced="`by_kind` instead of `inner_and_leaves`; robust ratio, evenness, corrected Gini",
    ),
    Listed(
        commands="balance *",
        places=("units.gini", "units.imbalance_ratio"),
        announced="units `0–1` and `ratio`",
        kinds=CHANGED,
    ),
    Listed(
        commands="plan *",
        places=(
            "by_wnid.{wnid}.draws",
            "by_wnid.{wnid}.missed_percent",
            "by_wnid.{wnid}.sampler_weight",
            "missed_percent",
            "summary.missed_percent",
            "rule.classes",
        ),
        announced="`loss_weight` (was `weight`) and, new, `sampler_weight`, `draws`, "
        "`missed_percent`",
    ),
    Listed(
        commands="boxes *",
        places=("packages.note", "validation.class_scale"),
        announced="`class_scale` and `note`",
    ),
    Listed(
        commands="boxes *",
        places=("published_totals[].total",),
        announced="names of the published totals",
        kinds=CHANGED,
    ),
    Listed(
        commands="boxes *",
        places=(
            "validation.mean_scale",
            "validation.median_scale",
            "validation.by_class[].mean_scale",
            "validation.by_class[].median_scale",
        ),
        announced="computed in float64: scales differ by less than 0.00001",
        kinds=CHANGED,
        within=1e-5,
    ),
    Listed(
        commands="boxes *",
        places=("validation.positions_percent[][]",),
        announced="positions by single boxes on the edge of a cell",
        kinds=CHANGED,
        within=0.0125,
    ),
    Listed(
        commands="boxes *",
        places=("validation.by_class[].chance_percent",),
        announced="chance localisation of four classes by up to 0.07",
        kinds=CHANGED,
        within=0.07,
    ),
    Listed(
        commands="people --dataset [!f]*",
        places=("outcome.*", "branches[]", "branches[].*"),
        announced="`outcome` and `branches` are about the classes of `--dataset`",
        kinds=ANY,
    ),
    Listed(
        commands="people *",
        places=("dropped[].reason", "funnel[].step"),
        announced="reworded reasons and steps",
        kinds=CHANGED,
    ),
    Listed(
        commands="errors *",
        places=(
            "evaluation",
            "read",
            "concept_interval",
            *(
                f"{where}.{key}"
                for where in ("here", "branches[]")
                for key in (
                    "all_images",
                    "hierarchical_distance",
                    "predicted_classes",
                    "rated_images",
                    "top1_macro",
                    "top1_rated_error",
                )
            ),
        ),
        announced="hierarchical distance, error over the images with a ReaL label",
    ),
    Listed(
        commands="errors compare *",
        places=("nodes[].low", "nodes[].high", "verdict"),
        announced="a verdict and paired intervals",
    ),
    Listed(
        commands="errors compare *",
        places=("nodes[].q", "nodes[].different", "nodes[]", "better_model_worse[]"),
        announced="`q` is adjusted over the whole hierarchy at every root",
        kinds=("changed", "reordered"),
    ),
    Listed(
        commands="claims",
        places=("verdicts.*",),
        announced="`verdicts` counts only what documents state",
        kinds=ANY,
    ),
    Listed(
        commands="claims",
        places=("claims[*].relation", "claims[*].high", "claims[*].low", "claims[*].published"),
        announced="A row has a `relation`",
        kinds=ANY,
    ),
    Listed(
        commands="claims",
        places=("claims[*].verdict",),
        announced="figures that no document states are `computed here`",
        kinds=CHANGED,
    ),
    Listed(
        commands="claims",
        places=tuple(f"claims[*].{each}" for each in ("statement", "note", "document", "unit")),
        announced="Reworded statements, notes and units",
        kinds=CHANGED,
    ),
    Listed(
        commands="claims",
        places=("claims[*]",),
        announced="further statements of the documents",
    ),
    Listed(
        commands="claims",
        places=("claims[box_area].measured",),
        announced="computed in float64",
        kinds=CHANGED,
        within=1e-6,
    ),
    Listed(
        commands="claims",
        places=("claims[winter_images].measured",),
        announced="`winter_images` is the sum of counts by class of Winter 2021",
        kinds=CHANGED,
    ),
    Listed(
        commands="claims",
        places=("claims[error_few].measured",),
        announced="`error_few` is judged by the years that it names",
        kinds=CHANGED,
    ),
    Listed(
        commands="claims",
        places=tuple(
            f"claims[{each}].measured" for each in ("alexnet_15", "box_packages", "dog_breeds_120")
        ),
        announced="`alexnet_15`, `box_packages` and `dog_breeds_120` are not measurable",
        kinds=CHANGED,
    ),
    *(
        Listed(
            commands=commands,
            places=(
                "figures.*",
                "own.*",
                "subtree.*",
                "rows[].figures.images",
                "shape.*",
                "by_kind.*",
                "branches[].*",
                "branches[]",
                "by_wnid.{wnid}.*",
                "loss_weight_by_index[]",
                "images_per_epoch",
                "summary.*",
            ),
            announced="`winter21` and `12k`: `images` is measured",
            kinds=("added", "changed", "reordered"),
        )
        for commands in MEASURED
    ),
    Listed(
        commands="people *",
        places=("held[12k].images_*",),
        announced="`winter21` and `12k`: `images` is measured",
        kinds=CHANGED,
    ),
    Listed(
        commands="people *",
        places=("held[*]",),
        announced="the further data sets are listed too",
    ),
    Listed(
        commands="show *",
        places=("datasets[]",),
        announced="the further data sets are listed too",
    ),
    Listed(commands="balance *", places=("counted",), announced="label of what is `counted`"),
    Listed(
        commands="errors *",
        places=("reassessed", "reassessed_labels"),
        announced="what the reassessed labels are called",
    ),
    Listed(
        commands="releases *",
        places=("answer", "inside"),
        announced="`inside` and `answer` say how much",
    ),
)
