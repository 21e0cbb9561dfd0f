"""The noun hierarchy against brute force with networkx, NLTK, and the published figures."""

import random
from functools import cache
from itertools import chain, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.errors import UnknownSynset
from explorer.wordnet.hierarchy import INSTANCE, IS_A, Hierarchy, from_edges
from tests.support import example, real
from tests.support.dags import Dag, dags, family, forebears

PERSON = "n00007846"
PERSON_INSTANCES = {"n10994097", "n11196627", "n11318824"}
DOG = "n02084071"

sample = settings(max_examples=50)
"""Every property below draws its own hierarchies, so that together they see over a thousand."""


def members_of(dag: Dag) -> st.SearchStrategy[str]:
    return st.sampled_from(dag.tree.wnids)


@st.composite
def dags_with(draw: st.DrawFn, count: int) -> tuple[Dag, list[str]]:
    """A random DAG and some of its synsets, maybe the same one again."""
    dag = draw(dags())
    return dag, [draw(members_of(dag)) for _ in range(count)]


def whole_numbers(rows: int, columns: int) -> st.SearchStrategy[np.ndarray]:
    row = st.lists(st.integers(-1000, 1000), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows).map(
        lambda values: np.array(values, dtype=np.float64).reshape(rows, columns)
    )


def fall11(figure: str) -> np.ndarray:
    return real.atlas().roll_up("fall11").subtree(figure)


def nouns() -> Hierarchy:
    return real.atlas().hierarchy


@cache
def random_pairs() -> list[tuple[str, str]]:
    """Pairs of nouns, half of them close together, where WordNet's tangles are."""
    chance = random.Random(30)
    tree = nouns()
    near = tree.wnids[slice(*np.searchsorted(tree.wnids, ["n02083346", "n02120997"]))]
    pairs = (chance.sample(near if at % 2 else tree.wnids, 2) for at in range(300))
    return [(first, second) for first, second in pairs]


# Against networkx, on random DAGs.


@sample
@given(dags())
def test_the_closure_holds_exactly_the_pairs_of_ancestor_and_descendant(dag):
    pairs = {(above, below) for above in dag.tree.wnids for below in family(dag.graph, above)}
    for matrix in (dag.tree.closure, dag.tree.below):
        rows, columns = matrix.nonzero()
        named = list(zip(dag.tree.named(rows), dag.tree.named(columns), strict=True))
        assert set(named) == pairs
        assert len(named) == len(pairs)
        assert set(matrix.data) == {1.0}


@sample
@given(dags_with(1))
def test_a_subtree_is_the_synset_and_its_distinct_descendants_in_ascending_order(drawn):
    dag, (wnid,) = drawn
    assert dag.tree.named(dag.tree.subtree(wnid)) == sorted(family(dag.graph, wnid))


@sample
@given(dags_with(1))
def test_descendants_are_those_of_networkx_without_the_synset_itself(drawn):
    dag, (wnid,) = drawn
    assert dag.tree.descendants(wnid) == nx.descendants(dag.graph, wnid)


@sample
@given(dags_with(1))
def test_descendants_without_instances_are_those_reached_by_is_a_edges_alone(drawn):
    dag, (wnid,) = drawn
    sorts: nx.DiGraph[str] = nx.DiGraph()
    sorts.add_nodes_from(dag.graph)
    sorts.add_edges_from(
        (above, below) for above, below, kind in dag.graph.edges(data="kind") if kind == IS_A
    )
    assert dag.tree.descendants(wnid, instances=False) == nx.descendants(sorts, wnid)


@sample
@given(dags_with(1))
def test_parents_children_and_siblings_are_those_of_the_edges(drawn):
    dag, (wnid,) = drawn
    parents = set(dag.graph.predecessors(wnid))
    siblings = {child for above in parents for child in dag.graph.successors(above)} - {wnid}
    assert dag.tree.parents_of(wnid) == sorted(parents)
    assert dag.tree.children_of(wnid) == sorted(dag.graph.successors(wnid))
    assert dag.tree.siblings_of(wnid) == sorted(siblings)


