"""What a client tells about how an interview went: the members that fieldwork looks at, each within bounds.

All that was told stays in the bytes that were sent; here is what has a column of its own.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

MEMBERS = (
    "interviewer",
    "place",
    "location",
    "helped",
    "languages",
    "translations",
    "times",
    "shown",
    "outcome",
    "quota",
    "client",
    "undone",
    "hidden",
    "outside",
    "handed_over",
    "number",
)
_MOST_BYTES = {"times": 16_384}
_OTHERS = 4_096
_INTERVIEWER = 20
_LARGEST = 2**31 - 1
_encoded = msgspec.json.encode


def known(paradata: Mapping[str, Any]) -> dict[str, Any] | None:
    """The members that are known and of a decent size; None when there are none. Others are left out, not refused."""
    if paradata.keys().isdisjoint(MEMBERS):
        return None
    told = {name: paradata[name] for name in MEMBERS if name in paradata and _decent(name, paradata[name])}
    return told or None


def interviewer(paradata: Mapping[str, Any]) -> str:
    """Who held it, as far as 20 characters tell; empty when nobody said."""
    name = paradata.get("interviewer")
    return name.replace("\x00", "").strip()[:_INTERVIEWER] if isinstance(name, str) else ""


def number(paradata: Mapping[str, Any]) -> int | None:
    """The number that the device gave this interview, counted from 1; None when it told none."""
    return counted(paradata.get("number"))


def quota(paradata: Mapping[str, Any]) -> int | None:
    """The cell of the quota that ended the interview; None when none did."""
    return counted(paradata.get("quota"))


def counted(value: Any) -> int | None:
    """A whole number from 1 that fits its column; None for anything else."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST
    return value if fits else None


def _decent(name: str, value: Any) -> bool:
    return isinstance(value, bool | int | float) or len(_encoded(value)) <= _MOST_BYTES.get(name, _OTHERS)
