"""What a format of data sets is: how it is recognised, and how it is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from explorer.ingest.datasets.content import Content
from explorer.progress import Report
from explorer.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Options:
    """The user's choices about reading; an empty value means that the reader decides.

    Attributes:
        label: column of the classes.
        split: column of the splits.
        image: column of the images.
        images: column of the number of images, in a table of counts.
        boxes: column of the number of boxes, in a table of counts.
        rows: what a row of a manifest is: an image, or an annotation of one.
        distinct: whether distinct images are counted where that takes a query of its own.
        sizes: a table of image sizes (image, width, height), where the format has none.
    """

    label: str = ""
    split: str = ""
    image: str = ""
    images: str = ""
    boxes: str = ""
    rows: Literal["", "images", "annotations"] = ""
    distinct: bool = False
    sizes: Path | None = None


def _nothing(_path: Path) -> Iterable[Path]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format that a user's data set can have.

    Attributes:
        key: its name in a terminal and in what is kept.
        title: its name on a page.
        about: what is taken, in a sentence.
        recognise: given a file or folder, why it is of this format, in a sentence; an empty text
            if it is not. Reads little: beginnings of files and names in folders.
        read: reads a file or folder, given options, limits and a progress callback.

            Raises UploadError if it cannot be taken, with a sentence that names the file and the
            row, what was expected, what was found and what to do; and lets ``Cancelled`` pass,
            which a report raises, with nothing left behind.
        companions: files and folders outside a source that are read with it, such as a list of
            class names, whether they are there or not; looked at to tell if a source changed.
        over: keys of more general formats, which a source of this format looks like as well, and
            which it is therefore not taken for.
    """

    key: str
    title: str
    about: str
    recognise: Callable[[Path], str]
    read: Callable[[Path, Options, Settings, Report], Content]
    over: tuple[str, ...] = ()
    companions: Callable[[Path], Iterable[Path]] = _nothing
