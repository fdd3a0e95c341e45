"""The default holds the truth in 94% to 99.5% of samples from a known population; a small part of `bench.coverage`."""

import numpy as np
import pyarrow as pa
import pytest

from analysis import intervals
from analysis.design import Design
from analysis.estimate import estimate
from bench.coverage import LEAST, MOST, WIJKEN, draw, hold

SAMPLES, SEED = 4_000, 7
NOISE = 3 * (LEAST * (1 - LEAST) / SAMPLES) ** 0.5  # three standard errors of a coverage of 94%


@pytest.mark.parametrize("n", [30, 150])
@pytest.mark.parametrize("true", [0.02, 0.05, 0.3, 0.5, 0.98])
@pytest.mark.parametrize("design", ["random", "strata", "latent 0.05", "latent 0.15", "answers 0.05"])
def test_the_default_holds_the_truth(design: str, true: float, n: int):
    held = hold(intervals.DEFAULT, draw(design, true, n, SAMPLES, SEED))
    assert held.none == 0
    assert LEAST - NOISE <= held.coverage <= MOST + NOISE / 3


def test_walds_interval_and_those_of_r_miss_the_truth_of_a_small_street_sample():
    drawn = draw("latent 0.05", 0.05, 30, SAMPLES, SEED)
    default = hold(intervals.DEFAULT, drawn)
    for method in ("mean", "logit", "xlogit", "beta", "likelihood", "asin"):
        other = hold(method, drawn)
        assert other.coverage < 0.85 < default.coverage
        assert other.none > 0.15


@pytest.mark.parametrize("true", [0.02, 0.05, 0.1, 0.95])
def test_a_rare_answer_that_comes_in_clumps_at_a_few_places_is_held_by_assuming_so(true: float):
    drawn = draw("answers 0.15", true, 400, SAMPLES, SEED)
    default, nchs = (hold(method, drawn) for method in (intervals.DEFAULT, "korn_graubard"))
    assert LEAST <= default.coverage <= MOST
    assert nchs.coverage < LEAST


def test_a_figure_says_that_its_design_effect_was_assumed_and_counts_the_answers_left():
    rows = 400
    table = pa.table(
        {"place": [str(row % 10) for row in range(rows)], "x": [float(row < 6) for row in range(rows)]}
    )
    (figure,) = estimate(table, Design(psu="place"), ["x"])
    assert (figure.method, figure.n_eff) == ("korn_graubard_assumed", 400 / (1 + 39 * 0.1))
    assert {"assumed_design_effect"} == set(figure.caveats) & {
        "assumed_design_effect",
        "few_places",
        "capped",
    }
    (nchs,) = estimate(table, Design(psu="place"), ["x"], method="korn_graubard")
    assert (nchs.method, nchs.n_eff) == ("korn_graubard", 400)
    assert {"few_places", "capped"} <= set(nchs.caveats)
    (scattered,) = estimate(table, Design(), ["x"])
    assert scattered.method == "korn_graubard"
    assert not {"few_places", "assumed_design_effect"} & set(scattered.caveats)


def test_the_variance_of_the_simulation_is_that_of_the_product():
    rng = np.random.default_rng(5)
    places = rng.random((5, 2)).repeat(6, axis=1)
    answers = (rng.random((5, 12)) < places).astype(float)
    units = answers.reshape(5, 2, 6).mean(axis=2)
    table = pa.table(
        {
            "wijk": np.repeat(list("abcde"), 12),
            "place": np.tile(np.repeat(["1", "2"], 6), 5),
            "weight": np.repeat(WIJKEN * 1000, 12),
            "x": answers.ravel(),
        }
    )
    (figure,) = estimate(table, Design(strata="wijk", psu="place", weight="weight"), ["x"])
    assert figure.estimate == pytest.approx((WIJKEN * units.mean(axis=1)).sum())
    assert figure.se**2 == pytest.approx((WIJKEN**2 * units.var(axis=1, ddof=1) / 2).sum())
    assert figure.df == 5
