import io
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading
from survey.members.tables import Member, MemberEvent
from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.members.files import as_csv, row

FORM = {
    "number": "7", "name": "Testpersoon Ömer <b>", "email": "Test.7@voorbeeld.invalid", "street": "Voorbeeldweg 7",
    "postcode": "1234ab", "town": "Voorbeeldstad", "area": "noord", "sex": "woman", "birth_year": "1950",
    "language": "tr", "channel": "letter", "consented_on": "2026-02-03", "consent_text": "formulier",
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture
def post(client: FlaskClient, token: Callable[[FlaskClient], str]) -> Callable[..., Any]:
    def send(address: str, data: dict[str, Any] | None = None, by: FlaskClient = client, **more: Any) -> Any:
        return by.post(address, data={"csrf_token": token(by), **(data or {})}, **more)

    return send


@pytest.fixture
def member(post: Callable[..., Any]) -> str:
    """The address of a member that was added by hand."""
    added = post("/leden/nieuw", FORM)
    assert added.status_code == 303, added.get_data(as_text=True)
    return str(added.headers["Location"])


def test_an_empty_panel_says_what_to_do_first(client: FlaskClient) -> None:
    page = client.get("/leden").get_data(as_text=True)
    assert "Uw panel heeft nog geen leden" in page
    assert "/leden/invoeren" in page


def test_a_member_is_added_and_shown_with_its_contact_data(client: FlaskClient, member: str) -> None:
    page = client.get(member).get_data(as_text=True)
    for text in (
        "Testpersoon Ömer &lt;b&gt;",
        "Test.7@voorbeeld.invalid",
        "1234 AB  Voorbeeldstad",
        "Noord",
        "1950",
    ):
        assert text in page
    listed = client.get("/leden").get_data(as_text=True)
    assert ">7</a>" in listed
    assert "Ömer" not in listed


def test_what_does_not_fit_is_said_at_its_box_and_nothing_is_kept(
    client: FlaskClient, post: Callable[..., Any]
) -> None:
    answer = post("/leden/nieuw", FORM | {"birth_year": "١٩٥٠", "channel": "email", "email": ""})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Een jaar in vier cijfers" in page
    assert 'value="Voorbeeldweg 7"' in page
    assert "Uw panel heeft nog geen leden" in client.get("/leden").get_data(as_text=True)


def test_a_number_or_address_of_somebody_else_is_refused(post: Callable[..., Any], member: str) -> None:
    mine = FORM | {"number": "8", "email": "a@example.org"}
    other = post("/leden/nieuw", mine).headers["Location"]
    for taken in ({"number": "7"}, {"email": "TEST.7@voorbeeld.INVALID"}):
        answer = post("/leden/nieuw", FORM | {"number": "9", "email": "b@example.org"} | taken)
        assert answer.status_code == 422
        assert "lid 7" in answer.text
        assert post(f"{other}/wijzigen", mine | taken).status_code == 422
    assert member != other


def test_a_change_is_kept_and_written_in_the_history(
    client: FlaskClient, post: Callable[..., Any], member: str
) -> None:
    changed = FORM | {"birth_year": "1951", "email": "nieuw@voorbeeld.invalid"}
    assert post(f"{member}/wijzigen", changed).status_code == 303
    page = client.get(member).text
    assert "1951" in page
    assert "nieuw@voorbeeld.invalid" in page
    assert page.count("Gegevens veranderd") == 1
    assert post(f"{member}/wijzigen", changed | {"number": ""}).status_code == 303
    again = client.get(member).text
    assert "Lid 7" in again
    assert again.count("Gegevens veranderd") == 1


def test_members_are_found_by_whole_address_or_number_without_an_address_in_the_url(
    post: Callable[..., Any], member: str
) -> None:
    for text in ("7", " test.7@VOORBEELD.invalid "):
        assert post("/leden/zoeken", {"zoek": text}).headers["Location"] == member
    for text in ("", "Testpersoon", "test.7", "8", "\x00", "%"):
        found = post("/leden/zoeken", {"zoek": text})
        assert found.headers["Location"] == "/leden"


def test_the_list_is_filtered_by_profile(client: FlaskClient, member: str) -> None:
    for query, shown in {
        "area=noord": True, "area=zuid": False, "sex=woman&language=tr": True, "state=withdrawn": False, "area=-": False,
        "area=%00": False, "bladzijde=99": True, "bladzijde=%D9%A1": True, "bladzijde=-1": True, "bladzijde=": True,
    }.items():  # fmt: skip
        answer = client.get(f"/leden?{query}")
        assert answer.status_code == 200
        assert (member in answer.text) is shown, query


def test_consent_is_withdrawn_only_with_the_number_and_wipes_everything(
    client: FlaskClient, post: Callable[..., Any], engine: Engine, member: str
) -> None:
    assert post(f"{member}/intrekken", {"nummer": "8"}).status_code == 422
    assert "Test.7@voorbeeld.invalid" in client.get(member).get_data(as_text=True)
    assert post(f"{member}/intrekken", {"nummer": "7"}).status_code == 303
    with reading(engine) as session:
        gone = session.exec(select(Member)).one()
    assert (gone.name_sealed, gone.email_sealed, gone.address_sealed, gone.email_index) == (None,) * 4
    assert (gone.area, gone.sex, gone.birth_year, gone.consented_on, gone.state) == (
        None,
        None,
        None,
        None,
        "withdrawn",
    )
    page = client.get(member).get_data(as_text=True)
    assert "Test.7" not in page
    assert f"{member}/wijzigen" not in page
    assert post(f"{member}/wijzigen", FORM).status_code == 422
    assert post(f"{member}/terug", {"consented_on": "2026-11-01", "consent_text": "weer"}).status_code == 422


def test_who_unsubscribed_comes_back_only_with_newer_consent(
    client: FlaskClient, post: Callable[..., Any], engine: Engine, member: str
) -> None:
    assert post(f"{member}/afmelden").status_code == 303
    assert post(f"{member}/afmelden").status_code == 303
    assert post(f"{member}/terug", {"consented_on": "2026-02-04", "consent_text": "oud"}).status_code == 422
    with reading(engine) as session:
        left = session.exec(select(Member)).one()
    assert left.state == "unsubscribed"
    assert left.withdrawn_on is not None
    today = left.withdrawn_on.isoformat()
    assert post(f"{member}/terug", {"consented_on": today, "consent_text": ""}).status_code == 422
    assert post(f"{member}/terug", {"consented_on": today, "consent_text": "telefoon"}).status_code == 303
    with reading(engine) as session:
        kinds = sorted(event.kind for event in session.exec(select(MemberEvent)))
        assert session.exec(select(Member)).one().state == "active"
    assert kinds == ["joined", "restored", "unsubscribed"]


def test_a_member_of_another_organisation_is_as_one_that_does_not_exist(
    post: Callable[..., Any], sign_in: SignIn, elsewhere: Organisation, member: str, study: Study
) -> None:
    other = sign_in("researcher", at=elsewhere)
    nobody = f"/leden/{uuid4()}"
    for path, send in [
        ("", None),
        ("/wijzigen", FORM),
        ("/intrekken", {"nummer": "7"}),
        ("/terug", {}),
        ("/afmelden", {}),
    ]:
        answers = []
        for address in (member + path, nobody + path):
            shown = other.get(address) if path != "/afmelden" else None
            posted = post(address, send, by=other) if send is not None else None
            answers.append(
                [
                    (each.status_code, _without(each.text.replace(address, "HERE")))
                    for each in (shown, posted)
                    if each
                ]
            )
        assert answers[0] == answers[1]
        assert {status for status, _page in answers[0]} == {404}
    assert post("/leden/zoeken", {"zoek": "7"}, by=other).headers["Location"] == "/leden"
    assert member not in other.get("/leden").get_data(as_text=True)
    assert b"Testpersoon" not in other.get("/leden/uitvoer.csv").get_data()


def test_other_roles_see_no_member(sign_in: SignIn, member: str) -> None:
    for role in ("administrator", "supervisor", "interviewer", "reader"):
        other = sign_in(role)
        for address in ("/leden", member, "/leden/nieuw", "/leden/invoeren", "/leden/uitvoer.csv"):
            assert other.get(address).status_code == 403


def test_who_may_not_export_gets_no_file_and_no_link(sign_in: SignIn, member: str) -> None:
    other = sign_in("researcher", may_export=False)
    assert other.get("/leden/uitvoer.csv").status_code == 403
    assert other.get("/leden/uitvoer.xlsx").status_code == 403
    assert "uitvoer" not in other.get("/leden").get_data(as_text=True)


def test_nothing_changes_without_the_token_of_a_form(
    client: FlaskClient, member: str, engine: Engine
) -> None:
    for address in ("/leden/nieuw", f"{member}/afmelden", f"{member}/intrekken", "/leden/invoeren"):
        file = {"bestand": (io.BytesIO(as_csv([row(1)])), "a.csv"), "nummer": "7"}
        assert client.post(address, data=file).status_code == 400
    with reading(engine) as session:
        assert session.exec(select(Member.state)).all() == ["active"]


def test_the_address_of_a_member_is_random(member: str) -> None:
    assert UUID(member.rpartition("/")[2]).version == 4


def _without(page: str) -> str:
    """The page without what differs by request."""
    kept = [line for line in page.splitlines() if "csrf_token" not in line and "hreflang" not in line]
    return "\n".join(kept)
