"""What data/ promises, and that explorer.facts lets no damaged table through."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import facts
from explorer.errors import TableError
from explorer.facts.data_package import ForeignKey, checksum

NAMES = tuple(facts.catalogue())
LINKS = [(name, link) for name, table in facts.catalogue().items() for link in table.foreign_keys]


@cache
def table(name: str) -> pd.DataFrame:
    return facts.read(name)


def classes_with_people() -> pd.DataFrame:
    return table("people").merge(table("imagenet21k"), on="wnid", validate="1:1")


def kept_people() -> pd.Series:
    people = classes_with_people()
    return (people.safety == "safe") & (people.imageability >= 4)


# The description and the files agree.


def test_every_file_of_data_is_described_and_every_described_file_is_there():
    described = {entry.path for entry in facts.catalogue().values()}
    assert described == {path.name for path in facts.DATA.glob("*.[cp]*")}


def test_importing_facts_does_not_import_pandas():
    code = "import explorer.facts, sys; sys.exit('pandas' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=facts.DATA.parent)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_says_what_it_holds_where_from_and_what_is_not_known(name: str):
    entry = facts.catalogue()[name]
    assert entry.title and entry.description and entry.sources and entry.not_known
    assert all(field.description for field in entry.fields)
    assert all(source.path.startswith("http") and source.gives for source in entry.sources)
    assert set(entry.licenses) == {source.license for source in entry.sources}


@pytest.mark.parametrize("name", NAMES)
def test_every_table_reads_with_its_columns_and_rows(name: str):
    entry = facts.catalogue()[name]
    assert list(table(name).columns) == [field.name for field in entry.fields]
    assert len(table(name)) == entry.rows


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_in_the_order_of_its_key(name: str):
    key = list(facts.catalogue()[name].primary_key) or ["image"]
    order = table(name).sort_values(key, kind="stable").index
    assert order.equals(table(name).index)


@pytest.mark.parametrize(("name", "link"), LINKS)
def test_every_foreign_key_resolves(name: str, link: ForeignKey):
    here, there = table(name)[list(link.fields)], table(link.resource)[list(link.reference)]
    here = here[(here != "").all(axis=1)]  # an empty cell refers to nothing
    assert set(here.itertuples(index=False, name=None)) <= set(
        there.itertuples(index=False, name=None)
    )


@pytest.mark.parametrize("path", sorted(facts.DATA.glob("*.csv")), ids=lambda path: path.name)
def test_csv_files_have_unix_line_ends_and_a_last_one(path: Path):
    data = path.read_bytes()
    assert b"\r" not in data and data.endswith(b"\n")


def test_dtypes_are_as_documented():
    assert table("imagenet21k").dtypes.astype(str).to_dict() == {
        "wnid": "str",
        "fall11_images": "Int64",
        **dict.fromkeys(["in_winter21", "in_21k_p_fall11", "in_21k_p_winter21"], "bool"),
        **dict.fromkeys(["in_12k", "box_package", "box_package_sources_agree"], "bool"),
    }
    assert table("people").imageability.dtype == "float64"
    assert table("ilsvrc2012")["index"].dtype == "int64"
    assert table("validation_predictions").alexnet.dtype == "int16"


# The figures.


def test_fall_2011_has_21841_classes_and_14197114_images():
    images = table("imagenet21k").fall11_images.dropna()
    assert (len(images), images.sum()) == (21_841, 14_197_114)
    assert (images.min(), images.median(), round(images.mean(), 1), images.max()) == (
        1,
        530,
        650.0,
        3_047,
    )
    assert ((images < 100).sum(), (images == 1).sum()) == (4_366, 269)
    largest = table("imagenet21k").set_index("wnid").fall11_images.idxmax()
    assert largest == "n02094433"


def test_fall_2011_lacks_8_of_the_published_images():
    published = table("published_totals").set_index("key").value
    assert published["fall11_images"] - table("imagenet21k").fall11_images.sum() == 8
    assert published["fall11_classes"] == table("imagenet21k").fall11_images.notna().sum()


def test_only_n04399382_is_no_class_of_fall_2011():
    classes = table("imagenet21k")
    assert classes.wnid[classes.fall11_images.isna()].tolist() == ["n04399382"]


def test_winter_2021_has_19167_classes_and_a_derived_sum_of_13153526():
    winter = table("imagenet21k").query("in_winter21")
    assert (len(winter), winter.fall11_images.sum()) == (19_167, 13_153_526)


def test_21k_p_is_exactly_the_classes_with_more_than_500_images():
    classes = table("imagenet21k")
    large = (classes.fall11_images > 500).fillna(False).astype(bool)
    assert (classes.in_21k_p_fall11 == large).all()
    assert (classes.in_21k_p_winter21 == large & classes.in_winter21).all()
    assert (classes.in_21k_p_fall11.sum(), classes.in_21k_p_winter21.sum()) == (11_221, 10_450)


def test_box_packages_are_3624_of_which_3623_are_of_fall_2011():
    boxed = table("imagenet21k").query("box_package")
    assert (len(boxed), boxed.fall11_images.notna().sum()) == (3_624, 3_623)
    assert (~table("imagenet21k").box_package_sources_agree).sum() == 99


def test_ilsvrc2012_has_1281167_training_images():
    images = table("ilsvrc2012").train_images
    assert (images.sum(), images.min(), images.max()) == (1_281_167, 732, 1_300)
    assert (images == 1_300).sum() == 895
    published = table("published_totals").set_index("key").value
    assert published["ilsvrc2012_train_images"] == images.sum()


def test_ilsvrc2012_is_numbered_in_the_order_of_the_wnids():
    classes = table("ilsvrc2012")
    assert classes["index"].tolist() == list(range(1_000))
    assert sorted(classes.devkit_id) == list(range(1, 1_001))


def test_training_images_are_no_share_of_fall_2011():
    both = table("ilsvrc2012").merge(table("imagenet21k"), on="wnid")
    assert (both.train_images > both.fall11_images).sum() == 560


def test_groups_of_ilsvrc2012_have_their_known_sizes():
    classes = table("ilsvrc2012")
    flags = ["stanford_dog", "in_imagenet_a", "in_imagenet_r", "in_mini_imagenet"]
    assert classes[flags].sum().tolist() == [120, 200, 200, 100]
    assert classes.category67.nunique() == 67
    tiered = classes.tiered_superclass[classes.tiered_superclass != ""]
    assert (len(tiered), tiered.nunique()) == (608, 34)


def test_stanford_dogs_are_117_of_the_118_dogs_and_three_wild_dogs():
    dogs = table("ilsvrc2012").query("stanford_dog")["index"]
    assert (dogs.between(151, 268).sum(), (dogs > 268).sum()) == (117, 3)


def test_detection_training_images_run_from_461_to_67513_a_class():
    det = table("ilsvrc_det")
    present = det.positive_images + det.partial_images
    assert (present.min(), present.max(), present.median()) == (461, 67_513, 823)
    assert sorted(det.det_id) == list(range(1, 201))


def test_video_classes_are_30():
    assert sorted(table("ilsvrc_vid").vid_id) == list(range(1, 31))


def test_validation_boxes_are_80477_on_50000_images():
    boxes = table("validation_boxes")
    assert (len(boxes), boxes.image.nunique()) == (80_477, 50_000)
    per_class = boxes.groupby("label").size()
    assert (len(per_class), per_class.min(), per_class.max()) == (1_000, 50, 264)


def test_validation_boxes_cover_31_percent_of_the_image_on_average():
    boxes = table("validation_boxes").astype("int64")
    area = (boxes.x1 - boxes.x0) * (boxes.y1 - boxes.y0) / (boxes.width * boxes.height)
    assert (round(100 * area.mean(), 1), round(100 * area.median(), 1)) == (30.7, 20.7)


def test_validation_boxes_lie_inside_their_images():
    boxes = table("validation_boxes")
    assert ((boxes.x0 < boxes.x1) & (boxes.x1 < boxes.width)).all()
    assert ((boxes.y0 < boxes.y1) & (boxes.y1 < boxes.height)).all()


def test_four_validation_boxes_stand_twice():
    assert table("validation_boxes").duplicated().sum() == 4


def test_validation_boxes_and_predictions_agree_on_every_label():
    labels = table("validation_predictions").set_index("image").label
    boxes = table("validation_boxes")
    assert (boxes.image.map(labels) == boxes.label).all()


def test_people_are_1239_safe_1156_sensitive_and_437_offensive():
    counts = table("people").safety.value_counts().to_dict()
    assert counts == {"safe": 1_239, "sensitive": 1_156, "offensive": 437}
    assert len(table("people")) == 2_832


def test_imageability_is_known_but_for_offensive_synsets():
    people = table("people")
    assert (people.imageability.isna() == (people.safety == "offensive")).all()
    assert people.imageability.notna().sum() == 2_395
    assert round(people.imageability.median(), 2) == 2.36


def test_158_people_are_safe_and_imageable():
    people = classes_with_people()
    kept = kept_people()
    assert (kept.sum(), (kept & (people.fall11_images >= 100)).sum()) == (158, 139)


def test_images_of_people_split_into_unsafe_unimageable_and_kept():
    people = classes_with_people()
    unsafe, kept = people.safety != "safe", kept_people()
    sums = [people.fall11_images[part].sum() for part in (unsafe, ~unsafe & ~kept, kept)]
    assert sums == [600_041, 443_547, 133_697]
    published = table("published_totals").set_index("key").value
    assert sums[0] - published["people_unsafe_images"] == 1


def test_winter_2021_is_fall_2011_without_the_2674_people_that_were_not_kept():
    classes = table("imagenet21k")
    removed = classes.wnid[classes.fall11_images.notna() & ~classes.in_winter21]
    people = classes_with_people()
    assert set(removed) == set(people.wnid[~kept_people()])
    assert len(removed) == 2_674


def test_reassessed_labels_are_missing_on_3163_images_and_several_on_7443():
    frame = table("validation_predictions")
    count = frame.real_labels.map(len)
    rejected = [
        len(real) > 0 and label not in real
        for real, label in zip(frame.real_labels, frame.label, strict=True)
    ]
    assert ((count == 0).sum(), (count > 1).sum(), sum(rejected)) == (3_163, 7_443, 4_673)


def test_label_quality_counts_what_the_reassessed_labels_say():
    frame = table("validation_predictions")
    count = frame.real_labels.map(len)
    found = pd.DataFrame({"none": count == 0, "several": count > 1}).groupby(frame.label).sum()
    quality = table("label_quality")
    assert found.none.tolist() == quality.real_without_label.tolist()
    assert found.several.tolist() == quality.real_several_labels.tolist()
    assert quality.real_label_rejected.sum() == 4_673


def test_confident_learning_reviewed_5440_images_and_found_2916_errors():
    quality = table("label_quality")
    assert quality.cleanlab_flagged.sum() == 5_440
    assert quality.cleanlab_confirmed_errors.sum() == 2_916
    kinds = ["cleanlab_correctable", "cleanlab_several_labels", "cleanlab_neither_label"]
    assert 2_916 - quality[kinds].sum().sum() == 598


def test_agreement_is_known_exactly_where_images_were_asked_about():
    quality = table("label_quality")
    unknown = quality.madry_main_label_agreement.isna()
    assert (unknown == (quality.madry_images_asked == 0)).all()
    assert (unknown.sum(), quality.madry_images_asked.sum()) == (14, 6_761)


def test_58_classes_have_no_caption_in_laion_but_some_in_the_smaller_cc12m():
    captions = table("pretraining_frequency")
    assert ((captions.laion400m_captions == 0) & (captions.cc12m_captions > 0)).sum() == 58


def test_biodiversity_reviews_269_classes_of_50_images():
    wildlife = table("biodiversity")
    assert (len(wildlife), wildlife.images.sum()) == (269, 13_450)
    assert round(wildlife.incorrect_images.sum() / wildlife.images.sum(), 2) == 0.12


def test_models_equal_what_their_predictions_compute():
    models = table("models").set_index("model")
    frame = table("validation_predictions")
    assert set(frame.columns[3:]) == set(models.index)
    allowed = np.zeros((len(frame), 1_000), dtype=bool)
    flat = frame.real_labels.explode().dropna()
    allowed[flat.index, flat.astype(int)] = True
    rated = allowed.any(axis=1)
    for model, row in models.iterrows():
        guess = frame[model].to_numpy()
        top1 = 100 * (guess == frame.label).mean()
        real = 100 * allowed[np.arange(len(frame)), guess][rated].mean()
        assert (top1, real) == pytest.approx((row.top1_percent, row.real_top1_percent), abs=0.01)


def test_models_have_the_accuracies_that_are_widely_known():
    models = table("models").set_index("model")[["top1_percent", "real_top1_percent"]].round(2)
    for model, top1, real in [
        ("alexnet", 56.52, 63.06),
        ("vgg16", 71.59, 79.04),
        ("resnet50", 76.13, 82.96),
        ("resnet152", 78.31, 84.82),
        ("senet154", 81.30, 86.35),
        ("pnasnet5large", 82.74, 87.45),
    ]:
        assert models.loc[model].tolist() == pytest.approx([top1, real], abs=0.0051)


def test_top5_percent_equals_the_mean_over_classes_and_is_empty_for_mlperf():
    models = table("models").set_index("model").top5_percent
    means = 100 * table("top5_accuracy").groupby("model").top5_accuracy.mean()
    assert means.to_dict() == pytest.approx(models.dropna().to_dict(), abs=0.01)
    assert models.index[models.isna()].str.startswith("mlperf_").sum() == 5


def test_accuracies_by_class_are_fiftieths():
    for values in (table("top5_accuracy").top5_accuracy, table("clip_zero_shot").top1_accuracy):
        assert np.allclose(values * 50, (values * 50).round(), atol=1e-9)


def test_clip_zero_shot_holds_21_models():
    assert len(table("clip_zero_shot")[["architecture", "pretraining"]].drop_duplicates()) == 21


# A damaged table gives one sentence, never a traceback of pandas.


def damaged(folder: Path, name: str, change: Callable[[bytes], bytes]) -> str:
    """The message that reading the table gives after its file was changed."""
    path = facts.catalogue()[name].path
    shutil.copy(facts.DATA / facts.PACKAGE, folder)
    (folder / path).write_bytes(change((facts.DATA / path).read_bytes()))
    with pytest.raises(TableError) as raised:
        facts.read(name, folder)
    message = str(raised.value)
    assert message.startswith(f"data/{path}")
    assert message.endswith(f"Restore data/{path}, or install the package again.")
    assert "\n" not in message
    return message


def line_17(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        lines = data.split(b"\n")
        assert old in lines[16]
        lines[16] = lines[16].replace(old, new, 1)
        return b"\n".join(lines)

    return change


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            b",1450,",
            b",abc,",
            "column fall11_images: expected a whole number of at least 1, or empty, found 'abc'",
        ),
        (
            b",1450,",
            b",0,",
            "column fall11_images: expected a whole number of at least 1, or empty, found '0'",
        ),
        (
            b",1450,",
            b",1e3,",
            "column fall11_images: expected a whole number of at least 1, or empty, found '1e3'",
        ),
        (b",1450,", b"," + b"9" * 99 + b",", "found '" + "9" * 36 + "..."),
        (b",1,", b",2,", "column in_winter21: expected 0 or 1, found '2'"),
        (b",1,", b",,", "column in_winter21: expected 0 or 1, found ''"),
        (
            b"n00326094",
            b"n0032609",
            r"column wnid: expected text of the form ^n\d{8}$, found 'n0032609'",
        ),
        (b"n00326094", b"", r"column wnid: expected text of the form ^n\d{8}$, found ''"),
        (
            b"n00326094",
            b"n00007846",
            "column wnid: expected a unique value, found 'n00007846' twice",
        ),
        (b",1450,", b",1450,,", "expected 8 columns, found 9"),
        (b",1450,", b",", "expected 8 columns, found 7"),
        (b"n00326094", b'"n00326094', "this is not valid comma-separated text"),
        (
            b"n00326094",
            b'"n0032\n6094"',
            "expected a row on one line, found a line break inside quotes",
        ),
        (b"n00326094", b"\nn00326094", "expected 8 columns, found 0"),
        (b",1450,", b",\xff,", "expected UTF-8 text, found the byte 0xff"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, old: bytes, new: bytes, said: str):
    message = damaged(tmp_path, "imagenet21k", line_17(old, new))
    assert message.startswith("data/imagenet21k.csv, line 17")
    assert said in message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda data: b"",
            "line 1: expected 8 columns as in datapackage.json, found no column wnid",
        ),
        (
            lambda data: data.replace(b"in_12k", b"in_13k"),
            "found no column in_12k, an unknown column 'in_13k'",
        ),
        (lambda data: data.replace(b"in_12k", b"in_12k,more"), "found an unknown column 'more'"),
        (lambda data: data.replace(b"in_12k", b"wnid"), "found no column in_12k"),
        (
            lambda data: data.replace(b"wnid,fall11_images", b"fall11_images,wnid"),
            "in another place",
        ),
        (lambda data: data[: data.index(b"n00326094")], "expected 21842 rows, found 15"),
        (
            lambda data: data[: data.index(b"n00326094") + 12],
            "line 17: expected 8 columns, found 2",
        ),
        (
            lambda data: data + data[-100:].split(b"\n")[-2] + b"\n",
            "line 21844, column wnid: expected a unique value",
        ),
        (lambda data: data + b"\n", "line 21844: expected 8 columns, found 0"),
    ],
)
def test_a_bad_csv_file_is_named(tmp_path: Path, change: Callable[[bytes], bytes], said: str):
    assert said in damaged(tmp_path, "imagenet21k", change)


def test_a_value_out_of_a_list_is_named(tmp_path: Path):
    message = damaged(tmp_path, "people", lambda data: data.replace(b",safe,", b",sane,", 1))
    assert "column safety: expected one of safe, sensitive, offensive, found 'sane'" in message


def test_a_number_out_of_bounds_is_named(tmp_path: Path):
    message = damaged(tmp_path, "people", line_17(b"offensive,", b"offensive,5.5"))
    assert (
        "line 17, column imageability: expected a number from 1 to 5, or empty, found '5.5'"
        in message
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(tmp_path: Path, name: str):
    shutil.copy(facts.DATA / facts.PACKAGE, tmp_path)
    path = facts.catalogue()[name].path
    with pytest.raises(TableError, match=f"data/{path}: the file cannot be read"):
        facts.read(name, tmp_path)


def parquet(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[bytes], bytes]:
    return lambda data: change(pd.read_parquet(io.BytesIO(data))).to_parquet()


def with_cell(row: int, column: str, value: Any) -> Callable[[bytes], bytes]:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        cells = frame[column].astype(object)
        cells.iat[row] = value
        return frame.assign(**{column: cells.infer_objects()})

    return parquet(change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data[: len(data) // 2], "this is not a valid Parquet file"),
        (lambda data: b"", "this is not a valid Parquet file"),
        (
            lambda data: data[:500] + bytes([data[500] ^ 1]) + data[501:],
            "this is not a valid Parquet file",
        ),
        (parquet(lambda frame: frame.drop(columns="model")), "found no column model"),
        (parquet(lambda frame: frame.assign(more=1)), "an unknown column 'more'"),
        (parquet(lambda frame: frame.head(9)), "expected 64000 rows, found 9"),
        (
            parquet(lambda frame: frame.assign(model=1)),
            "column model: expected text in each row, found values of type int64",
        ),
        (
            with_cell(4, "top5_accuracy", 1.5),
            "row 5, column top5_accuracy: expected a number from 0 to 1, found 1.5",
        ),
        (
            with_cell(4, "top5_accuracy", None),
            "row 5, column top5_accuracy: expected a number from 0 to 1, found",
        ),
        (with_cell(4, "wnid", "dog"), "row 5, column wnid: expected text of the form"),
        (with_cell(4, "model", ""), "row 5, column model: expected text, found ''"),
        (
            with_cell(4, "model", "alexnet"),
            (
                "row 5, column wnid and model: expected a unique value, "
                "found 'n01440764' and 'alexnet' twice"
            ),
        ),
    ],
)
def test_a_bad_parquet_file_is_named(tmp_path: Path, change: Callable[[bytes], bytes], said: str):
    assert said in damaged(tmp_path, "top5_accuracy", change)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("label", 1000, "expected a whole number from 0 to 999, found 1000"),
        ("label", None, "expected a whole number from 0 to 999, found"),
        (
            "real_labels",
            [1, 1000],
            "expected a list of whole numbers from 0 to 999, found [1, 1000]",
        ),
        ("real_labels", None, "expected a list of whole numbers from 0 to 999, found None"),
    ],
)
def test_a_bad_prediction_is_named(tmp_path: Path, column: str, value: object, said: str):
    message = damaged(tmp_path, "validation_predictions", with_cell(6, column, value))
    assert f"row 7, column {column}: {said}" in message


def test_labels_that_are_no_whole_numbers_are_refused(tmp_path: Path):
    halves = parquet(lambda frame: frame.assign(real_labels=pd.Series([[0.5]] * len(frame))))
    assert "column real_labels" in damaged(tmp_path, "validation_predictions", halves)


def test_an_unknown_table_is_refused_with_the_names_there_are():
    with pytest.raises(TableError, match=r"Unknown table 'dogs'\. Choose one of: imagenet21k, "):
        facts.read("dogs")


@pytest.mark.parametrize(
    "package",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"resources": [{"name": "x"}]}',
        json.dumps({"resources": 1}).encode(),
    ],
)
def test_a_bad_description_is_named(tmp_path: Path, package: bytes):
    (tmp_path / facts.PACKAGE).write_bytes(package)
    with pytest.raises(
        TableError, match=r"data/datapackage\.json: this is not a valid Data Package"
    ):
        facts.catalogue(tmp_path)


def package_of(folder: Path, field: dict[str, Any], cells: list[str]) -> None:
    """A folder with one table ``tiny`` that has a column ``key`` and the column ``value``."""
    fields: list[dict[str, Any]] = [{"name": "key", "type": "integer", "description": ""}]
    fields.append({"name": "value", "description": "", **field})
    tiny = {
        **dict.fromkeys(["title", "description"], ""),
        **{key: [] for key in ["sources", "licenses", "notKnown"]},
        "name": "tiny",
        "path": "tiny.csv",
        "rows": len(cells),
        "schema": {"fields": fields},
    }
    with (folder / "tiny.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["key", "value"], *([n, cell] for n, cell in enumerate(cells))])
    tiny["hash"] = checksum((folder / "tiny.csv").read_bytes())
    (folder / facts.PACKAGE).write_text(json.dumps({"resources": [tiny]}))


def test_words_that_look_like_gaps_or_numbers_stay_words(tmp_path: Path):
    words = ["nan", "NA", "null", "", "007", "1.50", "true", "ñandú, the bird", 'a "crane"']
    package_of(tmp_path, {"type": "string"}, words)
    assert facts.read("tiny", tmp_path).value.tolist() == words


def test_windows_line_ends_read_the_same(tmp_path: Path):
    shutil.copy(facts.DATA / facts.PACKAGE, tmp_path)
    data = (facts.DATA / "people.csv").read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "people.csv").write_bytes(data)
    pd.testing.assert_frame_equal(facts.read("people", tmp_path), table("people"))


def test_a_constraint_that_is_not_checked_is_refused(tmp_path: Path):
    package_of(tmp_path, {"type": "string", "constraints": {"minLength": 3}}, ["abc"])
    with pytest.raises(TableError, match="minLength"):
        facts.read("tiny", tmp_path)


def test_a_type_that_is_not_known_is_refused(tmp_path: Path):
    package_of(tmp_path, {"type": "date"}, ["2012-09-30"])
    with pytest.raises(TableError, match="unknown type date"):
        facts.read("tiny", tmp_path)


def test_check_wnids_passes_where_all_are_known():
    facts.check_wnids(table("people"), set(table("imagenet21k").wnid), "people")


def test_check_wnids_names_the_first_unknown_and_how_many():
    known = set(table("people").wnid[5:])
    with pytest.raises(TableError) as raised:
        facts.check_wnids(table("people"), known, "people")
    message = str(raised.value)
    assert message.startswith("data/people.csv, line 2, column wnid: expected a noun synset")
    assert "found 'n06340977' (5 of 2832 rows have an unknown wnid)" in message


# Whatever happens to a file, it reads with the same types or raises TableError.


def reads_alike_or_is_refused(name: str, data: bytes) -> None:
    entry = facts.catalogue()[name]
    with tempfile.TemporaryDirectory() as folder:
        # With the checksum of what was written, so that the checks of the cells are on their own.
        package = (facts.DATA / facts.PACKAGE).read_text(encoding="utf-8")
        package = package.replace(entry.hash, checksum(data))
        (Path(folder) / facts.PACKAGE).write_text(package, encoding="utf-8")
        (Path(folder) / entry.path).write_bytes(data)
        try:
            frame = facts.read(name, Path(folder))
        except TableError:
            return
    assert frame.dtypes.equals(table(name).dtypes)
    assert frame.shape == table(name).shape


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 7), st.integers(0, 4), st.text(max_size=20) | st.integers().map(str))
def test_any_cell_may_be_replaced(row: int, column: int, cell: str):
    records = list(csv.reader(io.StringIO((facts.DATA / "challenge.csv").read_text())))
    records[row + 1][column] = cell
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(records)
    reads_alike_or_is_refused("challenge", text.getvalue().encode("utf-8", "surrogatepass"))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["challenge", "ilsvrc_vid", "clip_zero_shot"]), st.data())
def test_any_bytes_may_be_replaced(name: str, draw: st.DataObject):
    data = (facts.DATA / facts.catalogue()[name].path).read_bytes()
    start = draw.draw(st.integers(0, len(data)))
    length = draw.draw(st.integers(0, 30))
    new = draw.draw(st.binary(max_size=30))
    reads_alike_or_is_refused(name, data[:start] + new + data[start + length :])
