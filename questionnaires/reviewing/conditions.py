"""Conditions: readable, about questions that were asked before, of the right kinds."""

from collections.abc import Iterator

from questionnaires.language import NotUnderstood, parse
from questionnaires.mistakes import Explained, Mistake
from questionnaires.questionnaire import Questionnaire
from questionnaires.reading.fields import near
from questionnaires.reviewing.catalogue import mistake
from questionnaires.reviewing.kinds import problems
from questionnaires.reviewing.known import Condition, Variable, conditions, variables
from questionnaires.tree import names as names_in


def condition_mistakes(questionnaire: Questionnaire) -> Iterator[Mistake]:
    """The mistakes in every condition of the file."""
    known = {variable.name: variable for variable in variables(questionnaire)}
    blocks = {
        question.name: question.variables
        for _, _, question in questionnaire.questions()
        if question.kind == "statements"
    }
    for condition in conditions(questionnaire):
        yield from _condition(condition, known, blocks)


def _condition(
    condition: Condition,
    known: dict[str, Variable],
    blocks: dict[str, tuple[str, ...]],
) -> Iterator[Mistake]:
    place, line = condition.place, condition.expression.line
    try:
        tree = parse(condition.expression.source)
    except NotUnderstood as error:
        told = Explained(error.message, error.params)
        yield mistake("not-understood", place, line, problem=told, position=error.position + 1)
        return
    read = names_in(tree)
    for name in sorted(read):
        if name in blocks:
            yield mistake("name-of-block", place, line, name=name, statements=", ".join(blocks[name]))
        elif name not in known:
            yield mistake("unknown-name", place, line, name=name, near=near(name, list(known)))
        else:
            yield from _asked_before(condition, known[name])
    if read <= known.keys():
        for code, params in problems(tree, known):
            yield mistake(code, place, line, **params)
    if condition.own and condition.own in known and condition.own not in read:
        yield mistake("check-of-other", place, line, name=condition.own)


def _asked_before(condition: Condition, variable: Variable) -> Iterator[Mistake]:
    if (variable.page, variable.position) < (condition.page, condition.position):
        return
    code = "later-answer" if variable.page > condition.page or condition.position else "same-page-answer"
    if variable.page == condition.page and not condition.position and condition.place.field == "ends.when":
        code = "later-answer"
    page = variable.place.page
    yield mistake(code, condition.place, condition.expression.line, name=variable.name, page=page)
