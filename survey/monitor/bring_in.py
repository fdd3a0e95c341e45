"""Bring in what a tablet could not send itself, through the same door as everything else: what is known changes nothing."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from flask_babel import gettext as _
from sqlmodel import Session

from survey.collection.body import read
from survey.collection.known import Sender
from survey.collection.receive import Arrival, Refused, arrival, keep
from survey.collection.strict import parse
from survey.collection.unseal import is_sealed, unseal
from survey.devices.tables import Device
from survey.fieldwork import keep_contacts
from survey.monitor.queue_file import Brought, Queue, identity
from survey.problems import Problem
from survey.studies.tables import Study

ROUTE = "import"
Outcome = Literal["new", "known", "conflict", "refused"]
_OUTCOMES: Mapping[str, Outcome] = {"stored": "new", "repeated": "known", "conflict": "conflict"}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one interview: `reason` says why it was refused."""

    id: UUID
    number: int | None
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is ready to be kept, and what is refused already; made before the transaction, because keys may be asked for."""

    device_id: int | None
    arrivals: tuple[tuple[Brought, Arrival], ...]
    refused: tuple[Result, ...]
    contacts: tuple[Any, ...]
    contacts_refused: int
    offset: timedelta


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of everything: interviews in the order of the file, and how many contacts are kept or refused."""

    results: tuple[Result, ...]
    contacts: int
    contacts_refused: int


def open_queue(session: Session, study: Study, queue: Queue) -> Opened:
    """Open and judge what a queue holds; changes nothing."""
    device = session.get(Device, queue.device) if queue.device else None
    if device is not None and device.organisation_id != study.organisation_id:
        device = None
    refused: list[Result] = []
    arrivals: list[tuple[Brought, Arrival]] = []
    for one in queue.interviews:
        try:
            arrivals.append((one, _arrival(one, study, device)))
        except Problem as problem:
            refused.append(Result(one.id, one.number, "refused", problem.detail))
        except _NotThis as wrong:
            refused.append(Result(one.id, one.number, "refused", str(wrong)))
    contacts = [found for found in map(_contact, queue.contacts) if _of(found, study)]
    return Opened(
        device_id=device.id if device else None,
        arrivals=tuple(arrivals),
        refused=tuple(refused),
        contacts=tuple(contacts),
        contacts_refused=len(queue.contacts) - len(contacts),
        offset=timedelta(milliseconds=(device.clock_offset_ms or 0) if device else 0),
    )


def bring_in(session: Session, study: Study, opened: Opened) -> Taken:
    """Keep it; flushes, does not commit. Each interview gets its own outcome, and a refused one costs only itself."""
    outcomes = keep(session, [each for _brought, each in opened.arrivals])
    results = list(opened.refused)
    for (brought, _arrived), kept in zip(opened.arrivals, outcomes, strict=True):
        if isinstance(kept, Refused):
            results.append(Result(brought.id, brought.number, "refused", kept.problem().detail))
        else:
            results.append(Result(brought.id, brought.number, _OUTCOMES[kept.outcome]))
    counted, refused = 0, opened.contacts_refused
    for chunk in _chunks(opened.contacts, keep_contacts.MOST):
        taken, wrong = keep_contacts.keep(
            session, study.organisation_id, opened.device_id, opened.offset, chunk
        )
        counted, refused = counted + len(taken), refused + len(wrong)
    return Taken(tuple(sorted(results, key=_by_number)), counted, refused)


class _NotThis(Exception):  # noqa: N818 (it is no error of the program: the file holds something else)
    """An interview that may not come in here; `str` says why, in the language of the page."""


def _arrival(one: Brought, study: Study, device: Device | None) -> Arrival:
    digest = hashlib.sha256(one.body).hexdigest()
    if not digest.startswith(one.digest) or not one.digest:
        raise _NotThis(
            _(
                "De inhoud is beschadigd: de controlesom klopt niet. Laat het apparaat het bestand opnieuw maken."
            )
        )
    sent = read(one.body, one.id)
    if sent.study != study.slug:
        raise _NotThis(
            _(
                "Dit interview is van een ander onderzoek (%(study)s). Lees het daar in, of vraag de organisatie van dat onderzoek.",
                study=sent.study,
            )
        )
    return arrival(
        one.id,
        one.body,
        sent,
        ROUTE,
        Sender(study.organisation_id, device.id if device else None),
        number=one.number,
        offset_ms=device.clock_offset_ms if device else None,
    )


def _contact(told: Any) -> Any:
    """A contact as a document; a sealed one is opened, and one that does not open is none."""
    if not isinstance(told, Mapping) or not isinstance(told.get("body"), str):
        return told
    key = identity(told.get("id"))
    try:
        envelope = parse(told["body"].encode())
        return parse(unseal(key, envelope)) if key is not None and is_sealed(envelope) else None
    except Problem:
        return None


def _of(contact: Any, study: Study) -> bool:
    return isinstance(contact, Mapping) and contact.get("study") == study.slug


def _chunks(every: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    return (every[at : at + size] for at in range(0, len(every), size))


def _by_number(result: Result) -> tuple[int, str]:
    return (result.number or 0, str(result.id))
