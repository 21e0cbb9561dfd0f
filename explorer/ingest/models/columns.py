"""What each column of an uploaded table is for, judged by its name.

A name is compared without case, spaces and punctuation: ``ImageId``, ``image_id`` and
``Image ID`` are one name. Values are looked at only where a name has two uses: ``top1`` is a
predicted class or a 0/1 flag.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from explorer.ingest.files.tables import TextTable

_IMAGE = re.compile(
    r"filename|file|image|imagebyposition|imageid|imagename|imagepath|imagefile|imagefilename|"
    r"imagefilepath|imagenumber|imageno|imageindex|imageidx|img|imgid|imgname|imgpath|imgfile|"
    r"imgindex|imgidx|path|filepath|fname|basename|sample|sampleid|sampleidx|sampleindex|"
    r"samplename|picture|uri|url"
)
COUNTER_NAMES = frozenset(("", "id", "index", "idx", "key", "name", "number", "no", "row"))
"""Taken as the image only where no column has a name of ``_IMAGE``."""

_PREDICTED = re.compile(r"y?pred\w*|guess\w*|argmax|outputs?|hat|yhat|inferred|answer|top\d*|topk")
_TRUE = re.compile(
    r"true|truth|gt|target|targets|actual|ground|groundtruth|ytrue|y|gold|original|expected|"
    r"reference|real"
)
_CLASS = re.compile(
    r"class|classes|classid|classidx|classindex|classname|cls|wnid|wnids|synset|synsets|label|"
    r"labels|labelid|category|categories|categoryid|index|idx|indices"
)
_PROBABILITY = re.compile(
    r"prob\w*|confidence|confidences|conf|score|scores|softmax|"
    r"certainty"
)
_OTHER = re.compile(
    r"logit|logits|loss|correct|iscorrect|incorrect|hit|hits|match|entropy|margin|error|"
    r"errors|wrong|rank|time|latency|split|fold"
)
_ACCURACY = re.compile(
    r"accuracy|acc|acc1|top1|top1accuracy|top1acc|accuracytop1|acctop1|classaccuracy|"
    r"perclassaccuracy|accuracyperclass|recall"
)
_PERCENT = frozenset(("percent", "percentage", "pct"))
_BY_CLASS = re.compile(r"errors?|precision|f1|ap|map|auc|iou|correct|hits|total|support")
_SUPPORT = re.compile(
    r"support|n|images|nimages|numimages|imagecount|count|total|samples|nsamples|numsamples"
)
_RANK = re.compile(r"\d{1,3}")
_SEPARATE = re.compile(r"model|net|network|fold|run|seed|epoch|trial|crop|version|v")
"""Words whose number identifies a model, not a rank: ``model_1_pred`` is not a first prediction."""

MOST_RANKED = 10
"""Predictions per image that are kept at most."""


class Use(Enum):
    """What a column is for."""

    IMAGE = "image"
    COUNTER = "counter"
    PREDICTION = "prediction"
    TRUTH = "truth"
    CLASS = "class"
    PROBABILITY = "probability"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Group:
    """One column of classes, or several with the first, second, ... prediction.

    Attributes:
        names: of the columns, as in the header, in order of rank.
        at: their places.
        use: prediction, class or truth.
    """

    names: tuple[str, ...]
    at: tuple[int, ...]
    use: Use

    @property
    def title(self) -> str:
        """The group in a sentence: ``pred`` or ``top1 to top5``."""
        return self.names[0] if len(self.at) == 1 else f"{self.names[0]} to {self.names[-1]}"


@dataclass(frozen=True)
class Columns:
    """The columns of a table by use.

    Attributes:
        images: places of the columns of images.
        predictions, classes: groups that are named so.
        unknown: columns whose name has no meaning.
        probability: place of the probability of the first prediction.
        flags: places of columns that contain only 0 or 1 (hits).
        gaps: a sentence for each rank that is missing.
    """

    images: tuple[int, ...]
    predictions: tuple[Group, ...]
    classes: tuple[Group, ...]
    unknown: tuple[Group, ...]
    probability: int | None
    flags: tuple[int, ...]
    gaps: tuple[str, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        """Names of every column that may contain the predictions."""
        groups = (*self.predictions, *self.classes, *self.unknown)
        return tuple(name for group in groups for name in group.names)


def words(name: str) -> tuple[str, ...]:
    """The words of a column's name in lower case: ``PredLabel`` is pred and label."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return tuple(word for word in re.split(r"[^a-z0-9]+", parted.lower()) if word)


def use_of(name: str) -> Use:
    """What a column is for, by its name alone."""
    parts = words(name)
    joined = "".join(parts)
    true, of_class = _has(_TRUE, parts), _has(_CLASS, parts)
    found = Use.UNKNOWN
    if _IMAGE.fullmatch(joined):
        found = Use.IMAGE
    elif "correct" in parts and of_class:
        found = Use.TRUTH
    elif _has(_OTHER, parts):
        found = Use.OTHER
    elif _has(_PROBABILITY, parts):
        # The probability of the true class is not that of the prediction.
        found = Use.OTHER if true else Use.PROBABILITY
    elif _has(_PREDICTED, parts):
        found = Use.PREDICTION
    elif joined in COUNTER_NAMES and joined not in ("index", "idx"):
        found = Use.COUNTER
    elif true:
        found = Use.TRUTH
    elif of_class:
        found = Use.CLASS
    return found


