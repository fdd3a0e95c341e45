import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.members.contact import unsubscribe_token
from survey.members.tables import Member, MemberEvent
from survey.studies.tables import Study

WRONG = ["x", "x" * 32, "None", "null", "0", "%00", "x" * 4000, "%ED%A0%80", "é"]


@pytest.fixture
def token_of(engine: Engine, organisation: Organisation, put_in: Callable[..., Member]) -> Callable[..., str]:
    def made(**about: object) -> str:
        member = put_in(organisation.id or 0, "7", **about)
        with transaction(engine) as session:
            return unsubscribe_token(session, member)

    return made


def _state(engine: Engine) -> str:
    with reading(engine) as session:
        return session.exec(select(Member.state)).one()


def _proof(page: str) -> str:
    match = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert match
    return match[1]


def test_looking_changes_nothing_and_the_button_unsubscribes(
    anonymous: FlaskClient, engine: Engine, token_of: Callable[..., str]
) -> None:
    token = token_of()
    page = anonymous.get(f"/afmelden/{token}").text
    assert "Wilt u zich afmelden?" in page
    assert _state(engine) == "active"
    assert "U bent afgemeld" in anonymous.post(f"/afmelden/{token}").text
    assert _state(engine) == "unsubscribed"
    assert "U bent afgemeld" in anonymous.get(f"/afmelden/{token}").text


def test_a_mail_program_unsubscribes_in_one_click_and_again_is_harmless(
    anonymous: FlaskClient, engine: Engine, token_of: Callable[..., str]
) -> None:
    token = token_of()
    for _time in range(2):
        answer = anonymous.post(
            f"/afmelden/{token}",
            data="List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert _state(engine) == "unsubscribed"
    with reading(engine) as session:
        assert session.exec(select(func.count()).select_from(MemberEvent)).one() == 1


def test_a_token_of_nobody_gets_the_same_polite_page(
    anonymous: FlaskClient, engine: Engine, token_of: Callable[..., str]
) -> None:
    token_of()
    for wrong in WRONG:
        for path in (f"/afmelden/{wrong}", f"/mijn/{wrong}", f"/mijn/{wrong}/intrekken"):
            answer = anonymous.get(path)
            assert answer.status_code == 404
            assert "Deze link werkt niet" in answer.text
        assert anonymous.post(f"/afmelden/{wrong}").status_code == 404
    assert _state(engine) == "active"


def test_the_pages_of_a_member_show_no_contact_data_and_no_staff_menu(
    client: FlaskClient, token_of: Callable[..., str], study: Study
) -> None:
    token = token_of(area="noord", birth_year=1960)
    for path in (f"/afmelden/{token}", f"/mijn/{token}", f"/mijn/{token}/intrekken"):
        page = client.get(path).text
        assert "Testpersoon" not in page
        assert "voorbeeld.invalid" not in page
        assert "/leden" not in page
        assert "Uitloggen" not in page
    assert "1960" in client.get(f"/mijn/{token}").text


@pytest.mark.parametrize("language", ["tr", "ar"])
def test_the_pages_speak_the_language_of_the_member(
    anonymous: FlaskClient, token_of: Callable[..., str], language: str
) -> None:
    token = token_of(language=language)
    assert f'<html lang="{language}"' in anonymous.get(f"/afmelden/{token}").text
    assert '<html lang="en"' in anonymous.get(f"/afmelden/{token}?taal=en").text


def test_a_member_changes_the_own_profile_and_language(
    anonymous: FlaskClient, engine: Engine, token_of: Callable[..., str], study: Study
) -> None:
    token = token_of()
    form = {"csrf_token": _proof(anonymous.get(f"/mijn/{token}").text), "area": "zuid", "sex": "woman"}
    refused = anonymous.post(f"/mijn/{token}", data=form | {"birth_year": "⁵"})
    assert refused.status_code == 422
    assert "Een jaar in vier cijfers" in refused.text
    # What is not asked on this page is not taken either.
    sent = form | {
        "birth_year": "1955",
        "language": "en",
        "channel": "letter",
        "number": "9",
        "email": "x@example.org",
    }
    assert anonymous.post(f"/mijn/{token}", data=sent).status_code == 422
    kept = anonymous.post(f"/mijn/{token}", data=sent | {"channel": "email"}, follow_redirects=True)
    assert '<html lang="en"' in kept.text
    with reading(engine) as session:
        member = session.exec(select(Member)).one()
    assert (member.area, member.sex, member.birth_year, member.language) == ("zuid", "woman", 1955, "en")
    assert (member.number, member.channel) == ("7", "email")


def test_consent_is_withdrawn_after_asking_once_more(
    anonymous: FlaskClient, engine: Engine, token_of: Callable[..., str]
) -> None:
    token = token_of(area="noord")
    asked = anonymous.get(f"/mijn/{token}/intrekken").text
    assert "Weet u het zeker?" in asked
    assert _state(engine) == "active"
    assert anonymous.post(f"/mijn/{token}/intrekken").status_code == 400
    assert (
        "zijn gewist" in anonymous.post(f"/mijn/{token}/intrekken", data={"csrf_token": _proof(asked)}).text
    )
    with reading(engine) as session:
        member = session.exec(select(Member)).one()
        event = session.exec(select(MemberEvent)).one()
    assert (member.state, member.email_sealed, member.area) == ("withdrawn", None, None)
    assert (event.kind, event.account_id) == ("withdrawn", None)
    assert "U trok uw toestemming in" in anonymous.get(f"/mijn/{token}").text
    again = anonymous.post(f"/mijn/{token}", data={"csrf_token": _proof(asked), "sex": "man"})
    assert again.status_code == 422
    assert anonymous.post(f"/afmelden/{token}").status_code == 200
    assert _state(engine) == "withdrawn"
