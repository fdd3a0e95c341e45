"""The rounds of a study, a new one, and one round: how it stands and what to do next."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.rounds import find, wording
from survey.rounds.deadline import last_day
from survey.rounds.forms import RoundForm
from survey.rounds.prepare import change, prepare, remove
from survey.rounds.refusal import RoundRefused
from survey.rounds.steps import more, steps
from survey.rounds.strata import VARIABLES
from survey.rounds.tables import Round
from survey.security import needs
from survey.studies import find as studies
from survey.studies.fields import filled_in
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study, Wave

Page = Response | str | tuple[str, int]


@needs("round.view")
def panel(slug: str) -> Page:
    """All rounds of a study."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        found = find.rounds(session, study)
        return render_template(
            "rounds/panel.html",
            study=study,
            rounds=[(each, find.counts(session, each), _until(each)) for each in found],
            wording=wording,
        )


@needs("round.manage")
def new(slug: str) -> Page:
    """The form for a new round."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        return _form(session, study, RoundForm())


@needs("round.manage")
def make(slug: str) -> Page:
    """Make a round."""
    form = RoundForm(request.form)
    try:
        with transaction(database()) as session:
            study = studies.study(session, slug)
            filled_in(form)
            made = prepare(
                session,
                study,
                title=form.title.data,
                wave=_wave(session, study),
                until=form.until.data,
                languages=languages(session, study),
            )
    except SetupRefused as refused:
        with reading(database()) as session:
            return _form(session, studies.study(session, slug), form, refused), 422
    return to_round(slug, made.id)


@needs("round.view")
def round_page(slug: str, round_id: UUID) -> Page:
    """One round: how far its invitations are, its sample, and what to do next."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        counted = find.counts(session, round_)
        areas = studies.areas(session, study)
        variables = round_.draw.get("strata", [])
        todo = steps(round_, counted)
        return render_template(
            "rounds/round.html",
            study=study,
            round=round_,
            counted=counted,
            total=sum(counted.values()),
            wave=session.get(Wave, round_.wave_id),
            steps=todo,
            next=next((step for step in todo if not step.done), None),
            more=more(),
            layers=[
                (wording.stratum(variables, layer["stratum"], areas), layer)
                for layer in round_.draw.get("layers", [])
            ],
            variables=[wording.VARIABLES[name] for name in VARIABLES if name in variables],
            wording=wording,
        )


@needs("round.manage")
def edit(slug: str, round_id: UUID) -> Page:
    """The form for the name and the last day of a round."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        return _form(
            session, study, RoundForm(data={"title": round_.title, "until": _until(round_)}), round_=round_
        )


@needs("round.manage")
def save(slug: str, round_id: UUID) -> Page:
    """Keep the name and the last day of a round."""
    form = RoundForm(request.form)
    try:
        with transaction(database()) as session:
            round_ = find.round_of(session, studies.study(session, slug), round_id)
            filled_in(form)
            change(session, round_, title=form.title.data, until=form.until.data)
    except SetupRefused as refused:
        with reading(database()) as session:
            study = studies.study(session, slug)
            round_ = find.round_of(session, study, round_id)
            return _form(session, study, form, refused, round_=round_), 422
    return to_round(slug, round_id, _("De naam en de laatste dag zijn bewaard."))


@needs("round.manage")
def take_away(slug: str, round_id: UUID) -> Page:
    """Take away a round of which nothing was drawn yet."""
    try:
        with transaction(database()) as session:
            round_ = find.round_of(session, studies.study(session, slug), round_id)
            title = round_.title
            remove(session, round_)
    except RoundRefused as refused:
        return to_round(slug, round_id, str(refused))
    flash(_("De ronde %(title)s is verwijderd.", title=title))
    return redirect(url_for("rounds.panel", slug=slug), 303)


def to_round(slug: str, round_id: UUID, said: str = "") -> Response:
    """Back to the page of a round, with what was done."""
    if said:
        flash(said)
    return redirect(url_for("rounds.page", slug=slug, round_id=round_id), 303)


def languages(session: Session, study: Study) -> dict[str, str]:
    """The languages of the newest questionnaire, with their names."""
    programme = studies.programme(studies.version(session, study), studies.areas(session, study))
    return {each["code"]: each["name"] for each in programme["languages"]}


def _wave(session: Session, study: Study) -> Wave:
    known = {str(wave.number): wave for wave in studies.waves(session, study)}
    chosen = known.get(request.form.get("wave", ""))
    if chosen is None:
        raise RoundRefused(_("Kies bij welke meting deze ronde hoort."))
    return chosen


def _form(
    session: Session,
    study: Study,
    form: RoundForm,
    refused: SetupRefused | None = None,
    round_: Round | None = None,
) -> str:
    more_: dict[str, Any] = {"waves": studies.waves(session, study), "chosen": request.form.get("wave")}
    return render_template("rounds/form.html", study=study, form=form, refused=refused, round=round_, **more_)


def _until(round_: Round) -> Any:
    return last_day(round_.deadline) if round_.deadline else None
