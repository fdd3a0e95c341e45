"""The deadline of a round: chosen as a last day in the Netherlands, kept as the moment at which that day is over."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Europe/Amsterdam")


def after(last_day: date) -> datetime:
    """The moment, in UTC, at which this day is over in the Netherlands."""
    return datetime.combine(last_day + timedelta(days=1), time(), _HERE).astimezone(UTC)


def last_day(deadline: datetime) -> date:
    """The last day on which something can still be done before this moment."""
    return (deadline - timedelta(microseconds=1)).astimezone(_HERE).date()
