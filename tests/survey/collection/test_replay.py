"""Does an interview agree with its own questionnaire?"""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.engine.check import check
from questionnaires.engine.compiled import Compiled
from questionnaires.engine.evaluate import absent
from questionnaires.engine.route import walk
from questionnaires.programme import for_areas, publishable
from survey.collection.replay import context, replay
from tests.survey.collection.test_body import JSON
from tests.survey.samples import ANSWERS, QUESTIONNAIRE

PROGRAMME = for_areas(publishable(QUESTIONNAIRE), [("noord", "Noord"), ("zuid", "Zuid")])
COMPILED = Compiled(PROGRAMME)
CONTEXT = {
    "today": "2026-11-02",
    "seed": 1,
    "language": "nl",
    "mode": "interviewer",
    "origin": "street",
    "shown": [],
}
VALUES = st.one_of(
    st.sampled_from(["yes", "no", "noord", "market", "", 44, 17, 44.5, -1, True, None, "tekst", "x\x00"]),
    st.lists(st.sampled_from(["paper", "friend", "none", "x"]), max_size=3),
    st.builds(lambda code: {"missing": code}, st.sampled_from(["refused", "dont_know", "not_asked", "x"])),
    JSON,
)


def _codes(answers: dict[str, Any]) -> list[tuple[str, str]]:
    return [(flag["code"], flag["variable"]) for flag in replay(PROGRAMME, answers, CONTEXT).flags]


def test_an_interview_that_agrees_has_no_flags() -> None:
    found = replay(PROGRAMME, ANSWERS, CONTEXT)
    assert (found.flags, found.outcome) == ([], "complete")
    assert found.counted == ["consent", "area", "spot", "knows_vet", "channels", "age"]


@pytest.mark.parametrize(
    ("changes", "code", "variable"),
    [
        ({"nieuw": "x"}, "unknown_variable", "nieuw"),
        ({"knows_vet": "maybe"}, "unknown_code", "knows_vet"),
        ({"knows_vet": 1}, "wrong_kind", "knows_vet"),
        ({"knows_vet": None}, "required", "knows_vet"),
        ({"area": "west"}, "unknown_code", "area"),
        ({"channels": ["none", "paper"]}, "exclusive_with_others", "channels"),
        ({"age": 17}, "check_failed", "age"),
        ({"age": 121}, "too_large", "age"),
        ({"consent": {"missing": "refused"}}, "not_allowed_missing", "consent"),
        ({"knows_vet": {"missing": "not_asked"}}, "not_allowed_missing", "knows_vet"),
    ],
)
def test_what_does_not_agree_becomes_a_flag(changes: dict[str, Any], code: str, variable: str) -> None:
    assert (code, variable) in _codes(ANSWERS | changes)


def test_answers_off_the_path_are_no_flag_and_do_not_count() -> None:
    found = replay(PROGRAMME, ANSWERS | {"knows_vet": "no", "channels": ["unheard of"]}, CONTEXT)
    assert found.flags == []
    assert "channels" not in found.counted


def test_an_interview_that_was_ended_by_its_page_is_not_asked_the_rest() -> None:
    found = replay(PROGRAMME, {"consent": "no"}, CONTEXT)
    assert (found.flags, found.counted, found.outcome) == ([], ["consent"], "refused")


@given(st.dictionaries(st.sampled_from([*PROGRAMME["variables"], "nieuw", ""]), VALUES))
def test_replay_says_what_the_twin_says_of_each_answer_alone(answers: dict[str, Any]) -> None:
    passage = walk(PROGRAMME, answers, CONTEXT)
    expected = {(name, "unknown_variable") for name in answers if name not in PROGRAMME["variables"]} | {
        (name, problem["code"])
        for name in passage.names
        for problem in check(PROGRAMME, name, answers.get(name), answers, CONTEXT)
        if not (absent(answers.get(name)) and not PROGRAMME["variables"][name]["required"])
    }
    found = replay(PROGRAMME, answers, CONTEXT)
    assert {(flag["variable"], flag["code"]) for flag in found.flags} == expected
    assert found.counted == list(passage.counted)
    for why in (None, "interrupted"):
        assert replay(PROGRAMME, answers, CONTEXT, why, COMPILED) == replay(PROGRAMME, answers, CONTEXT, why)


def test_the_day_of_the_questions_is_believed_when_it_is_near_the_start() -> None:
    start = datetime.fromisoformat("2026-11-02T00:10:00+01:00")
    given_by = {"origin": "panel", "mode": "online", "language": "nl", "started_at": start}
    assert context(**given_by, paradata={})["today"] == "2026-11-02"
    assert context(**given_by, paradata={"today": "2026-11-01"})["today"] == "2026-11-01"
    assert context(**given_by, paradata={"today": "1990-01-01"})["today"] == "2026-11-02"
    assert context(**given_by, paradata={"today": "gisteren", "seed": -1})["seed"] == 0


@pytest.mark.parametrize(
    "why", ["interrupted", "refused", "language", "screened_out", "quota_full", "partial"]
)
def test_what_was_not_asked_before_a_break_off_is_no_flag(why: str) -> None:
    found = replay(PROGRAMME, {"consent": "yes"}, CONTEXT, why)
    assert (found.flags, found.outcome, found.counted) == ([], why, ["consent"])


def test_a_wrong_answer_stays_a_flag_in_an_interview_that_was_broken_off() -> None:
    found = replay(PROGRAMME, {"consent": "maybe"}, CONTEXT, "interrupted")
    assert [flag["code"] for flag in found.flags] == ["unknown_code"]


def test_the_page_that_ended_the_interview_says_more_than_the_interviewer() -> None:
    assert replay(PROGRAMME, {"consent": "no"}, CONTEXT, "interrupted").outcome == "refused"
