"""Counts to AAPOR's rates, groups with their interval, and no kept group that points at somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.closing.outcomes import DISPOSITIONS, REST, Outcomes, coarse, parts, rates
from survey.rounds.tables import STATES

COUNTS = {
    "complete": 40, "partial": 10, "refused": 8, "started": 2, "opened": 5, "invited": 30, "undeliverable": 4, "drawn": 1,
}  # fmt: skip


def test_every_state_has_a_disposition() -> None:
    assert set(DISPOSITIONS) == set(STATES)


def test_the_rates_are_those_of_aapor() -> None:
    found = rates(COUNTS)
    assert found is not None
    eligible, unknown, contacted = 95, 5, 65
    expected = {
        "RR1": 40 / (eligible + unknown), "RR2": 50 / (eligible + unknown), "RR3": 40 / (eligible + unknown),
        "RR5": 40 / eligible, "RR6": 50 / eligible, "COOP1": 40 / contacted, "COOP4": 50 / 60,
        "REF1": 10 / (eligible + unknown), "REF3": 10 / eligible, "CON1": 65 / 100, "CON3": 65 / eligible,
    }  # fmt: skip
    assert {name: found[name].estimate for name in expected} == pytest.approx(expected)


def test_without_anybody_there_are_no_rates() -> None:
    assert rates(dict.fromkeys(STATES, 0)) is None


def test_a_group_has_its_share_with_an_interval_and_a_small_one_says_so() -> None:
    large, small = parts({"noord": states(complete=20, invited=20), "zuid": states(complete=3, invited=2)})
    assert (large.n, large.share, large.small) == (40, 0.5, False)
    assert (large.low, large.high) == pytest.approx((0.352, 0.648), abs=0.001)  # Wilson 1927
    assert (small.share, small.small) == (0.6, True)


def states(**counts: int) -> dict[str, int]:
    return dict.fromkeys(STATES, 0) | counts


def test_small_groups_are_put_together_until_they_are_large_enough() -> None:
    found = coarse(
        Outcomes(
            states(),
            {
                "area": {
                    "a": states(invited=30),
                    "b": states(invited=12),
                    "c": states(complete=1),
                    "d": states(invited=2),
                }
            },
        ),
        10,
    )
    assert found.groups["area"] == {"a": states(invited=30), REST: states(invited=14, complete=1)}


SOME = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 40), max_size=8)


@given(SOME)
def test_putting_together_keeps_the_total_and_leaves_no_small_group_unless_it_is_everybody(
    sizes: dict[str, int],
) -> None:
    found = coarse(Outcomes(states(), {"sex": {code: states(invited=n) for code, n in sizes.items()}}), 10)
    kept = [each["invited"] for each in found.groups["sex"].values()]
    assert sum(kept) == sum(sizes.values())
    assert len(kept) <= 1 or min(kept) >= 10
