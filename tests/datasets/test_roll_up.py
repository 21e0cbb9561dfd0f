"""Data sets: their classes, their figures, and how these roll up."""

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import datasets
from explorer.datasets import CLASSES, Columns, DataSet, Group, Measure, RollUp
from explorer.errors import TableError, UnknownDataSet, UnknownMeasure, UnknownSynset
from tests.support import example, real
from tests.support.dags import Dag, dags, family

sample = settings(max_examples=60)


# Not known is not none.


def pets() -> RollUp:
    return datasets.roll_up(example.tree(), example.pets())


def under_pets(measure: str, wnid: str) -> float:
    return float(pets().subtree(measure)[example.tree().position(wnid)])


def test_a_sum_leaves_out_what_is_not_known_and_says_of_how_many_classes():
    assert under_pets("images", example.DOG) == 140
    assert pets().unknown("images")[example.tree().position(example.DOG)] == 1
    assert pets().unknown(CLASSES)[example.tree().position(example.DOG)] == 0


def test_where_no_class_is_known_the_sum_is_not_known():
    assert math.isnan(under_pets("images", example.BEAGLE))
    assert math.isnan(under_pets("mean", example.BEAGLE))


def test_a_class_known_to_have_no_image_has_0():
    assert under_pets("images", example.CRANE_BIRD) == 0
    assert under_pets("mean", example.CRANE_BIRD) == 0


def test_where_there_is_no_class_the_sum_is_0_and_the_mean_not_known():
    assert under_pets("images", example.SNOOPY) == 0
    assert math.isnan(under_pets("mean", example.SNOOPY))
    assert math.isnan(under_pets("big", example.SNOOPY))


def test_a_mean_is_taken_over_the_classes_whose_count_is_known():
    assert under_pets("mean", example.DOG) == 70
    assert under_pets("mean", example.ENTITY) == 40


def test_a_share_of_classes_is_in_percent():
    assert under_pets("big", example.ENTITY) == 40


def test_a_dog_below_two_parents_counts_once_above_them():
    assert under_pets(CLASSES, example.ANIMAL) == 4
    assert under_pets("images", example.ANIMAL) == 140


def test_own_figures_are_a_classs_alone_and_not_known_for_what_is_no_class():
    position = example.tree().position
    images, big = pets().own("images"), pets().own("big")
    assert images[position(example.DOG)] == 100
    assert images[position(example.CRANE_BIRD)] == 0
    assert math.isnan(images[position(example.BEAGLE)])
    assert math.isnan(images[position(example.CANINE)])
    assert (big[position(example.DOG)], big[position(example.CRANE_MACHINE)]) == (100, 0)
    assert math.isnan(pets().own(CLASSES)[position(example.ENTITY)])


def test_figures_at_some_places_are_those_of_all_at_these_places():
    places = np.array([3, 0, 3, 5])
    for measure in ("images", "mean", "big", CLASSES):
        for ask in (pets().subtree, pets().own, pets().unknown):
            assert np.array_equal(ask(measure, places), ask(measure)[places], equal_nan=True)


# Roll-ups by brute force, on random DAGs.


@dataclass(frozen=True)
class Survey:
    """A random data set over a random DAG."""

    dag: Dag
    dataset: DataSet

    def members(self, wnid: str) -> pd.DataFrame:
        columns = self.dataset.columns.frame()
        return columns[columns.index.isin(list(family(self.dag.graph, wnid)))]

    def of_each(self, measure: str) -> dict[str, float]:
        values = datasets.roll_up(self.dag.tree, self.dataset).subtree(measure)
        return dict(zip(self.dag.tree.wnids, values.tolist(), strict=True))


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    dag = draw(dags())
    classes = draw(st.lists(st.sampled_from(dag.tree.wnids), unique=True))
    size = len(classes)
    rolled = st.one_of(st.just(math.nan), st.integers(0, 50).map(float))
    top = np.array(draw(st.lists(rolled, min_size=size, max_size=size)), dtype=np.float64)
    weights = draw(st.lists(st.integers(0, 3).map(float), min_size=size, max_size=size))
    columns = pd.DataFrame(
        {
            CLASSES: 1.0,
            "top": top,
            "weight": np.where(np.isnan(top), np.nan, np.array(weights, dtype=np.float64)),
            "known": (~np.isnan(top)).astype(np.float64),
        },
        index=pd.Index(classes, name="wnid", dtype="str"),
        dtype=np.float64,
    )
    measures = tuple(
        Measure(
            key=key,
            label=key,
            unit=unit,
            numerator=numerator,
            denominator=denominator,
            source="table",
            meaning="A random one.",
        )
        for key, unit, numerator, denominator in [
            (CLASSES, "classes", CLASSES, None),
            ("sum", "things", "top", None),
            ("mean", "things per class", "top", "known"),
            ("weighted", "things per weight", "top", "weight"),
            ("share", "%", "known", CLASSES),
        ]
    )
    return Survey(
        dag,
        DataSet(
            key="random",
            title="Random",
            summary="Random.",
            columns=Columns.of(columns),
            measures=measures,
            source="table",
        ),
    )


