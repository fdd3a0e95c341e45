"""AAPOR's rates: a published example, a table counted by hand, and what must always hold between them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import EvidenceError, MethodError
from analysis.quality.outcome_rates import DISPOSITIONS, outcome_rates

# The example in the documentation of the R package outcomerate (rOpenSci): twelve people, e = 9 / 10.
TWELVE = {"I": 4, "P": 2, "R": 1, "NC": 1, "O": 1, "UH": 1, "UO": 1, "NE": 1}
PUBLISHED = {
    "RR1": 0.364,
    "RR2": 0.545,
    "RR3": 0.370,
    "RR4": 0.556,
    "RR5": 0.444,
    "RR6": 0.667,
    "COOP1": 0.500,
    "COOP2": 0.750,
    "COOP3": 0.571,
    "COOP4": 0.857,
    "REF1": 0.091,
    "REF2": 0.093,
    "REF3": 0.111,
    "CON1": 0.727,
    "CON2": 0.741,
    "CON3": 0.889,
}


def test_the_twelve_people_in_the_documentation_of_outcomerate_have_its_sixteen_rates():
    found = outcome_rates(TWELVE)
    assert (found.e, found.method) == (0.9, "proportional")
    assert {name: round(rate.estimate, 3) for name, rate in found.rates.items()} == PUBLISHED


def test_another_published_example_with_a_hundred_interviews_and_twenty_non_contacts():
    # The README of the R package responserates (Leeper).
    found = outcome_rates({"I": 100, "NC": 20})
    assert {round(found[f"RR{number}"].estimate, 3) for number in range(1, 7)} == {0.833}
    assert {found[f"COOP{number}"].estimate for number in range(1, 5)} == {1.0}
    assert {found[f"REF{number}"].estimate for number in range(1, 4)} == {0.0}
    assert {round(found[f"CON{number}"].estimate, 3) for number in range(1, 4)} == {0.833}


def test_each_formula_written_out_for_a_fieldwork_of_two_thousand():
    i, p, r, nc, o, uh, uo, e = 400, 60, 240, 300, 50, 700, 250, 0.4
    found = outcome_rates({"I": i, "P": p, "R": r, "NC": nc, "O": o, "UH": uh, "UO": uo}, e=e)
    eligible, unknown = 1050, 950
    by_hand = {
        "RR1": 400 / 2000,
        "RR2": 460 / 2000,
        "RR3": 400 / (eligible + e * unknown),
        "RR4": 460 / 1430,
        "RR5": 400 / 1050,
        "RR6": 460 / 1050,
        "COOP1": 400 / 750,
        "COOP2": 460 / 750,
        "COOP3": 400 / 700,
        "COOP4": 460 / 700,
        "REF1": 240 / 2000,
        "REF2": 240 / 1430,
        "REF3": 240 / 1050,
        "CON1": 750 / 2000,
        "CON2": 750 / 1430,
        "CON3": 750 / 1050,
    }
    assert {name: rate.estimate for name, rate in found.rates.items()} == pytest.approx(by_hand)
    assert (found["RR3"].low, found["RR3"].high) == (found["RR1"].estimate, found["RR5"].estimate)
    assert found["RR3"].n == 2000


COUNTS = st.fixed_dictionaries({name: st.integers(0, 500) for name in DISPOSITIONS}).filter(
    lambda counts: any(counts.values())
)


@given(COUNTS, st.floats(0, 1))
def test_rates_are_shares_and_grow_as_fewer_unknown_cases_count(counts, e):
    found = outcome_rates(counts, e)
    for rate in found.rates.values():
        if rate.estimate is None:
            assert rate.caveats == ("no_cases",)
            continue
        assert 0 <= rate.low <= rate.estimate <= rate.high <= 1
    for order in (
        ("RR1", "RR3", "RR5"),
        ("RR2", "RR4", "RR6"),
        ("REF1", "REF2", "REF3"),
        ("CON1", "CON2", "CON3"),
    ):
        shares = [found[name].estimate for name in order if found[name].estimate is not None]
        assert shares == sorted(shares)
    for less, more in (("RR1", "RR2"), ("RR3", "RR4"), ("COOP1", "COOP2"), ("COOP1", "COOP3")):
        if found[less].estimate is not None and found[more].estimate is not None:
            assert found[less].estimate <= found[more].estimate


@given(COUNTS)
def test_without_e_the_response_is_the_lowest_unless_the_ineligible_are_counted(counts):
    known = {name: count for name, count in counts.items() if name != "NE"}
    if not any(known.values()):
        return
    found = outcome_rates(known)
    assert (found.e, found.method) == (1.0, "assumed")
    assert found["RR3"].estimate == found["RR1"].estimate
    assert ("eligibility_assumed" in found["RR3"].caveats) == (known["UH"] + known["UO"] > 0)


def test_a_rate_about_nobody_has_no_figure_and_says_so():
    found = outcome_rates({"UH": 10})
    assert found["COOP1"].estimate is None
    assert str(found["COOP1"].sentence) == "COOP1 is niet te berekenen: er is niemand om over te tellen."


def test_the_sentences_say_who_is_counted():
    found = outcome_rates({"I": 30, "R": 20, "NC": 10, "UO": 40}, e=0.5)
    assert str(found.sentence) == (
        "Van 100 mensen of adressen deden er 30 mee: een respons van 38% (RR3). "
        "Omdat van sommigen niet bekend is of zij meetellen, ligt de respons tussen 30% en 50%."
    )
    assert str(found["COOP3"].sentence) == (
        "Medewerking (COOP3): van de 50 mensen die zijn gesproken, deed 60% mee."
    )


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"I": -1}, "I: -1"),
        ({"I": 2.5}, "I: 2.5"),
        ({"I": math.nan}, "I: nan"),
        ({"I": 1, "X": 4}, "X"),
        ({"I": 0}, "Gekregen: 0"),
        ({}, "Gekregen: 0"),
    ],
)
def test_impossible_counts_are_refused(counts, says):
    with pytest.raises(EvidenceError, match=says):
        outcome_rates(counts)


@pytest.mark.parametrize("e", [-0.1, 1.2, 40, math.nan])
def test_an_e_that_is_no_share_is_refused(e):
    with pytest.raises(MethodError, match="tussen 0 en 1"):
        outcome_rates({"I": 1}, e)
