"""Every format that a user's data set can have, and which of them a file or folder is."""

import codecs
import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.datasets import (
    beside,
    braces,
    coco,
    counts_table,
    hf_parquet,
    image_folder,
    kaggle,
    manifest,
    openimages,
    packed,
    unrecognised,
    voc,
    webdataset,
    yolo,
)
from explorer.ingest.datasets.content import Aside, Content
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.files import kinds
from explorer.ingest.files.text_table import not_utf8, shown
from explorer.progress import Report, silent
from explorer.settings import Settings

FORMATS: tuple[Format, ...] = (
    counts_table.FORMAT,
    hf_parquet.FORMAT,
    webdataset.FORMAT,
    coco.FORMAT,
    openimages.FORMAT,
    yolo.FORMAT,
    voc.FORMAT,
    kaggle.FORMAT,
    image_folder.FORMAT,
    manifest.FORMAT,
)
"""In order of preference: the order in which a choice between them is offered."""

BEGINNING = 65_536
"""Number of bytes at the start and end of a file from which its kind is detected."""

TEXTS = frozenset((".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xml", ".yaml"))
"""Endings of the names of text files, which are in UTF-8."""

UNCHOSEN = Options()
"""Options of a user who leaves everything to the reader."""


@dataclass(frozen=True)
class Recognised:
    """A format that a source can be.

    Attributes:
        format: which.
        reason: why, in a sentence.
    """

    format: Format
    reason: str


class FormatChoiceNeeded(UploadError):
    """A source that can be of several formats.

    Attributes:
        formats: these, in order of preference, with why each of them fits.
    """

    def __init__(self, sentence: str, formats: tuple[Recognised, ...]) -> None:
        """What to say, and the formats to choose from."""
        super().__init__(sentence)
        self.formats = formats


def recognise(path: Path, formats: Sequence[Format] | None = None) -> tuple[Recognised, ...]:
    """The formats that a file or folder can be, in order of preference.

    A general format is left out if a source also has a more specific one (``over``).

    Args:
        path: a file or folder, or a glob that names files.
        formats: those that are looked for; all if not given.

    Raises:
        UploadError: it cannot be read.
    """
    looked = _looked(path, FORMATS if formats is None else formats)
    general = {key for each in looked for key in each.format.over}
    return tuple(each for each in looked if each.format.key not in general)


def _looked(path: Path, formats: Sequence[Format]) -> list[Recognised]:
    try:
        return [Recognised(each, reason) for each in formats if (reason := each.recognise(path))]
    except OSError as fault:
        raise _unreadable(path, fault) from fault


def read(
    path: Path,
    settings: Settings,
    report: Report = silent,
    format: str = "",  # noqa: A002 - what the option is called everywhere
    options: Options = UNCHOSEN,
    formats: Sequence[Format] | None = None,
) -> Content:
    """A user's data set, read in the format that was chosen or the one that it is recognised as.

    Args:
        path: a file or folder, or a glob that names files.
        settings: limits.
        report: progress callback; can raise ``Cancelled``.
        format: key of a format; empty if it is to be recognised.
        options: what else was chosen.
        formats: those that are looked for; all if not given.

    Raises:
        FormatChoiceNeeded: it can be of several formats, and none was chosen.
        UploadError: it is of none, or cannot be taken.
        Cancelled: by the report.
    """
    known = FORMATS if formats is None else formats
    chosen = _chosen(format, known) if format else _only(path, recognise(path, known), known)
    report(0.0, f"{shown(path.name)}: reading as {chosen.format.title}")
    try:
        content = chosen.format.read(path, options, settings, report)
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    return dataclasses.replace(
        content,
        recognised=content.recognised or chosen.reason,
        aside=(*content.aside, *_not_read(path, chosen.format, options, known)),
    )


def _not_read(
    path: Path, read: Format, options: Options, known: Sequence[Format]
) -> Iterator[Aside]:
    """What a folder has for other formats than the one that it was read as."""
    if not path.is_dir():
        return
    yield from beside.asides(path, _files(path, known, options), read, _by_key(known))
    if read.key != image_folder.KEY:
        for each in _looked(path, [each for each in known if each.key == image_folder.KEY]):
            what = f"other ways to read this folder, not taken; choose format {each.format.key}"
            yield Aside(what=what, count=1, where=each.reason)


def _files(path: Path, known: Sequence[Format], options: Options = UNCHOSEN) -> beside.Found:
    """Files of a folder that are a data set by themselves."""

    def key(file: Path) -> str:
        if options.sizes is not None and options.sizes.exists() and file.samefile(options.sizes):
            return ""
        fitting = recognise(file, known)
        return fitting[0].format.key if fitting else ""

    return beside.files(path, key)


