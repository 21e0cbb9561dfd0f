"""How long a browser takes from a click on a panel's name to the panel drawn."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.pages import APP, DRAWN, browser
from tests.support.server import running

PAGES = (
    "balance?focus=n02084071",
    "releases",
    "boxes?focus=n02084071",
    "people",
    "errors?focus=n02084071",
)

NAMES = (
    "[...document.querySelectorAll('[data-testid=stButtonGroup]')][0]?.querySelectorAll('button')"
)

# Milliseconds from the click to the second frame after the run that follows it has ended. A
# short run may begin and end within one redraw: then it shows only in what it has drawn.
CHANGE = """([names, at]) => new Promise((done, failed) => {
  const app = document.querySelector("[data-testid=stApp]")
  const button = eval(names)[at]
  const group = button.closest("[data-testid=stButtonGroup]")
  const start = performance.now()
  let ran = false
  const seen = new MutationObserver(changes => {
    const running = app.dataset.testScriptState !== "notRunning"
    const drawn = changes.some(
      ({ type, target }) => type === "childList" && !group.contains(target)
    )
    ran = ran || running || drawn
    if (running || !ran) return
    seen.disconnect()
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)))
  })
  seen.observe(app, {
    attributeFilter: ["data-test-script-state"], childList: true, subtree: true,
  })
  setTimeout(() => failed(new Error("no run followed the click")), 20000)
  button.click()
})"""


def changes(rounds: int) -> dict[str, float]:
    """Median milliseconds of the changes to every panel of a page, first visits left out."""
    taken = {}
    with (
        browser() as window,
        TemporaryDirectory() as folder,
        running(APP, log=Path(folder) / "log") as app,
    ):
        for address in PAGES:
            page = window.new_context(viewport={"width": 1400, "height": 900}).new_page()
            page.goto(f"{app.url}/{address}")
            page.wait_for_function(DRAWN, arg=f"{NAMES}?.length > 1", polling="raf")
            count = int(page.evaluate(f"{NAMES}.length"))
            milliseconds = []
            for turn in range(count * (rounds + 1)):
                page.wait_for_timeout(1000)
                # From the second panel on, since the page opens at the first.
                spent = page.evaluate(CHANGE, [NAMES, (turn + 1) % count])
                if turn >= count:
                    milliseconds.append(spent)
            taken[address.partition("?")[0]] = median(milliseconds)
            page.context.close()
    return taken
