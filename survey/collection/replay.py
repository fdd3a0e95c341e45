"""Walk the programme over an interview that was sent: does it agree with its own questionnaire?

Nothing is corrected: what does not agree becomes a flag, for a person to look at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from questionnaires.engine.check import check
from questionnaires.engine.evaluate import absent
from questionnaires.engine.route import walk

Flag = dict[str, Any]
COMPLETE = "complete"
_LONGEST = 200
_SEEDS = 2**32


@dataclass(frozen=True, slots=True)
class Replay:
    """What the walk found.

    Attributes:
        counted: names of the answered variables on the path, in its order.
        flags: what did not agree, each `{"code", "variable", "params"}`; empty when all agrees.
        outcome: `complete`, or the outcome of the page that ended the interview.

    """

    counted: list[str]
    flags: list[Flag]
    outcome: str


def replay(programme: Mapping[str, Any], answers: Mapping[str, Any], context: Mapping[str, Any]) -> Replay:
    """Compare answers with the path that they make. Answers off the path are kept, do not count, and are no flag."""
    passage = walk(programme, answers, context)
    flags = [
        {"code": "unknown_variable", "variable": name[:_LONGEST], "params": {}}
        for name in answers
        if name not in programme["variables"]
    ]
    for name in passage.names:
        if absent(answers.get(name)) and not programme["variables"][name]["required"]:
            continue
        flags.extend(
            {"code": found["code"], "variable": name, "params": _short(found["params"])}
            for found in check(programme, name, answers.get(name), answers, context)
            if not found["soft"]
        )
    outcome = COMPLETE if passage.ending is None else str(passage.ending["outcome"])
    return Replay(list(passage.counted), flags, outcome)


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
