"""A table of counts becomes exactly its figures, or is refused with the row and what to do."""

from pathlib import Path

import pandas as pd
import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import formats
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.settings import Settings
from tests.support.data_set_files import figures, said

TWO = "class,images\ndog,3\ncat,5\n"


@pytest.fixture
def read(tmp_path: Path):
    def reading(text: str | bytes, name: str = "mine.csv", limits=None, **chosen) -> Content:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return formats.read(path, limits or Settings(), options=Options(**chosen))

    return reading


@pytest.fixture
def fault(read):
    def refused(text: str | bytes, name: str = "mine.csv", **chosen) -> str:
        with pytest.raises(UploadError) as error:
            read(text, name, **chosen)
        return str(error.value)

    return refused


BOTH = {("dog", ""): 3, ("cat", ""): 5}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TWO, "mine.csv"),
        (TWO.replace(",", "\t"), "mine.tsv"),
        (TWO.replace(",", ";"), "semicolons.csv"),
        ("\ufeff" + TWO, "excel.csv"),
        (TWO.replace("images", "Number of images"), "header.csv"),
        ('{"dog": 3, "cat": 5}', "mapping.json"),
        ('{"dog": {"images": 3}, "cat": {"images": 5}}', "index.json"),
        ('[{"class": "dog", "count": 3}, {"class": "cat", "count": 5}]', "records.json"),
        ('{"class": "dog", "n": 3}\n{"class": "cat", "n": 5}\n', "lines.jsonl"),
        ('{"label": ["dog", "cat"], "count": [3, 5]}', "columns.json"),
    ],
)
def test_every_layout_gives_the_same_counts(read, text: str, name: str) -> None:
    assert figures(read(text, name)) == BOTH


def test_parquet_gives_the_same_counts(read, tmp_path: Path) -> None:
    pd.DataFrame({"class": ["dog", "cat"], "images": [3, 5]}).to_parquet(tmp_path / "a.parquet")
    assert figures(read((tmp_path / "a.parquet").read_bytes(), "mine.parquet")) == BOTH


def test_a_column_per_split_is_a_split_each(read) -> None:
    content = read("class,n_train,val_images,test\ndog,3,1,0\ncat,5,2,7\n")
    assert figures(content) == {
        ("dog", "train"): 3, ("dog", "val"): 1, ("dog", "test"): 0,
        ("cat", "train"): 5, ("cat", "val"): 2, ("cat", "test"): 7,
    }  # fmt: skip
    assert list(content.splits["split"]) == ["train", "val", "test"]


def test_a_column_of_splits_gives_a_count_per_split(read) -> None:
    content = read("class,split,images\ndog,train,3\ndog,val,1\ncat,train,5\n")
    assert figures(content) == {("dog", "train"): 3, ("dog", "val"): 1, ("cat", "train"): 5}


def test_distinct_images_of_a_split_are_unknown_since_classes_may_share_images(read) -> None:
    content = read(TWO)
    assert content.shared is None
    assert content.splits["images"].isna().all()


def test_boxes_and_instances_are_counted_beside_images(read) -> None:
    content = read("class,images,boxes,instances\ndog,3,4,6\ncat,5,5,\n")
    assert figures(content, "boxes") == {("dog", ""): 4, ("cat", ""): 5}
    assert figures(content, "labels") == {("dog", ""): 6, ("cat", ""): None}


def test_wnid_index_and_name_are_told_apart_by_what_they_hold(read) -> None:
    content = read("name,class_id,synset,images\ndog,7,n02084071,3\ncat,9,n02121808,5\n")
    assert content.classes.to_dict("list") == {
        "id": ["7", "9"],
        "name": ["dog", "cat"],
        "synset": ["n02084071", "n02121808"],
    }


def test_a_class_is_a_sense_where_the_column_holds_senses(read) -> None:
    content = read("class,images\ndog.n.01,3\ncat.n.01,5\n")
    assert list(content.classes["synset"]) == ["dog.n.01", "cat.n.01"]


def test_numbers_with_thousands_are_read(read) -> None:
    assert figures(read('class,images\ndog,"1,300"\ncat,"14,197,122"\n')) == {
        ("dog", ""): 1_300,
        ("cat", ""): 14_197_122,
    }


def test_a_count_that_is_missing_stays_unknown_and_is_said(read) -> None:
    content = read("class,images\ndog,NaN\ncat,5\n")
    assert figures(content) == {("dog", ""): None, ("cat", ""): 5}
    missing = said(content)["numbers of images that are missing, and stay unknown"]
    assert missing == (1, "mine.csv, row 2")


def test_a_column_without_any_number_is_set_aside_and_others_are_whole(read) -> None:
    content = read("class,train,val,test\ndog,3,1,\ncat,5,2,\n")
    assert figures(content) == {
        ("dog", "train"): 3, ("dog", "val"): 1, ("cat", "train"): 5, ("cat", "val"): 2,
    }  # fmt: skip
    assert said(content) == {"columns without any number": (1, "'test'")}


