"""The arithmetic of a manifest: every engine counts what plain Python counts, row by row."""

import importlib
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

import duckdb
import ibis as ibis_frames
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import UploadError
from explorer.ingest.datasets import frames, manifest_arithmetic, manifest_counts, manifest_figures
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.progress import Cancelled, silent
from explorer.settings import Settings

Row = tuple[str | None, str | None, str | None]


def duck(table: pa.Table) -> Any:
    return duckdb.from_arrow(table)


def polars(table: pa.Table) -> Any:
    return pl.from_arrow(table)


def polars_lazy(table: pa.Table) -> Any:
    return polars(table).lazy()


def ibis(table: pa.Table) -> Any:
    return ibis_frames.memtable(table)


ENGINES: dict[str, Callable[[pa.Table], Any]] = {
    "pandas": pa.Table.to_pandas,
    "arrow": lambda table: table,
    "duckdb": duck,
    "polars": polars,
    "polars, lazy": polars_lazy,
    "ibis": ibis,
}
THERE = [
    name
    for name in ENGINES
    if name in {"pandas", "arrow", "duckdb"} or importlib.util.find_spec(name.partition(",")[0])
]
every_engine = pytest.mark.parametrize("engine", ENGINES)


def table(rows: list[Row]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table(
        {
            name: pa.array(values, pa.string())
            for name, values in zip(("label", "split", "image"), columns, strict=True)
        }
    )


def read(frame: object, **chosen: Any) -> Content:
    return frames.read(frame, Options(**chosen), Settings(), silent, "mine")


def cells(content: Content, column: str) -> dict[tuple[str, str], int | None]:
    names = content.classes["id"]
    counts = content.counts[["position", "split", column]].itertuples(index=False, name=None)
    return {
        (str(names[position]), split): None if pd.isna(found) else found
        for position, split, found in counts
    }


def by_split(content: Content, column: str) -> dict[str, int]:
    known = content.splits.dropna(subset=[column])
    return dict(zip(known["split"], known[column].astype(int), strict=True))


def plain(text: str | None) -> str:
    return (text or "").strip()


ROWS: list[Row] = [
    ("cat", "train", "a.jpg"),
    ("dog", "train", "a.jpg"),
    (" cat", "train", "a.jpg"),
    ("dog", "val", "b.jpg"),
    ("", "val", "c.jpg"),
    (None, None, "d.jpg"),
    ("cat", None, "d.jpg"),
]


@every_engine
def test_rows_of_annotations_are_labels_and_images_stay_unknown(engine: str) -> None:
    content = read(ENGINES[engine](table(ROWS)))
    assert cells(content, "labels") == {
        ("cat", "train"): 2,
        ("dog", "train"): 1,
        ("dog", "val"): 1,
        ("cat", ""): 1,
    }
    assert set(cells(content, "images").values()) == {None}
    assert by_split(content, "images") == {} and content.shared is None
    assert "the image 'a.jpg' has several rows" in content.recognised
    assert [(each.what, each.count, each.kept) for each in content.aside] == [
        ("rows without a label", 2, False)
    ]


@every_engine
def test_distinct_images_are_counted_when_asked_for(engine: str) -> None:
    content = read(ENGINES[engine](table(ROWS)), distinct=True)
    assert cells(content, "images") == {
        ("cat", "train"): 1,
        ("dog", "train"): 1,
        ("dog", "val"): 1,
        ("cat", ""): 1,
    }
    assert by_split(content, "images") == {"train": 1, "val": 2, "": 1}
    assert by_split(content, "unlabelled") == {"train": 0, "val": 1, "": 0}
    assert content.shared is True


@every_engine
def test_where_every_image_has_one_row_rows_are_images(engine: str) -> None:
    rows: list[Row] = [("cat", "train", "a"), ("cat", "val", "a"), (None, "val", "b")]
    content = read(ENGINES[engine](table(rows)))
    assert cells(content, "images") == {("cat", "train"): 1, ("cat", "val"): 1}
    assert by_split(content, "images") == {"train": 1, "val": 2}
    assert by_split(content, "unlabelled") == {"train": 0, "val": 1}
    assert content.shared is False


@pytest.mark.parametrize("engine", ["duckdb", "polars, lazy", "ibis"])
def test_a_list_of_labels_is_a_label_each(engine: str) -> None:
    labels = [["a", "b", "a"], [], None, ["c"]]
    source = pa.table({"labels": labels, "split": ["x", "x", "y", "y"]})
    content = read(ENGINES[engine](source))
    expected = {("a", "x"): 1, ("b", "x"): 1, ("c", "y"): 1}
    assert cells(content, "images") == cells(content, "labels") == expected
    assert by_split(content, "images") == {"x": 2, "y": 2}
    assert by_split(content, "unlabelled") == {"x": 1, "y": 1}
    assert content.shared is True
    told = {each.what: each.count for each in content.aside}
    assert told == {"rows without a label": 2, "labels that a row has twice, counted once": 1}


@every_engine
def test_the_class_can_be_a_folder_of_a_path(engine: str) -> None:
    paths = ["train/n01440764/x.JPEG", "train/n01440764/y.JPEG", "val/n01443537/x.JPEG"]
    content = read(ENGINES[engine](pa.table({"path": paths})))
    assert cells(content, "images") == {("n01440764", "train"): 2, ("n01443537", "val"): 1}
    chosen = read(ENGINES[engine](pa.table({"path": paths})), label="path:2")
    assert cells(chosen, "images") == {("train", ""): 2, ("val", ""): 1}


@every_engine
def test_a_path_without_the_folder_has_no_label(engine: str) -> None:
    paths = ["cat/x.JPEG", "y.JPEG", "c:\\dog\\z.JPEG"]
    content = read(ENGINES[engine](pa.table({"path": paths})), label="path:1")
    assert cells(content, "images") == {("cat", ""): 1, ("dog", ""): 1}
    assert by_split(content, "unlabelled") == {"": 1}


@every_engine
def test_the_wnid_that_a_file_name_begins_with_is_the_class(engine: str) -> None:
    paths = ["n01440764_18.JPEG", "n01440764_36.JPEG", "n01443537_2.JPEG"]
    content = read(ENGINES[engine](pa.table({"path": paths})))
    assert cells(content, "images") == {("n01440764", ""): 2, ("n01443537", ""): 1}


@every_engine
def test_whole_numbers_are_classes_in_their_order_even_as_real_numbers(engine: str) -> None:
    for kind in (pa.int64(), pa.float64()):
        source = pa.table({"label": pa.array([10, 9, 9, None], kind), "image": [1, 2, 3, 4]})
        content = read(ENGINES[engine](source), distinct=True)
        assert cells(content, "images") == {("9", ""): 2, ("10", ""): 1}
        assert content.classes["id"].tolist() == ["9", "10"]
        assert by_split(content, "unlabelled") == {"": 1}


def test_categories_that_no_row_has_are_not_classes() -> None:
    label = pd.Categorical(["cat", None, "cat"], categories=["cat", "dog"])
    content = read(pd.DataFrame({"label": label}))
    assert cells(content, "images") == {("cat", ""): 2}


def test_nan_is_no_label_where_an_engine_tells_it_from_null() -> None:
    source = duckdb.sql("SELECT unnest([1, 'nan'::DOUBLE, NULL]) AS label, unnest([1, 2, 3]) AS id")
    content = read(source, distinct=True)
    assert cells(content, "images") == {("1", ""): 1}
    assert by_split(content, "unlabelled") == {"": 2}


def test_what_was_chosen_is_followed_and_said() -> None:
    content = read(table(ROWS), rows="images")
    assert by_split(content, "images") == {"train": 3, "val": 2, "": 2}
    assert "as was chosen" in content.recognised
    assert content.provenance.options == {"rows": "images"}


def test_columns_of_boxes_tell_annotations() -> None:
    content = read(pd.DataFrame({"image": ["a", "b"], "label": ["x", "x"], "xmin": [0, 0]}))
    assert cells(content, "images") == {("x", ""): None}


def test_without_a_column_of_images_it_is_said_that_none_could_tell() -> None:
    content = read(pd.DataFrame({"label": ["x"]}))
    assert "there is no column of images by which to tell" in content.recognised


def test_rows_without_an_image_are_counted() -> None:
    content = read(pd.DataFrame({"label": ["x", "y", "y"], "image": ["a", None, "b"]}))
    told = {each.what: each.count for each in content.aside}
    assert told == {"rows without an image": 1}


@pytest.mark.parametrize("compared", [10, 1_000_000])
def test_images_repeated_far_apart_are_found(monkeypatch: Any, compared: int) -> None:
    monkeypatch.setattr(manifest_counts, "COMPARED", compared)
    names = [f"{at:06d}.jpg" for at in range(40_000)]
    far = pd.DataFrame({"image": names + names, "label": "x"})
    assert read(far).splits["images"].isna().all()
    content = read(pd.DataFrame({"image": names, "label": "x"}))
    assert by_split(content, "images") == {"": 40_000}
    why = "images whose names end in" if compared == 10 else "no image has several rows"
    assert why in content.recognised


@every_engine
def test_images_are_told_alike_whether_they_are_looked_at_with_the_labels_or_apart(
    monkeypatch: Any, engine: str
) -> None:
    """Apart is quicker where files are stored by columns, and finds the same."""
    counting = manifest_counts.count
    monkeypatch.setattr(manifest_counts, "COMPARED", 10)
    names = [f"{at:06d}.jpg" for at in range(40_000)]
    once = pa.table(
        {"image": [*names, None], "label": ["x"] * 40_001, "split": ["a"] * 20_000 + ["b"] * 20_001}
    )
    for rows in (once, pa.concat_tables([once, once])):
        together = read(ENGINES[engine](rows))
        monkeypatch.setattr(manifest_counts, "count", partial(counting, columnar=True))
        apart = read(ENGINES[engine](rows))
        monkeypatch.setattr(manifest_counts, "count", counting)
        pd.testing.assert_frame_equal(apart.splits, together.splits)
        assert apart.recognised == together.recognised
        assert apart.aside == together.aside != ()
    assert "has several rows" in together.recognised


def test_numbers_are_in_their_order_before_texts() -> None:
    labels = ["b", "10", "9", "a", "007", "7", "1" * 20]
    assert manifest_figures.in_order(labels) == ["007", "7", "9", "10", "1" * 20, "a", "b"]


def test_an_ending_is_had_by_as_many_names_as_are_wanted_at_most() -> None:
    names = [f"{at:05d}.jpg" for at in range(10_000)]
    for share in (0.5, 0.1, 0.01, 0.002):
        ending = manifest_counts.ending_of(names, share)
        had = sum(each.endswith(ending) for each in names)
        assert share / 10 <= had / len(names) <= share
    assert manifest_counts.ending_of(names, 1) == ""


def test_images_with_two_rows_in_any_order_are_no_rows_of_images() -> None:
    frame = pd.DataFrame({"image": [f"{at // 2:06d}.jpg" for at in range(60_000)], "label": "x"})
    for seed in range(5):
        assert read(frame.sample(frac=1, random_state=seed)).splits["images"].isna().all()


def test_only_grouped_rows_and_the_first_rows_reach_python(monkeypatch: Any) -> None:
    brought: list[int] = []
    counting = manifest_counts.count

    def watched(name: Any, frame: Any, options: Any, collect: Any, rows: Any = None) -> Any:
        def seen(query: Any, what: str) -> pa.Table:
            found = collect(query, what)
            brought.append(found.num_rows)
            return found

        return counting(name, frame, options, seen, rows)

    monkeypatch.setattr(manifest_counts, "count", watched)
    source = duckdb.sql("SELECT range % 7 AS label, range AS image FROM range(1_000_001)")
    content = read(source, distinct=True)
    assert int(content.counts["images"].sum()) == 1_000_001
    assert max(brought) <= manifest_arithmetic.SAMPLED


@pytest.mark.parametrize("chosen", [{"distinct": True}, {"image": "nothing"}, {"label": "nothing"}])
def test_an_option_that_cannot_be_followed_is_refused_with_the_columns(chosen: Any) -> None:
    with pytest.raises(UploadError, match="'label', 'x'"):
        read(pd.DataFrame({"label": ["a"], "x": [1]}), **chosen)


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (pd.DataFrame({"label": ["a"], "class": ["a"]}), "option label"),
        (pd.DataFrame({"label": ["a"], "split": ["a"], "set": ["b"]}), "option split"),
        (pd.DataFrame({"x": ["a"]}), "label=path:1"),
        (pd.DataFrame({"label": pd.to_datetime(["2026-01-01"])}), "type Datetime"),
        (pd.DataFrame({"label": [None, ""]}), "found a label in none of 2 rows"),
        (pd.DataFrame({"label": []}, dtype="str"), "no row"),
        ([1, 2], "found an object of type list"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(frame: object, told: str) -> None:
    with pytest.raises(UploadError, match=told):
        read(frame)


def test_what_a_report_raises_ends_the_reading() -> None:
    def cancel(share: float, _sentence: str) -> None:
        if share > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        frames.read(table(ROWS), Options(distinct=True), Settings(), cancel, "mine")


texts = st.one_of(st.none(), st.sampled_from(["", " ", "a", "a ", "b", "n01440764", "é", "7"]))
random_rows = st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(random_rows, st.sampled_from(THERE))
def test_every_engine_counts_what_plain_python_counts(rows: list[Row], engine: str) -> None:
    rows = [*rows, ("a", "b", "c")]
    content = read(ENGINES[engine](table(rows)), distinct=True)
    labels = Counter((plain(label), plain(split)) for label, split, _ in rows if plain(label))
    images = defaultdict(set)
    every, labelled = defaultdict(set), defaultdict(set)
    for label, split, image in ((plain(a), plain(b), plain(c)) for a, b, c in rows):
        if image:
            every[split].add(image)
        if image and label:
            images[label, split].add(image)
            labelled[split].add(image)
    assert cells(content, "labels") == labels
    found = {key: count or 0 for key, count in cells(content, "images").items()}
    assert found == {key: len(images[key]) for key in labels}
    assert by_split(content, "images") == {split: len(every[split]) for split in every}
    without = {split: len(every[split] - labelled[split]) for split in every}
    assert by_split(content, "unlabelled") == without


LISTED = [["dog", "cat"], ["dog"], [], ["cat", "cat"], None]


def _with_lists(kind: str) -> object:
    images = list("abcde")
    if kind.startswith("pandas"):
        made = {"pandas": list, "pandas tuples": tuple, "pandas arrays": np.array}[kind]
        labels = [None if each is None else made(each) for each in LISTED]
        return pd.DataFrame({"image": images, "labels": pd.Series(labels, dtype=object)})
    if kind == "arrow":
        return pa.table({"image": images, "labels": LISTED})
    if kind == "duckdb":
        lists = pa.table({"image": images, "labels": LISTED})
        return duckdb.from_arrow(lists)
    return pl.DataFrame({"image": images, "labels": LISTED})


@pytest.mark.parametrize("distinct", [False, True])
@pytest.mark.parametrize(
    "kind", ["pandas", "pandas tuples", "pandas arrays", "arrow", "polars", "duckdb"]
)
def test_lists_of_labels_are_several_labels_of_an_image(kind: str, distinct: bool) -> None:
    content = frames.read(_with_lists(kind), Options(distinct=distinct), Settings(), silent, "mine")
    assert dict(zip(content.classes["id"], content.counts["images"], strict=True)) == {
        "cat": 2,
        "dog": 2,
    }
    assert content.splits.to_dict("records") == [{"split": "", "images": 5, "unlabelled": 2}]
    assert content.shared


def test_arrays_of_labels_of_one_length_are_lists() -> None:
    rows = [["dog", "cat"], ["dog", "bird"]]
    fixed = pl.DataFrame({"labels": rows}, schema={"labels": pl.Array(pl.String, 2)})
    content = frames.read(fixed, Options(), Settings(), silent, "mine")
    assert content.counts["images"].tolist() == [1, 1, 2]


def test_lists_beside_images_that_cannot_be_counted_are_counted() -> None:
    frame = pd.DataFrame({"image": [object(), object()], "labels": [["dog"], ["dog", "cat"]]})
    content = frames.read(frame, Options(), Settings(), silent, "mine")
    assert content.counts["images"].tolist() == [1, 2]


def test_a_mixture_of_kinds_of_labels_is_refused_with_the_column() -> None:
    frame = pd.DataFrame({"labels": [["dog"], [{"a": 1}], [3]]})
    with pytest.raises(UploadError, match=r"mine, column 'labels': expected texts or numbers"):
        frames.read(frame, Options(), Settings(), silent, "mine")
