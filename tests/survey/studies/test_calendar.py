"""In which wave a day falls."""

from datetime import date
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from survey.studies.calendar import falls_in, overlapping


class _Days(NamedTuple):
    starts_on: date
    ends_on: date | None


MARCH = _Days(date(2026, 3, 1), date(2026, 3, 31))
MAY = _Days(date(2026, 5, 1), None)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_a_day_between_two_waves_belongs_to_the_one_before_and_one_before_all_to_the_first() -> None:
    waves = [MARCH, MAY]
    assert falls_in(date(2026, 3, 15), waves) is MARCH
    assert falls_in(date(2026, 4, 15), waves) is MARCH
    assert falls_in(date(2026, 5, 1), waves) is MAY
    assert falls_in(date(2026, 1, 1), waves) is MARCH


def test_where_two_overlap_the_one_that_began_last_takes_the_day() -> None:
    week = _Days(date(2026, 3, 10), date(2026, 3, 16))
    assert falls_in(date(2026, 3, 12), [MARCH, week]) is week
    assert falls_in(date(2026, 3, 20), [MARCH, week]) is MARCH
    assert overlapping([week, MARCH, MAY]) == [(MARCH, week)]


@given(
    DAYS, st.lists(st.tuples(DAYS, DAYS).map(sorted).map(lambda pair: _Days(*pair)), min_size=1, max_size=5)
)
def test_a_day_within_some_wave_never_falls_in_one_that_does_not_hold_it(
    day: date, waves: list[_Days]
) -> None:
    holds = [wave for wave in waves if wave.starts_on <= day <= (wave.ends_on or day)]
    found = falls_in(day, waves)
    assert not holds or found in holds
