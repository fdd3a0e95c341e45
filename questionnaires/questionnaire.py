"""What a questionnaire is, as its author wrote it: frozen values with the line of the file where each stands.

Nothing here is checked; `questionnaires.read` makes these values and `questionnaires.review` judges them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence per language: `by_language["nl"]`. It may hold pipes such as `{{ age }}`."""

    by_language: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition as the author wrote it, not yet parsed."""

    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the file. `status` is `reviewed`, or `concept` until a person has reviewed the translation."""

    code: str
    status: str
    line: int


@dataclass(frozen=True, slots=True)
class Entity:
    """What questions are about: a team, an old name of it (`of`), a fictitious team, a topic."""

    name: str
    kind: str
    of: str | None
    label: Text
    line: int


@dataclass(frozen=True, slots=True)
class Measure:
    """What an answer measures. `positive` and `negative` hold option codes and missing codes; None: left to the defaults."""

    measure: str
    entity: str | None
    positive: tuple[str, ...] | None
    negative: tuple[str, ...] | None
    line: int


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold for an answer. A soft check only asks: is this right?"""

    that: Expression
    message: Text
    soft: bool
    line: int


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. An exclusive option of a multiple question goes with no other option."""

    code: str
    label: Text
    exclusive: bool
    when: Expression | None
    measures: tuple[Measure, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a block; its name is the name of its variable and of its page."""

    name: str
    text: Text
    when: Expression | None
    measures: tuple[Measure, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `minimum` and `maximum` are numbers, or ISO dates for a date.

    `lines` gives the line of each field that the author wrote, so that a mistake points at it.
    """

    name: str
    kind: str
    text: Text
    line: int
    hint: Text | None = None
    instruction: Text | None = None
    show_card: bool = False
    required: bool = True
    missing: tuple[str, ...] = ()
    sensitive: bool = False
    role: str | None = None
    when: Expression | None = None
    options: tuple[Option, ...] = ()
    order: str = "fixed"
    minimum: float | str | None = None
    maximum: float | str | None = None
    decimals: int = 0
    checks: tuple[Check, ...] = ()
    measures: tuple[Measure, ...] = ()
    statements: tuple[Statement, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables that this question fills: one per statement, else its own."""
        if self.kind == "statements":
            return tuple(statement.name for statement in self.statements)
        return (self.name,)


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the interview stops after a page: `refused`, `screened_out` or `complete`."""

    when: Expression
    outcome: str
    text: Text
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown together. Once shown, the answers named in `locks` are fixed."""

    name: str
    when: Expression | None
    ends: Ends | None
    locks: tuple[str, ...]
    questions: tuple[Question, ...]
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole file. The first language is the language of fallback."""

    name: str
    title: Text
    languages: tuple[Language, ...]
    entities: tuple[Entity, ...]
    pages: tuple[Page, ...]

    def questions(self) -> Iterator[tuple[int, Page, Question]]:
        """Every question in the order of the file, with the index of its page and the page."""
        for index, page in enumerate(self.pages):
            for question in page.questions:
                yield index, page, question
