"""Labels to doubt: images on which very many models agree on a class that is not the label.

Peychev et al. (2023) list, for 962 models, pairs of a validation image and a class that is not its
label, with how many of the models predict that class. Their lists end near 1,000 pairs of each
kind of error, so an image that is absent is not an easy one.
"""

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Integers, Numbers
from explorer.atlas import Atlas
from explorer.evaluations import Indices, Truth
from explorer.evaluations.declared import ILSVRC
from explorer.owner import kept_by

SOURCE = "Peychev et al. 2023"
MAJORITY = 0.5
"""Share of the models from which on a label is listed as one to doubt."""

KINDS = {
    "valid_label_but_not_the_original": "other valid label",
    "fine_grained": "fine-grained",
    "fine_grained_out_of_vocabulary": "fine-grained, true class not among the 1,000",
    "overlapping_classes": "overlapping classes",
    "spurious_correlation": "spurious correlation",
    "non_prototypical": "not prototypical",
    "model_failure": "none of the rules",
}
"""How each automatic kind of error is called."""


def models() -> int:
    """How many models were asked."""
    return facts.catalogue()["models962_by_branch"].rows


@kept_by("truth")
def _listed(truth: Truth) -> pd.DataFrame:
    """The listed pairs, by ``_keys``; none for other images than the validation images."""
    pairs = facts.read("common_errors_962_models")
    if truth.about.key != ILSVRC:
        pairs = pairs.head(0)
    places = pairs["image"].to_numpy(np.int64) - 1
    keys = _keys(truth, places, pairs["predicted"].to_numpy(np.int16))
    return pairs.assign(place=places, key=keys).set_index("key")


def _keys(truth: Truth, places: Integers, predicted: Indices) -> Integers:
    keys: Integers = places * truth.classes + predicted
    return keys


def agreeing(truth: Truth, places: Integers, predicted: Indices) -> Numbers:
    """How many of the models predict a class on each image; NaN where that is not listed.

    Args:
        truth: the images.
        places: of the images.
        predicted: a class index per image.
    """
    found = _listed(truth)["models"].reindex(_keys(truth, places, predicted))
    return found.to_numpy(np.float64)


def doubts(atlas: Atlas, truth: Truth, labels: list[int], least: float = MAJORITY) -> pd.DataFrame:
    """Images on which a share of the models agrees on a class that is not the label.

    Args:
        atlas: words.
        truth: the images.
        labels: class indices; the original label is one of them.
        least: minimum share of the models, from 0 to 1.

    Returns:
        image (number), label, predicted (names), models (with this prediction), percent (of all
        models), kind (of error, by automatic rules), accepted (classes that the authors of the
        list accept), real_labels (of Beyer et al. 2020), wnid (of the label), predicted_wnid;
        most models first.
    """
    pairs = _listed(truth)
    chosen = pairs[pairs["label"].isin(labels) & (pairs["models"] >= least * models())]
    chosen = chosen.sort_values(["models", "image"], ascending=[False, True], kind="stable")
    names = np.array(atlas.lexicon.names(truth.wnids), dtype=object)

    def named(classes: "list[int]") -> str:
        return ", ".join(names[classes])

    label, predicted = (chosen[name].to_numpy(np.int64) for name in ("label", "predicted"))
    wnids = np.array(truth.wnids, dtype=object)
    return pd.DataFrame(
        {
            "image": chosen["image"].to_numpy(np.int64),
            "label": names[label],
            "predicted": names[predicted],
            "models": chosen["models"].to_numpy(np.int64),
            "percent": chosen["models"].to_numpy(np.float64) / models() * 100,
            "kind": chosen["error"].map(KINDS).to_numpy(object),
            "accepted": [
                named([int(each) for each in classes.split()])
                for classes in chosen["accepted_labels"].tolist()
            ],
            "real_labels": [
                named(truth.reassessed_labels(place)) for place in chosen["place"].tolist()
            ],
            "wnid": wnids[label],
            "predicted_wnid": wnids[predicted],
        }
    )
