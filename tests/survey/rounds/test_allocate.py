"""Dividing a sample: whole numbers that add up, as near to the exact share as whole numbers can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.rounds.allocate import Stratum, allocate, shares

SIZES = st.dictionaries(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("xyz")), st.integers(0, 5_000), max_size=24
)


@given(SIZES, st.integers(0, 10_000))
def test_shares_add_up_and_differ_less_than_one_from_the_exact_share(
    sizes: dict[Stratum, int], total: int
) -> None:
    given_ = shares(sizes, total)
    everything = sum(sizes.values())
    assert sum(given_.values()) == (total if everything else 0)
    for stratum, share in given_.items():
        assert everything == 0 or abs(share - total * sizes[stratum] / everything) < 1


@given(SIZES, st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_in_which_the_strata_come_does_not_matter(sizes, total, random) -> None:
    shuffled = list(sizes.items())
    random.shuffle(shuffled)
    assert shares(dict(shuffled), total) == shares(sizes, total)


@given(SIZES, st.integers(0, 10_000))
def test_equal_parts_differ_at_most_one(sizes: dict[Stratum, int], total: int) -> None:
    parts = allocate(sizes, total, "equal").values()
    assert max(parts, default=0) - min(parts, default=0) <= 1


def test_a_sample_no_larger_than_the_panel_asks_no_stratum_for_more_than_it_has() -> None:
    there = {("noord",): 3, ("zuid",): 4, ("west",): 5}
    for size in range(13):
        wanted = allocate(there, size, "proportional")
        assert all(wanted[stratum] <= count for stratum, count in there.items())


def test_largest_remainder_as_counted_by_hand() -> None:
    # 10 of 7 + 8 + 5 = 20: exactly 3.5, 4 and 2.5; the half of the larger stratum goes first.
    assert shares({("a",): 7, ("b",): 8, ("c",): 5}, 10) == {("a",): 4, ("b",): 4, ("c",): 2}


def test_given_numbers_stand_and_a_stratum_that_was_not_named_gets_none() -> None:
    wanted = allocate({("a",): 7, ("b",): 8}, 0, "numbers", {("a",): 2, ("gone",): 1})
    assert wanted == {("a",): 2, ("b",): 0, ("gone",): 1}


def test_an_allocation_that_does_not_exist_is_refused() -> None:
    with pytest.raises(LookupError, match="guess"):
        allocate({("a",): 7}, 1, "guess")
