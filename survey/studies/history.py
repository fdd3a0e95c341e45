"""Who changed what in the set-up of a study, and what changed since a form was shown."""

from typing import Any, NamedTuple
from uuid import uuid4

from sqlmodel import Session, col, select

from survey.accounts.tables import Account
from survey.studies.refusals import Stale
from survey.studies.tables import Study, StudyEvent
from survey.studies.wording import said

EVERYTHING = "all"
"""The part of a change that a command made: it may touch all of the set-up."""


class Line(NamedTuple):
    """One change as a page shows it: the event, and the name of who made it (empty: a command on the server)."""

    event: StudyEvent
    by: str


def record(  # noqa: PLR0913 (who changed what from what to what)
    session: Session,
    study: Study,
    part: str,
    what: str,
    *,
    account: int | None,
    revision_before: str,
    params: dict[str, Any] | None = None,
    before: Any = None,
    after: Any = None,
) -> StudyEvent:
    """Write a change down and give the study a fresh revision, so that what was remembered of it is read anew."""
    study.revision = uuid4().hex
    event = StudyEvent(
        study_id=study.id or 0,
        account_id=account,
        part=part,
        what=what,
        params=params or {},
        before=before,
        after=after,
        revision_before=revision_before,
        revision=study.revision,
    )
    session.add(study)
    session.add(event)
    session.flush()
    return event


def lines(session: Session, study: Study, most: int = 50) -> list[Line]:
    """The last changes, the newest first."""
    found = session.exec(
        select(StudyEvent, col(Account.name))
        .join(Account, col(Account.id) == col(StudyEvent.account_id), isouter=True)
        .where(col(StudyEvent.study_id) == study.id)
        .order_by(col(StudyEvent.id).desc())
        .limit(most)
    )
    return [Line(event, name or "") for event, name in found]


def event(session: Session, study: Study, key: int) -> StudyEvent | None:
    """The change with this key, when it is one of this study."""
    return session.exec(
        select(StudyEvent).where(col(StudyEvent.id) == key, col(StudyEvent.study_id) == study.id)
    ).first()


def check_fresh(session: Session, study: Study, part: str, made_from: str) -> None:
    """See that nobody changed this part of the study since the form was made from the revision `made_from`.

    Raises:
        Stale: somebody did, or it can not be said.
    """
    if made_from == study.revision:
        return
    of_study = col(StudyEvent.study_id) == study.id
    first = None
    if "\x00" not in made_from:
        first = session.exec(
            select(StudyEvent).where(of_study, col(StudyEvent.revision_before) == made_from)
        ).first()
    if first is None:
        raise Stale(())
    since = session.exec(
        select(StudyEvent).where(of_study, col(StudyEvent.id) >= first.id).order_by(col(StudyEvent.id))
    ).all()
    touched = [each for each in since if each.part in {part, EVERYTHING}]
    if touched or since[-1].revision != study.revision:
        raise Stale([sentence for each in touched for sentence in said(each)])
