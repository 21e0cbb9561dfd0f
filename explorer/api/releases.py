"""Data sets compared, and a branch in three class lists, for a notebook."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from explorer.api.frames import whole, whole_values
from explorer.api.synsets import Synset
from explorer.atlas import Atlas
from explorer.audits import breeds
from explorer.audits import releases as audits
from explorer.datasets import CLASSES
from explorer.errors import ExplorerError

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


@dataclass(frozen=True)
class Releases:
    """Two data sets compared under a synset. Made by ``Explorer.releases``.

    Attributes:
        dataset: key of the first data set.
        against: key of the second.
        root: the subtree.
    """

    dataset: str
    against: str
    root: Synset
    _atlas: Atlas = field(repr=False, compare=False)

    @property
    def classes(self) -> dict[str, int]:
        """How many classes each data set has at or under the root, by its key.

        >>> ex.releases("ilsvrc2012", against="fall11", root="dog.n.01").classes
        {'ilsvrc2012': 118, 'fall11': 190}
        """
        at = self._atlas.hierarchy.positions([self.root.wnid])
        return {
            key: int(self._atlas.roll_up(key).subtree(CLASSES, at)[0])
            for key in (self.dataset, self.against)
        }

    @property
    def missing(self) -> pd.DataFrame:
        """Classes of the first data set that the second one lacks: wnid, name, parents (names).

        >>> ex.releases("ilsvrc2012", against="fall11").missing["name"].tolist()
        ['teddy']
        """
        return audits.missing_classes(self._atlas, self.dataset, self.against, self.root.wnid)

    @property
    def representation(self) -> pd.DataFrame:
        """How large a part of each data set the branches are, the largest difference first.

        Returns:
            One row per branch with a class in either: wnid, name, classes_first, share_first
            (percent of the classes at or under the root), classes_second, share_second,
            difference (percentage points) and ratio. Branches may overlap.

        >>> found = ex.releases("ilsvrc2012", against="fall11").representation
        >>> found[["name", "classes_first", "classes_second"]].values[0].tolist()
        ['animal', 398, 3822]
        """
        found = audits.representation(self._atlas, self.dataset, self.against, self.root.wnid)
        return whole(found, "classes_first", "classes_second")

    @property
    def coverage(self) -> pd.DataFrame:
        """How much of WordNet's branches the first data set covers, the least covered first.

        Returns:
            One row per branch: wnid, name, synsets, classes, share (percent of the synsets).

        >>> found = ex.releases("fall11", against="ilsvrc2012").coverage
        >>> found.loc[found["name"] == "dog", ["synsets", "classes"]].values.tolist()
        [[190, 190]]
        """
        found = audits.covered_branches(self._atlas, self.dataset, self.root.wnid)
        return whole(found, "synsets", "classes")

    def chart(self) -> "Figure":
        """The twenty largest differences of ``representation`` as dumbbells (plotly).

        >>> ex.releases("ilsvrc2012", against="fall11").chart().data[1].name
        'ILSVRC-2012 (ImageNet-1K)'
        """
        from explorer.api import charts

        titles = [self._atlas.dataset(key).title for key in (self.dataset, self.against)]
        return charts.shares(self.representation, titles[0], titles[1])


def releases(atlas: Atlas, dataset: str, against: str, root: Synset) -> Releases:
    """See ``Explorer.releases``."""
    for key in (dataset, against):
        atlas.dataset(key)
        if key not in audits.comparable(atlas):
            raise ExplorerError(
                f"{key} cannot be compared because it is not a list of classes. Choose one of: "
                f"{', '.join(audits.comparable(atlas))}."
            )
    return Releases(dataset, against, root, atlas)


@dataclass(frozen=True)
class Breeds:
    """A branch in ImageNet-21K, ILSVRC-2012 and Stanford Dogs. Made by ``Explorer.breeds``.

    Attributes:
        root: the branch.
    """

    root: Synset
    _atlas: Atlas = field(repr=False, compare=False)

    @property
    def summary(self) -> dict[str, int | float]:
        """The branch in totals.

        Returns:
            For each list (fall11, ilsvrc2012, stanford-dogs) its classes at or under the root;
            images (Fall 2011), train_images (ILSVRC-2012), boxed_percent (classes of Fall 2011
            with a package of boxes), share_of_ilsvrc and share_of_fall11 (percent of all
            classes) and several_parents (classes of Fall 2011 with several parents).

        >>> total = ex.breeds("dog.n.01").summary
        >>> total["fall11"], total["ilsvrc2012"], total["stanford-dogs"]
        (190, 118, 117)
        """
        found = breeds.summary(self._atlas, self.root.wnid)
        return whole_values(found, *breeds.LISTS, "images", "train_images", "several_parents")

    @property
    def groups(self) -> pd.DataFrame:
        """The children of the root with the classes of each list.

        >>> "ilsvrc2012" in ex.breeds("dog.n.01").groups
        True
        """
        return breeds.groups(self._atlas, self.root.wnid)

    @property
    def members(self) -> pd.DataFrame:
        """Every class of any list: wnid, name, the lists that have it, and its figures.

        >>> dogs = ex.breeds("dog.n.01").members
        >>> int(dogs["stanford-dogs"].sum())
        120
        """
        found = breeds.members(self._atlas, self.root.wnid)
        return whole(found, "images", "train_images", "box_package")
