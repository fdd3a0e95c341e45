import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.engine.notation import numeral
from questionnaires.fields.number import number


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("12", "nl", 12),
        (" 12 ", "nl", 12),
        ("12,5", "nl", 12.5),
        ("12.5", "nl", 12.5),
        ("12,5", "en", 12.5),
        ("-3", "nl", -3),
        ("−3", "nl", -3),
        ("007", "nl", 7),
        ("1.000", "nl", 1000),
        ("1.000", "en", 1),
        ("1,000", "en", 1000),
        ("1,000", "nl", 1),
        ("1.250.000", "tr", 1250000),
        ("1 000", "nl", 1000),
        ("٢٥", "ar", 25),
        ("١٢٫٥", "ar", 12.5),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, language, value):
    assert number(typed, language) == value


@pytest.mark.parametrize(
    "typed",
    [
        "drie",
        "1e5",
        "0x10",
        "1/2",
        "12,",
        ",5",
        "--1",
        "1,2,3",
        "inf",
        "nan",
        "²",
        "½",
        "9" * 400,
        str(2**53),
    ],
)
def test_what_is_no_number_stays_as_it_was_typed(typed):
    assert number(typed, "nl") == typed


@pytest.mark.parametrize("language", ["nl", "en", "tr", "ar"])
def test_a_number_that_the_product_wrote_is_read_back(language):
    @given(st.integers(-(10**9), 10**9), st.integers(0, 4))
    def back(whole, decimals):
        value = whole / 10**decimals
        assert number(numeral(value, language), language) == value

    back()


@given(st.text(max_size=40), st.sampled_from(["nl", "en", "tr", "ar"]))
def test_whatever_is_typed_gives_a_finite_number_or_itself(typed, language):
    value = number(typed, language)
    assert value == typed if isinstance(value, str) else math.isfinite(value)
