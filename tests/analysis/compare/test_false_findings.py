"""How often a test finds what is not there, on synthetic samples from a population without differences."""

import numpy as np
import pyarrow as pa

from analysis.compare.association import chi_square
from analysis.compare.letters import column_letters
from analysis.design import Design

WIJKEN, PER_WIJK = 12, 80


def test_twelve_wijken_without_differences_get_a_letter_in_one_table_of_twenty() -> None:
    rng = np.random.default_rng(20)
    wijk = np.repeat([f"wijk {one:02d}" for one in range(WIJKEN)], PER_WIJK)
    times = 80
    false = {"holm": 0, "none": 0}
    for _ in range(times):
        table = pa.table({"wijk": wijk, "kent": (rng.random(len(wijk)) < 0.35).astype(float)})
        for correction in false:
            found = column_letters(table, Design(strata="wijk"), "wijk", ["kent"], correction=correction)
            false[correction] += any(one.letters for one in found.figures[0])
    # 5% of 80 is 4, give or take 2; without correction 66 tests find something in two tables of three.
    assert false["holm"] <= 10
    assert false["none"] >= 40


def test_under_clusters_f_keeps_its_level_where_a_plain_chi_square_does_not() -> None:
    rng = np.random.default_rng(21)
    places, each, times = 30, 14, 200
    place = np.repeat(np.arange(places), each)
    false = {"F": 0, "plain": 0}
    for _ in range(times):
        # Half of the places are of the one kind of wijk, half of the other; people at one place resemble each other.
        kind = np.where(place % 2 == 0, "oud", "nieuw")
        knows = rng.random(len(place)) < np.repeat(rng.beta(2, 3, places), each)
        table = pa.table({"plek": place, "soort": kind, "kent": np.where(knows, "ja", "nee")})
        false["F"] += chi_square(table, Design(psu="plek"), "soort", "kent").p < 0.05
        false["plain"] += chi_square(table, Design(), "soort", "kent").p < 0.05
    # 5% of 200 is 10, give or take 3.
    assert 2 <= false["F"] <= 20
    assert false["plain"] >= 50
