"""A subtree as sectors: true totals, honest areas, words that cannot do harm."""

import html
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from explorer.atlas import Atlas
from explorer.audits import overview, subtree
from explorer.audits.subtree import ANCESTORS
from explorer.charts import hovers, nested
from explorer.charts.sector_colours import Colouring
from explorer.formatting import counted
from explorer.settings import Settings, settings
from explorer.views.hierarchy import HierarchyView, default_view, sizes
from explorer.wordnet import lexicon
from explorer.wordnet.noun_table import ENTITY
from tests.support import example, sectors
from tests.support.hidden import unmistakable
from tests.support.real import DATASETS, atlas

DOG, POODLE, TEDDY, PERSON, ANIMAL = (
    "n02084071",
    "n02113335",
    "n04399382",
    "n00007846",
    "n00015388",
)
DEFAULTS = Settings()


def view(focus: str, key: str = "fall11", **changes: str) -> HierarchyView:
    return default_view(atlas(), key).moved(focus=focus, **changes)


HOVER = hovers.sector(("Classes", "classes"), ("Images per class", "images per class"))


def cut(focus: str, key: str = "fall11", **changes: str) -> pd.DataFrame:
    return sectors.of(atlas(), view(focus, key, **changes), DEFAULTS)


def sector(frame: pd.DataFrame, key: str) -> Any:
    """The row of a sector, as a hover is given it."""
    return next(frame[frame["id"] == key].itertuples(index=False))


def foci(seed: int, count: int = 3) -> list[str]:
    """The root, some inner synsets, a leaf and an individual."""
    inner = np.flatnonzero(np.diff(atlas().hierarchy.children.starts) > 1)
    chosen = np.random.default_rng(seed).choice(inner, count, replace=False)
    return [ENTITY, DOG, TEDDY, "n10994097", *atlas().hierarchy.named(chosen.tolist())]


@pytest.mark.parametrize("key", DATASETS)
def test_sectors_make_one_tree_with_ids_of_their_own(key: str):
    for focus in foci(1):
        frame = cut(focus, key)
        assert frame["id"].is_unique
        assert frame["parent"].iloc[0] == ""
        assert set(frame["parent"].iloc[1:]) <= set(frame["id"])
        assert (frame["kind"] == "focus").sum() == 1


@pytest.mark.parametrize("key", DATASETS)
def test_the_areas_of_children_never_exceed_their_parents(key: str):
    for focus in foci(2):
        for size in sizes(atlas().dataset(key)):
            frame = cut(focus, key, size=size).set_index("id")
            parts = frame[frame["parent"] != ""].groupby("parent")["area"].sum()
            assert (parts <= frame["area"].reindex(parts.index)).all()


@pytest.mark.parametrize("key", DATASETS)
def test_what_a_sector_divides_is_all_accounted_for(key: str):
    for focus in foci(3):
        frame = cut(focus, key)
        inside = frame[~frame["kind"].isin(["ancestor", "focus"])]
        parts = inside.groupby("parent")["area"].sum()
        whole = frame.set_index("id")["area"].reindex(parts.index)
        np.testing.assert_array_equal(parts, whole)


@pytest.mark.parametrize("key", DATASETS)
def test_sizes_are_the_true_distinct_totals_and_areas_never_exceed_them(key: str):
    rolled = atlas().roll_up(key)
    for focus in foci(4):
        frame = cut(focus, key)
        drawn = frame[frame["kind"].isin(["ancestor", "focus", "synset"])]
        at = atlas().hierarchy.positions(drawn["wnid"])
        np.testing.assert_array_equal(drawn["size"], rolled.subtree("classes")[at])
        assert (drawn["area"] <= drawn["size"]).all()


