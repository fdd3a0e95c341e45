"""Rounded counts: multiples, close to the truth, and adding up where that is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.audit import audit
from analysis.disclosure.dimensions import Dimension, address
from analysis.disclosure.rounding import rounded
from analysis.disclosure.tables import Table, table
from analysis.errors import MethodError

G, H = Dimension.flat("g", ["a", "b", "c"]), Dimension.flat("h", ["x", "y"])


def made_of(numbers: list[int]) -> Table:
    return table(
        [G, H], {(g, h): numbers[2 * i + j] for i, g in enumerate("abc") for j, h in enumerate("xy")}
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=6, max_size=6), st.sampled_from([3, 5, 10]))
def test_controlled_rounding_adds_up_and_stays_within_the_base(numbers: list[int], base: int) -> None:
    made = made_of(numbers)
    found = rounded(made, base)
    assert found.additive
    assert found.largest_shift < base
    assert all(one % base == 0 for one in found.counts.values())
    for one in made.relations:
        parts = [found.counts[made.cells[part]] for part in one.parts]
        assert found.counts[made.cells[one.total]] == sum(parts)
    for cell, n in zip(made.cells, made.n, strict=True):
        low, high = found.known[cell]
        assert low <= n <= high
        if n % base == 0:
            assert found.counts[cell] == n


def test_in_three_dimensions_it_still_adds_up() -> None:
    third = Dimension.flat("s", ["m", "v"])
    counts = {
        (g, h, s): 1 + 7 * i + 3 * j + k
        for i, g in enumerate("abc")
        for j, h in enumerate("xy")
        for k, s in enumerate("mv")
    }
    found = rounded(table([G, H, third], counts), 5)
    assert found.additive
    assert found.largest_shift < 15


def test_rounding_each_count_by_itself_says_that_it_does_not_add_up() -> None:
    made = made_of([2, 2, 12, 7, 21, 6])
    found = rounded(made, 5, "nearest")
    assert [found.counts[address({"g": "a", "h": h})] for h in "xy"] == [0, 0]
    assert found.counts[address({"g": "a"})] == 5
    assert not found.additive
    assert "tellen zij niet precies op" in str(found.sentence)
    assert found.largest_shift == 2


def test_random_rounding_is_right_on_average_and_can_be_repeated() -> None:
    made = made_of([1, 2, 3, 4, 11, 8])
    cell = address({"g": "b", "h": "x"})
    drawn = [rounded(made, 5, "random", seed).counts[cell] for seed in range(400)]
    assert set(drawn) == {0, 5}
    assert sum(drawn) / 400 == pytest.approx(3, abs=0.4)
    assert rounded(made, 5, "random", 3) == rounded(made, 5, "random", 3)


def test_the_auditor_says_what_rounded_counts_still_tell() -> None:
    made = made_of([1, 2, 13, 24, 31, 8])
    found = rounded(made, 5)
    derived = {one.cell: one for one in audit(made, [], rounded=found.known).derived}
    small = derived[address({"g": "a", "h": "x"})]
    assert small.low == 0
    assert small.high >= 4


@pytest.mark.parametrize(("base", "method"), [(1, "controlled"), (5, "mooi"), (5, "random")])
def test_rounding_that_cannot_be_is_refused(base: int, method: str) -> None:
    with pytest.raises(MethodError, match="Verwacht: "):
        rounded(made_of([1, 2, 3, 4, 5, 6]), base, method)  # type: ignore[arg-type]
