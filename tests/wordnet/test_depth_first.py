"""Classes in the order of the hierarchy: every class once, every branch one run."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.overview import BRANCHES
from explorer.wordnet.depth_first import REST, depth_first
from explorer.wordnet.noun_table import ENTITY
from tests.support import example
from tests.support.dags import Dag, dags
from tests.support.real import atlas, validation

CLASSES = list(example.IMAGES)


def test_a_class_is_placed_once_under_its_most_specific_parent_and_chains_are_one_step():
    found = depth_first(example.tree(), CLASSES, example.ENTITY)
    assert [(each.wnid, each.level, each.first, each.end) for each in found] == [
        (example.ENTITY, 0, 0, 5),
        (example.ANIMAL, 1, 0, 4),
        (example.DOG, 2, 0, 3),
        (example.POODLE, 3, 1, 2),
        (example.BEAGLE, 3, 2, 3),
        (example.CRANE_BIRD, 2, 3, 4),
        (example.CRANE_MACHINE, 1, 4, 5),
    ]


def test_entry_points_replace_the_children_and_what_is_under_none_comes_last():
    found = depth_first(example.tree(), CLASSES, example.ENTITY, [example.DOMESTIC])
    assert [(each.wnid, each.level) for each in found if each.level == 1] == [
        (example.DOMESTIC, 1),
        (REST, 1),
    ]
    rest = next(each for each in found if each.wnid == REST)
    assert (rest.first, rest.end) == (3, 5)


def test_of_nested_entry_points_the_outermost_counts():
    found = depth_first(example.tree(), CLASSES, example.ENTITY, [example.DOMESTIC, example.ANIMAL])
    assert [each.wnid for each in found if each.level == 1] == [example.ANIMAL, REST]


def test_a_synset_without_classes_has_no_order():
    assert depth_first(example.tree(), [example.DOG], example.MACHINE) == []


@given(dag=dags(rooted=True), data=st.data())
def test_every_class_has_one_place_and_every_run_holds_only_what_is_under_the_branch(
    dag: Dag, data: st.DataObject
):
    nodes = list(dag.tree.wnids)
    classes = data.draw(st.sets(st.sampled_from(nodes), min_size=1))
    entries = data.draw(st.lists(st.sampled_from(nodes), max_size=3))
    (root,) = dag.tree.roots
    found = depth_first(dag.tree, classes, root, entries)
    order = [each.wnid for each in found if each.wnid in classes]
    assert sorted(order) == sorted(classes)
    for each in found:
        run = set(order[each.first : each.end])
        assert len(run) == each.classes > 0
        if each.wnid != REST:
            assert run <= dag.tree.descendants(each.wnid) | {each.wnid}
        else:
            entered = {w for e in entries for w in dag.tree.descendants(e) | {e}}
            assert run.isdisjoint(entered - {root}) or root in entries


def test_at_the_root_four_of_the_challenges_classes_are_under_no_entry_point():
    hierarchy = atlas().hierarchy
    truth = validation().truth
    found = depth_first(hierarchy, truth.wnids, ENTITY, BRANCHES)
    rest = next(each for each in found if each.wnid == REST)
    under = {wnid for entry in BRANCHES for wnid in hierarchy.descendants(entry) & set(truth.wnids)}
    assert rest.classes == len(set(truth.wnids) - under) == 4
