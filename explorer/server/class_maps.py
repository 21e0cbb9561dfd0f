"""Class maps as files: what a page's map is drawn from, fetched once and kept by the browser."""

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from explorer.server.kept_files import is_fetch, kept_file
from explorer.ui.class_map.address import PLACE

KEPT = "private, immutable, max-age=31536000"
"""A browser keeps a map for a year: its address follows from its content."""

GONE = "There is no class map of this address. Load the page again."


class ClassMaps:
    """Middleware that answers what is fetched below ``class-map/``, and leaves the rest."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a class map, or pass the request on."""
        folder, _, name = str(scope.get("path", "")).rpartition("/")
        if not is_fetch(scope) or folder.rpartition("/")[2] != PLACE:
            await self.app(scope, receive, send)
            return
        # Imported late, because pandas and SciPy would delay the moment the server listens.
        from explorer.ui.class_map import shelf

        body = await run_in_threadpool(shelf.read, name)
        answer = (
            PlainTextResponse(GONE, 404, {"X-Content-Type-Options": "nosniff"})
            if body is None
            else kept_file(scope, body, "application/octet-stream", KEPT)
        )
        await answer(scope, receive, send)
