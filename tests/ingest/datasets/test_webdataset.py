"""WebDataset shards become classes, splits and counts without their images being read."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from explorer.errors import UploadError
from explorer.ingest.datasets import formats, tar_headers
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.progress import Cancelled
from explorer.settings import Settings
from tests.support.data_set_files import figures, said, tar_of, webdataset

IMAGE = b"\xff\xd8"


def read(path: Path, limits: Settings | None = None, **chosen) -> Content:
    return formats.read(path, limits or Settings(), options=Options(**chosen))


def shard(path: Path, *labels: str, suffix: str = "cls") -> Path:
    files: dict[str, bytes] = {}
    for at, label in enumerate(labels):
        files |= {f"{at}.jpg": IMAGE, f"{at}.{suffix}": label.encode()}
    return tar_of(path, files)


def test_classes_are_counted_in_splits_by_the_names_of_shards(tmp_path: Path) -> None:
    content = read(webdataset(tmp_path))
    assert figures(content) == {("0", "train"): 2, ("1", "train"): 1, ("1", "val"): 1}
    assert list(content.classes["name"]) == ["dog", "cat"]
    assert content.splits.to_dict("list") == {
        "split": ["train", "val"],
        "images": [3, 1],
        "unlabelled": [0, 0],
    }
    assert content.shared is False


def test_a_class_without_a_list_of_names_is_its_number(tmp_path: Path) -> None:
    content = read(shard(tmp_path / "a.tar", "10", "9", "10"))
    assert content.classes.to_dict("list") == {
        "id": ["9", "10"],
        "name": ["9", "10"],
        "synset": ["", ""],
    }


def test_a_list_of_names_that_is_too_short_is_not_used(tmp_path: Path) -> None:
    shard(tmp_path / "a.tar", "0", "2")
    (tmp_path / "classes.txt").write_text("dog\ncat\n", encoding="utf-8")
    content = read(tmp_path)
    assert list(content.classes["name"]) == ["0", "2"]
    assert said(content)["files of class names with only 2 lines for the classes"][0] == 1


def test_a_list_of_names_can_have_wnids(tmp_path: Path) -> None:
    shard(tmp_path / "a.tar", "0", "1")
    (tmp_path / "synsets.txt").write_text("n01440764 tench\nn01443537\n", encoding="utf-8")
    content = read(tmp_path)
    assert list(content.classes["synset"]) == ["n01440764", "n01443537"]
    assert list(content.classes["name"]) == ["tench", "n01443537"]


@pytest.mark.parametrize(
    "about", ['{"label": "dog", "width": 3}', '"dog"', '{"class_name": "dog"}', '["dog"]']
)
def test_a_class_can_be_in_json(tmp_path: Path, about: str) -> None:
    assert figures(read(shard(tmp_path / "a.tar", about, suffix="json"))) == {("dog", ""): 1}


def test_another_key_of_json_can_be_chosen(tmp_path: Path) -> None:
    path = shard(tmp_path / "a.tar", '{"label": "dog", "breed": "beagle"}', suffix="json")
    assert figures(read(path, label="breed")) == {("beagle", ""): 1}


def test_an_image_of_several_classes_is_counted_in_each_and_said(tmp_path: Path) -> None:
    content = read(shard(tmp_path / "a.tar", '["dog", "cat", "dog"]', suffix="json"))
    assert figures(content) == {("dog", ""): 1, ("cat", ""): 1}
    assert content.shared is True
    assert list(content.splits["images"]) == [1]


def test_an_image_without_a_class_is_counted_as_unlabelled(tmp_path: Path) -> None:
    files = {"1.jpg": IMAGE, "1.cls": b"dog", "2.jpg": IMAGE, "3.jpg": IMAGE, "3.cls": b"-1"}
    content = read(tar_of(tmp_path / "a.tar", files))
    assert content.splits.to_dict("records") == [{"split": "", "images": 3, "unlabelled": 2}]


def test_a_sample_without_an_image_is_set_aside(tmp_path: Path) -> None:
    content = read(tar_of(tmp_path / "a.tar", {"1.jpg": IMAGE, "1.cls": b"dog", "2.cls": b"dog"}))
    assert figures(content) == {("dog", ""): 1}
    assert said(content) == {"samples without an image": (1, "'a.tar', '2'")}


def test_captions_are_not_taken_for_classes(tmp_path: Path) -> None:
    path = shard(tmp_path / "a.tar", *(f"a photo of thing {at}" for at in range(50)), suffix="txt")
    with pytest.raises(UploadError, match="look like captions"):
        read(path)
    assert len(read(path, label="txt").classes) == 50


def test_texts_that_repeat_are_classes(tmp_path: Path) -> None:
    path = shard(tmp_path / "a.tar", *(["dog", "cat"] * 50), suffix="txt")
    assert figures(read(path)) == {("dog", ""): 50, ("cat", ""): 50}


@pytest.mark.parametrize("kept", [700, 1_600, 2_050])
def test_a_shard_that_is_cut_short_is_named_with_the_offset(tmp_path: Path, kept: int) -> None:
    path = tar_of(tmp_path / "a.tar", {"1.jpg": IMAGE * 400, "1.cls": b"dog"})
    path.write_bytes(path.read_bytes()[:kept])
    offset = "0" if kept < 1_536 else "1,536"
    with pytest.raises(UploadError, match=f"'a.tar' ends within .* begins at offset {offset}"):
        read(path)


def test_a_shard_without_an_end_mark_is_said(tmp_path: Path) -> None:
    path = shard(tmp_path / "a.tar", "dog")
    path.write_bytes(path.read_bytes()[:2_048])
    assert said(read(path)) == {
        "shards without an end mark, which may be cut short": (1, "'a.tar'")
    }


def test_a_header_that_is_damaged_is_named_with_its_offset(tmp_path: Path) -> None:
    path = shard(tmp_path / "a.tar", "dog", "cat")
    data = bytearray(path.read_bytes())
    data[1_024] ^= 1
    path.write_bytes(data)
    with pytest.raises(UploadError, match="offset 1,024: expected the header of a member"):
        read(path)


def test_a_class_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = shard(tmp_path / "a.tar", "dog", "x" * 1_001)
    content = read(path, Settings(shard_member_kilobytes=1))
    assert figures(content) == {("dog", ""): 1}
    assert list(content.splits["unlabelled"]) == [1]
    assert said(content)["files of classes above 1 kB (EXPLORER_SHARD_MEMBER_KILOBYTES)"] == (
        1,
        "'a.tar', '1'",
    )


def test_a_claim_of_more_than_the_file_holds_is_refused(tmp_path: Path) -> None:
    about = tarfile.TarInfo("1.cls")
    about.size = 1 << 50
    path = tmp_path / "a.tar"
    path.write_bytes(about.tobuf(tarfile.GNU_FORMAT) + bytes(1_024))
    with pytest.raises(
        UploadError, match=r"ends within the member '1\.cls' that begins at offset 0"
    ):
        read(path)


@pytest.mark.parametrize("kind", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_members_are_those_that_the_standard_library_finds(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "a.tar"
    names = ["a/1.jpg", f"{'deep/' * 30}2.jpg", "tênch/3.cls", "4." + "x" * 120]
    with tarfile.open(path, "w", format=kind) as tar:
        tar.addfile(folder := tarfile.TarInfo("a"))
        folder.type = tarfile.DIRTYPE
        for at, name in enumerate(names):
            about = tarfile.TarInfo(name)
            about.size, about.mtime = at * 300, 1.5
            tar.addfile(about, io.BytesIO(bytes([at]) * about.size))
    with tarfile.open(path) as tar:
        expected = [
            (each.name, each.size, tar.extractfile(each).read())
            for each in tar.getmembers()
            if each.isfile()
        ]
    found = [(each.name, each.size, each.content) for each in tar_headers.members(path, 10_000)]
    assert found == expected


def test_a_compressed_shard_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("1.jpg"))
    with pytest.raises(UploadError, match="is a gzip archive, which is not supported"):
        read(path)


def test_json_that_is_damaged_leaves_its_image_unlabelled(tmp_path: Path) -> None:
    content = read(shard(tmp_path / "a.tar", '{"label": "dog"}', '{"label": ', suffix="json"))
    assert figures(content) == {("dog", ""): 1}
    assert said(content) == {"files of classes that cannot be read": (1, "'a.tar', '1'")}


def test_a_glob_names_shards(tmp_path: Path) -> None:
    for name in ("train-0.tar", "train-1.tar", "val-0.tar"):
        shard(tmp_path / name, "dog")
    assert figures(read(tmp_path / "train-*.tar")) == {("dog", "train"): 2}


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    path = shard(tmp_path / "a.tar", *(json.dumps(at % 3) for at in range(10)))

    def cancel(_share: float, sentence: str) -> None:
        if "images" in sentence:
            raise Cancelled

    with pytest.raises(Cancelled):
        formats.read(path, Settings(), cancel)


def test_shards_are_named_by_braces_as_webdataset_writes_them(tmp_path: Path) -> None:
    for split, numbers in (("train", range(3)), ("val", range(1))):
        for at in numbers:
            shard(tmp_path / split / f"part-{at:04d}.tar", "dog", "cat")
    content = read(tmp_path / "train" / "part-{0000..0001}.tar")
    assert figures(content) == {("dog", ""): 2, ("cat", ""): 2}
    assert content.provenance.files == 2
    content = read(tmp_path / "{train,val}" / "part-{0000..0000}.tar")
    assert figures(content) == {
        ("dog", "train"): 1, ("cat", "train"): 1, ("dog", "val"): 1, ("cat", "val"): 1,
    }  # fmt: skip
    assert read(tmp_path / "*" / "part-*.tar").provenance.files == 4


def test_a_shard_that_braces_name_and_that_is_not_there_is_named(tmp_path: Path) -> None:
    shard(tmp_path / "train-0000.tar", "dog")
    with pytest.raises(UploadError, match=r"'train-0001\.tar' and 1 more of 3 shards.*not there"):
        read(tmp_path / "train-{0000..0002}.tar")


def test_a_pattern_of_no_file_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match=r"no file of the pattern 'train-\{0000\.\.0002\}\.tar'"):
        read(tmp_path / "train-{0000..0002}.tar")


def test_braces_that_stand_for_too_many_files_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match="more than 100,000 files"):
        read(tmp_path / "{0..999}{0..999}{0..999}.tar")


def test_braces_in_the_name_of_a_file_that_is_there_are_its_name(tmp_path: Path) -> None:
    assert read(shard(tmp_path / "train-{0..1}.tar", "dog")).provenance.files == 1
