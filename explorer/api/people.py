"""The people subtree for a notebook: what was in it, and which classes a rule drops."""

from dataclasses import dataclass, field

import pandas as pd

from explorer.api.frames import one_of, whole, within
from explorer.api.synsets import Synset
from explorer.atlas import Atlas
from explorer.audits import people as audits
from explorer.audits.people import RULES, SAFETY, Outcome, PeopleRule


@dataclass(frozen=True)
class People:
    """The person subtree and what a rule does to it. Made by ``Explorer.people``.

    Labels are those of Yang et al. (2020): whether a synset is safe, sensitive or offensive as
    a label of people, and how imageable it is (mean rating from 1 to 5).

    Attributes:
        dataset: key of the data set that the rule is applied to.
        rule: which classes are kept.
    """

    dataset: str
    rule: PeopleRule
    _atlas: Atlas = field(repr=False, compare=False)

    @property
    def funnel(self) -> pd.DataFrame:
        """From all person synsets to those that Yang et al. (2020) kept.

        Returns:
            One row per step: step, classes, images (Fall 2011) and published (classes; ``<NA>``
            where no document gives the figure).

        >>> ex.people().funnel["classes"].tolist()
        [2832, 2395, 1239, 158, 139]
        """
        return whole(audits.funnel(self._atlas), "classes", "images", "published")

    @property
    def drop_list(self) -> pd.DataFrame:
        """The person classes of the data set that the rule drops.

        Returns:
            wnid, name, safety, imageability (NaN where never rated), images (Fall 2011), reason
            and labelled_by, by wnid. Classes without a label are not in it.

        >>> len(ex.people("fall11").drop_list), len(ex.people("winter21").drop_list)
        (2674, 0)
        """
        return whole(audits.drop_list(self._atlas, self.dataset, self.rule), "images")

    @property
    def outcome(self) -> Outcome:
        """Classes and images of the data set that the rule keeps and drops; NaN if unknown.

        >>> ex.people("12k").outcome.classes_dropped
        854
        """
        found = audits.within(self._atlas, audits.people(self._atlas), self.dataset)
        return audits.outcome(found, self.rule, "images_there")

    @property
    def reproduces_winter_2021(self) -> bool:
        """Whether Fall 2011 without what the rule drops is exactly the Winter 2021 list.

        >>> ex.people().reproduces_winter_2021, ex.people(rule="any").reproduces_winter_2021
        (True, False)
        """
        return audits.reproduces_winter(self._atlas, self.rule)

    @property
    def labels(self) -> pd.DataFrame:
        """Every labelled synset: wnid, name, safety, imageability, images (Fall 2011).

        >>> ex.people().labels["safety"].value_counts().to_dict()
        {'safe': 1239, 'sensitive': 1156, 'offensive': 437}
        """
        return whole(audits.people(self._atlas), "images")

    @property
    def remaining(self) -> pd.DataFrame:
        """What each data set contains of the person subtree.

        Returns:
            One row per data set: key, title, classes, safe, sensitive, offensive, not_labelled,
            then images_safe, images_sensitive and images_offensive (``<NA>`` where unknown).

        >>> found = ex.people().remaining.set_index("key")
        >>> found.loc["fall11", ["safe", "sensitive", "offensive"]].tolist()
        [1239, 1156, 437]
        """
        return whole(audits.held(self._atlas), *(f"images_{label}" for label in SAFETY))

    @property
    def branches(self) -> pd.DataFrame:
        """The children of person, those with the most unsafe classes first.

        Returns:
            wnid, name, classes, safe, sensitive, offensive, unsafe_percent, median_imageability,
            kept, dropped, images_kept and images_dropped (of the data set). Branches overlap.

        >>> list(ex.people("fall11").branches.columns[:3])
        ['wnid', 'name', 'classes']
        """
        found = audits.branches(self._atlas, audits.PERSON, self.rule, self.dataset)
        return whole(found, "images_kept", "images_dropped")

    @property
    def instances(self) -> pd.DataFrame:
        """Classes that are named persons in WordNet: wnid, name, gloss, images (Fall 2011).

        >>> len(ex.people().instances)
        3
        """
        return whole(audits.individuals(self._atlas), "images")

    @property
    def root(self) -> Synset:
        """The synset person.

        >>> ex.people().root
        Synset('person.n.01', 'n00007846')
        """
        return Synset(audits.PERSON, self._atlas)


def people(
    atlas: Atlas, dataset: str, rule: str, min_imageability: float, min_images: int
) -> People:
    """See ``Explorer.people``."""
    atlas.dataset(dataset)
    keep = RULES[one_of("rule", rule, RULES)]
    within("min_imageability", min_imageability, 1, 5)
    within("min_images", min_images, 0, float("inf"))
    return People(dataset, PeopleRule(keep, min_imageability, min_images), atlas)
