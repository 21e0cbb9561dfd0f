"""One's own data in a page: dropped, reviewed, saved, seen on the other pages, removed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from explorer import settings
from explorer.errors import UploadError
from explorer.ingest.library import changes, kept
from explorer.ingest.library.store import Folder
from explorer.ui.navigation import BALANCE, HIERARCHY, RELEASES, YOUR_DATA
from tests.support import visit
from tests.support.hidden import unmistakable
from tests.support.real import atlas
from tests.support.visit import query, said, sound, unescaped

COUNTS = b"class,split,images\ncat,train,30\ndog,train,40\ntoy poodle,train,7\nxyzzy,train,5\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where data sets are kept, and the only folder that paths can be named below."""
    values = settings.Settings(
        cache_dir=settings.settings().cache_dir,
        data_dir=tmp_path / "kept",
        data_folders=(tmp_path,),
        review_rows=5,
    )
    places = [
        "explorer.pages.your_data.add.settings",
        "explorer.pages.your_data.again.settings",
        "explorer.pages.your_data.draft.settings",
        "explorer.pages.your_data.kept.settings",
        "explorer.pages.your_data.review.settings",
        "explorer.pages.your_data.save.settings",
        "explorer.ui.own_datasets.settings",
    ]
    patches = [mock.patch(place, return_value=values) for place in places]
    for patch in patches:
        patch.start()
    yield tmp_path
    for patch in patches:
        patch.stop()


def dropped(data: bytes = COUNTS, name: str = "pets.csv") -> visit.AppTest:
    """The page with a file in its box."""
    opened = sound(visit.page(YOUR_DATA).run())
    opened.file_uploader[0].upload(name, data)
    return sound(opened.run())


def reviewed(data: bytes = COUNTS, name: str = "pets.csv") -> visit.AppTest:
    opened = dropped(data, name)
    return sound(opened.button(key="your_review").click().run())


def press(opened: visit.AppTest, key: str) -> visit.AppTest:
    return sound(opened.button(key=key).click().run())


def counts(opened: visit.AppTest) -> dict[str, str]:
    return {each.label: each.value for each in opened.metric}


def words(opened: visit.AppTest) -> str:
    return unescaped("\n".join(each.value for each in [*opened.markdown, *opened.caption]))


def saved(where: str = "folder", data: bytes = COUNTS, name: str = "pets.csv") -> visit.AppTest:
    """All candidates accepted, and saved."""
    opened = press(reviewed(data, name), "your_accept_page")
    opened.radio(key="your_where").set_value(where)
    return press(opened, "your_save")


def test_a_dropped_file_shows_what_was_read_before_anything_is_saved(folder: Path) -> None:
    opened = dropped()
    assert counts(opened)["Classes"] == "4"
    assert "82" in counts(opened).values()
    assert "columns name classes" in words(opened)
    assert not (folder / "kept").exists()


def test_a_file_that_cannot_be_taken_is_a_sentence_and_another_one_is_read_then() -> None:
    opened = dropped(b"class,images\ncat,many\n")
    assert any("pets.csv" in each for each in said(opened.error))
    opened.file_uploader[0].set_value([("good.csv", COUNTS, "text/csv")])
    opened = sound(opened.run())
    assert not opened.error
    assert counts(opened)["Classes"] == "4"


def chosen(opened: visit.AppTest, label: str) -> Any:
    """The select box of a label."""
    (box,) = [each for each in opened.selectbox if each.label == label]
    return box


def again(opened: visit.AppTest) -> visit.AppTest:
    (button,) = [each for each in opened.button if each.label == "Read again"]
    assert not button.disabled
    return sound(button.click().run())


def test_the_columns_are_picked_from_the_file_and_those_recognised_are_preselected() -> None:
    opened = dropped()
    box = chosen(opened, "Column of the classes")
    assert (box.options, box.value) == (["class", "split", "images"], "class")
    assert chosen(opened, "Column of the number of images").value == "images"
    assert chosen(opened, "Column of the number of boxes").value == ""
    assert "cat, dog, toy poodle" in words(opened)
    (button,) = [each for each in opened.button if each.label == "Read again"]
    assert button.disabled


def test_a_column_is_chosen_and_the_file_is_read_again() -> None:
    opened = dropped(b"class,alpha,beta\ncat,1,10\ndog,2,20\n")
    assert "30" not in counts(opened).values()
    opened = sound(chosen(opened, "Format").set_value("counts").run())
    opened = sound(chosen(opened, "Column of the number of images").set_value("beta").run())
    assert "10, 20" in words(opened)
    opened = again(opened)
    assert not opened.error
    assert "30" in counts(opened).values()


