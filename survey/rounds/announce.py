"""Ask for a mailing: the invitation, or the next reminder; refused when it is too soon, too often, or to nobody."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.jobs import ask
from survey.jobs.tables import Job
from survey.moment import now
from survey.rounds.dispatch import forget_open_ended
from survey.rounds.invite import is_over
from survey.rounds.mailing import KIND
from survey.rounds.message import Kind
from survey.rounds.receivers import counted, meant_for, waiting
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Mailing, Round

MOST_REMINDERS = 3
_HERE = ZoneInfo("Europe/Amsterdam")


class Planned(NamedTuple):
    """What would be sent: which reminder (0: the invitation), to how many, or why it cannot be sent now."""

    number: int
    people: int
    reason: str


def announce(
    session: Session, round_: Round, kind: Kind, *, account_id: int | None, address: str = ""
) -> Job:
    """Ask for the invitation or the next reminder of a round by e-mail, as a job.

    Raises:
        RoundRefused: it cannot be sent now; nothing changed. Its text says why and what to do.
    """
    session.refresh(round_, with_for_update=True)  # two people who press at once: the second sees the first
    mailing = _mailing(session, round_, kind)
    if not counted(session, waiting(mailing)):
        raise RoundRefused(_nobody(kind))
    session.add(mailing)
    if round_.state == "preparing":
        round_.state = "open"
        session.add(round_)
    return _ask(session, round_, mailing, account_id, address)


def resume(
    session: Session, round_: Round, mailing: Mailing, *, account_id: int | None, address: str = ""
) -> Job:
    """Ask for the rest of a mailing, with those who may not have got it: some may get it twice.

    Raises:
        RoundRefused: it is being sent, or the round is over.
    """
    session.refresh(round_, with_for_update=True)
    if is_over(round_):
        raise RoundRefused(_("Deze ronde is gesloten of de laatste dag is voorbij. Er kan niets meer uit."))
    _refuse_while_sending(session, mailings(session, round_))
    forget_open_ended(session, mailing.id)
    return _ask(session, round_, mailing, account_id, address)


def title(round_: Round, mailing: Mailing) -> str:
    """What the sending of this mailing is called."""
    if mailing.kind == "invitation":
        return str(_("Uitnodigingen versturen: %(round)s", round=round_.title))
    return str(_("Herinnering %(number)s versturen: %(round)s", number=mailing.number, round=round_.title))


def mailings(session: Session, round_: Round, channel: str = "email") -> list[Mailing]:
    """What was sent to this round, the first first."""
    return list(
        session.exec(
            select(Mailing)
            .where(col(Mailing.round_id) == round_.id, col(Mailing.channel) == channel)
            .order_by(col(Mailing.number))
        )
    )


def receivers(session: Session, round_: Round, kind: Kind, channel: str) -> int:
    """How many people a mailing of this kind would now be for."""
    return counted(session, meant_for(round_.id, kind, channel))


def planned(session: Session, round_: Round, kind: Kind) -> Planned:
    """What would be sent now, to how many; with a reason when nothing can be sent."""
    try:
        mailing = _mailing(session, round_, kind)
    except RoundRefused as refused:
        return Planned(0, 0, str(refused))
    count = counted(session, waiting(mailing))
    return Planned(mailing.number, count, "" if count else _nobody(kind))


def _mailing(session: Session, round_: Round, kind: Kind) -> Mailing:
    """The mailing that would be sent: a new one, or the invitation that was sent to some already."""
    if is_over(round_):
        raise RoundRefused(_("Deze ronde is gesloten of de laatste dag is voorbij. Er kan niets meer uit."))
    if round_.deadline is None:
        raise RoundRefused(_("Kies eerst de laatste dag van deze ronde. Die staat in het bericht."))
    sent = mailings(session, round_)
    _refuse_while_sending(session, sent)
    if kind == "invitation":
        return next(
            (each for each in sent if each.kind == "invitation"),
            Mailing(round_id=round_.id, kind="invitation", number=0, channel="email"),
        )
    if not sent:
        raise RoundRefused(_("Verstuur eerst de uitnodigingen. Herinneren kan vanaf de dag daarna."))
    last = max(sent, key=lambda each: each.created_at)
    if last.created_at.astimezone(_HERE).date() >= now().astimezone(_HERE).date():
        raise RoundRefused(
            _("Vandaag is er al een bericht verstuurd. Geef mensen tijd: herinneren kan vanaf morgen.")
        )
    number = max(each.number for each in sent) + 1
    if number > MOST_REMINDERS:
        raise RoundRefused(_("Er zijn al drie herinneringen verstuurd. Meer sturen wij niet."))
    return Mailing(round_id=round_.id, kind="reminder", number=number, channel="email")


def _ask(session: Session, round_: Round, mailing: Mailing, account_id: int | None, address: str) -> Job:
    job = ask(
        session,
        KIND,
        title(round_, mailing),
        {"mailing": str(mailing.id)},
        organisation_id=round_.organisation_id,
        account_id=account_id,
        total=counted(session, waiting(mailing)),
        address=address,
    )
    mailing.job_id = job.id
    session.add(mailing)
    session.flush()
    return job


def _refuse_while_sending(session: Session, sent: list[Mailing]) -> None:
    jobs = [each.job_id for each in sent if each.job_id]
    busy = session.exec(
        select(Job.id).where(col(Job.id).in_(jobs), col(Job.state).in_(("waiting", "running"))).limit(1)
    ).first()
    if busy is not None:
        raise RoundRefused(_("Er wordt al iets verstuurd voor deze ronde. Wacht tot dat klaar is."))


def _nobody(kind: Kind) -> str:
    if kind == "invitation":
        return str(_("Er is niemand om uit te nodigen per e-mail. Trek eerst een steekproef."))
    return str(_("Er is niemand om te herinneren: iedereen is klaar, doet niet mee of is niet bereikbaar."))
