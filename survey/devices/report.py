"""What a device says when it checks in: how it is, and per study what it finished and what still lies on it."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, WithJsonSchema

from survey.devices.message import Introduction

_MOST_STUDIES, _MOST_WAITING, _MOST_CELLS = 200, 5_000, 2_000
_HIGHEST = 2_147_483_647  # of a whole number in PostgreSQL
_LARGEST_STORAGE = 2**53  # of a whole number in JavaScript

Count = Annotated[int, Field(strict=True, ge=0, le=_HIGHEST)]
Moment = Annotated[
    AwareDatetime,
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-22T10:15:00+01:00"]}),
]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)


class Waiting(_Said):
    """An interview that is finished and for which the device has no receipt yet."""

    id: UUID
    number: Annotated[int, Field(strict=True, ge=1, le=_HIGHEST)] | None = Field(
        default=None, description="Its own number on this device, for this study."
    )
    finished_at: Moment | None = None


class HeldCell(_Said):
    """What a device holds of one cell of the quota."""

    cell: Count
    left: Count = Field(description="How many interviews it may still begin.")
    waiting: Count = Field(default=0, description="How many it finished that have no receipt yet.")


class StudyReport(_Said):
    """What a device says of one study."""

    study: str = Field(max_length=200, description="The study's name in the address.")
    turn: Count = Field(
        description="Each attempt to check in has a higher one. One that comes late changes nothing."
    )
    finished: Count = Field(default=0, description="How many interviews it ever finished.")
    waiting: list[Waiting] = Field(default=[], max_length=_MOST_WAITING)
    problems: Count = Field(default=0, description="How many of those the server did not take.")
    draft: bool = Field(default=False, description="Whether an interview is going on.")
    leases: list[HeldCell] = Field(default=[], max_length=_MOST_CELLS)


class Storage(_Said):
    """How safe what is kept on the device is."""

    persisted: bool | None = None
    quota: Annotated[int, Field(ge=0, le=_LARGEST_STORAGE)] | None = Field(default=None, description="Bytes.")
    usage: Annotated[int, Field(ge=0, le=_LARGEST_STORAGE)] | None = Field(default=None, description="Bytes.")


class Report(Introduction):
    """What a device says when it checks in."""

    device_time: Moment = Field(description="Its clock, when it sent this.")
    storage: Storage = Storage()
    studies: list[StudyReport] = Field(default=[], max_length=_MOST_STUDIES)
