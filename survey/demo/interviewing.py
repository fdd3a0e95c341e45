"""Walk a programme on behalf of a made-up person, so that demo interviews agree with their own questionnaire."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from questionnaires.engine.route import asked

Answers = dict[str, Any]
# What the person answers to a variable; None leaves the question open.
Person = Callable[[str, Mapping[str, Any], Answers], Any]


def interview(programme: Mapping[str, Any], person: Person, context: Mapping[str, Any]) -> Answers:
    """Ask `person` every question on the path, again until no new question appears.

    Returns:
        The answers on the path by name of variable, in the order in which they are asked.
    """
    answers: Answers = {}
    told: set[str] = set()
    while new := [name for name in asked(programme, answers, context) if name not in told]:
        for name in new:
            told.add(name)
            value = person(name, programme["variables"][name], answers)
            if value is not None:
                answers[name] = value
    return {name: answers[name] for name in asked(programme, answers, context) if name in answers}


def body(
    study: str,
    questionnaire: str,
    context: Mapping[str, Any],
    answers: Answers,
    started: datetime,
    minutes: float,
    told: Mapping[str, Any] | None = None,
) -> bytes:
    """Write one interview as the bytes that a client would send; `started` is in UTC without a zone.

    `told` is what the client says about how it went.
    """
    document = {
        "study": study,
        "questionnaire": questionnaire,
        "origin": context["origin"],
        "mode": context["mode"],
        "language": context["language"],
        "started_at": started.isoformat(timespec="seconds") + "Z",
        "completed_at": (started + timedelta(minutes=minutes)).isoformat(timespec="seconds") + "Z",
        "answers": answers,
        "paradata": {"seed": context["seed"], "synthetic": True, **(told or {})},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