@sample
@given(dags_with(1))
def test_an_instance_is_what_hangs_on_an_instance_edge(drawn):
    dag, (wnid,) = drawn
    kinds = {kind for _, _, kind in dag.graph.in_edges(wnid, data="kind")}
    assert dag.tree.is_instance(wnid) == (INSTANCE in kinds)


@sample
@given(dags_with(1))
def test_depth_is_the_longest_path_from_a_root(drawn):
    dag, (wnid,) = drawn
    above = dag.graph.subgraph(forebears(dag.graph, wnid))
    assert dag.tree.depth(wnid) == nx.dag_longest_path_length(above)


@sample
@given(dags())
def test_roots_are_the_synsets_without_a_parent(dag):
    roots = [wnid for wnid, degree in dag.graph.in_degree() if degree == 0]
    assert dag.tree.roots == tuple(sorted(roots))


@sample
@given(st.data())
def test_a_roll_up_sums_every_column_over_distinct_descendants(data):
    dag = data.draw(dags())
    columns = data.draw(whole_numbers(len(dag.tree), data.draw(st.integers(1, 4))))
    expected = [
        columns[dag.tree.positions(family(dag.graph, wnid))].sum(axis=0) for wnid in dag.tree.wnids
    ]
    assert np.array_equal(dag.tree.roll_up(columns), expected)


@sample
@given(st.data())
def test_a_roll_up_of_a_vector_is_that_of_its_one_column(data):
    dag = data.draw(dags())
    column = data.draw(whole_numbers(len(dag.tree), 1))
    assert np.array_equal(dag.tree.roll_up(column[:, 0]), dag.tree.roll_up(column)[:, 0])


@sample
@given(st.data())
def test_a_roll_up_of_members_counts_only_them_and_each_row_where_it_belongs(data):
    dag = data.draw(dags())
    members = data.draw(st.lists(members_of(dag), unique=True))
    columns = data.draw(whole_numbers(len(members), 2))
    expected = [
        sum(
            (row for member, row in zip(members, columns, strict=True) if member in below),
            start=np.zeros(2),
        )
        for below in (family(dag.graph, wnid) for wnid in dag.tree.wnids)
    ]
    rolled = dag.tree.roll_up(columns, dag.tree.positions(members))
    assert np.array_equal(rolled, expected)


@sample
@given(dags_with(2))
def test_above_some_synsets_are_all_their_ancestors_and_the_edges_between_with_their_kinds(drawn):
    dag, wnids = drawn
    above = set().union(*(forebears(dag.graph, wnid) for wnid in wnids))
    expected = dag.graph.subgraph(above)
    assert dag.tree.ancestors(*wnids) == set(expected)
    kinds = dag.tree.edges_above(*wnids)
    assert {(*edge, kind) for edge, kind in kinds.items()} == set(expected.edges(data="kind"))


@sample
@given(dags_with(1))
def test_paths_to_root_are_all_simple_paths_of_the_whole_graph_longest_first(drawn):
    dag, (wnid,) = drawn
    expected = [
        path
        for root in dag.tree.roots
        for path in ([[root]] if root == wnid else nx.all_simple_paths(dag.graph, root, wnid))
    ]
    expected.sort(key=lambda path: (-len(path), path))
    assert dag.tree.paths_to_root(wnid) == expected


@sample
@given(dags_with(1))
def test_the_main_path_leads_from_a_root_through_a_deepest_parent_at_every_step(drawn):
    dag, (wnid,) = drawn
    path = dag.tree.main_path(wnid)
    assert path[0] in dag.tree.roots
    assert path[-1] == wnid
    for parent, child in pairwise(path):
        assert dag.graph.has_edge(parent, child)
        depths = [dag.tree.depth(other) for other in dag.graph.predecessors(child)]
        assert dag.tree.depth(parent) == max(depths)


