"""The description of the fieldwork as a program follows it."""

from typing import Any

from survey.fieldwork.rates import RATES
from survey.fieldwork.tables import OUTCOMES
from survey.openapi.parts import GUARDED, UUID, responses

_TEXT: dict[str, Any] = {"type": "string"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_SHARE: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
_COUNTS: dict[str, Any] = {"type": "object", "additionalProperties": _COUNT}


def _exactly(**members: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": sorted(members), "properties": members}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [shape, {"type": "null"}]}


_INTERVIEWS: dict[str, dict[str, Any]] = {
    "counted": _COUNT | {"description": "Complete and in the figures."},
    "to_review": _COUNT | {"description": "Complete, and waits for a person."},
    "set_aside": _COUNT | {"description": "Complete, and left out of the figures with a reason."},
    "stopped": _COUNT | {"description": "Ended before their end."},
    "by_outcome": _COUNTS,
    "days": _COUNT,
}
_SECONDS = _or_null({"type": "number"}) | {"description": "Seconds; null when there are too few interviews."}
_DURATION = {"n": _COUNT, "lower_quartile": _SECONDS, "median": _SECONDS, "upper_quartile": _SECONDS}
_RATE = _or_null(_exactly(share=_SHARE, low={"type": "number"}, high={"type": "number"}, n=_COUNT))
_APPROACHED: dict[str, dict[str, Any]] = {
    "approaches": _COUNT,
    "eligible": _COUNT,
    "outcomes": _exactly(**dict.fromkeys(OUTCOMES, _COUNT)),
    "rates": _exactly(**dict.fromkeys(RATES, _RATE))
    | {
        "description": "By AAPOR (2023), Standard Definitions, 10th edition; null when there are too few approaches."
    },
}
_DEVICE = _exactly(
    id={"type": "integer"},
    name=_TEXT,
    revoked={"type": "boolean"},
    seen_at=_or_null(_MOMENT),
    finished=_COUNT | {"description": "Interviews that it finished: received + waiting + missing."},
    received=_COUNT,
    waiting=_list(_exactly(id=UUID, number=_or_null({"type": "integer"}), finished_at=_TEXT)),
    missing=_COUNT,
    missing_numbers=_list(_COUNT) | {"description": "The first of them."},
    double_numbers=_list(_COUNT),
    agrees={"type": "boolean"},
    problems=_COUNT,
    draft={"type": "boolean"},
)
FIELDWORK = _exactly(
    study=_TEXT,
    wave={"type": "integer"},
    at=_MOMENT,
    last_received_at=_or_null(_MOMENT),
    to_do=_list(_exactly(code=_TEXT, count=_COUNT, names=_list(_TEXT))),
    interviews=_exactly(**_INTERVIEWS),
    by_interviewer=_list(_exactly(interviewer=_TEXT, **_INTERVIEWS)),
    by_day=_list(_exactly(day={"type": "string", "format": "date"}, **_INTERVIEWS)),
    by_area=_list(_exactly(area=_TEXT, **_INTERVIEWS)),
    duration=_exactly(
        **_DURATION, by_language={"type": "object", "additionalProperties": _exactly(**_DURATION)}
    ),
    stopped=_list(_exactly(page=_TEXT, reached=_COUNT, stopped=_COUNT, by_outcome=_COUNTS)),
    quota=_list(
        _exactly(
            id={"type": "integer"},
            area=_TEXT | {"description": "Empty is everywhere."},
            group=_TEXT,
            label=_TEXT,
            target=_COUNT,
            counted=_COUNT,
            over=_COUNT,
            leased=_COUNT | {"description": "Places that devices may fill by themselves."},
            open=_COUNT,
            behind=_COUNT,
        )
    ),
    approached=_exactly(**_APPROACHED, by_area=_list(_exactly(area=_TEXT, **_APPROACHED))),
    devices=_list(_DEVICE),
    conflicts=_COUNT | {"description": "Interviews with more than one body of which nobody chose one."},
)


def get_fieldwork() -> dict[str, Any]:
    """The route that gives it."""
    return {
        "operationId": "followFieldwork",
        "summary": "The fieldwork at this moment",
        "description": "Asked of the database each time: an interview is in it as soon as its receipt was given.",
        "parameters": [
            {"name": "slug", "in": "path", "required": True, "schema": _TEXT},
            {
                "name": "wave",
                "in": "query",
                "required": False,
                "description": "The number of a wave; without it the wave of today.",
                "schema": _TEXT,
            },
        ],
        "responses": responses("Fieldwork", [*GUARDED, "study_unknown", "not_found"]),
    }
