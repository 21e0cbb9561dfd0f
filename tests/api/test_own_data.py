"""A data set of one's own in a notebook, and what the README prints of it."""

import ast
import re
from pathlib import Path

import pandas as pd
import pytest

import explorer
from explorer import api, cli
from explorer import atlas as atlases
from explorer.api import own_data
from explorer.api.explorer import Explorer
from explorer.cli import library as commands
from explorer.errors import ExplorerError, UnknownDataSet, UnknownMeasure, UploadError
from explorer.settings import Settings
from tests.api.test_notebook import section
from tests.support import notebook
from tests.support.own_data import CAT, DOG, PUPPY
from tests.support.own_data import settings as below
from tests.support.real import atlas

PETS = pd.DataFrame({"label": [DOG, DOG, CAT, "my doggo"]})


@pytest.fixture(autouse=True)
def limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder of kept data sets for each test, and the atlas of all tests."""
    found = below(tmp_path)
    for module in (own_data, api, cli, commands):
        monkeypatch.setattr(module, "settings", lambda: found)
    ready = atlas()
    monkeypatch.setattr(atlases, "load", lambda *_: ready)
    monkeypatch.chdir(tmp_path)
    return found


@pytest.fixture
def ex() -> Explorer:
    return explorer.load()


def test_a_frame_is_a_data_set_in_every_method(ex):
    pets = ex.add(PETS, name="Pets", label="label")
    assert pets.key == "pets"
    assert ex.dataset("pets").columns.frame(["images"])["images"].to_dict() == {DOG: 2, CAT: 1}
    assert ex.balance("pets").metrics["images"] == 3
    assert ex.releases("pets").classes == {"pets": 2, "fall11": 21_841}
    assert len(ex.plan("pets").classes) == 2
    assert ex.people("pets").drop_list.empty
    assert ex.synset(DOG).figures("pets").loc["images", "subtree"] == 2
    listed = ex.datasets.set_index("key")
    assert listed.loc["pets", ["classes", "images"]].tolist() == [2, 3]


def test_a_mapping_is_taken_from_a_frame(ex):
    first = ex.add(PETS, name="Pets", label="label")
    mapping = first.mapping
    mapping.loc[mapping["name"] == "my doggo", ["wnid", "match"]] = [PUPPY, "accepted"]
    second = ex.add(PETS, name="Reviewed", label="label", mapping=mapping)
    assert second.unmapped.empty
    assert first.unmapped["name"].tolist() == ["my doggo"]
    assert ex.balance("reviewed").metrics["images"] == 4


def test_rows_that_are_neither_images_nor_annotations_are_refused(ex):
    frame = pd.DataFrame({"image": ["1", "2"], "label": [DOG, CAT]})
    with pytest.raises(UploadError, match="'images' or 'annotations' as rows, found 'image'"):
        ex.add(frame, rows="image")


def test_two_of_one_name_have_keys_of_their_own(ex):
    assert [ex.add(PETS, name="Pets", label="label").key for _ in range(2)] == ["pets", "pets-2"]


def test_what_is_not_kept_is_gone_in_the_next_session(ex, limits):
    assert not ex.add(PETS, name="Pets", label="label").kept
    assert not limits.data_dir.exists()
    with pytest.raises(UnknownDataSet):
        explorer.load().dataset("pets")


def test_what_is_kept_is_there_in_the_next_session_and_in_the_terminal(ex, capsys):
    assert ex.add(PETS, name="Pets", label="label", keep=True).kept
    again = explorer.load()
    assert again.balance("pets").metrics["images"] == 3
    assert cli.main(["show", DOG, "--dataset", "pets"]) == 0
    assert "Images 2 2 " in " ".join(capsys.readouterr().out.split())


def test_what_is_kept_and_what_is_not_are_listed(ex):
    ex.add(PETS, name="Pets", label="label", keep=True)
    ex.add(PETS.head(2), name="Dogs", label="label")
    listed = ex.list().set_index("key")
    columns = ["title", "kept", "classes", "confirmed", "to_review", "problem"]
    assert listed.loc["pets", columns].tolist() == ["Pets", True, 3, 2, 1, ""]
    assert listed.loc["dogs", columns].tolist() == ["Dogs", False, 1, 1, 0, ""]
    assert explorer.load().list()["key"].tolist() == ["pets"]


def test_a_source_that_changed_is_listed_and_refreshed_with_its_mapping(ex):
    Path("pets.csv").write_text("class,images\ndoggo,5\nmoggy,3\n")
    first = ex.add("pets.csv", keep=True)
    mapping = first.mapping
    mapping.loc[0, ["wnid", "match"]] = [DOG, "accepted"]
    ex.add("pets.csv", mapping=mapping, keep=True)
    assert ex.refresh("pets").changes == ""
    Path("pets.csv").write_text("class,images\ndoggo,50\nnewcomer,1\n")
    assert ex.list()["source_changes"].isna().all()
    said = "Of its files, changed: pets.csv."
    assert ex.list(changes=True)["source_changes"].tolist() == [said]
    again = ex.refresh("pets")
    assert again.changes == said
    assert ex.balance("pets").metrics["images"] == 50
    assert explorer.load().balance("pets").metrics["images"] == 50
    assert again.unmapped["name"].tolist() == ["newcomer"]


def test_a_frame_that_is_kept_is_refreshed_by_the_frame_as_it_is_now(ex):
    first = ex.add(PETS, name="Pets", label="label", keep=True)
    mapping = first.mapping
    mapping.loc[mapping["name"] == "my doggo", ["wnid", "match"]] = [PUPPY, "accepted"]
    ex.add(PETS, name="Pets", label="label", keep=True, mapping=mapping)
    more = pd.concat([PETS, PETS])
    assert ex.refresh("pets", more).key == "pets"
    assert ex.balance("pets").metrics["images"] == 8
    assert ex.list()["key"].tolist() == ["pets"]


def test_what_is_removed_is_gone_here_and_in_the_next_session(ex):
    ex.add(PETS, name="Pets", label="label", keep=True)
    ex.add(PETS, name="Others", label="label")
    assert [ex.remove("pets"), ex.remove("others")] == ["Pets", "Others"]
    for each in (ex, explorer.load()):
        assert each.list().empty
        with pytest.raises(UnknownDataSet):
            each.dataset("pets")
    for key in ("pets", "fall11"):
        with pytest.raises(UnknownDataSet):
            ex.remove(key)


def test_a_damaged_data_set_is_listed_with_what_is_wrong_and_can_be_removed(ex, limits):
    ex.add(PETS, name="Pets", label="label", keep=True)
    (limits.data_dir / "datasets" / "pets" / "dataset.json").write_text("{")
    (row,) = ex.list().to_dict("records")
    assert (row["key"], pd.isna(row["classes"])) == ("pets", True)
    assert "is damaged" in row["problem"]
    with pytest.raises(ExplorerError, match="is damaged"):
        ex.refresh("pets")
    ex.remove("pets")
    assert ex.list().empty


def test_a_folder_that_is_no_data_set_is_not_removed(ex, limits):
    (limits.data_dir / "datasets" / "notes").mkdir(parents=True)
    with pytest.raises(ExplorerError, match="no folder of a data set"):
        ex.remove("notes")
    assert (limits.data_dir / "datasets" / "notes").is_dir()


def test_one_explorer_does_not_change_another(ex):
    other = explorer.load()
    ex.add(PETS, name="Pets", label="label")
    with pytest.raises(UnknownDataSet):
        other.dataset("pets")


def test_a_damaged_folder_is_warned_of(ex, limits):
    ex.add(PETS, name="Pets", label="label", keep=True)
    (limits.data_dir / "datasets" / "notes").mkdir()
    with pytest.warns(UserWarning, match="notes is no folder of a data set"):
        assert explorer.load().balance("pets").metrics["images"] == 3


def test_what_cannot_be_taken_is_refused_in_a_sentence(ex):
    with pytest.raises(UploadError, match="does not exist"):
        ex.add("no-such-file.csv")
    with pytest.raises(UploadError, match="found an object of type int"):
        ex.add(3, name="Pets")
    with pytest.raises(UploadError, match="cannot be read"):
        ex.add(PETS, label="label", mapping="no-such-file.csv")


def test_boxes_of_a_data_set_without_any_are_refused(ex):
    ex.add(PETS, name="Pets", label="label")
    with pytest.raises(UnknownMeasure, match="Pets has no bounding boxes"):
        ex.boxes(dataset="pets")


# The README


def printed(language: str) -> str:
    (code,) = re.findall(rf"```{language}\n(.*?)```", section("Your own data"), re.DOTALL)
    return code


def test_the_readmes_commands_run_as_they_stand_there(capsys):
    Path("pets.csv").write_text(printed("csv"))
    lines = re.findall(r"^imagenet-explorer (.*)$", section("Your own data"), re.MULTILINE)
    assert len(lines) == 9
    for line in lines:
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
        assert cli.main(words) == 0, capsys.readouterr().err


def test_the_readmes_code_gives_what_its_comments_say(ex):
    Path("pets.csv").write_text(printed("csv"))
    code = printed("python")
    lines, names, compared = code.splitlines(), {"ex": ex}, 0
    for statement in ast.parse(code).body:
        source = ast.get_source_segment(code, statement)
        assert source is not None
        assert statement.end_lineno is not None
        value = notebook.run(source, names)
        comment = lines[statement.end_lineno - 1].partition("  # ")[2]
        if re.fullmatch(r"[0-9.]+|\[.*\]", comment):
            assert repr(value) == comment
            compared += 1
    assert compared == 2
