"""Texts: every language there, every pipe known and already asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires.mistakes import Mistake, Place
from questionnaires.pipes import STATEMENT, broken, pipes
from questionnaires.questionnaire import Page, Question, Questionnaire, Text
from questionnaires.reading.fields import near
from questionnaires.reviewing.catalogue import mistake
from questionnaires.reviewing.known import Variable, at_statement, variables


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text and where it is shown; `page` None: a label, in which only entities can be piped."""

    text: Text
    place: Place
    page: int | None = None
    own: str | None = None
    block: bool = False


def texts(questionnaire: Questionnaire) -> Iterator[Mistake]:
    """Missing texts and translations, unknown languages, and pipes that can not be filled."""
    known = {variable.name: variable for variable in variables(questionnaire)}
    for shown in _every(questionnaire):
        yield from _languages(questionnaire, shown)
        yield from _pipes(questionnaire, known, shown)


def _every(questionnaire: Questionnaire) -> Iterator[_Shown]:
    yield _Shown(questionnaire.title, Place(field="title"))
    for entity in questionnaire.entities:
        yield _Shown(entity.label, Place(part=entity.name, field="label"))
    for index, page in enumerate(questionnaire.pages):
        for question in page.questions:
            yield from _of_question(index, page, question)
        if page.ends:
            yield _Shown(page.ends.text, Place(page.name, field="ends.text"))


def _of_question(index: int, page: Page, question: Question) -> Iterator[_Shown]:
    place = Place(page.name, question.name)
    yield _Shown(question.text, place.at("text"), index, block=question.kind == "statements")
    for field, text in (("hint", question.hint), ("instruction", question.instruction)):
        if text:
            yield _Shown(text, place.at(field), index)
    for option in question.options:
        yield _Shown(option.label, Place(page.name, question.name, option.code, "label"))
    for statement in question.statements:
        yield _Shown(statement.text, at_statement(page, question, statement).at("text"), index)
    for check in question.checks:
        yield _Shown(check.message, place.at("checks"), index, own=question.name)


def _languages(questionnaire: Questionnaire, shown: _Shown) -> Iterator[Mistake]:
    line = shown.text.line
    known = [language.code for language in questionnaire.languages]
    for code in shown.text.by_language:
        if code not in known:
            yield mistake(
                "text-in-unknown-language", shown.place, line, language=code, known=", ".join(known)
            )
    for language in questionnaire.languages:
        if language.code in shown.text.by_language:
            continue
        if language.code == known[0]:
            yield mistake("missing-text", shown.place, line, language=language.code)
        elif language.status == "reviewed":
            yield mistake("missing-translation", shown.place, line, language=language.code)
        else:
            yield mistake("translation-to-come", shown.place, line, language=language.code, first=known[0])


def _pipes(questionnaire: Questionnaire, known: dict[str, Variable], shown: _Shown) -> Iterator[Mistake]:
    line = shown.text.line
    found: dict[str, set[str]] = {}
    for language, sentence in shown.text.by_language.items():
        if broken(sentence):
            yield mistake("pipe-not-understood", shown.place, line, language=language)
        found[language] = set(pipes(sentence))
    if len(set(map(frozenset, found.values()))) > 1:
        yield mistake("pipes-differ", shown.place, line, languages=", ".join(found))
    if shown.block and any(STATEMENT not in names for names in found.values()):
        yield mistake("no-statement-pipe", shown.place, line)
    every: set[str] = set().union(*found.values())
    if shown.place.page is None and shown.place.part:
        if every:
            yield mistake("pipe-in-entity", shown.place, line)
        return
    entities = [entity.name for entity in questionnaire.entities]
    for name in sorted(every - ({STATEMENT} if shown.block else set())):
        yield from _pipe(name, shown, known, entities)


def _pipe(name: str, shown: _Shown, known: dict[str, Variable], entities: list[str]) -> Iterator[Mistake]:
    variable, line = known.get(name), shown.text.line
    if name in entities:
        if variable:
            yield mistake("ambiguous-pipe", shown.place, line, name=name)
    elif variable is None:
        yield mistake("unknown-pipe", shown.place, line, name=name, near=near(name, [*known, *entities]))
    elif shown.page is None:
        yield mistake("pipe-of-answer", shown.place, line, name=name)
    elif variable.page >= shown.page and name != shown.own:
        yield mistake("later-pipe", shown.place, line, name=name, page=variable.place.page)
