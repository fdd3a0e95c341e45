"""Item non-response: each kind of missing answer has its own count, and not asked is none of them."""

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import IndicatorError, MethodError
from analysis.quality.missing_answers import missing_answers

ANSWERS = [
    "yes",
    "no",
    "missing:dont_know",
    "missing:refused",
    "missing:refused",
    "missing:not_applicable",
    None,
    None,
]


def test_each_kind_is_counted_apart_and_the_rate_is_of_who_was_asked():
    (found,) = missing_answers(pa.table({"answer_help": ANSWERS}), ["answer_help"])
    assert (found.n, found.asked, found.answered) == (8, 6, 2)
    assert (found.not_asked, found.dont_know, found.refused, found.not_applicable) == (2, 1, 2, 1)
    assert found.estimate == 0.5
    assert found.caveats == ("many_missing",)
    assert str(found.sentence) == (
        "De vraag “answer_help” is aan 6 mensen gesteld: 50% gaf geen antwoord (1 wist het niet, 2 wilde het niet "
        "zeggen). Aan 2 mensen is zij niet gesteld."
    )


def test_a_file_gives_the_same_whole_numbers(tmp_path):
    table = pa.table({"answer_help": ANSWERS})
    pyarrow.parquet.write_table(table, tmp_path / "answers.parquet")
    (found,) = missing_answers(tmp_path / "answers.parquet", ["answer_help"])
    assert found == missing_answers(table, ["answer_help"])[0]
    assert {type(count) for count in (found.n, found.refused, found.answered)} == {int}
    assert type(found.estimate) is float


def test_a_question_that_nobody_was_asked_has_no_rate():
    (found,) = missing_answers(pa.table({"q": pa.array([None, None], pa.string())}), ["q"])
    assert (found.estimate, found.asked, found.caveats) == (None, 0, ("nobody_asked",))
    assert str(found.sentence) == "De vraag “q” is aan niemand gesteld."


def test_other_codes_and_numbers_are_read_as_told():
    table = pa.table({"mark": [7.0, 98.0, 99.0, 99.0, None], "word": ["a", "98", "b", "c", None]})
    mark, word = missing_answers(table, ["mark", "word"], dont_know=(98,), refused=(99,))
    assert (mark.dont_know, mark.refused, mark.answered) == (1, 2, 1)
    assert (word.dont_know, word.refused, word.answered) == (0, 0, 4)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([*ANSWERS, "other"]), min_size=1, max_size=40))
def test_the_kinds_add_up_to_everybody(answers):
    (found,) = missing_answers(pa.table({"q": pa.array(answers, pa.string())}), ["q"])
    parts = (found.not_asked, found.not_applicable, found.dont_know, found.refused, found.answered)
    assert sum(parts) == found.n == len(answers)
    assert min(parts) >= 0
    assert found.estimate is None or 0 <= found.estimate <= 1


def test_a_question_that_does_not_exist_is_refused():
    with pytest.raises(IndicatorError, match="answer_x"):
        missing_answers(pa.table({"q": ["a"]}), ["answer_x"])


def test_a_code_with_two_meanings_is_refused():
    with pytest.raises(MethodError, match="99, 99"):
        missing_answers(pa.table({"q": ["a"]}), ["q"], dont_know=(99,), refused=(99,), not_applicable=())
