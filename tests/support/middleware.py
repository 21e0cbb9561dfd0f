"""A request to middleware, without a server: what it answers, or that it passes it on."""

from collections.abc import Callable
from typing import NamedTuple

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Scope

from tests.support.visitor import apart

PASSED_ON = b"elsewhere"
"""Body of the answer behind the middleware."""


class Answer(NamedTuple):
    """Status, headers by their lower-case names, and body."""

    status: int
    headers: dict[str, str]
    body: bytes


def fetch(
    middleware: Callable[[ASGIApp], ASGIApp],
    path: str,
    method: str = "GET",
    accepts: str = "gzip",
) -> Answer:
    """What middleware answers; 200 and ``PASSED_ON`` where it passes a request on."""
    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(b"accept-encoding", accepts.encode())],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        await middleware(PlainTextResponse(PASSED_ON))(scope, receive, send)

    apart(ask())
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:]))