def test_totals_beside_columns_without_any_number_are_the_counts(read) -> None:
    assert figures(read("class,train,val,total\ndog,,,3\ncat,,,5\n")) == BOTH


def test_a_table_without_any_number_is_refused(fault) -> None:
    sentence = fault("class,images\ndog,\ncat,\n")
    assert "expected numbers of images in 'images', found none in 2 rows" in sentence


def test_whole_numbers_that_pandas_wrote_with_a_point_are_counts(read) -> None:
    content = read("class,images\ndog,3.0\ncat,0.0\nbird,\n")
    assert figures(content) == {("dog", ""): 3, ("cat", ""): 0, ("bird", ""): None}


def test_a_class_of_no_images_is_kept_with_none(read) -> None:
    assert figures(read("class,images\ndog,0\ncat,5\n")) == {("dog", ""): 0, ("cat", ""): 5}


@pytest.mark.parametrize("name", ["total", "Total:", "ALL"])
def test_a_row_that_is_the_sum_of_the_others_is_set_aside(read, name: str) -> None:
    content = read(f"{TWO}{name},8\n")
    assert figures(content) == BOTH
    assert said(content) == {"rows of totals": (1, "mine.csv, row 4")}


def test_a_row_of_totals_does_not_hide_that_a_column_holds_wnids(read) -> None:
    content = read("wnid,images\nn02084071,3\nn02121808,5\ntotal,8\n")
    assert list(content.classes["synset"]) == ["n02084071", "n02121808"]


def test_a_row_called_total_that_is_no_sum_is_refused(fault) -> None:
    assert "row 4: 'total' looks like a sum of other rows; expected 8" in fault(TWO + "total,9\n")


def test_a_total_below_the_numbers_that_are_there_is_refused(fault) -> None:
    sentence = fault("class,images\ndog,3\ncat,5\nbird,\ntotal,7\n")
    assert "row 5: 'total' looks like a sum of other rows; expected at least 8" in sentence
    sentence = fault("class,train,val,total\ndog,3,1,4\ncat,5,,4\n")
    assert "row 3, column 'total': expected at least 5, the sum of the splits" in sentence


def test_a_total_above_the_numbers_that_are_there_is_set_aside(read) -> None:
    content = read("class,images\ndog,3\ncat,5\nbird,\ntotal,9\n")
    assert said(content)["rows of totals"] == (1, "mine.csv, row 5")


def test_a_split_that_is_the_sum_of_the_others_is_set_aside(read) -> None:
    content = read("class,split,images\ndog,train,3\ndog,val,1\ndog,all,4\n")
    assert figures(content) == {("dog", "train"): 3, ("dog", "val"): 1}


def test_a_class_called_like_a_total_is_a_class_if_it_is_no_sum(read) -> None:
    content = read(TWO + "overall,2\n")
    assert figures(content) == BOTH | {("overall", ""): 2}
    (what,) = [each for each in content.aside if "called like a total" in each.what]
    assert (what.count, what.where, what.kept) == (1, "mine.csv, row 4", True)


def test_a_row_called_overall_that_is_the_sum_is_no_class(read) -> None:
    content = read("class,train,val\ndog,3,1\ncat,5,2\noverall,8,3\n")
    assert set(content.classes["id"]) == {"dog", "cat"}
    assert said(content) == {"rows of totals": (1, "mine.csv, row 4")}


def test_a_class_called_overall_is_in_the_row_of_totals(read) -> None:
    content = read(TWO + "overall,2\ntotal,10\n")
    assert figures(content) == BOTH | {("overall", ""): 2}


def test_a_class_called_overall_keeps_its_synset(read) -> None:
    content = read("wnid,name,images\nn03863923,overall,4\nn02084071,dog,4\n")
    assert content.classes.iloc[0].tolist() == ["n03863923", "overall", "n03863923"]


@pytest.mark.parametrize("header", ["total", "images", "trainval"])
def test_a_column_that_is_the_sum_of_the_splits_is_not_counted_again(read, header: str) -> None:
    content = read(f"class,train,val,{header}\ndog,3,1,4\ncat,5,2,7\n")
    assert sum(figures(content).values()) == 11
    assert said(content) == {"columns of totals": (1, f"'{header}'")}


def test_a_column_that_is_not_the_sum_of_the_splits_is_refused(fault) -> None:
    sentence = fault("class,train,val,total\ndog,3,1,4\ncat,5,2,8\n")
    assert "row 3, column 'total': expected 7, the sum of the splits beside it, found 8" in sentence


def test_a_class_twice_in_a_split_is_refused_with_both_rows(fault) -> None:
    sentence = fault(TWO + "dog,4\n")
    assert "Row 4: the class 'dog' has a row already, row 2" in sentence
    assert "manifest" in sentence


def test_an_index_of_two_names_is_refused(fault) -> None:
    sentence = fault("class_id,name,split,images\n1,dog,train,3\n1,cat,val,5\n")
    assert "Row 3: the class '1' is 'cat'" in sentence


