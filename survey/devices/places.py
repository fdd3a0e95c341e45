"""What other features know of a device: the places that it holds, how far it counted. They stand above this one."""

from collections.abc import Callable
from typing import Protocol, cast

from flask import current_app
from sqlmodel import Session


class Places(Protocol):
    """What is asked of that feature; the application says which one it is."""

    def outstanding(self, session: Session, device_id: int) -> int:
        """How many places the device holds."""

    def release(self, session: Session, device_id: int) -> int:
        """Take all of them back, for other devices; gives how many."""


def numbers() -> Callable[[Session, int], dict[str, int]]:
    """Whom to ask for the highest number that is known of an interview of a device, by the name of the study."""
    return cast("Callable[[Session, int], dict[str, int]]", current_app.extensions["wijkpeil.numbers"])


def places() -> Places:
    """Whom to ask about open places of the quota."""
    return cast("Places", current_app.extensions["wijkpeil.places"])
