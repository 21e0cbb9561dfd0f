"""Which requests the server takes: for its own host names, from its own pages, while it has room.

Streamlit checks both for its websocket only. This module checks pages, files and uploads too,
by the options that Streamlit has for it: ``server.allowedHosts`` and
``server.corsAllowedOrigins``.
"""

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from explorer.server.process import full, how_to_raise
from explorer.ui import own_server

LOGGER = logging.getLogger(__name__)

OWN_HOSTS = own_server.OWN_HOSTS
"""The names of this machine for itself, for a configuration that names no host."""

UNKNOWN_HOST = (
    "The explorer does not answer under this name. Whoever runs it can allow the name: "
    "see 'Opening it to others' in the README and Streamlit's option server.allowedHosts."
)
FOREIGN_ORIGIN = (
    "The explorer answers its own pages only, not those of another site. Whoever runs it can "
    "allow the other site's origin with Streamlit's option server.corsAllowedOrigins."
)


def host_allowed(host: str, allowed: Sequence[str]) -> bool:
    """Whether a ``Host`` header names one of the allowed hosts; its port does not matter.

    ``*.example.org`` matches every subdomain of example.org, ``*`` every name.
    """
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port  # a port that is no number raises as well
    except ValueError:
        return False
    if not name or parts.netloc != host or "@" in host:
        return False
    name = name.rstrip(".")
    for pattern in (each.strip().lower().rstrip(".") for each in allowed):
        if pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:])):
            return True
    return False


def origin_allowed(origin: str, host: str, allowed: Sequence[str]) -> bool:
    """Whether a page of this origin may ask: one of the host itself, or of an allowed origin.

    The scheme of the host's own pages is not compared, since a proxy may speak HTTPS for it.
    """
    origin = origin.lower()
    if origin in (each.strip().lower().rstrip("/") for each in allowed):
        return True
    return origin in (f"http://{host.lower()}", f"https://{host.lower()}")


FULL = "The explorer has as many visitors as it has room for. Come back later."


def _refusing(scope: Scope, status: int, why: str) -> ASGIApp:
    """What answers a request that is not taken; a websocket gets 403 before its handshake."""
    if scope["type"] == "websocket":
        return WebSocketClose()
    return PlainTextResponse(why, status, {"X-Content-Type-Options": "nosniff"})


class OwnVisitorsOnly:
    """Middleware that refuses, with 403, an unknown host and the pages of another site.

    A page elsewhere could otherwise read what the explorer shows: by a name of its own that
    suddenly points to this machine (DNS rebinding), or by asking it from another origin.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it before Streamlit sees it."""
        answer = self.app
        asked = scope["type"] in ("http", "websocket")
        if asked and (refusal := _refusal(Headers(scope=scope))):
            LOGGER.warning("Refused a request for %.200r. %s", scope["path"], refusal)
            answer = _refusing(scope, 403, refusal)
        await answer(scope, receive, send)


class RoomForVisitors:
    """Middleware that answers new visitors with 503 when the process has no room for them."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 503 if there is no room."""
        answer = self.app
        if _newcomer(scope) and full():
            LOGGER.warning("There is no room for a further visitor. %s", how_to_raise())
            answer = _refusing(scope, 503, f"{FULL} {how_to_raise()}")
        await answer(scope, receive, send)


def _newcomer(scope: Scope) -> bool:
    """Whether this asks for a page or opens a session, not for a file of a page."""
    if scope["type"] == "websocket":
        return True
    return scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")


def _refusal(headers: Headers) -> str:
    """Why a request with these headers is not taken, or nothing."""
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    allowed_hosts = st.get_option("server.allowedHosts") or OWN_HOSTS
    if len(hosts) != 1 or not host_allowed(hosts[0], allowed_hosts):
        return UNKNOWN_HOST
    allowed_origins = st.get_option("server.corsAllowedOrigins")
    if not all(origin_allowed(origin, hosts[0], allowed_origins) for origin in origins):
        return FOREIGN_ORIGIN
    return ""
