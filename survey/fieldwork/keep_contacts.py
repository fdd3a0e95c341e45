"""Keep what came of approaching people, as devices tell it: each once, however often it is sent."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from flask_babel import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.dialects.postgresql import insert as postgresql
from sqlalchemy.dialects.sqlite import insert as sqlite
from sqlmodel import Session, col, select

from survey.fieldwork.tables import OUTCOMES, Contact
from survey.moment import now
from survey.problems import Problem, problem
from survey.studies.find import unknown_study
from survey.studies.tables import Study

MOST = 500
_INSERTS = {"postgresql": postgresql, "sqlite": sqlite}
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _moment(text: str) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not _EARLIEST <= found <= _LATEST:
        raise ValueError("expected a time with its zone, such as 2026-11-22T10:15:00+01:00")
    return text


def _identity(text: str) -> str:
    if not _UUID.fullmatch(text):
        raise ValueError("expected a UUID in lower case")
    return text


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()


Moment = Annotated[str, AfterValidator(_moment), Field(json_schema_extra={"format": "date-time"})]
Identity = Annotated[str, AfterValidator(_identity), Field(json_schema_extra={"format": "uuid"})]
_Code = Annotated[str, AfterValidator(_plain)]


class Approach(BaseModel):
    """One approach in the street. Who it was is not known; members that are not named here are passed over."""

    model_config = ConfigDict(frozen=True)

    id: Identity = Field(description="Made by the device, once, and used again when it sends again.")
    study: str = Field(min_length=1, max_length=80)
    at: Moment = Field(description="By the clock of the device; its offset is taken off.")
    interviewer: _Code = Field(default="", max_length=20)
    place: _Code = Field(default="", max_length=20, description="The code of a place of the study.")
    area: _Code = Field(default="", max_length=40)
    outcome: Literal[
        "interview",
        "partial",
        "refusal",
        "no_time",
        "language",
        "not_resident",
        "under_age",
        "asked_before",
    ]
    sex: Literal["", "man", "woman"] = Field(default="", description="As seen.")
    age_band: Literal["", "18-39", "40-59", "60+"] = Field(default="", description="As seen.")
    interview: Identity | None = Field(default=None, description="The interview that it led to.")


class Refusal(NamedTuple):
    """A contact that was not kept: its identity as it was sent, and why."""

    id: str
    problem: Problem


def keep(
    session: Session,
    organisation: int,
    device_id: int | None,
    offset: timedelta,
    contacts: Sequence[Any],
) -> tuple[list[str], list[Refusal]]:
    """Keep contacts; flushes, does not commit. One that is kept already stays as it is.

    Args:
        session: the unit of work.
        organisation: whose studies they may be of; a closed study takes them, too: nothing that was done is lost.
        device_id: the device that counted them.
        offset: its clock minus ours.
        contacts: what it sent, each a document that is judged by itself.

    Returns:
        The identities that are kept now (also those that were), and the others with their problem.
    """
    studies: dict[str, int] = dict(
        session.exec(select(Study.slug, Study.id).where(col(Study.organisation_id) == organisation)).all()  # type: ignore[arg-type] # a kept row has its key
    )
    rows: dict[str, dict[str, Any]] = {}
    refused = []
    for sent in contacts:
        try:
            read = Approach.model_validate(sent)
        except ValidationError as error:
            refused.append(Refusal(_name(sent), _invalid(error)))
            continue
        if read.study not in studies:
            refused.append(Refusal(read.id, unknown_study(read.study)))
            continue
        rows.setdefault(read.id, _row(read, studies[read.study], device_id, offset))
    taken = _add(session, rows)
    refused += [Refusal(identity, _used()) for identity in taken]
    return [identity for identity in rows if identity not in taken], refused


def _add(session: Session, rows: dict[str, dict[str, Any]]) -> set[str]:
    """Add these rows; gives the identities that something else was kept under, of another study."""
    if not rows:
        return set()
    connection = session.connection()
    add: Any = _INSERTS[connection.dialect.name](Contact)
    connection.execute(add.on_conflict_do_nothing(index_elements=["id"]), list(rows.values()))
    kept = session.exec(
        select(Contact.id, Contact.study_id).where(col(Contact.id).in_([UUID(each) for each in rows]))
    )
    return {str(key) for key, study in kept if rows[str(key)]["study_id"] != study}


def _row(read: Approach, study: int, device_id: int | None, offset: timedelta) -> dict[str, Any]:
    received = now()
    at = datetime.fromisoformat(read.at).astimezone(UTC) - offset
    return {
        "id": UUID(read.id),
        "study_id": study,
        "device_id": device_id,
        "interviewer": read.interviewer,
        "place": read.place,
        "area": read.area,
        "outcome": read.outcome,
        "sex": read.sex,
        "age_band": read.age_band,
        "interview_id": UUID(read.interview) if read.interview else None,
        # Nobody was approached after this was sent, whatever a clock that was set meanwhile says.
        "at": min(at, received),
        "received_at": received,
    }


def _name(sent: Any) -> str:
    told = sent.get("id") if isinstance(sent, dict) else None
    return _plain(told)[:80] if isinstance(told, str) else ""


def _invalid(error: ValidationError) -> Problem:
    # Names of members only, never what stood in them.
    names = dict.fromkeys(
        str(each["loc"][0])[:40] if each["loc"] else "-" for each in error.errors(include_input=False)
    )
    return problem(
        "contact_invalid",
        _(
            "Niet goed of niet gevonden: %(names)s. Een contact heeft id, study, at en outcome (een van: %(outcomes)s). "
            "Het is niet bewaard en blijft op het apparaat.",
            names=", ".join(names),
            outcomes=", ".join(OUTCOMES),
        ),
    )


def _used() -> Problem:
    return problem(
        "contact_invalid", _("Dit kenmerk is al gebruikt voor iets anders. Het contact is niet bewaard.")
    )
