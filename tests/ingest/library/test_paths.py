"""A path is named in a browser only on the user's own machine, below folders that are named."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import UploadError
from explorer.ingest.library import paths
from explorer.settings import Settings, read_settings


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """A folder that may be named, with a file in it and a secret beside it."""
    folder = tmp_path / "data"
    (folder / "pets").mkdir(parents=True)
    (folder / "pets" / "counts.csv").write_text("class,images\n")
    (tmp_path / "secret.csv").write_text("class,images\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.csv").write_text("class,images\n")
    (tmp_path / "data-elsewhere").mkdir()
    (tmp_path / "data-elsewhere" / "counts.csv").write_text("class,images\n")
    return folder


def limits(*folders: Path) -> Settings:
    return dataclasses.replace(Settings(), data_folders=folders)


def test_a_file_or_folder_below_a_named_folder_is_taken(inside):
    for path in (inside, inside / "pets", inside / "pets" / "counts.csv"):
        assert paths.allowed(f" {path} ", limits(inside), own_machine=True) == path.resolve()


def test_a_path_may_be_given_from_a_named_folder_on(inside):
    found = paths.allowed("pets/counts.csv", limits(inside.parent / "x", inside), own_machine=True)
    assert found == inside / "pets" / "counts.csv"


def test_no_path_is_taken_where_others_reach_the_server(inside):
    with pytest.raises(UploadError, match="listens on this machine alone"):
        paths.allowed(str(inside), limits(inside), own_machine=False)


def test_no_path_is_taken_before_a_folder_is_named(inside):
    with pytest.raises(UploadError, match="set EXPLORER_DATA_FOLDERS"):
        paths.allowed(str(inside), limits(), own_machine=True)
    assert Settings().data_folders == ()


@pytest.mark.parametrize(
    "path",
    [
        "{0}/../secret.csv",
        "{0}/pets/../../secret.csv",
        "{0}/../data-elsewhere/counts.csv",
        "{0}-elsewhere/counts.csv",
        "{0}/../nothing.csv",
        "/",
        "/etc/passwd",
        "../secret.csv",
        "pets/../../secret.csv",
        "",
        "../outside/secret.csv",
        "{0}\x00",
    ],
)
def test_what_is_elsewhere_is_refused_in_the_same_words_whether_it_exists(inside, path):
    with pytest.raises(UploadError, match="is not below a folder that EXPLORER_DATA_FOLDERS names"):
        paths.allowed(path.format(inside), limits(inside), own_machine=True)


@pytest.mark.parametrize("target", ["secret.csv", "data-elsewhere", "nothing"])
def test_a_link_that_leads_out_is_refused(inside, target):
    (inside / "link").symlink_to(inside.parent / target)
    with pytest.raises(UploadError, match="is not below a folder"):
        paths.allowed(str(inside / "link"), limits(inside), own_machine=True)


@pytest.mark.parametrize("target", ["../secret.csv", "../data-elsewhere", "../../secret.csv"])
def test_a_folder_with_a_link_that_leads_out_is_refused_by_name(inside, target):
    (inside / "pets" / "link").symlink_to(Path("..") / target)
    with pytest.raises(UploadError, match=r"link is a link that leads out of the folders"):
        paths.allowed(str(inside), limits(inside), own_machine=True)


def test_a_link_within_the_named_folders_is_taken(inside):
    (inside / "link").symlink_to(inside / "pets")
    assert paths.allowed(str(inside / "link"), limits(inside), own_machine=True) == inside / "pets"
    assert paths.allowed(str(inside), limits(inside), own_machine=True) == inside


def test_a_circle_of_links_is_refused(inside):
    (inside / "a").symlink_to(inside / "b")
    (inside / "b").symlink_to(inside / "a")
    with pytest.raises(UploadError):
        paths.allowed(str(inside / "a"), limits(inside), own_machine=True)


def test_a_named_folder_may_be_a_link_itself(inside):
    (inside.parent / "named").symlink_to(inside)
    named = inside.parent / "named"
    assert paths.allowed(str(named / "pets"), limits(named), own_machine=True) == inside / "pets"


def test_what_is_not_there_is_said(inside):
    with pytest.raises(UploadError, match="There is no file or folder of that path"):
        paths.allowed(str(inside / "nothing"), limits(inside), own_machine=True)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_refused_in_a_sentence(text):
    with pytest.raises(UploadError):
        paths.allowed(text, limits(Path("/nowhere/at/all")), own_machine=True)


def test_several_folders_are_named_as_in_path(monkeypatch):
    monkeypatch.setenv("HOME", "/home/someone")
    read = read_settings({"EXPLORER_DATA_FOLDERS": "/data:~/sets:"})
    assert read.data_folders == (Path("/data"), Path("/home/someone/sets"))