@sample
@given(dags_with(2))
def test_lowest_common_ancestors_are_the_common_ones_above_no_other_common_one(drawn):
    dag, (first, second) = drawn
    common = forebears(dag.graph, first) & forebears(dag.graph, second)
    lowest = [wnid for wnid in common if not nx.descendants(dag.graph, wnid) & common]
    lowest.sort(key=lambda wnid: (-dag.tree.depth(wnid), wnid))
    assert dag.tree.lowest_common_ancestors(first, second) == lowest


def length_up(dag: Dag, wnid: str, above: str) -> int:
    return int(nx.shortest_path_length(dag.graph, above, wnid))


def meetings(dag: Dag, first: str, second: str) -> dict[str, int]:
    """Every common ancestor and the steps on the shortest way over it."""
    common = forebears(dag.graph, first) & forebears(dag.graph, second)
    return {w: length_up(dag, first, w) + length_up(dag, second, w) for w in common}


@sample
@given(dags_with(2))
def test_a_path_between_two_synsets_goes_up_to_a_common_ancestor_and_then_down(drawn):
    dag, (first, second) = drawn
    path = dag.tree.path_between(first, second)
    assume(path)
    assert (path[0], path[-1]) == (first, second)
    steps = ["up" if dag.graph.has_edge(b, a) else "down" for a, b in pairwise(path)]
    assert all(dag.graph.has_edge(a, b) or dag.graph.has_edge(b, a) for a, b in pairwise(path))
    assert steps == sorted(steps, reverse=True)


@sample
@given(dags_with(2))
def test_a_path_between_two_synsets_is_as_short_as_any_and_empty_where_there_is_none(drawn):
    dag, (first, second) = drawn
    lengths = meetings(dag, first, second).values()
    assert len(dag.tree.path_between(first, second)) == min(lengths, default=-1) + 1


@sample
@given(dags_with(2))
def test_of_equally_short_paths_the_one_over_the_deepest_ancestor_is_taken(drawn):
    dag, (first, second) = drawn
    lengths = meetings(dag, first, second)
    assume(lengths)
    deepest = max(dag.tree.depth(w) for w in lengths if lengths[w] == min(lengths.values()))
    path = dag.tree.path_between(first, second)
    top = min(path, key=dag.tree.depth)
    assert dag.tree.depth(top) == deepest


@sample
@given(dags_with(2))
def test_wu_palmer_is_its_formula_over_the_best_lowest_common_ancestor(drawn):
    dag, (first, second) = drawn
    values = [0.0]
    for meeting in dag.tree.lowest_common_ancestors(first, second):
        above = dag.graph.subgraph(forebears(dag.graph, meeting))
        depth = nx.dag_longest_path_length(above) + 1
        steps = length_up(dag, first, meeting) + length_up(dag, second, meeting)
        values.append(2 * depth / (2 * depth + steps))
    assert dag.tree.wu_palmer(first, second) == pytest.approx(max(values), abs=0, rel=1e-12)


@sample
@given(dags_with(2))
def test_wu_palmer_is_1_for_a_synset_and_itself_and_the_same_either_way_round(drawn):
    dag, (first, second) = drawn
    assert dag.tree.wu_palmer(first, first) == 1.0
    assert dag.tree.wu_palmer(first, second) == dag.tree.wu_palmer(second, first)


@sample
@given(dags_with(1), st.sampled_from([IS_A, INSTANCE]))
def test_an_edge_that_closes_a_cycle_is_refused(drawn, kind):
    dag, (wnid,) = drawn
    top = min(forebears(dag.graph, wnid))
    edges = [*dag.graph.edges(data="kind"), (wnid, top, kind)]
    with pytest.raises(ValueError, match="cycle"):
        from_edges(edges)


@sample
@given(dags())
def test_the_graph_has_every_synset_and_every_edge_with_its_kind(dag):
    assert set(dag.tree.graph) == set(dag.graph)
    assert set(dag.tree.graph.edges(data="kind")) == set(dag.graph.edges(data="kind"))


