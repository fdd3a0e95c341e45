"""The page on which a round is closed by hand."""

from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _

from survey.closing.close import close
from survey.closing.harvest import unfinished
from survey.database import database, reading, transaction
from survey.rounds import find
from survey.rounds.deadline import last_day
from survey.rounds.pages.overview import Page, to_round
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Round
from survey.security import needs, staff
from survey.studies import find as studies

CONFIRMATION = "naam"


@needs("round.manage")
def close_page(slug: str, round_id: UUID) -> Page:
    """What closing does, and where it is confirmed by the name of the round."""
    return _page(slug, round_id)


@needs("round.manage")
def close_now(slug: str, round_id: UUID) -> Page:
    """Close the round."""
    try:
        with transaction(database()) as session:
            round_ = find.round_of(session, studies.study(session, slug), round_id)
            confirmed(round_)
            close(
                session,
                round_,
                account_id=staff().account_id,
                address=url_for("closing.response", slug=slug, round_id=round_id),
            )
    except RoundRefused as refused:
        return _page(slug, round_id, refused), 422
    return to_round(
        slug, round_id, _("De ronde is gesloten. Wat niet is verstuurd, wordt nu verwerkt als gedeeltelijk.")
    )


def confirmed(round_: Round) -> None:
    """See that the name of the round was typed.

    Raises:
        RoundRefused: something else was.

    """
    if " ".join(request.form.get(CONFIRMATION, "").split()) != " ".join(round_.title.split()):
        raise RoundRefused(
            _("Typ de naam van de ronde precies over: %(name)s. Er is niets veranderd.", name=round_.title)
        )


def _page(slug: str, round_id: UUID, refused: RoundRefused | None = None) -> str:
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        return render_template(
            "closing/close.html",
            study=study,
            round=round_,
            refused=refused,
            counted=find.counts(session, round_),
            unfinished=len(unfinished(session, round_.id)),
            until=last_day(round_.deadline) if round_.deadline else None,
        )
