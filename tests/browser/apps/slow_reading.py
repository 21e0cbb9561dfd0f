"""A data set that takes a minute to be read, for the button that cancels it."""

import time
from pathlib import Path
from unittest import mock

import streamlit as st

from explorer.pages.your_data import draft as drafts
from explorer.progress import Report
from tests.support.real import atlas


def slow(_path: Path, _limits: object, report: Report, *_chosen: object) -> None:
    """Read nothing, slowly, and tell how far it is."""
    for step in range(600):
        report(step / 600, f"Step {step} of 600")
        time.sleep(0.1)


with mock.patch("explorer.ingest.datasets.formats.read", slow):
    st.button("Begin", on_click=lambda: drafts.begin(drafts.Source(path=Path("x"))))
    found = drafts.source()
    if found is not None and found.waiting:
        drafts.read(found, atlas())
    else:
        st.write("Nothing is being read.")
