"""The page from which a round is sent: what is said, to how many, what went out, and the press that sends it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from survey.accounts.organisation import Organisation
from survey.database import database, reading, transaction
from survey.i18n import LANGUAGES
from survey.jobs.tables import Job
from survey.mail.post import goes_out
from survey.rounds import dispatch, find
from survey.rounds.announce import announce, mailings, planned, receivers, resume
from survey.rounds.message import Kind, form
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Invitation, Mailing, Round
from survey.security import needs, staff
from survey.settings import settings
from survey.studies import find as studies
from survey.studies.tables import Study

blueprint = Blueprint("mailings", __name__, template_folder="../templates")
Page = Response | str | tuple[str, int]
_HERE = "/onderzoek/<slug>/panel/<uuid:round_id>/versturen"
_LOOPBACK = ("http://127.0.0.1", "http://localhost")


@blueprint.get(_HERE)
@needs("round.manage")
def page(slug: str, round_id: UUID) -> Page:
    """What can be sent, what it says in each language, and what was sent."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        return _page(session, study, find.round_of(session, study, round_id))


@blueprint.post(_HERE)
@needs("round.manage")
def send(slug: str, round_id: UUID) -> Page:
    """Ask for the invitation or the next reminder, once the number of receivers was agreed to."""
    kind: Kind = "reminder" if request.form.get("kind") == "reminder" else "invitation"
    try:
        with transaction(database()) as session:
            round_ = find.round_of(session, studies.study(session, slug), round_id)
            _agreed(planned(session, round_, kind).people)
            here = url_for("mailings.page", slug=slug, round_id=round_id)
            job = announce(session, round_, kind, account_id=staff().account_id, address=here)
    except RoundRefused as refused:
        return _refused(slug, round_id, refused)
    return redirect(url_for("jobs.page", job_id=job.id), 303)


@blueprint.post(f"{_HERE}/onzeker")
@needs("round.manage")
def send_uncertain(slug: str, round_id: UUID) -> Page:
    """Send again to those who may not have got it: some may get it twice, so it is agreed to."""
    try:
        with transaction(database()) as session:
            round_ = find.round_of(session, studies.study(session, slug), round_id)
            mailing = _mailing(session, round_)
            _agreed(dispatch.open_ended(session, mailing.id))
            here = url_for("mailings.page", slug=slug, round_id=round_id)
            job = resume(session, round_, mailing, account_id=staff().account_id, address=here)
    except RoundRefused as refused:
        return _refused(slug, round_id, refused)
    return redirect(url_for("jobs.page", job_id=job.id), 303)


def _agreed(number: int) -> None:
    # The box says how many: when that changed since the page was shown, somebody must look again.
    if request.form.get("akkoord") != str(number):
        raise RoundRefused(
            _("Er is niets verstuurd. Zet een vinkje bij het aantal mensen, en druk dan op versturen.")
        )


def _mailing(session: Session, round_: Round) -> Mailing:
    for each in mailings(session, round_):
        if str(each.id) == request.form.get("mailing"):
            return each
    raise find.unknown_round()


def _refused(slug: str, round_id: UUID, refused: RoundRefused) -> Page:
    with reading(database()) as session:
        study = studies.study(session, slug)
        return _page(session, study, find.round_of(session, study, round_id), refused), 422


def _page(session: Session, study: Study, round_: Round, refused: RoundRefused | None = None) -> str:
    sent = mailings(session, round_)
    to_invite = planned(session, round_, "invitation")
    kind: Kind = "reminder" if sent and not to_invite.people else "invitation"
    plan = planned(session, round_, kind)
    who = session.exec(select(Organisation.name).where(col(Organisation.id) == round_.organisation_id)).one()
    spoken = _languages(session, round_)
    return render_template(
        "rounds/mailings.html",
        study=study,
        round=round_,
        refused=refused,
        kind=kind,
        plan=plan,
        by_letter=receivers(session, round_, "invitation", "letter"),
        sent=[
            (
                each,
                dispatch.tally(session, each.id),
                dispatch.open_ended(session, each.id),
                _job(session, each),
            )
            for each in sent
        ],
        looks=[
            (LANGUAGES.get(code, code), form(round_, kind, plan.number, code, who=who)) for code in spoken
        ],
        goes_out=goes_out(settings()),
        here_only=settings().base_url.startswith(_LOOPBACK),
    )


def _job(session: Session, mailing: Mailing) -> Job | None:
    return session.get(Job, mailing.job_id) if mailing.job_id else None


def _languages(session: Session, round_: Round) -> list[str]:
    found: Any = session.exec(
        select(Invitation.language).where(col(Invitation.round_id) == round_.id).distinct()
    )
    there = set(found)
    return ["nl", *sorted(there - {"nl"})]
