"""The split that a file is of, by its name and those of its folders."""

import re
from pathlib import PurePath

SPLITS = {
    "train": "train",
    "training": "train",
    "trainval": "trainval",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "dev": "val",
    "minival": "minival",
    "test": "test",
    "testing": "test",
}
"""Names of splits in files, and their normal form."""

_WORD = re.compile(r"[a-z]+")


def split_of(path: PurePath, below: PurePath) -> str:
    """The split of a file by its name; empty if the name has none.

    ``instances_train2017.json`` has it as a word of its name, ``val/image.xml`` as a folder's.

    Args:
        path: the file.
        below: the file or folder that the user named; names of folders above it do not count.
    """
    words = _WORD.findall(path.name.lower())
    folders = path.relative_to(below).parts[:-1] if path != below else ()
    found = [
        SPLITS[word] for word in (*words, *map(str.lower, reversed(folders))) if word in SPLITS
    ]
    return found[0] if found else ""
