"""The class map: every class one square, branches in one piece, outlines and labels on them."""

from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from explorer.audits.class_map import ANCHORS, Branch, ClassMap, class_map, layout
from explorer.audits.overview import BRANCHES
from explorer.datasets import Columns, DataSet
from tests.support.dags import Dag, dags
from tests.support.real import atlas

KEYS = ("fall11", "ilsvrc2012", "21k-p-winter21", "det", "vid", "wordnet")


@cache
def real(key: str) -> ClassMap:
    return class_map(atlas().hierarchy, atlas().dataset(key))


def data_set(wnids: list[str]) -> DataSet:
    frame = pd.DataFrame(index=pd.Index(wnids, name="wnid"))
    return DataSet(
        key="own",
        title="Own",
        summary="",
        columns=Columns.of(frame),
        measures=atlas().dataset("vid").measures,
        source="",
    )


@pytest.mark.parametrize("key", KEYS)
def test_every_class_is_one_square(key: str):
    assert sorted(real(key).wnids) == sorted(atlas().dataset(key).wnids)
    assert len(set(real(key).wnids)) == len(real(key).wnids)


@given(dag=dags(), data=st.data())
def test_a_data_set_of_any_hierarchy_has_a_map(dag: Dag, data: st.DataObject):
    wnids = sorted(data.draw(st.sets(st.sampled_from(dag.tree.wnids), min_size=1)))
    entries = tuple(data.draw(st.sets(st.sampled_from(dag.tree.wnids))))
    shown = class_map(dag.tree, data_set(wnids), entries)
    assert sorted(shown.wnids) == wnids
    for branch in shown.branches:
        below = dag.tree.named(dag.tree.subtree(branch.wnid))
        assert set(shown.wnids[branch.start : branch.stop]) <= set(below)
        assert branch.classes == len(set(below) & set(wnids))


@pytest.mark.parametrize("key", KEYS)
def test_branches_of_a_level_do_not_share_squares_and_lie_within_the_upper_ones(key: str):
    branches = real(key).branches
    for level in (1, 2):
        spans = sorted((each.start, each.stop) for each in branches if each.level == level)
        assert all(first[1] <= then[0] for first, then in pairwise(spans))
    upper = [each for each in branches if each.level == 1]
    for each in branches:
        assert any(top.start <= each.start and each.stop <= top.stop for top in upper)


def test_the_entry_points_of_imagenet_are_outlined_with_their_distinct_classes():
    found = {each.wnid: each for each in real("fall11").branches if each.level == 1}
    assert set(BRANCHES) <= set(found)
    assert found["n00015388"].classes == 3822
    assert found["n00007846"].classes == 2836


def test_little_of_the_map_is_under_no_outlined_branch():
    shown = real("fall11")
    covered = sum(each.stop - each.start for each in shown.branches if each.level == 1)
    assert covered / len(shown.wnids) > 0.95


@pytest.mark.parametrize("key", ["fall11", "ilsvrc2012"])
def test_the_area_of_a_branch_is_in_one_piece(key: str):
    shown = real(key)
    for each in shown.layouts():
        for branch in shown.branches:
            area = np.zeros((each.rows, each.columns), dtype=np.int64)
            columns, rows = each.cells[branch.start : branch.stop].T
            area[rows, columns] = 1
            assert ndimage.label(area)[1] == 1


@settings(deadline=None)
@given(st.integers(1, 300), st.lists(st.integers(0, 300), max_size=6), st.floats(0.5, 2))
def test_lines_are_the_sides_between_branches_and_no_others(
    squares: int, cuts: list[int], aspect: float
):
    ends = sorted({0, squares, *(cut for cut in cuts if cut < squares)})
    branches = [
        Branch(f"n{at:08d}", 1, start, stop, stop - start)
        for at, (start, stop) in enumerate(pairwise(ends))
    ]
    found = layout(squares, branches, aspect)
    owner = {
        tuple(cell): next((b.wnid for b in branches if b.start <= at < b.stop), "")
        for at, cell in enumerate(found.cells.tolist())
    }
    drawn = {
        (x, y + step, 1) if down else (x + step, y, 0)
        for x, y, length, down in found.borders[0].tolist()
        for step in range(length)
    }
    expected = set()
    for x in range(found.columns + 1):
        for y in range(found.rows + 1):
            here = owner.get((x, y), "")
            if y < found.rows and here != owner.get((x - 1, y), ""):
                expected.add((x, y, 1))
            if x < found.columns and here != owner.get((x, y - 1), ""):
                expected.add((x, y, 0))
    assert drawn == expected
    assert sum(found.borders[0][:, 2]) == len(drawn)


@pytest.mark.parametrize("key", ["fall11", "ilsvrc2012", "vid"])
def test_every_branch_has_places_for_its_label_within_its_area(key: str):
    shown = real(key)
    for each in shown.layouts():
        for branch, anchors in zip(shown.branches, each.anchors, strict=True):
            area = set(map(tuple, each.cells[branch.start : branch.stop].tolist()))
            assert 1 <= len(anchors) <= ANCHORS
            assert set(map(tuple, anchors.tolist())) <= area


def test_the_roomiest_place_of_a_large_branch_is_well_inside_it():
    shown = real("fall11")
    wide = shown.layouts()[0]
    for branch, anchors in list(zip(shown.branches, wide.anchors, strict=True))[:4]:
        area = np.zeros((wide.rows, wide.columns), dtype=np.int64)
        columns, rows = wide.cells[branch.start : branch.stop].T
        area[rows, columns] = 1
        x, y = anchors[0]
        assert area[y - 4 : y + 5, x - 16 : x + 17].all()


def test_squares_under_synsets_are_told_as_runs_each_once():
    shown = real("fall11")
    dog, hound = "n02084071", "n02087551"
    (run,) = shown.under([dog, hound])
    assert {*shown.wnids[slice(*run)]} == {
        *atlas().hierarchy.named(atlas().hierarchy.subtree(dog))
    } & {*shown.wnids}
    assert shown.under([]) == []
    assert shown.under(["n04399382"]) == []  # teddy, which Fall 2011 does not have
