"""What protects every page: headers, the policy for content, forms of our own only, names that we answer to."""

import re
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey import protection
from survey.app import create_app
from survey.protection import asset
from survey.settings import Settings


def test_a_page_runs_only_scripts_that_carry_its_own_word(client: FlaskClient) -> None:
    first, second = (client.get("/").headers["Content-Security-Policy"] for _ in range(2))
    words = [re.search(r"script-src 'nonce-([\w-]{16,})'", policy)[1] for policy in (first, second)]
    assert words[0] != words[1]
    assert "unsafe" not in first
    for rule in (
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "style-src 'self'",
    ):
        assert rule in first


@pytest.mark.parametrize(
    "address", ["/", "/s/unknown", "/api/v1/studies/unknown", "/healthz", "/static/page.css"]
)
def test_every_answer_has_the_headers_that_protect(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_pages_are_not_stored_and_hashed_files_are(client: FlaskClient, app: Flask) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-store"
    with app.test_request_context():
        address = asset("page.css")
    assert re.fullmatch(r"/static/page\.css\?v=[0-9a-f]{12}", address)
    kept = {}
    for each in (address, "/static/page.css", "/static/missing.css?v=1"):
        with client.get(each) as answer:
            kept[each] = answer.headers.get("Cache-Control", "")
    assert kept[address] == "public, max-age=31536000, immutable"
    assert "immutable" not in kept["/static/page.css"]
    assert "immutable" not in kept["/static/missing.css?v=1"]


def test_the_address_of_a_file_changes_with_its_content(
    app: Flask, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = count(1_000_000)
    monkeypatch.setattr(protection, "monotonic", lambda: next(seconds))
    folder = tmp_path_factory.mktemp("static")
    app.static_folder = str(folder)
    addresses = []
    for content in ("a {}", "b {}"):
        (folder / "one.css").write_text(content * len(addresses or [1, 2]))
        with app.test_request_context():
            addresses.append(asset("one.css"))
    assert addresses[0] != addresses[1]


def test_a_file_that_is_not_there_is_found_out_when_the_page_is_made(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(FileNotFoundError):
        asset("missing.css")


def test_a_form_of_another_site_is_refused_with_a_page_that_says_what_to_do(client: FlaskClient) -> None:
    page = client.post("/s/unknown", data={"csrf_token": "made up"})
    assert page.status_code == 400
    assert "Dit formulier is verlopen" in page.text
    assert "begin opnieuw" in page.text


def test_an_address_that_does_not_exist_is_simply_not_there(client: FlaskClient) -> None:
    assert client.post("/nothing/here").status_code == 404


def test_the_api_needs_no_token_of_a_form(client: FlaskClient) -> None:
    assert client.put("/api/v1/interviews/not-a-uuid", data=b"{}").get_json()["code"] != "form_expired"


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1:8000", 200), ("localhost", 200), ("evil.example", 400)]
)
def test_the_server_answers_to_its_own_names_only(client: FlaskClient, host: str, status: int) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == status


def test_the_name_of_the_installation_is_its_own_too(settings: Settings) -> None:
    settings.base_url = "https://wijkpeil.example.nl"
    app = create_app(settings)
    answer = app.test_client().get("/healthz", headers={"Host": "wijkpeil.example.nl"})
    assert answer.status_code == 200
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert app.config["SESSION_COOKIE_SECURE"]
    app.extensions["wijkpeil.database"].dispose()


def test_the_cookie_of_a_visit_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/?taal=en").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
