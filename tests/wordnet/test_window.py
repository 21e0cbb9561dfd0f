"""The part of a subtree that a chart draws: nothing counted twice, nothing lost unsaid."""

import inspect
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.errors import UnknownSynset
from explorer.wordnet.window import COLUMNS, Window, window
from tests.support import example, real
from tests.support.dags import Dag, dags, family

SECTORS = ["synset", "itself", "others"]

sample = settings(max_examples=50)
"""Every property below draws its own windows, so that together they see a thousand."""


@dataclass(frozen=True)
class Cut:
    """A window, what it was cut from, and the tree it should draw by brute force."""

    dag: Dag
    focus: str
    own: dict[str, int]
    limit: int
    levels: int
    collapse: bool
    undivided: float
    unnamed: float = 1.0

    @cached_property
    def window(self) -> Window:
        weights = np.array([self.own[wnid] for wnid in self.dag.tree.wnids], dtype=np.float64)
        return window(
            self.dag.tree,
            self.focus,
            weights,
            limit=self.limit,
            levels=self.levels,
            collapse=self.collapse,
            undivided=self.undivided,
            unnamed=self.unnamed,
        )

    @cached_property
    def sectors(self) -> pd.DataFrame:
        return self.window.sectors.set_index("id")

    def of_kind(self, *kinds: str) -> pd.DataFrame:
        return self.sectors[self.sectors["kind"].isin(kinds)]

    @cached_property
    def spanning(self) -> "nx.DiGraph[str]":
        """Each synset of the subtree under its deepest parent in it, the first of equals."""
        tree, below = self.dag.tree, family(self.dag.graph, self.focus)
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(below)
        for wnid in below - {self.focus}:
            parents = below & set(self.dag.graph.predecessors(wnid))
            graph.add_edge(min(parents, key=lambda w: (-tree.depth(w), w)), wnid)
        return graph

    def area(self, wnid: str) -> int:
        return sum(self.own[other] for other in family(self.spanning, wnid))

    @cached_property
    def drawn(self) -> "nx.DiGraph[str]":
        """The spanning tree as it would be drawn without limits: no empty ones, no chains."""
        graph = self.spanning.subgraph([w for w in self.spanning if self.area(w) > 0]).copy()
        if self.collapse:
            for wnid in [*graph]:
                only = list(graph.successors(wnid))
                if wnid != self.focus and self.own[wnid] == 0 and len(only) == 1:
                    graph.add_edge(next(graph.predecessors(wnid)), only[0])
                    graph.remove_node(wnid)
        return graph

    def level(self, wnid: str) -> float:
        return nx.shortest_path_length(self.drawn, self.focus, wnid)


LIMITS, LEVELS, WHOLE = st.integers(1, 8), st.integers(1, 4), st.just(1.0)
ROOMY = {"limits": st.just(1000), "levels": st.just(1000)}


@st.composite
def cuts(
    draw: st.DrawFn,
    *,
    limits: st.SearchStrategy[int] = LIMITS,
    levels: st.SearchStrategy[int] = LEVELS,
    undivided: st.SearchStrategy[float] = WHOLE,
) -> Cut:
    dag = draw(dags(least=6, most=11, rooted=True))
    size = len(dag.tree)
    weights = draw(st.lists(st.sampled_from([0, 0, 1, 2, 3, 50]), min_size=size, max_size=size))
    return Cut(
        dag,
        draw(st.sampled_from([*dag.tree.roots * 9, *dag.tree.wnids])),
        dict(zip(dag.tree.wnids, weights, strict=True)),
        draw(limits),
        draw(levels),
        draw(st.booleans()),
        draw(undivided),
    )


@sample
@given(cuts())
def test_every_column_is_there_and_every_sector_has_its_own_id(cut):
    assert tuple(cut.window.sectors.columns) == COLUMNS
    assert cut.window.sectors["id"].is_unique


@sample
@given(cuts())
def test_every_parent_stands_before_its_children_and_only_the_outermost_has_none(cut):
    seen = {""}
    for sector in cut.window.sectors.itertuples():
        assert sector.parent in seen
        assert sector.parent or len(seen) == 1
        seen.add(sector.id)


