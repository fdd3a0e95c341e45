"""The review: every mistake that an author made, each with its place, what is the matter, and what to do."""

from questionnaires.mistakes import Mistake, Place, Refused
from questionnaires.questionnaire import Questionnaire
from questionnaires.reviewing.catalogue import mistake

__all__ = ["Mistake", "Place", "Refused", "review"]


def review(questionnaire: Questionnaire) -> list[Mistake]:
    """All mistakes, in the order of the file; empty when there are none."""
    found: list[Mistake] = []
    if not questionnaire.pages:
        found.append(mistake("no-pages", Place(field="pages"), questionnaire.title.line))
    return sorted(found, key=lambda one: one.line)
