"""The library that draws pictures for saving, sent from the installed package when it is needed."""

import gzip
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from explorer.server.kept_files import is_fetch, kept_file
from explorer.ui.picture.address import FILE, PLACE

KEPT = "public, immutable, max-age=31536000"
"""A browser keeps it for a year: its address has its version."""


class PlotlyScript:
    """Middleware that answers what draws pictures, and leaves the rest."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the library, or pass the request on."""
        if not is_fetch(scope) or not str(scope.get("path", "")).endswith(f"/{PLACE}/{FILE}"):
            await self.app(scope, receive, send)
            return
        body = await run_in_threadpool(_compressed)
        await kept_file(scope, body, "text/javascript", KEPT)(scope, receive, send)


@lru_cache(maxsize=1)
def _compressed() -> bytes:
    """The library, compressed once for all who ask."""
    import plotly

    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return gzip.compress(script.read_bytes(), 6)
