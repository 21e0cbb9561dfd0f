"""Which class or image a number means: the numberings in use, tested on the known labels.

Files number the 1,000 classes in several ways, and every number from 1 to 999 is a class in
most of them, so a wrong reading gives a plausible file and an error near 99.9 %. Each reading
is therefore tested.

**Score.** The number of true classes of which a reading gets at least one image right. A
foreign numbering gets a class right by accident: if d distinct numbers are predicted for the
images of a class, one of them is its own with probability d / 1,000. The sum of independent
accidents is close to a Poisson variable (Le Cam 1960) with mean λ = Σ d / 1,000 over the classes.
Classes are counted rather than images because the images of a class are right together.

**Confirmed.** A reading whose score has P(Poisson(λ) ≥ score) < ``CHANCE``.

**Clearly better.** Reading A over B: let a be the number of classes with more right images under
A, and b under B; then P(Poisson(λ + b) ≥ a) < ``CHANCE``. b is added because a wrong reading of
neighbouring numbers has more than accidents: neighbours are similar classes.

**More images.** Of the images that only one of A and B gets right, A has so many that
P(Binomial(n, 1/2) ≥ n_A) < ``CHANCE``. In a file of very few classes this alone is no proof, since
a model may take one class for its neighbour throughout: then the user is asked.
"""

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import special

from explorer import facts
from explorer.evaluations import NONE, Flags, Truth
from explorer.ingest.models.validation import CLASSES, IMAGES, validation
from explorer.owner import kept_by

CHANCE = 1e-5
"""Largest probability of an accident that confirms a reading, or one over another."""

FEW_CLASSES = 20
"""With fewer true classes in a file the plain reading may be taken if no other is confirmed."""

FEW_CHANCE = 1e-2
"""As ``CHANCE``, for the plain reading of such a small file."""

ENOUGH_IMAGES = 50
"""With so many images the plain reading of such a small file is not taken unless confirmed."""

SUBSET_CLASSES = 200
"""A file of at most this many true classes may number only those."""

PLAIN = "index"
WHOLE = (
    PLAIN,
    "devkit",
    "devkit-minus-1",
    "one-based",
    "text",
    "text-one-based",
    "text-devkit",
)
"""Keys of the numberings of all 1,000 classes, the explorer's own first."""

SUBSET = "subset"
"""Key of the numbering of only the classes that a file's images have."""

SUBSETS = ("imagenet-a", "imagenet-r", "mini-imagenet")
"""Keys of the numberings of a published selection of classes."""

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ClassNumbering:
    """A way to number classes: ``table[number]`` is a class index, ``NONE`` where none is."""

    key: str
    title: str
    table: NDArray[np.int16]

    def read(self, numbers: Places, known: NDArray[np.int16]) -> NDArray[np.int16]:
        """Class indices of numbers, and of wnids and names as they are; ``NONE`` where wrong."""
        inside = (numbers >= 0) & (numbers < len(self.table))
        read = np.where(inside, self.table[np.where(inside, numbers, 0)], NONE)
        return np.where(numbers == NONE, known, read).astype(np.int16)


@dataclass(frozen=True, eq=False)
class ImageOrder:
    """A way to number images: ``table[number]`` is a place from 0, ``NONE`` where none is."""

    key: str
    title: str
    table: NDArray[np.int32]

    def read(self, numbers: Places) -> Places:
        """Places of the validation images, from 0; ``NONE`` where wrong."""
        inside = (numbers >= 0) & (numbers < len(self.table))
        return np.where(inside, self.table[np.where(inside, numbers, 0)], NONE).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Numbering:
    """How a file numbers its classes and its images."""

    classes: ClassNumbering
    images: ImageOrder

    @property
    def key(self) -> str:
        """What a user chooses it by: ``devkit``, ``index+folders``."""
        plain = self.images.key == PLAIN_IMAGES
        return self.classes.key if plain else f"{self.classes.key}+{self.images.key}"

    @property
    def title(self) -> str:
        """What it is, as text."""
        plain = self.images.key == PLAIN_IMAGES
        return self.classes.title if plain else f"{self.classes.title}; {self.images.title}"

    @property
    def plain(self) -> bool:
        """Whether it is the one that the explorer itself uses."""
        return self.key == PLAIN


