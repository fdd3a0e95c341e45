"""Every page of a version as its respondents see it, without answers."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from questionnaires import render
from survey import i18n
from survey.moment import now


class PreviewPage(NamedTuple):
    """A page: its name in the file, its questions, and whether it is only shown to some."""

    name: str
    fragment: Markup
    conditional: bool


def preview(programme: Mapping[str, Any], language: str) -> Sequence[PreviewPage]:
    """All pages in the order of the questionnaire, also those that depend on an answer.

    Args:
        programme: the document with the areas of the study in it.
        language: one of the languages of the programme.
    """
    context = {
        "today": now().date().isoformat(),
        "seed": 0,
        "language": language,
        "mode": "interviewer",
        "origin": "street",
        "shown": [],
    }
    return [
        PreviewPage(
            page["id"],
            render.page(
                dict(programme),
                page["id"],
                answers={},
                problems={},
                context=context,
                gettext=i18n.gettext_in(language),
                every=True,
            ),
            page["when"] is not None,
        )
        for page in programme["pages"]
    ]
