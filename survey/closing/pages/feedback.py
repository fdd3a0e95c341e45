"""The page on which a researcher tells what was done with the answers."""

from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _

from survey.closing.feedback import LONGEST, read, tell
from survey.database import database, reading, transaction
from survey.rounds import find
from survey.rounds.pages.overview import Page, languages, to_round
from survey.security import needs
from survey.studies import find as studies
from survey.studies.refusals import NotFilledIn


@needs("round.manage")
def feedback(slug: str, round_id: UUID) -> Page:
    """The feedback as it is, to write or change."""
    return _page(slug, round_id)


@needs("round.manage")
def save(slug: str, round_id: UUID) -> Page:
    """Keep the feedback."""
    try:
        with transaction(database()) as session:
            study = studies.study(session, slug)
            round_ = find.round_of(session, study, round_id)
            tell(session, round_, read(languages(session, study), request.form))
    except NotFilledIn as refused:
        return _page(slug, round_id, refused), 422
    return to_round(slug, round_id, _("De terugkoppeling is bewaard. Deelnemers kunnen haar nu lezen."))


def _page(slug: str, round_id: UUID, refused: NotFilledIn | None = None) -> str:
    with reading(database()) as session:
        study = studies.study(session, slug)
        round_ = find.round_of(session, study, round_id)
        spoken = languages(session, study)
        return render_template(
            "closing/feedback.html",
            study=study,
            round=round_,
            languages=spoken,
            shown={
                code: request.form.get(f"feedback-{code}", round_.feedback.get(code, "")) for code in spoken
            },
            longest=LONGEST,
            refused=refused,
            wrong=dict(refused.links) if refused else {},
        )
