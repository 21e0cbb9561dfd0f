"""What is pinned, what is declared and what is built for agree."""

import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from explorer.facts.data_package import catalogue

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(name: str) -> dict[str, Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    stated = [line.split("#")[0].strip() for line in lines if not line.startswith(("#", "-r"))]
    return named(filter(None, stated))


def named(lines: Iterable[str]) -> dict[str, Requirement]:
    return {(found := Requirement(line)).name: found for line in lines}


PAIRS = [
    ("requirements.txt", PROJECT["dependencies"]),
    ("requirements-dev.txt", PROJECT["optional-dependencies"]["dev"]),
]


@pytest.mark.parametrize(("name", "declared"), PAIRS)
def test_what_is_pinned_is_what_is_declared(name: str, declared: list[str]):
    assert set(pins(name)) == set(named(declared))


@pytest.mark.parametrize(("name", "declared"), PAIRS)
def test_every_pin_is_exact_and_lies_in_the_declared_range(name: str, declared: list[str]):
    ranges = named(declared)
    for each in pins(name).values():
        (pin,) = each.specifier
        assert pin.operator == "==", each
        assert Version(pin.version) in ranges[each.name].specifier, each


@pytest.mark.parametrize("line", PROJECT["dependencies"])
def test_a_range_leaves_room_for_the_environment_it_is_installed_into(line: str):
    assert {each.operator for each in Requirement(line).specifier} == {">=", "<"}


def test_the_declared_versions_of_python_include_this_one():
    classifiers = "\n".join(PROJECT["classifiers"])
    versions = re.findall(r"Python :: (3\.\d+)$", classifiers, re.MULTILINE)
    assert versions == ["3.11", "3.12", "3.13", "3.14"]
    assert PROJECT["requires-python"] == f">={versions[0]}"
    assert sys.version_info >= (3, 11)


def test_the_workflow_runs_on_every_declared_version():
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    assert re.findall(r'"(3\.\d+)"', workflow) == ["3.11", "3.12", "3.13", "3.14"]
    assert "make test" in workflow


def test_the_citation_and_the_changelog_name_this_version():
    version = PROJECT["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {version}\n" in citation
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_names_every_licence_of_the_tables_and_that_of_the_code():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Licence and citation")[2]
    stated = {source.license for table in catalogue().values() for source in table.sources}
    assert "none stated" in stated
    assert [each for each in stated if each.split(",")[0] not in section] == []
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith(f"{PROJECT['license']} ")


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets is not None
    listed = re.findall(r"^([a-z-]+):.* ## \w", makefile, re.MULTILINE)
    assert sorted(listed) == sorted(targets[1].split())


def test_the_engine_that_make_test_spark_runs_lies_in_the_declared_range():
    lines = (ROOT / "requirements-spark.txt").read_text(encoding="utf-8").splitlines()
    (line,) = [each for each in lines if each.startswith("pyspark")]
    (pin,) = Requirement(line.split("#")[0]).specifier
    assert pin.operator == "=="
    (declared,) = map(Requirement, PROJECT["optional-dependencies"]["spark"])
    assert Version(pin.version) in declared.specifier