@dataclass(frozen=True, eq=False)
class Evidence:
    """Test of a numbering on the known labels.

    Attributes:
        numbering: the reading.
        keys: its key and those of readings that agree with it on every row.
        right: whether each row is right.
        by_class: images that are right by class index, rows that need no numbering left out.
        images_by_class: images by true class index, likewise.
        predicted_by_class: images by predicted class index, likewise.
        accidents: the score λ that is expected of a foreign numbering.
        valid: whether each row has a class and an image under the reading.
    """

    numbering: Numbering
    keys: tuple[str, ...]
    right: Flags
    by_class: Places
    images_by_class: Places
    predicted_by_class: Places
    accidents: float
    valid: Flags

    @property
    def hits(self) -> int:
        """Rows that are right."""
        return int(self.right.sum())

    def confirmed(self, chance: float = CHANCE) -> bool:
        """Whether the score is more than accidents."""
        return at_least(int((self.by_class > 0).sum()), self.accidents) < chance

    def clearly_better(self, other: "Evidence") -> bool:
        """Whether this reading has significantly more right classes than another one."""
        mine = int((self.by_class > other.by_class).sum())
        theirs = int((other.by_class > self.by_class).sum())
        return at_least(mine, self.accidents + theirs) < CHANCE

    def more_images(self, other: "Evidence") -> bool:
        """Whether this reading has significantly more right images than another one."""
        mine = int((self.right & ~other.right).sum())
        theirs = int((other.right & ~self.right).sum())
        # P(Binomial(n, 1/2) >= k) is the regularised incomplete beta function at (k, n - k + 1).
        return mine > 0 and float(special.betainc(mine, theirs + 1, 0.5)) < CHANCE

    def contradicts(self, other: "Evidence") -> bool:
        """Whether another numbering is not offered as an alternative to this one."""
        return self.clearly_better(other) or self.more_images(other)


def at_least(count: int, mean: float) -> float:
    """P(X ≥ count) of a Poisson variable X with a mean."""
    return 1.0 if count <= 0 else float(special.gammainc(count, max(mean, 1e-12)))


PLAIN_IMAGES = "validation"
OWN_ORDERS = (PLAIN_IMAGES, f"{PLAIN_IMAGES}-from-0")
"""Keys of the orders by validation number."""


@lru_cache(maxsize=2)
def class_numberings(folder: Path = facts.DATA) -> tuple[ClassNumbering, ...]:
    """The numberings of all classes, the explorer's own first, and of three known subsets."""
    frame = facts.read("ilsvrc2012", folder).sort_values("index")
    plain = np.arange(CLASSES)
    devkit = np.full(CLASSES + 1, NONE)
    devkit[frame["devkit_id"].to_numpy(np.int64)] = plain
    from_one = np.concatenate(([NONE], plain))
    as_text = np.array(sorted(range(CLASSES), key=str))
    from_one_as_text = np.array(sorted(range(1, CLASSES + 1), key=str))
    found = [
        ("sorted wnids, 0 to 999", plain),
        ("devkit IDs, 1 to 1,000", devkit),
        ("devkit IDs minus 1, 0 to 999", devkit[1:]),
        ("sorted wnids from 1, or 1,001 outputs with a background class", from_one),
        ("folders 0 to 999 sorted as text", plain[as_text]),
        ("folders 1 to 1000 sorted as text", from_one[from_one_as_text]),
        ("folders named by devkit ID, sorted as text", devkit[from_one_as_text]),
    ]
    for key, name in zip(SUBSETS, ("ImageNet-A", "ImageNet-R", "mini-ImageNet"), strict=True):
        inside = frame[f"in_{key.replace('-', '_')}"].to_numpy(np.bool_)
        title = f"the {int(inside.sum())} classes of {name}, sorted, from 0"
        found.append((title, np.flatnonzero(inside)))
    return tuple(
        ClassNumbering(key, title, table.astype(np.int16))
        for key, (title, table) in zip(WHOLE + SUBSETS, found, strict=True)
    )


def image_orders() -> tuple[ImageOrder, ...]:
    """The orders of the validation images, their own first."""
    return _orders(validation())


@kept_by("truth")
def _orders(truth: Truth) -> tuple[ImageOrder, ...]:
    labels = truth.labels.astype(np.int64)
    own = np.arange(IMAGES)
    folders = np.argsort(labels, kind="stable")
    found = []
    for key, title, order in (
        (PLAIN_IMAGES, "images by validation number", own),
        ("folders", "images in order of class folders", folders),
    ):
        found.append((key, title, np.concatenate(([NONE], order))))
        found.append((f"{key}-from-0", f"{title}, counted from 0", order))
    return tuple(ImageOrder(key, title, table.astype(np.int32)) for key, title, table in found)


def plain() -> Numbering:
    """The explorer's own: class indices of sorted wnids, images by validation number."""
    return Numbering(class_numberings()[0], image_orders()[0])


def class_keys() -> tuple[str, ...]:
    """Keys of the numberings of classes that a user may choose."""
    return WHOLE + SUBSETS + (SUBSET,)


