"""Two models compared, for a notebook."""

from dataclasses import dataclass, field

import pandas as pd

from explorer.api.frames import whole
from explorer.api.models import by_image, model_of, with_classes
from explorer.api.predictions import OwnModel
from explorer.api.synsets import Synset
from explorer.atlas import Atlas
from explorer.audits.errors import metric_tables, model_comparison
from explorer.errors import ExplorerError
from explorer.evaluations import ByImage

_COMPARED_COUNTS = ("classes", "images", "only_first", "only_second")


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two models compared at and under a synset. Made by ``Explorer.compare``.

    Attributes:
        first, second: names of the models.
        evaluation: key of the evaluation.
        root: the subtree.
        nodes: one row per synset with classes, the smallest q first: wnid, name, classes,
            images (that both cover), error_first, error_second (percent), difference (second
            - first, percentage points) with low and high (95 %), only_first and only_second
            (images that one model alone gets wrong), p (McNemar, exact), q (adjusted over all
            synsets) and different (q under 0.05).
        verdict: result of the test at the root, as a sentence.
    """

    first: str
    second: str
    evaluation: str
    root: Synset
    nodes: pd.DataFrame = field(repr=False)
    verdict: str
    _pair: tuple[ByImage, ByImage] = field(repr=False)
    _atlas: Atlas = field(repr=False)

    @property
    def metrics(self) -> pd.DataFrame:
        """Metrics that know the hierarchy, of both models over the images that both cover.

        Returns:
            One row per metric, by its key: title, first, second, difference (second - first)
            with low and high (95 %, paired by image), unit, average, images, better (``first``
            or ``second`` where the interval excludes 0, else empty) and meaning.

        Raises:
            ExplorerError: the predicted classes of a model are not known.

        >>> found = ex.compare("resnet50", "senet154").metrics
        >>> found.loc["hierarchical_distance", "better"]
        'second'
        """
        first, second = (with_classes(model) for model in self._pair)
        found = metric_tables.differences(self._atlas, first, second, self.root.wnid)
        return found.set_index("metric")

    @property
    def better_model_worse(self) -> pd.DataFrame:
        """The rows of ``nodes`` where the model that is better overall is significantly worse.

        >>> ex.compare("resnet50", "senet154").better_model_worse["name"].tolist()
        []
        """
        return model_comparison.against_the_trend(self.nodes)


def compare(
    atlas: Atlas,
    first: str | OwnModel,
    second: str | OwnModel,
    evaluation: str | None,
    root: Synset,
) -> Comparison:
    """See ``Explorer.compare``."""
    given = [each.model.truth.about.key for each in (first, second) if isinstance(each, OwnModel)]
    key = evaluation or next(iter(given), None)
    one, two = (by_image(model_of(atlas, each, key)) for each in (first, second))
    found = model_comparison.compare(atlas, one, two, root.wnid)
    if found.empty:
        raise ExplorerError(
            f"{one.model} and {two.model} have no images in common at or under {root.name} "
            f"({root.wnid})."
        )
    return Comparison(
        one.model,
        two.model,
        one.truth.about.key,
        root,
        whole(found, *_COMPARED_COUNTS),
        model_comparison.verdict(found, one.model, two.model),
        (one, two),
        atlas,
    )
