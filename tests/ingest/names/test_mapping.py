"""A mapping counts what is decided, and its file comes back as it was written."""

from contextlib import suppress
from io import BytesIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import UploadError
from explorer.ingest.names import mapping_file
from explorer.ingest.names.mapping import MATCHES, Mapping, merged, unmapped
from explorer.settings import Settings
from tests.support.hidden import unmistakable
from tests.support.real import atlas

DOG, CAT, FELINE = "n02084071", "n02121620", "n02120997"


def classes(*names: str) -> pd.DataFrame:
    return pd.DataFrame({"id": [str(at) for at in range(len(names))], "name": names})


def mapped(*rows: tuple[str, str, str]) -> Mapping:
    """Of name, match and wnid by class."""
    table = unmapped(classes(*[name for name, _, _ in rows])).table
    table["match"] = [match for _, match, _ in rows]
    table["wnid"] = [wnid for _, _, wnid in rows]
    return Mapping(table)


def read(text: str | bytes, of: pd.DataFrame, **limits: int) -> Mapping:
    data = text.encode() if isinstance(text, str) else text
    return mapping_file.read(data, of, atlas().hierarchy, limits=Settings(**limits))  # type: ignore[arg-type]


def same(first: Mapping, second: Mapping) -> None:
    pd.testing.assert_frame_equal(first.table, second.table)


EVERY = mapped(
    ("a", "exact", DOG),
    ("b", "published", DOG),
    ("c", "accepted", CAT),
    ("d", "broader", FELINE),
    ("e", "none", ""),
    ("f", "", CAT),
)


def test_exact_published_accepted_and_broader_classes_count_as_mapped() -> None:
    assert EVERY.mapped.tolist() == [0, 1, 2, 3]


def test_a_published_mapping_is_not_confirmed() -> None:
    assert EVERY.confirmed.tolist() == [0, 2, 3]


def test_a_proposed_synset_does_not_count() -> None:
    assert EVERY.wnids == [DOG, DOG, CAT, FELINE, "", ""]
    assert EVERY.to_review.tolist() == [5]


def test_every_match_is_counted() -> None:
    assert EVERY.counts == dict.fromkeys(MATCHES, 1)


def test_two_names_of_one_synset_are_merged_and_listed() -> None:
    (row,) = merged(EVERY).to_dict("records")
    assert row == {"wnid": DOG, "classes": 2, "positions": [0, 1], "names": ["a", "b"]}


def test_a_proposed_synset_is_merged_with_nothing() -> None:
    assert merged(mapped(("a", "accepted", DOG), ("b", "", DOG))).empty


def test_a_decision_changes_its_classes_only() -> None:
    decided = EVERY.decided([5, 4], "accepted", [CAT, DOG], "Ada", "seen")
    assert decided.table.iloc[4].tolist() == ["4", "e", DOG, "accepted", "Ada", "seen"]
    assert decided.wnids == [DOG, DOG, CAT, FELINE, DOG, CAT]
    assert EVERY.wnids[4] == ""


@pytest.mark.parametrize("wrong", [("accepted", ""), ("sure", DOG)])
def test_a_mapping_without_synset_or_of_an_unknown_kind_is_no_value(wrong: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"no synset|unknown match"):
        mapped(("a", *wrong))


@given(st.lists(st.text(), unique=True, min_size=1), st.data())
def test_a_mapping_comes_back_from_its_file(names: list[str], data: st.DataObject) -> None:
    decisions = st.sampled_from(
        [("exact", DOG), ("published", CAT), ("accepted", DOG), ("broader", FELINE), ("none", "")]
    )
    written = mapped(*[(name, *data.draw(decisions)) for name in names])
    same(read(mapping_file.write(written, atlas().lexicon), written.table), written)


def test_no_cell_of_the_file_is_a_formula() -> None:
    written = mapped(*[(sign + "1+1", "none", "") for sign in "=+-@\t\r"], ("'=1", "none", ""))
    table = pd.read_csv(BytesIO(mapping_file.write(written)), dtype=str)
    assert not table["name"].str.contains(r"^[=+\-@\t\r]").any()
    same(read(mapping_file.write(written), written.table), written)


