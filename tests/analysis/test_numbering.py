"""Numbering of the codes that occur: by a table or by sorting, with the same outcome."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbering import LEAST, firsts, occurring, occurring_among

CODES = st.lists(st.integers(0, 40), min_size=1, max_size=30)


@given(CODES, st.sampled_from([41, 10 * LEAST]))
def test_codes_are_numbered_in_their_own_order_whatever_their_range(codes: list[int], size: int):
    present, places = occurring(np.array(codes), size)
    assert present.tolist() == sorted(set(codes))
    assert present[places].tolist() == codes


@given(CODES)
def test_the_first_entry_of_each_place_is_found(codes: list[int]):
    present, places = occurring(np.array(codes), 41)
    assert firsts(places, len(present)).tolist() == [codes.index(one) for one in present]


@given(
    st.lists(st.tuples(st.integers(-1, 40), st.booleans()), max_size=30), st.sampled_from([41, 10 * LEAST])
)
def test_codes_of_others_and_missing_ones_come_after_the_last(entries: list[tuple[int, bool]], size: int):
    codes = np.array([code for code, _ in entries], dtype=np.int64)
    chosen = np.array([one for _, one in entries], dtype=bool)
    places, many = occurring_among(codes, size, chosen)
    present = sorted({code for code, one in entries if one and code >= 0})
    assert many == len(present)
    assert places.tolist() == [
        present.index(code) if one and code >= 0 else len(present) for code, one in entries
    ]
