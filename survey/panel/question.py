"""Show one page of questions, with what was typed and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request, url_for

from questionnaires import forms, render
from questionnaires.complaints import complaint
from questionnaires.fields.answer import Posted
from survey import i18n
from survey.panel.answer import Judgement, mark, read
from survey.panel.filling import Filling
from survey.panel.pages import about, address
from survey.panel.progress import progress


@dataclass(frozen=True)
class Fault:
    """One line of the summary of errors: the sentence, and the field that it leads to."""

    target: str
    message: str


def question(
    filling: Filling, page_id: str, posted: Posted | None = None, judgement: Judgement | None = None
) -> str:
    """The page as HTML.

    Args:
        filling: the form, in the language to show.
        page_id: which page; the caller has seen that it may be shown.
        posted: what the browser sent, when the page is shown again with it.
        judgement: why that was not kept.

    """
    judgement = judgement or Judgement()
    common = about(filling.study, filling.programme, filling.language)
    gettext = i18n.gettext_in(filling.language)
    programme, context = filling.programme, filling.context
    answers = filling.draft.answers
    if posted is not None:
        answers = answers | forms.answers(read(filling, page_id, posted))
    problems = judgement.problems
    return render_template(
        "panel/question.html",
        **common,
        heading=render.title(programme, page_id, answers=answers, context=context),
        fragment=render.page(
            programme, page_id, answers=answers, problems=problems, context=context, gettext=gettext
        ),
        summary=[
            Fault(render.anchor(programme, name, answers=answers, context=context), complaint(each, gettext))
            for name in problems
            for each in problems[name]
        ],
        warning=all(each["soft"] for found in problems.values() for each in found),
        changed_elsewhere=judgement.changed_elsewhere,
        refused=judgement.locked,
        seen=mark(filling, page_id),
        action=address(filling, page_id, changing="wijzig" in request.args),
        back=_back(filling, page_id),
        progress=progress(filling, page_id),
    )


def language_asked(filling: Filling, posted: Mapping[str, str]) -> str | None:
    """The language whose button was pressed instead of "Doorgaan"; it holds for the next pages too."""
    chosen = posted.get(i18n.PARAMETER)
    if chosen not in {each["code"] for each in filling.programme["languages"]}:
        return None
    i18n.choose(str(chosen))
    return str(chosen)


def _back(filling: Filling, page_id: str) -> str:
    if "wijzig" in request.args:
        return address(filling, None)
    pages = filling.walk.pages
    place = pages.index(page_id)
    return address(filling, pages[place - 1]) if place else url_for("panel.start", slug=filling.study.slug)
