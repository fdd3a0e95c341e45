"""The bytes of one interview: are they one well-formed JSON object? What the answers say is judged by `replay`."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

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

from survey.collection.incoming import too_large
from survey.collection.strict import parse
from survey.collection.unseal import is_sealed, unseal
from survey.problems import Problem, problem

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
        "the interview was broken off: interrupted, refused, language, screened_out, quota_full or partial. For the fieldwork: who held it "
        "(`interviewer`), where, how long each page took (`docs/fieldwork.md`).",
    )


def read(body: bytes, interview_id: UUID | None = None, longest: int | None = None) -> Body:
    """The interview in these bytes, which may be sealed for its study when it is known which interview it is.

    Args:
        body: the bytes.
        interview_id: which interview it is.
        longest: how many bytes one that is not sealed may have; None is any number.

    Raises:
        Problem: `not_json` (400), `too_large` (413), `interview_invalid` (422, with one entry in `errors` per member
            that is wrong), `seal_unknown_key` or `seal_broken` (422).

    """
    found = parse(body)
    sealed_for = None
    if interview_id is not None and is_sealed(found):
        sealed_for = found["study"] if isinstance(found.get("study"), str) else None
        found = parse(unseal(interview_id, found))
    elif longest is not None and len(body) > longest:
        raise too_large(longest)
    try:
        sent = Body.model_validate(found)
    except ValidationError as error:
        raise _invalid([_member(one["loc"], one["type"]) for one in error.errors()]) from None
    if sent.completed_at < sent.started_at:
        raise _invalid([_member(("completed_at",), "before_started_at")])
    if sealed_for not in {None, sent.study}:
        raise _invalid([_member(("study",), "sealed_for_another_study")])
    return sent


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
