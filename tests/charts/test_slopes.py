"""Slopes: no label over another, a line ends where its share does, clicks tell what was meant."""

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.charts.sector_colours import luminance
from explorer.charts.slopes import HEAD, LINES, PLOT, Column, clicked, slopes, spread
from explorer.charts.two_sided import PAGE

COLUMNS = [Column("a", ("A",), "100"), Column("b", ("B", "2021"), "50"), Column("c", ("C",), "9")]


def frame(**shares: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (name, name, place, share, f"{share} %")
            for name, line in shares.items()
            for place, share in enumerate(line)
        ],
        columns=["wnid", "name", "place", "share", "written"],
    )


def told(row: Any) -> tuple[str]:
    return (f"{row.name} {row.share}",)


heights = st.sampled_from([15.0, 30.0])
labels = st.lists(st.tuples(st.floats(0, 400), heights), min_size=1, max_size=12)


@given(labels)
def test_labels_never_overlap_and_stay_in_the_room_in_the_order_of_their_lines(asked):
    wanted, sizes = [each[0] for each in asked], [each[1] for each in asked]
    placed = spread(wanted, sizes, 400)
    order = sorted(range(len(asked)), key=lambda at: (wanted[at], at))
    for above, below in pairwise(order):
        gap = (placed[below] - sizes[below] / 2) - (placed[above] + sizes[above] / 2)
        assert gap >= -1e-6
    if sum(sizes) <= 400:
        assert all(
            size / 2 - 1e-6 <= at <= 400 - size / 2 + 1e-6
            for at, size in zip(placed, sizes, strict=True)
        )


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_labels_that_do_not_collide_stay_where_they_are_wanted(steps):
    wanted = [10.0]
    for step in steps:
        wanted.append(wanted[-1] + 15 + step)
    assert spread(wanted, [15.0] * len(wanted), 400) == pytest.approx(wanted)


def test_of_two_that_collide_both_give_way_by_half():
    assert spread([100, 105], [15, 15], 400) == pytest.approx([95, 110])


def test_a_line_ends_where_its_share_does_and_its_label_says_so():
    figure = slopes(frame(gone=(10, 5, 0), back=(1, 0, 2)), COLUMNS, told)
    gone, back = figure.data[:2]
    assert gone.y[2] is None
    assert back.y[1] is None
    texts = [each.text for each in figure.layout.annotations]
    assert texts == ["gone <b>5 %</b>,<br>then none", "back <b>2 %</b>"]
    assert [each.x for each in figure.layout.annotations] == [1, 2]


def test_drawn_labels_have_room_for_their_lines():
    many = {f"line{at}": (10 + at / 100, 5, 1 + at / 1000) for at in range(14)}
    figure = slopes(frame(**many), COLUMNS, told)
    low, high = figure.layout.yaxis.range
    scale = PLOT / (high - low)
    middles = sorted((high - each.y) * scale + each.ay for each in figure.layout.annotations)
    assert min(below - above for above, below in pairwise(middles)) >= 15 - 1e-6
    assert all(each.font.size >= 11 for each in figure.layout.annotations)
    assert figure.layout.height > PLOT + HEAD


def test_clicks_tell_a_line_or_a_column():
    figure = slopes(frame(one=(1, 2, 3)), COLUMNS, told)
    line, heads = figure.data
    assert clicked({"points": [{"customdata": line.customdata[1]}]}) == ("one", "")
    assert clicked({"points": [{"customdata": heads.customdata[1]}]}) == ("", "b")
    assert clicked({"points": []}) == ("", "")
    assert heads.text[1] == "B<br>2021<br>50"


@pytest.mark.parametrize("dark", [False, True])
def test_lines_stand_out_from_the_page(dark: bool):
    for colour in LINES[dark]:
        low, high = sorted((luminance(colour), luminance(PAGE[dark])))
        assert (high + 0.05) / (low + 0.05) >= 3


def test_a_figure_stays_in_the_budget():
    many = {f"a long name {at}": (10.123456 + at, 5.123456, 1.1) for at in range(24)}
    assert len(slopes(frame(**many), COLUMNS, told).to_json()) < 60_000
