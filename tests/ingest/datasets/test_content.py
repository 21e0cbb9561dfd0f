"""What a reader gives is refused where its tables do not belong together."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from explorer.ingest.datasets.content import Content, Provenance

CLASSES = pd.DataFrame({"id": ["1", "2"], "name": ["cat", "dog"], "synset": ["", ""]})
SPLITS = pd.DataFrame({"split": [""], "images": [3], "unlabelled": [0]})


def content(positions: list[int], **also: pd.DataFrame) -> Content:
    size = len(positions)
    counts = pd.DataFrame(
        {"position": positions, "split": "", "images": 1, "labels": 1, "boxes": [pd.NA] * size}
    )
    read = Provenance(source="x", format="counts", read=datetime(2026, 1, 1, tzinfo=UTC))
    return Content(
        **{"classes": CLASSES, "counts": counts, "splits": SPLITS, "provenance": read, **also}  # type: ignore[arg-type]
    )


def test_classes_with_their_counts_belong_together() -> None:
    assert content([0, 1]).counts["images"].sum() == 2


@pytest.mark.parametrize("position", [-1, 2])
def test_a_count_of_no_class_is_refused(position: int) -> None:
    with pytest.raises(ValueError, match="counts has a position that is of no class"):
        content([0, position])


def test_a_class_and_a_split_are_counted_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        content([0, 0])


def test_a_column_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match="classes lacks the column 'synset'"):
        content([0], classes=CLASSES[["id", "name"]])
