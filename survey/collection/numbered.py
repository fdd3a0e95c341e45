"""The numbers that devices give their interviews, 1, 2, 3 ... per study: how far one counted, and what it sent again."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.collection.tables import Resent, Submission
from survey.devices.tables import DeviceReport
from survey.studies.tables import Study


def highest(session: Session, device_id: int) -> dict[str, int]:
    """By the name of the study; studies of which nothing is known are left out.

    A device that lost what it kept goes on from there, so that no two of its interviews bear one number and those that it
    lost are missed.
    """
    reports = session.exec(
        select(Study.slug, DeviceReport.finished, DeviceReport.waiting)
        .join(DeviceReport, col(DeviceReport.study_id) == col(Study.id))
        .where(col(DeviceReport.device_id) == device_id)
    ).all()
    came = session.exec(
        select(Study.slug, func.max(col(Submission.device_number)))
        .join(Submission, col(Submission.study_id) == col(Study.id))
        .where(col(Submission.device_id) == device_id)
        .group_by(col(Study.slug))
    ).all()
    found: dict[str, int] = {}
    for slug, numbers in [
        *((slug, [finished, *_numbers(waiting)]) for slug, finished, waiting in reports),
        *((slug, [number or 0]) for slug, number in came),
    ]:
        found[slug] = max(found.get(slug, 0), *numbers)
    return {slug: number for slug, number in found.items() if number}


def note_resent(session: Session, interview: UUID, digest: str, device_id: int, number: int) -> None:
    """Keep the number of an interview on a device that sent what is kept already; flushes, does not commit.

    What came from that very device needs no second line. Else its number would be nowhere once it is off the device.
    """
    kept = session.exec(
        select(Submission.study_id, Submission.device_id).where(
            col(Submission.interview_id) == interview, col(Submission.digest) == digest
        )
    ).first()
    if kept is None or kept[1] == device_id:
        return
    mine = select(Resent.id).where(col(Resent.device_id) == device_id, col(Resent.interview_id) == interview)
    if session.exec(mine).first() is None:
        session.add(Resent(device_id=device_id, study_id=kept[0], interview_id=interview, number=number))
        session.flush()


def resent(session: Session, study_id: int) -> dict[int, dict[UUID, int]]:
    """By device: the interviews of a study that it sent after they had come in by another way, with their numbers."""
    found: dict[int, dict[UUID, int]] = {}
    rows = select(Resent.device_id, Resent.interview_id, Resent.number).where(
        col(Resent.study_id) == study_id
    )
    for device, interview, number in session.exec(rows):
        found.setdefault(device, {})[interview] = number
    return found


def _numbers(waiting: Iterable[dict[str, Any]]) -> Iterable[int]:
    return (number for each in waiting if isinstance(number := each.get("number"), int))
