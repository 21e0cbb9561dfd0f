"""WordNet's table: read once, kept whole or not at all, served whatever happens to the disk."""

import errno
import os
import random
import tempfile
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nltk
import pyarrow as pa
import pytest
from nltk.data import FileSystemPathPointer

from explorer.errors import WordNetUnavailable
from explorer.progress import Report
from explorer.settings import Settings
from explorer.wordnet import corpus, noun_table
from tests.support import example, real

KEPT = noun_table.KEPT


@dataclass
class Source:
    """Stands in for the corpus and NLTK's reader, and counts how often it is read."""

    located: int = 0
    read: int = 0
    reading: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def locate(self, _settings: Settings, report: Report) -> str:
        self.located += 1
        report(0.0, "Looking")
        return "the corpus"

    def read_corpus(self, found: str, report: Report) -> pa.Table:
        assert found == "the corpus"
        self.read += 1
        self.reading.set()
        assert self.go_on.wait(30)
        report(0.5, "Reading")
        return example.table().select(noun_table.WORDS.names)


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    """A corpus of a dozen synsets, which stand for all of them."""
    made = Source()
    made.go_on.set()
    monkeypatch.setattr(corpus, "locate", made.locate)
    monkeypatch.setattr(noun_table, "read_corpus", made.read_corpus)
    monkeypatch.setattr(noun_table, "SYNSETS", len(example.table()))
    return made


@pytest.fixture
def settings(source: Source, tmp_path: Path) -> Settings:
    """Settings with a cache folder of their own, where ``source`` is what can be read."""
    assert source.read == 0
    return Settings(cache_dir=tmp_path / "cache")


def kept(settings: Settings) -> Path:
    return settings.cache_dir / KEPT


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


# The kept table.


def test_the_first_start_reads_the_corpus_and_keeps_the_table(source, settings):
    assert noun_table.load(settings).table.equals(example.table())
    assert noun_table.read_table(kept(settings)).equals(example.table())
    assert (source.located, source.read) == (1, 1)


def test_the_next_start_reads_the_kept_table_and_nothing_else(source, settings):
    noun_table.load(settings)
    nouns = noun_table.load(settings)
    assert nouns.table.equals(example.table())
    assert nouns.notice == ""
    assert (source.located, source.read) == (1, 1)


def test_progress_is_reported_on_the_first_start_and_not_on_the_next(settings):
    told: list[str] = []
    noun_table.load(settings, lambda _share, sentence: told.append(sentence))
    assert told == ["Looking", "Reading"]
    noun_table.load(settings, lambda _share, sentence: told.append(sentence))
    assert told == ["Looking", "Reading"]


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def no_arrow(path: Path) -> None:
    path.write_text("offset,lemmas\n", encoding="utf-8")


def with_a_flipped_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(content)


