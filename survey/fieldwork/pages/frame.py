"""What the pages that set up fieldwork share: the frame of the other set-up pages, with their history and undo."""

from typing import Any

from sqlmodel import Session

from survey.database import database, reading, transaction
from survey.fieldwork import parts
from survey.security import staff
from survey.studies import find
from survey.studies.change import change, lock
from survey.studies.history import check_fresh, record
from survey.studies.pages import frame
from survey.studies.pages.frame import Page, made_from
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study

frame.ENDPOINTS.update(
    {
        parts.QUOTA: "fieldwork.quotas",
        parts.MEANS: "fieldwork.quotas",
        parts.OUTLINES: "fieldwork.outlines",
        parts.RECORDINGS: "fieldwork.recordings",
    }
)


def show(
    template: str, here: str, slug: str, part: str, refused: SetupRefused | None = None, **more: Any
) -> Page:
    """A page that sets up fieldwork."""
    return frame.show(
        f"fieldwork/{template}", slug, part, refused, here=f"fieldwork.{here}", parts_here=parts, **more
    )


def keep(slug: str, part: str, wanted: Any, what: str = "changed") -> Page:
    """Make a part of the set-up be `wanted(session, study)`, and go back to its page, which tells what changed.

    Raises:
        SetupRefused: it can not be so.
    """
    with transaction(database()) as session:
        study = find.study(session, slug)
        event = change(
            session, study, part, wanted(session, study),
            account=staff().account_id, made_from=made_from(), what=what,
        )  # fmt: skip
    return frame.changed(slug, part, event)


def note(session: Session, study: Study, part: str, what: str, **params: Any) -> None:
    """Write down a change that is too large to keep, and that can not be undone by a button."""
    record(
        session, study, part, what, account=staff().account_id, revision_before=study.revision, params=params
    )


def begin(session: Session, slug: str, part: str) -> Study:
    """The study, of which nobody else changes this part until the transaction ends.

    Raises:
        Stale: somebody changed this part since the form was made.
    """
    study = find.study(session, slug)
    lock(session, study)
    check_fresh(session, study, part, made_from())
    return study


def seen(slug: str) -> Study:
    """The study of the address, to read."""
    with reading(database()) as session:
        return find.study(session, slug)
