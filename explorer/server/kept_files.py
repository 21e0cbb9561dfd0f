"""Files that a browser fetches once and keeps, held compressed: who may ask, and the answer."""

import gzip

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope


def is_fetch(scope: Scope) -> bool:
    """Whether a request asks for a file over HTTP."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")


def kept_file(scope: Scope, compressed: bytes, media_type: str, kept: str) -> Response:
    """A file for whoever asks, unpacked where the browser takes no gzip.

    Args:
        scope: of the request.
        compressed: the file, by gzip.
        media_type: of the file.
        kept: how long who may keep it, as ``Cache-Control`` says it.
    """
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(compressed, media_type=media_type, headers=headers)
    return Response(gzip.decompress(compressed), media_type=media_type, headers=headers)
