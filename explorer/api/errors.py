"""Model errors for a notebook: one model, and two models compared."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from explorer.api.frames import whole
from explorer.api.models import model_of, with_classes
from explorer.api.predictions import OwnModel
from explorer.api.synsets import HEIGHT, Synset, wnid_of
from explorer.atlas import Atlas
from explorer.audits.errors import (
    calibration,
    class_precision,
    confusion,
    label_quality,
    metric_tables,
    nodes,
)
from explorer.audits.errors.calibration import Scores
from explorer.datasets import CLASSES
from explorer.errors import ExplorerError
from explorer.evaluations import Model, Predictions
from explorer.evaluations.declared import ILSVRC
from explorer.settings import settings

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_NODE_COUNTS = ("classes", "predicted_classes", "images", "all_images", "rated_images")


@dataclass(frozen=True, eq=False)
class Errors:
    """Where a model is wrong, at and under a synset. Made by ``Explorer.errors``.

    Errors are in percent of the images that the model has a prediction for.

    Attributes:
        model: name of the model.
        evaluation: key of the evaluation.
        root: the subtree.
    """

    model: str
    evaluation: str
    root: Synset
    _model: Model = field(repr=False)
    _atlas: Atlas = field(repr=False)

    @property
    def summary(self) -> dict[str, Any]:
        """The errors at the root of the subtree; the columns of ``at`` by name.

        >>> dog = ex.errors("resnet50", root="dog.n.01").summary
        >>> dog["images"], round(dog["top1_error"], 2)
        (5900, 20.59)
        """
        row = self.at([self.root]).iloc[0]
        return {str(name): _plain(value) for name, value in row.items()}

    @property
    def concept_interval(self) -> tuple[float, float]:
        """Low and high of the top-1 error for the concept, in percent (bootstrap over classes).

        Wilson's interval in ``summary`` is for these very classes; this one is for others of
        the same kind. NaN for too few classes.

        >>> low, high = ex.errors("resnet50", root="dog.n.01").concept_interval
        >>> low < 20.59 < high
        True
        """
        draws = settings().resamples
        low, high = nodes.concept_intervals(self._atlas, self._model, [self.root.wnid], draws)
        return float(low[0]), float(high[0])

    def at(self, synsets: Iterable[Synset | str]) -> pd.DataFrame:
        """The errors at any synsets, each over the distinct classes at or under it.

        Args:
            synsets: synsets, wnids, senses such as ``dog.n.01`` or unique names.

        Returns:
            One row per synset: wnid, name, classes (of the evaluation), predicted_classes,
            images (with a prediction), all_images, then in percent top1_error with top1_low and
            top1_high (Wilson's 95 % interval), top1_macro (mean over classes); rated_images
            (with a reassessed label) with top1_rated_error, real_error, real_low and real_high
            over these; top5_error; inside and outside (parts of top1_error: the prediction is
            in the subtree, or not); severity and hierarchical_distance (edges). NaN where
            unknown.

        Raises:
            UnknownSynset: one is no synset, or its name is ambiguous.

        >>> found = ex.errors("resnet50").at(["dog.n.01", "n02121620"])
        >>> found[["name", "images"]].to_dict("list")
        {'name': ['dog', 'cat'], 'images': [5900, 350]}
        """
        wnids = [wnid_of(self._atlas, each) for each in synsets]
        return whole(nodes.nodes(self._atlas, self._model, wnids), *_NODE_COUNTS)

    @property
    def branches(self) -> pd.DataFrame:
        """The errors of every branch of the root, the highest top-1 error first; see ``at``.

        >>> ex.errors("resnet50", root="dog.n.01").branches.loc[0, "name"]
        'poodle'
        """
        return whole(nodes.branches(self._atlas, self._model, self.root.wnid), *_NODE_COUNTS)

    @property
    def classes(self) -> pd.DataFrame:
        """The errors of every class at or under the root, the highest first; see ``at``.

        >>> worst = ex.errors("resnet50", root="dog.n.01").classes
        >>> worst[["name", "top1_error"]].values[0].tolist()
        ['Appenzeller', 80.0]
        """
        wnids = [self._model.truth.wnids[label] for label in self.labels]
        found = self.at(wnids)
        return found.sort_values(["top1_error", "wnid"], ascending=[False, True], ignore_index=True)

    def pairs(self, most: int = 20) -> pd.DataFrame:
        """The pairs of classes that are confused most, both directions together.

        Returns:
            first, second (wnids), first_name, second_name, first_as_second (images of the first
            predicted as the second), second_as_first, images (both), meet (names of the lowest
            common ancestors) and severity (height of the lowest of them, edges).

        Raises:
            ExplorerError: the model's predicted classes are not known.

        >>> found = ex.errors("resnet50", root="dog.n.01").pairs(1)
        >>> found[["first_name", "second_name", "images"]].values.tolist()
        [['toy poodle', 'miniature poodle', 31]]
        """
        return confusion.pairs(self._atlas, self._images(), self.labels, most)

    @property
    def confusion(self) -> pd.DataFrame:
        """The confusion matrix of the branches of the root.

        Returns:
            Images; rows are the branch of the label, columns that of the prediction. Each
            image with a prediction is counted once; ``outside`` is all that is not under the
            root. A class with several parents is in its smallest branch.

        Raises:
            ExplorerError: the model's predicted classes are not known.

        >>> matrix = ex.errors("resnet50", root="dog.n.01").confusion
        >>> int(matrix.to_numpy().sum())
        50000
        """
        found = confusion.matrix(self._atlas, self._images(), self.root.wnid)
        index = pd.Index(found.names, name="label")
        return pd.DataFrame(found.counts, index, pd.Index(found.names, name="prediction"))

    @property
    def label_quality(self) -> pd.DataFrame:
        """The classes under the root with what reviewers found about their labels.

        Returns:
            wnid, name, index, images, top1_error, top1_rated_error, real_error, vanishing
            (percent of the top-1 errors that reassessed labels accept), then numbers of images:
            real_label_rejected, real_without_label, real_several_labels,
            cleanlab_confirmed_errors, vit3b_mistakes, incorrect_images; and
            main_label_agreement (share of votes). Missing where unknown.

        Raises:
            ExplorerError: the evaluation is not ILSVRC-2012's, whose labels were reviewed, or
                the model's predicted classes are not known.

        >>> found = ex.errors("resnet50", root="dog.n.01").label_quality
        >>> int(found["real_label_rejected"].sum())
        749
        """
        if self.evaluation != ILSVRC:
            raise ExplorerError(
                f"The labels of {self._model.truth.about.title} were not reviewed class by class; "
                f"those of {ILSVRC} were."
            )
        labels = self.labels
        found = label_quality.findings(self._atlas, self._images(), labels)
        return whole(found, "images", *label_quality.COUNTS)

    @property
    def metrics(self) -> pd.DataFrame:
        """Metrics that know the hierarchy, and means over classes, over the labels of the root.

        Returns:
            One row per metric, by its key: title, value, low, high (95 %), unit (% or edges),
            average (over images or classes), images and meaning. No interval below 30 images.

        Raises:
            ExplorerError: the model's predicted classes are not known.

        >>> round(float(ex.errors("resnet50").metrics.loc["hierarchical_f1", "value"]), 1)
        91.9
        """
        found = metric_tables.summary(self._atlas, self._images(), self.root.wnid)
        return found.set_index("metric")

    @property
    def precision(self) -> pd.DataFrame:
        """Precision, recall and F1 of every class at or under the root, the lowest F1 first.

        Returns:
            wnid, name, classes, images (with this label), predicted (images predicted as the
            class), right; in percent recall, precision (each with _low and _high, Wilson), f1,
            labelled_share and predicted_share (of all images); and ratio (predicted / images).

        Raises:
            ExplorerError: the model's predicted classes are not known.

        >>> found = ex.errors("resnet50", root="dog.n.01").precision
        >>> found[["name", "predicted", "right"]].values[0].tolist()
        ['Appenzeller', 28, 10]
        """
        found = class_precision.classes(self._atlas, self._images(), self.root.wnid)
        return whole(found, "classes", "images", "predicted", "right")

    def precision_by_training_images(
        self,
        dataset: str = "ilsvrc2012",
        *,
        tail_below: int | None = None,
        head_from: int | None = None,
    ) -> pd.DataFrame:
        """Means over classes with many, some and few training images: head, middle, tail.

        Args:
            dataset: key of the data set that the model was trained on.
            tail_below: a class of fewer training images is of the tail.
            head_from: a class of at least so many is of the head. Without the two, a third of
                the classes each, as far as equal counts allow.

        Returns:
            One row per group: group, classes, fewest, most (training images), images, then in
            percent recall, precision and f1. NaN for a group without classes.

        Raises:
            UnknownDataSet: no data set has that key.
            ExplorerError: it has no image counts of these classes, the bounds contradict each
                other, or the model's predicted classes are not known.

        >>> found = ex.errors().precision_by_training_images(tail_below=1000, head_from=1300)
        >>> found["classes"].tolist()
        [895, 86, 19]
        """
        model = self._images()
        known = class_precision.training_sets(self._atlas, model.truth)
        if self._atlas.dataset(dataset).key not in known:
            raise ExplorerError(
                f"{dataset} does not have training images of all classes of "
                f"{model.truth.about.title}. Choose one of: {', '.join(known)}."
            )
        trained = self._atlas.dataset(dataset)
        low, high = class_precision.thirds(trained, model.truth.wnids)
        tail = low if tail_below is None else tail_below
        head = max(high, tail) if head_from is None else head_from
        if tail > head:
            raise ExplorerError(
                f"tail_below is {tail}; it must not be greater than head_from, which is {head}."
            )
        found = class_precision.classes(self._atlas, model, self.root.wnid)
        found = class_precision.by_frequency(found, trained, tail, head)
        return whole(found, "classes", "images", "fewest", "most")

    def distance_at(self, *counts: int) -> pd.DataFrame:
        """Mean hierarchical distance over the first k predictions (Bertinetto et al. 2020).

        Args:
            counts: k, from 1; 1, 5, 10 and 20 if none is given.

        Returns:
            One row per available k: k, distance, low, high (edges), images.

        Raises:
            ExplorerError: the model's predicted classes are not known.

        >>> ex.errors("resnet50").distance_at()[["k", "distance"]].round(2).values.tolist()
        [[1.0, 1.79]]
        """
        most = counts or (1, 5, 10, 20)
        return metric_tables.distance_at(self._atlas, self._images(), self.root.wnid, most)

    @property
    def calibration(self) -> Scores:
        """Expected calibration error (points), Brier score and log loss (nats) under the root.

        Raises:
            ExplorerError: no confidences are known of the model.

        >>> mine = pd.DataFrame(
        ...     {"image": [1, 2, 3], "prediction": [65, 970, 230], "probability": [0.9, 0.8, 0.7]}
        ... )
        >>> scores = ex.errors(ex.read_predictions(mine)).calibration
        >>> round(scores.expected_error, 1)
        20.0
        """
        model = self._images()
        if model.confidence is None:
            raise ExplorerError(
                f"No confidences are available for {self.model}. Calibration needs predictions "
                "with a "
                "column of probabilities."
            )
        sure, correct = calibration.outcomes(model, self.labels)
        limits = settings()
        return calibration.scores(sure, correct, limits.calibration_bins, limits.resamples)

    def chart(
        self, *, kind: str = "treemap", colour: str = "top1_error", height: int = HEIGHT
    ) -> "Figure":
        """The subtree as nested sectors (plotly): areas are classes, colours an error.

        Args:
            kind: ``treemap``, ``icicle`` or ``sunburst``.
            colour: top1_error, real_error, top5_error, error_severity or hierarchical_distance,
                as far as the model has predictions.
            height: pixels.

        Raises:
            UnknownMeasure: the error is unknown for the model.
            ExplorerError: ``kind`` is none of the three.

        >>> ex.errors("vgg16", evaluation="imagenetv2").chart().data[0].type
        'treemap'
        """
        from explorer.api import charts

        rolled = nodes.roll_up(self._atlas, self._model)
        return charts.nested_chart(
            self._atlas, rolled, self.root.wnid, kind, CLASSES, colour, height
        )

    @property
    def labels(self) -> list[int]:
        """Indices of the evaluation's classes at or under the root, ascending.

        >>> ex.errors("resnet50", root="domestic_cat.n.01").labels
        [281, 282, 283, 284, 285]
        """
        index, hierarchy = self._model.truth.index, self._atlas.hierarchy
        below = hierarchy.named(hierarchy.subtree(self.root.wnid))
        return sorted(index[wnid] for wnid in below if wnid in index)

    def _images(self) -> Predictions:
        return with_classes(self._model)


def errors(atlas: Atlas, model: str | OwnModel, evaluation: str | None, root: Synset) -> Errors:
    """See ``Explorer.errors``."""
    found = model_of(atlas, model, evaluation)
    errors = Errors(found.model, found.truth.about.key, root, found, atlas)
    if not errors.labels:
        raise ExplorerError(
            f"No class of {found.truth.about.title} is at or under {root.name} ({root.wnid})."
        )
    return errors


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