def _has(pattern: re.Pattern[str], parts: Sequence[str]) -> bool:
    """Whether one word of a name, or all of them joined, is one of a pattern's."""
    return any(map(pattern.fullmatch, (*parts, "".join(parts))))


def assign(table: TextTable) -> Columns:
    """Every column of a table of predictions, by use."""
    header = table.header
    ranked, gaps = _families(header)
    inside = {at for _, places, _ in ranked for at in places}
    flags = tuple(at for at in range(len(header)) if at not in inside and _is_flag(table, at))
    ranked = [family for family in ranked if not _all_flags(table, family[1])]
    uses = {at: use_of(name) for at, name in enumerate(header)}
    images = [at for at, use in uses.items() if use is Use.IMAGE]
    if not images:
        counters = [at for at, name in enumerate(header) if "".join(words(name)) in COUNTER_NAMES]
        images = counters[:1]
    taken = {*images, *inside, *flags}
    groups = [
        Group(tuple(header[at] for at in places), tuple(places), use)
        for use, places, _ in ranked
        if use is not Use.PROBABILITY
    ]
    groups += [
        Group((header[at],), (at,), use)
        for at, use in uses.items()
        if at not in taken and use in (Use.PREDICTION, Use.CLASS, Use.TRUTH, Use.UNKNOWN)
    ]
    probability = next((places[0] for use, places, _ in ranked if use is Use.PROBABILITY), None)
    if probability is None:
        singles = [at for at, use in uses.items() if use is Use.PROBABILITY and at not in taken]
        probability = min(singles, key=lambda at: _preference(header[at]), default=None)
    return Columns(
        tuple(images),
        tuple(group for group in groups if group.use is Use.PREDICTION),
        tuple(group for group in groups if group.use in (Use.CLASS, Use.TRUTH)),
        tuple(group for group in groups if group.use is Use.UNKNOWN),
        probability,
        flags,
        gaps,
    )


def is_accuracy(name: str) -> bool:
    """Whether a column contains accuracies, as shares or in percent."""
    parts = words(name)
    joined = "".join(part for part in parts if part not in _PERCENT)
    return _ACCURACY.fullmatch(joined) is not None or (bool(parts) and not joined)


def is_by_class(name: str) -> bool:
    """Whether a column without accuracies contains other figures per class."""
    return any(map(_BY_CLASS.fullmatch, words(name)))


def in_percent(name: str) -> bool:
    """Whether a column of accuracies is in percent according to its name."""
    return "%" in name or bool(_PERCENT & set(words(name)))


def is_support(name: str) -> bool:
    """Whether a column contains the number of images of each accuracy."""
    return _SUPPORT.fullmatch("".join(words(name))) is not None


def is_class(name: str) -> bool:
    """Whether a column of a table of accuracies may contain the classes."""
    return use_of(name) in (Use.CLASS, Use.TRUTH) or "".join(words(name)) in ("name", "id")


def _preference(name: str) -> int:
    """Lower for the likelier of several columns of probabilities."""
    parts = words(name)
    if _has(_PREDICTED, parts):
        return 0
    return 1 if any(part.startswith("prob") for part in parts) else 2


def _families(
    header: Sequence[str],
) -> tuple[list[tuple[Use, list[int], str]], tuple[str, ...]]:
    """Columns that differ by a rank from 0 or 1 on, and a sentence for each gap in one."""
    found: dict[str, dict[int, int]] = {}
    for at, name in enumerate(header):
        pattern = "_".join(words(name))
        if len(_RANK.findall(pattern)) == 1 and not any(
            map(_SEPARATE.fullmatch, re.findall("[a-z]+", pattern))
        ):
            rank = int(_RANK.findall(pattern)[0])
            stem = re.sub(r"_?#_?", "#", _RANK.sub("#", pattern))
            found.setdefault(stem, {}).setdefault(rank, at)
    families: list[tuple[Use, list[int], str]] = []
    gaps = []
    for stem, places in found.items():
        name = stem.replace("#", "_").strip("_")
        use = Use.PREDICTION if name in ("", "rank", "k") else use_of(name)
        start = min(places)
        if len(places) < 2 or start > 1 or use in (Use.OTHER, Use.IMAGE, Use.COUNTER, Use.UNKNOWN):
            continue
        run = next(rank for rank in range(start, start + 1_001) if rank not in places)
        beyond = sorted(rank for rank in places if rank > run)
        if run - start < 2:
            continue
        if beyond and use is not Use.PROBABILITY:
            gaps.append(
                f"column {header[places[beyond[0]]]!r} has rank {beyond[0]}, but there is no "
                f"column of rank {run}"
            )
        kept = [places[rank] for rank in range(start, run)][:MOST_RANKED]
        families.append((use, kept, stem))
    return families, tuple(gaps)


def _is_flag(table: TextTable, at: int) -> bool:
    """Whether a column named like a rank contains only 0 and 1: hits instead of classes."""
    joined = "".join(words(table.header[at]))
    return re.fullmatch(r"(?:pred)?top[15]", joined) is not None and _all_flags(table, [at])


def _all_flags(table: TextTable, places: Sequence[int]) -> bool:
    flags = {"0", "1", "0.0", "1.0", "true", "false"}
    return all(cells[at].lower() in flags for _, cells in table.rows for at in places)
