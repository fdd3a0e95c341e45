"""Find the rounds of a study, and how far their invitations are."""

from uuid import UUID

from flask_babel import gettext as _
from sqlmodel import Session, col, func, select

from survey.problems import Problem, problem
from survey.rounds.tables import STATES, Invitation, Round
from survey.studies.tables import Study


def rounds(session: Session, study: Study) -> list[Round]:
    """The rounds of a study, the last one first."""
    newest = col(Round.number).desc()
    return list(session.exec(select(Round).where(col(Round.study_id) == study.id).order_by(newest)))


def round_of(session: Session, study: Study, round_id: UUID) -> Round:
    """The round of this study with this id.

    Raises:
        Problem: `not_found`, when there is none, or when it is another study's: the same answer.
    """
    found = session.exec(
        select(Round).where(col(Round.id) == round_id, col(Round.study_id) == study.id)
    ).first()
    if found is None:
        raise unknown_round()
    return found


def unknown_round() -> Problem:
    """The problem that a round does not exist."""
    return problem("not_found", _("Deze ronde is er niet (meer). Kijk in het overzicht van het panel."))


def counts(session: Session, round_: Round) -> dict[str, int]:
    """How many invitations of this round are in each state; every state is there, in its order."""
    if round_.link_destroyed_on is not None:
        return dict.fromkeys(STATES, 0) | dict(round_.outcomes.get("states", {}))
    rows = session.exec(
        select(Invitation.state, func.count())
        .where(col(Invitation.round_id) == round_.id)
        .group_by(col(Invitation.state))
    ).all()
    return dict.fromkeys(STATES, 0) | dict(rows)
