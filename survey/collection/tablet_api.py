"""What a device of the fieldwork asks for day by day: to check in, its bundles, and what is read aloud."""

from collections.abc import Sequence
from typing import Any

import structlog
from flask import Blueprint, Response, json, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.collection import bundle, code
from survey.database import database, reading, transaction
from survey.devices.check_in import Noted, check_in
from survey.devices.message import read
from survey.devices.report import Report, StudyReport
from survey.fieldwork import study_keys
from survey.fieldwork.lease import Held, settle
from survey.fieldwork.tables import Recording
from survey.members.keyring import KeyRefused, keyring
from survey.moment import now
from survey.problems import problem
from survey.security import needs, organisation, staff
from survey.settings import settings
from survey.studies import find
from survey.studies.tables import Study

blueprint = Blueprint("tablet", __name__)
log = structlog.get_logger()
_KEYS_SECONDS = 300


@blueprint.post("/api/v1/devices/check-in")
@needs("device.own")
def report() -> Response:
    """Take what a device says of itself; gives the studies that it may work for and its part of the open places."""
    said = read(Report)
    with transaction(database()) as session:
        noted = check_in(session, staff().device_id or 0, said)
        leases = [_settled(session, noted, *each) for each in noted.reported]
        studies = _studies(session, noted)
    _make_keys(studies)
    # Afterwards: the leases are on the disk, and nobody waits for the making of bundles.
    with reading(database()) as session:
        told = [_described(session, study) for study in studies]
    document = {
        "name": noted.device.name,
        "server_time": now().isoformat(),
        "clock_offset_ms": noted.device.clock_offset_ms,
        "studies": told,
        "leases": leases,
    }
    return Response(json.dumps(document, ensure_ascii=False), content_type="application/json")


@blueprint.get("/api/v1/devices/bundles/<slug>")
@needs("device.own")
def contents(slug: str) -> Response:
    """All that an interview needs, in one document; not sent again when the device has it."""
    with reading(database()) as session:
        made = bundle.of_study(session, find.study(session, slug))
    if made.document["seal"] is None:
        raise problem(
            "check_in_first",
            _(
                "Voor dit onderzoek is nog geen sleutel. Meld het apparaat eerst: POST /api/v1/devices/check-in."
            ),
        )
    answer = code.packed(json.dumps(made.document, ensure_ascii=False).encode(), "application/json")
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(("Accept-Language", "Authorization"))
    answer.set_etag(made.revision)
    answer.make_conditional(request)
    return answer


@blueprint.get("/api/v1/devices/recordings/<int:recording_id>")
@needs("device.own")
def recording(recording_id: int) -> Response:
    """A question, read aloud."""
    with reading(database()) as session:
        found = session.exec(
            select(Recording)
            .join(Study, col(Study.id) == col(Recording.study_id))
            .where(col(Recording.id) == recording_id, col(Study.organisation_id) == organisation())
        ).first()
    if found is None:
        raise problem(
            "not_found", _("Deze opname is er niet meer. Haal de bundel van het onderzoek opnieuw op.")
        )
    answer = Response(found.sound, content_type=found.media_type)
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(found.digest)
    answer.make_conditional(request)
    return answer


def _settled(session: Session, noted: Noted, study: Study, said: StudyReport, fresh: bool) -> dict[str, Any]:  # noqa: FBT001 (it comes with the report)
    held = [Held(each.cell, each.left, each.waiting) for each in said.leases]
    cells = settle(session, noted.device, study, held, fresh=fresh)
    return {"study": study.slug, "turn": said.turn, "cells": cells}


def _studies(session: Session, noted: Noted) -> list[Study]:
    """The open studies of the device's organisation, those of the street first, and others of which it still has work."""
    open_now = [each for each in find.studies(session, noted.device.organisation_id) if each.is_open]
    spoken_of = [study for study, _said, _fresh in noted.reported if study not in open_now]
    return sorted(open_now, key=lambda each: each.default_origin != "street") + spoken_of


def _make_keys(studies: Sequence[Study]) -> None:
    """See to it that each study has a key that opens here: what a tablet seals with another one could not come in.

    What the device said is kept already, so the monitor shows it also while the keys are not in order.

    Raises:
        Problem: `unavailable`, with what is to be done at the server; the device keeps what it has.
    """
    try:
        keys = keyring(settings())
        with transaction(database()) as session:
            # Always in one order, so that two check-ins never wait for each other.
            for study in sorted(studies, key=lambda each: each.id or 0):
                study_keys.ensure(session, study.id or 0, keys)
    except (KeyRefused, OSError, UnicodeError) as refused:
        why = refused if isinstance(refused, KeyRefused) else type(refused).__name__
        log.error("the contact keys do not open the keys of studies", why=str(why))  # noqa: TRY400 (the reason is enough)
        raise problem(
            "unavailable",
            _(
                "De server kan interviews nu niet openen. Ze blijven op het apparaat. Beheerder: zet de sleutels terug in "
                "WIJKPEIL_CONTACT_KEY of contact.key (%(why)s).",
                why=why,
            ),
            retry_after=_KEYS_SECONDS,
        ) from None


def _described(session: Session, study: Study) -> dict[str, Any]:
    made = bundle.of_study(session, study)
    return {
        "slug": study.slug,
        "title": study.title,
        "synthetic": study.synthetic,
        "open": study.is_open and study.archived_at is None,
        "questionnaire": made.document["questionnaire"],
        "bundle": url_for("tablet.contents", slug=study.slug),
        "revision": made.revision,
    }
