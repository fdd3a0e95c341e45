"""Is this answer acceptable? The twin of `check.js`.

A problem is `{"code", "params", "soft"}`. The params are texts ready to be shown (numbers and dates written in the
language of the interview), so that a message is made by filling in names alone. A `soft` problem may be passed by.
"""

from collections.abc import Callable, Mapping
from typing import Any

from questionnaires.engine.evaluate import absent, answered, holds, reads
from questionnaires.engine.kinds import Given, Problem, faults, problem
from questionnaires.engine.route import Answers, Context, Programme, asked, counted
from questionnaires.engine.text import text

_BLANKS = " \t\n"


def check(programme: Programme, name: str, value: Any, answers: Answers, context: Context) -> list[Problem]:
    """List what is wrong with an answer; nothing when it is acceptable.

    Args:
        programme: the programme.
        name: the variable.
        value: its new answer; None, an empty text, only blanks and an empty list are no answer.
        answers: all answers; those off the path are left aside.
        context: the context of the interview.

    Returns:
        Problems in a fixed order. The author's own checks are made only when nothing else is wrong, and each
        only when all answers that it reads are there.
    """
    variable = programme["variables"].get(name)
    if variable is None:
        return [problem("unknown_variable", name=name)]
    if absent(value) or (isinstance(value, str) and not value.strip(_BLANKS)):
        return [problem("required", kind=variable["kind"])] if variable["required"] else []
    everything = {**answers, name: value}
    if isinstance(value, dict):
        return _missing(variable, value, lambda: name in asked(programme, everything, context))
    # Replay checks every answer of an interview: most need no walk of their own. The result is the twin's.
    passage = counted(programme, everything, context) if _conditional(variable) else {}
    counting = {**passage, name: value}
    return faults(Given(programme, variable, value, counting, context)) or _failed(
        programme, variable, counting, everything, context
    )


def offered(programme: Programme, name: str, answers: Answers, context: Context) -> list[str]:
    """List the codes of the options that are offered now, in the order of the file (see `order`)."""
    options = programme["variables"][name]["options"]
    if all(option["when"] is None for option in options):
        return [option["code"] for option in options]
    counting = counted(programme, answers, context)
    return [option["code"] for option in options if holds(option["when"], counting, context)]


def _conditional(variable: Mapping[str, Any]) -> bool:
    """Whether other answers decide what is acceptable here."""
    return bool(variable["checks"]) or any(option["when"] is not None for option in variable["options"])


def _missing(
    variable: Mapping[str, Any], value: Mapping[str, Any], on_path: Callable[[], bool]
) -> list[Problem]:
    """Refuse a missing code that the question does not offer; `not_asked` is for questions off the path."""
    code = value.get("missing")
    if len(value) != 1 or not isinstance(code, str):
        return [problem("wrong_kind", kind=variable["kind"])]
    if code in variable["missing"] or (code == "not_asked" and not on_path()):
        return []
    return [problem("not_allowed_missing", missing=code)]


def _failed(
    programme: Programme,
    variable: Mapping[str, Any],
    counting: Answers,
    everything: Answers,
    context: Context,
) -> list[Problem]:
    """List the author's checks that do not hold, each with its own message."""
    return [
        {
            "code": "check_failed",
            "params": {"index": index, "message": text(programme, check["message"], everything, context)},
            "soft": check["soft"],
        }
        for index, check in enumerate(variable["checks"])
        if all(answered(counting, name) is not None for name in reads(check["that"]))
        and not holds(check["that"], counting, context)
    ]
