"""The explorer's style sheet, in the document itself: a page never moves when it arrives."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explorer.ui.window import STYLE

_STYLE = f"<style>{STYLE}</style></head>".encode()
_ASKED = ("accept-encoding", "if-none-match", "if-modified-since")
"""Request headers that would make the response compressed or empty."""
_ANSWERED = ("etag", "last-modified")


class StyledDocument:
    """Middleware that puts the style sheet into HTML documents, and leaves the rest."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and style the document that comes back."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        kept = [(name, value) for name, value in scope["headers"] if name.decode() not in _ASKED]
        await self.app({**scope, "headers": kept}, receive, _Styling(send))


class _Styling:
    """Sends a response on; an HTML document whole, with the style sheet in its head."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if kind.startswith("text/html"):
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._body.replace(b"</head>", _STYLE, 1)
        headers = MutableHeaders(raw=list(self._start["headers"]))
        headers["Content-Length"] = str(len(body))
        for name in _ANSWERED:
            if name in headers:
                del headers[name]
        await self._send({**self._start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})
