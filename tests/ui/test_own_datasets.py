"""A user's own data sets in the app: kept ones on their own machine only, others in one session."""

import gc
import weakref
from pathlib import Path

import pytest
import streamlit as st

from explorer.ingest.library import changes, kept
from explorer.ingest.library.own import OwnDataSet
from explorer.settings import Settings, settings
from explorer.ui import own_datasets, session
from explorer.ui.navigation import BALANCE, HIERARCHY, PEOPLE, RELEASES
from explorer.ui.own_datasets import OWN_DATASETS
from explorer.ui.own_server import own_server
from explorer.ui.session import OWN_ATLAS
from tests.support import visit
from tests.support.own_data import DOG, animals
from tests.support.own_data import settings as below
from tests.support.real import atlas


@pytest.fixture(autouse=True)
def limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder of kept data sets for each test, in a process that has its atlas."""
    session.open_ahead()
    found = below(tmp_path)
    monkeypatch.setattr(own_datasets, "settings", lambda: found)
    monkeypatch.setattr(session.PROCESS, "kept", own_datasets.Kept())
    return found


def option(monkeypatch: pytest.MonkeyPatch, **values: object) -> None:
    """Options of the server, beside those that it has."""
    real = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: values.get(name.rpartition(".")[2], real(name))
    )


def with_own(own: OwnDataSet, page: Path = BALANCE, **query: str) -> visit.AppTest:
    """A session with a data set of its own, at a page."""
    opened = visit.page(page, dataset=own.key, **query)
    opened.session_state[OWN_DATASETS] = {own.key: own}
    return visit.sound(opened.run())


# What is kept


@pytest.mark.parametrize("page", [HIERARCHY, BALANCE, PEOPLE, RELEASES])
def test_a_data_set_that_is_kept_is_on_every_page_that_has_data_sets(limits, page):
    kept.keep(animals(), atlas(), limits)
    opened = visit.sound(visit.page(page, dataset="animals").run())
    assert visit.query(opened)["dataset"] == "animals"
    assert not opened.warning


def test_what_is_kept_or_removed_meanwhile_is_so_in_the_next_run(limits):
    opened = visit.page(BALANCE)
    assert "Animals" not in visit.everything(visit.sound(opened.run()))
    kept.keep(animals(), atlas(), limits)
    assert "Animals" in visit.everything(visit.sound(opened.run()))
    changes.remove("animals", limits)
    assert "Animals" not in visit.everything(visit.sound(opened.run()))


def test_sessions_share_the_atlas_with_what_is_kept(limits):
    kept.keep(animals(), atlas(), limits)
    first, second = session.open_atlas(), session.open_atlas()
    assert first is second
    assert list(first.own) == ["animals"]


@pytest.mark.parametrize(
    "server",
    [
        {"address": "0.0.0.0"},
        {"address": ""},
        {"address": "192.0.2.7"},
        {"allowedHosts": ["localhost", "imagenet.example.org"]},
        {"allowedHosts": ["*"]},
    ],
)
def test_where_others_reach_the_server_nothing_that_is_kept_is_shown(limits, monkeypatch, server):
    kept.keep(animals(), atlas(), limits)
    option(monkeypatch, **server)
    assert not own_server()
    opened = visit.sound(visit.page(BALANCE, dataset="animals").run())
    assert "Animals" not in visit.everything(opened)


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "::1", "[::1]"])
def test_a_server_on_this_machine_alone_is_the_users_own(monkeypatch, address):
    option(monkeypatch, address=address, allowedHosts=["localhost", "127.0.0.1"])
    assert own_server()


def test_a_damaged_folder_hides_no_other_data_set(limits):
    kept.keep(animals(), atlas(), limits)
    (kept.place(limits) / "notes").mkdir()
    assert list(session.open_atlas().own) == ["animals"]
    assert "notes is no folder of a data set" in own_datasets.kept_datasets().problems[0]


# What is not kept


def test_a_data_set_of_a_session_is_known_to_that_session_only():
    opened = with_own(animals("visitors"))
    assert visit.query(opened)["dataset"] == "visitors"
    other = visit.sound(visit.page(BALANCE, dataset="visitors").run())
    assert "Unknown data set 'visitors'" in visit.said(other.warning)[0]


def test_the_same_atlas_serves_a_session_while_its_data_sets_stay():
    opened = with_own(animals("visitors"))
    first = opened.session_state[OWN_ATLAS][1]
    assert visit.sound(opened.run()).session_state[OWN_ATLAS][1] is first


def test_a_mapping_that_was_reviewed_is_in_the_next_run():
    own = animals("visitors")
    opened = with_own(own)
    reviewed = own.mapped(own.mapping.decided([2], "accepted", [DOG], "you"))
    opened.session_state[OWN_DATASETS] = {"visitors": reviewed}
    visit.sound(opened.run())
    held = opened.session_state[OWN_ATLAS][1].dataset("visitors")
    assert held.note.startswith("3 of 3 classes are mapped")


def test_a_data_set_leaves_the_memory_with_its_session():
    own = animals("visitors")
    watched = weakref.ref(own.content)
    opened = with_own(own, HIERARCHY, focus=DOG)
    visit.sound(opened.run())
    del own, opened
    gc.collect()
    assert watched() is None


def test_the_settings_of_tests_name_no_folder_of_the_user():
    assert "imagenet-explorer-tests-" in str(settings().data_dir)
