"""The frame of every page, Streamlit's scripts and styles, sent from memory.

A first visitor fetches sixty of these files. Streamlit reads each in a thread, in pieces, behind
all that its requests pass through; that is twice the work of drawing the first page. Their names
change with their content, so what is kept never grows old.
"""

import mimetypes
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

KEPT_BYTES = 24 * 1024 * 1024
"""Of files kept at most; further ones are sent by Streamlit."""

CACHED = "public, immutable, max-age=31536000"
"""As Streamlit says of the same files: a browser keeps them for a year."""


class FrameFromMemory:
    """Middleware that answers whole files below ``/static/`` itself, and leaves the rest."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self.app = app
        self._folder = Path(file_util.get_static_dir())
        self._kept: dict[str, Response] = {}
        self._left = KEPT_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a file of the frame, or pass the request on."""
        whole = scope["type"] == "http" and scope["method"] == "GET"
        answer = self._file(scope) if whole else None
        await (answer or self.app)(scope, receive, send)

    def _file(self, scope: Scope) -> Response | None:
        base = str(st.get_option("server.baseUrlPath") or "").strip("/")
        path = scope["path"].removeprefix(f"/{base}" if base else "")
        if not path.startswith("/static/") or "range" in Headers(scope=scope):
            return None
        return self._kept.get(path) or self._read(path)

    def _read(self, path: str) -> Response | None:
        """The file at a path, kept from now on; None if there is none or no room for it."""
        # Of names made of these characters only, none leads out of the folder.
        if ".." in path or not all(each.isalnum() or each in "/._-" for each in path):
            return None
        file = self._folder / path.removeprefix("/")
        if not file.is_file() or file.stat().st_size > self._left:
            return None
        body = file.read_bytes()
        self._left -= len(body)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self._kept[path] = Response(body, media_type=kind, headers={"Cache-Control": CACHED})
        return self._kept[path]
