"""Interviews over HTTP: one is put or several are sent at once, a receipt is got, a study's are counted."""

from flask import Blueprint, Response, json, request
from flask_babel import gettext as _

from survey.collection import batch, digest, incoming, receipt
from survey.collection.body import read
from survey.collection.count import count
from survey.collection.known import Sender
from survey.collection.receipt import Receipt
from survey.collection.receive import Arrival, Refused, arrival, keep
from survey.collection.unseal import longest_sealed
from survey.collection.write import writer
from survey.database import database, reading
from survey.problems import problem
from survey.security import needs, organisation, staff
from survey.settings import settings
from survey.studies import find

blueprint = Blueprint("collection", __name__, template_folder="templates")


@blueprint.put("/api/v1/interviews/<interview>")
@needs("interview.submit")
def put(interview: str) -> Response:
    """Take one interview: 201 when it is new, 200 for the same bytes again, 409 for other bytes."""
    interview_id = incoming.identity(interview)
    longest = settings().max_interview_bytes
    body = incoming.whole_body(longest_sealed(longest))
    digest.check(request.headers.get("Content-Digest"), body)
    came = arrival(
        interview_id,
        body,
        read(body, interview_id, longest),
        "api",
        _sender(),
        number=incoming.number(request.headers.get("Wijkpeil-Number")),
        offset_ms=incoming.offset_ms(request.headers.get("Wijkpeil-Device-Time")),
    )
    kept = writer().share(keep, came)
    if isinstance(kept, Refused):
        raise kept.problem()
    if kept.outcome == "conflict":
        raise batch.conflict(kept, settings().secret)
    return _receipt(kept, 201 if kept.outcome == "stored" else 200)


@blueprint.post("/api/v1/interviews")
@needs("interview.submit")
def post() -> Response:
    """Take up to 100 interviews in one message; what became of each is in the answer, in their order."""
    message = incoming.whole_body(batch.MOST_BYTES)
    if "Content-Digest" in request.headers:
        digest.check(request.headers["Content-Digest"], message)
    came = batch.opened(message)
    read_ones = batch.arrivals(came, _sender(), settings().max_interview_bytes)
    good = [one for one in read_ones if isinstance(one, Arrival)]
    outcomes = batch.outcomes(read_ones, writer().share_all(keep, good) if good else [])
    return _json(batch.answer(came, outcomes, settings().secret), 200)


@blueprint.get("/api/v1/interviews/<interview>/receipt")
@needs("interview.receipt")
def get_receipt(interview: str) -> Response:
    """Give the receipt of an interview that is kept."""
    interview_id = incoming.identity(interview)
    with reading(database()) as session:
        kept = receipt.find(session, interview_id, organisation())
    if kept is None:
        raise problem("interview_unknown", _("Dit interview is hier niet ontvangen. Stuur het (opnieuw) in."))
    return _receipt(kept, 200)


@blueprint.get("/api/v1/studies/<slug>/counts")
@needs("study.counts")
def counts(slug: str) -> Response:
    """Count what came in for a study."""
    with reading(database()) as session:
        study = find.study(session, slug)
        codes = [area.code for area in find.areas(session, study)]
        return _json(count(session, study, codes), 200)


def _receipt(kept: Receipt, status: int) -> Response:
    return Response(receipt.text(kept, settings().secret), status, content_type="application/json")


def _sender() -> Sender:
    return Sender(staff().organisation_id, staff().device_id)


def _json(document: object, status: int) -> Response:
    return Response(json.dumps(document), status, content_type="application/json")
