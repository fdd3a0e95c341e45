"""A panel of synthetic members who are invited to fill in the form of the tests."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from survey.database import reading, transaction
from survey.members.tables import Member
from survey.moment import now
from survey.rounds.access import issue
from survey.rounds.draw import draw
from survey.rounds.tables import Invitation, Round
from survey.studies.tables import Study, Wave
from tests.survey.panel.visitor import Visitor

THANKS = {
    "nl": "In maart leest u in de wijkkrant wat eruit kwam.",
    "ar": "في مارس ستقرؤون النتائج في جريدة الحي.",
}


class Panel:
    """A round with an invitation for each member."""

    def __init__(self, app: Flask, size: int = 1, slug: str = "panel-proef", **member: Any) -> None:
        self.app, self.engine = app, app.extensions["wijkpeil.database"]
        with app.test_request_context(), transaction(self.engine) as session:
            study = session.exec(select(Study).where(col(Study.slug) == slug)).one()
            wave = session.exec(select(Wave).where(col(Wave.study_id) == study.id)).first()
            assert wave is not None
            for number in range(size):
                session.add(
                    Member(
                        **{
                            "organisation_id": study.organisation_id,
                            "number": f"T{number}",
                            "consented_on": date(2026, 1, 5),
                            "synthetic": True,
                        }
                        | member
                    )
                )
            round_ = Round(
                organisation_id=study.organisation_id,
                study_id=study.id or 0,
                wave_id=wave.id or 0,
                number=1,
                title="Najaar",
                deadline=now() + timedelta(days=10),
                thanks=THANKS,
            )
            session.add(round_)
            session.flush()
            self.round_id = round_.id
            self.ids = [each.id for each in draw(session, round_, size=size, strata=(), seed=1)]
            round_.state = "open"

    def link(self, number: int = 0) -> str:
        """A fresh link of one invitation: that of another mail."""
        return f"/u/{self.secret('token', number)}"

    def secret(self, kind: str, number: int = 0) -> str:
        with self.app.app_context(), transaction(self.engine) as session:
            return issue(session, session.get_one(Invitation, self.ids[number]), kind)

    def state(self, number: int = 0) -> str:
        with reading(self.engine) as session:
            return session.get_one(Invitation, self.ids[number]).state

    def change(self, **changes: Any) -> None:
        """Change the round."""
        with transaction(self.engine) as session:
            session.get_one(Round, self.round_id).sqlmodel_update(changes)

    def change_member(self, **changes: Any) -> None:
        with transaction(self.engine) as session:
            for member in session.exec(select(Member)):
                member.sqlmodel_update(changes)


class Guest(Visitor):
    """Somebody at the page behind a link."""

    def __init__(self, client: FlaskClient, link: str) -> None:
        super().__init__(client)
        self.link = link
        self.open(link)

    def press(self, name: str) -> None:
        """Press the button whose form goes to this end of the address; empty is the first one."""
        self.post(self.link + name, {"csrf_token": self.hidden["csrf_token"]})
