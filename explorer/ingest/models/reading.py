"""How an uploaded file was read, which is shown with every model from a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.errors import UploadError
from explorer.evaluations import Model

UNCONFIRMED = "numbering not confirmed"
"""Part of the name of a model whose numbering the known labels do not confirm."""

OFFERED = 3
"""Other readings that a sentence names; all are in ``Reading.others``."""


@dataclass(frozen=True)
class Choice:
    """What a user decides about a file; empty where the file decides.

    Attributes:
        column: name of the column of predictions.
        numbering: key of a numbering (``explorer.ingest.models.numbering.keys``).
    """

    column: str = ""
    numbering: str = ""


@dataclass(frozen=True)
class Option:
    """A reading that may be chosen: what it is called in a command and in a sentence."""

    key: str
    title: str


@dataclass(frozen=True)
class Reading:
    """How a file was read.

    Attributes:
        used: use and name of every column that was read, such as ("prediction", "pred_label").
        ignored: columns that were not read.
        numbering: which numbering its numbers were read in; None if no number is in it.
        confirmed: whether the known labels confirm that reading.
        others: readings that fit the file as well.
        notes: sentences on what was done.
        warnings: sentences on what is probably not as meant.
    """

    used: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...] = ()
    numbering: Option | None = None
    confirmed: bool = True
    others: tuple[Option, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """Sentences about how the file was read, without the warnings."""
        parts = [f"{use} = {name}" for use, name in self.used]
        if self.ignored:
            parts.append(f"ignored: {', '.join(self.ignored)}")
        found = [f"Read as: {'; '.join(parts)}."]
        if self.numbering is not None:
            mark = "" if self.confirmed else f" ({UNCONFIRMED})"
            found.append(f"Numbers: {self.numbering.title}{mark}.")
        if self.others:
            keys = ", ".join(option.key for option in self.others[:OFFERED])
            more = len(self.others) - OFFERED
            rest = f" and {more} more" if more > 0 else ""
            found.append(f"The file can also be read as: {keys}{rest}.")
        return [*found, *self.notes]


@dataclass(frozen=True)
class Taken:
    """A model that was read from a file, and how."""

    model: Model
    reading: Reading


class ChoiceNeeded(UploadError):
    """A file is ambiguous, so the user has to choose.

    Attributes:
        columns: names of the columns to choose from; empty if the column is clear.
        numberings: readings to choose from; empty if the numbering is clear.
    """

    def __init__(
        self, message: str, columns: Sequence[str] = (), numberings: Sequence[Option] = ()
    ) -> None:
        """Create the error with the choices."""
        super().__init__(message)
        self.columns = tuple(columns)
        self.numberings = tuple(numberings)