def test_the_classes_of_a_manifest_are_picked_where_they_are_not_known() -> None:
    opened = dropped(b"file,breed,kind\na/1.jpg,pug,dog\na/2.jpg,beagle,dog\n", "rows.csv")
    assert any("column of classes" in each for each in said(opened.error))
    opened = again(sound(chosen(opened, "Column of the classes").set_value("breed").run()))
    assert not opened.error
    assert counts(opened)["Classes"] == "2"


def test_another_format_is_read_at_once() -> None:
    opened = dropped(b"class,images\ncat,1\ndog,2\n")
    assert chosen(opened, "Format").value == "counts"
    opened = sound(chosen(opened, "Format").set_value("manifest").run())
    assert counts(opened)["Labels"] == "2"


def test_a_path_outside_the_folders_is_refused_and_one_inside_is_read(folder: Path) -> None:
    (folder / "mine.csv").write_bytes(COUNTS)
    opened = sound(visit.page(YOUR_DATA).run())
    opened.text_input(key="your_path").set_value("/etc/hostname")
    opened = press(opened, "your_read_path")
    assert any("EXPLORER_DATA_FOLDERS" in each for each in said(opened.error))
    opened.text_input(key="your_path").set_value("mine.csv")
    opened = press(opened, "your_read_path")
    assert not opened.error
    assert counts(opened)["Classes"] == "4"


def test_who_is_not_alone_on_the_server_names_no_path_and_keeps_nothing_on_it(folder: Path) -> None:
    with (
        mock.patch("explorer.pages.your_data.add.own_server", return_value=False),
        mock.patch("explorer.pages.your_data.save.own_server", return_value=False),
    ):
        opened = reviewed()
        assert not opened.radio
        press(opened, "your_save")
        page = sound(visit.page(YOUR_DATA).run())
        assert not [each for each in page.text_input if each.key == "your_path"]
    assert not (folder / "kept").exists()


def test_a_class_to_be_reviewed_does_not_count_until_it_is_accepted() -> None:
    opened = reviewed()
    assert counts(opened)["To review"] == "4"
    opened = press(opened, "your_Accept_0")
    assert (counts(opened)["Confirmed"], counts(opened)["To review"]) == ("1", "3")


def test_every_decision_is_counted_and_can_be_undone() -> None:
    opened = press(press(reviewed(), "your_Broader_0"), "your_None_3")
    assert (counts(opened)["Confirmed"], counts(opened)["No synset"]) == ("1", "1")
    opened = press(press(opened, "your_Undo_0"), "your_Undo_3")
    assert counts(opened)["To review"] == "4"


def test_all_with_one_candidate_are_accepted_at_once() -> None:
    opened = press(reviewed(), "your_accept_single")
    decided = opened.session_state["your_data_draft"].mapping.table
    assert decided.loc[decided["match"] == "accepted", "name"].tolist() == ["toy poodle"]
    assert opened.button(key="your_accept_single").disabled


def test_another_candidate_is_proposed_and_only_counts_once_accepted() -> None:
    opened = reviewed()
    (box,) = [each for each in opened.selectbox if each.label == "Synset of dog"]
    box.select_index(1)
    opened = sound(opened.run())
    mapping = opened.session_state["your_data_draft"].mapping
    assert mapping.table["wnid"][1] not in ("", "n02084071")
    assert mapping.wnids[1] == ""


def test_who_decided_is_written_into_the_mapping() -> None:
    opened = reviewed()
    opened.text_input(key="your_data_by").set_value("Ada")
    opened = press(opened, "your_Accept_0")
    assert opened.session_state["your_data_draft"].mapping.table["by"][0] == "Ada"


def test_the_mapping_is_taken_away_edited_and_comes_back() -> None:
    with visit.downloads() as files:
        opened = reviewed()
    edited = files["mapping.csv"].decode().replace("xyzzy,,,", "xyzzy,n02391049,accepted,")
    (box,) = [each for each in opened.file_uploader if each.label.startswith("mapping.csv")]
    box.upload("mapping.csv", edited.encode())
    opened = sound(opened.run())
    assert counts(opened)["Confirmed"] == "1"
    assert any("1 class of 4" in each for each in said(opened.success))