def test_the_file_shows_no_hidden_word() -> None:
    (wnid,) = unmistakable(1)
    written = mapping_file.write(mapped(("a", "accepted", wnid)), atlas().lexicon).decode()
    assert wnid in written
    assert atlas().revealed().lexicon.name(wnid) not in written


def test_semicolons_and_a_byte_order_mark_are_read() -> None:
    text = f"\ufeffname;wnid;match\r\ncat;{CAT};accepted\r\n"
    assert read(text, classes("dog", "cat")).wnids == ["", CAT]


def test_a_class_without_a_row_is_still_to_be_reviewed() -> None:
    assert read(
        f"name,wnid,match\ncat,{CAT},accepted", classes("dog", "cat")
    ).to_review.tolist() == [0]


def test_rows_of_other_classes_are_kept_apart_and_written_again() -> None:
    text = f"id,name,wnid,match\n0,dog,{DOG},accepted\n9,okapi,n02120997,\n"
    found = read(text, classes("dog"))
    assert found.unused["name"].tolist() == ["okapi"]
    again = read(mapping_file.write(found), classes("dog", "okapi"))
    assert again.unused.empty
    assert again.table["wnid"].tolist() == [DOG, "n02120997"]


def test_a_name_that_two_classes_have_is_told_apart_by_its_id() -> None:
    of = pd.DataFrame({"id": ["n1", "n2"], "name": ["crane", "crane"]})
    text = f"id,name,wnid,match\nn2,crane,{CAT},accepted\nn1,crane,{DOG},accepted\n"
    assert read(text, of).wnids == [DOG, CAT]


def test_an_id_that_now_names_another_class_is_not_taken_for_it() -> None:
    found = read(
        f"id,name,wnid,match\n0,dog,{DOG},accepted\n1,cat,{CAT},none\n", classes("owl", "cat")
    )
    assert found.wnids == ["", ""]
    assert found.unused["name"].tolist() == ["dog"]


HEADER = "id,name,wnid,match,by,note\n"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (HEADER + "0,dog,n99999999,accepted,,\n", ["Row 2", "n99999999", "WordNet 3.0"]),
        (HEADER + f"0,dog,{DOG},sure,,\n", ["Row 2", "'sure'", "exact, published"]),
        (HEADER + "0,dog,,accepted,,\n", ["Row 2", "a wnid beside the match accepted"]),
        (HEADER + f"0,dog,{DOG},exact,,\n0,dog,{CAT},exact,,\n", ["Row 3", "again", "row 2"]),
        (HEADER + "0,dog\n", ["row 2", "6 columns, found 2"]),
        (HEADER + "0,okapi,,,,\n", ["none of them for a class", "'dog'", "'okapi'"]),
        ("id,name,wnid\n0,dog,\n", ["row 1", "no match"]),
        ("name,wnid,wnid,match\n", ["row 1", "wnid twice"]),
        ("", ["row 1", "nothing"]),
        (b"name,wnid,match\nd\xf6g,,\n", ["row 2", "0xf6"]),
        (HEADER + '0,"dog,,,,\n', ["row 2", "not valid CSV"]),
    ],
)
def test_a_wrong_file_is_refused_with_its_row_and_what_was_expected(
    text: str | bytes, sentences: list[str]
) -> None:
    with pytest.raises(UploadError) as refused:
        read(text, classes("dog"))
    for sentence in sentences:
        assert sentence in str(refused.value)


def test_a_file_with_more_rows_than_the_limit_is_refused() -> None:
    rows = "".join(f"{at},c{at},,\n" for at in range(1_001))
    with pytest.raises(UploadError, match="more than 1,000 rows"):
        read("id,name,wnid,match\n" + rows, classes("c0"), upload_rows=1_000)


@given(st.binary(max_size=200), st.integers(0, 60))
def test_a_damaged_file_is_read_or_refused(noise: bytes, at: int) -> None:
    whole = mapping_file.write(EVERY)
    with suppress(UploadError):
        read(whole[:at] + noise + whole[at:], EVERY.table)