def test_row_numbers_are_not_taken_for_classes(read) -> None:
    content = read("index,name,split,images\n0,dog,train,3\n1,dog,val,1\n")
    assert figures(content) == {("dog", "train"): 3, ("dog", "val"): 1}


@pytest.mark.parametrize("cell", ["-1", "2.5", "many", "1e3", "inf", "9" * 14])
def test_a_cell_that_is_no_count_is_named_with_its_row(fault, cell: str) -> None:
    sentence = fault(f"class,images\ndog,{cell}\ncat,5\nhen,7\n")
    expected = "Row 2, column 'images': expected a whole number from 0 to 1,000,000,000,000"
    assert f"{expected}, found '{cell}'" in sentence


@pytest.mark.parametrize("cells", [("0.25", "0.75"), ("12%", "88 %"), ("1.0", "0.31")])
def test_shares_are_refused(fault, cells: tuple[str, str]) -> None:
    assert "expected numbers of images, found shares" in fault(
        f"class,count\ndog,{cells[0]}\ncat,{cells[1]}\n"
    )


def test_a_column_of_percentages_is_no_count(fault) -> None:
    assert "Found shares ('percent') and no counts" in fault("class,percent\ndog,40\ncat,60\n")


DOUBTFUL = {
    "numbers of classes": "class,n\na,0\nb,1\nc,2\nd,3\ne,4\n",
    "add up to 100": "class,n\na,70\nb,20\nc,10\n",
}


@pytest.mark.parametrize("what", DOUBTFUL)
def test_a_column_that_may_be_no_count_is_asked_about(fault, what: str) -> None:
    sentence = fault(DOUBTFUL[what])
    assert what in sentence
    assert "choose this column with the option images" in sentence


@pytest.mark.parametrize("what", DOUBTFUL)
def test_a_column_that_was_chosen_is_believed(read, what: str) -> None:
    assert len(figures(read(DOUBTFUL[what], images="n"))) == DOUBTFUL[what].count("\n") - 1


def test_two_columns_that_could_count_images_are_asked_about(fault, read) -> None:
    text = "class,count,images\ndog,1,30\ncat,2,50\n"
    assert "'count' and 'images' could each be the number of images" in fault(text)
    assert figures(read(text, images="images")) == {("dog", ""): 30, ("cat", ""): 50}


def test_where_no_header_names_classes_a_person_chooses(fault, read) -> None:
    text = "animal,colour,images\ndog,red,3\ncat,red,5\n"
    assert "Choose one with the option label" in fault(text)
    assert figures(read(text, label="animal")) == BOTH


def test_a_column_that_does_not_exist_is_refused_with_those_that_do(fault) -> None:
    assert "no column 'breed'. Its columns are 'class', 'images'" in fault(TWO, label="breed")


def test_a_row_without_a_class_is_named(fault) -> None:
    assert "Row 3: expected a class in 'class', found an empty cell" in fault(
        "class,images\ndog,3\n,5\n"
    )


def test_a_row_without_a_split_is_named(fault) -> None:
    text = "class,split,images\ndog,train,3\ncat,,5\n"
    assert "Row 3: expected a split" in fault(text)


def test_a_row_that_is_cut_off_is_named(fault) -> None:
    assert "Row 3: expected 2 columns, found 1" in fault("class,images\ndog,3\ncat")


def test_text_in_another_encoding_is_named_with_its_row(fault) -> None:
    sentence = fault("class,images\ndog,3\ntênch,5\n".encode("latin-1"))
    assert "row 3: expected UTF-8 text, found the byte 0xea" in sentence


def test_utf_16_is_refused_as_such(fault) -> None:
    assert "is UTF-16 text, which is not supported" in fault(TWO.encode("utf-16"))


def test_an_empty_file_is_said_to_be_empty(fault) -> None:
    assert fault("") == "'mine.csv' is empty."


def test_a_row_per_image_is_no_table_of_counts(read) -> None:
    content = read("image,class,n\na.jpg,dog,1\nb.jpg,cat,1\n")
    assert content.provenance.format == "manifest"


def test_a_file_above_the_limit_is_refused_before_it_is_read(read) -> None:
    text = TWO + "".join(f"class {at},{at * 7}\n" for at in range(80_000))
    with pytest.raises(UploadError, match="EXPLORER_UPLOAD_MEGABYTES"):
        read(text, limits=Settings(upload_megabytes=1))


def test_names_are_kept_as_they_are_and_unseen_characters_are_said(read) -> None:
    names = ["=HYPERLINK(1)", "<b>cat</b>", "d\u202eog", "../../etc"]
    content = read("class,images\n" + "".join(f"{name},7\n" for name in names))
    assert list(content.classes["name"]) == names
    assert said(content) == {"class names with characters that cannot be seen": (1, "'dU+202Eog'")}


def test_columns_that_were_not_read_are_said(read) -> None:
    assert said(read("class,images,colour\ndog,3,red\ncat,5,\n")) == {
        "columns that were not read": (1, "'colour'")
    }
