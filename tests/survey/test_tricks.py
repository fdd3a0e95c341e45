"""Ways around the door that worked elsewhere: other spellings of an address, other headers, other methods."""

import pytest
from flask.testing import FlaskClient

from survey.studies.tables import Study
from tests.survey.conftest import SignIn

SPELLINGS = [
    "/%6fnderzoek", "/%256fnderzoek", "//onderzoek", "/./onderzoek", "/s/../onderzoek", "/s/%2e%2e/onderzoek",
    "/s/%252e%252e/onderzoek", "/onderzoek%2f", "/onderzoek;x=1", "/ONDERZOEK", "/onderzoek/%00", "/onderzoek%20",
    "/static/..%2fonderzoek", "/static/%2e%2e%2fonderzoek", "/s/proef/..;/onderzoek", "/onderzoek/.",
]  # fmt: skip
HEADERS = [
    {"X-Original-URL": "/healthz"}, {"X-Rewrite-URL": "/healthz"}, {"X-Forwarded-Prefix": "/s"},
    {"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-Host": "localhost"}, {"Forwarded": "for=127.0.0.1;host=localhost"},
    {"X-Real-IP": "127.0.0.1"}, {"X-Remote-User": "onderzoeker"}, {"X-HTTP-Method-Override": "GET"},
]  # fmt: skip


@pytest.mark.parametrize("path", SPELLINGS)
def test_another_spelling_opens_no_door(anonymous: FlaskClient, study: Study, path: str) -> None:
    answer = anonymous.get(path)
    assert answer.status_code in {303, 308, 400, 404}
    assert "Proef" not in answer.text
    if answer.status_code in {303, 308}:
        assert answer.headers["Location"].startswith(("/", "http://localhost/"))


@pytest.mark.parametrize("headers", HEADERS, ids=lambda each: next(iter(each)))
def test_a_header_opens_no_door(anonymous: FlaskClient, study: Study, headers: dict[str, str]) -> None:
    answer = anonymous.get("/onderzoek/proef", headers=headers)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/aanmelden")
    # Nor does an innocent address show what a header names.
    shown = anonymous.get(
        "/healthz", headers={"X-Original-URL": "/onderzoek/proef", "X-Rewrite-URL": "/onderzoek/proef"}
    )
    assert shown.json == {"status": "ok"}


@pytest.mark.parametrize("override", ["DELETE", "PUT", "GET"])
def test_a_method_in_a_header_or_a_form_is_not_the_method(
    sign_in: SignIn, study: Study, override: str
) -> None:
    client = sign_in("interviewer")
    answer = client.post(
        "/api/v1/studies?_method=GET",
        data={"_method": override},
        headers={"X-HTTP-Method-Override": override},
    )
    assert answer.status_code == 405


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PROPFIND", "get"])
def test_an_unusual_method_shows_nothing(anonymous: FlaskClient, study: Study, method: str) -> None:
    answer = anonymous.open("/onderzoek/proef", method=method)
    assert answer.status_code in {200, 303, 405, 501}
    assert "Proef" not in answer.text
    assert answer.status_code != 200 or not answer.data


def test_a_prefix_from_outside_stands_in_no_link(client: FlaskClient, study: Study) -> None:
    page = client.get(
        "/onderzoek", headers={"X-Forwarded-Prefix": "/kwaad", "X-Forwarded-Host": "kwaad.example"}
    )
    assert "kwaad" not in page.text


def test_a_name_that_is_not_ours_gets_no_page(client: FlaskClient, study: Study) -> None:
    assert client.get("/onderzoek", headers={"Host": "kwaad.example"}).status_code == 400
