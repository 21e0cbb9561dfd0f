"""data/ can be read by others: it is a valid Data Package."""

import json
import shutil
from pathlib import Path

from explorer import facts
from tests.support.data_package import faults


def test_data_is_a_valid_data_package():
    assert faults() == []


def test_a_table_that_does_not_fit_its_description_is_named(tmp_path: Path):
    described = json.loads((facts.DATA / facts.PACKAGE).read_text(encoding="utf-8"))
    only = [each for each in described["resources"] if each["name"] == "challenge"]
    package = tmp_path / facts.PACKAGE
    package.write_text(json.dumps({**described, "resources": only}), encoding="utf-8")
    shutil.copy(facts.DATA / "challenge.csv", tmp_path)
    assert faults(package) == []
    with (tmp_path / "challenge.csv").open("a", encoding="utf-8") as file:
        file.write("soon,nobody,nothing,0.0,\n")
    assert [each for each in faults(package) if each.startswith("challenge: ")]
