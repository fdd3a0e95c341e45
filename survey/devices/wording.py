"""A device in words: how long ago it was seen, how far its clock is off, how safe its storage is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import format_timedelta
from flask_babel import gettext as _

from survey.i18n import number
from survey.moment import now

_RIGHT = timedelta(minutes=1)  # what the way over the network takes is in it, too
_LONG = timedelta(hours=24)
_MEGABYTE = 1_000_000
_LITTLE = 50 * _MEGABYTE  # the tablet itself does not begin with less


def ago(seen: datetime | None) -> str:
    """How long ago a device was last heard of."""
    if seen is None:
        return str(_("nog nooit"))
    passed = now() - seen
    if passed < _RIGHT:
        return str(_("zojuist"))
    return str(_("%(time)s geleden", time=format_timedelta(passed, threshold=0.99)))


def is_long_silent(seen: datetime | None) -> bool:
    """Whether a device was not heard of for a day: what lies on it is not known any more."""
    return seen is not None and now() - seen > _LONG


def clock(offset_ms: int | None) -> str:
    """How far the clock of a device is off."""
    if offset_ms is None:
        return str(_("onbekend"))
    off = timedelta(milliseconds=abs(offset_ms))
    if off < _RIGHT:
        return str(_("loopt gelijk"))
    span = format_timedelta(off, threshold=0.99)
    return str(
        _("loopt %(time)s voor", time=span) if offset_ms > 0 else _("loopt %(time)s achter", time=span)
    )


def storage(said: Mapping[str, Any]) -> str:
    """What a device says of its storage."""
    if not said:
        return str(_("onbekend"))
    kept = (
        _("blijft bewaard")
        if said.get("persisted")
        else _("de browser kan gegevens wissen als de opslag vol raakt")
    )
    room = free(said)
    return str(
        kept if room is None else _("%(kept)s, %(room)s MB vrij", kept=kept, room=number(room // _MEGABYTE))
    )


def is_storage_unsafe(said: Mapping[str, Any]) -> bool:
    """Whether interviews on this device may not last: the browser may wipe them, or there is hardly any room."""
    room = free(said)
    return bool(said) and (not said.get("persisted") or (room is not None and room < _LITTLE))


def free(said: Mapping[str, Any]) -> int | None:
    """How many bytes are free; None when the device did not say."""
    quota, usage = said.get("quota"), said.get("usage")
    if not isinstance(quota, int) or not isinstance(usage, int):
        return None
    return max(0, quota - usage)
