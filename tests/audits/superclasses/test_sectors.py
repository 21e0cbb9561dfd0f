"""The treemap of a cut: areas add up, and the smaller groups share a sector."""

import numpy as np
import pytest

from explorer.audits.superclasses import groups
from explorer.audits.superclasses.cut import parsed
from explorer.audits.superclasses.groups import grouping
from explorer.audits.superclasses.sectors import LEFT, OTHERS, TOP, colour_by, parts, sectors
from explorer.datasets import CLASSES
from tests.support.real import atlas


@pytest.mark.parametrize("text", ["groups-20", "groups-300", "preset-wildlife", "depth-9", "hand"])
@pytest.mark.parametrize("key", ["ilsvrc2012", "coco2017"])
def test_areas_add_up_to_the_classes(text: str, key: str):
    over = atlas().roll_up(key)
    found = grouping(over, parsed(text))
    table = groups.table(atlas(), over, found)
    drawn = sectors(atlas(), over, found, table, 50)
    area = drawn.set_index("id")["area"]
    assert area[TOP] == len(over.dataset)
    for holder in set(drawn["parent"]) - {""}:
        assert area[holder] == drawn.loc[drawn["parent"] == holder, "area"].sum()
    assert (drawn["kind"] == "group").sum() == min(50, len(table))
    assert (OTHERS in area.index) == (len(table) > 50)
    assert area.get(LEFT, 0) == len(found.under_none)
    assert drawn["id"].is_unique


def test_colours_show_medians_only_where_they_differ():
    for key, column in (("ilsvrc2012", "classes"), ("fall11", "median"), ("vid", "classes")):
        over = atlas().roll_up(key)
        assert colour_by(groups.table(atlas(), over, grouping(over, parsed("groups-20")))) == column


def test_the_parts_of_a_group_are_the_children_that_it_would_be_split_into():
    over = atlas().roll_up("fall11")
    found = grouping(over, parsed("hand.take-n02084071"))
    shown = parts(atlas(), over, found, "n02084071")
    children = atlas().hierarchy.children_of("n02084071")
    positions = atlas().hierarchy.positions(children)
    some = over.subtree(CLASSES, positions) > 0
    assert {*shown["wnid"]} == {*np.array(children)[some]}
    assert shown["classes"].is_monotonic_decreasing
    split = grouping(over, parsed("hand.take-n02084071.split-n02084071"))
    assert {*shown["wnid"]} <= {*split.keys} | {
        wnid for wnid in shown["wnid"] if wnid not in split.index
    }
    named = grouping(atlas().roll_up("ilsvrc2012"), parsed("preset-category67"))
    assert parts(atlas(), atlas().roll_up("ilsvrc2012"), named, "dog").empty
