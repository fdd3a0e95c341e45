"""The tablet's program: one script, one style, the icons beside them, under one address with the hash of them all."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from flask import Response, request

from survey.collection import squeeze
from survey.collection.join import join
from survey.collection.style import style

ROOT = Path(__file__).parents[2]
CLIENT = "survey/collection/client"
SCRIPT = f"{CLIENT}/app.js"
STYLE = f"{CLIENT}/app.css"
ICONS = tuple(f"{CLIENT}/icons/{name}" for name in ("icon.svg", "icon-192.png", "icon-512.png"))
WORKER = f"{CLIENT}/sw.js"
_LOOK = ("survey/static/vendor/utrecht/components.css", "survey/static/thema.css", "survey/static/page.css")
_SCREENS = (f"{CLIENT}/*.js", "survey/collection/templates/field/*.html", "questionnaires/templates/*.html")
# The tablet says itself what is wrong, beside the question; no field is read-only; focus is shown alike everywhere; fields
# for numbers have a class that says so.
_NEVER = (
    "invalid", ":read-only", "[pattern", "[type=url", "[type=password", "::placeholder", "-ms-", "unordered-list",
    "--html-input:focus", "--html-input :focus", "--html-textarea:focus", "--html-input[", "skip-link:focus-visible", ":hover:not",
)  # fmt: skip
_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_YEAR = 31_536_000
_WORTH_PACKING = 512


@dataclass(frozen=True, slots=True)
class Code:
    """The program of the tablet, as it was when the server started.

    Attributes:
        hash: of all names and contents; part of each address, so that a file may be kept for ever.
        files: path -> content as it is served. The script stands at the path of its first module.

    """

    hash: str
    files: dict[str, bytes]


@cache
def code() -> Code:
    """Make the program, once."""
    files = {
        SCRIPT: squeeze.script(join(SCRIPT, _text)).encode(),
        STYLE: squeeze.sheet(
            style([_text(path) for path in _sheets()], [_text(path) for path in _matching(*_SCREENS)], _NEVER)
        ).encode(),
        **{path: (ROOT / path).read_bytes() for path in ICONS},
    }
    digest = hashlib.sha256()
    # The screens and the worker are of this version too: a change in them makes a new one.
    beside = {path: (ROOT / path).read_bytes() for path in _matching(*_SCREENS)}
    for name, content in {**beside, **files}.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return Code(digest.hexdigest()[:16], files)


@cache
def worker() -> bytes:
    """The service worker, without the lines that name this version."""
    return squeeze.script(join(WORKER, _text)).encode()


def answer(version: str, path: str) -> Response | None:
    """One file of the program; None when this version of it is not here."""
    found = code()
    if version != found.hash or path not in found.files:
        return None
    made = packed(found.files[path], _KINDS[Path(path).suffix])
    made.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return made


def packed(content: bytes, kind: str) -> Response:
    """These bytes as an answer, packed by gzip when that is understood and worth it."""
    small = len(content) < _WORTH_PACKING or kind == _KINDS[".png"]
    if small or not request.accept_encodings["gzip"]:
        made = Response(content, content_type=kind)
    else:
        made = Response(_pack(content), content_type=kind)
        made.headers["Content-Encoding"] = "gzip"
    made.vary.add("Accept-Encoding")
    return made


@lru_cache(maxsize=128)
def _pack(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _sheets() -> list[str]:
    return [*_LOOK, *_matching(f"{CLIENT}/*.css")]


def _matching(*patterns: str) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for each in patterns for path in sorted(ROOT.glob(each))]


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
