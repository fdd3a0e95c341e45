"""Close a round: from then on nobody begins or goes on, and what was left half done is harvested."""

from flask_babel import gettext as _
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from survey.closing.harvest import KIND
from survey.database import reading, transaction
from survey.jobs import ask, every
from survey.jobs.tables import Job
from survey.moment import now
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Round

_MINUTES = 5


def close(session: Session, round_: Round, *, account_id: int | None, address: str = "") -> Job:
    """Close a round and have its unfinished forms harvested; gives the job that does the latter.

    Args:
        session: the unit of work.
        round_: which round.
        account_id: who closes it; None for the deadline and the command line.
        address: our own path where the outcome is seen.

    Raises:
        RoundRefused: nothing was sent yet, or it is closed already.

    """
    session.flush()
    session.refresh(round_, with_for_update=True)
    if round_.state == "preparing":
        raise RoundRefused(_("Deze ronde is nog niet verstuurd. Er is niets om te sluiten."))
    if round_.state == "closed":
        raise RoundRefused(_("Deze ronde is al gesloten."))
    moment = now()
    round_.state, round_.closed_at = "closed", moment
    # Whoever comes too late reads until when it was possible.
    round_.deadline = min(round_.deadline or moment, moment)
    session.add(round_)
    return ask(
        session,
        KIND,
        f"Ronde sluiten: {round_.title}"[:200],
        {"round": str(round_.id)},
        organisation_id=round_.organisation_id,
        account_id=account_id,
        address=address,
    )


@every(_MINUTES)
def close_overdue(engine: Engine) -> int:
    """Close the rounds whose deadline is past; gives how many that were."""
    overdue = (col(Round.state) == "open", col(Round.deadline) <= now())
    with reading(engine) as session:
        found = session.exec(select(Round.id).where(*overdue)).all()
    closed = 0
    for round_id in found:
        with transaction(engine) as session:
            # A deadline can be moved, and a colleague can be first.
            round_ = session.exec(select(Round).where(col(Round.id) == round_id, *overdue)).first()
            if round_ is not None:
                close(session, round_, account_id=None)
                closed += 1
    return closed
