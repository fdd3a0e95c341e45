"""A panel that was invited, reminded half way, and answered in an order that nothing else has."""

import random
from datetime import date, timedelta
from uuid import UUID

from flask import Flask
from sqlmodel import Session, col, select

from survey.closing.close import close
from survey.database import reading, transaction
from survey.members.contact import unsubscribe_token
from survey.members.tables import Member
from survey.moment import now
from survey.rounds.access import issue_many
from survey.rounds.invite import opened, refused
from survey.rounds.tables import Dispatch, Invitation, Mailing, ResponseLink, Round
from tests.survey.closing.asked import Asked
from tests.survey.closing.joining import Truth
from tests.survey.panel.invitations import Panel

SIZE, ANSWERED = 24, 12


class Told(Asked):
    """Twelve of twenty-four answer all, six before the reminder and six after; two in part, two refuse."""

    def __init__(self, app: Flask) -> None:
        Panel.__init__(self, app, size=SIZE)
        turns = random.Random(3).sample(range(SIZE), SIZE)  # noqa: S311 (an order, no secret)
        answered, left = turns[:ANSWERED], turns[ANSWERED:]
        first = now().date()
        self.mail("invitation", 0, first, range(SIZE))
        for place, number in enumerate(answered[: ANSWERED // 2]):
            self.complete(number, place)
        self.mail("reminder", 1, first + timedelta(days=1), [*answered[ANSWERED // 2 :], *left])
        for place, number in enumerate(answered[ANSWERED // 2 :], ANSWERED // 2):
            self.complete(number, place)
        with app.app_context(), transaction(self.engine) as session:
            for number in left[:2]:
                self.fill_in(session, number, 3, unaided=f"Gedeeltelijk antwoord {number}")
            for number in left[2:4]:
                refused(session.get_one(Invitation, self.ids[number]))
            opened(session.get_one(Invitation, self.ids[left[5]]))
        self.answered = answered

    def mail(self, kind: str, number: int, on: date, whom: range | list[int]) -> None:
        """Send what the mailing sends: a fresh link, a fresh way out, and the day on which somebody was asked."""
        with self.app.app_context(), transaction(self.engine) as session:
            mailing = Mailing(round_id=self.round_id, kind=kind, number=number, channel="email")
            session.add(mailing)
            invitations = [session.get_one(Invitation, self.ids[each]) for each in whom]
            issue_many(session, invitations, "token")
            for invitation in invitations:
                member = session.get_one(Member, invitation.member_id)
                unsubscribe_token(session, member)
                member.last_asked_on = on
                invitation.invited_on = invitation.invited_on or on
                invitation.reminders = number
                if invitation.state == "drawn":
                    invitation.state = "invited"
                session.add(Dispatch(mailing_id=mailing.id, invitation_id=invitation.id, state="sent"))

    def complete(self, number: int, place: int) -> None:
        with self.app.app_context(), transaction(self.engine) as session:
            self.fill_in(session, number, 5, unaided=f"Antwoord {place:08}", age=30 + place)

    def close(self) -> None:
        with self.app.test_request_context(), transaction(self.engine) as session:
            round_ = session.get_one(Round, self.round_id)
            close(session, round_, account_id=None)
            # The reminder was a day later than today.
            round_.closed_at = (round_.closed_at or now()) + timedelta(days=2)

    def truth(self) -> Truth:
        """Who gave which answers; to be asked before the link is destroyed."""
        with reading(self.engine) as session:
            members = [self._member(session, number) for number in range(SIZE)]
            links = session.exec(
                select(Invitation.member_id, ResponseLink.draft_id).join(
                    ResponseLink, col(ResponseLink.invitation_id) == col(Invitation.id)
                )
            )
            return Truth(
                tuple(members),
                {member: draft for member, draft in links if member is not None},
                tuple(members[number] for number in self.answered),
            )

    def _member(self, session: Session, number: int) -> UUID:
        found = session.get_one(Invitation, self.ids[number]).member_id
        assert found is not None
        return found
