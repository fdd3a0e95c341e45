"""Letters: one page per person, with an address, a short code to type and a QR code, in two languages where needed."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import segno
from babel.dates import format_date
from flask_babel import gettext as _
from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from survey.i18n import direction, gettext_in
from survey.members.contact import unseal
from survey.members.keyring import Keyring
from survey.members.tables import Member
from survey.moment import now
from survey.rounds.access import issue_many
from survey.rounds.deadline import last_day
from survey.rounds.invite import is_over
from survey.rounds.message import Kind, Part, asking, spoken
from survey.rounds.receivers import LETTERS, meant_for
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Dispatch, Invitation, Mailing, Round
from survey.rounds.words import said

PER_SHEET = 250  # pages that a browser prints in one go
MOST_REMINDERS = 3
_HERE = ZoneInfo("Europe/Amsterdam")


class Wording(NamedTuple):
    """What a letter says in one language."""

    language: str
    direction: str
    subject: str
    paragraphs: tuple[Part, ...]
    how: str
    code: str
    scan: str
    privacy: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One page. It is shown once and never kept: the code is a secret."""

    name: str
    address: tuple[str, ...]
    code: str
    place: str
    picture: str
    wordings: tuple[Wording, ...]


class Sheet(NamedTuple):
    """A number of letters that are printed together."""

    number: int
    first: int
    last: int
    printed: int


def sheets(session: Session, round_: Round) -> list[Sheet]:
    """All sheets of this round, in an order that never changes; `printed`: how many of each were printed before."""
    everybody = _everybody(session, round_)
    before = set(
        session.exec(
            select(Dispatch.invitation_id)
            .join(Mailing, col(Mailing.id) == col(Dispatch.mailing_id))
            .where(col(Mailing.round_id) == round_.id, col(Mailing.channel) == "letter")
        )
    )
    starts = range(0, len(everybody), PER_SHEET)
    return [
        Sheet(
            number,
            start + 1,
            min(start + PER_SHEET, len(everybody)),
            sum(each in before for each in everybody[start : start + PER_SHEET]),
        )
        for number, start in enumerate(starts, start=1)
    ]


def write(
    session: Session, round_: Round, kind: Kind, sheet: int, *, keyring: Keyring, base_url: str, who: str
) -> list[Letter]:
    """Make the letters of one sheet and write down that they were sent. Doing it again gives new codes; old ones stay.

    Raises:
        RoundRefused: the round is over, a reminder comes too soon or too often, or nobody on this sheet gets one.
        KeyRefused: the contact data do not open.
    """
    session.refresh(round_, with_for_update=True)
    mailing = _mailing(session, round_, kind)
    chunk = _everybody(session, round_)[(sheet - 1) * PER_SHEET : sheet * PER_SHEET] if sheet > 0 else []
    chosen = _receivers(session, mailing, chunk)
    if not chosen:
        raise RoundRefused(_("Op dit vel staat niemand die nu een brief krijgt."))
    session.add(mailing)
    if round_.state == "preparing":
        round_.state = "open"
        session.add(round_)
    session.flush()
    invitations = [invitation for invitation, _member in chosen]
    codes, tokens = issue_many(session, invitations, "code"), issue_many(session, invitations, "token")
    _note(session, mailing, chosen)
    base = base_url.rstrip("/")
    made = []
    for invitation, member in chosen:
        contact = unseal(member, keyring)
        languages = dict.fromkeys((spoken(member.language), "nl"))
        made.append(
            Letter(
                contact.name,
                contact.address,
                codes[invitation.id],
                f"{base}/code",
                segno.make(f"{base}/u/{tokens[invitation.id]}", error="m").svg_data_uri(scale=4, border=2),
                tuple(_wording(round_, mailing, each, who) for each in languages),
            )
        )
    return made


def _everybody(session: Session, round_: Round) -> list[UUID]:
    mine = (col(Invitation.round_id) == round_.id, col(Invitation.channel) == "letter")
    return list(session.exec(select(Invitation.id).where(*mine).order_by(col(Invitation.id))))


