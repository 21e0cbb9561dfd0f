"""Images in a folder per class, as torchvision's ImageFolder has them, nested and with splits.

A class is a folder that contains images. Folders of splits (train, val, test) stand above the
classes or, rarely, below them.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from explorer.errors import UploadError
from explorer.ingest.datasets import class_names, image_tree, sources
from explorer.ingest.datasets.content import Aside, Content
from explorer.ingest.datasets.counts_columns import SPLIT
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.image_tree import Folder, Tree
from explorer.ingest.files.text_table import shown
from explorer.progress import Report
from explorer.settings import Settings

KEY = "folders"

WNID = re.compile(r"(n\d{8})(?:[-_ .]+(.+))?")
"""A folder's name that begins with a wnid, and perhaps goes on with a name."""

PLAIN = frozenset(("images", "image", "imgs", "img", "jpegimages", "data"))
"""Folders that contain the images of the folder above them."""

ILSVRC = re.compile(r"ILSVRC2012_(?:val|test)_\d{8}", re.IGNORECASE)

FOLDERS, ENTRIES, HOLDING = 200, 2_000, 12
"""Limits of detection: folders, entries per folder, and folders with images."""

Parts = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a folder of images is in a data set.

    Attributes:
        split: name of its split; empty if there are none.
        path: of its class; none for images that lie in no folder of a class.
    """

    split: str
    path: Parts


def recognise(path: Path) -> str:
    """Why a folder has images per class; empty if it has not."""
    if not path.is_dir():
        return ""
    holding, others = beginning(path)
    if not holding:
        return ""
    classes = {"/".join(place.path) for place in places(holding).values() if place.path}
    if classes:
        such = ", ".join(map(shown, sorted(classes)[:3]))
        return f"It is a folder with images in folders by class, such as {such}."
    return "" if others else "It is a folder of images."


def beginning(root: Path) -> tuple[list[Parts], bool]:
    """The first folders that contain images, and whether any file is something else.

    Folders are given by the names of the folders that lead to them from the root.
    """
    waiting: list[tuple[str, Parts]] = [(str(root), ())]
    holding: list[Parts] = []
    others = False
    seen: set[str] = set()
    for _ in range(FOLDERS):
        if not waiting or len(holding) >= HOLDING:
            break
        folder, parts = waiting.pop(0)
        images = False
        seen.add(os.path.realpath(folder))
        inner: list[tuple[str, Parts]] = []
        try:
            with os.scandir(folder) as entries:
                for each in islice(entries, ENTRIES):
                    if each.name.startswith("."):
                        continue
                    if image_tree.is_image(each.name):
                        images = True
                    elif each.is_symlink() and os.path.realpath(each.path) in seen:
                        continue  # a folder above it, again and again
                    elif each.is_dir():
                        inner.append((each.path, (*parts, each.name)))
                    else:
                        others = True
        except OSError:
            continue
        holding += [parts] if images else []
        # A sample of the folders is enough, and all levels must be covered.
        waiting += sorted(inner)[:HOLDING] if len(inner) > FOLDERS else sorted(inner)
    return holding, others


def read(path: Path, options: Options, settings: Settings, report: Report) -> Content:
    """The classes of a tree of folders, and the images in each.

    Raises:
        UploadError: it is no folder, or its images are in no folders per class.
    """
    if not path.is_dir():
        raise UploadError(f"{shown(path.name)} is no folder. Name the folder above the classes.")
    tree = image_tree.scan(path, settings, report)
    holding = [each for each in tree.folders if each.images]
    if not holding:
        raise UploadError(
            f"There are no image files in {shown(path.name)} or its folders. Name the folder that "
            f"holds the folders of the classes; {tree.files:,} files are no images."
        )
    found = places([each.parts for each in holding])
    if not any(each.path for each in found.values()):
        raise _flat(path, holding)
    hollow, size, unsized = _sizes(tree, settings, report)
    images = {each.parts: each.images - hollow.get(each.parts, 0) for each in holding}
    asides = [*tree.asides.listed(), *unsized]
    empty = _empty(tree.folders, found)
    if empty:
        asides.append(Aside(what="folders of classes without images", count=len(empty), kept=True))
    classes, counts = _counted({**found, **empty}, images)
    inner = _inner([place.path for place in found.values() if place.path])
    if inner:
        what = "classes with images beside folders of further classes"
        asides.append(Aside(what=what, count=len(inner), where=shown(inner[0]), kept=True))
    report(1.0, f"{len(classes):,} classes, {sum(images.values()):,} images")
    return Content(
        classes=classes,
        counts=counts,
        splits=_splits(found, images),
        shared=False,
        aside=(*asides, *class_names.unseen(classes["id"])),
        provenance=sources.provenance(
            path, KEY, options, count=tree.files, size=size, modified=tree.modified
        ),
    )


def places(holding: Sequence[Parts]) -> dict[Parts, Place]:
    """Split and class of each folder that contains images, by the names on the way to it."""
    bare = {parts: _without_plain(parts) for parts in holding}
    above = _common(bare.values())
    below = {parts: names[above:] for parts, names in bare.items()}
    first = {names[0] for names in below.values() if names}
    deep = {names[0] for names in below.values() if len(names) > 1}
    if all(map(_is_split, first)) and first:
        # Only splits: images right in them are in no class.
        return {
            parts: Place(names[0] if names else "", names[1:]) for parts, names in below.items()
        }
    if len(deep) == len(first) and all(_is_split(names[-1]) for names in below.values() if names):
        return {
            parts: Place(names[-1] if names else "", names[:-1]) for parts, names in below.items()
        }
    splits = {name for name in deep if _is_split(name)}
    return {
        parts: Place(names[0], names[1:]) if names and names[0] in splits else Place("", names)
        for parts, names in below.items()
    }


def _is_split(name: str) -> bool:
    return SPLIT.fullmatch(name.lower()) is not None


def _without_plain(parts: Parts) -> Parts:
    """The names on the way without a last ``images``, which is no class."""
    return parts[:-1] if parts and parts[-1].lower() in PLAIN else parts


def _common(ways: Iterable[Parts]) -> int:
    """How many names all ways begin with, if splits follow; else none are left out."""
    longest = [names for names in ways if names]
    for at, names in enumerate(zip(*longest, strict=False)):
        if all(map(_is_split, names)):
            return at
        if len(set(names)) > 1:
            break
    return 0


def _flat(path: Path, holding: Sequence[Folder]) -> UploadError:
    count = sum(each.images for each in holding)
    where = ", ".join(shown("/".join(each.parts) or path.name) for each in holding[:4])
    first = next((each.name for each in Path(holding[0].path).iterdir()), "")
    advice = (
        "These are ILSVRC's images, whose classes are in the development kit: move each into a "
        "folder of its wnid, or name"
        if ILSVRC.match(first)
        else "Move each into a folder of its class, or name"
    )
    return UploadError(
        f"{shown(path.name)} holds {count:,} images without folders by class (in {where}). "
        f"{advice} a table with a row per image and its class instead."
    )


def _sizes(
    tree: Tree, settings: Settings, report: Report
) -> tuple[Mapping[Parts, int], int, list[Aside]]:
    """Empty files per folder, bytes of all, and a note if their sizes were not looked up."""
    images = sum(each.images for each in tree.folders)
    if images > settings.folder_sizes:
        what = "image files that may have zero bytes, since sizes of so many are not looked up"
        return {}, 0, [Aside(what=what, count=images, where="EXPLORER_FOLDER_SIZES", kept=True)]
    hollow, size = image_tree.sizes(tree, report)
    return hollow, size, []


def _empty(folders: Sequence[Folder], found: Mapping[Parts, Place]) -> dict[Parts, Place]:
    """Empty folders beside the folder of a class, or beside one above it."""
    beside: dict[Parts, Place] = {}
    for parts, place in found.items():
        bare = _without_plain(parts)
        if place.path and bare[len(bare) - len(place.path) :] == place.path:
            for at in range(len(place.path)):
                beside[bare[: len(bare) - at - 1]] = Place(place.split, place.path[: -at - 1])
    made = {}
    for each in folders:
        bare = _without_plain(each.parts)
        if each.empty and bare and (above := beside.get(bare[:-1])) is not None:
            made[each.parts] = Place(above.split, (*above.path, bare[-1]))
    return made


def _inner(paths: Sequence[Parts]) -> list[str]:
    """Classes whose folder is above that of another class."""
    known = set(paths)
    above = {path[:at] for path in known for at in range(1, len(path))}
    return sorted("/".join(path) for path in known & above)


def _counted(
    found: Mapping[Parts, Place], images: Mapping[Parts, int]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Classes in the order of their paths, and images of each in each split."""
    sums: dict[tuple[Parts, str], int] = {}
    for parts, place in found.items():
        if place.path:
            key = (place.path, place.split)
            sums[key] = sums.get(key, 0) + images.get(parts, 0)
    paths = sorted({path for path, _ in sums})
    positions = {path: at for at, path in enumerate(paths)}
    counts = pd.DataFrame(
        sorted((positions[path], split, number) for (path, split), number in sums.items()),
        columns=["position", "split", "images"],
    ).astype({"split": str, "images": "Int64"})
    counts["labels"] = counts["images"]
    counts["boxes"] = pd.array([pd.NA] * len(counts), dtype="Int64")
    written = [tuple(map(_text, path)) for path in paths]
    named = [("/".join(path), *_named(path[-1])) for path in written]
    return pd.DataFrame(named, columns=["id", "name", "synset"], dtype=str), counts


def _text(name: str) -> str:
    """A folder's name with bytes that are no UTF-8 written as their numbers."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _named(folder: str) -> tuple[str, str]:
    """Name and wnid of a class by its folder."""
    match = WNID.fullmatch(folder)
    return (match[2] or match[1], match[1]) if match else (folder, "")


def _splits(found: Mapping[Parts, Place], images: Mapping[Parts, int]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(place.split, images[parts], 0 if place.path else images[parts])
         for parts, place in found.items()],
        columns=["split", "images", "unlabelled"],
    )  # fmt: skip
    summed = frame.groupby("split", sort=False, as_index=False).sum()
    return summed.astype({"split": str, "images": "Int64", "unlabelled": "Int64"})


FORMAT = Format(
    key=KEY,
    title="folders of images",
    about=(
        "A folder per class with its images (torchvision's ImageFolder), nested or not, with "
        "folders train, val and test above them or without."
    ),
    recognise=recognise,
    read=read,
)