@sample
@given(cuts())
def test_each_synset_is_drawn_at_most_once(cut):
    synsets = cut.of_kind("ancestor", "focus", "synset")
    assert synsets["wnid"].is_unique
    assert list(synsets["wnid"]) == list(synsets.index)


@sample
@given(cuts())
def test_others_and_itself_mean_the_synset_they_stand_in(cut):
    for name, sector in cut.of_kind("others", "itself").iterrows():
        assert name == f"{sector['kind']}:{sector['parent']}"
        assert sector["wnid"] == sector["parent"]


@sample
@given(cuts())
def test_no_more_sectors_than_the_limit_stand_below_the_focus(cut):
    assert len(cut.of_kind(*SECTORS)) <= cut.limit


@sample
@given(cuts())
def test_no_synset_stands_deeper_than_the_levels(cut):
    for wnid in cut.of_kind("synset").index:
        assert cut.level(wnid) <= cut.levels


@sample
@given(cuts())
def test_the_area_of_the_focus_is_the_sum_over_its_distinct_descendants(cut):
    below = family(cut.dag.graph, cut.focus)
    assert cut.sectors.loc[cut.focus, "area"] == sum(cut.own[wnid] for wnid in below)


@sample
@given(cuts())
def test_the_parts_of_a_divided_sector_add_up_to_it(cut):
    below = cut.of_kind(*SECTORS)
    for parent, area in below.groupby("parent")["area"].sum().items():
        assert area == cut.sectors.loc[parent, "area"]


@sample
@given(cuts())
def test_children_never_exceed_their_parent_up_to_the_outermost_ancestor(cut):
    inner = cut.sectors[cut.sectors["parent"] != ""]
    sums = inner.groupby("parent")["area"].sum()
    assert (sums <= cut.sectors.loc[sums.index, "area"]).all()


@sample
@given(cuts())
def test_nothing_is_drawn_that_has_no_area(cut):
    assert (cut.of_kind(*SECTORS)["area"] > 0).all()


@sample
@given(cuts())
def test_a_sector_holds_what_hangs_below_it_once_each_synset_hangs_on_one_parent(cut):
    for wnid, area in cut.of_kind("synset")["area"].items():
        assert area == cut.area(wnid)


@sample
@given(cuts())
def test_a_synset_is_drawn_inside_its_deepest_parent(cut):
    for wnid, parent in cut.of_kind("synset")["parent"].items():
        assert cut.drawn.has_edge(parent, wnid)


@sample
@given(cuts())
def test_itself_is_the_own_weight_of_a_divided_synset_that_has_one(cut):
    divided = set(cut.of_kind("synset")["parent"])
    expected = {f"itself:{wnid}": cut.own[wnid] for wnid in divided if cut.own[wnid]}
    assert cut.of_kind("itself")["area"].to_dict() == expected


@sample
@given(cuts())
def test_others_stand_for_just_the_children_that_are_not_drawn(cut):
    shown = set(cut.of_kind("synset").index)
    for parent in set(cut.of_kind("synset")["parent"]):
        missing = set(cut.drawn.successors(parent)) - shown
        if missing:
            others = cut.sectors.loc[f"others:{parent}"]
            assert others["hidden"] == len(missing)
            assert others["area"] == sum(cut.area(wnid) for wnid in missing)
        else:
            assert f"others:{parent}" not in cut.sectors.index


@sample
@given(cuts())
def test_only_others_hide_anything(cut):
    assert (cut.of_kind("ancestor", "focus", "synset", "itself")["hidden"] == 0).all()
    assert (cut.of_kind("others")["hidden"] > 0).all()


@sample
@given(cuts())
def test_no_synset_left_out_is_larger_than_one_drawn(cut):
    shown = set(cut.of_kind("synset").index)
    within = {w for w in cut.drawn if w != cut.focus and cut.level(w) <= cut.levels}
    smallest = min((cut.area(wnid) for wnid in shown), default=float("inf"))
    assert all(cut.area(wnid) <= smallest for wnid in within - shown)


