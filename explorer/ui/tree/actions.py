"""What the user did with the tree, as the browser reports it."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple


class Action(NamedTuple):
    """A row was toggled or picked. ``turn`` grows from each action to the next."""

    turn: int
    kind: Literal["toggle", "pick"]
    row: str


def read(sent: object) -> Iterator[Action]:
    """What a browser sent, as far as it has the form of actions."""
    for action in sent if isinstance(sent, list) else []:
        match action:
            case [int(turn), "toggle" | "pick" as kind, str(row)]:
                yield Action(turn, kind, row)


def due(actions: Iterable[Action], answered: int) -> list[Action]:
    """The actions to answer, given the last turn answered.

    Streamlit may drop a message for the next one, or deliver one twice. So the browser
    repeats what is not answered yet, and what was answered before is left out here. Of
    several picks only the last counts; it comes after the toggles, as it may end the run.
    """
    new = [action for action in actions if action.turn > answered]
    toggles = [action for action in new if action.kind == "toggle"]
    picks = [action for action in new if action.kind == "pick"]
    return toggles + picks[-1:]
