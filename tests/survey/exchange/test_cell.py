from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.exchange.cell import CellError, read, write


def variable(kind: str) -> dict[str, Any]:
    return {"kind": kind, "options": [{"code": code} for code in ("yes", "no", "other")]}


CODES = st.sampled_from(["yes", "no", "other"])
MISSING = st.sampled_from(
    [{"missing": code} for code in ("dont_know", "refused", "not_applicable", "not_asked")]
)
ANSWERS = st.one_of(
    st.tuples(st.sampled_from(["single", "scale", "consent", "area"]), CODES | MISSING),
    st.tuples(st.just("multiple"), st.lists(CODES, unique=True, min_size=1) | MISSING),
    st.tuples(st.just("number"), st.integers(-(10**9), 10**9) | st.floats(-1e12, 1e12) | MISSING),
    st.tuples(st.sampled_from(["text", "long_text"]), st.text(min_size=1) | MISSING),
    st.tuples(st.just("date"), st.dates().map(str) | MISSING),
)


@given(ANSWERS)
def test_every_answer_comes_back_from_its_cell(given_answer: tuple[str, Any]) -> None:
    kind, answer = given_answer
    assert read(variable(kind), write(answer)) == answer


@pytest.mark.parametrize("nothing", [None, "", []])
def test_no_answer_is_an_empty_cell(nothing: Any) -> None:
    assert write(nothing) == ""
    assert read(variable("single"), "") is None


def test_a_multiple_answer_is_its_codes_with_bars_between() -> None:
    assert write(["yes", "other"]) == "yes|other"
    assert read(variable("multiple"), "yes | other") == ["yes", "other"]


def test_a_missing_code_says_so_and_a_text_that_looks_like_one_does_not() -> None:
    assert write({"missing": "dont_know"}) == "missing:dont_know"
    assert write("missing:dont_know") == "'missing:dont_know"
    assert read(variable("text"), "'missing:dont_know") == "missing:dont_know"


@pytest.mark.parametrize(
    ("kind", "cell", "part"),
    [
        ("single", "maybe", "'maybe'; verwacht: yes, no, other"),
        ("multiple", "yes|maybe", "'maybe'"),
        ("number", "zeven", "'zeven' is geen getal"),
        ("number", "nan", "geen getal"),
        ("number", "1e999", "geen getal"),
        ("date", "22-11-2026", "geen datum"),
        ("single", "missing:asleep", "missing:dont_know"),
    ],
)
def test_a_cell_that_is_no_answer_says_what_was_expected_and_what_came(
    kind: str, cell: str, part: str
) -> None:
    with pytest.raises(CellError) as refused:
        read(variable(kind), cell)
    assert part in str(refused.value)


def test_a_value_that_was_flagged_is_read_as_it_was_sent() -> None:
    assert read(variable("single"), "maybe", lenient=True) == "maybe"
    assert read(variable("multiple"), "yes|maybe", lenient=True) == ["yes", "maybe"]
