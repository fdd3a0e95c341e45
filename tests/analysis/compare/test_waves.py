"""Waves of a survey, drawn apart or with the same people."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.compare.waves import between_waves
from analysis.design import Design
from analysis.errors import DesignError, MethodError


def panel(seed: int = 8, people: int = 150, waves: int = 2) -> pa.Table:
    """A synthetic panel: the same people in each wave, whose answers resemble their earlier ones."""
    rng = np.random.default_rng(seed)
    own = rng.normal(0, 2, people)
    wave = np.repeat(np.arange(1, waves + 1), people)
    person = np.tile(np.arange(people), waves)
    return pa.table(
        {
            "jaar": 2020 + wave,
            "persoon": person,
            "wijk": [f"wijk {one % 5}" for one in person],
            "w": 10.0 + person % 7,
            "cijfer": np.round(6 + own[person] + 0.4 * wave + rng.normal(0, 0.7, len(wave)), 2),
        }
    )


APART = Design(strata="wijk", weight="w")


def test_the_same_people_give_a_smaller_error_than_strangers() -> None:
    fresh = between_waves(panel(), APART, "cijfer", "jaar")
    same = between_waves(panel(), APART, "cijfer", "jaar", overlap="persoon")
    one, other = fresh.comparisons.differences[0], same.comparisons.differences[0]
    assert other.difference == one.difference
    assert one.se is not None
    assert other.se is not None
    assert other.se < one.se / 2
    assert (fresh.both, fresh.correlation) == ((0,), (pytest.approx(0, abs=1e-12),))
    assert same.both == (150,)
    assert same.correlation[0] == pytest.approx(0.89, abs=0.05)


def test_waves_drawn_apart_add_their_variances() -> None:
    one = between_waves(panel(), APART, "cijfer", "jaar").comparisons.differences[0]
    assert one.se is not None
    assert one.se**2 == pytest.approx(one.first.se**2 + one.second.se**2)
    assert (one.first.name, one.second.name) == ("2022", "2021")


def test_a_wave_that_is_in_the_strata_already_changes_nothing() -> None:
    crossed = Design(strata=("wijk", "jaar"), weight="w")
    assert between_waves(panel(), crossed, "cijfer", "jaar") == between_waves(
        panel(), APART, "cijfer", "jaar"
    )


def test_each_wave_is_held_against_the_one_before_or_the_first() -> None:
    table = panel(waves=3)
    for against, names in (("previous", ["2021", "2022"]), ("first", ["2021", "2021"])):
        found = between_waves(table, APART, "cijfer", "jaar", against=against).comparisons
        assert [one.second.name for one in found.differences] == names
        assert found.family == 2


def test_groups_are_followed_apart() -> None:
    found = between_waves(panel(), APART, "cijfer", "jaar", "wijk", overlap="persoon")
    assert [one.first.by["wijk"] for one in found.comparisons.differences] == [
        f"wijk {one}" for one in range(5)
    ]
    assert found.both == (30, 30, 30, 30, 30)


def test_the_population_of_a_stratum_holds_for_each_wave() -> None:
    sizes = {f"wijk {one}": 60.0 for one in range(5)}
    for population, strata in ((sizes, "wijk"), (300.0, None)):
        drawn = between_waves(
            panel(), Design(strata=strata, weight="w", population=population), "cijfer", "jaar"
        )
        endless = between_waves(panel(), Design(strata=strata, weight="w"), "cijfer", "jaar")
        small, large = (one.comparisons.differences[0].se for one in (drawn, endless))
        assert small == pytest.approx(large * 0.5**0.5)  # half of everybody was asked, twice


def test_the_sentence_says_whether_people_took_part_twice() -> None:
    assert "losse steekproeven" in str(between_waves(panel(), APART, "cijfer", "jaar").sentence)
    same = str(between_waves(panel(), APART, "cijfer", "jaar", overlap="persoon").sentence)
    assert "ten hoogste 150 deden aan beide mee" in same
    assert "n = 300" in same


def test_what_cannot_be_followed_is_refused() -> None:
    with pytest.raises(DesignError, match="overlap"):
        between_waves(panel(), Design(psu="wijk"), "cijfer", "jaar", overlap="persoon")
    moved = panel().set_column(2, "wijk", pa.array([f"wijk {place % 7}" for place in range(300)]))
    with pytest.raises(DesignError):
        between_waves(moved, APART, "cijfer", "jaar", overlap="persoon")
    with pytest.raises(MethodError, match="first"):
        between_waves(panel(), APART, "cijfer", "jaar", against="last")
    with pytest.raises(MethodError, match="twee metingen"):
        between_waves(panel(), APART, "cijfer", "jaar", "persoon", where={"jaar": 2021, "persoon": [1, 2]})
