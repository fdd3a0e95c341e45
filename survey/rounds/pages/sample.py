"""Draw the sample of a round: the wishes, what they would give, and the draw itself; and taking it back."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from survey.database import database, reading, transaction
from survey.moment import now
from survey.rounds import find, wording
from survey.rounds.draw import Sample, Wishes, candidates, draw, drawn, plan, undo
from survey.rounds.forms import SampleForm, fresh_seed, name_of, wishes
from survey.rounds.pages.overview import Page, to_round
from survey.rounds.refusal import RoundRefused
from survey.security import needs
from survey.studies import find as studies
from survey.studies.refusals import SetupRefused

_PAUSE = 90  # days that are proposed
_ASKED = "seed"  # in the address once wishes were filled in


@needs("round.manage")
def sample(slug: str, round_id: UUID) -> Page:
    """The wishes, and once they are filled in, what sample they would give; drawing is another press."""
    if _has_sample(slug, round_id):
        return to_round(slug, round_id)
    if _ASKED not in request.args:
        return _page(
            slug,
            round_id,
            SampleForm(data={"pause": _PAUSE, "seed": fresh_seed()}),
            MultiDict({"strata": "area"}),
        )
    form = SampleForm(request.args)
    try:
        wanted = wishes(form, request.args)
    except SetupRefused as refused:
        return _page(slug, round_id, form, request.args, refused=refused), 422
    return _page(slug, round_id, form, request.args, wanted)


@needs("round.manage")
def draw_now(slug: str, round_id: UUID) -> Page:
    """Draw."""
    form = SampleForm(request.form)
    try:
        with transaction(database()) as session:
            round_ = find.round_of(session, studies.study(session, slug), round_id)
            wanted = wishes(form, request.form)
            made = draw(
                session,
                round_,
                size=wanted.size,
                strata=wanted.strata,
                seed=wanted.seed,
                not_asked_days=wanted.not_asked_days,
                allocation=wanted.allocation,
                numbers=wanted.numbers,
            )
    except SetupRefused as refused:
        return _page(slug, round_id, form, request.form, refused=refused), 422
    said = ngettext("Er is %(num)d lid getrokken.", "Er zijn %(num)d leden getrokken.", len(made))
    return to_round(slug, round_id, said)


@needs("round.manage")
def undo_draw(slug: str, round_id: UUID) -> Page:
    """Take the draw back, when nothing was sent yet."""
    try:
        with transaction(database()) as session:
            undo(session, find.round_of(session, studies.study(session, slug), round_id))
    except RoundRefused as refused:
        return to_round(slug, round_id, str(refused))
    flash(_("De steekproef is weg. U kunt een nieuwe trekken."))
    return redirect(url_for("rounds.sample", slug=slug, round_id=round_id), 303)


def _page(
    slug: str,
    round_id: UUID,
    form: SampleForm,
    chosen: "MultiDict[str, str]",
    wanted: Wishes | None = None,
    refused: SetupRefused | None = None,
) -> str:
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        pause = form.pause.data if wanted else _PAUSE
        there = candidates(session, round_.organisation_id, not_asked_days=pause or 0, on=now().date())
        made = plan(session, round_, wanted) if wanted else None
        return render_template(
            "rounds/sample.html",
            study=study,
            round=round_,
            form=form,
            refused=refused,
            chosen=chosen.getlist("strata"),
            allocation=chosen.get("allocation", "proportional"),
            there=len(there),
            pause=pause,
            wording=wording,
            wanted=wanted,
            layers=_layers(made, wanted, studies.areas(session, study)) if made and wanted else [],
            drawn=len(made.members) if made else 0,
        )


def _has_sample(slug: str, round_id: UUID) -> bool:
    with reading(database()) as session:
        return drawn(session, find.round_of(session, studies.study(session, slug), round_id))


def _layers(made: Sample, wanted: Wishes, areas: Any) -> list[tuple[str, str, Any]]:
    return [
        (wording.stratum(wanted.strata, layer.stratum, areas), name_of(layer.stratum), layer)
        for layer in made.layers
    ]
