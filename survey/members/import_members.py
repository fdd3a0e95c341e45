"""Take the rows of a file into the panel: all of them, or none."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from survey.accounts.organisation import Organisation
from survey.members.check_rows import Row
from survey.members.compare import CONTACT, compare
from survey.members.contact import Contact, seal, sealed, unseal
from survey.members.file_faults import Fault
from survey.members.keyring import Keyring
from survey.members.tables import Member, MemberEvent
from survey.moment import now

_CHUNK = 1000
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read as another
_MADE = 10


class RowsRefused(ValueError):  # noqa: N818 (it says what happened)
    """Rows do not fit in the panel; nothing was changed. `faults` has each."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(len(faults))


@dataclass(frozen=True, slots=True)
class Imported:
    """How many members came in, changed, stayed as they were, or keep out because they left the panel."""

    new: int
    changed: int
    unchanged: int
    left: int


def import_members(
    session: Session, organisation_id: int, rows: Iterable[Row], keyring: Keyring, *, account_id: int | None
) -> Imported:
    """Add the new members and change the others; does not commit.

    Args:
        session: an open transaction; two imports for one organisation come one after the other.
        organisation_id: whose panel it is.
        rows: what `check_rows` made of the file.
        keyring: seals the contact data.
        account_id: who does it; None for the command line.

    Raises:
        RowsRefused: a row does not fit; nothing was changed.
        KeyRefused: contact data of a member do not open with our keys.
    """
    session.exec(select(Organisation).where(col(Organisation.id) == organisation_id).with_for_update()).one()
    found = compare(session, organisation_id, rows, keyring, for_change=True)
    if found.faults:
        raise RowsRefused(found.faults)
    added = [new_member(organisation_id, values, keyring) for values in found.new]
    _put(session, Member, added)
    for member, changes in found.changed:
        change(member, changes, keyring)
    session.flush()
    events = [("joined", values["id"]) for values in added] + [
        ("changed", member.id) for member, _ in found.changed
    ]
    _put(session, MemberEvent, [event(organisation_id, member, kind, account_id) for kind, member in events])
    return Imported(len(found.new), len(found.changed), found.unchanged, found.left)


def new_member(organisation_id: int, values: dict[str, Any], keyring: Keyring) -> dict[str, Any]:
    """The columns of a new member with these values; a number is made when there is none."""
    member_id = uuid4()
    contact = Contact(values.get("name", ""), values.get("email", ""), tuple(values.get("address", ())))
    return {
        "id": member_id,
        "organisation_id": organisation_id,
        "number": values.get("number") or made_number(),
        **sealed(member_id, organisation_id, contact, keyring),
        "area": values.get("area"),
        "sex": values.get("sex"),
        "birth_year": values.get("birth_year"),
        "language": values.get("language") or "nl",
        "channel": values["channel"],
        "state": "active",
        "synthetic": values.get("synthetic", False),
        "joined_on": now().date(),
        "consented_on": values["consented_on"],
        "consent_text": values.get("consent_text", ""),
        "withdrawn_on": None,
        "last_asked_on": None,
        "created_at": now(),
    }


def change(member: Member, changes: dict[str, Any], keyring: Keyring) -> None:
    """Change a member: the profile, and the contact data, which are sealed anew with the newest key."""
    contact = {name: changes[name] for name in CONTACT if name in changes}
    if contact:
        before = unseal(member, keyring)
        merged = {name: contact.get(name, getattr(before, name)) for name in CONTACT}
        if member.state == "undeliverable" and merged["email"] != before.email:
            member.state = "active"  # the address that sent everything back is gone
        seal(member, Contact(**merged), keyring)
    for name, value in changes.items():
        if name not in CONTACT:
            setattr(member, name, value)


def event(organisation_id: int, member_id: UUID, kind: str, account_id: int | None) -> dict[str, Any]:
    """The columns of what happened to a member."""
    return {
        "id": uuid4(),
        "organisation_id": organisation_id,
        "member_id": member_id,
        "kind": kind,
        "account_id": account_id,
        "happened_on": now().date(),
    }


def made_number() -> str:
    """A number for a member without one: random, so that it says nothing about order."""
    return "W" + "".join(secrets.choice(_LETTERS) for _letter in range(_MADE))


def _put(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    for begin in range(0, len(rows), _CHUNK):
        session.connection().execute(insert(table), rows[begin : begin + _CHUNK])
