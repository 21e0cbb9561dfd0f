"""A data set is added, read again when its source changed, mapped anew and removed."""

import csv
import io
import os
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import datasets
from explorer.errors import UnknownDataSet, UploadError
from explorer.ingest.library import changes, kept, keys
from explorer.ingest.library.changes import Reading
from explorer.ingest.names.mapping import unmapped
from explorer.progress import Cancelled
from explorer.settings import Settings
from tests.support.own_data import CAT, DOG, PUPPY, settings
from tests.support.real import atlas


@pytest.fixture
def limits(tmp_path: Path) -> Settings:
    return settings(tmp_path)


def table(path: Path, **images: int) -> Path:
    """A table of counts by wnid or name."""
    path.write_text("class,images\n" + "".join(f"{name},{n}\n" for name, n in images.items()))
    return path


def add(path: Path, limits: Settings, **also: object) -> Reading:
    found = changes.read(path, atlas(), limits, **also)  # type: ignore[arg-type]
    changes.keep(found, atlas(), limits)
    return found


def images(limits: Settings, key: str) -> dict[str, float]:
    found = kept.dataset(kept.find(limits, key), atlas().hierarchy)
    frame = found.columns.frame(["images"])
    return {str(wnid): float(images) for wnid, images in frame["images"].items()}


def edited(data: bytes, name: str, **cells: str) -> bytes:
    """A mapping file with some cells of a class changed."""
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    for row in rows:
        if row["name"] == name:
            row.update(cells)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def test_a_table_of_fall_2011_by_wnid_gives_its_roll_ups(tmp_path, limits):
    built = atlas().dataset("fall11")
    frame = built.columns.frame(["images"]).astype("Int64").reset_index()
    frame.to_csv(tmp_path / "mine.csv", index=False)
    found = add(tmp_path / "mine.csv", limits)
    assert found.own.key == "mine"
    mine = datasets.roll_up(
        atlas().hierarchy, kept.dataset(kept.find(limits, "mine"), atlas().hierarchy)
    )
    for measure in ("classes", "images", "images_per_class"):
        expected = atlas().roll_up("fall11")
        assert np.array_equal(mine.subtree(measure), expected.subtree(measure), equal_nan=True)
        assert np.array_equal(mine.own(measure), expected.own(measure), equal_nan=True)


def test_the_same_source_under_the_same_name_takes_its_place(tmp_path, limits):
    path = table(tmp_path / "pets.csv", n02084071=5, n02121620=3)
    add(path, limits)
    table(path, n02084071=7, n02121620=3)
    add(path, limits)
    assert list(kept.listed(limits).folders) == ["pets"]
    assert images(limits, "pets") == {DOG: 7, CAT: 3}


def test_a_folder_that_is_named_by_a_dot_has_its_own_name(tmp_path, limits, monkeypatch):
    for image in ("pets/dog/1.jpg", "pets/cat/2.jpg"):
        (tmp_path / image).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / image).write_bytes(b"an image")
    for here, path in (("pets", "."), ("pets/dog", "..")):
        monkeypatch.chdir(tmp_path / here)
        own = changes.read(Path(path), atlas(), limits).own
        assert (own.key, own.title, own.path) == ("pets", "pets", str(tmp_path / "pets"))


def test_another_source_of_that_name_gets_a_key_of_its_own(tmp_path, limits):
    (tmp_path / "a").mkdir()
    add(table(tmp_path / "pets.csv", n02084071=5), limits)
    add(table(tmp_path / "a" / "pets.csv", n02121620=3), limits)
    assert list(kept.listed(limits).folders) == ["pets", "pets-2"]


def test_a_source_that_did_not_change_is_not_read_again(tmp_path, limits):
    add(table(tmp_path / "pets.csv", n02084071=5), limits)
    assert changes.refresh("pets", atlas(), limits) is None
    assert changes.refresh("pets", atlas(), limits, again=True) is not None


@pytest.mark.parametrize("touch", ["size", "time"])
def test_a_source_that_changed_is_read_again(tmp_path, limits, touch):
    path = table(tmp_path / "pets.csv", n02084071=5)
    add(path, limits)
    before = path.stat()
    table(path, n02084071=6 if touch == "time" else 60)
    if touch == "size":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert changes.refresh("pets", atlas(), limits) is not None
    assert images(limits, "pets")[DOG] in (6, 60)


def test_decisions_are_carried_over_new_names_and_gone_ones_are_told(tmp_path, limits):
    path = table(tmp_path / "pets.csv", doggo=5, moggy=3, gone=1)
    add(path, limits)
    data = edited(
        kept.find(limits, "pets").mapping.read_bytes(), "doggo", wnid=DOG, match="accepted", by="me"
    )
    changes.remap("pets", data, atlas(), limits)
    assert images(limits, "pets")[DOG] == 5
    table(path, moggy=3, doggo=8, newcomer=2)
    found = changes.refresh("pets", atlas(), limits)
    assert found is not None
    assert (found.new, found.gone) == (("newcomer",), ("gone",))
    assert images(limits, "pets")[DOG] == 8
    mapping = kept.opened(kept.find(limits, "pets")).mapping.table.set_index("name")
    assert mapping.loc["doggo", ["wnid", "match", "by"]].tolist() == [DOG, "accepted", "me"]
    assert mapping.loc["newcomer", "match"] == ""


