"""What was read is known again: from the same path, with the same content, of the same name."""

import dataclasses
from pathlib import Path

import pytest

from explorer.ingest.library import changes, kept, same
from explorer.ingest.library.own import OwnDataSet, fingerprint
from explorer.settings import Settings
from tests.support.own_data import animals, content, mapping, own, settings
from tests.support.real import atlas


@pytest.fixture
def limits(tmp_path: Path) -> Settings:
    return settings(tmp_path)


def some(classes: list[str], images: int = 3, path: str = "", key: str = "one") -> OwnDataSet:
    rows = [{"position": at, "images": images} for at in range(len(classes))]
    read = content(rows, classes)
    return own(read, mapping(read, [""] * len(classes)), key, path=path)


def why(read: OwnDataSet, *known: OwnDataSet) -> tuple[str, str] | None:
    found = same.look(read.content, read.path, known)
    return None if found is None else (found.key, found.why)


def test_the_path_goes_before_the_content_and_that_before_the_name():
    read = some(["a", "b"], path="/x/animals.csv")
    by_content = some(["a", "b"], path="/y/animals.csv", key="content")
    by_path = some(["z"], path="/x/animals.csv", key="path")
    assert why(read, by_content, by_path) == ("path", "path")
    assert why(read, by_content) == ("content", "content")
    dropped = dataclasses.replace(some(["a", "b"]), path="")
    by_name = some(["a", "b"], images=9, key="name")
    assert why(dropped, by_name, by_content) == ("content", "content")
    assert why(dropped, by_name) == ("name", "name")


@pytest.mark.parametrize(
    ("classes", "known"),
    [(["a", "b", "c"], True), (["a", "x", "y", "z"], True), (["x", "y"], False)],
)
def test_a_file_of_the_same_name_has_to_share_half_of_the_classes(classes, known):
    before = some(["a", "b"], images=9)
    assert (why(some(classes), before) is not None) == known


def test_another_path_of_the_same_name_is_another_data_set():
    before = some(["a", "b"], images=9, path="/x/animals.csv")
    assert why(some(["a", "b"], path="/y/animals.csv"), before) is None


def test_a_fingerprint_is_that_of_names_and_counts():
    assert fingerprint(animals().content) == fingerprint(animals("other").content)
    assert fingerprint(animals().content) != fingerprint(animals(images=11).content)
    assert fingerprint(some(["a"]).content) != fingerprint(some(["b"]).content)


def test_what_is_kept_is_known_like_what_a_session_has(limits):
    folder = kept.keep(some(["a", "b"], path="/x/animals.csv"), atlas(), limits)
    found = same.look(some(["a", "b"]).content, "", [folder])
    assert found is not None
    assert (found.key, found.title, found.why, found.state) == (
        "one",
        "One",
        "content",
        folder.state,
    )


def test_a_path_that_is_added_again_keeps_its_title_unless_another_is_given(tmp_path, limits):
    path = tmp_path / "pets.csv"
    for text, name in (("n02084071,5", "My pets"), ("n02084071,7", ""), ("n02084071,7", "Others")):
        path.write_text(f"class,images\n{text}\n")
        changes.keep(changes.read(path, atlas(), limits, name=name), atlas(), limits)
    titles = {key: each.about["title"] for key, each in kept.listed(limits).folders.items()}
    assert titles == {"my-pets": "My pets", "others": "Others"}


def test_the_same_frame_under_the_same_name_is_one_data_set(limits):
    for images in (3, 3, 4):
        read = some(["a"], images=images).content
        changes.keep(changes.prepared(read, atlas(), limits, name="Pets"), atlas(), limits)
    assert list(kept.listed(limits).folders) == ["pets", "pets-2"]
