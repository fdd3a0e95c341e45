import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.engine.notation import real
from questionnaires.fields.date import date, split

PART = st.text(st.characters(exclude_characters="-"), max_size=5)


@given(st.dates())
def test_a_date_that_was_split_is_the_same_date_again(day):
    assert date(**split(day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    "typed",
    [("31", "2", "2026"), ("1", "1", "60"), ("een", "1", "2026"), ("", "1", "2026"), ("1", "13", "2026")],
)
def test_what_is_no_date_stays_as_it_was_typed(typed):
    written = date(*typed)
    assert not real(written)
    assert tuple(split(written).values()) == typed


@given(PART, PART, PART)
def test_whatever_is_typed_comes_back_in_its_three_fields(day, month, year):
    written = date(day, month, year)
    if not real(written):
        assert split(written) == {"day": day, "month": month, "year": year}


def test_dashes_in_a_field_do_not_move_the_other_fields():
    assert split(date("1-2", "3", "1960")) == {"day": "1/2", "month": "3", "year": "1960"}


def test_an_answer_of_another_shape_stands_in_the_first_field():
    assert split("gisteren") == {"day": "gisteren", "month": "", "year": ""}
