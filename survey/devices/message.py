"""What a device sends, read and bounded: whatever else comes, a sentence says what was expected."""

from typing import Annotated, Any, TypeVar

from flask import request
from flask_babel import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from survey.problems import problem

_MOST_BYTES = 1_048_576  # a day's waiting interviews, each with its identity, many times over
_MOST_TOLD = 20


def _cleaned(text: str) -> str:
    # It is shown on a page and kept by PostgreSQL, which has no text with NUL.
    return "".join(sign for sign in text if sign.isprintable()).strip()


Short = Annotated[str, AfterValidator(_cleaned)]
"""A text of one line, without signs that can not be seen."""


class Introduction(BaseModel):
    """What a device says of itself when it is let in."""

    model_config = ConfigDict(frozen=True)

    client: Short = Field(default="", max_length=40, description="The version of the tablet's program.")
    platform: Short = Field(
        default="", max_length=120, description="What it runs on, as people say it: iPad, Safari 19."
    )


class Arriving(Introduction):
    """A device that asks to be let in."""

    before: str = Field(
        default="",
        max_length=200,
        description="The token that it had before, if it still has that: then it stays the same device.",
    )


class WithCode(Arriving):
    """A device that was given a code."""

    code: str = Field(max_length=200, description="The code, as typed or as scanned.")


class Own(Arriving):
    """The device of somebody who signed in on it."""

    name: Short = Field(
        max_length=80, description="What the device is called. Empty: as its owner is called."
    )


Message = TypeVar("Message", bound=BaseModel)


def read(shape: type[Message]) -> Message:
    """What this request says, in this shape.

    Raises:
        Problem: `unsupported_type`, `too_large`, `not_json` or `device_invalid`, with the members that are wrong.
    """
    if request.mimetype != "application/json":
        raise problem("unsupported_type", _("Dit adres leest alleen JSON (Content-Type: application/json)."))
    request.max_content_length = _MOST_BYTES
    try:
        sent = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise problem(
            "too_large", _("Een bericht van een apparaat is hoogstens %(most)s bytes.", most=_MOST_BYTES)
        ) from None
    try:
        return shape.model_validate_json(sent)
    except ValidationError as error:
        if any(each["type"] == "json_invalid" for each in error.errors(include_input=False)):
            raise problem("not_json", _("Stuur een JSON-object.")) from None
        raise _invalid(error) from None


def _invalid(error: ValidationError) -> Exception:
    # Names of members only: what was sent can hold the code itself.
    found: list[dict[str, Any]] = [
        {"member": ".".join(str(part)[:40] for part in each["loc"][:5]) or "body", "problem": each["type"]}
        for each in error.errors(include_input=False, include_url=False, include_context=False)
    ][:_MOST_TOLD]
    names = ", ".join(dict.fromkeys(each["member"] for each in found))
    return problem(
        "device_invalid",
        _("Niet goed of niet gevonden: %(names)s. Er is niets veranderd.", names=names),
        errors=found,
    )