def _by_key(known: Sequence[Format]) -> dict[str, Format]:
    return {each.key: each for each in known}


def companions(path: Path, format: str = "") -> tuple[Path, ...]:  # noqa: A002 - as above
    """Files and folders outside a source that are read with it.

    Args:
        path: a file or folder, or a glob that names files.
        format: key of its format; recognised if empty.
    """
    try:
        known = [each.format for each in recognise(path)] if not format else FORMATS
        return tuple(
            sorted(
                {
                    other
                    for each in known
                    if format in {"", each.key}
                    for other in each.companions(path)
                }
            )
        )
    except (UploadError, OSError):
        return ()


def _chosen(key: str, known: Sequence[Format]) -> Recognised:
    for each in known:
        if each.key == key:
            return Recognised(each, f"Read as {each.title}, which was chosen.")
    raise UploadError(f"There is no format {shown(key)}. Choose one of: {_keys(known)}.")


def _only(path: Path, fitting: tuple[Recognised, ...], known: Sequence[Format]) -> Recognised:
    if len(fitting) == 1:
        return fitting[0]
    name = shown(path.name)
    if fitting:
        reasons = " ".join(f"{each.format.key}: {each.reason}" for each in fitting)
        raise FormatChoiceNeeded(
            f"{name} can be read in {len(fitting)} ways. {reasons} Choose one with the option "
            f"format ({_keys([each.format for each in fitting])}), or name the file or folder "
            "below it that is meant.",
            fitting,
        )
    if not path.exists() and not (braces.is_pattern(path) and braces.there(path)):
        if braces.is_pattern(path):
            raise UploadError(f"There is no file of the pattern {name}. Correct it.")
        raise UploadError(f"{name} does not exist. Correct the path.")
    if path.is_file():
        _refuse_kind(path)
        if told := unrecognised.sentence(path):
            raise UploadError(told)
    if path.is_dir() and (inside := _files(path, known)):
        raise UploadError(
            f"{name} is a folder that is no data set as a whole. These files in it are, each by "
            f"itself: {beside.sentence(path, inside, _by_key(known))}. Name the file that is meant."
        )
    taken = " ".join(f"{each.key}: {each.about}" for each in known)
    what = "folder" if path.is_dir() else "file"
    raise UploadError(
        f"{name} is a {what} of no format that is known. Taken are: {taken} If it is one of "
        "these, choose it with the option format, and what does not fit is named."
    )


UNPACK = (
    "Unpack it and add its folder by its path (imagenet-explorer add FOLDER), or take the files of "
    "counts or annotations out of it. Images are not needed."
)
NO_IMAGES = (
    "Images are not needed: add a table of counts, a manifest or annotations, such as CSV, JSON or "
    "Parquet."
)
"""What to do with an archive, and with another file that is no table."""


def _refuse_kind(path: Path) -> None:
    """Raises UploadError if a file is empty or of a kind that is never opened."""
    size = path.stat().st_size
    with path.open("rb") as file:
        data = head = file.read(BEGINNING)
        file.seek(max(size - BEGINNING, 0))
        what = kinds.kind(data + file.read(BEGINNING))
    if not data:
        raise UploadError(f"{shown(path.name)} is empty.")
    text = data.startswith(packed.GZIP) and Path(packed.name(path)).suffix.lower() in TEXTS
    if isinstance(what, kinds.Refused) and not text:
        advice = what.advice
        if advice == kinds.AS_TABLE:
            advice = UNPACK if "archive" in what.what else NO_IMAGES
        raise UploadError(f"{shown(path.name)} is {what.what}, which is not supported. {advice}")
    if path.suffix.lower() in TEXTS:
        try:
            # A character that the end of the part cuts is no fault.
            codecs.getincrementaldecoder("utf-8")().decode(head)
        except UnicodeDecodeError as fault:
            advice = "Save it as UTF-8 and try again."
            raise not_utf8(shown(path.name), fault, advice) from None


def _keys(formats: Sequence[Format]) -> str:
    return ", ".join(each.key for each in formats)


def _unreadable(path: Path, fault: OSError) -> UploadError:
    name = Path(str(fault.filename)).name if fault.filename else path.name
    return UploadError(
        f"{shown(name)} cannot be read ({fault.strerror or fault}). Correct the path or the "
        "rights of the file, and try again."
    )
