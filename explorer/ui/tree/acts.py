"""What the user did with the tree, as the browser reports it."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple


class Act(NamedTuple):
    """A row was toggled or picked. ``turn`` grows from each act to the next."""

    turn: int
    kind: Literal["toggle", "pick"]
    row: str


def read(sent: object) -> Iterator[Act]:
    """What a browser sent, as far as it has the form of acts."""
    for act in sent if isinstance(sent, list) else []:
        match act:
            case [int(turn), "toggle" | "pick" as kind, str(row)]:
                yield Act(turn, kind, row)


def due(acts: Iterable[Act], answered: int) -> list[Act]:
    """The acts to answer, given the last turn answered.

    Streamlit may drop a message for the next one, or deliver one twice. So the browser
    repeats what is not answered yet, and what was answered before is left out here. Of
    several picks only the last counts; it comes after the toggles, as it may end the run.
    """
    new = [act for act in acts if act.turn > answered]
    toggles = [act for act in new if act.kind == "toggle"]
    picks = [act for act in new if act.kind == "pick"]
    return toggles + picks[-1:]
