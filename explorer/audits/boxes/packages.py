"""Which classes have bounding boxes: packages of ImageNet-21K, totals, and the detection task."""

from pathlib import Path

import pandas as pd

from explorer import facts
from explorer.atlas import Atlas
from explorer.formatting import counted, written
from explorer.owner import kept_by

TOTALS = {
    "boxed_images": "All of ImageNet: images with boxes",
    "box_packages": "All of ImageNet: box packages to download",
    "ilsvrc2012_train_boxed_images": "ILSVRC-2012 training: images with boxes (annotation files)",
    "ilsvrc2012_train_boxes": "ILSVRC-2012 training: boxes (annotation files)",
    "ilsvrc2012_train_boxed_images_paper": "ILSVRC-2012 training: images with boxes (paper)",
    "ilsvrc2012_train_boxes_paper": "ILSVRC-2012 training: boxes (paper)",
    "ilsvrc2012_validation_boxes_paper": "ILSVRC-2012 validation: boxes (paper)",
    "ilsvrc_det_train_images": "ILSVRC DET: training images",
}
"""Published totals of boxes, in the order of the page, and what each is."""

TRAINING_BOXES = (TOTALS["ilsvrc2012_train_boxes"], TOTALS["ilsvrc2012_train_boxes_paper"])
"""Two totals of the same boxes: of the files, and of the paper."""


def published(folder: Path = facts.DATA) -> pd.DataFrame:
    """Totals that were never published per class: total, value, unit, document, note."""
    table = facts.read("published_totals", folder).set_index("key").loc[list(TOTALS)]
    table.insert(0, "total", list(TOTALS.values()))
    return table.reset_index(drop=True)


@kept_by("atlas", most=4)
def packages(atlas: Atlas, focus: str, folder: Path = facts.DATA) -> pd.DataFrame:
    """The classes at or under a synset and whether they have a box package.

    Returns:
        wnid, name, box_package (yes, no, or uncertain where two copies of the list disagree),
        images (Fall 2011; NaN where not known), by wnid.
    """
    table = facts.read("imagenet21k", folder)
    below = set(atlas.hierarchy.named(atlas.hierarchy.subtree(focus)))
    found = table[table["wnid"].isin(below)]
    listed = found["box_package"].map({True: "yes", False: "no"})
    wnids = found["wnid"].tolist()
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "box_package": listed.where(found["box_package_sources_agree"], "uncertain").tolist(),
            "images": found["fall11_images"]
            .astype("Float64")
            .to_numpy(float, na_value=float("nan")),
        }
    )


def beyond_fall_2011(atlas: Atlas, focus: str) -> str:
    """Why ``packages`` has more classes than Fall 2011 does, in a sentence; empty if it has not.

    The table of ImageNet-21K lists one class that only ILSVRC-2012 has, with its box package.
    """
    found = packages(atlas, focus)
    fall11 = atlas.dataset("fall11")
    more = found[[wnid not in fall11 for wnid in found["wnid"].tolist()]] if len(found) else found
    if more.empty:
        return ""
    pairs = zip(more["wnid"].tolist(), more["name"].tolist(), strict=True)
    names = " and ".join(f"{name} ({wnid})" for wnid, name in pairs)
    return (
        f"{counted(len(found), 'class')}: {written(len(found) - len(more))} of Fall 2011, and "
        f"{names}, which only ILSVRC-2012 has."
    )


@kept_by("atlas", most=4)
def detection(atlas: Atlas, focus: str, folder: Path = facts.DATA) -> pd.DataFrame:
    """The classes of the detection task at or under a synset.

    Returns:
        wnid, name, present, partly (annotated) and absent: training images in which the class
        is so, the most present first. An image counts for each class that is in it.
    """
    table = facts.read("ilsvrc_det", folder)
    below = set(atlas.hierarchy.named(atlas.hierarchy.subtree(focus)))
    found = table[table["wnid"].isin(below)]
    wnids = found["wnid"].tolist()
    frame = pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "present": found["positive_images"].to_numpy(),
            "partly": found["partial_images"].to_numpy(),
            "absent": found["negative_images"].to_numpy(),
        }
    )
    return frame.sort_values(["present", "wnid"], ascending=[False, True], ignore_index=True)
