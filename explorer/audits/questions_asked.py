"""Common questions about ImageNet; ``questions`` answers them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "people": "Which classes should I drop?",
        "errors": "Where does ResNet-50 fail?",
        "balance": "Which branches have few images?",
        "boxes": "Which classes have boxes?",
        "releases": "What do 1K and 21K share?",
        "claims": "Which published numbers hold?",
    }
)
"""What is asked, by the page that answers it: its place in the address."""


@dataclass(frozen=True)
class Question:
    """A question and its answer.

    Attributes:
        page: the page that answers it, a key of ``QUESTIONS``.
        answer: a sentence with its figures.
        query: parameters of the page's address that show the figures.
    """

    page: str
    answer: str
    query: tuple[tuple[str, str], ...] = ()
