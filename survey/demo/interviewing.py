"""Walk a programme on behalf of a made-up person, so that demo interviews agree with their own questionnaire."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from questionnaires.engine.route import following, path

Answers = dict[str, Any]
# What the person answers to a variable; None leaves the question open.
Person = Callable[[str, Mapping[str, Any], Answers], Any]


def interview(programme: Mapping[str, Any], person: Person, context: Mapping[str, Any]) -> Answers:
    """Ask `person` every question on the path, page by page, as an interviewer would.

    Returns:
        The answers by name of variable, in the order in which they were asked.
    """
    answers: Answers = {}
    page: str | None = next(iter(path(programme, answers, context)), None)
    pages = {each["id"]: each for each in programme["pages"]}
    while page is not None:
        for name in pages[page]["questions"]:
            value = person(name, programme["variables"][name], answers)
            if value is not None:
                answers[name] = value
        page = following(programme, answers, context, page)
    return answers


def body(
    study: str,
    questionnaire: str,
    context: Mapping[str, Any],
    answers: Answers,
    started: datetime,
    minutes: float,
) -> bytes:
    """Write one interview as the bytes that a client would send; `started` is in UTC without a zone."""
    document = {
        "study": study,
        "questionnaire": questionnaire,
        "origin": context["origin"],
        "mode": context["mode"],
        "language": context["language"],
        "started_at": started.isoformat(timespec="seconds") + "Z",
        "completed_at": (started + timedelta(minutes=minutes)).isoformat(timespec="seconds") + "Z",
        "answers": answers,
        "paradata": {"seed": context["seed"], "synthetic": True},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
