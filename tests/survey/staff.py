"""Made-up staff, and a client that is signed in as one of them."""

from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from survey.accounts import visits
from survey.accounts.identify import VISIT
from survey.accounts.organisation import Organisation
from survey.accounts.secret import digest
from survey.accounts.tables import Account, ApiKey
from survey.database import transaction
from survey.studies.tables import Study


def organisation(session: Session, slug: str) -> Organisation:
    """A made-up municipality."""
    made = Organisation(slug=slug, name=f"Gemeente {slug.title()}")
    session.add(made)
    session.flush()
    return made


def account(
    session: Session,
    at: Organisation,
    *roles: str,
    sees_single_answers: bool = True,
    may_export: bool = True,
) -> Account:
    """A member of the staff; without a password, so that no test waits for one to be checked."""
    made = Account(
        organisation_id=at.id or 0,
        email=f"{uuid4().hex[:12]}@voorbeeld.invalid",
        name=" en ".join(roles).capitalize(),
        role_names=list(roles),
        sees_single_answers=sees_single_answers,
        may_export=may_export,
    )
    session.add(made)
    session.flush()
    return made


KEY = "wp_a-made-up-key-for-the-tests"
WITH_KEY = {"Authorization": f"Bearer {KEY}"}


def program(session: Session, study: Study) -> None:
    """Let who has `KEY` work as an interviewer of the organisation of this study."""
    at = session.get_one(Organisation, study.organisation_id)
    interviewer = account(session, at, "interviewer")
    session.add(ApiKey(account_id=interviewer.id or 0, key_hash=digest(KEY), label="proef"))
    session.flush()


def enter(app: Flask, account: Account) -> FlaskClient:
    """A client with the session that signing in gives."""
    with transaction(app.extensions["wijkpeil.database"]) as unit:
        token = visits.begin(unit, account, "Proefbrowser")
    client = app.test_client()
    with client.session_transaction() as session:
        session[VISIT] = token
        session["_user_id"] = account.fs_uniquifier
        session["_fresh"] = True
    return client
