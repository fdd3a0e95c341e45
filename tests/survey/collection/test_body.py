"""Reading the bytes of an interview."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.collection.body import read
from survey.collection.strict import DEEPEST
from survey.problems import Problem
from tests.survey.samples import body, interview

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=8,
)


@given(st.binary(max_size=300))
def test_no_bytes_whatsoever_do_more_than_be_refused(sent: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read(sent)
    assert refused.value.code in {"not_json", "interview_invalid"}


@given(st.dictionaries(st.sampled_from(sorted(interview())), JSON, max_size=4))
def test_members_of_any_shape_are_read_or_refused(changes: dict[str, Any]) -> None:
    try:
        found = read(body(**changes))
    except Problem as refused:
        assert refused.code in {"interview_invalid", "not_json"}  # noqa: PT017 (both ends are right)
    else:
        assert found.completed_at >= found.started_at


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_answers_come_through_as_they_were_sent(answers: dict[str, Any]) -> None:
    assert read(body(answers=answers)).answers == json.loads(json.dumps(answers), parse_int=_as_double)


def _as_double(digits: str) -> float:
    return int(digits) if abs(int(digits)) <= 2**53 else float(digits)


def test_as_deep_as_allowed_is_read_and_one_deeper_is_not() -> None:
    deep: Any = []
    for _layer in range(DEEPEST - 3):
        deep = [deep]
    assert read(body(answers={"a": deep}))
    with pytest.raises(Problem) as refused:
        read(body(answers={"a": [deep]}))
    assert refused.value.code == "not_json"


def test_members_that_this_version_does_not_know_are_no_reason_to_refuse() -> None:
    assert read(body(device="tablet 7")).study == "proef"
