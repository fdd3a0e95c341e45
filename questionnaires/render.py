"""A page of a programme as HTML: the same fragment for the tablet, the online panel and paper (see `docs/programme.md`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from questionnaires.engine.evaluate import absent
from questionnaires.engine.route import asked, locked
from questionnaires.engine.text import text
from questionnaires.showing import Gettext, Interview, first_input, questions
from questionnaires.spoken import Programme

N_ = str
NOT_FILLED_IN = N_("Niet ingevuld")

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    auto_reload=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    programme: Programme,
    page_id: str,
    *,
    answers: Mapping[str, Any],
    problems: Mapping[str, Sequence[Mapping[str, Any]]],
    context: Mapping[str, Any],
    gettext: Gettext = str,
    every: bool = False,
) -> Markup:
    """The questions of one page, without `<form>`.

    Args:
        programme: the document of a programme, for a study (`programme.for_areas`) when it asks for an area.
        page_id: which page.
        answers: name → answer, with what was typed when it has problems (`forms.answers`).
        problems: name → problems (`forms.problems`).
        context: the context of the interview; interviewer's instructions are there only in the mode `interviewer`.
        gettext: translates the words of the product to the language of the page.
        every: with what does not apply now too, hidden, and places for errors, for a client that shows them by itself.

    Raises:
        LookupError: the programme has no such page.
    """
    interview = Interview(programme, answers, problems, context, gettext, every)
    shown = questions(_page(programme, page_id), interview)
    return Markup(_TEMPLATES.get_template("page.html").render(questions=shown, _=gettext))  # noqa: S704 -- the template escapes


def title(
    programme: Programme, page_id: str, *, answers: Mapping[str, Any], context: Mapping[str, Any]
) -> str:
    """What a page asks first, as plain text, for the title of a window; the title of the questionnaire when nothing."""
    now = set(asked(programme, answers, context))
    for name in _page(programme, page_id)["questions"]:
        if name in now:
            return text(programme, programme["variables"][name]["text"], answers, context)
    return text(programme, programme["title"], answers, context)


def anchor(programme: Programme, name: str, *, answers: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    """The id of the first input of a question, for the links of an error summary."""
    return first_input(name, Interview(programme, answers, {}, context, str))


def concept(programme: Programme, language: str) -> bool:
    """Whether the translation in a language waits for a person to review it; true for a language that is not there."""
    return all(each["status"] != "reviewed" for each in programme["languages"] if each["code"] == language)


@dataclass(frozen=True, slots=True)
class Line:
    """One answer on the page where answers are checked. `fixed`: it can not be changed any more."""

    name: str
    page: str
    question: Markup
    answer: Markup
    fixed: bool


def summary(
    programme: Programme, *, answers: Mapping[str, Any], context: Mapping[str, Any], gettext: Gettext = str
) -> list[Line]:
    """All questions on the path with their answers, in order, to be checked before they are sent."""
    interview = Interview(programme, answers, {}, context, gettext)
    fixed = set(locked(programme, context))
    pages = {name: each["id"] for each in programme["pages"] for name in each["questions"]}
    return [
        Line(
            name,
            pages[name],
            interview.markup(programme["variables"][name]["text"]),
            _said(name, interview),
            name in fixed,
        )
        for name in asked(programme, answers, context)
    ]


def _said(name: str, interview: Interview) -> Markup:
    value = interview.answers.get(name)
    if isinstance(value, dict):
        return interview.markup(interview.programme["missing"].get(value.get("missing")))
    variable = interview.programme["variables"][name]
    labels = {option["code"]: interview.markup(option["label"]) for option in variable["options"]}
    if absent(value):
        return Markup('<span class="wp-empty">{}</span>').format(interview.gettext(NOT_FILLED_IN))
    if labels:
        codes = value if isinstance(value, list) else [value]
        html = _TEMPLATES.get_template("chosen.html").render(
            labels=[labels.get(code, code) for code in codes]
        )
        return Markup(html)  # noqa: S704 -- the template escapes
    shown = text(interview.programme, [{"pipe": name}], interview.answers, interview.context)
    return Markup('<bdi class="wp-said">{}</bdi>').format(shown)


def _page(programme: Programme, page_id: str) -> Mapping[str, Any]:
    for each in programme["pages"]:
        if each["id"] == page_id:
            return dict(each)
    raise LookupError(f"the programme has no page {page_id!r}")
