"""What a file would change in the panel: who is new, who changes, who stays as is, and what can not be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.members.check_rows import Row
from survey.members.contact import Contact, index_of, unseal
from survey.members.file_faults import Fault, shortened
from survey.members.keyring import Keyring
from survey.members.tables import Member

CONTACT = ("name", "email", "address")
_LEFT = ("unsubscribed", "withdrawn")
_CHUNK = 500  # as many as fit in one question to every database


@dataclass(slots=True)
class Comparison:
    """What an import would do. `left` are people who unsubscribed or withdrew: a file does not bring them back."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[Member, dict[str, Any]]] = field(default_factory=list)
    unchanged: int = 0
    left: int = 0
    faults: list[Fault] = field(default_factory=list)


def compare(
    session: Session, organisation_id: int, rows: Iterable[Row], keyring: Keyring, *, for_change: bool = False
) -> Comparison:
    """Put the rows beside the panel of this organisation; changes nothing.

    Args:
        session: the unit of work.
        organisation_id: whose panel it is.
        rows: what `check_rows` made of the file.
        keyring: opens the contact data.
        for_change: hold the members that are found, so that nobody who leaves meanwhile is written back.

    Raises:
        KeyRefused: contact data of a member do not open with our keys.
    """
    rows = list(rows)
    indexes = index_of(organisation_id, keyring)
    by_row = {row.number: indexes(row.values["email"]) if row.values.get("email") else [] for row in rows}

    def found(column: str, values: list[str]) -> dict[str, Member]:
        return _found(session, organisation_id, column, values, for_change=for_change)

    numbers = found("number", [row.values.get("number") or "" for row in rows])
    emails = found("email_index", [each for some in by_row.values() for each in some])
    done = Comparison()
    taken: dict[object, int] = {}
    for row in rows:
        by_number = numbers.get(row.values.get("number") or "")
        by_email = next((emails[index] for index in by_row[row.number] if index in emails), None)
        if by_email and row.values.get("number") not in ("", None, by_email.number):
            # Not a member with a new number: more likely two people of one household with one address.
            came = shortened(row.values["email"])
            expected = _(
                "Een adres dat niet bij een ander lid hoort; dit is van lid %(number)s.",
                number=by_email.number,
            )
            done.faults.append(Fault(row.number, _("e-mail"), came, expected))
            continue
        member = by_number or by_email
        if member is None:
            _add(done, row)
        elif member.id in taken:
            expected = _("Ieder lid één keer. Rij %(row)s is hetzelfde lid.", row=taken[member.id])
            done.faults.append(Fault(row.number, "", "", expected))
        else:
            taken[member.id] = row.number
            _change(done, row, member, keyring)
    return done


def _add(done: Comparison, row: Row) -> None:
    values = {name: value for name, value in row.values.items() if value is not None}
    values.setdefault("channel", "email" if values.get("email") else "letter")
    if _reachable(done, row, values):
        done.new.append(values)


def _change(done: Comparison, row: Row, member: Member, keyring: Keyring) -> None:
    if member.state in _LEFT:
        done.left += 1
        return
    contact = unseal(member, keyring)
    changes = {
        name: value
        for name, value in row.values.items()
        if value != getattr(contact if name in CONTACT else member, name)
        # A cell without a number, language or channel says nothing about it.
        and not (name in {"number", "language", "channel"} and not value)
        and not (name == "consented_on" and member.consented_on and value < member.consented_on)
    }
    if not changes:
        done.unchanged += 1
    elif _reachable(done, row, _merged(member, contact, changes)):
        done.changed.append((member, changes))


def _merged(member: Member, contact: Contact, changes: dict[str, Any]) -> dict[str, Any]:
    now = {"channel": member.channel, "email": contact.email, "address": contact.address}
    return now | changes


def _reachable(done: Comparison, row: Row, values: dict[str, Any]) -> bool:
    if values["channel"] == "email" and not values.get("email"):
        done.faults.append(
            Fault(row.number, _("e-mail"), "", _("Een e-mailadres, want het kanaal is e-mail."))
        )
        return False
    if values["channel"] == "letter" and not values.get("address"):
        done.faults.append(Fault(row.number, _("adres"), "", _("Een postadres, want het kanaal is brief.")))
        return False
    return True


def _found(
    session: Session, organisation_id: int, column: str, values: list[str], *, for_change: bool
) -> dict[str, Member]:
    asked = getattr(Member, column)
    wanted = [value for value in values if value]
    found: dict[str, Member] = {}
    for begin in range(0, len(wanted), _CHUNK):
        some = wanted[begin : begin + _CHUNK]
        chosen = select(Member).where(col(Member.organisation_id) == organisation_id, col(asked).in_(some))
        members = session.exec(chosen.with_for_update() if for_change else chosen)
        found |= {getattr(member, column): member for member in members}
    return found
