"""The short way in for the two addresses that are used most: where interviews are sent.

It does what the routes in `api.py` do, with the same functions, for a request in which nothing is unusual: sent with a
key or a token, whole, in its plain form. Whatever else comes, and whatever must be refused, goes to the application,
which reads it again and has the only say in how that is answered: sending again changes nothing. So nothing is worded here.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from contextlib import nullcontext
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec
from flask import Flask
from sqlalchemy.exc import DBAPIError
from werkzeug.sansio.utils import host_is_trusted

from survey.accounts.secret import digest as digest_of
from survey.collection import batch, receipt
from survey.collection.body import read
from survey.collection.incoming import CANONICAL, identity, number, offset_ms
from survey.collection.receipt import Receipt
from survey.collection.receive import Arrival, Refused, arrival, keep
from survey.collection.unseal import longest_sealed
from survey.collection.write import writer
from survey.problems import Problem
from survey.protection import of_json

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

    from survey.settings import Settings

_HERE = "/api/v1/interviews"
_BEARER = "Bearer "
_STATUS = {"stored": "201 CREATED", "repeated": "200 OK"}
_MOST_HOSTS = 64


class Door:
    """Takes interviews before the application does."""

    def __init__(self, app: Flask, inner: "WSGIApplication") -> None:
        settings: Settings = app.extensions["wijkpeil.settings"]
        self._app, self._inner = app, inner
        self._secret = settings.secret
        self._longest = settings.max_interview_bytes
        self._trusted = app.config["TRUSTED_HOSTS"]
        self._hosts: set[str] = set()  # names that were found to be ours
        own = {"Content-Type": "application/json", "Vary": "Cookie"} | of_json(settings.base_url)
        self._headers = list(own.items())

    def __call__(self, environ: dict[str, Any], start: "StartResponse", /) -> Iterable[bytes]:
        """Answer the request, or let the application answer it."""
        path = environ["PATH_INFO"]
        if not path.startswith(_HERE):
            return self._inner(environ, start)
        method, name = environ["REQUEST_METHOD"], path[len(_HERE) + 1 :]
        one = method == "PUT" and CANONICAL.fullmatch(name) is not None
        if not (one or (method == "POST" and path == _HERE)) or not self._is_usual(environ):
            return self._inner(environ, start)
        most = longest_sealed(self._longest) if one else batch.MOST_BYTES
        announced = environ.get("CONTENT_LENGTH", "")
        if not (announced.isascii() and announced.isdigit()) or not 0 < int(announced) <= most:
            return self._inner(environ, start)
        body = _read(environ["wsgi.input"], int(announced))
        environ["wsgi.input"] = BytesIO(body)
        if len(body) != int(announced):
            return self._inner(environ, start)
        try:
            said = self._one(name, body, environ) if one else self._several(body, environ)
        except (Problem, DBAPIError):
            said = None
        if said is None:
            return self._inner(environ, start)
        status, text = said
        start(status, [*self._headers, ("Content-Length", str(len(text)))])
        return [text]

    def _is_usual(self, environ: dict[str, Any]) -> bool:
        host = environ.get("HTTP_HOST", "")
        if host not in self._hosts:
            if not host_is_trusted(host, self._trusted):
                return False
            if len(self._hosts) < _MOST_HOSTS:
                self._hosts.add(host)
        return (
            environ.get("CONTENT_TYPE") == "application/json"
            and not environ.get("QUERY_STRING")
            and "HTTP_CONTENT_ENCODING" not in environ
            and environ.get("HTTP_AUTHORIZATION", "").startswith(_BEARER)
        )

    def _one(self, name: str, body: bytes, environ: dict[str, Any]) -> tuple[str, bytes] | None:
        if environ.get("HTTP_CONTENT_DIGEST") != _content_digest(body):
            return None
        interview_id = identity(name)
        with self._context(body):
            sent = read(body, interview_id, self._longest)
        came = arrival(
            interview_id,
            body,
            sent,
            "api",
            _secret(environ),
            number=number(environ.get("HTTP_WIJKPEIL_NUMBER")),
            offset_ms=offset_ms(environ.get("HTTP_WIJKPEIL_DEVICE_TIME")),
        )
        kept = writer(self._app).share(keep, came)
        if isinstance(kept, Refused) or kept.outcome == "conflict":
            return None
        return _STATUS[kept.outcome], receipt.text(kept, self._secret).encode()

    def _several(self, message: bytes, environ: dict[str, Any]) -> tuple[str, bytes] | None:
        if environ.get("HTTP_CONTENT_DIGEST") not in {None, _content_digest(message)}:
            return None
        came = batch.opened(message)
        with self._context(message):
            read_ones = batch.arrivals(came, _secret(environ), self._longest)
        good = [one for one in read_ones if isinstance(one, Arrival)]
        if len(good) < len(read_ones):
            return None
        kept = writer(self._app).share_all(keep, good)
        if any(isinstance(one, Refused) and one.code == "sender_unknown" for one in kept):
            return None
        plain = all(isinstance(one, Receipt) and one.outcome != "conflict" for one in kept)
        # What is said of the others is worded in the language of the request.
        with nullcontext() if plain else self._app.request_context(environ):
            return "200 OK", msgspec.json.encode(batch.answer(came, batch.outcomes(good, kept), self._secret))

    def _context(self, body: bytes) -> Any:
        """The application, for what is sealed: its keys are in the database."""
        return self._app.app_context() if b"sealed" in body else nullcontext()


def _read(stream: Any, most: int) -> bytes:
    body: bytes = stream.read(most)
    while len(body) < most and (more := stream.read(most - len(body))):
        body += more
    return body


def _content_digest(body: bytes) -> str:
    return f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:"


def _secret(environ: dict[str, Any]) -> str:
    return digest_of(environ["HTTP_AUTHORIZATION"][len(_BEARER) :].strip())
