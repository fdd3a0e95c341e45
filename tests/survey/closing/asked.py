"""A round whose members did what people do: answer all, some, nothing; or say no."""

import re
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from survey.closing.harvest import filling_of
from survey.collection.receive import receive
from survey.collection.tables import Interview
from survey.database import reading, transaction
from survey.panel.send import send
from survey.panel.tables import Draft
from survey.panel.take_up import take_up
from survey.rounds.invite import refused
from survey.rounds.tables import Invitation, ResponseLink, Round
from survey.studies.tables import Study
from tests.survey.panel.invitations import Panel
from tests.survey.panel.visitor import TO_THE_END

TITLE = "Najaar"
SLUG = "panel-proef"
COMPLETE, HALF, NEARLY, BEGUN, REFUSED, SILENT = range(6)
PAGES = list(TO_THE_END)
ALL: dict[str, Any] = TO_THE_END | {"age": 41}


class Asked(Panel):
    """Six members, by what they did; more of them stay silent."""

    def __init__(self, app: Flask, size: int = 6, **member: Any) -> None:
        super().__init__(app, size, **member)
        with app.app_context(), transaction(self.engine) as session:
            for each in self.ids:
                session.get_one(Invitation, each).state = "invited"
            self.fill_in(session, COMPLETE, 5)
            self.fill_in(session, HALF, 2)
            self.fill_in(session, NEARLY, 5, sends=False)
            self.fill_in(session, BEGUN, 0)
            refused(session.get_one(Invitation, self.ids[REFUSED]))

    def fill_in(
        self, session: Session, number: int, pages: int, *, sends: bool = True, **changes: Any
    ) -> None:
        """This member answers so many pages, and sends the form after the last one."""
        invitation = session.get_one(Invitation, self.ids[number])
        study = session.get_one(Study, session.get_one(Round, self.round_id).study_id)
        draft = take_up(session, invitation, study, "nl")
        done = PAGES[:pages]
        draft.answers = {name: (ALL | changes)[name] for name in done}
        draft.languages = dict.fromkeys(done, "nl")
        draft.shown = PAGES[: pages + 1]
        session.flush()
        if sends and pages == len(PAGES):
            send(session, filling_of(session, draft), receive)

    def change_profile(self, **changes: str) -> None:
        with transaction(self.engine) as session:
            for invitation in session.exec(select(Invitation)):
                invitation.profile = {**invitation.profile, **changes}

    @property
    def page(self) -> str:
        return f"/onderzoek/{SLUG}/panel/{self.round_id}"

    def round(self) -> Round:
        with reading(self.engine) as session:
            return session.get_one(Round, self.round_id)

    def interviews(self) -> list[Interview]:
        with reading(self.engine) as session:
            return list(session.exec(select(Interview).order_by(col(Interview.outcome))))

    def drafts(self) -> list[Draft]:
        with reading(self.engine) as session:
            return list(session.exec(select(Draft)))

    def draft_of(self, number: int) -> UUID:
        with reading(self.engine) as session:
            return session.get_one(ResponseLink, self.ids[number]).draft_id

    def states(self) -> list[str]:
        return [self.state(number) for number in range(len(self.ids))]

    def post(self, client: FlaskClient, place: str, **filled_in: str) -> TestResponse:
        """Fill in the form of a page of this round and press its button."""
        shown = client.get(f"{self.page}/{place.partition('/')[0]}").text
        token = re.search(r'name="csrf_token" value="([^"]*)"', shown)
        assert token is not None
        return client.post(f"{self.page}/{place}", data={"csrf_token": token[1]} | filled_in)
