"""The profile by which members are grouped: coarse on purpose, so that a group never points at one person."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

VARIABLES = ("area", "sex", "age", "language")
UNKNOWN = "unknown"
# The lowest age of each group, and its code.
_AGES = ((80, "80+"), (65, "65-79"), (50, "50-64"), (35, "35-49"), (18, "18-34"), (0, "0-17"))


class Profile(NamedTuple):
    """A member's groups on one day."""

    area: str
    sex: str
    age: str
    language: str


def profile(area: str | None, sex: str | None, birth_year: int | None, language: str, on: date) -> Profile:
    """The groups of a member; what is not known is a group of its own."""
    return Profile(area or UNKNOWN, sex or UNKNOWN, age_group(birth_year, on), language)


def age_group(birth_year: int | None, on: date) -> str:
    """The age group of somebody who was born in this year; the day of birth is not kept."""
    if birth_year is None:
        return UNKNOWN
    return age_group_of(on.year - birth_year)


def age_group_of(age: int) -> str:
    """The group of somebody of so many years."""
    return next((code for lowest, code in _AGES if age >= lowest), UNKNOWN)


def checked(variables: Iterable[str]) -> tuple[str, ...]:
    """The chosen variables, each once, always in one order; raises LookupError for one that does not exist."""
    chosen = set(variables)
    if strange := chosen - set(VARIABLES):
        raise LookupError(f"no such variables: {sorted(strange)}")
    return tuple(name for name in VARIABLES if name in chosen)
