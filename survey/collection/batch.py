"""Several interviews in one message: the good ones are written together, a bad one costs only itself."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import msgspec
import structlog
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

from survey.collection import receipt
from survey.collection.body import read
from survey.collection.incoming import identity, offset_ms, too_large
from survey.collection.known import Sender
from survey.collection.receipt import Receipt
from survey.collection.receive import Arrival, Refused, arrival
from survey.collection.unseal import longest_sealed
from survey.problems import Problem, problem
from survey.storage import ailment

log = structlog.get_logger()
MOST = 100
MOST_BYTES = 8 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STATUS = {"stored": 201, "repeated": 200, "conflict": 409}


class One(msgspec.Struct, frozen=True):
    """One interview of a batch: its own bytes as a text, with their SHA-256 in hexadecimal."""

    id: str
    digest: str
    body: str
    number: int | None = None


class Batch(msgspec.Struct, frozen=True):
    """The message: who sends it, when by its own clock, and the interviews."""

    interviews: list[One]
    client: str = ""
    device_time: str | None = None


_decode = msgspec.json.Decoder(Batch).decode


def opened(message: bytes) -> Batch:
    """The batch in these bytes.

    Raises:
        Problem: `not_json` or `batch_invalid`; nothing is kept.
    """
    try:
        found = _decode(message)
    except msgspec.ValidationError:
        raise _invalid() from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise problem(
            "not_json", _("Verwacht wordt JSON in UTF-8.") + " " + _("Er is niets opgeslagen.")
        ) from None
    if not 0 < len(found.interviews) <= MOST:
        raise _invalid()
    return found


def arrivals(batch: Batch, sender: Sender | str, most: int) -> list[Arrival | Problem]:
    """Each interview of the batch, ready to be written, or what is wrong with it.

    Args:
        batch: what came.
        sender: who sent it, or the digest of the key or token that was sent along.
        most: how many bytes one interview may have.
    """
    offset = offset_ms(batch.device_time)
    return [_arrival(one, sender, offset, most) for one in batch.interviews]


def _arrival(one: One, sender: Sender | str, offset: int | None, most: int) -> Arrival | Problem:
    try:
        interview_id = identity(one.id)
        body = one.body.encode()
        if len(body) > longest_sealed(most):
            return too_large(most)
        _check(one.digest, body)
        return arrival(
            interview_id,
            body,
            read(body, interview_id, most),
            "api",
            sender,
            number=one.number,
            offset_ms=offset,
        )
    except Problem as refused:
        return refused


def _check(digest: str, body: bytes) -> None:
    if not _SHA256.fullmatch(digest):
        raise problem(
            "digest_invalid",
            _("Verwacht wordt de SHA-256 van de inhoud: 64 hexadecimale cijfers in kleine letters."),
        )
    if hashlib.sha256(body).hexdigest() != digest:
        raise problem(
            "digest_mismatch",
            _(
                "De inhoud die aankwam is niet de inhoud waarvoor de controlesom is gemaakt. "
                "Er is niets opgeslagen; stuur het interview opnieuw."
            ),
        )


def outcomes(
    read_ones: Sequence[Arrival | Problem], kept: Sequence[Receipt | Refused | Exception]
) -> list[Receipt | Refused | Exception]:
    """What became of each interview: what was wrong with it, or in turn what came of writing it.

    Raises:
        DBAPIError: the database could not write at all.
    """
    for one in kept:
        if isinstance(one, DBAPIError) and ailment(one):
            raise one
    written = iter(kept)
    return [next(written) if isinstance(one, Arrival) else one for one in read_ones]


def answer(
    batch: Batch, outcomes: Sequence[Receipt | Refused | Exception], secret: str
) -> dict[str, list[dict[str, Any]]]:
    """What is said of each interview, in the order in which they came."""
    return {
        "results": [
            {"id": one.id[:80], **_said(outcome, secret)}
            for one, outcome in zip(batch.interviews, outcomes, strict=True)
        ]
    }


def _said(outcome: Receipt | Refused | Exception, secret: str) -> dict[str, Any]:
    if isinstance(outcome, Receipt):
        if outcome.outcome != "conflict":
            return {"status": _STATUS[outcome.outcome], "receipt": receipt.document(outcome, secret)}
        outcome = conflict(outcome, secret)
    if isinstance(outcome, Refused):
        outcome = outcome.problem()
    refused = outcome if isinstance(outcome, Problem) else _failed(outcome)
    return {"status": refused.status, "problem": refused.document()}


def conflict(kept: Receipt, secret: str) -> Problem:
    """The problem that other bytes were kept for this interview before."""
    return problem(
        "interview_conflict",
        _(
            "Voor dit interview is al een andere inhoud ontvangen. Beide zijn bewaard, de eerste telt mee. "
            "Een medewerker kan ze vergelijken; u hoeft niets opnieuw te sturen."
        ),
        kept=receipt.document(kept, secret),
    )


def _failed(error: Exception) -> Problem:
    # The text of an exception can hold answers: only its kind is written down.
    log.error("an interview of a batch was not written", kind=type(error).__name__)
    return problem("server_error", _("Er is niets opgeslagen. Probeer het over een paar minuten opnieuw."))


def _invalid() -> Problem:
    return problem(
        "batch_invalid",
        _(
            "Verwacht wordt een object met interviews: 1 tot %(most)s objecten met id, digest en body (de tekst "
            "van het interview). Er is niets opgeslagen.",
            most=MOST,
        ),
    )
