"""A fact table whose file was changed, if only by one byte, is refused and named."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from explorer import facts
from explorer.datasets import declared
from explorer.errors import TableError
from explorer.facts import sources
from explorer.facts.data_package import checksum
from tests.support import real

TABLES = facts.catalogue()
CSV_TABLES = [name for name, table in TABLES.items() if table.path.endswith(".csv")]
RENEW = "run `python -m explorer.facts.sources --hash` and commit data/datapackage.json"


def changed(folder: Path, name: str, data: bytes) -> str:
    """The message that reading a table gives once its file in a folder holds other bytes."""
    shutil.copy(facts.DATA / facts.PACKAGE, folder)
    (folder / TABLES[name].path).write_bytes(data)
    with pytest.raises(TableError) as raised:
        facts.read(name, folder)
    return str(raised.value)


@pytest.mark.parametrize("name", TABLES)
def test_the_checksum_of_every_table_is_true(name: str):
    table = TABLES[name]
    data = (facts.DATA / table.path).read_bytes()
    true = (table.bytes, table.hash) == (len(data), checksum(data))
    assert true, f"data/{table.path} was changed. If that is meant, {RENEW}."


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("place", [0.3, 0.9])
def test_a_flipped_byte_in_any_table_is_found_and_the_table_is_named(
    tmp_path: Path, name: str, place: float
):
    data = bytearray((facts.DATA / TABLES[name].path).read_bytes())
    data[int(place * len(data))] ^= 1
    assert changed(tmp_path, name, bytes(data)).startswith(f"data/{TABLES[name].path}")


@pytest.mark.parametrize("name", CSV_TABLES)
def test_a_digit_that_is_still_possible_is_found(tmp_path: Path, name: str):
    """The last digit of the file that is a 4 becomes a 5: no type, bound or pattern forbids it."""
    before, _, after = (facts.DATA / TABLES[name].path).read_bytes().rpartition(b"4")
    assert changed(tmp_path, name, before + b"5" + after).startswith(f"data/{TABLES[name].path}")


def test_the_message_of_a_changed_digit_says_what_to_do(tmp_path: Path):
    data = (facts.DATA / "imagenet21k.csv").read_bytes()
    assert data.count(b"n02084071,1603,") == 1
    message = changed(tmp_path, "imagenet21k", data.replace(b"n02084071,1603,", b"n02084071,1604,"))
    assert "so it was changed" in message
    assert "`python -m explorer.facts.sources --hash`" in message
    assert message.endswith("Restore data/imagenet21k.csv, or install the package again.")


def test_a_table_without_a_checksum_is_refused(tmp_path: Path):
    package = json.loads((facts.DATA / facts.PACKAGE).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        del resource["hash"]
    (tmp_path / facts.PACKAGE).write_text(json.dumps(package))
    shutil.copy(facts.DATA / "challenge.csv", tmp_path)
    with pytest.raises(TableError, match=r"^data/challenge\.csv: .* with the checksum none"):
        facts.read("challenge", tmp_path)


def test_the_command_renews_the_checksum_of_a_changed_table_and_nothing_else():
    package = (facts.DATA / facts.PACKAGE).read_text(encoding="utf-8")
    stale = package.replace(TABLES["challenge"].hash, "sha256:0")
    assert stale != package
    assert sources.hashed(stale) == package


def test_the_command_adds_the_checksum_of_a_new_table():
    package = (facts.DATA / facts.PACKAGE).read_text(encoding="utf-8")
    challenge = TABLES["challenge"]
    without = package.replace(
        f'      "bytes": {challenge.bytes},\n      "hash": "{challenge.hash}",\n', ""
    )
    assert without != package
    assert sources.hashed(without) == package


def test_the_command_writes_the_description(tmp_path: Path):
    shutil.copytree(facts.DATA.parent / "explorer", tmp_path / "explorer")
    shutil.copytree(facts.DATA, tmp_path / "data")
    with (tmp_path / "data" / "challenge.csv").open("a", encoding="utf-8") as file:
        file.write("more\n")
    command = [sys.executable, "-m", "explorer.facts.sources", "--hash"]
    subprocess.run(command, cwd=tmp_path, check=True)
    entry = facts.catalogue(tmp_path / "data")["challenge"]
    assert entry.hash == checksum((tmp_path / "data" / "challenge.csv").read_bytes())


# Foreign keys


def test_every_foreign_key_of_every_table_resolves():
    facts.check_links({name: facts.read(name) for name in TABLES})


def test_a_reference_to_nothing_is_named_with_its_place_and_how_many_there_are():
    people = facts.read("people")
    classes = facts.read("imagenet21k")
    fewer = classes[classes["wnid"] != people["wnid"].iloc[3]]
    with pytest.raises(TableError) as raised:
        facts.check_links({"people": people, "imagenet21k": fewer})
    message = str(raised.value)
    assert message.startswith("data/people.csv, line 5, column wnid: expected a value of wnid")
    assert f"found {people['wnid'].iloc[3]!r} (1 of 2832 rows have an unknown value)" in message


def test_an_empty_reference_is_none_and_a_table_that_is_not_given_is_not_asked():
    people = facts.read("people").assign(wnid="")
    facts.check_links({"people": people, "imagenet21k": facts.read("imagenet21k")})
    facts.check_links({"people": pd.DataFrame({"wnid": ["n99999999"]})})


def test_a_start_checks_the_links_between_the_tables_that_it_reads(tmp_path: Path):
    """A wnid of WordNet that is no class, with checksums renewed as if it were meant."""
    folder = Path(shutil.copytree(facts.DATA, tmp_path / "data"))
    path = folder / "ilsvrc_vid.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("n02084071", "n00001740"))
    package = folder / facts.PACKAGE
    package.write_text(sources.hashed(package.read_text(encoding="utf-8"), folder))
    with pytest.raises(
        TableError, match=r"^data/ilsvrc_vid\.csv, line \d+, column wnid: .*n00001740"
    ):
        declared.load(real.atlas().hierarchy, folder)
