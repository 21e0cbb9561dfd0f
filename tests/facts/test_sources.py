"""data/SOURCES.md says what the description of the tables says."""

import subprocess
import sys

from explorer import facts
from explorer.facts import sources


def test_the_page_of_sources_is_what_the_description_gives():
    written = (facts.DATA / "SOURCES.md").read_text(encoding="utf-8")
    assert written == sources.markdown(facts.catalogue())


def test_the_module_prints_the_page_of_sources():
    command = [sys.executable, "-m", "explorer.facts.sources"]
    run = subprocess.run(command, capture_output=True, check=True, cwd=facts.DATA.parent)
    assert run.stdout.decode() == sources.markdown(facts.catalogue())
