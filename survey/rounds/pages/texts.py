"""The texts of a round, per language: written as plain text, looked at, and kept."""

from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _

from survey.database import database, reading, transaction
from survey.rounds import find
from survey.rounds.forms import LONGEST
from survey.rounds.forms import texts as read
from survey.rounds.pages.overview import Page, languages, to_round
from survey.rounds.prepare import PARTS, first_texts, write
from survey.rounds.words import Said
from survey.security import needs
from survey.studies import find as studies
from survey.studies.refusals import SetupRefused

_LOOK = "bekijken"


@needs("round.manage")
def texts(slug: str, round_id: UUID) -> Page:
    """The texts as they are, to change."""
    return _page(slug, round_id)


@needs("round.manage")
def save_texts(slug: str, round_id: UUID) -> Page:
    """Keep the texts; or only show how they look."""
    try:
        with transaction(database()) as session:
            study = studies.study(session, slug)
            round_ = find.round_of(session, study, round_id)
            given = read(languages(session, study), request.form)
            if _LOOK not in request.form:
                write(session, round_, given)
    except SetupRefused as refused:
        return _page(slug, round_id, refused), 422
    return (
        _page(slug, round_id)
        if _LOOK in request.form
        else to_round(slug, round_id, _("De teksten zijn bewaard."))
    )


def _page(slug: str, round_id: UUID, refused: SetupRefused | None = None) -> str:
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        spoken = languages(session, study)
        kept = {part: getattr(round_, part) for part in PARTS}
        shown = {
            f"{part}-{code}": request.form.get(f"{part}-{code}", kept[part].get(code, ""))
            for part in PARTS
            for code in spoken
        }
        return render_template(
            "rounds/texts.html",
            study=study,
            round=round_,
            spoken=spoken,
            shown=shown,
            examples=first_texts(spoken),
            longest=LONGEST,
            refused=refused,
            wrong=dict(refused.links) if refused and hasattr(refused, "links") else {},
            look=_LOOK,
            looked=_LOOK in request.form and refused is None,
            said=Said,
        )
