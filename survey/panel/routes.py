"""`/s/{slug}`: fill in a study online, one page after another, without JavaScript."""

from typing import cast

from flask import Blueprint, current_app, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.panel import pages
from survey.panel.answer import answer, show
from survey.panel.filling import Filling
from survey.panel.forget import forget_now_and_then
from survey.panel.gate import barred, invited
from survey.panel.invitation_pages import feedback, thanks
from survey.panel.openly import Answer, entry, start_openly
from survey.panel.question import language_asked, question
from survey.panel.resume import resume
from survey.panel.send import Receive, send
from survey.security import needs
from survey.studies import find

blueprint = Blueprint("panel", __name__, url_prefix="/s", template_folder="templates")
blueprint.before_request(forget_now_and_then)


@blueprint.get("/<slug>")
@needs("study.fill_in")
def start(slug: str) -> Answer:
    """What it is about, how long it takes, what happens with the answers; and the button to begin."""
    with reading(database()) as session:
        study = find.study(session, slug)
        filling = resume(session, slug)
        unsent = filling if filling and filling.draft.sent_at is None else None
        if not study.is_open and unsent is None:
            return pages.closed(study, feedback(session, study)), 410
        programme = find.programme(find.version(session, study), find.areas(session, study))
        return pages.start(study, programme, unsent, entry(study, request.args))


@blueprint.post("/<slug>")
@needs("study.fill_in")
def start_now(slug: str) -> Answer:
    """Begin a new form, for anybody."""
    return start_openly(slug)


@blueprint.get("/<slug>/vraag/<page_id>")
@needs("study.fill_in")
def ask(slug: str, page_id: str) -> Answer:
    """Show one page."""
    with reading(database()) as session:
        filling = resume(session, slug)
        elsewhere = _elsewhere(session, filling, slug, page_id)
        if elsewhere or (filling and page_id in filling.draft.shown):
            return elsewhere or question(cast("Filling", filling), page_id)
    with transaction(database()) as session:
        filling = resume(session, slug, for_change=True)
        elsewhere = _elsewhere(session, filling, slug, page_id)
        if elsewhere or filling is None:
            return elsewhere or _to_start(slug)
        show(filling, page_id)
        return question(filling, page_id)


@blueprint.post("/<slug>/vraag/<page_id>")
@needs("study.fill_in")
def take(slug: str, page_id: str) -> Answer:
    """Keep the answers of one page, or show it again with what was typed: for an error, or in another language."""
    with transaction(database()) as session:
        filling = resume(session, slug, for_change=True)
        elsewhere = _elsewhere(session, filling, slug, page_id)
        if elsewhere or filling is None:
            return elsewhere or _to_start(slug)
        if language := language_asked(filling, request.form):
            filling.draft.language = language  # for who goes on elsewhere
            return question(filling.speaking(language), page_id, request.form)
        judgement = answer(filling, page_id, request.form, seen=request.form.get("seen", ""))
        if not judgement.kept:
            return question(filling, page_id, request.form, judgement), 422
        return _go_on(filling, pages.after(filling, page_id, changing="wijzig" in request.args))


@blueprint.get("/<slug>/controle")
@needs("study.fill_in")
def review(slug: str) -> Answer:
    """Show all answers with a way to change them; or the text of the page that ended the form."""
    with reading(database()) as session:
        filling = resume(session, slug)
        elsewhere = _elsewhere(session, filling, slug, None)
        return elsewhere or pages.review(cast("Filling", filling))


@blueprint.post("/<slug>/controle")
@needs("study.fill_in")
def finish(slug: str) -> Answer:
    """Send the answers."""
    with transaction(database()) as session:
        filling = resume(session, slug, for_change=True)
        elsewhere = _elsewhere(session, filling, slug, None)
        if elsewhere or filling is None:
            return elsewhere or _to_start(slug)
        send(session, filling, cast("Receive", current_app.extensions["wijkpeil.receive"]))
    # Only now it is kept: the page with the code is another request.
    return redirect(url_for("panel.done", slug=slug), 303)


@blueprint.get("/<slug>/verstuurd")
@needs("study.fill_in")
def done(slug: str) -> Answer:
    """Say thanks, with the code of the receipt."""
    with reading(database()) as session:
        filling = resume(session, slug)
        if filling is None:
            return _to_start(slug)
        if filling.draft.sent_at is None:
            return _go(filling, filling.frontier())
        return pages.done(filling, thanks(invited(session, filling), filling.language))


def _elsewhere(session: Session, filling: Filling | None, slug: str, page_id: str | None) -> Answer | None:
    """What to show instead: to somebody without a draft, who has sent it, may not go on, or is ahead of the questions."""
    if filling is None:
        return _to_start(slug)
    if filling.draft.sent_at is not None:
        return redirect(url_for("panel.done", slug=slug), 303)
    if page := barred(session, filling):
        return page
    if page_id is None:
        unfinished = filling.frontier() or filling.doubtful()
        return _go(filling, unfinished) if unfinished else None
    return None if filling.may_see(page_id) else _go(filling, filling.frontier())


def _go_on(filling: Filling, page_id: str | None) -> Response:
    if page_id is not None:
        show(filling, page_id)  # in the same unit of work: the page itself then only reads
    return _go(filling, page_id)


def _go(filling: Filling, page_id: str | None) -> Response:
    return redirect(pages.address(filling, page_id, changing="wijzig" in request.args), 303)


def _to_start(slug: str) -> Response:
    return redirect(url_for("panel.start", slug=slug), 303)
