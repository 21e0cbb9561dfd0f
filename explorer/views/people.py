"""URL state of the people page: a part of the subtree, a rule, and a data set to filter."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.people import PERSON, SAFETY, PeopleRule
from explorer.audits.releases import comparable
from explorer.views.reading import FIRST, Reader, query_parameters

PANELS = ("funnel", "rule", "imageability", "held", "loss", "context")
MOST_IMAGES = 10_000
"""Maximum of the minimum number of images."""


@dataclass(frozen=True)
class PeopleView:
    """State of the people page.

    Attributes:
        focus: wnid at or under person.
        panel: one of ``PANELS``.
        keep, min_imageability, min_images: the rule, see ``explorer.audits.people.PeopleRule``.
        dataset: key of the data set that the drop list is for.
    """

    focus: str = PERSON
    panel: str = PANELS[0]
    keep: tuple[str, ...] = PeopleRule.keep
    min_imageability: float = PeopleRule.min_imageability
    min_images: int = PeopleRule.min_images
    dataset: str = FIRST

    @property
    def rule(self) -> PeopleRule:
        """The filter rule of ``keep``, ``min_imageability`` and ``min_images``."""
        return PeopleRule(self.keep, self.min_imageability, self.min_images)

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        return query_parameters(self, PeopleView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[PeopleView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one."""
    read = Reader(params, atlas)
    focus = read.synset("focus", PERSON)
    if PERSON not in atlas.hierarchy.ancestors(focus):
        read.notices.append(f"{focus} is not under person ({PERSON}). Showing person.")
        focus = PERSON
    view = PeopleView(
        focus,
        read.one_of("panel", PANELS, PANELS[0]),
        read.some_of("keep", SAFETY, PeopleRule.keep),
        read.number("min_imageability", 1, 5, PeopleRule.min_imageability),
        read.whole("min_images", 0, MOST_IMAGES, PeopleRule.min_images),
        read.dataset("dataset", FIRST, comparable(atlas)).key,
    )
    return view, read.notices