def test_a_mapping_with_a_wrong_row_is_refused_and_changes_nothing() -> None:
    opened = reviewed()
    (box,) = [each for each in opened.file_uploader if each.label.startswith("mapping.csv")]
    box.upload("mapping.csv", b"name,wnid,match\ncat,n99999999,accepted\n")
    opened = sound(opened.run())
    assert any("Row 2" in each for each in said(opened.error))
    assert counts(opened)["To review"] == "4"


def test_a_list_of_many_classes_has_pages() -> None:
    rows = "".join(f"thing {at},{1_000 - at}\n" for at in range(12))
    opened = reviewed(f"class,images\n{rows}".encode())
    assert "thing 0" in words(opened)
    assert "thing 5" not in words(opened)
    opened.pagination[0].set_value(3)
    opened = sound(opened.run())
    assert query(opened)["page"] == "3"
    assert "thing 11" in words(opened)


def test_numbers_are_asked_about_and_mapped_as_the_user_says() -> None:
    rows = "".join(f"{at},{at % 7 + 1}\n" for at in range(1_000))
    opened = reviewed(f"index,images\n{rows}".encode())
    assert counts(opened)["To review"] == "1,000"
    assert any("only numbered" in each for each in said(opened.warning))
    opened = press(opened, "your_None_6")
    opened.selectbox(key="your_numbering").set_value("ILSVRC class index")
    opened = sound(opened.run())
    assert (counts(opened)["Confirmed"], counts(opened)["No synset"]) == ("999", "1")


@pytest.mark.parametrize("where", ["folder", "session"])
def test_a_saved_data_set_is_on_the_other_pages(where: str) -> None:
    opened = saved(where)
    assert not opened.error
    assert len(opened.get("page_link")) == 6
    for page in (BALANCE, HIERARCHY, RELEASES):
        opened.switch_page(str(page.relative_to(visit.APP.parent)))
        opened.query_params.clear()
        opened.query_params["dataset"] = "pets"
        opened = sound(opened.run())
        assert not opened.warning, said(opened.warning)
        assert query(opened)["dataset"] == "pets"


def test_what_is_kept_is_there_for_the_next_visitor_and_what_is_not_is_gone() -> None:
    saved("folder")
    saved("session", b"class,images\nzebra,3\n", "zebras.csv")
    opened = sound(visit.page(YOUR_DATA, panel="kept").run())
    assert "1 data set of your own" in words(opened)
    opened = sound(visit.page(BALANCE, dataset="pets").run())
    assert not opened.warning


def there(folder: Path) -> dict[str, Folder]:
    """What is kept."""
    return dict(kept.listed(settings.Settings(data_dir=folder / "kept")).folders)


def drop(opened: visit.AppTest, data: bytes, name: str = "pets.csv") -> visit.AppTest:
    """Another file dropped in the same window."""
    opened = sound(opened.switch_page(str(YOUR_DATA.relative_to(visit.APP.parent))).run())
    opened.query_params.clear()
    opened = sound(opened.run())
    opened.file_uploader[0].set_value([(name, data, "text/csv")])
    return sound(opened.run())


CHANGED = COUNTS.replace(b"dog,train,40", b"dog,train,41") + b"zebra,train,9\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [(COUNTS, "pets.csv"), (COUNTS, "renamed.csv"), (CHANGED, "pets.csv")],
    ids=["the same", "the same under another name", "changed"],
)
def test_a_file_that_was_added_before_takes_its_place_with_its_mapping(
    folder: Path, data: bytes, name: str
) -> None:
    saved()
    opened = dropped(data, name)
    assert any("**pets**" in each for each in said(opened.info))
    opened = press(press(opened, "your_review"), "your_save")
    assert not opened.error
    (found,) = there(folder).values()
    own = kept.opened(found)
    assert own.key == "pets"
    assert own.mapping.counts["accepted"] == 3
    assert own.content.counts["images"].sum() == (82 if data == COUNTS else 92)


def test_a_file_that_was_added_before_is_a_second_data_set_only_if_that_is_chosen(
    folder: Path,
) -> None:
    saved()
    opened = press(dropped(), "your_review")
    opened = sound(opened.radio(key="your_replace").set_value(False).run())
    opened = press(opened, "your_save")
    assert list(there(folder)) == ["pets", "pets-2"]
    assert kept.opened(there(folder)["pets-2"]).mapping.counts["accepted"] == 3


