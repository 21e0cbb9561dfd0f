"""Start and clicks in a real browser, beside a one-line Streamlit page."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from bench.synsets import NAMES
from tests.support import chromium
from tests.support.server import Server, running

ROOT = Path(__file__).parents[1]
APP = ROOT / "app.py"
BENCH = Path(__file__).parent
ONE_LINE, BARE = BENCH / "one_line.py", BENCH / "bare_panels.py"

DRAWN = """(expected) => {
  const app = document.querySelector("[data-testid=stApp]")
  return app && app.dataset.testScriptState === "notRunning" && eval(expected)
}"""

# Milliseconds from a click to the first frame on which everything expected is drawn.
CLICK = """([target, expected]) => new Promise((done, failed) => {
  const element = eval(target)
  const app = document.querySelector("[data-testid=stApp]")
  const start = performance.now()
  let ran = false
  element.click()
  const look = () => {
    const now = performance.now() - start
    ran = ran || app.dataset.testScriptState !== "notRunning" || eval(expected)
    if (ran && app.dataset.testScriptState === "notRunning" && eval(expected)) return done(now)
    if (now > 20000) return failed(new Error("not drawn: " + expected))
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})"""


COMPONENTS = (
    "[...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].map(e => e.shadowRoot)"
)
TREE = f"{COMPONENTS}.find(e => e?.querySelector('[role=tree]'))"


def panels(name: str) -> str:
    """Every panel of the hierarchy page shows this synset: card, tree, chart, lineage, table."""
    return " && ".join(
        (
            _some("h1", name),
            _some("h2", f"Children of {name}"),
            f"{TREE}?.querySelector('[aria-selected=true] .label')?.textContent === '{name}'",
            _charts(name),
        )
    )


def lineage(name: str) -> str:
    """The lineage diagram shows the paths to this synset."""
    shown = "e?.querySelector('a[aria-current=true] .label')?.textContent"
    return f"{COMPONENTS}.some(e => {shown} === '{name}')"


def _some(selector: str, text: str) -> str:
    return f"[...document.querySelectorAll('{selector}')].some(e => e.textContent === '{text}')"


@contextmanager
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.REMEDY)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield opened
        opened.close()


def served(script: Path, logs: Path) -> AbstractContextManager[Server]:
    """A running server; the one-line page has Streamlit's own settings, not the explorer's."""
    folder = BENCH if script == ONE_LINE else ROOT
    return running(script, log=logs / script.stem, folder=folder)


def first_page(window: Browser, script: Path, drawn: str) -> float:
    """Seconds from starting the server to its first page drawn in a fresh window."""
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        with served(script, Path(folder)) as server:
            page = window.new_context().new_page()
            page.goto(server.url)
            page.wait_for_function(DRAWN, arg=drawn, polling="raf", timeout=60_000)
            seconds = time.perf_counter() - start
            page.context.close()
    return seconds


def click(page: Page, target: str, expected: str) -> float:
    """Milliseconds from a click on an element to everything expected drawn."""
    taken: float = page.evaluate(CLICK, [target, expected])
    return taken


def tree_row(wnid: str) -> str:
    return f"{TREE}.querySelector('[data-wnid={wnid}] .label')"


def starts(repeats: int) -> tuple[list[float], list[float]]:
    """Seconds to the first page of the explorer and of a one-line page, in turn."""
    explorer, one_line = [], []
    with browser() as window:
        for _ in range(repeats):
            explorer.append(first_page(window, APP, "document.querySelector('h1') !== null"))
            one_line.append(first_page(window, ONE_LINE, f"{BUTTON} !== null"))
    return explorer, one_line


BUTTON = "document.querySelector('[data-testid=stButton] button')"


def _pick(page: Page, wnid: str) -> float:
    """In the explorer's tree, until every panel is redrawn."""
    return click(page, tree_row(wnid), panels(NAMES[wnid]))


def _redraw(page: Page, _: str) -> float:
    """On the bare page, until the charts of its next synset are drawn."""
    count = _count(page) + 1
    name = [*NAMES.values()][count % len(NAMES)]
    return click(page, BUTTON, f"{_counted(count)} && {_charts(name)}")


def _rerun(page: Page, _: str) -> float:
    """On the one-line page."""
    return click(page, BUTTON, _counted(_count(page) + 1))


def _count(page: Page) -> int:
    return int(page.evaluate(f"{BUTTON}.textContent"))


def _counted(count: int) -> str:
    return f"{BUTTON}.textContent === '{count}'"


def _charts(name: str) -> str:
    return f"{_some('g.slice text', name)} && {lineage(name)}"


def clicks(rounds: int) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of clicks, in turn: in the tree of the explorer until all panels are redrawn,
    on a bare page that redraws the same charts and table alone, and on a one-line page."""
    taken: tuple[list[float], list[float], list[float]] = ([], [], [])
    with browser() as window, TemporaryDirectory() as folder, ExitStack() as servers:
        opened = []
        for script, address, drawn, one in (
            (APP, "hierarchy?focus=n02084071", panels("dog"), _pick),
            (BARE, "", f"{BUTTON} && {_charts(next(iter(NAMES.values())))}", _redraw),
            (ONE_LINE, "", f"{BUTTON} !== null", _rerun),
        ):
            server = servers.enter_context(served(script, Path(folder)))
            page = window.new_context(viewport={"width": 1400, "height": 900}).new_page()
            page.goto(f"{server.url}/{address}")
            page.wait_for_function(DRAWN, arg=drawn, polling="raf", timeout=60_000)
            opened.append((page, one))
        for wnid in [*NAMES] * rounds:
            for (page, one), milliseconds in zip(opened, taken, strict=True):
                # A click is a person's: no page is still busy with the one before.
                page.bring_to_front()
                page.wait_for_timeout(1000)
                milliseconds.append(one(page, wnid))
    return taken