@sample
@given(cuts(), st.sampled_from([0.0, 0.2, 0.5, 0.9]))
def test_no_divided_sector_but_the_focus_has_more_than_a_share_without_names(cut, unnamed):
    cut = replace(cut, unnamed=unnamed)
    for _, others in cut.of_kind("others").iterrows():
        whole = cut.sectors.loc[others["parent"]]
        assert others["area"] <= unnamed * whole["area"] or others["parent"] == cut.focus
    below = cut.of_kind(*SECTORS)
    assert len(below) <= cut.limit
    for parent, area in below.groupby("parent")["area"].sum().items():
        assert area == cut.sectors.loc[parent, "area"]


@sample
@given(cuts())
def test_a_synset_that_is_no_longer_drawn_for_want_of_names_is_inside_one_that_is_whole(cut):
    named = replace(cut, unnamed=0.3)
    before, shown = (set(each.of_kind("synset").index) for each in (cut, named))
    whole = shown - set(named.of_kind(*SECTORS)["parent"])
    for wnid in before - shown:
        assert any(nx.has_path(cut.drawn, each, wnid) for each in whole)


@sample
@given(cuts(**ROOMY))
def test_with_room_enough_every_synset_with_weight_below_it_is_drawn(cut):
    assert set(cut.of_kind("focus", "synset").index) == set(cut.drawn) | {cut.focus}
    assert cut.of_kind("others").empty


@sample
@given(cuts())
def test_without_collapse_no_chain_is_named(cut):
    assume(not cut.collapse)
    assert (cut.sectors["chain"] == "").all()


@sample
@given(cuts(**ROOMY))
def test_collapse_draws_a_chain_of_only_children_as_one_sector_that_names_them(cut):
    assume(cut.collapse)
    gone = {w for w in cut.spanning if cut.area(w) > 0 and w not in cut.drawn} - {cut.focus}
    for wnid, sector in cut.of_kind("synset").iterrows():
        way = nx.shortest_path(cut.spanning, sector["parent"], wnid)[1:-1]
        assert sector["chain"].split() == way
        assert set(way) <= gone
        gone -= set(way)
    assert not gone


@sample
@given(cuts())
def test_the_ancestors_are_the_main_path_with_their_true_totals(cut):
    path = cut.dag.tree.main_path(cut.focus)
    above = cut.of_kind("ancestor")
    assert [*above.index, cut.focus] == path
    assert [*above["parent"], cut.sectors.loc[cut.focus, "parent"]] == ["", *path[:-1]]
    for wnid, area in above["area"].items():
        assert area == sum(cut.own[other] for other in family(cut.dag.graph, wnid))


@sample
@given(cuts())
def test_weights_of_zero_give_the_focus_and_its_ancestors_alone(cut):
    bare = Cut(
        cut.dag,
        cut.focus,
        dict.fromkeys(cut.own, 0),
        cut.limit,
        cut.levels,
        cut.collapse,
        cut.undivided,
    )
    assert bare.of_kind(*SECTORS).empty
    assert list(bare.sectors.index) == cut.dag.tree.main_path(cut.focus)
    assert (bare.sectors["area"] == 0).all()


@sample
@given(cuts(limits=st.just(1000), levels=st.integers(1, 2), undivided=st.floats(0.05, 0.9)))
def test_no_sector_that_could_be_divided_stays_whole_above_the_share_asked_for(cut):
    divided = set(cut.of_kind("synset")["parent"])
    for wnid in set(cut.of_kind("synset").index) - divided:
        if cut.area(wnid) > cut.undivided * cut.area(cut.focus):
            assert not list(cut.drawn.successors(wnid))


@sample
@given(cuts())
def test_the_same_question_gives_the_same_window(cut):
    again = Cut(*(getattr(cut, name) for name in inspect.signature(Cut).parameters))
    pd.testing.assert_frame_equal(cut.window.sectors, again.window.sectors)


# By hand, on the example.


PETS = {example.DOG: 100, example.POODLE: 40, example.CRANE_BIRD: 10, example.CRANE_MACHINE: 20}


def cut_pets(focus: str, pets: dict[str, int] = PETS, **wanted: Any) -> pd.DataFrame:
    weights = np.zeros(len(example.tree()))
    weights[example.tree().positions(pets)] = list(pets.values())
    options: dict[str, Any] = {"limit": 100, "levels": 9} | wanted
    return window(example.tree(), focus, weights, **options).sectors.set_index("id")


