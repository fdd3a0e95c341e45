"""The bytes of one interview: are they one well-formed JSON object? What the answers say is judged by `replay`."""

import json
import math
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, NoReturn

from flask_babel import gettext as _
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)
from pydantic.functional_validators import BeforeValidator

from survey.problems import Problem, problem

DEEPEST = 16
_WHOLE = 2**53  # beyond this a double skips whole numbers
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _written(value: object) -> object:
    # Pydantic would also take seconds since 1970, as a number or as digits.
    if not isinstance(value, str) or "T" not in value:
        raise ValueError("expected a time such as 2026-11-22T10:15:00+01:00")
    return value


def _plausible(value: datetime) -> datetime:
    if not _EARLIEST <= value <= _LATEST:
        raise ValueError("expected a time in this century")
    return value


Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written),
    AfterValidator(_plausible),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-22T10:15:00+01:00"]}),
]


class Body(BaseModel):
    """One interview as a client sends it. Members that are not named here are kept in the bytes and not read."""

    model_config = ConfigDict(frozen=True)

    study: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$", description="The study's name in the address.")
    questionnaire: str = Field(
        min_length=1, max_length=200, description="The hash of the questionnaire used."
    )
    origin: Literal["street", "panel", "open_link", "random_sample"]
    mode: Literal["interviewer", "online", "telephone", "paper"]
    language: str = Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")
    started_at: Moment
    completed_at: Moment
    answers: dict[str, Any] = Field(
        description="Name of the variable to its answer: a code, a list of codes, a number, a text, "
        'an ISO date, or {"missing": "refused"}.'
    )
    paradata: dict[str, Any] = Field(
        default={},
        description="How it went. `seed` and `today` are read, to walk the questionnaire the same way, and `outcome`, when "
        "the interview was broken off: interrupted, refused, language, screened_out or partial.",
    )


def read(body: bytes) -> Body:
    """The interview in these bytes.

    Raises:
        Problem: `not_json` (400) or `interview_invalid` (422, with one entry in `errors` per member that is wrong).

    """
    try:
        found = Body.model_validate(_json(body))
    except ValidationError as error:
        raise _invalid([_member(one["loc"], one["type"]) for one in error.errors()]) from None
    if found.completed_at < found.started_at:
        raise _invalid([_member(("completed_at",), "before_started_at")])
    return found


def _member(place: tuple[int | str, ...], what: str) -> dict[str, str]:
    # Names of members only: a message of pydantic would repeat what was answered.
    return {"member": ".".join(str(part)[:80] for part in place[:2]) or "body", "problem": what}


def _invalid(errors: list[dict[str, str]]) -> Problem:
    names = ", ".join(dict.fromkeys(error["member"] for error in errors))
    return problem(
        "interview_invalid",
        _(
            "Niet goed of niet gevonden: %(names)s. Verwacht wordt één object met study, questionnaire, origin, mode, "
            "language, started_at, completed_at (met tijdzone, niet vóór started_at), answers en paradata. "
            "Er is niets opgeslagen.",
            names=names,
        ),
        errors=errors,
    )


def _json(body: bytes) -> Any:
    try:
        text = body.decode()
        found = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_refuse,
            parse_float=_finite,
            parse_int=_whole,
        )
        if "\\" in text:
            _encodable(found)
        too_deep = _deeper(found, DEEPEST)
    except (ValueError, RecursionError):
        too_deep = False
        found = None
        raise _not_json(
            _("Verwacht wordt UTF-8, elke naam hoogstens één keer in een object, en gewone getallen.")
        ) from None
    if too_deep:
        raise _not_json(_("Het bericht is te diep genest; hoogstens %(most)s lagen.", most=DEEPEST))
    return found


def _not_json(expected: str) -> Problem:
    return problem("not_json", expected + " " + _("Er is niets opgeslagen."))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name comes twice")
    return made


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number does not fit")
    return number


def _whole(digits: str) -> float:
    number = _finite(digits)
    return int(digits) if abs(number) <= _WHOLE else number


def _encodable(found: Any) -> None:
    # "\ud800" is half a character: no database can keep it as text.
    json.dumps(found, ensure_ascii=False).encode()


def _deeper(value: Any, left: int) -> bool:
    level = [value]
    for _layer in range(left + 1):
        nested = [one for one in level if isinstance(one, dict | list)]
        if not nested:
            return False
        level = [one for each in nested for one in (each.values() if isinstance(each, dict) else each)]
    return True
