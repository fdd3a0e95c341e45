"""The page on which the link between persons and answers is destroyed."""

from datetime import timedelta
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _

from survey.closing.content_risk import FEW, content_risk
from survey.closing.destroy_link import SMALLEST_GROUP, may_be_destroyed
from survey.closing.harvest import unfinished
from survey.closing.keep_no_longer import destroy_for_good
from survey.closing.pages.closing import confirmed
from survey.database import database, reading, transaction
from survey.rounds import find, wording
from survey.rounds.pages.overview import Page, to_round
from survey.rounds.refusal import RoundRefused
from survey.security import needs, staff
from survey.settings import settings
from survey.studies import find as studies
from survey.studies import typed
from survey.studies.refusals import NotFilledIn, SetupRefused
from survey.studies.typed import NotUnderstood

_LONGEST = 3_650


@needs("round.manage")
def link(slug: str, round_id: UUID) -> Page:
    """What the link is, what hangs on it, and where its end is confirmed."""
    return _page(slug, round_id)


@needs("round.manage")
def destroy_now(slug: str, round_id: UUID) -> Page:
    """Destroy the link."""
    try:
        with transaction(database()) as session:
            round_ = find.round_of(session, studies.study(session, slug), round_id)
            confirmed(round_)
            destroy_for_good(session, round_, account_id=staff().account_id, installation=settings())
    except RoundRefused as refused:
        return _page(slug, round_id, refused), 422
    return to_round(slug, round_id, _("De koppeling is vernietigd. Dit is niet meer terug te draaien."))


@needs("round.manage")
def keep(slug: str, round_id: UUID) -> Page:
    """Change how long the link is kept after closing."""
    try:
        days = _days()
        with transaction(database()) as session:
            round_ = find.round_of(session, studies.study(session, slug), round_id)
            if round_.link_destroyed_on is not None:
                raise RoundRefused(_("De koppeling van deze ronde is al vernietigd."))
            round_.link_kept_days = days
            session.add(round_)
    except SetupRefused as refused:
        return _page(slug, round_id, refused), 422
    return to_round(slug, round_id, _("De bewaartermijn van de koppeling is bewaard."))


def _days() -> int:
    try:
        days = typed.whole(request.form.get("dagen", ""), 1, _LONGEST)
    except NotUnderstood as error:
        raise NotFilledIn([("dagen", str(error))]) from error
    if days is None:
        raise NotFilledIn([("dagen", _("Vul in hoeveel dagen de koppeling blijft, bijvoorbeeld 90."))])
    return days


def _page(slug: str, round_id: UUID, refused: SetupRefused | None = None) -> str:
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        there = round_.link_destroyed_on is None
        return render_template(
            "closing/link.html",
            study=study,
            round=round_,
            refused=refused,
            risk=content_risk(session, round_) if there else None,
            few=FEW,
            smallest=SMALLEST_GROUP,
            ready=may_be_destroyed(session, round_),
            unfinished=len(unfinished(session, round_.id)),
            ends_on=round_.closed_at.date() + timedelta(days=round_.link_kept_days)
            if round_.closed_at
            else None,
            wording=wording,
        )
