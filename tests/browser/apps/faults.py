"""A server whose page, callback or fragment meets a fault, for the tests of how it is told."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

if __name__ == "faults":  # as the server imports it
    from explorer.server.life import address
    from explorer.ui import faults

    @asynccontextmanager
    async def announced(_server: st.App) -> AsyncIterator[None]:
        """Say where it listens, as the explorer does."""
        print(f"ImageNet explorer: {address()}", flush=True)
        yield

    app = st.App(__file__, lifespan=announced, on_script_error=faults.tell)
else:
    from explorer.errors import UploadError

    def fail(kind: str) -> None:
        """Meet a fault of the explorer's own, or one that is written for users."""
        if kind == "ours":
            raise UploadError("The *file* is too long by 3 rows.")
        raise RuntimeError(f"secret of {__file__}")

    @st.fragment
    def part() -> None:
        """A part that runs again by itself."""
        for kind in ("ours", "other"):
            if st.button(f"Fragment, {kind}"):
                fail(kind)

    st.title("Faults")
    part()
    for kind in ("ours", "other"):
        st.button(f"Callback, {kind}", on_click=fail, args=(kind,))
        if st.button(f"Page, {kind}"):
            fail(kind)
    st.write(f"Drawn to the end, {len(sys.argv)}")