def test_a_decision_on_a_name_that_is_gone_is_there_when_it_comes_back(tmp_path, limits):
    path = table(tmp_path / "pets.csv", doggo=5, n02121620=3)
    add(path, limits)
    data = edited(
        kept.find(limits, "pets").mapping.read_bytes(), "doggo", wnid=DOG, match="accepted"
    )
    changes.remap("pets", data, atlas(), limits)
    table(path, n02121620=3)
    changes.refresh("pets", atlas(), limits)
    table(path, doggo=6, n02121620=3)
    changes.refresh("pets", atlas(), limits)
    assert images(limits, "pets") == {DOG: 6, CAT: 3}


def test_a_mapping_edited_in_its_folder_is_taken_by_a_refresh(tmp_path, limits):
    add(table(tmp_path / "pets.csv", doggo=5, n02121620=3), limits)
    file = kept.find(limits, "pets").mapping
    file.write_bytes(edited(file.read_bytes(), "doggo", wnid=PUPPY, match="broader"))
    assert changes.refresh("pets", atlas(), limits) is not None
    assert images(limits, "pets") == {PUPPY: 5, CAT: 3}
    assert not kept.find(limits, "pets").edited()


def test_a_faulty_mapping_leaves_the_data_set_as_it_was(tmp_path, limits):
    add(table(tmp_path / "pets.csv", doggo=5, n02121620=3), limits)
    before = kept.find(limits, "pets")
    data = edited(before.mapping.read_bytes(), "doggo", wnid="n99999999", match="accepted")
    with pytest.raises(UploadError, match="n99999999"):
        changes.remap("pets", data, atlas(), limits)
    assert kept.find(limits, "pets").state == before.state


def test_a_mapping_that_is_given_goes_before_what_is_proposed(tmp_path, limits):
    path = table(tmp_path / "pets.csv", dog=5, moggy=3, n02121620=2)
    (tmp_path / "mapping.csv").write_text(f"name,wnid,match\ndog,{PUPPY},accepted\n")
    found = add(path, limits, mapping=(tmp_path / "mapping.csv").read_bytes())
    assert found.own.mapping.table["match"].tolist() == ["accepted", "", "exact"]
    assert images(limits, "pets") == {PUPPY: 5, CAT: 2}


def test_a_source_that_is_gone_leaves_the_data_set_as_it_was(tmp_path, limits):
    path = table(tmp_path / "pets.csv", n02084071=5)
    add(path, limits)
    path.unlink()
    with pytest.raises(UploadError, match="is not there any more, so pets stays as it was"):
        changes.refresh("pets", atlas(), limits)
    assert images(limits, "pets") == {DOG: 5}


def test_a_source_that_cannot_be_read_any_more_leaves_the_data_set_as_it_was(tmp_path, limits):
    path = table(tmp_path / "pets.csv", n02084071=5)
    add(path, limits)
    path.write_bytes(b"\x00\x01")
    with pytest.raises(UploadError):
        changes.refresh("pets", atlas(), limits)
    assert images(limits, "pets") == {DOG: 5}


def test_what_is_cancelled_leaves_nothing_behind(tmp_path, limits):
    def stop(_share: float, _sentence: str) -> None:
        raise Cancelled("You cancelled it.")

    with pytest.raises(Cancelled):
        changes.read(table(tmp_path / "pets.csv", n02084071=5), atlas(), limits, stop)
    assert not limits.data_dir.exists()


def test_what_is_removed_is_unknown(tmp_path, limits):
    add(table(tmp_path / "pets.csv", n02084071=5), limits, name="My pets")
    assert changes.remove("my-pets", limits) == "My pets"
    with pytest.raises(UnknownDataSet, match="you have not added any"):
        changes.remove("my-pets", limits)


def test_a_data_set_outlives_its_source(tmp_path, limits):
    (tmp_path / "source").mkdir()
    add(table(tmp_path / "source" / "pets.csv", n02084071=5), limits)
    shutil.rmtree(tmp_path / "source")
    assert images(limits, "pets") == {DOG: 5}


def test_combining_keeps_what_is_given_and_fills_what_is_not():
    classes = pd.DataFrame({"id": ["a", "b", "c"], "name": ["a", "b", "c"]})
    plain = unmapped(classes)
    given = plain.decided([0], "none", [""], "me")
    proposed = plain.decided([0, 1], "exact", [DOG, CAT], "its id")
    found = changes.combined(given, proposed).table
    assert found["match"].tolist() == ["none", "exact", ""]
    assert found["wnid"].tolist() == ["", CAT, ""]


# Keys and titles


SOME = st.sets(st.sampled_from(["fall11", "pets", "my-pets", "pets-2", "data-set", "con"]))


@given(st.text(max_size=80) | st.sampled_from(["pets", "Pets!", "con"]), SOME, SOME)
def test_a_key_is_a_safe_name_of_a_folder_that_nobody_else_has(name, built_in, taken):
    found = keys.key(name, built_in, taken)
    assert keys.KEY.fullmatch(found)
    assert len(found) <= keys.LONGEST_KEY
    assert found not in built_in | taken | keys.DEVICES
    assert Path(found).name == found


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("My pets", "my-pets"),
        ("../../etc/passwd", "etc-passwd"),
        ("Fall11", "my-fall11"),
        ("Bäume & Sträucher", "baume-straucher"),
        ("犬", "data-set"),
        ("CON", "my-con"),
        ("", "data-set"),
        ("a" * 200, "a" * 32),
    ],
)
def test_a_key_is_made_of_the_title(name, key):
    assert keys.key(name, {"fall11"}) == key


def test_a_title_shows_what_is_not_seen():
    assert keys.title("a\u202eb\nc") == "aU+202Eb c"
    assert keys.title("", "/data/pets.csv") == "pets"
    assert len(keys.title("x" * 500)) == 60
