"""The pages from which a round is sent: agreed to by number, followed as a job, and nobody else's."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.members.tables import Member
from survey.rounds.tables import Dispatch, Invitation, Mailing, Round
from tests.survey.conftest import SignIn
from tests.survey.rounds.conftest import MakeMembers
from tests.survey.rounds.sending import days_pass, dispatched, drawn, states

NASTY = "<script>alert(1)</script>"


@pytest.fixture
def here(app: Flask, engine: Engine, round_: Round, make_members: MakeMembers) -> str:
    """The address of a round with three to mail and two to write to."""
    with transaction(engine) as session:
        kept = session.get_one(Round, round_.id)
        kept.subject, kept.message = {"nl": NASTY}, {"nl": NASTY}
    drawn(
        app,
        engine,
        round_,
        [*make_members(2), *make_members(1, language="ar"), *make_members(2, channel="letter")],
    )
    return f"/onderzoek/proef/panel/{round_.id}"


def said(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def token(client: FlaskClient, at: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(at).text)
    assert found is not None
    return {"csrf_token": found[1]}


def test_the_page_shows_the_message_in_each_language_and_how_many_get_it(
    client: FlaskClient, here: str
) -> None:
    page = client.get(f"{here}/versturen").text
    assert "Ja, verstuur het bericht aan 3 mensen." in said(page)
    assert "2 leden krijgen een brief." in said(page)
    assert "outbox" in page
    assert NASTY not in page
    assert '<div class="wo-look" lang="ar" dir="rtl">' in page


def test_sending_is_agreed_to_by_number_and_done_as_a_job(
    client: FlaskClient, here: str, engine: Engine, app: Flask, run_jobs: Callable[[], int]
) -> None:
    at = f"{here}/versturen"
    form = token(client, at) | {"kind": "invitation"}
    for wrong in ({}, {"akkoord": "4"}, {"akkoord": ""}):
        assert client.post(at, data=form | wrong).status_code == 422
    assert client.get(at).status_code == 200
    assert run_jobs() == 0
    answer = client.post(at, data=form | {"akkoord": "3"})
    assert re.fullmatch(r"/taken/[0-9a-f-]{36}", answer.location)
    run_jobs()
    assert "Verstuurd" in client.get(answer.location).text
    assert dispatched(engine) == ["sent"] * 3
    assert len(list((app.extensions["wijkpeil.settings"].data_dir / "outbox").iterdir())) == 3
    page = said(client.get(at).text)
    assert "herinneren kan vanaf morgen" in page
    days_pass(engine)
    assert "Herinnering 1 van 3" in said(client.get(at).text)


def test_what_broke_off_is_shown_and_sent_again_only_when_agreed_to(
    client: FlaskClient, here: str, engine: Engine, run_jobs: Callable[[], int]
) -> None:
    at = f"{here}/versturen"
    client.post(at, data=token(client, at) | {"kind": "invitation", "akkoord": "3"})
    run_jobs()
    with transaction(engine) as session:
        one = session.exec(select(Dispatch)).first()
        assert one is not None
        one.state = "sending"
        session.get_one(Invitation, one.invitation_id).state = "drawn"
        mailing = str(one.mailing_id)
    assert "Van 1 persoon weten wij niet" in said(client.get(at).text)
    form = token(client, at) | {"mailing": mailing}
    assert client.post(f"{at}/onzeker", data=form).status_code == 422
    assert client.post(f"{at}/onzeker", data=form | {"mailing": "x", "akkoord": "1"}).status_code == 404
    assert client.post(f"{at}/onzeker", data=form | {"akkoord": "1"}).status_code == 303
    run_jobs()
    assert dispatched(engine) == ["sent"] * 3


def test_letters_have_an_address_a_code_a_picture_and_two_languages(
    client: FlaskClient, here: str, engine: Engine, round_: Round, make_members: MakeMembers
) -> None:
    at = f"{here}/brieven"
    assert "Brieven 1 tot en met 2" in said(client.get(at).text)
    with transaction(engine) as session:
        one = session.exec(select(Member).where(Member.channel == "letter")).first()
        assert one is not None
        one.language = "tr"
    sheet = client.post(at, data=token(client, at) | {"sheet": "1", "kind": "invitation"}).text
    assert sheet.count('<article class="wq-letter">') == 2
    assert sheet.count('src="data:image/svg+xml') == 2
    assert sheet.count('lang="nl" dir="ltr">\n    <h2') == 2
    assert sheet.count('lang="tr" dir="ltr">\n    <h2') == 1
    assert "Proefstraat 1<br>7600 AA Almelo" in sheet
    codes = re.findall(r'wq-letter__code"><bdi dir="ltr">([0-9A-Z]{5}-[0-9A-Z]{5})<', sheet)
    assert len(set(codes)) == 2
    assert NASTY not in sheet
    assert sorted(states(engine).values()) == ["drawn"] * 3 + ["invited"] * 2
    assert "2 brieven van dit vel zijn al eens gemaakt." in said(client.get(at).text)


def test_a_sheet_can_be_printed_again_and_a_reminder_waits_a_day(
    client: FlaskClient, here: str, engine: Engine
) -> None:
    at = f"{here}/brieven"
    form = token(client, at) | {"sheet": "1"}
    for _again in range(2):
        assert client.post(at, data=form | {"kind": "invitation"}).text.count("<article") == 2
    assert dispatched(engine) == ["sent"] * 2
    too_soon = client.post(at, data=form | {"kind": "reminder"})
    assert (too_soon.status_code, "kan vanaf morgen" in too_soon.text) == (422, True)
    days_pass(engine)
    assert "Herinnering: " in client.post(at, data=form | {"kind": "reminder"}).text
    with reading(engine) as session:
        assert sorted(each.number for each in session.exec(select(Mailing))) == [0, 1]


@pytest.mark.parametrize("sheet", ["0", "2", "-1", "x", "", "１", "99999999999999999999"])
def test_a_sheet_that_is_not_there_is_refused(client: FlaskClient, here: str, sheet: str) -> None:
    at = f"{here}/brieven"
    assert client.post(at, data=token(client, at) | {"sheet": sheet}).status_code == 422


def test_letters_are_taken_away_only_by_who_may_export(sign_in: SignIn, here: str, engine: Engine) -> None:
    kept_in = sign_in("researcher", may_export=False)
    at = f"{here}/brieven"
    form = token(kept_in, "/taken") | {"sheet": "1", "kind": "invitation"}
    assert kept_in.post(at, data=form).status_code == 403
    assert dispatched(engine) == []


def test_nothing_of_this_is_there_for_another_organisation(
    sign_in: SignIn, elsewhere: Organisation, here: str, engine: Engine
) -> None:
    theirs = sign_in("researcher", at=elsewhere)
    form = token(theirs, "/taken") | {"akkoord": "3", "sheet": "1"}
    for part in ("versturen", "brieven", "onbestelbaar"):
        assert theirs.get(f"{here}/{part}").status_code == 404
        assert theirs.post(f"{here}/{part}", data=form).status_code == 404
    assert dispatched(engine) == []
