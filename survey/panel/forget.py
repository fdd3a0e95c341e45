"""Forget what was never sent: answers in progress are wiped after a fortnight, as the first page promises."""

from datetime import timedelta
from time import monotonic

import structlog
from flask import current_app
from sqlalchemy import or_
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, delete, select

from survey.database import database, transaction
from survey.locations.note import forget_devices
from survey.moment import now
from survey.panel.tables import Draft
from survey.rounds.tables import Invitation, ResponseLink, Round

KEPT_FOR = timedelta(days=14)
EVERY_SECONDS = 3600.0
_DUE = "wijkpeil.panel.forget"
log = structlog.get_logger()


def forget_abandoned(session: Session) -> None:
    """Delete the drafts in which nothing was done for `KEPT_FOR`; does not commit.

    Those of an invitation stay as long as its round is open: a reminder leads back to them, and at the deadline they are
    counted as partial. Not those of somebody who refused.
    """
    # Answers that nobody sent are nobody's to keep.
    before = now() - KEPT_FOR
    awaited = (
        select(ResponseLink.draft_id)
        .join(Invitation, col(Invitation.id) == col(ResponseLink.invitation_id))
        .join(Round, col(Round.id) == col(Invitation.round_id))
        .where(
            col(Invitation.state) == "started",
            # What a closed round still has is about to be harvested.
            or_(col(Round.state) != "closed", col(Round.closed_at) >= before),
            # A round that nobody closed is no reason to keep answers for ever.
            or_(col(Round.deadline).is_(None), col(Round.deadline) >= before),
        )
    )
    session.exec(delete(Draft).where(col(Draft.updated_at) < before, col(Draft.id).not_in(awaited)))
    forget_devices(session, before)


def forget_now_and_then() -> None:
    """Do so before a request, at most once in `EVERY_SECONDS`: also when nobody begins a new form."""
    due: float | None = current_app.extensions.get(_DUE)
    moment = monotonic()
    if due is not None and moment < due:
        return
    current_app.extensions[_DUE] = moment + EVERY_SECONDS
    try:
        with transaction(database()) as session:
            forget_abandoned(session)
    except SQLAlchemyError as error:
        # Whoever asks for a page now has nothing to do with it; the next hour it is tried again.
        log.error("drafts not forgotten", kind=type(error).__name__)  # noqa: TRY400 (the text of the error can hold answers)
