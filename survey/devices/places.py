"""The open places of the quota that a device holds. The feature that hands them out stands above this one."""

from typing import Protocol, cast

from flask import current_app
from sqlmodel import Session


class Places(Protocol):
    """What is asked of that feature; the application says which one it is."""

    def outstanding(self, session: Session, device_id: int) -> int:
        """How many places the device holds."""

    def release(self, session: Session, device_id: int) -> int:
        """Take all of them back, for other devices; gives how many."""


def places() -> Places:
    """Whom to ask."""
    return cast("Places", current_app.extensions["wijkpeil.places"])
