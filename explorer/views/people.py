"""What the people page looks at: a part of the subtree, a rule, and a data set to apply it to."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.people import PERSON, SAFETY, PeopleRule
from explorer.audits.releases import comparable
from explorer.views.reading import FIRST, Reader, said

PANELS = ("funnel", "rule", "imageability", "held", "loss", "context")
MOST_IMAGES = 10_000
"""The largest least number of images that an address may ask for."""


@dataclass(frozen=True)
class PeopleView:
    """One way of looking at the people subtree.

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
        """The rule."""
        return PeopleRule(self.keep, self.min_imageability, self.min_images)

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The address parameters that bring this view back; defaults are left out."""
        return said(self, PeopleView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[PeopleView, list[str]]:
    """The view that an address asks for, and a sentence for each part that makes no sense."""
    read = Reader(params, atlas)
    focus = read.synset("focus", PERSON)
    if PERSON not in atlas.hierarchy.ancestors(focus):
        read.notices.append(
            f"{focus} is not under person ({PERSON}), which is all that this page shows."
        )
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
