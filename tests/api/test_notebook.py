"""What is printed in the README and kept in the notebooks is what the code gives."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from explorer import atlas as atlases
from tests.support import notebook
from tests.support.notebook import LOOK, NOTEBOOKS
from tests.support.own_files import VGG
from tests.support.real import atlas

README = (notebook.ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def at_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The atlas of all tests is what ``explorer.load`` loads; files are written elsewhere."""
    ready = atlas()
    monkeypatch.setattr(atlases, "load", lambda *_: ready)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_its_outputs_are_what_it_gives(path: Path):
    assert notebook.outputs(path) == [notebook.kept(cell) for cell in notebook.cells(path)]


def test_there_is_a_notebook_and_it_is_small():
    assert [path.name for path in NOTEBOOKS] == ["audit_imagenet.ipynb"]
    assert all(path.stat().st_size < 30_000 for path in NOTEBOOKS)


def section(heading: str) -> str:
    return README.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_the_readmes_notebook_code_gives_what_its_comments_say():
    (code,) = re.findall(r"```python\n(.*?)```", section("Use it in a notebook"), re.DOTALL)
    frame = pd.DataFrame({"image": range(1, 50_001), "prediction": VGG})
    frame.to_csv("mine.csv", index=False)
    lines, namespace, compared = code.splitlines(), dict[str, Any](), 0
    with pd.option_context(*LOOK):
        for statement in ast.parse(code).body:
            source = ast.get_source_segment(code, statement)
            assert source is not None and statement.end_lineno is not None
            value = notebook.run(source, namespace)
            comment = lines[statement.end_lineno - 1].partition("  # ")[2]
            if re.fullmatch(r"[0-9.]+|'.*'", comment):
                assert repr(value) == comment
                compared += 1
    assert compared == 6
    assert Path("drop_list.txt").read_text().count("\n") == 854


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, explorer; explorer.load; explorer.ExplorerError; "
        "print(sorted({'pandas', 'numpy', 'scipy', 'plotly', 'streamlit'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=notebook.ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]"
