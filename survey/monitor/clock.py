"""Moments as the database gives them: all are in UTC, and SQLite leaves that out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Amsterdam")
"""Where the fieldwork is held: days and hours are those of the Netherlands."""


def aware(moment: datetime) -> datetime:
    """The moment with its zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