def test_another_file_of_that_name_is_another_data_set(folder: Path) -> None:
    saved()
    opened = press(dropped(b"class,images\nzebra,3\nhorse,4\n"), "your_review")
    assert not [each for each in opened.radio if each.key == "your_replace"]
    press(opened, "your_save")
    assert list(there(folder)) == ["pets", "pets-2"]


def test_a_path_that_was_added_before_takes_its_place_under_its_title(folder: Path) -> None:
    def read() -> visit.AppTest:
        opened = sound(visit.page(YOUR_DATA).run())
        opened.text_input(key="your_path").set_value("mine.csv")
        return press(press(opened, "your_read_path"), "your_review")

    (folder / "mine.csv").write_bytes(COUNTS)
    opened = press(read(), "your_accept_page")
    opened.text_input(key="your_title").set_value("My pets")
    press(opened, "your_save")
    (folder / "mine.csv").write_bytes(b"class,images\ncat,5\nhorse,6\n")
    opened = press(read(), "your_save")
    assert not opened.error
    (found,) = there(folder).values()
    assert (found.path.name, found.about["title"]) == ("my-pets", "My pets")
    own = kept.opened(found)
    assert own.mapping.table["match"].tolist() == ["accepted", ""]
    assert own.path == str(folder / "mine.csv")


def test_the_same_file_in_one_session_takes_the_place_of_the_one_of_that_session() -> None:
    opened = saved("session")
    opened = press(drop(opened, CHANGED), "your_review")
    opened = press(opened, "your_save")
    assert not opened.error
    held = opened.session_state["own_datasets"]
    assert list(held) == ["pets"]
    assert held["pets"].mapping.counts["accepted"] == 3


def test_a_data_set_that_is_removed_meanwhile_is_saved_again_when_asked(folder: Path) -> None:
    opened = saved()
    changes.remove("pets", settings.Settings(data_dir=folder / "kept"))
    opened = press(press(opened, "your_None_0"), "your_save")
    assert any("was removed meanwhile" in each for each in said(opened.error))
    opened = press(opened, "your_save")
    assert not opened.error
    assert kept.opened(there(folder)["pets"]).mapping.counts["none"] == 1


def test_a_data_set_that_is_changed_meanwhile_is_replaced_only_when_asked_again(
    folder: Path,
) -> None:
    opened = saved()
    other = press(sound(visit.page(YOUR_DATA, panel="kept").run()), "your_open_pets")
    other = press(press(other, "your_None_1"), "your_save")
    assert not other.error
    opened = press(press(opened, "your_None_0"), "your_save")
    assert any("was changed meanwhile" in each for each in said(opened.error))
    assert kept.opened(there(folder)["pets"]).mapping.table["match"][0] == "accepted"
    opened = press(opened, "your_save")
    assert kept.opened(there(folder)["pets"]).mapping.table["match"][0] == "none"


def test_a_kept_data_set_is_reviewed_again_and_saved_in_its_place(folder: Path) -> None:
    saved()
    opened = press(sound(visit.page(YOUR_DATA, panel="kept").run()), "your_open_pets")
    assert counts(opened)["Confirmed"] == "3"
    assert opened.button(key="your_save").disabled
    opened = press(press(opened, "your_None_0"), "your_save")
    assert not opened.error
    values = settings.Settings(data_dir=folder / "kept")
    (found,) = kept.listed(values).folders.values()
    assert kept.opened(found).mapping.counts["none"] == 1


def test_a_kept_data_set_is_read_again_when_its_file_changed(folder: Path) -> None:
    file = folder / "mine.csv"
    file.write_bytes(COUNTS)
    opened = sound(visit.page(YOUR_DATA).run())
    opened.text_input(key="your_path").set_value("mine.csv")
    opened = press(press(press(opened, "your_read_path"), "your_review"), "your_accept_page")
    opened = press(opened, "your_save")
    opened = press(sound(visit.page(YOUR_DATA, panel="kept").run()), "your_refresh_mine")
    assert any("nothing changed" in each for each in said(opened.success))
    file.write_bytes(COUNTS + b"zebra,train,9\n")
    opened = press(opened, "your_refresh_mine")
    assert any("1 new class, 0 classes gone, 2 classes" in each for each in said(opened.success))
    opened = press(opened, "your_open_mine")
    assert counts(opened)["Confirmed"] == "3"
    file.unlink()
    opened = press(sound(visit.page(YOUR_DATA, panel="kept").run()), "your_refresh_mine")
    assert any("not there any more" in each for each in said(opened.warning))


