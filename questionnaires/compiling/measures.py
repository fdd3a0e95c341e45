"""What the answers of one variable measure, complete: positive codes, negative codes, or a mean."""

from collections.abc import Sequence
from typing import Any

from questionnaires.missing import standard
from questionnaires.questionnaire import Measure, Question


def codes(question: Question) -> list[str]:
    """The codes of a question's options, standard ones included."""
    return [option.code for option in question.options] or list(standard(question.kind))


def measures(question: Question, own: Sequence[Measure]) -> list[dict[str, Any]]:
    """The measures of a variable.

    `own` are those of the question or the statement. Of a multiple question those of the options follow: positive when
    the option is chosen, negative when another option was chosen. `positive` and `negative` are both None for a mean.
    """
    every = codes(question)
    found = [_complete(measure, measure.positive, every) for measure in own]
    for option in question.options:
        found += [
            _complete(measure, measure.positive or (option.code,), every) for measure in option.measures
        ]
    return found


def _complete(measure: Measure, positive: tuple[str, ...] | None, every: Sequence[str]) -> dict[str, Any]:
    negative = measure.negative
    if positive is not None and negative is None:
        negative = tuple(code for code in every if code not in positive)
    return {
        "measure": measure.measure,
        "entity": measure.entity,
        "positive": None if positive is None else list(positive),
        "negative": None if negative is None else list(negative),
    }