@sample
@given(dags_with(3))
def test_positions_and_names_undo_each_other_in_the_order_given(drawn):
    dag, wnids = drawn
    assert dag.tree.named(dag.tree.positions(wnids)) == wnids
    assert [dag.tree.position(wnid) for wnid in wnids] == dag.tree.positions(wnids).tolist()


@sample
@given(dags_with(3))
def test_steps_from_many_nodes_are_those_from_each_of_them_in_turn(drawn):
    dag, wnids = drawn
    nodes = dag.tree.positions(wnids)
    for steps in (dag.tree.parents, dag.tree.children):
        each = [steps.of(node).tolist() for node in nodes]
        assert steps.of_each(nodes).tolist() == list(chain.from_iterable(each))
        assert steps.count(nodes).tolist() == [len(found) for found in each]


# By hand, on the example.


def test_a_table_of_nouns_gives_the_hierarchy_of_its_edges():
    assert set(example.tree().graph.edges(data="kind")) == set(example.EDGES)
    assert example.tree().wnids == from_edges(example.EDGES).wnids


def test_a_synset_with_two_parents_has_two_paths_to_the_root():
    assert example.tree().paths_to_root(example.POODLE) == [
        [example.ENTITY, example.ANIMAL, example.CANINE, example.DOG, example.POODLE],
        [example.ENTITY, example.ANIMAL, example.DOMESTIC, example.DOG, example.POODLE],
    ]


def test_a_synset_below_two_branches_counts_once_above_them():
    counted = example.tree().roll_up(np.ones(len(example.tree())))
    assert counted[example.tree().position(example.ANIMAL)] == 8


def test_an_individual_is_below_its_sort_but_no_is_a_descendant_of_it():
    tree = example.tree()
    assert example.SNOOPY in tree.descendants(example.DOG)
    assert tree.descendants(example.DOG, instances=False) == {example.POODLE, example.BEAGLE}


def test_wu_palmer_is_taken_over_the_better_of_two_lowest_common_ancestors():
    root, deep, low, high, one, other = (f"n{offset:08d}" for offset in range(1, 7))
    edges = [(root, deep), (deep, low), (root, high)]
    edges += [(above, below) for above in (low, high) for below in (one, other)]
    tree = from_edges([(above, below, IS_A) for above, below in edges])
    assert tree.lowest_common_ancestors(one, other) == [low, high]
    assert tree.wu_palmer(one, other) == 6 / 8


def test_synsets_under_different_roots_have_no_path_and_no_likeness():
    tree = from_edges([("n00000001", "n00000002", IS_A)], lone=["n00000003"])
    assert tree.roots == ("n00000001", "n00000003")
    assert tree.path_between("n00000002", "n00000003") == []
    assert tree.wu_palmer("n00000002", "n00000003") == 0.0
    assert tree.lowest_common_ancestors("n00000002", "n00000003") == []


def test_a_hierarchy_of_nothing_can_be_made():
    tree = from_edges([])
    assert len(tree) == 0
    assert tree.roll_up(np.zeros((0, 2))).shape == (0, 2)


def test_a_kind_of_edge_that_there_is_not_is_refused_by_name():
    with pytest.raises(ValueError, match="'part'"):
        from_edges([("n00000001", "n00000002", "part")])


@pytest.mark.parametrize("wnid", ["", "dog", "n99999999", "N00000500", "n00000500 ", "n" * 5000])
@pytest.mark.parametrize(
    "ask",
    [
        Hierarchy.position,
        Hierarchy.parents_of,
        Hierarchy.children_of,
        Hierarchy.siblings_of,
        Hierarchy.is_instance,
        Hierarchy.depth,
        Hierarchy.subtree,
        Hierarchy.descendants,
        Hierarchy.ancestors,
        Hierarchy.edges_above,
        Hierarchy.paths_to_root,
        Hierarchy.main_path,
        lambda tree, wnid: tree.positions([wnid]),
        lambda tree, wnid: tree.lowest_common_ancestors(example.DOG, wnid),
        lambda tree, wnid: tree.path_between(wnid, example.DOG),
        lambda tree, wnid: tree.wu_palmer(example.DOG, wnid),
    ],
)
def test_an_unknown_wnid_is_named_in_a_short_sentence(ask, wnid):
    with pytest.raises(UnknownSynset) as raised:
        ask(example.tree(), wnid)
    assert repr(wnid[:40]) in str(raised.value)
    assert len(str(raised.value)) < 200
    assert wnid not in example.tree()


