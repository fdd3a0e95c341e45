"""A challenge is worth something once solved or waited for, by who got it, for the study it was made for."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from survey.locations import prove

SECRET = "made up"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def judge(asked: str, solution: str = "", **other: object) -> prove.Verdict:
    given = {"secret": SECRET, "study_id": 1, "holder": "me", "wait_seconds": 20} | other
    return prove.judge(asked=asked, solution=solution, **given)


def test_a_solved_challenge_may_begin_at_once() -> None:
    asked = prove.challenge(SECRET, 1, "me")
    found = judge(asked, prove.solve(asked))
    assert found.how == "solved"
    assert len(found.number) == 20


def test_without_a_solution_it_takes_twenty_seconds() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        asked = prove.challenge(SECRET, 1, "me")
        assert judge(asked) == prove.Verdict("early", judge(asked).number, 20)
        clock.shift(19)
        assert (judge(asked).how, judge(asked).seconds) == ("early", 1)
        clock.shift(1)
        assert judge(asked).how == "waited"


def test_a_challenge_does_not_last_for_ever() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        asked = prove.challenge(SECRET, 1, "me")
        clock.shift(prove.LASTS + timedelta(seconds=1))
        assert judge(asked, prove.solve(asked)).how == "refused"


@pytest.mark.parametrize(
    "other", [{"study_id": 2}, {"holder": "somebody else"}, {"secret": "of another installation"}]
)
def test_a_challenge_of_another_is_refused(other: dict[str, object]) -> None:
    asked = prove.challenge(SECRET, 1, "me")
    assert judge(asked, prove.solve(asked), **other).how == "refused"


def test_a_challenge_that_was_made_easier_is_refused() -> None:
    one, other = (prove.challenge(SECRET, study, "me") for study in (1, 2))
    forged = one.partition(".")[0] + "." + other.partition(".")[2]
    assert judge(forged, prove.solve(forged)).how == "refused"


def test_a_solution_with_one_wrong_number_is_refused() -> None:
    asked = prove.challenge(SECRET, 1, "me")
    numbers = prove.solve(asked).split(".")
    wrong = next(n for n in range(1000) if not prove._zeros(asked, 0, str(n), prove.BITS))
    assert judge(asked, ".".join([str(wrong), *numbers[1:]])).how == "refused"
    assert judge(asked, ".".join(numbers[1:])).how == "refused"


@given(st.text(max_size=1500), st.text(min_size=1, max_size=200))
def test_whatever_is_sent_instead_is_refused_and_breaks_nothing(asked: str, solution: str) -> None:
    ours = prove.challenge(SECRET, 1, "me")
    assert judge(asked, solution).how == "refused"
    assert judge(ours, solution).how == "refused"
