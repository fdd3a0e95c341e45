"""Forget what was never sent: answers in progress are wiped after a fortnight, as the first page promises."""

from datetime import timedelta
from time import monotonic

import structlog
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, delete

from survey.database import database, transaction
from survey.locations.note import forget_devices
from survey.moment import now
from survey.panel.tables import Draft

KEPT_FOR = timedelta(days=14)
EVERY_SECONDS = 3600.0
_DUE = "wijkpeil.panel.forget"
log = structlog.get_logger()


def forget_abandoned(session: Session) -> None:
    """Delete the drafts in which nothing was done for `KEPT_FOR`; does not commit."""
    # Answers that nobody sent are nobody's to keep.
    before = now() - KEPT_FOR
    session.exec(delete(Draft).where(col(Draft.updated_at) < before))
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
