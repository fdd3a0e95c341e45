"""The moment, as every table writes it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The moment, in UTC. Every time in the database has its zone; one without is refused when it is written."""
    return datetime.now(UTC)
