"""What each kind of question must have, and what it can not have."""

from collections.abc import Iterator

from questionnaires.compiling.kinds import numbered
from questionnaires.mistakes import Mistake, Place
from questionnaires.questionnaire import Page, Question, Questionnaire
from questionnaires.reviewing.catalogue import mistake

CHOSEN = frozenset({"single", "multiple", "scale", "consent", "statements"})
"""Kinds that show options of the file."""
ORDERED = frozenset({"single", "multiple", "statements"})
"""Kinds whose options or statements may come in another order."""
LIMITS = {
    "number": {"min", "max"},
    "date": {"min", "max"},
    "multiple": {"min", "max"},
    "text": {"max"},
    "long_text": {"max"},
}
"""The limits that a kind can have."""
MOST_DECIMALS = 6


def questions(questionnaire: Questionnaire) -> Iterator[Mistake]:
    """The mistakes within each question."""
    for _, page, question in questionnaire.questions():
        yield from _Questioned(page, question).mistakes()


class _Questioned:
    def __init__(self, page: Page, question: Question) -> None:
        self._question = question
        self._place = Place(page.name, question.name)
        self._codes = [option.code for option in question.options]

    def _wrong(self, code: str, field: str, **params: object) -> Mistake:
        line = self._question.lines.get(field, self._question.line)
        return mistake(code, self._place.at(field), line, kind=self._question.kind, **params)

    def mistakes(self) -> Iterator[Mistake]:
        yield from self._options()
        yield from self._exclusive()
        yield from self._limits()
        yield from self._statements()
        question = self._question
        if question.order != "fixed" and question.kind not in ORDERED:
            yield self._wrong("order-not-possible", "order")
        if question.show_card and question.kind not in CHOSEN:
            yield self._wrong("card-without-options", "show_card")
        if question.decimals and question.kind != "number":
            yield self._wrong("decimals-not-possible", "decimals")
        if question.decimals > MOST_DECIMALS:
            yield self._wrong("too-many-decimals", "decimals", most=MOST_DECIMALS)
        if question.sensitive and question.required and "refused" not in question.missing:
            yield self._wrong("sensitive-without-refusal", "sensitive")

    def _options(self) -> Iterator[Mistake]:
        kind, count = self._question.kind, len(self._codes)
        if kind not in CHOSEN and count:
            yield self._wrong("options-not-allowed", "options")
        elif kind in {"single", "multiple"} and not count:
            yield self._wrong("no-options", "options")
        elif kind != "multiple" and count == 1:
            yield self._wrong("one-option", "options")
        if kind == "scale" and not numbered(self._codes):
            yield self._wrong("scale-without-numbers", "options")
        if kind == "consent" and self._codes and not {"yes", "no"} <= set(self._codes):
            yield self._wrong("consent-codes", "options")
        if self._codes and all(option.when for option in self._question.options):
            yield self._wrong("options-all-conditional", "options")

    def _exclusive(self) -> Iterator[Mistake]:
        exclusive = [option for option in self._question.options if option.exclusive]
        if exclusive and self._question.kind != "multiple":
            place = Place(self._place.page, self._place.question, exclusive[0].code, "exclusive")
            yield mistake("exclusive-on-single", place, exclusive[0].line)
        elif exclusive and len(exclusive) == len(self._codes):
            yield self._wrong("all-exclusive", "options")

    def _limits(self) -> Iterator[Mistake]:
        question = self._question
        limits = {"min": question.minimum, "max": question.maximum}
        given = {name: limit for name, limit in limits.items() if limit is not None}
        for name, limit in given.items():
            if name not in LIMITS.get(question.kind, set()):
                yield self._wrong("limit-not-possible", name, name=name)
            elif question.kind not in {"number", "date"} and not _counts(limit):
                yield self._wrong("limit-not-a-count", name, name=name)
            elif question.kind == "multiple" and isinstance(limit, float) and limit > self._choosable():
                yield self._wrong("limit-beyond-options", name, name=name, most=self._choosable())
        low, high = question.minimum, question.maximum
        if low is not None and high is not None and _above(low, high):
            yield self._wrong("min-above-max", "min", low=_written(low), high=_written(high))

    def _choosable(self) -> int:
        return sum(not option.exclusive for option in self._question.options)

    def _statements(self) -> Iterator[Mistake]:
        question = self._question
        if question.kind != "statements":
            if question.statements:
                yield self._wrong("statements-not-allowed", "statements")
            return
        if not question.statements:
            yield self._wrong("no-statements", "statements")
        if question.checks:
            yield self._wrong("checks-on-statements", "checks")


def _counts(limit: float | str) -> bool:
    return isinstance(limit, float) and limit.is_integer() and limit >= 0


def _above(low: float | str, high: float | str) -> bool:
    if isinstance(low, str) and isinstance(high, str):
        return low > high  # ISO dates are ordered as texts
    return isinstance(low, float) and isinstance(high, float) and low > high


def _written(limit: float | str) -> str:
    return f"{limit:g}" if isinstance(limit, float) else limit