def test_a_sector_prints_its_true_total_and_not_the_area_that_is_drawn():
    frame = cut("n00001740").set_index("id")
    container = frame.loc["n03094503"]
    assert (container["area"], container["text"]) == (422, "701")
    assert (
        container["size"]
        == atlas().roll_up("fall11").subtree("classes")[atlas().hierarchy.position("n03094503")]
    )
    others = frame[frame["kind"] == "others"]
    # Each of its classes is drawn there once, and nowhere else.
    assert len(others)
    assert others["text"].tolist() == [counted(area, "classes") for area in others["area"]]


def test_the_root_begins_with_the_entry_points_and_one_sector_for_what_is_under_none():
    frame = cut("n00001740").set_index("id")
    top = frame[frame["parent"] == "n00001740"]
    assert set(top[top["kind"] == "synset"]["wnid"]) == set(overview.BRANCHES)
    assert "food (substance)" in set(top["label"])
    outside = frame.loc["outside:n00001740"]
    assert outside["text"] == f"{overview.outside(atlas(), overview.BRANCHES):,} classes"
    assert top["area"].sum() == frame.loc["n00001740", "area"] == 21_841


def test_a_total_drawn_elsewhere_in_part_is_said_in_the_hover():
    frame = cut(ANIMAL)
    drawn = frame[frame["kind"] == "synset"]
    elsewhere = drawn["area"] < drawn["size"]
    assert elsewhere.any()
    told = pd.Series(hovers.told(drawn, HOVER), index=drawn.index)
    assert (told.str.contains("remainder shown under another parent") == elsewhere).all()


def test_a_synset_itself_is_shown_with_its_own_figures():
    frame = cut(DOG, size="images")
    itself = sector(frame, f"itself:{DOG}")
    assert (itself.wnid, itself.label) == (DOG, "dog (this synset)")
    assert itself.area == itself.size == itself.colour == 1_603
    assert HOVER(itself)[:2] == (f"<b>dog (this synset)</b> {DOG}", "Classes: 1,603")


def test_others_say_how_many_they_are_and_have_no_colour():
    few = replace(DEFAULTS, chart_sectors=20)
    others = sector(sectors.of(atlas(), view(DOG), few), f"others:{DOG}")
    hidden = int(others.label.removesuffix(" more"))
    assert hidden > 1
    assert f"{hidden} more children of dog" in HOVER(others)[0]
    assert np.isnan(others.colour)


def test_the_focus_keeps_few_ancestors_and_the_outermost_has_no_parent():
    frame = cut("n02113624")
    assert (frame["kind"] == "ancestor").sum() == 1 + ANCESTORS
    assert frame["parent"].iloc[0] == ""


def test_the_root_has_no_ancestors():
    assert cut(ENTITY)["kind"].iloc[0] == "focus"


@pytest.mark.parametrize("leaf", ["n02113624", TEDDY])
def test_a_class_without_another_below_it_is_shown_within_its_most_specific_parent(leaf: str):
    frame = cut(leaf, "ilsvrc2012")
    assert frame.loc[frame["kind"] == "focus", "wnid"].tolist() == [
        atlas().hierarchy.main_path(leaf)[-2]
    ]


@pytest.mark.parametrize(("focus", "key"), [(PERSON, "stanford-dogs"), (TEDDY, "fall11")])
def test_a_synset_without_a_class_at_or_under_it_has_nothing_to_draw(focus: str, key: str):
    frame = cut(focus, key)
    assert frame["id"].iloc[-1] == focus
    assert frame["area"].iloc[-1] == 0


@pytest.mark.parametrize("key", DATASETS)
def test_no_more_sectors_than_the_setting_and_the_ancestors(key: str):
    for sectors_at_most in (10, 600):
        setting = replace(DEFAULTS, chart_sectors=sectors_at_most)
        for focus in foci(5, 1):
            frame = sectors.of(atlas(), view(focus, key), setting)
            assert len(frame) <= sectors_at_most + ANCESTORS + 2


