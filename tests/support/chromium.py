"""Which browser the browser tests drive, and how a machine without one gets one.

``python -m tests.support.chromium`` makes sure that there is one and says which it is.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

VARIABLE = "CHROMIUM"
"""The environment variable that names the browser to use, whatever else is there."""

FLAGS = (
    "--headless",
    "--no-sandbox",  # a container's root user has no sandbox to give
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but the server under test can be reached, so a test needs no network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

REMEDY = (
    "There is no Chromium or Chrome for the browser tests. Install one, let "
    "'python -m playwright install chromium' fetch one, or set "
    f"{VARIABLE} to the path of one."
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"${PROGRAMFILES}\Google\Chrome\Application\chrome.exe",
    r"${PROGRAMFILES(X86)}\Google\Chrome\Application\chrome.exe",
    r"${LOCALAPPDATA}\Google\Chrome\Application\chrome.exe",
)

INSTALLATION_SECONDS = 600


def find() -> str | None:
    """The browser to drive: the named one, else an installed one, else Playwright's own.

    A browser that is named but not there is not replaced by another.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return shutil.which(named)
    return _installed() or _fetched()


def _installed() -> str | None:
    on_path = (shutil.which(name) for name in NAMES)
    elsewhere = (shutil.which(os.path.expandvars(place)) for place in PLACES)
    return next(filter(None, (*on_path, *elsewhere)), None)


@cache
def _playwrights_place() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _fetched() -> str | None:
    place = _playwrights_place()
    return str(place) if place.is_file() else None


def provide() -> str | None:
    """The browser to drive, installed first if there is none and this machine allows it."""
    if os.environ.get(VARIABLE):
        return find()
    for install in (_fetch_playwrights, _install_debians):
        if find() is None:
            install()
    return find()


def _fetch_playwrights() -> None:
    _try([sys.executable, "-m", "playwright", "install", "chromium"])


def _install_debians() -> None:
    if shutil.which("apt-get") is None:
        return
    root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if _try([*root, "apt-get", "update"]):
        _try([*root, "apt-get", "install", "--yes", "chromium"])


def _try(command: list[str]) -> bool:
    print("No browser yet; trying:", *command, flush=True)
    try:
        subprocess.run(
            command,
            check=True,
            timeout=INSTALLATION_SECONDS,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.SubprocessError) as problem:
        print(problem, flush=True)
        return False
    return True


def main() -> int:
    """Say which browser the tests use; without one, fail where CI expects one."""
    try:
        path = provide()
    except Error as problem:
        print(problem)
        path = None
    if path is None:
        print(REMEDY, "CI needs them." if required() else "Until then they are skipped.")
        return int(required())
    print(f"The browser tests use {path}.")
    return 0


def required() -> bool:
    """Whether this run may not skip the browser tests."""
    return os.environ.get("CI") == "true"


if __name__ == "__main__":
    sys.exit(main())