def test_dog_is_drawn_under_one_of_its_two_parents():
    sectors = cut_pets(example.ENTITY)
    assert sectors.loc[example.DOG, "parent"] == example.CANINE
    assert example.DOMESTIC not in sectors.index
    assert sectors.loc[example.ANIMAL, "area"] == 150


def test_a_parent_below_the_focus_is_the_one_that_counts():
    assert cut_pets(example.DOMESTIC).loc[example.DOG, "parent"] == example.DOMESTIC


def test_dogs_own_images_are_a_sector_beside_its_breeds():
    sectors = cut_pets(example.DOG)
    assert sectors.loc[f"itself:{example.DOG}", "area"] == 100
    assert sectors.loc[example.POODLE, "area"] == 40


def test_a_chain_of_only_children_collapses_into_its_end():
    crane = cut_pets(example.ENTITY, collapse=True).loc[example.CRANE_MACHINE]
    assert crane["parent"] == example.ENTITY
    assert crane["chain"] == f"{example.ARTIFACT} {example.MACHINE}"


def test_what_does_not_fit_is_one_sector_with_a_count():
    sectors = cut_pets(example.ANIMAL, PETS | {example.DOMESTIC: 5}, levels=1, limit=2)
    others = sectors.loc[f"others:{example.ANIMAL}"]
    assert (others["hidden"], others["area"]) == (2, 15)


def test_an_unknown_focus_is_refused():
    with pytest.raises(UnknownSynset, match="n99999999"):
        cut_pets("n99999999")


# Real figures.

FOCI = ["n00001740", "n00001930", "n00007846", "n02084071", "n00015388", "n03001627", "n02085936"]


def images(dataset: str) -> np.ndarray:
    return np.nan_to_num(real.atlas().roll_up(dataset).own("images"))


@pytest.mark.parametrize("collapse", [False, True])
@pytest.mark.parametrize("dataset", ["fall11", "ilsvrc2012"])
@pytest.mark.parametrize("focus", FOCI)
def test_a_window_of_real_images_adds_up_and_fits(focus, dataset, collapse):
    atlas = real.atlas()
    cut = window(
        atlas.hierarchy,
        focus,
        images(dataset),
        limit=200,
        levels=3,
        collapse=collapse,
        undivided=0.2,
    )
    sectors = cut.sectors.set_index("id")
    assert sectors.index.is_unique
    total = atlas.roll_up(dataset).subtree("images")[atlas.hierarchy.position(focus)]
    assert sectors.loc[focus, "area"] == total
    below = sectors[sectors["kind"].isin(SECTORS)]
    assert len(below) <= 200
    parts = below.groupby("parent")["area"].sum()
    assert parts.equals(sectors.loc[parts.index, "area"])
    above = sectors[sectors["kind"].isin(["ancestor", "focus"])]["area"]
    assert above.is_monotonic_decreasing


def test_dog_as_a_window_holds_its_222142_images_and_its_own_1603():
    cut = window(real.atlas().hierarchy, "n02084071", images("fall11"), limit=600, levels=8)
    sectors = cut.sectors.set_index("id")
    assert sectors.loc["n02084071", "area"] == 222_142
    assert sectors.loc["itself:n02084071", "area"] == 1_603
    assert len(sectors[sectors["kind"].isin(["focus", "synset"])]) == 190


# Entry points in the place of the children


def test_a_window_can_begin_with_entry_points_and_tells_what_is_under_none_of_them():
    tree = example.tree()
    weights = np.zeros(len(tree))
    own = {example.DOG: 3.0, example.POODLE: 5.0, example.CRANE_BIRD: 7.0, example.MACHINE: 2.0}
    weights[tree.positions(list(own))] = list(own.values())
    entries = tree.positions([example.DOG, example.ARTIFACT])
    shown = window(tree, example.ENTITY, weights, limit=20, levels=2, entries=entries).sectors
    top = shown[shown["parent"] == example.ENTITY].set_index("id")
    assert dict(top["area"]) == {
        example.DOG: 8.0,
        example.ARTIFACT: 2.0,
        f"outside:{example.ENTITY}": 7.0,
    }
    assert top.loc[f"outside:{example.ENTITY}", "hidden"] == 1
    assert top["area"].sum() == weights.sum()