def same(one: float, other: float) -> bool:
    return (math.isnan(one) and math.isnan(other)) or one == pytest.approx(other, rel=1e-12)


@sample
@given(surveys())
def test_a_sum_is_over_the_distinct_known_classes_below(survey):
    for wnid, value in survey.of_each("sum").items():
        below = survey.members(wnid)["top"]
        assert same(value, below.sum() if len(below) == 0 else below.sum(min_count=1))


@sample
@given(surveys())
def test_a_mean_is_over_the_distinct_known_classes_below(survey):
    for wnid, value in survey.of_each("mean").items():
        assert same(value, survey.members(wnid)["top"].mean())


@sample
@given(surveys())
def test_a_weighted_mean_is_a_quotient_of_sums_and_not_a_mean_of_quotients(survey):
    for wnid, value in survey.of_each("weighted").items():
        below = survey.members(wnid).dropna()
        weight = below["weight"].sum()
        assert same(value, below["top"].sum() / weight if weight else math.nan)


@sample
@given(surveys())
def test_a_share_is_of_the_distinct_classes_below(survey):
    for wnid, value in survey.of_each("share").items():
        below = survey.members(wnid)
        expected = 100 * below["top"].notna().sum() / len(below) if len(below) else math.nan
        assert same(value, expected)


@sample
@given(surveys())
def test_known_and_unknown_classes_are_all_of_them(survey):
    rolled = datasets.roll_up(survey.dag.tree, survey.dataset)
    for wnid, unknown in zip(survey.dag.tree.wnids, rolled.unknown("sum"), strict=True):
        assert unknown == survey.members(wnid)["top"].isna().sum()


@sample
@given(surveys())
def test_own_figures_are_the_columns_put_in_their_places(survey):
    rolled = datasets.roll_up(survey.dag.tree, survey.dataset)
    listed = survey.dataset.columns.frame()["top"].to_dict()
    for wnid, value in zip(survey.dag.tree.wnids, rolled.own("sum"), strict=True):
        assert same(value, listed.get(wnid, math.nan))


def test_a_data_set_of_no_class_has_figures_of_nothing():
    empty = dataclasses.replace(
        example.pets(), columns=Columns.of(example.pets().columns.frame().iloc[:0])
    )
    rolled = datasets.roll_up(example.tree(), empty)
    assert (rolled.subtree("images") == 0).all()
    assert np.isnan(rolled.subtree("mean")).all()
    assert np.isnan(rolled.own("images")).all()
    assert len(empty) == 0


# Asking for what is not there, and what a caller may not change.


def test_an_unknown_measure_is_refused_with_those_there_are():
    with pytest.raises(UnknownMeasure, match="Pets has no measure 'pixels'; it has: classes, imag"):
        example.pets().measure("pixels")


def test_an_unknown_data_set_is_refused_with_those_there_are():
    with pytest.raises(UnknownDataSet, match=r"data set 'cifar'\. Choose one of: wordnet, fall11"):
        datasets.find(real.atlas().datasets, "cifar")


@pytest.mark.parametrize("text", ["", "x" * 5000, "<b>", "\n"])
def test_the_refusal_of_any_key_is_short(text):
    with pytest.raises(UnknownDataSet) as raised:
        datasets.find(real.atlas().datasets, text)
    assert len(str(raised.value)) < 300


def test_a_class_that_is_no_noun_is_refused_by_wnid():
    columns = Columns.of(example.pets().columns.frame().rename(index={example.DOG: "n99999999"}))
    with pytest.raises(UnknownSynset, match="n99999999"):
        datasets.roll_up(
            example.tree(), dataclasses.replace(example.pets(), columns=columns)
        ).subtree(CLASSES)


