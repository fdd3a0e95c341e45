"""Interviews over HTTP: one is put, its receipt is got, a study's are counted."""

import re
from uuid import UUID

from flask import Blueprint, Response, json, request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from survey.collection import digest, receipt
from survey.collection.body import read
from survey.collection.count import count
from survey.collection.receive import arrival, keep
from survey.collection.writer import writer
from survey.database import database, reading
from survey.problems import problem
from survey.security import needs, organisation
from survey.settings import settings
from survey.studies import find

blueprint = Blueprint("collection", __name__, template_folder="templates")
_CANONICAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@blueprint.put("/api/v1/interviews/<interview>")
@needs("interview.submit")
def put(interview: str) -> Response:
    """Take one interview: 201 when it is new, 200 for the same bytes again, 409 for other bytes."""
    interview_id = _identity(interview)
    body = _body()
    digest.check(request.headers.get("Content-Digest"), body)
    kept = writer().share(keep, arrival(interview_id, body, read(body), "api", organisation()))
    if kept.outcome == "conflict":
        raise problem(
            "interview_conflict",
            _(
                "Voor dit interview is al een andere inhoud ontvangen. Beide zijn bewaard, de eerste telt mee. "
                "Een medewerker kan ze vergelijken; u hoeft niets opnieuw te sturen."
            ),
            kept=receipt.document(kept, settings().secret),
        )
    return _json(receipt.document(kept, settings().secret), 201 if kept.outcome == "stored" else 200)


@blueprint.get("/api/v1/interviews/<interview>/receipt")
@needs("interview.receipt")
def get_receipt(interview: str) -> Response:
    """Give the receipt of an interview that is kept."""
    interview_id = _identity(interview)
    with reading(database()) as session:
        kept = receipt.find(session, interview_id, organisation())
    if kept is None:
        raise problem("interview_unknown", _("Dit interview is hier niet ontvangen. Stuur het (opnieuw) in."))
    return _json(receipt.document(kept, settings().secret), 200)


@blueprint.get("/api/v1/studies/<slug>/counts")
@needs("study.counts")
def counts(slug: str) -> Response:
    """Count what came in for a study."""
    with reading(database()) as session:
        study = find.study(session, slug)
        codes = [area.code for area in find.areas(session, study)]
        return _json(count(session, study, codes), 200)


def _identity(text: str) -> UUID:
    if not _CANONICAL.fullmatch(text):
        raise problem(
            "interview_id_invalid",
            _(
                "Verwacht wordt een UUID in kleine letters, zoals 01931c2e-7a4b-7c3d-9e8f-0a1b2c3d4e5f. "
                "Maak het kenmerk op het apparaat en gebruik het opnieuw als u nog eens stuurt."
            ),
        )
    return UUID(text)


def _body() -> bytes:
    """The whole body, never more than allowed and never less than was announced."""
    if (
        request.mimetype != "application/json"
        or request.headers.get("Content-Encoding", "identity") != "identity"
    ):
        raise problem(
            "unsupported_type", _("Verwacht wordt Content-Type: application/json, zonder Content-Encoding.")
        )
    most = settings().max_interview_bytes
    announced = request.content_length
    if announced is not None and announced > most:
        raise _too_large(most)
    # One more than allowed: a stream that is cut off in silence must not look like a whole one.
    request.max_content_length = most + 1
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise _too_large(most) from None
    if len(body) > most:
        raise _too_large(most)
    if announced is not None and len(body) != announced:
        raise problem(
            "body_incomplete",
            _(
                "Er zijn %(announced)s bytes aangekondigd en %(came)s aangekomen. Er is niets opgeslagen; "
                "stuur het interview opnieuw.",
                announced=announced,
                came=len(body),
            ),
        )
    return body


def _too_large(most: int) -> Exception:
    return problem(
        "too_large",
        _("Een interview is hoogstens %(most)s bytes. Er is niets opgeslagen.", most=most),
        limit=most,
    )


def _json(document: object, status: int) -> Response:
    return Response(json.dumps(document), status, content_type="application/json")
