"""The style sheet in the document: in every page, and in nothing else."""

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from explorer.server.style import StyledDocument
from explorer.ui.window import STYLE
from tests.support.visitor import apart

DOCUMENT = "<html><head><title>é</title></head><body>" + "x" * 5_000 + "</body></html>"


def document(request: Request) -> Response:
    if request.headers.get("if-none-match") == "old":
        return Response(status_code=304)
    return HTMLResponse(DOCUMENT, headers={"ETag": "old"})


def text(_: Request) -> Response:
    return PlainTextResponse("</head>", headers={"ETag": "old"})


async def asked(path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """What a browser is sent: status, headers and body."""
    routes = [Route("/", document), Route("/text", text)]
    application = StyledDocument(Starlette(routes=routes, middleware=[Middleware(GZipMiddleware)]))
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": raw, "query_string": b""}
    await application(scope, receive, send)
    start, *parts = sent
    got = Headers(raw=start["headers"])
    body = b"".join(part["body"] for part in parts)
    assert len(body) == int(got.get("content-length", "0"))
    return start["status"], dict(got), body.decode()


def test_a_document_comes_whole_with_the_style_sheet_in_its_head():
    _, _, answer = apart(asked("/", accept="text/html", accept_encoding="gzip"))
    head, _, body = answer.partition("</head>")
    assert STYLE in head
    assert answer.replace(f"<style>{STYLE}</style>", "") == DOCUMENT
    assert body.endswith("</html>")


def test_a_browser_never_keeps_a_document_with_an_older_style_sheet():
    status, headers, _ = apart(asked("/", accept="text/html", if_none_match="old"))
    assert status == 200
    assert "etag" not in headers


def test_what_is_no_document_is_left_as_it_is():
    _, headers, answer = apart(asked("/text", accept="text/html"))
    assert answer == "</head>"
    assert headers["etag"] == "old"
