"""Validation boxes: totals as published, geometry against plain definitions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from explorer.audits.boxes import geometry
from explorer.audits.boxes.geometry import GRID
from explorer.datasets import CLASSES
from explorer.datasets.boxes import Boxes, by_class, chance
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas

DOG, SPORT, CHIHUAHUA = "n02084071", "n00523513", "n02085620"
SIDES = st.tuples(st.integers(0, 99), st.integers(1, 100)).filter(lambda side: side[0] < side[1])


def corners_of(least: int) -> st.SearchStrategy[NDArray[np.float64]]:
    """At least so many boxes: left, top, right, bottom, as shares of the image."""
    return st.lists(st.tuples(SIDES, SIDES), min_size=least, max_size=12).map(
        lambda sides: (
            np.array([(x0, y0, x1, y1) for (x0, x1), (y0, y1) in sides], dtype=np.float32).reshape(
                -1, 4
            )
            / 100
        )
    )


def every() -> Boxes:
    return atlas().dataset("ilsvrc2012").boxes


def made(corners: np.ndarray) -> Boxes:
    count = np.arange(len(corners))
    return Boxes(
        ("n00000000",) * len(count),
        count,
        count * 0,
        corners,
        np.ones(len(corners), np.float32),
        every().pixels,
    )


def test_the_published_totals_are_found():
    own = every()
    found = geometry.summary(own)
    assert (found["boxes"], found["images"]) == (80_477, 50_000)
    assert round(found["mean_scale"], 1) == 30.7
    assert round(found["median_scale"], 1) == 20.7
    boxes = by_class(every())["boxes"]
    assert (boxes.min(), boxes.max()) == (50, 264)


@given(corners_of(0))
def test_a_place_is_covered_by_the_boxes_around_its_centre(corners):
    found = geometry.positions(made(corners))
    centres = (np.arange(GRID) + 0.5) / GRID
    for row in (0, 7, GRID - 1):
        for column in (0, 13, GRID - 1):
            inside = (
                (corners[:, 0] * GRID <= centres[column] * GRID)
                & (centres[column] * GRID < corners[:, 2] * GRID)
                & (corners[:, 1] * GRID <= centres[row] * GRID)
                & (centres[row] * GRID < corners[:, 3] * GRID)
            )
            expected = inside.mean() * 100 if len(corners) else 0
            assert found[row, column] == pytest.approx(expected)


def iou(one: np.ndarray, two: np.ndarray) -> float:
    wide = max(0, min(one[2], two[2]) - max(one[0], two[0]))
    high = max(0, min(one[3], two[3]) - max(one[1], two[1]))
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])  # noqa: E731
    return wide * high / (area(one) + area(two) - wide * high)


@given(corners_of(2))
def test_chance_is_the_share_of_pairs_that_overlap_by_half(corners):
    pairs = [
        iou(one, two)
        for a, one in enumerate(corners.astype(float))
        for b, two in enumerate(corners.astype(float))
        if a != b
    ]
    sure = [value for value in pairs if abs(value - 0.5) > 1e-4]
    hits = chance(corners) * len(pairs)
    least = sum(value >= 0.5 for value in sure)
    assert least - 1e-9 <= hits <= least + len(pairs) - len(sure) + 1e-9


def exact_hits(pixels) -> int:
    """Ordered pairs of boxes that overlap by half or more, in exact fractions."""
    boxes = [
        (Fraction(x0, w), Fraction(y0, h), Fraction(x1, w), Fraction(y1, h))
        for w, h, x0, y0, x1, y1 in pixels.itertuples(index=False)
    ]
    hits = 0
    for at, (left, top, right, bottom) in enumerate(boxes):
        for far_left, far_top, far_right, far_bottom in boxes[:at]:
            wide = min(right, far_right) - max(left, far_left)
            high = min(bottom, far_bottom) - max(top, far_top)
            if wide > 0 and high > 0:
                both = (right - left) * (bottom - top) + (far_right - far_left) * (
                    far_bottom - far_top
                )
                hits += 2 * (3 * wide * high >= both)
    return hits


@pytest.mark.parametrize("label", [66, 504, 576, 694, 932, 961, 975, 993])
def test_pairs_at_the_threshold_are_counted_as_exact_fractions_count_them(label: int):
    own = every().of([label])
    hits = chance(own.corners) * len(own) * (len(own) - 1)
    pixels = own.pixels[["width", "height", "x0", "y0", "x1", "y1"]]
    assert round(hits) == exact_hits(pixels)


def test_the_mean_scale_is_over_boxes_and_over_classes():
    own = every().of([151, 152, 153])
    found = geometry.summary(own)
    means = [own.area[own.label == label].mean() * 100 for label in (151, 152, 153)]
    assert found["class_scale"] == pytest.approx(np.mean(means))
    assert found["mean_scale"] == pytest.approx(own.area.mean() * 100)
    assert found["class_scale"] != pytest.approx(found["mean_scale"])
    assert round(geometry.summary(every())["class_scale"], 1) == 35.2


def test_one_box_has_no_chance_performance():
    assert np.isnan(chance(np.array([[0, 0, 1, 1]], dtype=np.float32)))


def test_figures_of_a_class_equal_those_counted_by_hand():
    own = every().of([151])
    row = geometry.classes(atlas(), every(), [151]).iloc[0]
    per_image = np.unique(own.image, return_counts=True)[1]
    assert row["wnid"] == CHIHUAHUA
    assert row["boxes"] == len(own)
    assert row["boxes_per_image"] == len(own) / 50
    assert row["several_percent"] == pytest.approx((per_image > 1).sum() / 50 * 100)
    assert row["most_boxes"] == per_image.max()
    assert row["mean_scale"] == pytest.approx(own.area.mean() * 100)


def test_box_measures_roll_up_over_distinct_classes():
    rolled = atlas().roll_up("ilsvrc2012")
    at = atlas().hierarchy.positions([ENTITY, DOG])
    own = every().of(geometry.labels_under(atlas(), DOG))
    assert rolled.subtree("val_boxes", at).tolist() == [80_477, len(own)]
    assert rolled.subtree("object_scale", at)[1] == pytest.approx(own.area.mean() * 100)
    assert rolled.subtree(CLASSES, at).tolist() == [1_000, 118]
    means = geometry.classes(atlas(), every(), geometry.labels_under(atlas(), DOG))["mean_scale"]
    assert rolled.subtree("class_object_scale", at)[1] == pytest.approx(means.mean())
    chances = by_class(every())["chance"].iloc[151:269]
    assert rolled.subtree("chance_localisation", at)[1] == pytest.approx(chances.mean() * 100)


def test_a_subtree_outside_the_challenge_has_no_boxes_and_no_figures():
    assert geometry.labels_under(atlas(), SPORT) == []
    found = geometry.summary(every().of([]))
    assert (found["boxes"], found["images"]) == (0, 0)
    assert np.isnan(found["mean_scale"])
    assert geometry.positions(every().of([])).sum() == 0


@pytest.mark.parametrize("count", [geometry.areas, geometry.aspects, geometry.crowds])
def test_every_box_or_image_is_in_one_bar(count):
    own = every()
    frame = count(own, "all")
    whole = 50_000 if count is geometry.crowds else 80_477
    assert frame["boxes"].sum() == whole
    assert frame["y"].sum() == pytest.approx(100, abs=0.05)


def test_the_geometry_to_take_away_holds_the_boxes_of_the_subtree_in_pixels():
    own = every().of(geometry.labels_under(atlas(), DOG))
    frame = geometry.geometry(own)
    assert len(frame) == len(own)
    assert set(frame["label"]) == set(range(151, 269))
    assert (frame["x1"] <= frame["width"]).all()
    assert frame.loc[0, "wnid"] == atlas().class_index[frame.loc[0, "label"]]


WITHIN = (
    "ilsvrc2012",
    "tiered",
    "imagenet-a",
    "imagenet-r",
    "mini",
    "stanford-dogs",
    "tiny-imagenet",
)


@pytest.mark.parametrize("focus", [ENTITY, DOG])
@pytest.mark.parametrize("key", WITHIN)
def test_boxes_of_a_data_set_are_those_of_its_own_classes(key: str, focus: str):
    dataset = atlas().dataset(key)
    labels = geometry.labels_under(atlas(), focus, key)
    at = atlas().hierarchy.positions([focus])
    rolled = atlas().roll_up(key)
    assert len(labels) == rolled.subtree("classes", at)[0]
    assert len(dataset.boxes.of(labels)) == np.nan_to_num(rolled.total("boxes", at)[0])
