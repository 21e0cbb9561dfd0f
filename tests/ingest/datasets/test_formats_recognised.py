"""An example of every format is recognised as what it is, and as nothing else."""

from pathlib import Path

import pytest

from explorer.ingest.datasets import formats
from explorer.settings import Settings
from tests.support.data_set_files import CASE_NAMES, CASES, EXAMPLES, Maker


def test_every_format_has_an_example() -> None:
    assert {each.key for each in formats.FORMATS} == set(EXAMPLES)


@pytest.mark.parametrize(("key", "make"), CASES, ids=CASE_NAMES)
def test_an_example_is_recognised_as_itself_and_as_nothing_else(
    tmp_path: Path, key: str, make: Maker
) -> None:
    found = formats.recognise(make(tmp_path))
    assert [each.format.key for each in found] == [key]


@pytest.mark.parametrize(("key", "make"), CASES, ids=CASE_NAMES)
def test_an_example_is_read_as_its_two_classes(tmp_path: Path, key: str, make: Maker) -> None:
    content = formats.read(make(tmp_path), Settings())
    assert len(content.classes) == 2
    assert content.counts["images"].sum() > 0
    assert content.provenance.format == key
    assert content.recognised