def test_a_roll_up_is_computed_once():
    assert real.atlas().roll_up("fall11") is real.atlas().roll_up("fall11")


def test_figures_cannot_be_written():
    for array in [*example.pets().columns.values(), pets().places]:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_what_a_caller_does_to_an_answer_changes_nothing():
    pets().subtree("images")[...] = -1
    pets().subtree(CLASSES)[...] = -1
    pets().own("images")[...] = -1
    pets().unknown("images")[...] = -1
    assert under_pets("images", example.DOG) == 140
    assert under_pets(CLASSES, example.DOG) == 3
    assert pets().own("images")[example.tree().position(example.DOG)] == 100


# Columns that are loaded on first use


def counted_group(names: tuple[str, ...], calls: list[str]) -> Group:
    def load() -> pd.DataFrame:
        calls.append(",".join(names))
        return pd.DataFrame(dict.fromkeys(names, 3.0), index=[example.POODLE, example.ANIMAL])

    return Group(names=names, load=load)


def test_a_group_of_columns_is_loaded_once_and_only_when_one_of_them_is_asked_for():
    calls: list[str] = []
    columns = example.pets().columns.joined(
        counted_group(("weight", "height"), calls), counted_group(("age",), calls)
    )
    assert {"weight", "height", "age"} <= set(columns)
    assert calls == []
    assert np.nansum(columns["height"]) == np.nansum(columns["weight"]) == 3.0
    assert calls == ["weight,height"]


def test_asking_for_one_measure_loads_no_column_of_another():
    calls: list[str] = []
    pets = example.pets().extended(counted_group(("weight",), calls))
    rolled = datasets.roll_up(example.tree(), pets)
    assert rolled.subtree("images")[example.tree().position(example.DOG)] == 140
    assert calls == []


def test_two_groups_cannot_give_one_column():
    pets = example.pets().columns
    with pytest.raises(ValueError, match="in common"):
        Columns(lambda: pets.wnids, [counted_group(("a",), []), counted_group(("b", "a"), [])])


def test_a_column_that_a_group_fails_to_load_can_be_asked_for_again():
    answers = iter([None, 5.0])

    def load() -> pd.DataFrame:
        answer = next(answers)
        if answer is None:
            raise TableError("not now")
        return pd.DataFrame({"weight": answer}, index=example.pets().wnids)

    columns = example.pets().columns.joined(Group(names=("weight",), load=load))
    with pytest.raises(TableError, match="not now"):
        columns["weight"]
    assert (columns["weight"] == 5.0).all()


# Further figures


def weight(label: str = "Weight") -> Measure:
    return Measure(
        key="weight",
        label=label,
        unit="kg",
        numerator="weight",
        source="pets",
        meaning="Of the dog.",
    )


def weighed(value: float) -> Group:
    frame = pd.DataFrame({"weight": [value, 9.0]}, index=[example.POODLE, example.ANIMAL])
    return Group(names=("weight",), load=lambda: frame)


def test_a_data_set_takes_further_columns_and_measures_by_wnid():
    heavier = example.pets().extended(weighed(3.0), weight())
    rolled = datasets.roll_up(example.tree(), heavier)
    root = example.tree().position(example.ENTITY)
    assert rolled.subtree("weight")[root] == 3.0
    assert rolled.unknown("weight")[root] == len(example.pets()) - 1
    assert rolled.subtree("images")[root] == 160


def test_columns_and_measures_of_the_same_name_are_replaced_only_if_asked_and_in_a_new_data_set():
    light = example.pets().extended(weighed(3.0), weight())
    with pytest.raises(ValueError, match="pets has a figure 'weight' already"):
        light.extended(weighed(7.0), weight("Weight now"))
    heavy = light.extended(weighed(7.0), weight("Weight now"), instead=True)
    root = example.tree().position(example.ENTITY)
    assert datasets.roll_up(example.tree(), light).subtree("weight")[root] == 3.0
    assert datasets.roll_up(example.tree(), heavy).subtree("weight")[root] == 7.0
    assert [each.label for each in heavy.measures if each.key == "weight"] == ["Weight now"]
    assert [each.label for each in light.measures if each.key == "weight"] == ["Weight"]
