"""The contact data of a member, sealed in columns of their own; and finding a member by an address."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from survey.members.keyring import KeyRefused, Keyring, keyring
from survey.members.tables import Member
from survey.members.token import unsubscribe_token

__all__ = [
    "Contact", "KeyRefused", "Keyring", "find_by_email", "forget", "keyring", "place", "same_address", "seal", "unseal",
    "unsubscribe_token",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is reached. `address`: the lines under the name on an envelope. Empty is what we do not have."""

    name: str = ""
    email: str = ""
    address: tuple[str, ...] = ()


def seal(member: Member, contact: Contact, keyring: Keyring) -> None:
    """Put this contact data in the member's sealed columns, with the newest key, and make it findable by e-mail."""
    for column, value in sealed(member.id, member.organisation_id, contact, keyring).items():
        setattr(member, column, value)


def sealed(member_id: UUID, organisation_id: int, contact: Contact, keyring: Keyring) -> dict[str, object]:
    """The columns that hold this contact data, for many rows at once."""

    def put(column: str, text: str) -> bytes | None:
        return keyring.seal(text.encode(), place(member_id, column)) if text else None

    return {
        "name_sealed": put("name", contact.name),
        "email_sealed": put("email", contact.email),
        "address_sealed": put(
            "address", json.dumps(contact.address, ensure_ascii=False) if contact.address else ""
        ),
        "email_index": keyring.index(_findable(organisation_id, contact.email)) if contact.email else None,
        "key_number": keyring.newest,
    }


def unseal(member: Member, keyring: Keyring) -> Contact:
    """The contact data of this member; empty for one who withdrew.

    Raises:
        KeyRefused: the key is missing or another one, or the columns were changed or swapped.
    """

    def take(column: str, kept: bytes | None) -> str:
        return keyring.open(kept, place(member.id, column)).decode() if kept else ""

    address = take("address", member.address_sealed)
    return Contact(
        take("name", member.name_sealed),
        take("email", member.email_sealed),
        tuple(json.loads(address)) if address else (),
    )


def forget(member: Member) -> None:
    """Take the contact data away for good."""
    member.name_sealed = member.email_sealed = member.address_sealed = member.email_index = None


def find_by_email(session: Session, organisation_id: int, email: str, keyring: Keyring) -> Member | None:
    """The member of this organisation with this address, whatever its capitals; also in the middle of a rotation."""
    if not email.strip():
        return None
    found = col(Member.email_index).in_(keyring.indexes(_findable(organisation_id, email)))
    return session.exec(
        select(Member).where(col(Member.organisation_id) == organisation_id, found).limit(1)
    ).first()


def index_of(organisation_id: int, keyring: Keyring) -> Callable[[str], list[str]]:
    """What gives the digests by which an address of this organisation is found, one per key."""
    return lambda email: keyring.indexes(_findable(organisation_id, email))


def same_address(email: str) -> str:
    """An address as it is compared: capitals do not count."""
    return email.strip().casefold()


def place(row: UUID, column: str) -> str:
    """Where something is sealed: it opens nowhere else."""
    return f"{row}/{column}"


def _findable(organisation_id: int, email: str) -> str:
    # With the organisation in it: that one person is in two panels can not be seen in the database.
    return f"{organisation_id}/{same_address(email)}"
