"""A device that checks in, for the tests of what it hears."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import transaction
from survey.devices.enrol import enrol_own
from survey.devices.message import Introduction
from survey.moment import now

CheckIn = Callable[..., dict[str, Any]]


def headers(engine: Engine, at: Organisation) -> dict[str, str]:
    """Let in a device of this organisation; gives what it sends along."""
    with transaction(engine) as session:
        made = enrol_own(session, at.id or 0, "Tablet 7", Introduction(), None)
    return {"Authorization": f"Bearer {made.token}"}


def of(turn: int, **more: Any) -> dict[str, Any]:
    """What a device says of the study of the tests."""
    return {"study": "proef", "turn": turn} | more


def checks_in(client: FlaskClient, tablet: dict[str, str]) -> CheckIn:
    """Checks in with this device; gives the answer."""

    def done(*studies: dict[str, Any], as_: dict[str, str] = tablet, **more: Any) -> dict[str, Any]:
        said = {"client": "1.0", "device_time": now().isoformat(), "studies": list(studies)} | more
        answer = client.post("/api/v1/devices/check-in", json=said, headers=as_)
        assert answer.status_code == 200, answer.get_json()
        found: dict[str, Any] = answer.get_json()
        return found

    return done
