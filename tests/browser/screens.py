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

from playwright.sync_api import Page, sync_playwright

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

DRAWN = "!document.querySelector('[data-testid=stSkeleton]')"
"""Whether nothing is still a grey box that stands for what the browser loads."""


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


def take(page: Page, url: str, file: Path) -> None:
    """Open an address and write a picture of the whole page."""
    width = page.evaluate("innerWidth")
    page.set_viewport_size({"width": width, "height": 1_000})
    page.goto(url)
    settled(page)
    page.wait_for_timeout(DRAWN_MILLISECONDS)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(int(height) + 60, TALLEST)})
    page.wait_for_function(DRAWN)
    page.wait_for_timeout(DRAWN_MILLISECONDS)
    page.screenshot(path=file)


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
        for width, scheme in product(asked.width or WIDTHS, asked.scheme or SCHEMES):
            window = browser.new_context(
                viewport={"width": width, "height": 1_000},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page = window.new_page()
            for name, address in screens:
                file = f"{re.sub(r'[^a-z0-9-]', '_', name)}-{width}-{scheme}.png"
                take(page, f"{server.url}/{address}", asked.folder / file)
                count += 1
            window.close()
        browser.close()
    print(f"{count} pictures are in {asked.folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
