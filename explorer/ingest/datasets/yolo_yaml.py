"""YOLO's data.yaml: the names of the classes, and where the images of each split are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.errors import UploadError
from explorer.ingest.datasets import file_tree
from explorer.ingest.datasets.split_names import SPLITS
from explorer.ingest.files.text_table import clean_name, shown
from explorer.settings import Settings

SUFFIXES = frozenset((".yaml", ".yml"))

KEYS = ("train", "val", "valid", "test", "minival")
"""Keys of splits."""

DEEPEST = 16
"""Levels that such a file may nest; it needs three."""


@dataclass(frozen=True)
class Declared:
    """The content of a data.yaml.

    Attributes:
        file: that it is.
        names: of the classes, by their number.
        splits: for each split, the folders of images or lists of images; all below the file's own
            folder, whether they are there or not.
        keypoints: whether rows go on with keypoints after the box.
    """

    file: Path
    names: Mapping[int, str]
    splits: Mapping[str, tuple[Path, ...]]
    keypoints: bool


def read(file: Path, settings: Settings) -> Declared:
    """The content of a data.yaml.

    Raises:
        UploadError: it is too large, no YAML, names no classes, or leads out of its own folder.
        OSError: it cannot be read.
    """
    name = clean_name(file.name)
    data = file_tree.read_small(file, settings)
    if data is None:
        raise UploadError(
            f"{name} has more than {settings.annotation_megabytes} MB, which is the limit "
            "(EXPLORER_ANNOTATION_MEGABYTES)."
        )
    content = parsed(data)
    if not isinstance(content, dict) or "names" not in content:
        raise UploadError(
            f"{name}: expected YAML in UTF-8 with the names of the classes under the key names, "
            "without aliases (&, *). Write it so."
        )
    root = _below(file, content.get("path") or ".", "path")
    splits: dict[str, tuple[Path, ...]] = {}
    for key in KEYS:
        places = content.get(key)
        if places:
            listed = places if isinstance(places, list) else [places]
            splits[SPLITS[key]] = tuple(_below(file, each, key, root) for each in listed)
    return Declared(file, _names(name, content["names"]), splits, "kpt_shape" in content)


def parsed(data: bytes) -> Any:
    """Some bytes as YAML; None if they are none that is taken.

    Aliases could make a small file a huge one, and deep nesting could exhaust the stack.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = 0
    try:
        text = data.decode("utf-8-sig")
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
                return None
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, AttributeError):
        return None


def _names(name: str, names: Any) -> Mapping[int, str]:
    found = dict(enumerate(names)) if isinstance(names, list) else names
    if not isinstance(found, dict) or not found:
        raise UploadError(f"{name}, key names: expected a list, or the name of each number.")
    for number, each in found.items():
        if not isinstance(number, int) or isinstance(each, list | dict) or each is None:
            raise UploadError(
                f"{name}, key names: expected a number and a name, found {shown(number)} and "
                f"{shown(each)}."
            )
    return {int(number): str(each) for number, each in found.items()}


def resolved(path: Path) -> Path | None:
    """A path with its links resolved; None if they are circular or the path is too long."""
    try:
        path = path.resolve()
        path.exists()
    except (OSError, RuntimeError, ValueError):
        return None
    return path


def _below(file: Path, place: Any, key: str, root: Path | None = None) -> Path:
    """A path in the file, which must be below its folder: other paths are never read.

    Leading dots are dropped where they lead out: exports write ../train/images for train/images.
    """
    home = file.parent.resolve()
    if not isinstance(place, str) or "\0" in place:
        raise UploadError(
            f"{clean_name(file.name)}, key {key}: expected a path, found {shown(place)}."
        )
    steps = place.replace("\\", "/").split("/")
    inside = "/".join(each for each in steps if each != "..")
    tried = [base / each for base in filter(None, (root, home)) for each in (place, inside)]
    found = [path for path in map(resolved, tried) if path and path.is_relative_to(home)]
    if there := [path for path in found if path.exists()]:
        return there[0]
    if key == "path":
        # Where the data set was on another machine; its splits are looked for here.
        return home
    last = resolved((root or home) / inside)
    if last and last.is_relative_to(home):
        return last
    raise UploadError(
        f"{clean_name(file.name)}, key {key}: {shown(place)} is outside the folder of this file, "
        "and only what is inside is read. Put the file above its images, and write the path from "
        "there."
    )
