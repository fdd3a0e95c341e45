"""A device that was let in, and what it sends along."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import transaction
from survey.devices.enrol import Enrolled, enrol_own, offer
from survey.devices.message import Introduction
from tests.survey.conftest import SECRET

LetIn = Callable[..., Enrolled]


@pytest.fixture
def let_in(engine: Engine, organisation: Organisation) -> LetIn:
    """Lets in a device of an organisation."""

    def made(name: str = "Tablet 1", at: Organisation = organisation) -> Enrolled:
        with transaction(engine) as session:
            return enrol_own(session, at.id or 0, name, Introduction(client="1", platform="Proef"), None)

    return made


@pytest.fixture
def tablet(let_in: LetIn) -> dict[str, str]:
    """The headers of a device that was let in."""
    return {"Authorization": f"Bearer {let_in().token}"}


@pytest.fixture
def code(engine: Engine, organisation: Organisation) -> str:
    """A code for a device."""
    with transaction(engine) as session:
        return offer(session, organisation.id or 0, "Tablet 7", SECRET, None)[1]
