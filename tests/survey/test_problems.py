"""Whatever goes wrong is told as a problem: JSON for programs, a page for people."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.problems import CATALOGUE, problem
from survey.security import needs
from tests.survey.conftest import SignIn


@pytest.fixture
def broken(app: Flask) -> FlaskClient:
    """The application with a view that fails, under /api/ and elsewhere, and one without a declared action."""

    @needs("health.read")
    def fail() -> str:
        raise RuntimeError("het geheime antwoord")

    app.add_url_rule("/api/v1/fails", "api_fails", fail)
    app.add_url_rule("/fails", "fails", fail)
    app.add_url_rule("/api/v1/undeclared", "undeclared", lambda: "open")
    app.testing = False
    return app.test_client()


def test_a_fault_of_ours_is_500_and_tells_nothing_of_what_happened(
    broken: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = broken.get("/api/v1/fails")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "server_error")
    assert answer.content_type == "application/problem+json"
    page = broken.get("/fails")
    assert (page.status_code, page.mimetype) == (500, "text/html")
    told = answer.text + page.text + "".join(capsys.readouterr())
    assert "geheime" not in told


def test_a_route_without_a_declared_action_is_closed(broken: FlaskClient) -> None:
    answer = broken.get("/api/v1/undeclared")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden")


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.post("/api/v1/studies")
    assert (answer.status_code, answer.get_json()["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_what_needs_an_account_says_so_and_how(anonymous: FlaskClient) -> None:
    answer = anonymous.get("/api/v1/studies/proef/counts")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "sign_in_first")
    assert "Authorization: Bearer" in answer.get_json()["detail"]


def test_what_an_account_may_not_do_is_forbidden(sign_in: SignIn) -> None:
    answer = sign_in("interviewer").get("/api/v1/studies/proef/counts")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden")


def test_a_page_that_does_not_exist_is_a_page_in_dutch(client: FlaskClient) -> None:
    answer = client.get("/nergens", headers={"Accept-Language": "nl"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "Deze pagina bestaat niet" in answer.text


def test_the_catalogue_gives_every_problem_its_status_and_sentence(client: FlaskClient, app: Flask) -> None:
    with app.test_request_context():
        for code, kind in CATALOGUE.items():
            made = problem(code, "uitleg", meer=1).document()
            assert made["status"] == kind.status
            assert made.keys() == {"type", "title", "status", "code", "detail", "meer"}
        with pytest.raises(KeyError):
            problem("bestaat_niet", "")
    listed = client.get("/api/v1/problems").get_json()["problems"]
    assert [one["code"] for one in listed] == list(CATALOGUE)
