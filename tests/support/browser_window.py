"""What a browser test asks of its fixtures, as types, and how it waits for a page."""

from pathlib import Path
from typing import Literal, Protocol

from playwright.sync_api import Page

Scheme = Literal["light", "dark"]


class Serve(Protocol):
    """Serves a script with its arguments and says at which address."""

    def __call__(self, script: Path, *args: str) -> str: ...


class OpenPage(Protocol):
    """Opens an address in a window of its own and waits until the page is drawn."""

    def __call__(
        self, url: str, *, width: int = 1000, height: int = 800, scheme: Scheme = "light"
    ) -> Page: ...


def settled(page: Page) -> Page:
    """The page, once Streamlit has run the script to its end."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return page
