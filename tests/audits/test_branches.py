"""The rows of the tree: which are seen, in which order, with which figures."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import datasets
from explorer.atlas import Atlas
from explorer.audits import branches, overview
from explorer.audits.branches import MORE, Branch
from explorer.datasets import CLASSES, Columns, DataSet, RollUp
from tests.support import example
from tests.support.dags import Dag, dags
from tests.support.real import DATASETS, WNIDS, atlas

DOG, ENTITY, MAMMAL = "n02084071", "n00001740", "n01861778"
CANINE, DOMESTIC = "n02083346", "n01317541"
LIMIT = 40


def listed(*opened: str, key: str = "fall11", limit: int = LIMIT, **choices) -> list[Branch]:
    entries = choices.pop("entries", overview.TREE_ENTRIES)
    rolled = atlas().roll_up(key)
    return branches.rows(atlas(), rolled, entries, frozenset(opened), limit=limit, **choices)


def below(rows: list[Branch], path: str) -> list[Branch]:
    """The rows one level below a path."""
    return [row for row in rows if row.path.rpartition("/")[0] == path]


# Against brute force on random hierarchies


@dataclass(frozen=True)
class Tree:
    """A random hierarchy, a data set on it, and what a user has opened."""

    dag: Dag
    members: frozenset[str]
    entries: list[str]
    opened: frozenset[str]
    widened: frozenset[str]
    selected: str
    limit: int

    def figures(self) -> RollUp:
        index = pd.Index(sorted(self.members), name="wnid", dtype=object)
        columns = pd.DataFrame({CLASSES: 1.0}, index=index)
        known = replace(
            example.pets(), columns=Columns.of(columns), measures=example.pets().measures[:1]
        )
        return datasets.roll_up(self.dag.tree, known)

    def rows(self) -> list[Branch]:
        whole = Atlas(self.dag.tree, example.words(), {}, example.numberings())
        return branches.rows(
            whole,
            self.figures(),
            self.entries,
            self.opened,
            limit=self.limit,
            widened=self.widened,
            selected=self.selected,
        )

    def classes(self, wnid: str) -> int:
        return len(({wnid} | nx.descendants(self.dag.graph, wnid)) & self.members)

    def brute(self) -> Iterator[tuple[str, int, str, int]]:
        """Path, level, state and rest of every row, by the words of the specification."""
        for wnid in self.entries:
            if self.classes(wnid):
                yield from self.branch([wnid])

    def branch(self, steps: list[str]) -> Iterator[tuple[str, int, str, int]]:
        path = "/".join(steps)
        children = [wnid for wnid in self.dag.graph.successors(steps[-1]) if self.classes(wnid)]
        children.sort(key=lambda wnid: (-self.classes(wnid), wnid))
        if not children or path not in self.opened:
            yield path, len(steps), "closed" if children else "leaf", 0
            return
        yield path, len(steps), "open", 0
        rest = 0
        for rank, wnid in enumerate(children):
            chosen = f"{self.selected}/".startswith(f"{path}/{wnid}/")
            if rank < self.limit or path in self.widened or chosen:
                yield from self.branch([*steps, wnid])
            else:
                rest += 1
        if rest:
            yield f"{path}/{MORE}", len(steps) + 1, "more", rest


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    dag = draw(dags(most=9))
    nodes = sorted(dag.graph)
    paths = ["/".join(way[start:]) for end in nodes for way in dag.tree.paths_to_root(end)
             for start in range(len(way))]  # fmt: skip
    some_paths = st.frozensets(st.sampled_from(paths))
    return Tree(
        dag,
        draw(st.frozensets(st.sampled_from(nodes), min_size=1)),
        draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=3, unique=True)),
        draw(st.just(frozenset(paths)) | some_paths),
        draw(some_paths),
        draw(st.just("") | st.sampled_from(paths)),
        draw(st.integers(1, 3)),
    )


@given(trees())
def test_rows_are_those_of_brute_force(tree: Tree):
    rows = [(row.path, row.level, row.state, row.rest) for row in tree.rows()]
    assert rows == list(tree.brute())


@settings(max_examples=40)
@given(trees())
def test_every_row_has_a_path_of_its_own_that_ends_at_its_synset(tree: Tree):
    rows = tree.rows()
    assert len({row.path for row in rows}) == len(rows)
    for row in rows:
        steps = branches.steps(row.path)
        assert (steps[-2] if row.state == "more" else steps[-1]) == row.wnid
        assert row.level == len(steps)


@settings(max_examples=40)
@given(trees())
def test_siblings_are_numbered_without_a_gap_and_counted_with_those_not_listed(tree: Tree):
    rows = tree.rows()
    for path in {row.path.rpartition("/")[0] for row in rows if row.level > 1}:
        family = below(rows, path)
        assert [row.position for row in family] == list(range(1, len(family) + 1))
        children = sum(row.rest if row.state == "more" else 1 for row in family)
        assert {row.siblings for row in family} == {children}


@settings(max_examples=40)
@given(trees())
def test_listed_and_left_out_children_together_are_all_that_hold_a_class(tree: Tree):
    rows = tree.rows()
    for row in rows:
        if row.state == "open":
            family = below(rows, row.path)
            children = [w for w in tree.dag.graph.successors(row.wnid) if tree.classes(w)]
            shown = sum(each.state != "more" for each in family)
            assert shown + sum(each.rest for each in family) == len(children)


@settings(max_examples=40)
@given(trees())
def test_the_selected_row_is_listed_whenever_its_branches_are_open(tree: Tree):
    start = tree.selected.split("/")[0]
    is_open = branches.opened_down_to(tree.selected) <= tree.opened
    held = all(tree.classes(wnid) for wnid in branches.steps(tree.selected) if wnid)
    if tree.selected and start in tree.entries and is_open and held:
        assert tree.selected in {row.path for row in tree.rows()}


# On the real hierarchy


def test_nothing_opened_shows_the_entry_points_alone():
    rows = listed()
    assert [row.wnid for row in rows] == list(overview.TREE_ENTRIES)
    assert {row.state for row in rows} == {"closed"}
    assert {row.level for row in rows} == {1}


def test_entry_points_without_a_class_are_left_out():
    wnids = [row.wnid for row in listed(key="stanford-dogs")]
    assert wnids == ["n00015388", ENTITY]


def test_an_open_branch_shows_its_children_largest_first():
    rows = below(listed(DOG, entries=[DOG]), DOG)
    classes = atlas().roll_up("fall11").subtree(CLASSES)
    sizes = [classes[atlas().hierarchy.position(row.wnid)] for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] > 0


def test_a_synset_under_two_parents_stands_in_both_places():
    opened = ["/".join(way[:-1]) for way in atlas().hierarchy.paths_to_root(DOG)]
    steps = {"/".join(path.split("/")[:end]) for path in opened for end in range(1, 30)}
    places = [row for row in listed(*steps, entries=[ENTITY]) if row.wnid == DOG]
    assert len(places) == len({row.path for row in places}) == 2
    assert {branches.steps(row.path)[-2] for row in places} == {CANINE, DOMESTIC}


def test_opening_one_place_of_a_synset_leaves_the_other_closed():
    rows = listed(CANINE, DOMESTIC, f"{CANINE}/{DOG}", entries=[CANINE, DOMESTIC])
    states = {row.path: row.state for row in rows if row.wnid == DOG}
    assert states == {f"{CANINE}/{DOG}": "open", f"{DOMESTIC}/{DOG}": "closed"}


def test_a_long_branch_is_cut_and_says_how_many_it_leaves_out():
    whole = below(listed(DOG, entries=[DOG], limit=1000), DOG)
    cut = below(listed(DOG, entries=[DOG], limit=5), DOG)
    assert [row.wnid for row in cut[:5]] == [row.wnid for row in whole[:5]]
    assert (cut[5].state, cut[5].rest, cut[5].wnid) == ("more", len(whole) - 5, DOG)
    assert len(cut) == 6


def test_a_branch_that_just_fits_has_no_row_for_more():
    whole = below(listed(DOG, entries=[DOG], limit=1000), DOG)
    fits = below(listed(DOG, entries=[DOG], limit=len(whole)), DOG)
    assert [row.state for row in fits] == [row.state for row in whole]


def test_a_widened_branch_lists_all():
    whole = listed(DOG, entries=[DOG], limit=1000)
    wide = listed(DOG, entries=[DOG], limit=5, widened=frozenset({DOG}))
    assert wide == whole


def test_the_selected_row_is_kept_beyond_the_limit():
    last = below(listed(DOG, entries=[DOG], limit=1000), DOG)[-1]
    rows = below(listed(DOG, entries=[DOG], limit=5, selected=last.path), DOG)
    assert [row.path for row in rows[5:]] == [last.path, f"{DOG}/{MORE}"]


def test_a_branch_on_the_way_to_the_selected_row_is_kept_beyond_the_limit():
    path = branches.path_to(atlas(), DOG, [ENTITY])
    opened = branches.opened_down_to(path)
    rows = listed(*opened, entries=[ENTITY], limit=1, selected=path)
    assert path in {row.path for row in rows}


@pytest.mark.parametrize("key", DATASETS)
def test_row_figures_are_the_distinct_totals_as_a_person_reads_them(key: str):
    rows = listed("n00015388", "n00021939", key=key, limit=6)
    rolled = atlas().roll_up(key)
    shown = branches.shown_measures(rolled)
    assert 1 <= len(shown) <= 2
    for row, held in zip(rows, branches.row_figures(rolled, rows), strict=True):
        at = atlas().hierarchy.position(row.wnid)
        wanted = [f"{rolled.subtree(measure.key)[at]:,.0f}" for measure in shown]
        assert list(held) == ([""] * len(shown) if row.state == "more" else wanted)


def test_the_figures_of_dog_are_the_published_ones():
    rows = listed(entries=[DOG])
    assert branches.row_figures(atlas().roll_up("fall11"), rows) == [("190", "222,142")]


def test_the_figures_of_no_row_are_none():
    assert branches.row_figures(atlas().roll_up("fall11"), []) == []


def test_the_root_opened_for_every_data_set_lists_all_its_classes_somewhere():
    for key in atlas().datasets:
        rows = listed(ENTITY, key=key, entries=[ENTITY], limit=1000)
        covered = set().union(
            *(set(atlas().hierarchy.subtree(row.wnid).tolist()) for row in rows[1:])
        )
        assert set(atlas().roll_up(key).members.tolist()) <= covered | {
            atlas().hierarchy.position(ENTITY)
        }


# Paths


def test_the_path_to_a_synset_starts_at_the_nearest_entry_point():
    path = branches.path_to(atlas(), DOG, overview.TREE_ENTRIES)
    assert path.startswith("n00015388/")
    assert path.endswith(f"/{DOG}")


def test_the_path_to_an_entry_point_is_itself():
    for wnid in overview.TREE_ENTRIES:
        assert branches.path_to(atlas(), wnid, overview.TREE_ENTRIES) == wnid


@given(WNIDS)
def test_a_path_goes_from_an_entry_point_down_edge_by_edge(wnid: str):
    steps = branches.steps(branches.path_to(atlas(), wnid, overview.TREE_ENTRIES))
    assert steps[0] in overview.TREE_ENTRIES
    assert steps[-1] == wnid
    for parent, child in itertools.pairwise(steps):
        assert child in atlas().hierarchy.children_of(parent)


@settings(max_examples=40)
@given(st.deferred(lambda: st.sampled_from(atlas().dataset("fall11").wnids.tolist())))
def test_opened_down_to_a_class_the_tree_shows_its_row(wnid: str):
    path = branches.path_to(atlas(), wnid, overview.TREE_ENTRIES)
    rows = listed(*branches.opened_down_to(path), selected=path)
    assert path in {row.path for row in rows}


def test_to_see_an_entry_point_nothing_need_be_opened():
    assert branches.opened_down_to(ENTITY) == frozenset()
    assert branches.opened_down_to("a/b/c") == {"a", "a/b"}


def test_a_data_set_of_one_class_still_makes_a_tree():
    columns = pd.DataFrame({CLASSES: [1.0]}, index=pd.Index([example.POODLE], name="wnid"))
    lone: DataSet = replace(
        example.pets(), columns=Columns.of(columns), measures=example.pets().measures[:1]
    )
    rolled = datasets.roll_up(example.tree(), lone)
    tiny = Atlas(example.tree(), example.words(), {}, example.numberings())
    opened = branches.opened_down_to(f"{example.ENTITY}/{example.ANIMAL}")
    rows = branches.rows(tiny, rolled, [example.ENTITY], opened, limit=9)
    assert [(row.wnid, row.state) for row in rows] == [
        (example.ENTITY, "open"),
        (example.ANIMAL, "closed"),
    ]
    assert np.isnan(rolled.own(CLASSES)[example.tree().position(example.DOG)])


@pytest.mark.parametrize("key", ["imagenet-a", "imagenet-r", "mini", "stanford-dogs"])
def test_a_row_carries_no_boxes_of_other_images_than_the_data_sets(key: str):
    assert [each.key for each in branches.shown_measures(atlas().roll_up(key))] == [CLASSES]
