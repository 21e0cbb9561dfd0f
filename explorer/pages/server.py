"""What the server does as it starts: it opens the atlas while the first browser is on its way."""

import asyncio
import gc
import inspect
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st


@asynccontextmanager
async def opened_ahead(_server: st.App) -> AsyncIterator[None]:
    """The life of the server: begun by opening the atlas beside it, and the user's browser."""
    threading.Thread(target=_open_atlas, name="open the atlas", daemon=True).start()
    if not st.get_option("server.headless"):
        asyncio.get_running_loop().call_soon(_open_browser)
    yield


def _open_atlas() -> None:
    # What is made here stays, so looking for garbage among it would be a fifth of the work.
    gc.disable()
    try:
        # Imported here, since pandas and SciPy would keep the server from starting to listen.
        from explorer.pages.session import open_ahead

        open_ahead()
        # Streamlit looks once who started it, and Python then finds the file of every module.
        inspect.stack()
    finally:
        gc.enable()


def _open_browser() -> None:
    """Open the app in the user's browser, as Streamlit does for scripts without a server."""
    host = st.get_option("server.address") or "localhost"
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    webbrowser.open(f"http://{host}:{st.get_option('server.port')}/{path}")