def _receivers(session: Session, mailing: Mailing, chunk: list[UUID]) -> list[tuple[Invitation, Member]]:
    conditions = meant_for(mailing.round_id, mailing.kind, "letter", LETTERS[mailing.kind])
    found = session.exec(
        select(Invitation, Member)
        .join(Member, col(Member.id) == col(Invitation.member_id))
        .where(*conditions, col(Invitation.id).in_(chunk))
        .order_by(col(Invitation.id))
    )
    return list(found)


def _mailing(session: Session, round_: Round, kind: Kind) -> Mailing:
    if is_over(round_) or round_.deadline is None:
        raise RoundRefused(
            _("Er kan geen brief uit: de ronde is gesloten, of de laatste dag is voorbij of niet gekozen.")
        )
    sent = list(
        session.exec(
            select(Mailing)
            .where(col(Mailing.round_id) == round_.id, col(Mailing.channel) == "letter")
            .order_by(col(Mailing.number))
        )
    )
    if kind == "invitation":
        return sent[0] if sent else Mailing(round_id=round_.id, kind=kind, number=0, channel="letter")
    if not sent:
        raise RoundRefused(_("Maak eerst de brieven met de uitnodiging."))
    last = sent[-1]
    if _day(last) == now().astimezone(_HERE).date():
        if last.kind == "reminder":
            return last  # another sheet of the reminder that was begun today
        raise RoundRefused(_("De uitnodiging is van vandaag. Geef mensen tijd: herinneren kan vanaf morgen."))
    if last.number >= MOST_REMINDERS:
        raise RoundRefused(_("Er zijn al drie herinneringen verstuurd. Meer sturen wij niet."))
    return Mailing(round_id=round_.id, kind="reminder", number=last.number + 1, channel="letter")


def _day(mailing: Mailing) -> date:
    return mailing.created_at.astimezone(_HERE).date()


def _note(session: Session, mailing: Mailing, chosen: list[tuple[Invitation, Member]]) -> None:
    today = now().date()
    these = [invitation.id for invitation, _member in chosen]
    before = set(
        session.exec(
            select(Dispatch.invitation_id).where(
                col(Dispatch.mailing_id) == mailing.id, col(Dispatch.invitation_id).in_(these)
            )
        )
    )
    rows = [
        {"id": uuid4(), "mailing_id": mailing.id, "invitation_id": each, "state": "sent", "reference": uuid4().hex}
        for each in these
        if each not in before
    ]  # fmt: skip
    change = session.connection().execute
    if rows:
        change(insert(Dispatch), rows)
    for invitation, _member in chosen:
        invitation.invited_on = invitation.invited_on or today
        invitation.state = "invited" if invitation.state == "drawn" else invitation.state
        invitation.reminders = max(invitation.reminders, mailing.number)
        session.add(invitation)
    members = [member.id for _invitation, member in chosen]
    change(update(Member).where(col(Member.id).in_(members)).values(last_asked_on=today))


def _wording(round_: Round, mailing: Mailing, language: str, who: str) -> Wording:
    _ = gettext_in(language)
    subject, message = said(round_.subject, language), said(round_.message, language)
    title = subject.text if subject else _("Wilt u ons iets vertellen over uw wijk?")
    if mailing.kind == "reminder":
        title = _("Herinnering: %(subject)s") % {"subject": title}
    day = format_date(last_day(round_.deadline), "long", locale=language) if round_.deadline else ""
    return Wording(
        language,
        direction(language),
        title,
        (
            *asking(message, language),
            Part(_("U kunt meedoen tot en met %(day)s.") % {"day": day}, language),
        ),
        _("Ga op internet naar dit adres en typ uw code:"),
        _("Uw code"),
        _("Of richt de camera van uw telefoon op dit vierkant."),
        _(
            "Deze brief komt van %(who)s. De code is alleen voor u. Uw naam en adres staan apart van uw antwoorden. "
            "Wij laten alleen cijfers over groepen zien. Wilt u geen brieven meer? Laat het ons weten."
        )
        % {"who": who},
    )
