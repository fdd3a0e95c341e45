"""The tablet's program: modules and style, served from where they stand under one address with the hash of them all."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from flask import Response, request

ROOT = Path(__file__).parents[2]
FOLDERS = ("survey/collection/client", "questionnaires/engine", "survey/static/vendor/idb")
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_YEAR = 31_536_000
_WORTH_PACKING = 512


@dataclass(frozen=True, slots=True)
class Code:
    """The files of the tablet, as they were when the server started.

    Attributes:
        hash: of all names and contents; part of each address, so that a file may be kept for ever.
        files: path under the root of the project -> content. Modules import each other by these same paths.

    """

    hash: str
    files: dict[str, bytes]


@cache
def code() -> Code:
    """Read the program once."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in FOLDERS
        for path in sorted((ROOT / folder).iterdir())
        if path.suffix in _KINDS
    }
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return Code(digest.hexdigest()[:16], files)


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
    small = len(content) < _WORTH_PACKING
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