def subset(true_classes: Places) -> ClassNumbering:
    """The numbering of only those classes, sorted, from 0."""
    count = len(true_classes)
    title = f"the {count} classes of the file's images, sorted, from 0"
    return ClassNumbering(SUBSET, title, true_classes.astype(np.int16))


def evidence(
    images: Places,
    named: Flags,
    numbers: Places,
    known: NDArray[np.int16],
    *,
    orders: Sequence[ImageOrder] | None = None,
) -> list[Evidence]:
    """Every reading that differs on a file, tested on the known labels.

    Args:
        images: number of the image by row, as written.
        named: whether it is part of a file name, and so is a validation number.
        numbers: number of the first class by row, ``NONE`` where it is a wnid or a name.
        known: class index of the wnid or name by row, ``NONE`` where it is a number.
        orders: of the images; all that are known if None.

    Returns:
        The plain reading first; of readings that agree on every row, the first one only.
    """
    labels = validation().labels
    if orders is None:
        orders = image_orders()[:1] if named.any() else image_orders()
    numbered = numbers != NONE
    # A wnid is right under every numbering and so tests none.
    tested = numbered if numbered.any() else np.ones(len(numbers), np.bool_)
    codes = np.where(numbered, numbers, -2 - known.astype(np.int64))
    numberings = class_numberings() if numbered.any() else class_numberings()[:1]
    reads = [(each, each.read(numbers, known)) for each in numberings]
    found: dict[bytes, Evidence] = {}
    for order in orders:
        places = order.read(images)
        truth = np.where(places == NONE, NONE, labels[places]).astype(np.int64)
        true_classes = np.unique(truth[truth != NONE])
        distinct = len(np.unique(truth[tested] * 1_000_000_000 + codes[tested]))
        of_order = list(reads)
        if numbered.any() and 1 < len(true_classes) <= SUBSET_CLASSES:
            only = subset(true_classes)
            of_order.append((only, only.read(numbers, known)))
        for numbering, read in of_order:
            reading = Numbering(numbering, order)
            # Readings that agree on every row are one; the first gives it its name.
            mark = hashlib.blake2b(read.tobytes() + places.tobytes(), digest_size=16).digest()
            if mark in found:
                same = found[mark]
                found[mark] = dataclasses.replace(same, keys=(*same.keys, reading.key))
                continue
            right = (read == truth) & (truth != NONE)
            found[mark] = Evidence(
                reading,
                (reading.key,),
                right,
                np.bincount(truth[right & tested], minlength=CLASSES),
                np.bincount(truth[tested & (truth != NONE)], minlength=CLASSES),
                np.bincount(read[tested & (read != NONE)], minlength=CLASSES),
                distinct / min(len(numbering.table), CLASSES),
                (read != NONE) & (places != NONE),
            )
    return list(found.values())


@dataclass(frozen=True, eq=False)
class Decision:
    """Which reading of a file's numbers is taken.

    Attributes:
        taken: the reading; None if none is confirmed and the file is not small.
        confirmed: whether the known labels confirm it.
        others: readings that fit the file and are not clearly worse.
    """

    taken: Evidence | None
    confirmed: bool
    others: tuple[Evidence, ...]


def decide(found: Sequence[Evidence], classes: int) -> Decision:
    """The reading that the known labels confirm, the plain one in case of doubt.

    Args:
        found: readings, the plain one first.
        classes: true classes of the file.
    """
    first = found[0]
    confirmed = sorted((each for each in found if each.confirmed()), key=_hits, reverse=True)
    best = next(iter(confirmed), None)
    if best is not None and not best.valid.all():
        # Counted from 0 or from 1, a list in folder order has nearly the same hits.
        whole = (each for each in confirmed if each.valid.all() and not best.clearly_better(each))
        best = next(whole, best)
    if best is not None and best is not first and not best.clearly_better(first):
        best = None if best.more_images(first) else first
    if best is not None and (best is not first or first.confirmed()):
        return Decision(best, True, _others(best, found))
    if classes < FEW_CLASSES and not any(each.more_images(first) for each in found):
        # A single image that is right may be a neighbouring class under another reading.
        sure = (first.hits > 1 and first.confirmed(FEW_CHANCE)) or len(found) == 1
        if sure or len(first.right) < ENOUGH_IMAGES:
            return Decision(first, sure, _others(first, found))
    return Decision(None, False, tuple(each for each in found if each.valid.all()))


def _others(taken: Evidence, found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(
        each
        for each in found
        if each is not taken and each.valid.all() and not taken.contradicts(each)
    )


def _hits(evidence: Evidence) -> int:
    return evidence.hits
