"""What the review knows of each variable, and the one way in which it reads the parts of a questionnaire."""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires.compiling.kinds import CODED, VALUES, of_statement
from questionnaires.compiling.measures import codes
from questionnaires.mistakes import Place
from questionnaires.questionnaire import Expression, Page, Question, Questionnaire, Statement


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable: where it is asked (index of page, position on the page) and which answers it can have."""

    name: str
    question: Question
    page: int
    position: int
    kind: str
    value: str
    codes: tuple[str, ...] | None
    """The codes of its options; None when every text can be an answer."""
    place: Place
    line: int


def variables(questionnaire: Questionnaire) -> list[Variable]:
    """Every variable in the order of the file; a name that is used twice stands here twice."""
    found = []
    for index, page in enumerate(questionnaire.pages):
        for position, question in enumerate(page.questions):
            place = Place(page.name, question.name)
            if question.kind != "statements":
                found.append(
                    _variable(question.name, question, index, position, question.kind, place, question.line)
                )
                continue
            kind = of_statement(question)
            for statement in question.statements:
                at = Place(page.name, question.name, statement.name)
                found.append(_variable(statement.name, question, index, position, kind, at, statement.line))
    return found


def _variable(
    name: str, question: Question, page: int, position: int, kind: str, place: Place, line: int
) -> Variable:
    known = tuple(codes(question)) if kind in CODED else None
    return Variable(name, question, page, position, kind, VALUES[kind], known, place, line)


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression, where it stands, and what it may read: answers up to this page and position, not included."""

    expression: Expression
    place: Place
    page: int
    position: int
    own: str | None = None
    """The variable that it checks, when it is a check."""


def conditions(questionnaire: Questionnaire) -> Iterator[Condition]:
    """Every condition of the file, in its order."""
    for index, page in enumerate(questionnaire.pages):
        yield from _some(page.when, Place(page.name, field="when"), index)
        for position, question in enumerate(page.questions):
            yield from _of_question(page, question, index, position)
        if page.ends:
            yield Condition(page.ends.when, Place(page.name, field="ends.when"), index + 1, 0)


def _of_question(page: Page, question: Question, index: int, position: int) -> Iterator[Condition]:
    place = Place(page.name, question.name)
    yield from _some(question.when, place.at("when"), index)
    for option in question.options:
        yield from _some(option.when, Place(page.name, question.name, option.code, "when"), index)
    for statement in question.statements:
        yield from _some(statement.when, at_statement(page, question, statement).at("when"), index)
    for check in question.checks:
        yield Condition(check.that, place.at("checks"), index, position + 1, question.name)


def _some(expression: Expression | None, place: Place, page: int) -> Iterator[Condition]:
    if expression:
        yield Condition(expression, place, page, 0)


def at_statement(page: Page, question: Question, statement: Statement) -> Place:
    """The place of a statement."""
    return Place(page.name, question.name, statement.name)
