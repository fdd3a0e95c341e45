"""How figures are shown to a reader: names in the reader's language, percentages with their interval, never alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, format_decimal, format_percent, gettext

from analysis.errors import AnalysisError
from analysis.messages import Message
from analysis.methods import says
from survey.collection.typed import MISSING
from survey.i18n import current_language
from survey.results.figures import Row
from survey.results.subject import Subject
from survey.results.wording import GROUPS, METHODS, MODES, ORIGINS, STEPS, measure_name

NOTHING = "–"


def in_language(label: Mapping[str, Any] | None) -> Any:
    """A label or a text of a programme in the language of the page, else in the first one that it has."""
    if not label:
        return ""
    return label.get(current_language()) or next(iter(label.values()))


def question_text(subject: Subject, variable: Mapping[str, Any]) -> str:
    """The text of a question; an answer that is filled in during the interview is shown as dots."""
    parts = in_language(variable["text"])
    named = (part if isinstance(part, str) else entity_name(subject, part["pipe"], "…") for part in parts)
    return "".join(named)


def entity_name(subject: Subject, entity: str | None, otherwise: str | None = None) -> str:
    """The name of a team or topic; `otherwise`, or its code, when there is none."""
    known = subject.entities.get(entity or "")
    return str(in_language(known["label"])) if known else (otherwise or entity or "")


def indicator_name(subject: Subject, measure: str, entity: str | None) -> str:
    """What an indicator is called: the measure, and what it is about."""
    name = measure_name(measure)
    return f"{name}: {entity_name(subject, entity)}" if entity else name


def group_name(subject: Subject, name: str) -> str:
    """What a way of splitting up is called: a fixed one by its name, a question by its text."""
    if name in GROUPS:
        return str(GROUPS[name])
    return question_text(subject, subject.variables[name]) if name in subject.variables else name


def split_name(subject: Subject, name: str) -> str:
    """A way of splitting up within a sentence: `per wijk of buurt`, or by the text of a question."""
    called = group_name(subject, name)
    if name in GROUPS:
        return str(gettext("per %(group)s", group=called[:1].lower() + called[1:]))
    return str(gettext("naar ‘%(question)s’", question=called))


def value_name(subject: Subject, name: str, value: Any) -> str:
    """What one group is called."""
    known: dict[Any, Any]
    if name == "area":
        known = {area.code: area.name for area in subject.areas}
    elif name == "wave":
        known = {wave.number: wave.label for wave in subject.waves}
    elif name in {"origin", "mode"}:
        known = dict((ORIGINS if name == "origin" else MODES).items())
    elif name in subject.variables:
        options = subject.variables[name]["options"]
        known = {option["code"]: in_language(option["label"]) for option in options}
        known |= {MISSING + code: in_language(label) for code, label in subject.missing.items()}
    else:
        known = {}
    return str(known.get(value, value))


def groups_name(subject: Subject, row: Row) -> str:
    """The groups of a row together; a row without groups is everybody."""
    names = [value_name(subject, name, value) for name, value in row["by"].items()]
    return ", ".join(names) if names else gettext("Iedereen")


def figure(row: Row, value: float | None) -> str:
    """A value of a row in its own units: a whole percentage, or a mean with one decimal."""
    if value is None:
        return NOTHING
    if row["kind"] == "proportion":
        return str(format_percent(value, "#,##0%"))
    return str(format_decimal(value, "#,##0.0"))


def count(n: int) -> str:
    """A number of interviews."""
    return str(format_decimal(n, "#,##0"))


def interval(row: Row) -> str:
    """The interval of a row, from low to high."""
    if row["low"] is None or row["high"] is None:
        return NOTHING
    return f"{figure(row, row['low'])} – {figure(row, row['high'])}"


def level(rows: list[Row]) -> str:
    """The confidence of these rows, as a percentage."""
    return str(format_percent(rows[0]["level"] if rows else 0.95, "#,##0.#%"))


def methods(rows: list[Row]) -> list[str]:
    """How the intervals of these rows were made: a sentence per method."""
    used = dict.fromkeys(row["method"] for row in rows if row["low"] is not None)
    return [says(one).said(gettext) for one in used]


def method_choices() -> list[tuple[str, str]]:
    """The methods of an interval to choose from."""
    return [(name, str(called)) for name, called in METHODS.items()]


def counts_as(subject: Subject, column: str) -> list[tuple[str, str]]:
    """How an indicator is measured: the question, and which answers count as yes and as no."""
    variable = subject.asked_in(column)
    if variable is None:
        return []
    labels = {option["code"]: str(in_language(option["label"])) for option in variable["options"]}
    labels |= {code: str(in_language(label)) for code, label in subject.missing.items()}
    told = [(gettext("Vraag"), question_text(subject, variable))]
    for rule in variable["measures"]:
        if column != f"m:{rule['measure']}:{rule['entity'] or ''}" or rule["positive"] is None:
            continue
        for head, codes in (
            (gettext("Telt als ja"), rule["positive"]),
            (gettext("Telt als nee"), rule["negative"]),
        ):
            told.append((head, "; ".join(labels.get(code, code) for code in codes or ()) or NOTHING))
    return told


def margin_at_half(n: int) -> str:
    """Where a share lies, with 95% confidence, when half of `n` answers say yes: what these numbers can tell."""
    if n == 0:
        return NOTHING
    from analysis.intervals import exact_count

    low, high = exact_count(n / 2, n)
    return f"{format_percent(low, '#,##0%')} – {format_percent(high, '#,##0%')}"


def day(moment: date) -> str:
    """A day in the language of the page."""
    return str(format_date(moment, "d MMMM y"))


def sentence(message: Message | None) -> str:
    """A message of the statistics in the language of the page."""
    return message.said(gettext) if message else ""


def refusal(error: Exception) -> str:
    """Why figures are refused, in the language of the page."""
    return " ".join(map(sentence, error.messages)) if isinstance(error, AnalysisError) else str(error)


def step_names(measures: Iterable[str]) -> str:
    """Steps of the ladder, by name."""
    return ", ".join(str(STEPS.get(measure, measure)) for measure in measures)