def test_the_graph_cannot_be_changed():
    with pytest.raises(nx.NetworkXError):
        example.tree().graph.remove_node(example.DOG)


def test_ancestors_are_the_callers_own_to_change():
    tree = example.tree()
    tree.ancestors(example.DOG).remove(example.ANIMAL)
    assert example.ANIMAL in tree.ancestors(example.DOG)


def test_no_array_of_a_hierarchy_can_be_written():
    tree = example.tree()
    steps = [getattr(tree.parents, name) for name in ("starts", "neighbours", "instance")]
    steps += [getattr(tree.children, name) for name in ("starts", "neighbours", "instance")]
    matrices = [
        getattr(matrix, name)
        for matrix in (tree.closure, tree.below)
        for name in ("data", "indices", "indptr")
    ]
    for array in [*steps, *matrices, tree.depths]:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_what_a_caller_does_to_an_answer_changes_nothing():
    tree = example.tree()
    subtree = tree.subtree(example.DOG)
    subtree[:] = 0
    rolled = tree.roll_up(np.ones(len(tree)))
    rolled[:] = 0
    tree.parents_of(example.DOG).clear()
    assert tree.named(tree.subtree(example.DOG))[0] == example.DOG
    assert tree.roll_up(np.ones(len(tree)))[tree.position(example.DOG)] == 4
    assert len(tree.parents_of(example.DOG)) == 2


# WordNet 3.0 itself.


def test_the_nouns_have_their_synsets_edges_root_depth_and_closure_pairs():
    tree = nouns()
    assert len(tree) == 82_115
    assert tree.graph.number_of_edges() == 84_427
    assert tree.roots == ("n00001740",)
    assert tree.depths.max() == 19
    assert tree.closure.nnz == tree.below.nnz == 825_356


def test_the_nouns_subtrees_are_those_of_networkx():
    tree = nouns()
    for wnid in [*random.Random(3).sample(tree.wnids, 200), DOG, PERSON, "n00001740"]:
        assert set(tree.named(tree.subtree(wnid))) == family(tree.graph, wnid)


def test_453_classes_of_fall_2011_have_several_parents():
    tree = nouns()
    classes = real.atlas().dataset("fall11").wnids
    assert sum(len(tree.parents_of(wnid)) > 1 for wnid in classes) == 453


def test_dog_has_two_parents_and_two_paths_to_the_root():
    tree = nouns()
    assert tree.parents_of(DOG) == ["n01317541", "n02083346"]
    paths = tree.paths_to_root(DOG)
    assert [path[-2] for path in paths] == ["n02083346", "n01317541"]
    assert tree.main_path(DOG) == paths[0]


def test_person_has_2832_is_a_descendants_in_fall_2011_and_three_individuals_besides():
    tree, classes = nouns(), real.atlas().dataset("fall11")
    sorts = {wnid for wnid in tree.descendants(PERSON, instances=False) if wnid in classes}
    everyone = {wnid for wnid in tree.descendants(PERSON) if wnid in classes}
    assert len(sorts) == 2_832
    assert everyone - sorts == PERSON_INSTANCES
    assert all(tree.is_instance(wnid) for wnid in PERSON_INSTANCES)
    assert fall11("classes")[tree.position(PERSON)] == 2_836


def test_adding_up_children_counts_29574_classes_where_there_are_21841():
    tree = nouns()
    added = np.nan_to_num(real.atlas().roll_up("fall11").own("classes"))
    for node in np.argsort(-tree.depths):
        added[tree.parents.of(node)] += added[node]
    root = tree.position("n00001740")
    assert added[root] == 29_574
    assert fall11("classes")[root] == 21_841