def test_a_data_set_is_removed_only_when_asked_twice(folder: Path) -> None:
    saved()
    opened = sound(visit.page(YOUR_DATA, panel="kept").run())
    assert "Remove it for good" in [each.label for each in opened.button]
    opened = press(opened, "your_remove_pets")
    assert "no data set of your own" in " ".join(each.value for each in opened.info)
    assert not kept.listed(settings.Settings(data_dir=folder / "kept")).folders


def test_a_data_set_without_any_synset_is_sent_to_review_and_not_to_empty_pages() -> None:
    opened = press(reviewed(b"class,images\nxyzzy,3\nplugh,4\n"), "your_save")
    for page in (opened, sound(visit.page(YOUR_DATA, panel="kept").run())):
        assert "None of its classes has a synset yet" in words(page)
        assert not page.get("page_link")


def test_a_damaged_data_set_is_named_and_can_be_removed(folder: Path) -> None:
    saved()
    (folder / "kept" / "datasets" / "pets" / "dataset.json").write_text("{")
    opened = sound(visit.page(YOUR_DATA, panel="kept").run())
    assert "is damaged" in words(opened)
    opened = press(opened, "your_remove_pets")
    assert not (folder / "kept" / "datasets" / "pets").exists()


def test_a_damaged_table_is_a_sentence_on_every_page_and_can_be_removed(folder: Path) -> None:
    saved()
    (path,) = (folder / "kept" / "datasets" / "pets").glob("*/columns.parquet")
    path.write_bytes(path.read_bytes()[::-1])
    opened = sound(visit.page(BALANCE, dataset="pets").run())
    assert any("columns.parquet is damaged" in each for each in said(opened.error))
    opened = press(sound(visit.page(YOUR_DATA, panel="kept").run()), "your_remove_pets")
    assert not there(folder)


def test_a_part_of_a_mapping_leaves_the_other_classes_as_they_were() -> None:
    opened = press(reviewed(), "your_Accept_0")
    (box,) = [each for each in opened.file_uploader if each.label.startswith("mapping.csv")]
    # As Excel writes it in many countries: a byte order mark, semicolons, columns of one's own.
    edited = "\ufeffname;wnid;match;mine\r\ndog;n02084071;accepted;x\r\n"
    box.upload("mapping.csv", edited.encode())
    opened = sound(opened.run())
    assert not opened.error
    decided = opened.session_state["your_data_draft"].mapping.table
    assert decided["match"].tolist() == ["accepted", "accepted", "", ""]
    assert decided["wnid"][2] == "n02113624"


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("dog,n99999999,accepted", "n99999999"),
        ("dog,n02084071,maybe", "maybe"),
        ("cat,n02121620,accepted", "again"),
    ],
    ids=["unknown wnid", "unknown match", "duplicate name"],
)
def test_a_kept_mapping_edited_with_a_mistake_is_refused_and_the_old_one_stays(
    folder: Path, row: str, wrong: str
) -> None:
    saved()
    (found,) = there(folder).values()
    found.mapping.write_text(f"name,wnid,match\ncat,n02121620,accepted\n{row}\n")
    opened = press(dropped(), "your_review")
    assert counts(opened)["Confirmed"] == "3"
    with pytest.raises(UploadError, match=wrong):
        changes.refresh("pets", atlas(), settings.Settings(data_dir=folder / "kept"))
    sound(visit.page(BALANCE, dataset="pets").run())


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"PK\x03\x04" + b"0" * 60, "Unpack it"), (b"\x89PNG\r\n\x1a\n" + b"0" * 60, "not needed")],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(data: bytes, what: str) -> None:
    assert what in said(dropped(data, "some.bin").error)[0]


def test_names_with_markup_are_shown_as_they_stand() -> None:
    opened = reviewed(b"class,images\n<b>x</b>,1\n**y**,2\n$z$,3\n\xe2\x80\xaeabc,4\n")
    shown = words(opened)
    for text in ("<b>x</b>", "**y**", "$z$", "U+202Eabc"):
        assert text in shown


def test_an_offensive_candidate_stays_hidden() -> None:
    (wnid,) = unmistakable(1)
    name = atlas().revealed().lexicon.name(wnid)
    opened = reviewed(f"class,images\n{name},1\n".encode())
    assert wnid in visit.everything(opened)
    gloss = atlas().revealed().lexicon.gloss(wnid)
    assert gloss not in visit.everything(opened)
