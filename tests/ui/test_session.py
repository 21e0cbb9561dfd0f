"""What every page begins with: one atlas for all, faults told in a sentence, the address."""

import dataclasses
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from explorer import atlas as atlases
from explorer import facts
from explorer.audits import overview
from explorer.errors import WordNetUnavailable
from explorer.ui import session
from explorer.ui.navigation import HIERARCHY, OVERVIEW
from tests.support import visit
from tests.support.real import atlas

PAGES = [OVERVIEW, HIERARCHY]
LOAD, READ = atlases.load, facts.read


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch):
    """As at the start of a process: no atlas is open and no table is kept."""
    monkeypatch.setattr(session, "PROCESS", session.Opening())
    overview.splits.cache_clear()
    overview.challenge.cache_clear()


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the fact tables that a test may damage."""
    folder = tmp_path / "data"
    folder.mkdir()
    for path in facts.DATA.iterdir():
        (folder / path.name).symlink_to(path)
    return folder


def damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    path.unlink()
    if how == "emptied":
        path.write_bytes(b"")
    elif how == "cut short":
        path.write_bytes(content[: len(content) // 2])
    elif how == "overwritten":
        path.write_bytes(b"\x00\xff" * 100)


def fault(opened: visit.AppTest) -> str:
    """The one sentence of a page that cannot be drawn; no traceback, no exception."""
    assert not opened.exception
    assert len(opened.error) == 1
    return visit.said(opened.error)[0]


# One atlas


def test_sessions_that_start_at_once_load_one_atlas_between_them(monkeypatch):
    ready, loads = atlas(), []
    monkeypatch.setattr(atlases, "load", lambda *_: loads.append(1) or ready)
    with ThreadPoolExecutor(16) as sessions:
        opened = [sessions.submit(session.open_atlas) for _ in range(16)]
    assert {each.result() for each in opened} == {ready}
    assert len(loads) == 1


def test_a_second_page_and_a_second_session_load_nothing_again(monkeypatch):
    ready, loads = atlas(), []
    monkeypatch.setattr(atlases, "load", lambda *_: loads.append(1) or ready)
    for path in [*PAGES, *PAGES]:
        visit.sound(visit.page(path).run())
    assert len(loads) == 1


def test_what_loading_has_to_say_is_said_on_every_page(monkeypatch):
    said = "WordNet was read but not kept: [Errno 28] No space left on *device*."
    told = dataclasses.replace(atlas(), notice=said)
    monkeypatch.setattr(atlases, "load", lambda *_: told)
    for path in PAGES:
        opened = visit.sound(visit.page(path).run())
        assert visit.said(opened.warning) == [said]
        assert not opened.error


# Faults


@pytest.mark.parametrize("path", PAGES, ids=["overview", "hierarchy"])
def test_wordnet_that_cannot_be_had_is_one_sentence_and_the_next_run_works(path, monkeypatch):
    def fail(*_: object) -> None:
        raise WordNetUnavailable("WordNet 3.0 is not here. Run `make wordnet` to fetch it.")

    monkeypatch.setattr(atlases, "load", fail)
    opened = visit.page(path).run()
    assert fault(opened) == "WordNet 3.0 is not here. Run `make wordnet` to fetch it."
    assert len(opened.title) + len(opened.subheader) == 0
    monkeypatch.setattr(atlases, "load", LOAD)
    visit.sound(opened.run())
    assert not opened.error
    assert opened.title


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("people.csv", "removed"),
        ("people.csv", "emptied"),
        ("people.csv", "overwritten"),
        ("imagenet21k.csv", "cut short"),
        ("ilsvrc2012.csv", "cut short"),
        ("ilsvrc_det.csv", "removed"),
        ("ilsvrc_vid.csv", "emptied"),
        ("datapackage.json", "cut short"),
    ],
)
def test_a_damaged_table_is_one_sentence_that_names_it(name, how, tables, monkeypatch):
    damage(tables / name, how)
    monkeypatch.setattr(atlases, "load", partial(LOAD, folder=tables))
    assert name in fault(visit.page(HIERARCHY).run())


def test_after_a_table_is_mended_the_next_run_works(tables, monkeypatch):
    damage(tables / "people.csv", "cut short")
    monkeypatch.setattr(atlases, "load", partial(LOAD, folder=tables))
    opened = visit.page(HIERARCHY).run()
    assert "people.csv" in fault(opened)
    (tables / "people.csv").unlink()
    shutil.copy(facts.DATA / "people.csv", tables)
    visit.sound(opened.run())
    assert not opened.error
    assert opened.title[0].value == "entity"


@pytest.mark.parametrize("name", ["challenge.csv", "published_totals.csv"])
def test_a_damaged_table_of_the_overview_alone_is_one_sentence_too(name, tables, monkeypatch):
    damage(tables / name, "cut short")
    monkeypatch.setattr(facts, "read", lambda table, folder=tables: READ(table, tables))
    opened = visit.page(OVERVIEW).run()
    assert name in fault(opened)
    visit.sound(visit.page(HIERARCHY).run())
    monkeypatch.setattr(facts, "read", READ)
    visit.sound(opened.run())
    assert not opened.error


# The address


def test_what_the_address_says_wrongly_is_shown_as_text_and_not_as_markdown():
    opened = visit.hierarchy(focus="[here](http://example.com)")
    assert "[here](" not in opened.warning[0].value
    assert "'[here](http://example.com)'" in visit.said(opened.warning)[0]


def test_a_sound_address_is_not_warned_of():
    assert not visit.hierarchy(focus="n02084071", dataset="det").warning
