"""The house stands: imports go down only, streamlit stays on top, no file grows too long."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

import explorer

SOURCE = Path(explorer.__file__).parent
LINES = 420
FUNCTION_LINES = 70
"""Of a function without its signature and docstring."""

FLOORS = (
    {"explorer.__main__"},
    {"explorer.cli", "explorer.api"},
    {"explorer.pages"},
    {"explorer.server"},
    {"explorer.ui"},
    {"explorer.views"},
    {"explorer.ingest"},
    {"explorer.audits"},
    {"explorer.charts"},
    {"explorer.atlas"},
    {"explorer.wordnet.search", "explorer.wordnet.window"},
    {"explorer.wordnet.identifiers"},
    {"explorer.numberings"},
    {"explorer.evaluations"},
    {"explorer.datasets"},
    {"explorer.wordnet"},
    {"explorer.facts"},
    {"explorer.statistics", "explorer.formatting", "explorer.owner", "explorer.arrays"},
    {"explorer.settings", "explorer.progress"},
    {"explorer.errors", "explorer.places"},
)
"""From the top down; a package stands for all its modules but those that have a floor."""

FILES = sorted(SOURCE.rglob("*.py"))


def module(path: Path) -> str:
    steps = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)


MODULES = {module(path): path for path in FILES}
ROOMS = sorted(set(MODULES) - {"explorer"})


@cache
def imports(name: str) -> frozenset[str]:
    """Every module that a file names, imports inside functions and for types included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {each for each in whole if each in MODULES} or {str(node.module)}
    return frozenset(found)


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def floor(name: str) -> int:
    floors = {room: at for at, rooms in enumerate(FLOORS) for room in rooms if within(name, room)}
    assert floors, f"{name} is on no floor; give it one in FLOORS"
    return floors[max(floors, key=len)]


def inner_imports(name: str) -> Iterator[str]:
    return (each for each in imports(name) if within(each, "explorer"))


@pytest.mark.parametrize("name", ROOMS)
def test_a_module_imports_from_lower_floors_or_its_own(name: str):
    assert [above for above in inner_imports(name) if floor(above) < floor(name)] == []


@pytest.mark.parametrize("name", ROOMS)
def test_only_what_is_in_a_browser_knows_of_streamlit(name: str):
    known = any(within(each, "streamlit") for each in imports(name))
    rooms = ("explorer.pages", "explorer.ui", "explorer.server", "explorer.cli.app")
    assert not known or any(within(name, room) for room in rooms)


@pytest.mark.parametrize("name", [name for name in ROOMS if within(name, "explorer.charts")])
def test_charts_know_nothing_of_where_figures_come_from(name: str):
    # How a value is written is the same everywhere, and no figure comes from there.
    known = [each for each in inner_imports(name) if each != "explorer.formatting"]
    assert [each for each in known if not within(each, "explorer.charts")] == []


MARKUP = re.compile(r"<br|</?b>|^import html|html\.escape", re.MULTILINE)


@pytest.mark.parametrize("name", ROOMS)
def test_only_charts_and_widgets_write_markup(name: str):
    if not any(within(name, room) for room in ("explorer.charts", "explorer.ui")):
        assert MARKUP.findall(MODULES[name].read_text(encoding="utf-8")) == []


def test_modules_of_a_package_do_not_import_each_other_in_a_circle():
    graph = nx.DiGraph((name, each) for name in ROOMS for each in inner_imports(name))
    assert list(nx.simple_cycles(graph)) == []


@pytest.mark.parametrize("path", FILES, ids=module)
def test_a_file_can_be_read_in_one_sitting(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES


@pytest.mark.parametrize("path", FILES, ids=module)
def test_a_function_is_one_thing(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            lines = node.body[-1].end_lineno - first.lineno + 1
            assert lines <= FUNCTION_LINES, f"{node.name} has {lines} lines"


CACHES = {"cache", "lru_cache", "cache_data", "cache_resource"}
PLAIN = {"str", "bytes", "Path"}
"""Types that a cache of a module may be keyed by: they keep nothing of a session alive."""


def called(decorator: ast.expr) -> str:
    """Last name of a decorator, its arguments left out."""
    bare = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(bare).rpartition(".")[2]


@pytest.mark.parametrize("path", FILES, ids=module)
def test_a_cache_that_no_value_owns_is_keyed_by_plain_values_only(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and CACHES & set(map(called, node.decorator_list)):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            types = {ast.unparse(each.annotation) for each in given if each.annotation}
            assert types <= PLAIN, f"{node.name} keeps {types}; see explorer/owner.py"


@pytest.mark.parametrize("path", FILES, ids=module)
def test_no_module_keeps_a_list_or_a_set_that_could_grow(path: Path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            kept = isinstance(node.value, ast.List | ast.ListComp) or (
                isinstance(node.value, ast.Dict | ast.Set) and not ast.unparse(node.value)[1:-1]
            )
            # What a page's script assigns is gone with the run.
            assert (
                not kept or "__all__" in ast.unparse(node) or within(module(path), "explorer.pages")
            )


def test_the_door_holds_no_more_than_the_door():
    door = ast.parse((SOURCE.parent / "app.py").read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(door) if isinstance(node, ast.FunctionDef | ast.For)]
