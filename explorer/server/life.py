"""What the server does as it starts: it opens the atlas while the first browser is on its way."""

import asyncio
import gc
import inspect
import logging
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit import config, net_util

from explorer.errors import ExplorerError
from explorer.server import process
from explorer.settings import PREFIX, Settings, settings

LOGGER = logging.getLogger(__name__)

UPLOAD_LIMIT = "server.maxUploadSize"


@asynccontextmanager
async def opened_ahead(_server: st.App) -> AsyncIterator[None]:
    """Lifespan of the server: it loads the atlas in the background and opens the user's browser."""
    ask_nobody_for_the_address()
    config.on_config_parsed(bind_upload_limit)
    process.raise_limit_of_files()
    asyncio.get_running_loop().set_exception_handler(process.tell_when_full)
    threading.Thread(target=_open_atlas, name="open the atlas", daemon=True).start()
    print(f"ImageNet explorer: {address()}", flush=True)
    if not st.get_option("server.headless"):
        asyncio.get_running_loop().call_soon(_open_browser)
    yield


def address() -> str:
    """Where the explorer is found in a browser on this machine."""
    host = st.get_option("server.address") or "localhost"
    if host in ("0.0.0.0", "::"):  # every address of this machine
        host = "localhost"
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{scheme}://{host}:{st.get_option('server.port')}/{path}".rstrip("/")


def ask_nobody_for_the_address() -> None:
    """Keep Streamlit from asking an outside service for this machine's address.

    It would, to print it and to compare an allowed origin with it.
    """
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None


def bind_upload_limit() -> None:
    """Limit the body size of requests to the upload limit of the page."""
    try:
        limit = settings().upload_megabytes
    except ExplorerError:  # which every page reports
        limit = Settings().upload_megabytes
    given = st.get_option(UPLOAD_LIMIT)
    if config.is_manually_set(UPLOAD_LIMIT) and given != limit:
        LOGGER.warning(
            "%s is %s MB, and uploads of up to %s MB are taken: the limit of page and server "
            "is the environment variable %sUPLOAD_MEGABYTES.",
            UPLOAD_LIMIT,
            given,
            limit,
            PREFIX,
        )
    config.set_option(UPLOAD_LIMIT, limit, "explorer.settings")


def _open_atlas() -> None:
    process.save_memory()
    # These objects are permanent, and collecting garbage among them takes a fifth of the time.
    gc.disable()
    try:
        # Imported late, because pandas and SciPy would delay the moment the server listens.
        from explorer.ui.first_page import prepare
        from explorer.ui.session import PROCESS, open_ahead

        open_ahead()
        if PROCESS.atlas is not None:
            prepare(PROCESS.atlas)
        # Streamlit looks once who started it, and Python then finds the file of every module.
        inspect.stack()
    finally:
        gc.enable()


def _open_browser() -> None:
    """Open the app in the user's browser, as Streamlit does for scripts without a server."""
    webbrowser.open(address())
