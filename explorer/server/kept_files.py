"""Compressed files that browsers cache: which requests are answered, and how."""

import gzip

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope


def is_fetch(scope: Scope) -> bool:
    """Whether a request asks for a file over HTTP."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")


def kept_file(scope: Scope, compressed: bytes, media_type: str, kept: str) -> Response:
    """The response with a file, uncompressed if the browser does not accept gzip.

    Args:
        scope: of the request.
        compressed: the file, by gzip.
        media_type: of the file.
        kept: value of the header ``Cache-Control``.
    """
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(compressed, media_type=media_type, headers=headers)
    return Response(gzip.decompress(compressed), media_type=media_type, headers=headers)