def test_32_columns_of_all_nouns_roll_up_to_the_sums_over_their_subtrees():
    tree = nouns()
    columns = np.random.default_rng(5).integers(0, 1000, (len(tree), 32)).astype(np.float64)
    rolled = tree.roll_up(columns)
    for wnid in ("n00001740", PERSON, DOG, "n02085936"):
        assert np.array_equal(rolled[tree.position(wnid)], columns[tree.subtree(wnid)].sum(axis=0))


# NLTK's reader of the same files.


def nltk_synset(wnid: str):
    return real.nltk_reader().synset_from_pos_and_offset("n", int(wnid[1:]))


def wnids(synsets) -> list[str]:
    return sorted(f"n{synset.offset():08d}" for synset in synsets)


def test_parents_lemmas_and_glosses_are_nltks_own():
    tree, lexicon = nouns(), real.atlas().lexicon.revealed()
    sample = [*random.Random(8).sample(tree.wnids, 300), *PERSON_INSTANCES, DOG]
    for wnid in sample:
        theirs = nltk_synset(wnid)
        above = {parent: tree.graph.edges[parent, wnid]["kind"] for parent in tree.parents_of(wnid)}
        assert wnids(theirs.hypernyms()) == [w for w in above if above[w] == IS_A]
        assert wnids(theirs.instance_hypernyms()) == [w for w in above if above[w] == INSTANCE]
        assert [
            lemma.replace(" ", "_") for lemma in lexicon.lemmas_of(wnid)
        ] == theirs.lemma_names()
        assert lexicon.gloss(wnid) == theirs.definition()


def test_depth_is_nltks_longest_path():
    tree = nouns()
    for wnid in random.Random(9).sample(tree.wnids, 300):
        assert tree.depth(wnid) == nltk_synset(wnid).max_depth()


def single_ancestor_pairs() -> list[tuple[str, str, str]]:
    """Pairs with one lowest common ancestor, and it."""
    tree = nouns()
    found = [(*pair, tree.lowest_common_ancestors(*pair)) for pair in random_pairs()]
    return [(first, second, lowest[0]) for first, second, lowest in found if len(lowest) == 1]


def steps_up(wnid: str, above: str) -> int:
    """Edges from a synset up to an ancestor, by NLTK."""
    distances = nltk_synset(wnid).hypernym_distances()
    return min(int(steps) for synset, steps in distances if synset.offset() == int(above[1:]))


def test_a_single_lowest_common_ancestor_is_nltks_deepest_common_hypernym():
    for first, second, lowest in single_ancestor_pairs():
        theirs = nltk_synset(first).lowest_common_hypernyms(nltk_synset(second))
        assert wnids(theirs) == [lowest]


def test_wu_palmer_is_its_formula_on_nltks_depths_and_distances():
    tree = nouns()
    for first, second, lowest in single_ancestor_pairs():
        depth = nltk_synset(lowest).max_depth() + 1
        steps = steps_up(first, lowest) + steps_up(second, lowest)
        assert tree.wu_palmer(first, second) == pytest.approx(2 * depth / (2 * depth + steps))


def test_wu_palmer_is_nltks_own_wherever_nltk_measures_to_the_lowest_common_ancestor():
    """NLTK may choose a higher ancestor, and may reach it by a way that goes over its top."""
    tree = nouns()
    compared = 0
    for first, second, lowest in single_ancestor_pairs():
        one, other, meeting = map(nltk_synset, (first, second, lowest))
        chosen = one.lowest_common_hypernyms(other, use_min_depth=True)
        straight = all(
            nltk_synset(wnid).shortest_path_distance(meeting) == steps_up(wnid, lowest)
            for wnid in (first, second)
        )
        if chosen == [meeting] and straight:
            assert tree.wu_palmer(first, second) == pytest.approx(one.wup_similarity(other))
            compared += 1
    assert compared > len(random_pairs()) / 2
