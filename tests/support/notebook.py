"""Notebooks without Jupyter: their code cells run one after another, their outputs as text.

``python -m tests.support.notebook`` runs the notebooks in ``examples/`` and writes the outputs
into them. Jupyter itself (nbclient, ipykernel) would bring some forty packages for the same.
"""

import ast
import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))

LOOK = ("display.width", 100, "display.max_columns", 20, "display.max_rows", 60)
"""How frames are printed, whatever terminal this runs in."""


def run(source: str, namespace: dict[str, Any]) -> Any:
    """Execute code; the value of its last statement if that is an expression, else None."""
    body = ast.parse(source).body
    last = body[-1] if body else None
    before = body[:-1] if isinstance(last, ast.Expr) else body
    exec(compile(ast.Module(before, type_ignores=[]), "<cell>", "exec"), namespace)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)


def cells(path: Path) -> list[dict[str, Any]]:
    """The code cells of a notebook."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in content["cells"] if cell["cell_type"] == "code"]


def outputs(path: Path) -> list[list[str]]:
    """What each code cell prints as its value, in lines; nothing for a figure, which is drawn."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    found = []
    with pd.option_context(*LOOK):
        for cell in cells(path):
            value = run("".join(cell["source"]), namespace)
            drawn = hasattr(value, "to_plotly_json")
            if drawn:
                assert value.to_json()
            found.append([] if value is None or drawn else repr(value).splitlines(keepends=True))
    return found


def kept(cell: dict[str, Any]) -> list[str]:
    """The output that a cell has in its file."""
    return [line for each in cell["outputs"] for line in each["data"]["text/plain"]]


def rewrite(path: Path) -> None:
    """Run a notebook and keep its outputs in the file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    code = (cell for cell in content["cells"] if cell["cell_type"] == "code")
    for count, (cell, lines) in enumerate(zip(code, outputs(path), strict=True), start=1):
        cell["execution_count"] = count
        result = {
            "data": {"text/plain": lines},
            "execution_count": count,
            "metadata": {},
            "output_type": "execute_result",
        }
        cell["outputs"] = [result] if lines else []
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for each in NOTEBOOKS:
        rewrite(each)
        sys.stdout.write(f"{each.name}\n")
