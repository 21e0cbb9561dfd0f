"""Roles of the columns of a manifest: classes, splits, images, or a path that contains them.

A name is compared without case, spaces and punctuation: ``Image_ID`` and ``imageid`` are one name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.errors import UploadError
from explorer.ingest.datasets.format import Options
from explorer.ingest.files.text_table import shown

IDENTIFIED = re.compile(r"wnids?|synsets?|synsetids?")
LABELLED = re.compile(
    r"labels?|labelid|labelname|labelidx|labelindex|class|classes|cls|classid|classname|classidx|"
    r"classindex|classlabel|categor(?:y|ies)|categoryid|categoryname|targets?|objectclass|species"
)
SPLITS = re.compile(r"splits?|set|subset|partition|datasplit|splitname|phase|usage")
IMAGES = (
    "imageid", "imgid", "image", "img", "imagepath", "imgpath", "path", "filepath", "imagefile",
    "filename", "imagename", "imgname", "file", "fname", "picture", "uri", "url", "imageurl", "id",
)  # fmt: skip
"""The first of these that there is names the image."""

PATHS = ("imagepath", "imgpath", "path", "filepath", "filename", "file", "image", "imagefile")
BOXED = re.compile(
    r"bbox|box|boxes|[xy]min|[xy]max|[xy][12]|bbox[xywh]|annotationid|annid|iscrowd|segmentation"
)
MAPPED = frozenset(("name", "wnid", "match", "by"))
"""Columns of a mapping of class names to synsets, which people keep beside their data."""

COUNTED = re.compile(
    r"images|nimages|numimages|imagecount|counts?|n|total|number|samples|frequency|freq|instances"
)
WNID = re.compile(r"n\d{8}")
FILE = re.compile(r"[^/\\]+\.(?:jpe?g|png|webp|bmp|gif|tiff?|ppm|npy)$", re.IGNORECASE)
USUAL_SPLITS = re.compile(r"train(?:ing)?|val(?:id|idation)?|dev|test(?:ing)?", re.IGNORECASE)
CHOSEN_FOLDER = re.compile(r"(.+):([1-9])")

USABLE = 0.9
"""Share of a sample's values that have to be paths for a column to be one of paths."""


@dataclass(frozen=True)
class Source:
    """The place of a class, a split or an image in a row.

    Attributes:
        column: its name, as the manifest writes it.
        folder: which folder of the path in it: 1 is the one that contains the file, 2 the one
            above; 0 is the wnid that the file's name begins with; None is the column's own value.
    """

    column: str
    folder: int | None = None

    def __str__(self) -> str:
        """For a sentence."""
        if self.folder is None:
            return shown(self.column)
        if self.folder == 0:
            return f"the wnid that file names in {shown(self.column)} begin with"
        if self.folder == 1:
            return f"the folder of each file in {shown(self.column)}"
        return f"the folder {self.folder} levels above each file in {shown(self.column)}"


@dataclass(frozen=True)
class Columns:
    """The columns that are counted, and whether rows have boxes or an own identity."""

    label: Source
    split: Source | None = None
    image: Source | None = None
    boxed: bool = False


