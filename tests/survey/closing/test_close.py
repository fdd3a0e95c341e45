"""Closing: by hand with the name of the round, or when the deadline is past; what was left half done is harvested."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from survey.closing import harvest
from survey.closing.close import close, close_overdue
from survey.database import transaction
from survey.moment import now
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Round
from tests.survey.closing.asked import BEGUN, COMPLETE, HALF, NEARLY, TITLE, Asked

Run = Callable[[], int]


def close_by_hand(asked: Asked, client: FlaskClient, name: str = TITLE) -> int:
    return asked.post(client, "sluiten", naam=name).status_code


def test_unfinished_forms_become_partial_interviews_that_make_no_figure(
    asked: Asked, client: FlaskClient, run_jobs: Run
) -> None:
    assert asked.states() == ["complete", "started", "started", "started", "refused", "invited"]
    assert close_by_hand(asked, client) == 303
    assert run_jobs() == 1
    assert asked.states() == ["complete", "partial", "partial", "started", "refused", "invited"]
    kept = {each.outcome: each for each in asked.interviews()}
    assert sorted(each.outcome for each in asked.interviews()) == ["complete", "partial", "partial"]
    assert kept["partial"].state == "accepted"
    assert kept["partial"].origin == "panel"
    assert [each.sent_at is None for each in asked.drafts()] == [False]  # of the complete one, and empty


def test_what_was_answered_is_in_the_partial_interview(
    asked: Asked, client: FlaskClient, run_jobs: Run
) -> None:
    half, nearly = asked.draft_of(HALF), asked.draft_of(NEARLY)
    close_by_hand(asked, client)
    run_jobs()
    found = {each.id: each.answers for each in asked.interviews()}
    assert found[half] == {"consent": "yes", "unaided": "Het sociale team"}
    assert set(found[nearly]) == {"consent", "unaided", "aided", "how", "age"}


def test_a_wrong_name_closes_nothing(asked: Asked, client: FlaskClient) -> None:
    assert close_by_hand(asked, client, "Voorjaar") == 422
    assert asked.round().state == "open"


@pytest.mark.parametrize("state", ["preparing", "closed"])
def test_only_an_open_round_can_be_closed(asked: Asked, state: str) -> None:
    asked.change(state=state, closed_at=now())
    with (
        asked.app.test_request_context(),
        transaction(asked.engine) as session,
        pytest.raises(RoundRefused),
    ):
        close(session, session.get_one(Round, asked.round_id), account_id=None)
    assert asked.round().state == state


def test_the_deadline_closes_a_round_by_itself(asked: Asked, run_jobs: Run) -> None:
    with asked.app.app_context():
        assert close_overdue(asked.engine) == 0
        asked.change(deadline=now() - timedelta(minutes=1))
        assert close_overdue(asked.engine) == 1
        assert close_overdue(asked.engine) == 0
    run_jobs()
    assert asked.round().state == "closed"
    assert asked.states()[HALF] == "partial"


def test_a_crash_in_between_loses_and_doubles_nothing(
    asked: Asked, client: FlaskClient, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_by_hand(asked, client)
    with asked.app.app_context(), transaction(asked.engine) as session:
        first = harvest.unfinished(session, asked.round_id)[0]

    class Crash(BaseException):
        """The machine stops."""

    def crash(*_arguments: object) -> None:
        raise Crash

    real = harvest.left_half_done
    monkeypatch.setattr(harvest, "left_half_done", crash)
    with pytest.raises(Crash):
        run_jobs()
    monkeypatch.setattr(harvest, "left_half_done", real)
    run_jobs()
    assert sorted(each.outcome for each in asked.interviews()) == ["complete", "partial", "partial"]
    assert first is not None


def test_harvesting_again_changes_nothing(asked: Asked, client: FlaskClient, run_jobs: Run) -> None:
    half = asked.draft_of(HALF)
    close_by_hand(asked, client)
    run_jobs()
    with asked.app.app_context(), transaction(asked.engine) as session:
        assert harvest.harvest(session, half) is None
        assert harvest.harvest(session, asked.draft_of(COMPLETE)) is None
    assert len(asked.interviews()) == 3


def test_who_said_no_to_the_first_question_is_a_refusal_and_leaves_nothing(
    asked: Asked, client: FlaskClient, run_jobs: Run
) -> None:
    with asked.app.app_context(), transaction(asked.engine) as session:
        asked.fill_in(session, BEGUN, 1, consent="no")
    close_by_hand(asked, client)
    run_jobs()
    assert asked.states()[BEGUN] == "refused"
    assert len(asked.interviews()) == 3


def test_what_somebody_began_who_then_left_the_panel_is_wiped(
    asked: Asked, client: FlaskClient, run_jobs: Run
) -> None:
    asked.change_member(state="withdrawn")
    close_by_hand(asked, client)
    run_jobs()
    assert [each.outcome for each in asked.interviews()] == ["complete"]
    assert asked.states()[HALF] == "started"


def test_the_link_of_a_partial_form_says_that_it_is_too_late(
    asked: Asked, client: FlaskClient, run_jobs: Run
) -> None:
    close_by_hand(asked, client)
    run_jobs()
    page = asked.app.test_client().get(asked.link(HALF))
    assert page.status_code == 410
    assert "Dit onderzoek is gesloten" in page.text
