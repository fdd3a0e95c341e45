"""The pages around the questions: start, closed, check your answers, thanks."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for

from questionnaires import render
from questionnaires.engine.text import label, text
from survey import i18n
from survey.panel.filling import Filling
from survey.panel.resume import spoken
from survey.rounds.words import Said
from survey.studies.tables import Study

_SECONDS_A_PAGE = 15  # pages that only some people get are left out of the sum
_CODE_LENGTH = 8


def after(filling: Filling, page_id: str, *, changing: bool) -> str | None:
    """The page that follows this one; None when it is time to check. A changed answer goes back to what is open."""
    if changing:
        return filling.frontier()
    pages = filling.walk.pages
    later = pages[pages.index(page_id) + 1 :] if page_id in pages else []
    return later[0] if later else filling.frontier()


def about(study: Study, programme: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What every page of the form knows: the study, the languages, and what to say about the translation."""
    interface = i18n.fix(language)
    return {
        "study": study,
        "title": label(programme, programme["title"], {"language": language}),
        "offered_languages": {each["code"]: each["name"] for each in programme["languages"]},
        "shown_language": language,
        "same_language": interface == language,
        "concept": render.concept(programme, language),
    }


def start(
    study: Study, programme: Mapping[str, Any], unsent: Filling | None, entry: Mapping[str, Any]
) -> str:
    """The first page: what it is about and how long it takes, or how to go on with a form that was begun."""
    language = spoken([each["code"] for each in programme["languages"]])
    resumed = None
    if unsent and unsent.draft.shown:
        page = unsent.frontier()
        resumed = address(unsent, page)
    return render_template(
        "panel/start.html",
        **about(study, programme, language),
        minutes=minutes(programme),
        resumed=resumed,
        by_invitation=resumed is not None and unsent is not None and unsent.draft.origin == "panel",
        entry=entry,
        described_in=programme["languages"][0]["code"],
    )


def minutes(programme: Mapping[str, Any]) -> int:
    """About how long it takes to fill in."""
    return max(1, round(sum(page["when"] is None for page in programme["pages"]) * _SECONDS_A_PAGE / 60))


def closed(study: Study, feedback: Said | None = None) -> str:
    """The study takes no more answers; and what was done with those that it got, once somebody told."""
    return render_template("panel/closed.html", study=study, feedback=feedback, thanks=None)


def review(filling: Filling) -> str:
    """All answers, each with a way to change it; after a page that ends the form, its text."""
    ending = filling.walk.ending
    common = about(filling.study, filling.programme, filling.language)
    gettext = i18n.gettext_in(filling.language)
    answers, context = filling.draft.answers, filling.context
    lines = render.summary(filling.programme, answers=answers, context=context, gettext=gettext)
    return render_template(
        "panel/review.html" if ending is None else "panel/ending.html",
        **common,
        lines=[(line, address(filling, line.page, changing=True)) for line in lines],
        ending=ending and text(filling.programme, ending["text"], answers, context),
        back=address(filling, filling.walk.pages[-1]),
    )


def done(filling: Filling, thanks: Mapping[str, Any]) -> str:
    """Thanks, and the code with which somebody can ask after these answers.

    Args:
        filling: a form that was sent.
        thanks: what the round that asked for it says about it.

    """
    return render_template(
        "panel/done.html",
        **about(filling.study, filling.programme, filling.language),
        **thanks,
        code=(filling.draft.digest or "")[:_CODE_LENGTH].upper(),
    )


def address(filling: Filling, page_id: str | None, *, changing: bool = False) -> str:
    """Where a page of this form stands; None is the page where all answers are checked."""
    slug = filling.study.slug
    if page_id is None:
        return url_for("panel.review", slug=slug)
    return url_for("panel.ask", slug=slug, page_id=page_id, wijzig="1" if changing else None)
