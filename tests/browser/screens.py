"""Takes a picture of every page and panel, for whoever changed how they look.

``python -m tests.browser.screens FOLDER`` starts the app and writes one PNG per address, width and
scheme, whole page; ``--page``, ``--width``, ``--scheme`` and ``--focus`` take some of them only.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from explorer.ui.navigation import PAGES
from tests.support import addresses
from tests.support import chromium as browsers
from tests.support.browser_window import settled
from tests.support.server import APP, running

WIDTHS = (1400, 1024, 390)
SCHEMES = ("light", "dark")
FOCI = {
    "entity": "",
    "dog": addresses.DOG,
    "leaf": "n02113624",  # toy poodle
    "empty": "n00523513",  # sport: of Fall 2011, without a class of ILSVRC
}
TALLEST = 6_000
"""Pixels of a picture's height; a page beyond is cut."""

DRAWN_MILLISECONDS = 1_500
"""Charts and tables are drawn a moment after the page has settled."""


def wanted(pages: Sequence[str], foci: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name and address of each screen."""
    for entry in PAGES:
        if pages and entry.url_path not in pages:
            continue
        for panel, focus in product(addresses.panels(entry), foci if entry.focused else ["entity"]):
            params = {"focus": FOCI[focus]} if FOCI[focus] else {}
            parts = (entry.url_path, panel, focus if entry.focused else "")
            name = "-".join(part for part in parts if part)
            yield name, addresses.address(entry, panel, **params)


def take(browser: Browser, url: str, file: Path, width: int, scheme: str) -> None:
    """Open an address in a window of its own and write a picture of the whole page."""
    window = browser.new_context(
        viewport={"width": width, "height": 1_000},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = window.new_page()
    page.goto(url)
    settled(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(int(height) + 60, TALLEST)})
    page.wait_for_timeout(DRAWN_MILLISECONDS)
    page.screenshot(path=file)
    window.close()


def main(arguments: Sequence[str]) -> int:
    """Take the pictures that are asked for; says how many."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screens", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures are written")
    parser.add_argument("--page", action="append", default=[], help="such as errors; may repeat")
    parser.add_argument("--width", type=int, action="append", help=f"by default {WIDTHS}")
    parser.add_argument("--scheme", choices=SCHEMES, action="append", help="by default both")
    parser.add_argument("--focus", choices=FOCI, action="append", help="by default entity and dog")
    asked = parser.parse_args(arguments)
    path = browsers.find()
    if path is None:
        sys.exit(browsers.REMEDY)
    asked.folder.mkdir(parents=True, exist_ok=True)
    screens = list(wanted(asked.page, asked.focus or ["entity", "dog"]))
    count = 0
    log = asked.folder / "server.log"
    with running(APP, log=log) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(browsers.FLAGS))
        for (name, address), width, scheme in product(
            screens, asked.width or WIDTHS, asked.scheme or SCHEMES
        ):
            file = asked.folder / f"{re.sub(r'[^a-z0-9-]', '_', name)}-{width}-{scheme}.png"
            take(browser, f"{server.url}/{address}", file, width, scheme)
            count += 1
        browser.close()
    print(f"{count} pictures are in {asked.folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
