"""The pages of the end of a round: response, feedback and link; who may see them, and what they refuse."""

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select

from survey.accounts.organisation import Organisation
from survey.database import transaction
from survey.studies.tables import Study
from tests.survey.closing.asked import COMPLETE, HALF, SLUG, TITLE, Asked
from tests.survey.conftest import SignIn

FEEDBACK = {
    "feedback-nl": "Wij openden een inloopuur.\n\nDank <b>u</b> wel.",
    "feedback-ar": "فتحنا ساعة استقبال.",
}


def test_the_response_says_how_everybody_ended(asked: Asked, client: FlaskClient) -> None:
    page = client.get(f"{asked.page}/respons").text
    assert "De ronde loopt nog: dit is een tussenstand." in page
    assert "R: wilde niet meedoen" in page
    assert "Kent u het Voor Elkaar Team?" in page
    assert 'class="wr-muted"' in page


def test_the_file_is_safe_in_a_spreadsheet_and_says_which_round(
    asked: Asked, client: FlaskClient, sign_in: SignIn
) -> None:
    asked.change_profile(area="=cmd|' /C calc'!A0")
    answer = client.get(f"{asked.page}/respons.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["by"] for row in rows} == {
        "state",
        "rate",
        "area",
        "sex",
        "age",
        "language",
        "channel",
        "page",
    }
    assert {row["value"][:2] for row in rows if row["by"] == "area"} == {"'="}
    assert {row["round"] for row in rows} == {"1"}
    assert sign_in("researcher", may_export=False).get(f"{asked.page}/respons.csv").status_code == 403
    assert sign_in("supervisor").get(f"{asked.page}/respons").status_code == 200
    assert sign_in("supervisor").get(f"{asked.page}/koppeling").status_code == 403


def test_feedback_is_read_by_who_is_done_who_was_too_late_and_everybody_else(
    asked: Asked, client: FlaskClient, anonymous: FlaskClient, run_jobs: Callable[[], int]
) -> None:
    assert asked.post(client, "terugkoppeling", **FEEDBACK).status_code == 303
    done = anonymous.get(asked.link(COMPLETE)).text
    assert "Wij openden een inloopuur." in done
    assert "Dank &lt;b&gt;u&lt;/b&gt; wel." in done
    asked.post(client, "sluiten", naam=TITLE)
    run_jobs()
    late = anonymous.get(asked.link(HALF))
    assert (late.status_code, "Wij openden een inloopuur." in late.text) == (410, True)
    with transaction(asked.engine) as session:
        session.exec(select(Study).where(col(Study.slug) == SLUG)).one().is_open = False
    public = anonymous.get(f"/s/{SLUG}")
    assert (public.status_code, "Wij openden een inloopuur." in public.text) == (410, True)
    assert "فتحنا ساعة استقبال." in anonymous.get(f"/s/{SLUG}?taal=ar").text


@pytest.mark.parametrize("text", ["x" * 4001, "half \x07 teken"])
def test_feedback_that_can_not_be_read_is_refused_and_shown_again(
    asked: Asked, client: FlaskClient, text: str
) -> None:
    answer = asked.post(client, "terugkoppeling", **{"feedback-nl": text})
    assert answer.status_code == 422
    assert "Nederlands:" in answer.text
    assert asked.round().feedback == {}


def test_the_page_of_the_link_says_what_content_tells(asked: Asked, client: FlaskClient) -> None:
    page = client.get(f"{asked.page}/koppeling").text
    assert "Dit kan zodra de ronde gesloten is." in page
    assert "Passen bij minder dan 5 leden</dt><dd>0</dd>" in page


@pytest.mark.parametrize(
    ("days", "status", "kept"), [("30", 303, 30), ("0", 422, 90), ("", 422, 90), ("veel", 422, 90)]
)
def test_how_long_the_link_is_kept_can_be_chosen(
    asked: Asked, client: FlaskClient, days: str, status: int, kept: int
) -> None:
    assert asked.post(client, "koppeling/termijn", dagen=days).status_code == status
    assert asked.round().link_kept_days == kept


def test_another_organisation_finds_none_of_it(
    asked: Asked, sign_in: SignIn, elsewhere: Organisation
) -> None:
    stranger = sign_in("researcher", at=elsewhere)
    for place in ("sluiten", "respons", "respons.csv", "koppeling", "terugkoppeling"):
        assert stranger.get(f"{asked.page}/{place}").status_code == 404, place
