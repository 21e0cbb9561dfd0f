"""data/ can be read by others: it is a valid Data Package."""

import shutil
from pathlib import Path

from explorer import facts
from tests.data_package import faults


def test_data_is_a_valid_data_package():
    assert faults() == []


def test_a_table_that_does_not_fit_its_description_is_named(tmp_path: Path):
    folder = Path(shutil.copytree(facts.DATA, tmp_path / "data"))
    with (folder / "challenge.csv").open("a", encoding="utf-8") as file:
        file.write("soon,nobody,nothing,0.0,\n")
    found = faults(folder / facts.PACKAGE)
    assert any("challenge" in each.lower() or "soon" in each for each in found)
