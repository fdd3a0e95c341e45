"""What a person types is read strictly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.studies.typed import NotUnderstood, day, line, text, whole


@given(st.integers(0, 99_999_999))
def test_a_whole_number_is_read_back_with_and_without_points(value: int) -> None:
    assert whole(str(value), 0, 99_999_999) == value
    assert whole(f"{value:,}".replace(",", "."), 0, 99_999_999) == value


@pytest.mark.parametrize(
    "typed", ["１２", "١٢", "1_0", "+5", "-1", "1,5", "1e3", "4.00", "four", "²", "0x10", "9" * 13, "1\x002"]
)
def test_other_digits_and_signs_are_no_whole_number(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        whole(typed, 0, 10**9)


def test_nothing_typed_is_nothing() -> None:
    assert (whole(" ", 0, 1), day(""), line("  ", 3)) == (None, None, "")


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_as_it_is_written_here_and_as_machines_write_it(value: date) -> None:
    assert day(value.isoformat()) == value
    assert day(f"{value.day}-{value.month}-{value.year}") == value


@pytest.mark.parametrize(
    "typed", ["31-2-2026", "2026-13-01", "1/3/2026", "morgen", "１-3-2026", "1-3-26", "0001-01-01"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="geen dag"):
        day(typed)


@pytest.mark.parametrize("typed", ["a\x00b", "\ud800", "a\nb", "a\x1bb", "a\u2028b"])
def test_a_line_has_no_characters_that_nobody_sees(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="niet te lezen"):
        line(typed, 100)


def test_a_text_keeps_its_lines() -> None:
    assert text(" een\r\ntwee ", 100) == "een\ntwee"


@given(st.text(), st.integers(0, 50))
def test_a_line_that_is_taken_is_never_too_long(typed: str, longest: int) -> None:
    try:
        taken = line(typed, longest)
    except NotUnderstood:
        return
    assert len(taken) <= longest
    assert line(taken, longest) == taken
