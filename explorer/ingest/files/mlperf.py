"""MLPerf's accuracy log: an item per image, its number in the library, the class as bytes in hex.

Layout as read by ``accuracy-imagenet.py`` of mlcommons/inference: ``qsl_idx`` counts the images of
``val_map.txt`` from 0, ``data`` is one float32, int32 or int64 (little-endian) in hexadecimal, and
of an image that was sent several times the first answer counts.
"""

import struct
from collections.abc import Mapping, Sequence

from explorer.errors import UploadError
from explorer.ingest.files import cells
from explorer.ingest.files.text_table import (
    IMAGE_BY_POSITION,
    PREDICTION,
    Faults,
    TextTable,
    refuse,
)
from explorer.settings import Settings

KEYS = {"qsl_idx", "data"}
MOST_CLASSES = 1_001
"""Classes that a number may name: the challenge's, and a background class."""


def is_log(items: Sequence[object]) -> bool:
    """Whether a JSON list is an accuracy log."""
    return all(isinstance(each, dict) and each.keys() >= KEYS for each in items[:10])


def read(name: str, items: Sequence[Mapping[str, object]], settings: Settings) -> TextTable:
    """The classes of an accuracy log; images are numbered from 1.

    Raises:
        UploadError: an item has no number of an image, or its data are no class.
    """
    images: list[object] = []
    answers: list[bytes] = []
    seen: set[int] = set()
    faults = Faults(settings.upload_faults)
    for row, item in enumerate(items, start=1):
        at, data = item.get("qsl_idx"), item.get("data")
        answer = _bytes(data)
        if not isinstance(at, int) or isinstance(at, bool) or answer is None:
            faults.add(
                f"Row {row:,}: expected qsl_idx as a whole number and data as 8 or 16 hexadecimal "
                "digits (one class)."
            )
        elif at not in seen:
            seen.add(at)
            images.append(at + 1)
            answers.append(answer)
    if faults.count:
        raise refuse(name, faults, settings.upload_faults)
    classes = next(filter(None, (_classes(answers, code) for code in "ifq")), None)
    if classes is None:
        raise UploadError(
            f"{name} was read as an MLPerf accuracy log, but its data are not classes: expected "
            "one "
            f"number from 0 to {MOST_CLASSES - 1:,} per item, as float32, int32 or int64."
        )
    again = len(items) - len(images)
    notes = [
        f"Read as an MLPerf accuracy log: {len(images):,} images; qsl_idx 0 is taken as image 1."
    ]
    if again:
        notes.append(f"{again:,} repeated answers were left out; the first of an image counts.")
    return cells.table(name, (IMAGE_BY_POSITION, PREDICTION), (images, classes), settings, notes)


def _bytes(data: object) -> bytes | None:
    if not isinstance(data, str) or len(data) not in {8, 16}:
        return None
    try:
        return bytes.fromhex(data)
    except ValueError:
        return None


def _classes(answers: Sequence[bytes], code: str) -> list[object] | None:
    """The answers as numbers of one type; None if they are no classes in it."""
    size = struct.calcsize(f"<{code}")
    if any(len(each) != size for each in answers):
        return None
    numbers = [struct.unpack(f"<{code}", each)[0] for each in answers]
    if all(0 <= each < MOST_CLASSES and each == int(each) for each in numbers):
        return [int(each) for each in numbers]
    return None
