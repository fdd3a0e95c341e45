"""The waves: change them all at once, add one, take an empty one away."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlmodel import Session

from survey.database import database, reading, transaction
from survey.security import needs, staff
from survey.studies import find, used
from survey.studies import waves as part
from survey.studies.calendar import overlapping
from survey.studies.change import change, lock
from survey.studies.fields import filled_in
from survey.studies.forms import WaveForm, WavesForm
from survey.studies.history import check_fresh
from survey.studies.pages.frame import Page, absent, agreed, changed, made_from, show
from survey.studies.refusals import SetupRefused, Stale, WouldMove
from survey.studies.tables import Study, Wave
from survey.studies.waves import Row

Wanted = Callable[[Session, Study], list[Row]]


@needs("study.manage")
def waves(slug: str) -> Page:
    """The list of waves."""
    return _waves(slug)


@needs("study.manage")
def save_waves(slug: str) -> Page:
    """Keep names and days; interviews only go to another wave when whoever asks agreed with how many."""
    form = WavesForm(request.form)
    try:
        filled_in(form)
        return _keep(slug, lambda session, study: _with_typed(part.read(session, study), form))
    except Stale as stale:
        return _waves(slug, form, stale, merged=True)
    except SetupRefused as refused:
        return _waves(slug, form, refused, moving_in="all")


@needs("study.manage")
def add_wave(slug: str) -> Page:
    """Add a wave after the others."""
    form = WaveForm(request.form, prefix="nieuw-")
    try:
        filled_in(form)
        return _keep(slug, lambda session, study: _with_another(part.read(session, study), form))
    except SetupRefused as refused:
        return _waves(slug, None, refused, fresh=form, moving_in="new")


@needs("study.manage")
def confirm_wave(slug: str, wave_id: int) -> Page:
    """Ask before a wave is taken away."""
    with reading(database()) as session:
        wave = _named(session, find.study(session, slug), wave_id)
        count = sum(used.pointing_at(session, "wave", wave_id).values())
    return show("remove_wave", slug, "waves", name=wave.label, count=count, wave_id=wave_id)


@needs("study.manage")
def remove_wave(slug: str, wave_id: int) -> Page:
    """Take a wave away to which nothing belongs."""

    def without(session: Session, study: Study) -> list[Row]:
        number = _named(session, study, wave_id).number
        return [row for row in part.read(session, study) if row["number"] != number]

    try:
        return _keep(slug, without)
    except SetupRefused as refused:
        return _waves(slug, None, refused)


def _keep(slug: str, wanted: Wanted) -> Page:
    with transaction(database()) as session:
        study = find.study(session, slug)
        # Nothing may come in between counting the interviews that move and moving them.
        lock(session, study)
        check_fresh(session, study, "waves", made_from())
        rows = wanted(session, study)
        part.agree(session, study, rows, agreed())
        event = change(session, study, "waves", rows, account=staff().account_id, made_from=made_from())
    return changed(slug, "waves", event)


def _named(session: Session, study: Study, wave_id: int) -> Wave:
    wave = session.get(Wave, wave_id)
    if wave is None or wave.study_id != study.id:
        raise absent(_("Deze meting is er niet (meer)."))
    return wave


def _with_typed(rows: list[Row], form: WavesForm) -> list[Row]:
    typed = {entry.form.number.data: entry.form for entry in form.waves}
    return [
        _row(row["number"], typed[str(row["number"])]) if str(row["number"]) in typed else row for row in rows
    ]


def _with_another(rows: list[Row], form: WaveForm) -> list[Row]:
    return [*rows, _row(max((row["number"] for row in rows), default=0) + 1, form)]


def _row(number: int, form: WaveForm) -> Row:
    ends_on = form.ends_on.data
    return {
        "number": number,
        "label": form.label.data,
        "starts_on": form.starts_on.data.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }


def _waves(
    slug: str,
    form: WavesForm | None = None,
    refused: SetupRefused | None = None,
    *,
    fresh: WaveForm | None = None,
    merged: bool = False,
    moving_in: str = "",
) -> Page:
    with reading(database()) as session:
        study = find.study(session, slug)
        there = find.waves(session, study)
        rows = part.read(session, study)
        counts = used.interviews(session, study, "wave_id")
    if form is None or merged:
        shown = _with_typed(rows, form) if form is not None else rows
        form = WavesForm(waves=[_as_typed(row) for row in shown])
    return show(
        "waves", slug, "waves", refused,
        form=form,
        fresh=fresh or WaveForm(prefix="nieuw-"),
        by_number={str(wave.number): {"id": wave.id, "count": counts.get(wave.id, 0)} for wave in there},
        overlaps=[(one.label, other.label) for one, other in overlapping(there)],
        moving_in=moving_in if isinstance(refused, WouldMove) else "",
    )  # fmt: skip


def _as_typed(row: Row) -> dict[str, Any]:

    return {
        "number": str(row["number"]),
        "label": row["label"],
        "starts_on": date.fromisoformat(row["starts_on"]),
        "ends_on": date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
    }
