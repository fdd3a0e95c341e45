"""The interviewer's tablet: `/veld`, one shell for all studies, with its program, its worker and its manifest."""

import hashlib
import re

from flask import Blueprint, Response, abort, current_app, json, render_template, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from jinja2.utils import htmlsafe_json_dumps

from survey import i18n
from survey.collection import code, words
from survey.security import needs, person
from survey.signing import public_key

_INDENTED = re.compile(r"\s*\n\s*")
# The shell is loaded over bad lines: most of its attributes are one plain word, which needs no quotes.
_QUOTED = re.compile(
    r'(?<= )(class|type|role|name|value|for|id|inputmode|autocomplete|data-(?!house)[a-z-]+)="([\w-]+)"(?=[ >])'
)
blueprint = Blueprint("field", __name__, url_prefix="/veld", template_folder="templates")


@blueprint.get("", defaults={"slug": ""})
@blueprint.get("/<slug>")
@needs("field.open")
def page(slug: str) -> Response:  # noqa: ARG001 (the program itself reads the study from the address)
    """The shell: all screens of the tablet as templates, to be filled by its program. The same for every study."""
    shell = render_template(
        "field/shell.html",
        code=code.code(),
        script=code.SCRIPT,
        style=code.STYLE,
        icon=code.ICONS[0],
        small_icon=code.ICONS[1],
        words=htmlsafe_json_dumps(
            words.for_the_interviewer(_), json.dumps, ensure_ascii=False, separators=(",", ":")
        ),
        receipt_key=_receipt_key(),
    )
    made = Response(
        _QUOTED.sub(r"\1=\2", _INDENTED.sub("\n", shell)), content_type="text/html; charset=utf-8"
    )
    made.headers["Wijkpeil-Client"] = code.code().hash
    # A study may find the area by the position of the tablet; the tablet itself asks, and keeps only the area.
    made.headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"
    made.vary.update(("Accept-Language", "Cookie"))
    return made


@blueprint.get("/wie.json")
@needs("field.open")
def who() -> Response:
    """Who signed in here, for the button that lets this device in; the shell itself is kept and can not know."""
    somebody = person()
    may = somebody is not None and somebody.may("device.enrol_own")
    answer = {"name": somebody.name if somebody else None, "may": may, "csrf": generate_csrf() if may else ""}
    return Response(json.dumps(answer), content_type="application/json")


@blueprint.get("/sw.js")
@needs("field.open")
def worker() -> Response:
    """The service worker; a new version of the program makes new bytes of it, which is how browsers notice."""
    found = code.code()
    files = [url_for("field.program", version=found.hash, path=path) for path in found.files]
    # The shell holds the key of the receipts: another key is another version, else no receipt would be trusted.
    key = hashlib.sha256(_receipt_key().encode()).hexdigest()[:8]
    head = f"const VERSION = {json.dumps(f'{found.hash}-{key}')}, FILES = {json.dumps(files)};\n"
    made = code.packed(head.encode() + code.worker(), "text/javascript; charset=utf-8")
    made.headers["Service-Worker-Allowed"] = "/veld"
    made.headers["Cache-Control"] = "no-cache"
    return made


@blueprint.get("/manifest.webmanifest")
@needs("field.open")
def manifest() -> Response:
    """What a device shows of the app once it is installed."""
    version = code.code().hash
    _svg, small, large = (url_for("field.program", version=version, path=path) for path in code.ICONS)
    document = {
        "id": "/veld",
        "name": _("Wijkpeil veldwerk"),
        "short_name": _("Wijkpeil"),
        "lang": i18n.current_language(),
        "dir": i18n.direction(i18n.current_language()),
        "start_url": "/veld",
        "scope": "/veld",
        "display": "standalone",
        "background_color": "#0b4a5c",
        "theme_color": "#0b4a5c",
        "icons": [
            {"src": small, "sizes": "192x192", "type": "image/png", "purpose": "any maskable"},
            {"src": large, "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
        ],
    }
    made = Response(json.dumps(document, ensure_ascii=False), content_type="application/manifest+json")
    made.headers["Cache-Control"] = "no-cache"
    return made


@blueprint.get("/programma/<version>/<path:path>")
@needs("field.open")
def program(version: str, path: str) -> Response:
    """One file of the tablet's program; its address holds the hash of them all, so it may be kept for ever."""
    made = code.answer(version, path)
    if made is None:
        abort(404)
    return made


def _receipt_key() -> str:
    return public_key(current_app.extensions["wijkpeil.settings"].secret)