def folded(name: str) -> str:
    """A name without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", name.casefold())


def is_manifest(names: Sequence[str]) -> bool:
    """Whether columns of these names can be a manifest: rows with a class, and no counts."""
    plain = [folded(name) for name in names]
    if set(plain) >= MAPPED:
        return False
    classes = any(IDENTIFIED.fullmatch(each) or LABELLED.fullmatch(each) for each in plain)
    images = any(each in IMAGES and each != "id" for each in plain)
    counts = any(COUNTED.fullmatch(each) for each in plain)
    return (classes or any(each in PATHS for each in plain)) and (images or not counts)


def matters(name: str) -> bool:
    """Whether a column of this name could be counted, so that files have to agree on it."""
    plain = folded(name)
    kinds = (IDENTIFIED, LABELLED, SPLITS)
    return plain in IMAGES or any(kind.fullmatch(plain) for kind in kinds)


def can_be_path(name: str) -> bool:
    """Whether a column of this name could hold paths in which the class is a folder."""
    plain = folded(name)
    return plain in PATHS or bool(IDENTIFIED.fullmatch(plain) or LABELLED.fullmatch(plain))


def find(
    name: str,
    names: Sequence[str],
    sample: Mapping[str, Sequence[str]],
    options: Options,
) -> Columns:
    """Which column is what.

    Args:
        name: of the manifest, for a sentence.
        names: of its columns.
        sample: some values of each column of text, as the manifest begins.
        options: what the user chose.

    Raises:
        UploadError: a chosen column is not there, or several could be the classes or the splits.
    """
    boxed = any(BOXED.fullmatch(folded(each)) for each in names)
    label = _chosen(name, names, "label", options.label) or _label(name, names, sample)
    split = _chosen(name, names, "split", options.split) or _split(name, names, label, sample)
    image = _chosen(name, names, "image", options.image) or _image(names, label, split, boxed)
    return Columns(label, split, image, boxed)


def _chosen(name: str, names: Sequence[str], option: str, text: str) -> Source | None:
    """The column that an option names: itself, or ``path:1`` for a folder of the path in it."""
    if not text:
        return None
    if text in names:
        return Source(text)
    if (found := CHOSEN_FOLDER.fullmatch(text)) and found[1] in names:
        return Source(found[1], int(found[2]))
    raise UploadError(
        f"{name}: expected a column {shown(text)}, as the option {option} says, found the columns "
        f"{listed(names)}. Choose one of these, or a folder of a path: path:1 is the folder that "
        "holds the file."
    )


def _label(name: str, names: Sequence[str], sample: Mapping[str, Sequence[str]]) -> Source:
    for kind in (IDENTIFIED, LABELLED):
        found = [each for each in names if kind.fullmatch(folded(each))]
        if len(found) == 1:
            return _in_path(found[0], sample) or Source(found[0])
        if found:
            raise UploadError(
                f"{name}: the classes can be in any of the columns {listed(found)}. Say which "
                f"with the option label, such as label={found[0][:40]}."
            )
    for path in PATHS:
        for each in names:
            if folded(each) == path and (source := _in_path(each, sample)):
                return source
    raise UploadError(
        f"{name}: expected a column of classes (label, class, wnid, category), found the columns "
        f"{listed(names)}. Say which holds them with the option label; where the class is a "
        "folder of a path, label=path:1 takes the folder that holds the file in the column path."
    )


def _in_path(column: str, sample: Mapping[str, Sequence[str]]) -> Source | None:
    """The folder that has the wnid, where a column holds paths of files."""
    paths = [each for each in sample.get(column, ()) if each]
    if not paths or sum(bool(FILE.search(each)) for each in paths) < USABLE * len(paths):
        return None
    parted = [re.split(r"[/\\]", each)[::-1] for each in paths]
    for folder in range(1, min(4, *map(len, parted))):
        if all(WNID.fullmatch(each[folder]) for each in parted):
            return Source(column, folder)
    if all(WNID.match(each[0]) for each in parted):
        return Source(column, 0)
    return None


def _split(
    name: str, names: Sequence[str], label: Source, sample: Mapping[str, Sequence[str]]
) -> Source | None:
    found = [each for each in names if SPLITS.fullmatch(folded(each)) and each != label.column]
    if len(found) == 1:
        return Source(found[0])
    if found:
        raise UploadError(
            f"{name}: the splits can be in any of the columns {listed(found)}. Say which with the "
            f"option split, such as split={found[0][:40]}."
        )
    if label.folder is not None:
        parted = [re.split(r"[/\\]", each)[::-1] for each in sample.get(label.column, ()) if each]
        above = label.folder + 1
        if parted and all(
            len(each) > above and USUAL_SPLITS.fullmatch(each[above]) for each in parted
        ):
            return Source(label.column, above)
    return None


def _image(names: Sequence[str], label: Source, split: Source | None, boxed: bool) -> Source | None:
    if label.folder is not None:
        return Source(label.column)
    taken = {label.column, split.column if split else None}
    for image in IMAGES:
        for each in names:
            if folded(each) == image and each not in taken and not (image == "id" and boxed):
                return Source(each)
    return None


def listed(names: Sequence[str]) -> str:
    """Names of columns for a sentence."""
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return ", ".join(map(shown, names[:20])) + more
