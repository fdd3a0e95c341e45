"""What one answer says about what the study measures: yes, no, a number, or nothing at all."""

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.indicators import column_of

_NUMERIC = frozenset({"number", "scale"})
_FREE = frozenset({"text", "long_text"})


def in_order(programme: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The variables by name in the order of the pages; the document of a programme sorts them by name."""
    names = [name for page in programme["pages"] for name in page["questions"]]
    return {name: programme["variables"][name] for name in names}


def indicators(programme: Mapping[str, Any]) -> list[str]:
    """The indicator columns (`m:<measure>:<entity>`) that a programme's questions fill, each once, in their order."""
    every = (name for variable in in_order(programme).values() for name in indicators_of(variable))
    return list(dict.fromkeys(every))


def indicators_of(variable: Mapping[str, Any]) -> list[str]:
    """The indicator columns that one question fills."""
    return [name for name, _ in _rules(variable)]


def measured(
    programme: Mapping[str, Any], answers: Mapping[str, Any], counted: list[str]
) -> dict[str, float]:
    """The values of the indicators that these answers decide; an indicator that is not here is not in any base.

    Only the names in `counted` are looked at: an answer off the path, or a question not asked, is never "no".
    Where several questions measure the same, one "yes" is enough.
    """
    values: dict[str, float] = {}
    for name in counted:
        variable = programme["variables"].get(name)
        if variable is None or name not in answers:
            continue
        for column, rule in _rules(variable):
            value = _value(variable, rule, answers[name])
            if value is not None:
                values[column] = max(value, values.get(column, value))
    return values


def _rules(variable: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for rule in variable.get("measures") or ():
        yield column_of(rule["measure"], rule.get("entity")), rule


def _value(variable: Mapping[str, Any], rule: Mapping[str, Any], answer: Any) -> float | None:
    positive, negative = rule.get("positive"), rule.get("negative")
    if positive is None and negative is None and variable["kind"] in _NUMERIC:
        return _number(answer)
    given = _codes(variable, answer)
    if not given:
        return None
    if given & set(positive or ()):
        return 1.0
    if negative is None:
        # What is not said to be "no" is "no" only when something was chosen: a missing code is no answer.
        return None if isinstance(answer, dict) else 0.0
    return 0.0 if given & set(negative) else None


def _codes(variable: Mapping[str, Any], answer: Any) -> set[str]:
    if isinstance(answer, dict):
        return {str(answer.get("missing"))}
    if isinstance(answer, list):
        return {str(code) for code in answer}
    if answer in (None, "") or variable["kind"] in _FREE:
        return set()
    return {str(answer)}


def _number(answer: Any) -> float | None:
    if isinstance(answer, dict | list | bool) or answer in (None, ""):
        return None
    try:
        return float(answer)
    except ValueError:
        return None
