"""The review: every mistake that an author made, each with its place, what is the matter, and what to do."""

from questionnaires.mistakes import Mistake, Place, Refused
from questionnaires.questionnaire import Questionnaire
from questionnaires.reviewing.conditions import condition_mistakes
from questionnaires.reviewing.flow import flow
from questionnaires.reviewing.languages import languages
from questionnaires.reviewing.measuring import measuring
from questionnaires.reviewing.names import names
from questionnaires.reviewing.questions import questions
from questionnaires.reviewing.texts import texts

__all__ = ["Mistake", "Place", "Refused", "review"]

_REVIEWS = (languages, names, texts, questions, measuring, condition_mistakes, flow)


def review(questionnaire: Questionnaire) -> list[Mistake]:
    """All mistakes and warnings, in the order of the file; empty when there are none."""
    found = [mistake for one in _REVIEWS for mistake in one(questionnaire)]
    return sorted(found, key=lambda mistake: mistake.line)
