"""Names and codes: none twice, none that means something else."""

import re
from collections.abc import Iterable, Iterator

from questionnaires.language import RESERVED
from questionnaires.mistakes import Mistake, Place
from questionnaires.questionnaire import Questionnaire
from questionnaires.read import ID
from questionnaires.reviewing.catalogue import mistake
from questionnaires.reviewing.known import variables


def names(questionnaire: Questionnaire) -> Iterator[Mistake]:
    """Names of entities, pages and variables, and codes of options."""
    for entity in questionnaire.entities:
        place = Place(part=entity.name, field="entities")
        if re.fullmatch(ID, entity.name) is None:
            yield mistake("bad-id", place, entity.line, found=entity.name)
    yield from _pages(questionnaire)
    yield from _variables(questionnaire)
    for _, page, question in questionnaire.questions():
        seen: dict[str, int] = {}
        for option in question.options:
            if option.code in seen:
                place = Place(page.name, question.name, option.code, "code")
                yield mistake("duplicate-code", place, option.line, code=option.code, first=seen[option.code])
            seen.setdefault(option.code, option.line)


def _pages(questionnaire: Questionnaire) -> Iterator[Mistake]:
    taken: list[tuple[str, Place, int]] = []
    for page in questionnaire.pages:
        block = next((question for question in page.questions if question.kind == "statements"), None)
        if block is None:
            taken.append((page.name, Place(page.name, field="id"), page.line))
        else:
            taken += [
                (one.name, Place(page.name, block.name, one.name, "id"), one.line) for one in block.statements
            ]
    yield from _twice("duplicate-page", taken)


def _variables(questionnaire: Questionnaire) -> Iterator[Mistake]:
    known = variables(questionnaire)
    blocks = [
        (question.name, Place(page.name, question.name, field="id"), question.line)
        for _, page, question in questionnaire.questions()
        if question.kind == "statements"
    ]
    taken = [(variable.name, variable.place.at("id"), variable.line) for variable in known] + blocks
    for name, place, line in taken:
        if name in RESERVED:
            yield mistake("reserved-name", place, line, name=name)
    yield from _twice("duplicate-id", sorted(taken, key=lambda item: item[2]))


def _twice(code: str, taken: Iterable[tuple[str, Place, int]]) -> Iterator[Mistake]:
    seen: dict[str, int] = {}
    for name, place, line in taken:
        if name in seen:
            yield mistake(code, place, line, name=name, first=seen[name])
        seen.setdefault(name, line)
