"""What protects every page: a strict content policy, headers, CSRF, and the names that this server answers to."""

import hashlib
import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import SecurityError

from survey.problems import Problem

View = TypeVar("View", bound=Callable[..., object])
_LOOPBACK = ["127.0.0.1", "localhost"]
_YEAR = 31_536_000
_DIGEST_LENGTH = 12
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Flask-WTF compares the referrer over HTTPS, so it may travel, but only to ourselves.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def install(app: Flask) -> None:
    """Protect this application; call it before the features are registered."""
    settings = app.extensions["wijkpeil.settings"]
    own = urlsplit(settings.base_url)
    app.config["TRUSTED_HOSTS"] = sorted({*_LOOPBACK, own.hostname or "localhost", *settings.hosts})
    app.config["SESSION_COOKIE_HTTPONLY"] = True
    # A form stays valid as long as the visit: somebody who takes an hour must not lose the answers.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # The API takes JSON and reads no cookie, so another site gains nothing by posting to it.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf = CSRFProtect(app)

    @app.before_request
    def forms_come_from_our_own_pages() -> None:
        if request.endpoint is None or request.path.startswith("/api/"):
            return  # nothing there: the router's own 404 follows
        if getattr(current_app.view_functions[request.endpoint], "proof_in_address", False):
            return
        try:
            csrf.protect()
        except CSRFError as error:
            raise Problem(
                400, "form_expired", gettext("Dit formulier is verlopen"), _start_again()
            ) from error

    @app.errorhandler(SecurityError)
    def not_our_name(_error: SecurityError) -> Response:
        # No address can be made for a name that is not ours, so this can not be one of our pages.
        return Response(gettext("Dit adres hoort niet bij deze server."), 400, mimetype="text/plain")

    always = _always(own.scheme)

    @app.after_request
    def headers(answer: Response) -> Response:
        ours = {**always, "Content-Security-Policy": _policy(answer.mimetype or "")}
        _cache(answer, ours)
        # `Headers.setdefault` looks through all of them for each name.
        present = {name.lower() for name, _value in answer.headers}
        for name, value in ours.items():
            if name.lower() not in present:
                answer.headers.add(name, value)
        return answer

    app.add_template_global(csp_nonce)
    app.add_template_global(asset)


def of_json(base_url: str) -> dict[str, str]:
    """The headers of every JSON document that this server gives, for what answers without the whole application."""
    return {
        **_always(urlsplit(base_url).scheme),
        "Content-Security-Policy": _policy("application/json"),
        "Cache-Control": "no-store",
    }


def _always(scheme: str) -> dict[str, str]:
    strict = {"Strict-Transport-Security": f"max-age={_YEAR}; includeSubDomains"} if scheme == "https" else {}
    return {**_HEADERS, **strict}


def proof_in_address(view: View) -> View:
    """Mark a view whose address holds the secret that proves who asks; a mail program can post there without a form."""
    view.proof_in_address = True  # type: ignore[attr-defined]
    return view


def csp_nonce() -> str:
    """The word of this one answer that its scripts must carry."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def asset(path: str, endpoint: str = "static") -> str:
    """The address of a static file with a hash of its content, so that it may be kept for a year.

    Args:
        path: the file's place in the static folder.
        endpoint: whose static folder; a feature's own is `<blueprint>.static`.

    """
    blueprint = endpoint.rpartition(".")[0]
    folder = (current_app.blueprints[blueprint] if blueprint else current_app).static_folder
    if folder is None:
        raise LookupError(f"{endpoint} has no static folder")
    # The file is looked at once a second at most: a page names many.
    digest = _digest(Path(folder) / path, int(monotonic()))
    return _address(endpoint, path, digest, request.script_root)


@lru_cache(maxsize=256)
def _address(endpoint: str, path: str, digest: str, _root: str) -> str:
    return url_for(endpoint, filename=path, v=digest)


@lru_cache(maxsize=256)
def _digest(file: Path, _second: int) -> str:
    return _digest_of(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _digest_of(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:_DIGEST_LENGTH]


def _policy(mimetype: str) -> str:
    # A worker takes the policy of its own script; it can not know the word of a page.
    script = f"'nonce-{csp_nonce()}'" if mimetype == "text/html" else "'self'"
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {script}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            # Questions read aloud: from here, and out of the storage of a tablet.
            "media-src 'self' blob:",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _start_again() -> str:
    return str(
        gettext("Uw browser stuurde geen geldig bewijs mee. Sta cookies van deze site toe en begin opnieuw.")
    )


def _cache(answer: Response, ours: dict[str, str]) -> None:
    static = request.endpoint is not None and request.endpoint.rpartition(".")[2] == "static"
    if static and answer.status_code < 400 and request.args.get("v"):  # noqa: PLR2004 (a missing file is not kept)
        answer.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    elif not static:
        ours["Cache-Control"] = "no-store"
