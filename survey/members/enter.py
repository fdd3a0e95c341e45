"""Add one member by hand, change one, or take one back who left: held to the same rules as a file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.accounts.organisation import Organisation
from survey.members.check_rows import read_row
from survey.members.compare import CONTACT
from survey.members.contact import find_by_email, unseal
from survey.members.import_members import change, event, new_member
from survey.members.keep_out import held
from survey.members.keyring import Keyring
from survey.members.profile import Unfit, consented_on, plain
from survey.members.tables import Member, MemberEvent


class Refused(ValueError):  # noqa: N818 (it says what happened)
    """What was filled in does not fit; nothing was changed. `faults` has a sentence by column."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(sorted(faults))


def add(
    session: Session, organisation_id: int, texts: Mapping[str, str], areas: Mapping[str, str], keyring: Keyring,
    *, account_id: int | None,
) -> UUID:  # fmt: skip
    """Add a member with consent; gives its id. Does not commit.

    Raises:
        Refused: a value does not fit, or somebody with this number or address is a member already.
    """
    _hold(session, organisation_id)
    values = _read(texts, areas)
    values.setdefault("channel", None)
    values["channel"] = values["channel"] or ("email" if values.get("email") else "letter")
    _alone(session, organisation_id, values, keyring, None)
    _reachable(values)
    columns = new_member(
        organisation_id, {key: value for key, value in values.items() if value is not None}, keyring
    )
    member = Member(**columns)
    session.add(member)
    session.flush()
    session.add(MemberEvent(**event(organisation_id, member.id, "joined", account_id)))
    return member.id


def amend(
    session: Session, member: Member, texts: Mapping[str, str], areas: Mapping[str, str], keyring: Keyring,
    *, account_id: int | None = None,
) -> bool:  # fmt: skip
    """Change what is known of a member; gives whether anything changed. Does not commit.

    Args:
        session: an open transaction.
        member: of whom; one who withdrew can not be changed.
        texts: what was filled in, by column; columns that are not there stay as they are.
        areas: name by code.
        keyring: opens and seals the contact data.
        account_id: the member of staff who does it; None when the member did it.

    Raises:
        Refused: a value does not fit, or another member has this number or address.
    """
    _hold(session, member.organisation_id)
    member = held(session, member)  # who leaves at this moment is not written back
    if member.state == "withdrawn":
        raise Refused({"": _("Dit lid trok de toestemming in. De gegevens zijn gewist en blijven leeg.")})
    contact = unseal(member, keyring)
    before = {
        "number": member.number,
        "email": contact.email,
        "channel": member.channel,
        "address": contact.address,
    }
    values = _read({"number": member.number, "email": contact.email} | dict(texts), areas)
    # An empty box for one of these leaves it as it is: nobody is without.
    needed = {"number", "language", "channel"}
    values = {name: value for name, value in values.items() if value or name not in needed}
    _alone(session, member.organisation_id, values, keyring, member)
    _reachable(before | values)
    changes = {
        name: value
        for name, value in values.items()
        if value != getattr(contact if name in CONTACT else member, name)
    }
    if not changes:
        return False
    change(member, changes, keyring)
    session.add(MemberEvent(**event(member.organisation_id, member.id, "changed", account_id)))
    session.flush()
    return True


def restore(session: Session, member: Member, day: str, text: str, *, account_id: int | None) -> None:
    """Take back somebody who unsubscribed and gave consent anew. Does not commit.

    Raises:
        Refused: the consent is older than the leaving, it is not said to what, or this member withdrew for good.
    """
    faults = {}
    try:
        given = consented_on(day.strip())
    except Unfit as unfit:
        given, faults["consented_on"] = None, str(unfit)
    if given and member.withdrawn_on and given < member.withdrawn_on:
        faults["consented_on"] = _("Een dag op of na de afmelding: oude toestemming geldt niet meer.")
    try:
        said = plain("consent_text", text)
    except Unfit as unfit:
        said, faults["consent_text"] = "", str(unfit)
    if not said:
        faults.setdefault(
            "consent_text", _("Waar dit lid opnieuw ja tegen zei, bijvoorbeeld ‘telefoongesprek’.")
        )
    if member.state != "unsubscribed":
        faults = {
            "": _(
                "Alleen wie zich afmeldde, kan terugkomen. Wie de toestemming introk, meldt zich opnieuw aan."
            )
        }
    if faults:
        raise Refused(faults)
    member.state, member.withdrawn_on = "active", None
    member.consented_on, member.consent_text = given, said
    session.add(MemberEvent(**event(member.organisation_id, member.id, "restored", account_id)))
    session.flush()


def _hold(session: Session, organisation_id: int) -> None:
    # The same turn that an import takes: what is looked up here still holds when it is written.
    session.exec(select(Organisation).where(col(Organisation.id) == organisation_id).with_for_update()).one()


def _read(texts: Mapping[str, str], areas: Mapping[str, str]) -> dict[str, Any]:
    values, wrong = read_row(texts, areas)
    if wrong:
        raise Refused({column: expected for column, _came, expected in wrong})
    return values


def _alone(
    session: Session, organisation_id: int, values: Mapping[str, Any], keyring: Keyring, member: Member | None
) -> None:
    same_number = session.exec(
        select(Member).where(
            col(Member.organisation_id) == organisation_id, col(Member.number) == (values.get("number") or "")
        )
    ).first()
    same_email = find_by_email(session, organisation_id, values.get("email") or "", keyring)
    mine = member.id if member else None
    if same_number and same_number.id != mine:
        raise Refused({"number": _("Een nummer dat nog niemand heeft; lid %(number)s bestaat al.", number=same_number.number)})  # fmt: skip
    if same_email and same_email.id != mine:
        raise Refused({"email": _("Een adres dat nog niemand heeft; dit is het adres van lid %(number)s.", number=same_email.number)})  # fmt: skip


def _reachable(values: Mapping[str, Any]) -> None:
    if values["channel"] == "email" and not values.get("email"):
        raise Refused({"email": _("Een e-mailadres, want het kanaal is e-mail.")})
    if values["channel"] == "letter" and not values.get("address"):
        raise Refused({"street": _("Een postadres, want het kanaal is brief.")})
