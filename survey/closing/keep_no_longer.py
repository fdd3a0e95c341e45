"""Destroy the link of a round: by hand, or when it was kept as long as the round says."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from survey.closing.destroy_link import destroy, may_be_destroyed
from survey.closing.wipe import remove_copies
from survey.database import reading, transaction
from survey.jobs import every
from survey.mail.post import outbox
from survey.moment import now
from survey.rounds.tables import Round
from survey.settings import Settings, settings

_SIX_HOURS = 6 * 60


def destroy_for_good(
    session: Session, round_: Round, *, account_id: int | None, installation: Settings
) -> None:
    """Destroy the link and the copies of the mails in the outbox; does not commit.

    The copies go first: when the rest is undone they were only copies.

    Raises:
        RoundRefused: as `destroy`.

    """
    references = destroy(session, round_, account_id=account_id)
    remove_copies(outbox(installation), references)


@every(_SIX_HOURS)
def destroy_old_links(engine: Engine) -> int:
    """Destroy the links of rounds that closed long enough ago; gives how many that were."""
    with reading(engine) as session:
        closed = session.exec(
            select(Round).where(col(Round.state) == "closed", col(Round.link_destroyed_on).is_(None))
        ).all()
        due = [
            each.id
            for each in closed
            if each.closed_at is not None
            and each.closed_at + timedelta(days=each.link_kept_days) <= now()
            and may_be_destroyed(session, each)
        ]
    for round_id in due:
        with transaction(engine) as session:
            destroy_for_good(
                session, session.get_one(Round, round_id), account_id=None, installation=settings()
            )
    return len(due)
