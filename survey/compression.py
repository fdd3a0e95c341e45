"""Send style sheets and scripts compressed. Pages are not: next to a secret, their size would tell something of it."""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_KINDS = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
_LEVEL = 9  # each file is compressed once per process


def install(app: Flask) -> None:
    """Compress the static files of this application for browsers that take it."""

    @app.after_request
    def compress(answer: Response) -> Response:
        if (
            request.endpoint is None
            or request.endpoint.rpartition(".")[2] != "static"
            or answer.status_code != 200  # noqa: PLR2004 (a part of a file, or no file, goes as it is)
            or answer.mimetype not in _KINDS
        ):
            return answer
        answer.vary.add("Accept-Encoding")
        if not request.accept_encodings.quality("gzip"):
            return answer
        answer.direct_passthrough = False
        answer.set_data(_compressed(answer.get_data()))
        answer.content_encoding = "gzip"
        etag, _weak = answer.get_etag()
        if etag:
            answer.set_etag(etag, weak=True)
        return answer


@lru_cache(maxsize=128)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, _LEVEL, mtime=0)
