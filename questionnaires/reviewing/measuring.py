"""Entities, measures and roles: what analysis will do with the answers."""

from collections.abc import Iterator, Sequence

from questionnaires.compiling.kinds import of_statement
from questionnaires.compiling.measures import codes
from questionnaires.mistakes import Mistake, Place
from questionnaires.questionnaire import Measure, Page, Question, Questionnaire
from questionnaires.reading.fields import near
from questionnaires.reviewing.catalogue import mistake
from questionnaires.reviewing.known import at_statement

ROLE_KINDS = {
    "area": {"area", "single"},
    "location": {"single", "text", "area"},
    "sex": {"single"},
    "age": {"number", "single"},
    "weight": {"number"},
    "stratum": {"single", "area", "text", "number"},
    "psu": {"single", "area", "text", "number"},
}
"""The kinds of question that can have a role."""
UNMEASURED = frozenset({"text", "long_text", "date", "area"})
"""Kinds without codes and without a mean."""


def measuring(questionnaire: Questionnaire) -> Iterator[Mistake]:
    """Mistakes in entities, measures and roles."""
    yield from _entities(questionnaire)
    yield from _roles(questionnaire)
    entities = [entity.name for entity in questionnaire.entities]
    first: dict[tuple[str, str | None], str] = {}
    for _, page, question in questionnaire.questions():
        for name, measure, place, option in _every(page, question):
            yield from _measure(question, measure, place, option, entities)
            key = (measure.measure, measure.entity)
            if key in first:
                code = "measure-twice" if first[key] == name else "measure-in-two-questions"
                yield mistake(code, place, measure.line, measure=measure.measure, other=first[key])
            first.setdefault(key, name)


def _entities(questionnaire: Questionnaire) -> Iterator[Mistake]:
    known = [entity.name for entity in questionnaire.entities]
    for entity in questionnaire.entities:
        place = Place(part=entity.name, field="of")
        if entity.of is None and entity.kind == "old_name":
            yield mistake("old-name-of-nothing", place, entity.line, name=entity.name)
        elif entity.of == entity.name:
            yield mistake("entity-of-itself", place, entity.line, name=entity.name)
        elif entity.of is not None and entity.of not in known:
            yield mistake("unknown-entity", place, entity.line, name=entity.of, near=near(entity.of, known))


def _roles(questionnaire: Questionnaire) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for _, page, question in questionnaire.questions():
        if question.role is None:
            continue
        place = Place(page.name, question.name, field="role")
        line = question.lines.get("role", question.line)
        if question.kind not in ROLE_KINDS[question.role]:
            kinds = ", ".join(sorted(ROLE_KINDS[question.role]))
            yield mistake("role-kind", place, line, role=question.role, kind=question.kind, kinds=kinds)
        if question.role in seen:
            yield mistake("role-twice", place, line, role=question.role, other=seen[question.role])
        seen.setdefault(question.role, question.name)


def _every(page: Page, question: Question) -> Iterator[tuple[str, Measure, Place, str | None]]:
    place = Place(page.name, question.name)
    for measure in question.measures:
        yield question.name, measure, place.at("measures"), None
    for option in question.options:
        for measure in option.measures:
            at = Place(page.name, question.name, option.code, "measures")
            yield question.name, measure, at, option.code
    for statement in question.statements:
        for measure in statement.measures:
            yield statement.name, measure, at_statement(page, question, statement).at("measures"), None


def _measure(
    question: Question,
    measure: Measure,
    place: Place,
    option: str | None,
    entities: Sequence[str],
) -> Iterator[Mistake]:
    line = measure.line
    if measure.entity is not None and measure.entity not in entities:
        yield mistake("unknown-entity", place, line, name=measure.entity, near=near(measure.entity, entities))
    if option is not None and question.kind != "multiple":
        yield mistake("measure-on-option", place, line, kind=question.kind)
    elif question.kind in UNMEASURED:
        yield mistake("measure-not-possible", place, line, kind=question.kind)
    elif question.kind == "statements" and place.part is None:
        yield mistake("measure-on-block", place, line)
    else:
        yield from _codes(question, measure, place, option)


def _codes(question: Question, measure: Measure, place: Place, option: str | None) -> Iterator[Mistake]:
    line = measure.line
    kind = of_statement(question) if question.kind == "statements" else question.kind
    if not measure.positive and option is None:
        if measure.negative:
            yield mistake("negative-without-positive", place, line)
        elif measure.positive is not None or kind not in {"number", "scale"}:
            yield mistake("measure-without-positive", place, line, kind=kind)
        return
    if kind == "number":
        yield mistake("codes-on-number", place, line)
        return
    known = [*codes(question), *question.missing]
    for code in (*(measure.positive or ()), *(measure.negative or ())):
        if code not in known:
            yield mistake("unknown-measure-code", place, line, code=code, near=near(code, known))
    positive = measure.positive or ((option,) if option else ())
    for code in sorted(set(positive) & set(measure.negative or ())):
        yield mistake("positive-and-negative", place, line, code=code)
