"""What the tests of members share."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.database import transaction
from survey.members.contact import Contact, seal
from survey.members.keyring import KEY_BYTES, Keyring, keyring
from survey.members.tables import Member
from survey.settings import Settings


@pytest.fixture
def token() -> Callable[[FlaskClient], str]:
    """The proof that a form comes from a page of ours."""

    def found(client: FlaskClient) -> str:
        match = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/leden/nieuw").text)
        assert match
        return match[1]

    return found


@pytest.fixture
def keys(settings: Settings) -> Keyring:
    """The contact keys of the application."""
    return keyring(settings)


@pytest.fixture
def old_keys() -> Keyring:
    return Keyring([(1, b"o" * KEY_BYTES)])


@pytest.fixture
def put_in(engine: Engine, keys: Keyring) -> Callable[..., Member]:
    """Puts a member in a panel."""

    def put(organisation_id: int, number: str, **about: Any) -> Member:
        email = about.pop("email", f"test.{number}@voorbeeld.invalid")
        keyring_ = about.pop("keyring", keys)
        contact = Contact(about.pop("name", f"Testpersoon {number}"), email, about.pop("address", ()))
        member = Member(organisation_id=organisation_id, number=number, **about)
        seal(member, contact, keyring_)
        with transaction(engine) as session:
            session.add(member)
        return member

    return put
