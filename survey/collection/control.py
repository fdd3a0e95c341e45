"""The page on which a researcher looks at interviews that did not agree with their questionnaire."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import format_percent
from werkzeug.wrappers import Response

from survey.collection import review
from survey.collection.doubts import sentence
from survey.collection.same_device import shared
from survey.collection.unanswered import unanswered
from survey.database import database, reading, transaction
from survey.i18n import current_language
from survey.problems import Problem
from survey.security import needs
from survey.settings import settings
from survey.studies import find

blueprint = Blueprint("control", __name__, template_folder="templates")


@blueprint.get("/onderzoek/<slug>/controle")
@needs("interview.review")
def page(slug: str) -> str:
    """What a person must look at: doubts and conflicts."""
    return _page(slug)


@blueprint.post("/onderzoek/<slug>/controle/<uuid:interview_id>")
@needs("interview.review")
def decide(slug: str, interview_id: UUID) -> Response | tuple[str, int]:
    """Keep the decision of a person; without a reason the page comes back and says so."""
    try:
        with transaction(database()) as session:
            review.decide(
                session,
                find.study(session, slug),
                interview_id,
                request.form.get("verdict", ""),
                request.form.get("reason", ""),
            )
    except Problem as refused:
        if refused.code != "decision_invalid":
            raise
        return _page(slug, refused, interview_id), refused.status
    return redirect(url_for("control.page", slug=slug), 303)


def _page(slug: str, refused: Problem | None = None, about: UUID | None = None) -> str:
    with reading(database()) as session:
        study = find.study(session, slug)
    # Before the page's own reading: the snapshot may have to be made first.
    missing = unanswered(database(), settings(), study.id or 0, current_language())
    with reading(database()) as session:
        return render_template(
            "control/page.html",
            study=study,
            doubted=review.doubted(session, study),
            conflicts=review.conflicts(session, study),
            shared=shared(session, study),
            waves={wave.id: wave.label for wave in find.waves(session, study)},
            sentence=sentence,
            refused=refused,
            about=about,
            longest_reason=review.LONGEST_REASON,
            unanswered=missing,
            percent=_percent,
        )


def _percent(share: float) -> str:
    return str(format_percent(share, "#,##0%"))
