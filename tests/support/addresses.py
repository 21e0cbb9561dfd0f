"""Every page and panel as an address, for tests that go through all of them."""

import importlib
from urllib.parse import urlencode

from explorer.ui.navigation import PAGES, PageEntry

DOG = "n02084071"


def panels(entry: PageEntry) -> list[str]:
    """The panels that a page's view knows; an empty text where it has one alone."""
    view = importlib.import_module(f"explorer.views.{entry.url_path}")
    return list(getattr(view, "PANELS", [""]))


def address(entry: PageEntry, panel: str = "", **params: str) -> str:
    """A page's path with its panel and other parameters."""
    asked = {**({"panel": panel} if panel else {}), **params}
    path = "" if entry is PAGES[0] else entry.url_path  # the first page has no path of its own
    return f"{path}?{urlencode(asked)}" if asked else path


def of(entry: PageEntry) -> list[str]:
    """A page with each of its panels, at dog where it has a focus."""
    focus = {"focus": DOG} if entry.focused else {}
    return [address(entry, panel, **focus) for panel in panels(entry)]


def every() -> list[str]:
    """The addresses of all pages."""
    return [each for entry in PAGES for each in of(entry)]
