"""From what was sent to the row of the interview: its place, its wave, what counts and what did not agree."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from survey.collection import told
from survey.collection.body import Body
from survey.collection.frame import Frame, Version
from survey.collection.replay import BREAK_OFFS, COMPLETE, Flag, Replay, context, replay

log = structlog.get_logger()
_CLOCK = timedelta(hours=24)
_LONGEST_KEY = 80


def judge(frame: Frame, sent: Body, interview_id: UUID, received_at: datetime) -> dict[str, Any]:
    """The columns of `interview`, but for its submission. Whatever was sent, there is a row: doubts become flags."""
    version = frame.versions.get(sent.questionnaire)
    found = _walked(version, sent, interview_id)
    flags = [*_doubts(version, sent, received_at), *found.flags]
    day = sent.completed_at.date()
    place = _place(version, frame, sent.answers, found.counted)
    weight = place.pop("weight")
    return {
        "id": interview_id,
        "study_id": frame.study_id,
        "version_id": version.id if version else None,
        "wave_id": frame.wave(day),
        "origin": sent.origin,
        "mode": sent.mode,
        "language": sent.language,
        "area": place["area"],
        "started_at": sent.started_at.astimezone(UTC),
        "completed_at": sent.completed_at.astimezone(UTC),
        "completed_on": day,
        "received_at": received_at,
        "state": "flagged" if flags else "accepted",
        "answers": sent.answers,
        "counted": found.counted,
        "flags": flags,
        "outcome": found.outcome,
        "weight": weight,
        "interviewer": told.interviewer(sent.paradata),
        "paradata": told.known(sent.paradata),
        "stratum": place["stratum"],
        "psu": _psu(place, sent, day.isoformat(), interview_id),
    }


def _walked(version: Version | None, sent: Body, interview_id: UUID) -> Replay:
    if version is None:
        return Replay([], [], COMPLETE)
    held_in = context(
        origin=sent.origin,
        mode=sent.mode,
        language=sent.language,
        started_at=sent.started_at,
        paradata=sent.paradata,
    )
    try:
        return replay(version.programme, sent.answers, held_in, _broken_off(sent.paradata), version.compiled)
    except Exception as error:  # noqa: BLE001 (a fault of ours must not cost an interview: it is kept for a person)
        # Without the traceback: its values are answers.
        log.error("replay failed", interview=str(interview_id), kind=type(error).__name__)  # noqa: TRY400 (idem)
        return Replay([], [_flag("replay_failed")], COMPLETE)


def _broken_off(paradata: Mapping[str, Any]) -> str | None:
    why = paradata.get("outcome")
    return why if isinstance(why, str) and why in BREAK_OFFS else None


def _doubts(version: Version | None, sent: Body, received_at: datetime) -> list[Flag]:
    doubts = []
    if version is None:
        doubts.append(_flag("unknown_questionnaire"))
    elif sent.language not in version.languages:
        doubts.append(_flag("unknown_language", language=sent.language))
    if sent.completed_at > received_at + _CLOCK:
        doubts.append(_flag("completed_in_the_future", completed_at=sent.completed_at.isoformat()))
    return doubts


def _flag(code: str, **params: str) -> Flag:
    return {"code": code, "variable": None, "params": params}


def _place(
    version: Version | None, frame: Frame, answers: Mapping[str, Any], counted: list[str]
) -> dict[str, Any]:
    """The answers that play a role in analysis, when they are on the path."""
    role = {
        name: answers[variable]
        for name, variable in (version.roles if version else {}).items()
        if variable in counted
    }
    weight = role.get("weight")
    is_weight = isinstance(weight, int | float) and not isinstance(weight, bool) and weight > 0
    area = role.get("area")
    return {
        "area": area if isinstance(area, str) and area in frame.areas else None,
        "location": _key(role.get("location")),
        "stratum": _key(role.get("stratum")),
        "psu": _key(role.get("psu")),
        "weight": float(weight) if is_weight and weight is not None else 1.0,
    }


def _key(answer: Any) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, str | int | float):
        return None
    return _short(str(answer).replace("\x00", ""))


def _short(key: str) -> str:
    """The key itself, or what is unique to it when it is too long for its column."""
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def _psu(place: Mapping[str, Any], sent: Body, day: str, interview_id: UUID) -> str:
    """What was drawn first: on the street the interviews of one place and day go together; else each is its own."""
    if place["psu"] is not None:
        return str(place["psu"])
    if sent.origin == "street" and place["location"] is not None:
        return _short("|".join((place["area"] or "", place["location"], day)))
    return str(interview_id)
