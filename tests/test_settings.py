"""The table of settings: bounds, defaults, and sentences that name what is wrong."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import settings as module
from explorer.errors import ExplorerError
from explorer.settings import PREFIX, Settings, describe, read_settings

NUMBERS = [field for field in dataclasses.fields(Settings) if "least" in field.metadata]
NAMES = [field.name for field in NUMBERS]


def variable(name: str) -> str:
    return PREFIX + name.upper()


def test_a_silent_environment_gives_the_defaults():
    assert read_settings({}) == Settings()


def test_an_empty_variable_counts_as_silent():
    assert read_settings({variable(field.name): "" for field in NUMBERS}) == Settings()


def test_other_variables_are_none_of_the_explorers_business():
    assert read_settings({"CHART_SECTORS": "1", "PATH": "/bin"}) == Settings()


@pytest.mark.parametrize("field", NUMBERS, ids=NAMES)
def test_the_bounds_themselves_are_allowed(field):
    for value in (field.metadata["least"], field.metadata["most"]):
        read = read_settings({variable(field.name): str(value)})
        assert getattr(read, field.name) == value


@pytest.mark.parametrize("field", NUMBERS, ids=NAMES)
def test_the_default_lies_within_the_bounds(field):
    assert field.metadata["least"] <= field.default <= field.metadata["most"]


@pytest.mark.parametrize("field", NUMBERS, ids=NAMES)
def test_a_value_beyond_a_bound_is_refused_with_the_variable_the_value_and_the_bounds(field):
    least, most = field.metadata["least"], field.metadata["most"]
    for value in (least - 1, most + 1):
        with pytest.raises(ExplorerError) as raised:
            read_settings({variable(field.name): str(value)})
        for word in (variable(field.name), repr(str(value)), f"from {least} to {most}"):
            assert word in str(raised.value)


@pytest.mark.parametrize("text", ["many", "1.5", "0x10", "12 px", "-", "\x00", "9" * 5000])
def test_what_is_no_whole_number_is_refused_with_the_variable_in_a_short_sentence(text):
    with pytest.raises(ExplorerError, match="EXPLORER_CHART_SECTORS") as raised:
        read_settings({"EXPLORER_CHART_SECTORS": text})
    assert len(str(raised.value)) < 250


@given(st.sampled_from(NAMES), st.text())
def test_any_value_is_taken_or_refused_by_name(name, text):
    answer: object
    try:
        answer = getattr(read_settings({variable(name): text}), name)
    except ExplorerError as refusal:
        answer = str(refusal)
    assert isinstance(answer, int) or variable(name) in str(answer)


def test_the_cache_folder_may_be_given_from_the_home_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/home/someone")
    read = read_settings({"EXPLORER_CACHE_DIR": "~/kept"})
    assert read.cache_dir == Path("/home/someone/kept")


def test_a_home_folder_that_there_is_not_is_refused_by_name():
    with pytest.raises(ExplorerError, match="EXPLORER_CACHE_DIR is '~no-such-user/kept'"):
        read_settings({"EXPLORER_CACHE_DIR": "~no-such-user/kept"})


def test_settings_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(Settings(), NAMES[0], 1)


def test_the_process_reads_its_environment_once(monkeypatch):
    module.settings.cache_clear()
    monkeypatch.setenv("EXPLORER_CHART_SECTORS", "77")
    try:
        assert module.settings().chart_sectors == 77
        monkeypatch.setenv("EXPLORER_CHART_SECTORS", "78")
        assert module.settings().chart_sectors == 77
    finally:
        module.settings.cache_clear()


def test_the_description_has_a_row_for_every_setting_in_their_order():
    described = [row[0] for row in describe()]
    assert described == [variable(field.name) for field in dataclasses.fields(Settings)]


def test_a_row_of_the_description_gives_default_bounds_and_meaning():
    rows = {row[0]: row[1:] for row in describe()}
    assert rows["EXPLORER_CACHE_DIR"][:2] == ("platform cache folder", "a folder")
    for field in NUMBERS:
        default, bounds, meaning = rows[variable(field.name)]
        assert int(default) == field.default
        assert bounds == f"{field.metadata['least']} to {field.metadata['most']}"
        assert meaning == field.metadata["help"]


def test_no_default_is_a_path_of_the_machine_that_describes_it():
    assert str(Path.home()) not in repr(describe())
