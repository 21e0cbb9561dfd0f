"""Opens the app's pages without a browser, and reads all that they would show."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.ui.markdown import JOINER
from explorer.ui.navigation import HIERARCHY, OVERVIEW

APP = OVERVIEW.parents[2] / "app.py"
SECONDS = 60
"""A limit against hanging; a loaded machine is slow at times."""


def page(path: Path, **query: str) -> AppTest:
    """A page in a session of its own, opened at an address, not yet run."""
    opened = AppTest.from_file(APP, default_timeout=SECONDS)
    opened.switch_page(str(path.relative_to(APP.parent)))
    for name, value in query.items():
        opened.query_params[name] = value
    return opened


def hierarchy(**query: str) -> AppTest:
    """The hierarchy page, drawn without an exception."""
    return sound(page(HIERARCHY, **query).run())


def overview() -> AppTest:
    """The overview, drawn without an exception."""
    return sound(page(OVERVIEW).run())


def sound(opened: AppTest) -> AppTest:
    """The page, if it met no exception."""
    assert not opened.exception, [fault.message for fault in opened.exception]
    return opened


def query(opened: AppTest) -> dict[str, str]:
    """The address parameters, each with its one value."""
    return {
        name: value if isinstance(value, str) else value[-1]
        for name, value in opened.query_params.items()
    }


def everything(opened: AppTest) -> str:
    """All words sent to the browser, whatever element they are in, unescaped."""
    protos = (getattr(element, "proto", None) for element in opened.main)
    return "\n".join(str(proto) for proto in protos).replace("\\", "")


def said(elements: Any) -> list[str]:
    """What some alerts say, out of Markdown."""
    return [unescaped(element.value) for element in elements]


def verdicts(opened: AppTest) -> list[str]:
    """The computed sentences above panels, as they are read."""
    bold = [each.value for each in opened.markdown if each.value.startswith("**")]
    return [unescaped(each).strip("*") for each in bold]


def unescaped(text: str) -> str:
    """Text without Markdown's backslashes, joiners, and no-break spaces."""
    return without_backslashes(text).replace("\u00a0", " ")


def without_backslashes(text: str) -> str:
    """Text without Markdown's backslashes and joiners; its spaces are unchanged."""
    text = text.replace(JOINER, "")
    return text.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\")


@contextmanager
def downloads() -> Iterator[dict[str, Any]]:
    """Collects by file name what every download button drawn meanwhile would save."""
    saved: dict[str, Any] = {}
    original = st.download_button

    def record(label: str, data: Any, *, file_name: str, **others: Any) -> Any:
        saved[file_name] = data() if callable(data) else data
        return original(label, data, file_name=file_name, **others)

    with mock.patch("streamlit.download_button", record):
        yield saved
