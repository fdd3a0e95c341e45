"""Walk the programme over an interview that was sent: does it agree with its own questionnaire?

Nothing is corrected: what does not agree becomes a flag, for a person to look at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from questionnaires.engine.compiled import Compiled
from questionnaires.engine.evaluate import absent, answered, holds, reads
from questionnaires.engine.kinds import Given, faults, problem
from questionnaires.engine.route import Walk, walk
from questionnaires.engine.text import text

Flag = dict[str, Any]
COMPLETE = "complete"
# Why an interview may stop before the end; what was not asked by then is no fault.
# `partial`: of a form that nobody sent, what was there at the deadline. `quota_full`: enough of this group were asked.
QUOTA_FULL = "quota_full"
BREAK_OFFS = ("interrupted", "refused", "language", "screened_out", QUOTA_FULL, "partial")
BLANKS = " \t\n"
_LONGEST = 200
_SEEDS = 2**32


@dataclass(frozen=True, slots=True)
class Replay:
    """What the walk found.

    Attributes:
        counted: names of the answered variables on the path, in its order.
        flags: what did not agree, each `{"code", "variable", "params"}`; empty when all agrees.
        outcome: `complete`, the outcome of the page that ended the interview, or why it was broken off.

    """

    counted: list[str]
    flags: list[Flag]
    outcome: str


def replay(
    programme: Mapping[str, Any],
    answers: Mapping[str, Any],
    context: Mapping[str, Any],
    broken_off: str | None = None,
    compiled: Compiled | None = None,
) -> Replay:
    """Compare answers with the path that they make. Answers off the path are kept, do not count, and are no flag.

    With the programme `compiled` it is the same, quicker. In an interview that was broken off (one of `BREAK_OFFS`) an open question is no flag either. It gives what `check` gives for each answer alone (a test holds that), but walks the programme once for all.
    """
    passage = compiled.walk(answers, context) if compiled else walk(programme, answers, context)
    counting, variables = passage.counted, programme["variables"]
    flags = [
        {"code": "unknown_variable", "variable": name[:_LONGEST], "params": {}}
        for name in answers
        if name not in variables
    ]
    for name in passage.names:
        if compiled and compiled.good[name](counting.get(name), counting, context):
            continue
        flags.extend(
            {"code": found["code"], "variable": name, "params": _short(found["params"])}
            for found in _problems(programme, name, passage, context)
            if not found["soft"] and not (broken_off and found["code"] == "required")
        )
    ended = None if passage.ending is None else str(passage.ending["outcome"])
    outcome = ended or broken_off or COMPLETE
    return Replay(list(passage.counted), flags, outcome)


def _problems(
    programme: Mapping[str, Any], name: str, passage: Walk, context: Mapping[str, Any]
) -> list[dict[str, Any]]:
    variable, value = programme["variables"][name], passage.counted.get(name)
    if absent(value) or (isinstance(value, str) and not value.strip(BLANKS)):
        return [problem("required", kind=variable["kind"])] if variable["required"] else []
    if isinstance(value, dict):
        code = value.get("missing")
        if len(value) != 1 or not isinstance(code, str):
            return [problem("wrong_kind", kind=variable["kind"])]
        return [] if code in variable["missing"] else [problem("not_allowed_missing", missing=code)]
    found = faults(Given(programme, variable, value, passage.counted, context))
    return found or [
        problem("check_failed", message=text(programme, each["message"], passage.counted, context))
        for each in variable["checks"]
        if not each["soft"] and _fails(each["that"], passage.counted, context)
    ]


def _fails(that: Any, counted: Mapping[str, Any], context: Mapping[str, Any]) -> bool:
    """A check is made only when all answers that it reads are there."""
    return all(answered(counted, name) is not None for name in reads(that)) and not holds(
        that, counted, context
    )


def context(
    *, origin: str, mode: str, language: str, started_at: datetime, paradata: Mapping[str, Any]
) -> dict[str, Any]:
    """The context in which the interview was held, as far as the client told it.

    `paradata.today` is the day that the questions saw; one that lies more than a day from the start is not believed.
    """
    today = started_at.date()
    told = paradata.get("today")
    if isinstance(told, str):
        try:
            day = date.fromisoformat(told)
        except ValueError:
            day = today
        today = day if abs(day - today) <= timedelta(days=1) else today
    seed = paradata.get("seed")
    return {
        "today": today.isoformat(),
        "seed": seed if isinstance(seed, int) and 0 <= seed < _SEEDS else 0,
        "language": language,
        "mode": mode,
        "origin": origin,
        "shown": [],
    }


def _short(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[:_LONGEST] if isinstance(value, str) else value for name, value in params.items()}
