"""Sending a round's invitation or reminder by e-mail: asked for here, done by a worker, to each person once."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import col, select

from survey.accounts.organisation import Organisation
from survey.database import reading
from survey.jobs import Failed, Task, work
from survey.mail import AddressRefused, Post, Refused, Uncertain, Unreachable, post
from survey.members.keyring import KeyRefused, keyring
from survey.rounds import dispatch
from survey.rounds.dispatch import Outcome, Outgoing
from survey.rounds.invite import is_over
from survey.rounds.message import Form, Kind, form, mail
from survey.rounds.receivers import counted, waiting
from survey.rounds.tables import Mailing, Round
from survey.settings import Settings

KIND = "rounds.mail"
# So few are handed over between two commits that a crash leaves few in doubt, and so many that commits cost little.
BATCH = 25
_TOO_MANY_IN_A_ROW = 10
# 550: no such person, 551: moved, 553 and 501: no address, 556: a domain without mail. Others say something of us.
_NOBODY_THERE = {501, 550, 551, 553, 556}
_TAKES_NOBODY = (
    "De mailserver weigert alle berichten. Er is niemand als onbereikbaar genoteerd, en er is niets verstuurd. "
    "Controleer WIJKPEIL_SMTP_URL en WIJKPEIL_MAIL_FROM en start de taak opnieuw."
)


@dataclass(slots=True)
class _Sending:
    """One mailing under way."""

    mailing: Mailing
    round: Round
    who: str
    settings: Settings
    forms: dict[str, Form] = field(default_factory=dict)
    refused_in_a_row: int = 0
    any_taken: bool = False

    def form_in(self, language: str) -> Form:
        if language not in self.forms:
            kind: Kind = "reminder" if self.mailing.kind == "reminder" else "invitation"
            self.forms[language] = form(self.round, kind, self.mailing.number, language, who=self.who)
        return self.forms[language]


@work(KIND)
def send_mailing(task: Task) -> dict[str, object]:
    """Send what still has to be sent of a mailing. Done again after a crash, nobody gets a second message."""
    sending, total = _begin(task)
    done = 0
    try:
        with post(sending.settings) as opened:
            while batch := _next(task, sending):
                outcomes, trouble = _send(opened, sending, batch)
                dispatch.finish(task.engine, sending.mailing, batch, outcomes)
                if trouble:
                    raise Failed(trouble)
                done += len(batch)
                task.progress(min(done, total), total)
    except (Unreachable, KeyRefused) as trouble:
        raise Failed(str(trouble)) from None
    with reading(task.engine) as session:
        return dict(dispatch.tally(session, sending.mailing.id))


def _begin(task: Task) -> tuple[_Sending, int]:
    with reading(task.engine) as session:
        found = session.exec(
            select(Mailing, Round, Organisation.name)
            .join(Round, col(Round.id) == col(Mailing.round_id))
            .join(Organisation, col(Organisation.id) == col(Round.organisation_id))
            .where(
                col(Mailing.id) == UUID(task.arguments["mailing"]),
                col(Round.organisation_id) == task.organisation_id,
            )
        ).first()
        if found is None:
            raise Failed("Deze ronde is er niet meer. Er is niets verstuurd.")
        mailing, round_, who = found
        settings: Settings = task.app.extensions["wijkpeil.settings"]
        return _Sending(mailing, round_, who, settings), counted(session, waiting(mailing))


def _next(task: Task, sending: _Sending) -> list[Outgoing]:
    if is_over(sending.round):
        raise Failed("De ronde is gesloten of de laatste dag is voorbij. Er wordt niets meer verstuurd.")
    return dispatch.begin(task.engine, sending.mailing, keyring(sending.settings), BATCH)


def _send(opened: Post, sending: _Sending, batch: list[Outgoing]) -> tuple[dict[UUID, Outcome], str]:
    """Hand over a batch; gives what became of each, and what is the matter when it cannot go on.

    Who is not in the outcome may or may not have been sent it. What was certainly not sent can be sent later.
    """
    outcomes: dict[UUID, Outcome] = {}
    for at, each in enumerate(batch):
        try:
            outcomes[each.id] = _one(opened, sending, each)
        except Uncertain:
            continue
        except Unreachable as trouble:
            return outcomes | dict.fromkeys((rest.id for rest in batch[at:]), Outcome.NOT_SENT), str(trouble)
        if not sending.any_taken and sending.refused_in_a_row == _TOO_MANY_IN_A_ROW:
            # A server that takes nobody says something about us, not about the receivers.
            return dict.fromkeys((every.id for every in batch), Outcome.NOT_SENT), _TAKES_NOBODY
    return outcomes, ""


def _one(opened: Post, sending: _Sending, each: Outgoing) -> Outcome:
    base = sending.settings.base_url.rstrip("/")
    made = mail(
        sending.form_in(each.language),
        to=each.email,
        name=each.name,
        link=f"{base}/u/{each.token}",
        stop=f"{base}/afmelden/{each.stop}",
        reference=each.reference,
    )
    try:
        opened.send(made, sending.who)
    except AddressRefused:
        return Outcome.UNDELIVERABLE
    except Refused as refused:
        sending.refused_in_a_row += 1
        nobody = refused.of_address and refused.code in _NOBODY_THERE
        return Outcome.UNDELIVERABLE if nobody else Outcome.FAILED
    sending.any_taken = True
    return Outcome.SENT
