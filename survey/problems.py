"""Everything that can go wrong for somebody who calls the API, in one catalogue (RFC 9457)."""

from typing import Any, NamedTuple

import structlog
from flask import Flask, Response, json, render_template, request
from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.exceptions import HTTPException

CONTENT_TYPE = "application/problem+json"
log = structlog.get_logger()


class Kind(NamedTuple):
    """One way to fail: the HTTP status and the sentence that never changes."""

    status: int
    title: LazyString


CATALOGUE = {
    "bad_request": Kind(400, lazy_gettext("Deze aanvraag is niet goed")),
    "digest_missing": Kind(400, lazy_gettext("De controlesom ontbreekt")),
    "digest_invalid": Kind(400, lazy_gettext("De controlesom is niet te lezen")),
    "digest_mismatch": Kind(400, lazy_gettext("De controlesom klopt niet met de inhoud")),
    "body_incomplete": Kind(400, lazy_gettext("Het bericht is niet volledig aangekomen")),
    "form_expired": Kind(400, lazy_gettext("Dit formulier is verlopen")),
    "not_json": Kind(400, lazy_gettext("De inhoud is geen JSON")),
    "sign_in_first": Kind(401, lazy_gettext("Meld u eerst aan")),
    "sign_in_refused": Kind(403, lazy_gettext("Aanmelden is niet gelukt")),
    "device_revoked": Kind(403, lazy_gettext("Dit apparaat is ingetrokken")),
    "forbidden": Kind(403, lazy_gettext("U mag dit niet bekijken")),
    "not_found": Kind(404, lazy_gettext("Deze pagina bestaat niet")),
    "study_unknown": Kind(404, lazy_gettext("Dit onderzoek bestaat niet")),
    "location_unknown": Kind(404, lazy_gettext("Deze plek bestaat niet")),
    "interview_unknown": Kind(404, lazy_gettext("Dit interview is hier niet bekend")),
    "method_not_allowed": Kind(405, lazy_gettext("Dit kan hier niet")),
    "interview_conflict": Kind(409, lazy_gettext("Dit interview is al met een andere inhoud ontvangen")),
    "account_closed": Kind(409, lazy_gettext("Dit account is gesloten")),
    "check_in_first": Kind(409, lazy_gettext("Dit apparaat moet zich eerst melden")),
    "last_administrator": Kind(409, lazy_gettext("Er moet een beheerder blijven")),
    "too_many_keys": Kind(409, lazy_gettext("Er zijn te veel sleutels")),
    "too_large": Kind(413, lazy_gettext("Het bericht is te groot")),
    "unsupported_type": Kind(415, lazy_gettext("Dit soort inhoud kunnen wij niet lezen")),
    "interview_invalid": Kind(422, lazy_gettext("Dit interview is niet goed opgebouwd")),
    "batch_invalid": Kind(422, lazy_gettext("Deze zending is niet goed opgebouwd")),
    "interview_id_invalid": Kind(422, lazy_gettext("Dit kenmerk van een interview is niet geldig")),
    "enrolment_refused": Kind(422, lazy_gettext("Deze code werkt niet")),
    "note_invalid": Kind(422, lazy_gettext("Deze regel is niet volledig")),
    "queue_invalid": Kind(422, lazy_gettext("Dit is niet in te lezen")),
    "contact_invalid": Kind(422, lazy_gettext("Dit contact is niet goed opgebouwd")),
    "device_invalid": Kind(422, lazy_gettext("Dit bericht van een apparaat is niet goed")),
    "seal_unknown_key": Kind(422, lazy_gettext("Dit interview is met een onbekende sleutel verzegeld")),
    "seal_broken": Kind(422, lazy_gettext("Dit verzegelde interview is niet te openen")),
    "passkey_refused": Kind(422, lazy_gettext("Deze passkey past niet")),
    "decision_invalid": Kind(422, lazy_gettext("Dit besluit is niet volledig")),
    "too_often": Kind(429, lazy_gettext("Dit was te vaak achter elkaar")),
    "server_error": Kind(500, lazy_gettext("Er ging iets mis")),
    "storage_full": Kind(507, lazy_gettext("De server heeft geen ruimte")),
    "unavailable": Kind(503, lazy_gettext("Wijkpeil is nu niet beschikbaar")),
}

_BY_STATUS = {400: "bad_request", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "too_large",
              415: "unsupported_type", 500: "server_error", 503: "unavailable"}  # fmt: skip


class Problem(Exception):  # noqa: N818 (RFC 9457 calls it a problem)
    """Ends the request with this problem: JSON under /api/, a page elsewhere.

    Args:
        status: the HTTP status.
        code: the name in the catalogue, which a client may rely on.
        title: what went wrong, the same sentence every time.
        detail: what was expected, what came, and what to do now.
        extra: further members, such as the digest that is kept.

    """

    def __init__(self, status: int, code: str, title: str, detail: str, **extra: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.title, self.detail, self.extra = status, code, title, detail, extra

    def document(self) -> dict[str, Any]:
        """The members of the problem document."""
        return {
            "type": f"/api/v1/problems#{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **self.extra,
        }


def problem(code: str, detail: str, **extra: Any) -> Problem:
    """The problem `code` of the catalogue; raises KeyError for a code that is not in it."""
    kind = CATALOGUE[code]
    return Problem(kind.status, code, str(kind.title), detail, **extra)


def install(app: Flask) -> None:
    """Answer every failure of the application with a problem."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, _http)


def _http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 (a redirect is no failure)
        return error
    original = getattr(error, "original_exception", None)
    if original is not None:
        # The text of an exception can hold answers: only its kind is written down.
        log.error("request failed", kind=type(original).__name__, endpoint=request.endpoint, exc_info=False)
    code = _BY_STATUS.get(status, "bad_request")
    said = answer(Problem(status, code, str(CATALOGUE[code].title), _advice(status)))
    for name, value in error.get_headers(request.environ):
        if name.lower() in {"allow", "retry-after"}:
            said.headers[name] = value
    return said


def _advice(status: int) -> str:
    advice: dict[int, str] = {
        403: gettext("Uw account heeft hier geen recht op. Vraag het de beheerder van uw organisatie."),
        404: gettext("Controleer het adres. Klopt het adres, vraag dan na of het onderzoek nog open is."),
        405: gettext("Dit adres kent deze handeling niet."),
        413: gettext("Stuur een kleiner bericht."),
        500: gettext("Er is niets opgeslagen. Probeer het over een paar minuten opnieuw."),
        503: gettext("Probeer het over een paar minuten opnieuw."),
    }
    otherwise: str = gettext("Wijkpeil begreep de aanvraag niet. Er is niets opgeslagen.")
    return advice.get(status, otherwise)


def answer(failure: Problem) -> Response:
    """The response that says what is wrong: a problem document under /api/, a page elsewhere."""
    if request.path.startswith("/api/"):
        said = Response(json.dumps(failure.document()), failure.status, content_type=CONTENT_TYPE)
    else:
        said = Response(render_template("error.html", problem=failure), failure.status)
    if "retry_after" in failure.extra:
        said.headers["Retry-After"] = str(failure.extra["retry_after"])
    return said
