"""Superclasses for a notebook: a cut's groups, maps for training, splits, and errors at it."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from explorer.api.frames import whole, whole_values, within
from explorer.api.predictions import OwnModel
from explorer.atlas import Atlas
from explorer.audits.superclasses import coarseness, errors, exports, groups, splits
from explorer.audits.superclasses.cut import Cut
from explorer.audits.superclasses.groups import Grouping
from explorer.datasets import RollUp
from explorer.errors import ExplorerError
from explorer.evaluations import Need, Predictions, lacking
from explorer.evaluations.evaluation import DEFAULT_MODEL

_COUNTS = ("groups", "classes", "images", "classes_under_none", "settled", "specific", "largest")


@dataclass(frozen=True)
class Superclasses:
    """The classes of a data set in superclasses. Made by ``Explorer.superclasses``.

    Attributes:
        dataset: key of the data set.
        cut: the text that makes the same cut again, as an argument, in a URL and in a terminal.
    """

    dataset: str
    cut: str
    _found: Grouping = field(repr=False, compare=False)
    _atlas: Atlas = field(repr=False, compare=False)

    @property
    def groups(self) -> pd.DataFrame:
        """The superclasses, those with the most classes first.

        Returns:
            One row per superclass: index (of the new class), key, wnid, name, classes and images
            with their shares (percent), smallest, median and largest (images per class), gini,
            effective_classes, settled (classes that are under several superclasses) and contested
            (of these, those under several of which none is inside another, and those put by hand).

        >>> found = ex.superclasses(preset="category67").groups
        >>> found[["name", "classes"]].values[0].tolist()
        ['dog', 119]
        """
        found = groups.table(self._atlas, self._figures, self._found)
        return whole(found, "images", "smallest", "largest")

    @property
    def classes(self) -> pd.DataFrame:
        """Every class with its superclass, in the order of the class index.

        Returns:
            wnid, name, index (position among the classes of the data set sorted by wnid), images,
            superclass_index (−1 under none), superclass (key), superclass_name, settled (how, of a
            class under several), under (wnids of these) and under_names.

        >>> found = ex.superclasses(groups=20).classes.set_index("name")
        >>> found.loc["Chihuahua", ["superclass_name", "settled"]].tolist()
        ['chordate', 'largest']
        """
        return whole(groups.classes(self._atlas, self._figures, self._found), "images")

    @property
    def names(self) -> list[str]:
        """Names of the new classes, in the order of their index.

        >>> len(ex.superclasses(preset="tiered").names)
        34
        """
        return groups.group_names(self._atlas, self._found)

    @property
    def summary(self) -> dict[str, int | float]:
        """The superclasses in totals.

        Returns:
            groups, classes, images, classes_under_none, settled (of these specific, largest, tie
            and by_hand), contested (settled, but for the specific), then ratio, gini and effective
            (number of groups) over the groups' classes and, with the ending _images, over their
            images; NaN where unknown.

        >>> total = ex.superclasses(preset="tiered").summary
        >>> total["classes"], total["classes_under_none"]
        (608, 392)
        """
        found = groups.balance(self._atlas, self._figures, self._found)
        return whole_values(found, *_COUNTS, "contested", "tie", "by_hand")

    @property
    def refused(self) -> dict[str, str]:
        """Edits that could not be made, and why.

        >>> ex.superclasses(edits=["split-n02085620"]).refused
        {'split-n02085620': 'it is no group of this cut'}
        """
        return {edit.text: why for edit, why in self._found.refused}

    @property
    def by_wnid(self) -> dict[str, int]:
        """Superclass index by wnid of the class; −1 under none.

        >>> ex.superclasses(preset="tiered").by_wnid["n01440764"]
        1
        """
        return self.document["by_wnid"]  # type: ignore[no-any-return]

    @property
    def by_index(self) -> list[int]:
        """Superclass index by class index; −1 under none.

        >>> ex.superclasses(preset="tiered").by_index[:3]
        [1, 1, 1]
        """
        return exports.targets(self._found)

    @property
    def document(self) -> dict[str, Any]:
        """All of it as plain values, for a JSON file that a training script reads.

        >>> list(ex.superclasses().document)
        ['dataset', 'cut', 'superclasses', 'by_wnid', 'by_index', 'under_none']
        """
        return exports.document(self._atlas, self._figures, self._found)

    @property
    def target_transform(self) -> str:
        """A line that makes a torchvision ``ImageFolder`` with superclasses as targets.

        >>> ex.superclasses(preset="tiered").target_transform[:42]
        'ImageFolder(root, target_transform=[1, 1, '
        """
        return exports.target_transform(self._found)

    def split(self, seed: int = 0, *, by: str = "classes") -> pd.DataFrame:
        """Source and target subclasses of each superclass, as BREEDS makes them.

        Args:
            seed: the same seed gives the same split.
            by: what the two sides are balanced by: ``classes`` or ``images``.

        Returns:
            One row per subclass: superclass_index, superclass, superclass_name, wnid, name, images
            and side. Superclasses of one class are left out.

        Raises:
            ExplorerError: the measure is images, and the images of a class are unknown.

        >>> ex.superclasses(preset="tiered").split(7)["side"].value_counts().sum()
        np.int64(608)
        """
        within("seed", seed, 0, splits.MOST_SEED)
        return whole(splits.split(self._atlas, self._figures, self._found, seed, by), "images")

    def accuracy(self, model: str | OwnModel = DEFAULT_MODEL) -> dict[str, int | float]:
        """A model's accuracy at the cut: predictions in the superclass of the label.

        Returns:
            images, left_out (images whose label is in no superclass), accuracy, low and high
            (percent; Wilson's interval), top1_accuracy with top1_low and top1_high (of the classes,
            on the same images), and macro_accuracy (mean over the superclasses).

        Raises:
            UnknownModel: no model has that name.
            ExplorerError: the classes are no evaluation's, or predicted classes are not known.

        >>> round(ex.superclasses(groups=20).accuracy("resnet50")["accuracy"], 2)
        89.5
        """
        return whole_values(errors.summary(self._found, self._model(model)), "images", "left_out")

    def errors(self, model: str | OwnModel = DEFAULT_MODEL) -> pd.DataFrame:
        """A model's errors by superclass, the least accurate first.

        Returns:
            key, name, images, accuracy with low and high (percent), predicted, precision,
            most_confused (name) and confused_images.

        Raises:
            UnknownModel, ExplorerError: as for ``accuracy``.

        >>> ex.superclasses(groups=20).errors("resnet50").loc[0, "name"]
        'fabric'
        """
        return errors.by_group(errors.confusion(self._atlas, self._found, self._model(model)))

    def confusion(self, model: str | OwnModel = DEFAULT_MODEL) -> pd.DataFrame:
        """The confusion of all superclasses, one row per cell with an image.

        Returns:
            label_group and predicted_group (names), label_key, predicted_key (empty for no group),
            images and percent (of the images with that label).

        Raises:
            UnknownModel, ExplorerError: as for ``accuracy``.

        >>> int(ex.superclasses(groups=20).confusion("resnet50")["images"].sum())
        50000
        """
        return errors.long(errors.confusion(self._atlas, self._found, self._model(model)))

    def curve(self, model: str | OwnModel = DEFAULT_MODEL) -> pd.DataFrame:
        """A model's accuracy against the number of superclasses: model, groups, images, accuracy.

        The groups are those of ``superclasses(groups=N)``; low and high are Wilson's interval.

        Raises:
            UnknownModel, ExplorerError: as for ``accuracy``.

        >>> ex.superclasses().curve("resnet50")["accuracy"].round(1).tolist()[-1]
        76.1
        """
        return coarseness.curve(self._figures, self._model(model), self._found.cut.by)

    def coarseness(self) -> pd.DataFrame:
        """How coarse labels must be for each model to be right on 90 % of the images.

        Returns:
            One row per model with predictions: model, groups (most superclasses at which it is; NaN
            if there are none), accuracy with low and high there, next_groups and next_accuracy
            (with one group more, where it is not), top1_accuracy and images.

        Raises:
            ExplorerError: the classes are no evaluation's.

        >>> found = ex.superclasses().coarseness().set_index("model")
        >>> int(found.loc["resnet50", "groups"]), int(found.loc["alexnet", "groups"])
        (15, 6)
        """
        models = errors.with_predictions(errors.evaluation_of(self._atlas, self._figures))
        return coarseness.coarseness(self._figures, models.values(), self._found.cut.by)

    @property
    def _figures(self) -> RollUp:
        return self._atlas.roll_up(self.dataset)

    def _model(self, model: str | OwnModel) -> Predictions:
        evaluation = errors.evaluation_of(self._atlas, self._figures)
        if isinstance(model, str):
            return errors.predictions(evaluation, model)
        if not isinstance(model.model, Predictions):
            raise ExplorerError(
                lacking(model.model, Need.PREDICTED_CLASS, "accuracy at a cut needs")
            )
        return model.model


def superclasses(atlas: Atlas, dataset: str, cut: Cut) -> Superclasses:
    """See ``Explorer.superclasses``."""
    found = groups.grouping(atlas.roll_up(dataset), cut)
    return Superclasses(dataset, cut.text, found, atlas)
