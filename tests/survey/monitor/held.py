"""Interviews of the fieldwork for the tests of the monitor: from devices, with what a tablet tells about how it went."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlmodel import Session

from survey.collection.receive import receive
from survey.database import transaction
from survey.devices.tables import Device, DeviceReport
from survey.moment import now
from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, interview

PAGES = ("start", "place", "knows", "how", "age")
BEGIN = datetime.fromisoformat("2026-11-02T10:00:00+01:00")


def tablet(session: Session, study: Study, name: str = "Tablet 7", **about: Any) -> Device:
    """A device of the study's organisation that was heard of just now."""
    made = Device(
        organisation_id=study.organisation_id, name=name, token_hash=uuid4().hex * 2,
        **({"seen_at": now()} | about),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def says(
    session: Session,
    device: Device,
    study: Study,
    finished: int,
    waiting: Sequence[dict[str, Any]] = (),
    **more: Any,
) -> DeviceReport:
    """What a device said when it checked in."""
    made = DeviceReport(
        device_id=device.id or 0, study_id=study.id or 0, finished=finished, waiting=list(waiting), **more
    )
    session.add(made)
    session.flush()
    return made


def waits(number: int, hours: float = 0.1, identity: UUID | None = None) -> dict[str, Any]:
    """An interview that a device still holds, finished so many hours ago."""
    ended = (now() - timedelta(hours=hours)).isoformat()
    return {"id": str(identity or uuid4()), "number": number, "finished_at": ended}


def held(
    app: Flask,
    device: Device | None = None,
    number: int | None = None,
    *,
    minutes: float = 6,
    begin: datetime = BEGIN,
    offset_ms: int | None = None,
    answers: dict[str, Any] | None = None,
    language: str = "nl",
    **paradata: Any,
) -> UUID:
    """Keep one interview as a tablet sends it; gives its identity. `paradata` is what is told beside the usual."""
    identity = uuid4()
    body = interview(
        started_at=begin.isoformat(),
        completed_at=(begin + timedelta(minutes=minutes)).isoformat(),
        answers=ANSWERS if answers is None else answers,
        language=language,
        paradata={"seed": 7, "shown": list(PAGES), "interviewer": "12"} | paradata,
    )
    with app.test_request_context(), transaction(app.extensions["wijkpeil.database"]) as session:
        receive(
            session, identity, json.dumps(body).encode(), "api",
            device_id=device.id if device else None, number=number, offset_ms=offset_ms,
        )  # fmt: skip
    return identity
