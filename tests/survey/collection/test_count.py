"""How much came in."""

from flask.testing import FlaskClient

from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, body, put


def test_counts_are_told_by_origin_area_day_and_state(client: FlaskClient, study: Study) -> None:
    put(client, body())
    put(client, body(origin="panel", mode="online", answers=ANSWERS | {"area": "zuid"}))
    put(client, body(answers=ANSWERS | {"area": {"missing": "refused"}}))
    put(client, body(answers=ANSWERS | {"area": "west"}))
    counts = client.get("/api/v1/studies/proef/counts").get_json()
    assert counts == {
        "study": "proef",
        "interviews": 4,
        "accepted": 3,
        "flagged": 1,
        "excluded": 0,
        "conflicts": 0,
        "by_state": {"accepted": 3, "flagged": 1},
        "by_outcome": {"complete": 4},
        "by_origin": {"street": 3, "panel": 1, "open_link": 0, "random_sample": 0},
        "by_area": {"noord": 1, "zuid": 1, "": 2},
        "by_day": {"2026-11-02": 4},
    }


def test_counts_of_an_unknown_study_are_a_problem(client: FlaskClient, study: Study) -> None:
    for slug in ("nergens", "%00", "x" * 300):
        answer = client.get(f"/api/v1/studies/{slug}/counts")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "study_unknown")