def with_another_checksum(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 0xFF
    path.write_bytes(content)


def sound_and_no_arrow(path: Path) -> None:
    content = b"no table"
    path.write_bytes(content + zlib.crc32(content).to_bytes(4, "big"))


def of_another_schema(path: Path) -> None:
    noun_table.write_table(example.table().drop_columns("gloss"), path)


def of_other_types(path: Path) -> None:
    wider = example.table().schema.set(0, pa.field("offset", pa.int64()))
    noun_table.write_table(example.table().cast(wider), path)


def with_a_row_too_few(path: Path) -> None:
    noun_table.write_table(example.table().slice(1), path)


DAMAGES = [
    truncated,
    emptied,
    halved,
    no_arrow,
    with_a_flipped_byte,
    with_another_checksum,
    sound_and_no_arrow,
    of_another_schema,
    of_other_types,
    with_a_row_too_few,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_table_is_no_table(settings, damage):
    noun_table.load(settings)
    damage(kept(settings))
    assert noun_table.read_table(kept(settings)) is None


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_table_is_rebuilt(settings, damage):
    noun_table.load(settings)
    damage(kept(settings))
    nouns = noun_table.load(settings)
    assert nouns.table.equals(example.table())
    assert nouns.notice == ""
    assert noun_table.read_table(kept(settings)).equals(example.table())


def test_no_file_is_no_table(tmp_path):
    assert noun_table.read_table(tmp_path / KEPT) is None


@pytest.mark.parametrize("content", [[], ["readme.txt"]])
def test_a_folder_in_the_tables_place_is_no_table(tmp_path, content):
    (tmp_path / KEPT).mkdir()
    for name in content:
        (tmp_path / KEPT / name).write_text("x", encoding="utf-8")
    assert noun_table.read_table(tmp_path / KEPT) is None


def test_a_bit_changed_anywhere_is_noticed(settings):
    noun_table.load(settings)
    path = kept(settings)
    whole = path.read_bytes()
    chance = random.Random(11)
    for at in chance.sample(range(len(whole)), 400):
        content = bytearray(whole)
        content[at] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        assert noun_table.read_table(path) is None


# Writing it.


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_nothing_behind(monkeypatch, tmp_path, step):
    monkeypatch.setattr(os, step, no_space)
    with pytest.raises(OSError, match="No space left"):
        noun_table.write_table(example.table(), tmp_path / KEPT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_table_that_was_there(monkeypatch, tmp_path, step):
    path = tmp_path / KEPT
    noun_table.write_table(example.table(), path)
    before = path.read_bytes()
    monkeypatch.setattr(os, step, no_space)
    with pytest.raises(OSError, match="No space left"):
        noun_table.write_table(example.table().slice(1), path)
    assert [other.name for other in tmp_path.iterdir()] == [KEPT]
    assert path.read_bytes() == before


def test_an_interruption_leaves_nothing_behind(monkeypatch, tmp_path):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        noun_table.write_table(example.table(), tmp_path / KEPT)
    assert list(tmp_path.iterdir()) == []


def test_a_table_appears_whole_only_after_it_is_on_the_disk(monkeypatch, tmp_path):
    steps: list[str] = []
    for name in ("fsync", "replace"):
        real_step = getattr(os, name)

        def step(*wanted: object, name: str = name, real_step=real_step) -> None:
            steps.append(f"{name} {(tmp_path / KEPT).exists()}")
            real_step(*wanted)

        monkeypatch.setattr(os, name, step)
    noun_table.write_table(example.table(), tmp_path / KEPT)
    assert steps == ["fsync False", "replace False"]


def test_the_kept_table_is_the_users_own(tmp_path):
    path = tmp_path / "new" / "cache" / KEPT
    noun_table.write_table(example.table(), path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_two_writers_at_once_leave_one_whole_table(monkeypatch, tmp_path):
    monkeypatch.setattr(noun_table, "SYNSETS", len(example.table()))
    path = tmp_path / KEPT
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda _: noun_table.write_table(example.table(), path), range(20)))
    table = noun_table.read_table(path)
    assert table is not None and table.equals(example.table())
    assert [other.name for other in tmp_path.iterdir()] == [KEPT]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_while_keeping_is_a_notice_and_the_nouns_are_served(
    monkeypatch, settings, step
):
    monkeypatch.setattr(os, step, no_space)
    nouns = noun_table.load(settings)
    assert nouns.table.equals(example.table())
    assert "No space left" in nouns.notice
    assert "EXPLORER_CACHE_DIR" in nouns.notice
    assert list(settings.cache_dir.iterdir()) == []


def test_a_cache_folder_that_cannot_be_made_is_a_notice_and_the_nouns_are_served(settings):
    settings.cache_dir.write_text("a file in the folder's place", encoding="utf-8")
    nouns = noun_table.load(settings)
    assert nouns.table.equals(example.table())
    assert "could not be cached" in nouns.notice


def test_a_cache_folder_that_cannot_be_written_is_a_notice_and_the_nouns_are_served(
    monkeypatch, settings
):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    nouns = noun_table.load(settings)
    assert nouns.table.equals(example.table())
    assert "Permission denied" in nouns.notice


def test_after_a_full_disk_the_next_start_keeps_the_table(monkeypatch, settings):
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_space)
        assert noun_table.load(settings).notice
    assert noun_table.load(settings).notice == ""
    assert kept(settings).exists()


# Several at once.


def test_threads_that_start_at_once_read_the_corpus_once(source, settings):
    source.go_on.clear()
    with ThreadPoolExecutor(4) as threads:
        starts = [threads.submit(noun_table.load, settings) for _ in range(4)]
        assert source.reading.wait(30)
        source.go_on.set()
        tables = [start.result(30).table for start in starts]
    assert (source.located, source.read) == (1, 1)
    assert all(table.equals(example.table()) for table in tables)


def test_a_start_that_fails_does_not_keep_the_next_one_waiting(monkeypatch, settings):
    def fail(*_: object) -> None:
        raise WordNetUnavailable("no source")

    with monkeypatch.context() as offline:
        offline.setattr(corpus, "locate", fail)
        with pytest.raises(WordNetUnavailable):
            noun_table.load(settings)
    begun = time.monotonic()
    assert noun_table.load(settings).table.equals(example.table())
    assert time.monotonic() - begun < 30


# Reading a corpus through NLTK.

NOUNS = {
    "entity": "{entity} 00 n 01 entity 0 002 ~ {dog} n 0000 ~ {pet} n 0000 | that which exists",
    "dog": '{dog} 00 n 02 Canis_major 0 hound 1 001 @ {entity} n 0000 | it hunts; "a dog"',
    "Snoopy": "{Snoopy} 00 n 01 Snoopy 0 002 @i {dog} n 0000 @i {pet} n 0000 | in a strip",
    "pet": "{pet} 00 n 01 pet 0 001 @ {entity} n 0000 | kept at home",
}
"""Lines of a small data.noun; in braces the offset of a line, eight digits in the file."""


@pytest.fixture
def small_corpus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FileSystemPathPointer:
    """The four synsets in the layout of WordNet's files, where NLTK may read them."""
    offsets, at = {}, 0
    for name, line in NOUNS.items():
        offsets[name] = f"{at:08d}"
        at += len(line.format_map(dict.fromkeys(NOUNS, "8 digits"))) + 1
    files = dict.fromkeys(corpus.ALSO_READ, "") | {"lexnames": "00\tnoun.Tops\t1\n"}
    files["data.noun"] = "".join(f"{line.format_map(offsets)}\n" for line in NOUNS.values())
    files["index.noun"] = "".join(
        f"{line.split()[4].lower()} n 1 0 1 0 {offsets[name]}\n" for name, line in NOUNS.items()
    )
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.setattr(nltk.data, "path", [str(tmp_path)])
    return FileSystemPathPointer(str(tmp_path))


def test_a_corpus_is_read_as_a_table_of_the_schema(small_corpus):
    table = noun_table.read_corpus(small_corpus, lambda _share, _sentence: None)
    assert table.schema.equals(noun_table.WORDS)
    entity, dog, snoopy, pet = table.to_pylist()
    assert entity["offset"] < dog["offset"] < snoopy["offset"] < pet["offset"]
    assert dog["lemmas"] == ["Canis major", "hound"]
    assert dog["senses"] == [1, 0]
    assert dog["gloss"] == "it hunts"
    assert dog["hypernyms"] == [entity["offset"]]
    assert snoopy["hypernyms"] == []
    assert snoopy["instance_hypernyms"] == [dog["offset"], pet["offset"]]


def test_what_follows_from_the_words_is_kept_with_them(small_corpus):
    table = noun_table.closed(noun_table.read_corpus(small_corpus, lambda _share, _sentence: None))
    assert table.schema.equals(noun_table.SCHEMA)
    entity, dog, snoopy, pet = table.to_pylist()
    assert [row["depth"] for row in (entity, dog, snoopy, pet)] == [0, 1, 2, 1]
    assert snoopy["ancestors"] == [0, 1, 2, 3]
    assert dog["ancestors"] == [0, 1]
    assert entity["descendants"] == [0, 1, 2, 3]
    assert pet["descendants"] == [2, 3]


def test_reading_tells_of_its_progress(small_corpus):
    told: list[tuple[float, str]] = []
    noun_table.read_corpus(small_corpus, lambda share, sentence: told.append((share, sentence)))
    assert told[0] == (0.0, "Opening WordNet 3.0")
    assert told[-1][1].endswith("of 82,115 noun synsets")
    assert all(0 <= share <= 1 for share, _ in told)


# The real table.


def test_the_real_table_has_every_noun_in_ascending_order():
    table = noun_table.load(Settings()).table
    assert len(table) == noun_table.SYNSETS == len(real.atlas().hierarchy)
    offsets = table["offset"].to_numpy()
    assert (offsets[1:] > offsets[:-1]).all()


def test_the_real_table_names_only_parents_that_are_in_it_and_has_no_gaps():
    table = noun_table.load(Settings()).table
    known = set(table["offset"].to_pylist())
    for column in ("hypernyms", "instance_hypernyms"):
        assert set(table[column].combine_chunks().flatten().to_pylist()) <= known
    assert all(column.null_count == 0 for column in table.columns)
    assert min(len(lemmas) for lemmas in table["lemmas"].to_pylist()) > 0
