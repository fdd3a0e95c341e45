"""What a template needs to know of one question: everything decided, nothing left to compute."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from questionnaires.complaints import complaint
from questionnaires.engine.check import offered
from questionnaires.engine.notation import numeral
from questionnaires.engine.order import order
from questionnaires.engine.route import asked, locked
from questionnaires.fields.answer import MISSING
from questionnaires.fields.date import split
from questionnaires.spoken import Programme, markup

Gettext = Callable[[str], str]
TAKEN = frozenset({"error", "sure", "hint", "day", "month", "year"})
"""Codes whose id would be that of another part of the question."""
WRITTEN = frozenset({"number", "text", "long_text", "date"})


@dataclass(frozen=True, slots=True)
class Interview:
    """What has been answered, and what was wrong with it.

    Attributes:
        problems: name → problems of `engine.check`.
        every: also hold what does not apply now, hidden, for a client that shows and hides by itself.
    """

    programme: Programme
    answers: Mapping[str, Any]
    problems: Mapping[str, Sequence[Mapping[str, Any]]]
    context: Mapping[str, Any]
    gettext: Gettext
    every: bool = False

    def markup(self, texts: Mapping[str, Any] | None) -> Markup:
        """A text of the programme as HTML."""
        return markup(self.programme, texts, self.answers, self.context)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer to choose. `attribute` is `option` or `missing`, `code` what that says."""

    id: str
    value: str
    attribute: str
    code: str
    label: Markup
    chosen: bool
    exclusive: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One question on a page. `written` is what stands in its text field, `date` in its three fields."""

    name: str
    kind: str
    level: int
    input: str
    text: Markup
    hint: Markup
    instruction: Markup
    show_card: bool
    sensitive: bool
    rows: Sequence[Row]
    exclusive: Sequence[Row]
    missing: Sequence[Row]
    written: str
    date: Mapping[str, str]
    inputmode: str
    problems: Sequence[Markup]
    sure: bool
    every: bool
    hidden: bool
    locked: bool

    @property
    def described_by(self) -> str:
        """The ids of what explains the question, for `aria-describedby`."""
        ids = [f"{self.name}--hint"] if self.hint else []
        return " ".join([*ids, f"{self.name}-error"] if self.problems or self.every else ids)


def questions(page: Mapping[str, Any], interview: Interview) -> list[Shown]:
    """The questions of a page, in order: those that are asked, or all of them when the interview wants `every`."""
    now = set(asked(interview.programme, interview.answers, interview.context))
    names = [name for name in page["questions"] if interview.every or name in now]
    level = 1 if len(names) == 1 else 2
    return [_shown(name, level, interview, hidden=name not in now and level > 1) for name in names]


def first_input(name: str, interview: Interview) -> str:
    """The id of the first input of a question, where a link to its mistake leads."""
    variable = interview.programme["variables"][name]
    if variable["kind"] == "date":
        return f"{name}-day"
    rows = [] if variable["kind"] in WRITTEN else [*_options(name, interview), *_missing(name, interview)]
    return next((row.id for row in rows if not row.hidden), name)


def _shown(name: str, level: int, interview: Interview, *, hidden: bool) -> Shown:
    variable = interview.programme["variables"][name]
    value = interview.answers.get(name)
    rows = _options(name, interview)
    found = interview.problems.get(name, ())
    return Shown(
        name=name,
        kind=variable["kind"],
        level=level,
        input="checkbox" if variable["kind"] in WRITTEN | {"multiple"} else "radio",
        text=interview.markup(variable["text"]),
        hint=interview.markup(variable["hint"]),
        instruction=_instruction(variable, interview),
        show_card=variable["show_card"],
        sensitive=variable["sensitive"],
        rows=[row for row in rows if not row.exclusive],
        exclusive=[row for row in rows if row.exclusive],
        missing=_missing(name, interview),
        written=_written(value, interview),
        date=split(value if isinstance(value, str) and value else "--") if variable["kind"] == "date" else {},
        inputmode=_inputmode(variable),
        problems=[complaint(problem, interview.gettext) for problem in found],
        sure=bool(found) and all(problem["soft"] for problem in found),
        every=interview.every,
        hidden=hidden,
        locked=name in locked(interview.programme, interview.context),
    )


def _instruction(variable: Mapping[str, Any], interview: Interview) -> Markup:
    for_interviewer = interview.context.get("mode") == "interviewer"
    return interview.markup(variable["instruction"]) if for_interviewer else Markup()


def _options(name: str, interview: Interview) -> list[Row]:
    variable = interview.programme["variables"][name]
    value = interview.answers.get(name)
    chosen = value if isinstance(value, list) else [value]
    now = offered(interview.programme, name, interview.answers, interview.context)
    options = {option["code"]: option for option in variable["options"]}
    codes = order(interview.programme, name, interview.context.get("seed") or 0)
    return [
        Row(
            id=f"{name}-{code}--option" if code in TAKEN else f"{name}-{code}",
            value=code,
            attribute="option",
            code=code,
            label=interview.markup(options[code]["label"]),
            chosen=code in chosen,
            exclusive=options[code]["exclusive"],
            hidden=code not in now,
        )
        for code in codes
        if interview.every or code in now
    ]


def _missing(name: str, interview: Interview) -> list[Row]:
    variable = interview.programme["variables"][name]
    value = interview.answers.get(name)
    chosen = value.get("missing") if isinstance(value, dict) else None
    return [
        Row(
            id=f"{name}--{code}",
            value=f"{MISSING}{code}",
            attribute="missing",
            code=code,
            label=interview.markup(interview.programme["missing"][code]),
            chosen=code == chosen,
            exclusive=True,
            hidden=False,
        )
        for code in variable["missing"]
    ]


def _written(value: Any, interview: Interview) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return numeral(value, interview.context.get("language") or "")
    return value if isinstance(value, str) else ""


def _inputmode(variable: Mapping[str, Any]) -> str:
    """Which keyboard a telephone shows; some have no minus sign on that of numbers."""
    least = variable["min"]
    if variable["kind"] != "number" or (isinstance(least, int | float) and least < 0):
        return "text"
    return "decimal" if variable["decimals"] else "numeric"