@pytest.mark.parametrize("key", DATASETS)
def test_a_colour_is_the_measure_of_the_whole_subtree(key: str):
    for measure in atlas().dataset(key).measures:
        frame = cut(DOG, key, colour=measure.key)
        drawn = frame[frame["kind"] == "synset"]
        at = atlas().hierarchy.positions(drawn["wnid"])
        wanted = atlas().roll_up(key).subtree(measure.key)[at]
        np.testing.assert_array_equal(drawn["colour"], wanted)


def test_a_chain_of_only_children_is_one_sector_that_names_them_all():
    tiny = Atlas(example.tree(), example.words(), {"pets": example.pets()}, example.numberings())
    shown = HierarchyView("pets", example.ENTITY, "classes", "classes", "treemap")
    labels = sectors.of(tiny, shown, DEFAULTS).set_index("wnid")["label"]
    assert labels[example.CRANE_MACHINE] == "artifact › machine › crane"


# Words


def harmful() -> Atlas:
    """The example with markup in every name and gloss."""
    table = example.table()
    names = [[f"<b onmouseover='x'>{at}</b> & <script>%{{x}}"] for at in range(len(table))]
    column = pa.array(names, pa.list_(pa.string()))
    table = table.set_column(table.schema.get_field_index("lemmas"), "lemmas", column)
    words = lexicon.from_nouns(example.tree(), table, ())
    return Atlas(example.tree(), words, {"pets": example.pets()}, example.numberings())


def test_markup_in_a_name_is_escaped_by_the_chart_in_labels_and_hovers():
    atlas = harmful()
    frame = sectors.of(
        atlas, HierarchyView("pets", example.ENTITY, "classes", "mean", "treemap"), DEFAULTS
    )
    for row in frame.itertuples():
        name = atlas.lexicon.name(str(row.wnid))
        assert name in row.label or row.kind == "others"
        hover = hovers.joined(HOVER(row))
        assert html.escape(name, quote=False) in hover
        assert "<" not in hover.replace("<br>", "").replace("<b>", "").replace("</b>", "")
    figure = nested.nested(frame, "treemap", example.ENTITY, Colouring("Mean"), 560, HOVER)
    assert "<" not in "".join(figure.data[0].labels)
    assert "<script" not in "".join(figure.data[0].customdata)


def test_hidden_words_stay_hidden_in_a_chart():
    for wnid in unmistakable(3):
        name = atlas().revealed().lexicon.name(wnid)
        frame = cut(wnid, "wordnet")
        assert wnid in set(frame["wnid"])
        assert name not in " ".join([*frame["label"], *hovers.told(frame, HOVER)])
        shown = sectors.of(atlas().revealed(), view(wnid, "wordnet"), DEFAULTS)
        assert name in " ".join(hovers.told(shown, HOVER))


@pytest.mark.parametrize("focus", [ENTITY, "n02084071", "n00007846", "n13104059", "n12205694"])
@pytest.mark.parametrize("size", ["classes", "images"])
def test_sectors_for_several_children_are_small_unless_there_is_no_room_for_more(focus, size):
    shown = subtree.cut(atlas(), atlas().roll_up("fall11"), focus, size, settings()).sectors
    whole = shown.loc[shown["kind"] == "focus", "area"].item()
    others = shown.loc[shown["kind"] == "others", "area"]
    drawn = int((~shown["kind"].isin(["ancestor", "focus"])).sum())
    assert others.max() <= 0.15 * whole or drawn >= settings().chart_sectors - 1


@pytest.mark.parametrize("most", [DEFAULTS.chart_sectors, DEFAULTS.narrow_sectors])
@pytest.mark.parametrize("focus", [ENTITY, DOG, ANIMAL, "n00021939", "n00523513"])
def test_hardly_any_area_is_left_without_a_name(focus: str, most: int):
    frame = sectors.of(atlas(), view(focus), replace(DEFAULTS, chart_sectors=most))
    whole = frame.loc[frame["id"] == focus, "area"].item()
    assert frame.loc[frame["kind"] == "others", "area"].sum() <= 0.25 * whole
    assert (frame["kind"] == "synset").sum() > most / 2
