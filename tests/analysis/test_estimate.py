"""What the reader of a figure may count on, whatever the sample."""

import pandas as pd
import pytest

from analysis.design import Design
from analysis.estimate import estimate


@pytest.fixture
def street() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "wijk": ["Noord"] * 4 + ["Zuid"] * 4,
            "place": ["a", "a", "b", "b"] * 2,
            "weight": [1.5, 2.0, 2.5, 1.0, 3.0, 1.0, 2.0, 2.0],
            "m:awareness.aided:vet": [1.0, 0.0, 1.0, None, 0.0, 0.0, 0.0, 0.0],
        }
    )


def test_a_figure_names_its_measure_entity_base_and_what_is_missing(street: pd.DataFrame):
    design = Design(strata="wijk", psu="place", weight="weight")
    (figure,) = estimate(street, design, ["m:awareness.aided:vet"])
    assert (figure.measure, figure.entity, figure.kind) == ("awareness.aided", "vet", "proportion")
    assert (figure.n, figure.missing, figure.weighted_base) == (7, 1, 14.0)
    assert figure.estimate == pytest.approx(4 / 14)


def test_nobody_positive_has_an_interval_and_says_so(street: pd.DataFrame):
    design = Design(strata="wijk", psu="place", weight="weight")
    figure = estimate(street, design, ["m:awareness.aided:vet"], by="wijk", method="logit")[1]
    assert (figure.by, figure.estimate, figure.se, figure.low) == ({"wijk": "Zuid"}, 0.0, 0.0, 0.0)
    assert figure.high is not None
    assert 0 < figure.high < 1
    assert figure.method == "korn_graubard"
    assert {"extreme", "method_undefined", "deff_undefined"} <= set(figure.caveats)


def agreeing() -> pd.DataFrame:
    """Fifty interviews at three places that happen to agree: less variation between places than chance gives."""
    return pd.DataFrame(
        {
            "place": ["a"] * 16 + ["b"] * 17 + ["c"] * 17,
            "m:awareness.aided:vet": [1.0] * 9 + [0.0] * 7 + [1.0] * 10 + [0.0] * 7 + [1.0] * 10 + [0.0] * 7,
        }
    )


def test_places_that_agree_by_chance_give_no_margin_narrower_than_fifty_interviews_can_carry():
    (as_r,) = estimate(agreeing(), Design(psu="place"), ["m:awareness.aided:vet"], method="beta")
    (careful,) = estimate(agreeing(), Design(psu="place"), ["m:awareness.aided:vet"])
    assert as_r.n_eff > 50
    assert careful.n_eff == 50
    assert (careful.estimate, careful.se, careful.deff) == (as_r.estimate, as_r.se, as_r.deff)
    assert careful.low < as_r.low
    assert careful.high > as_r.high
    assert careful.high - careful.low > 0.25
    assert "capped" in careful.caveats
    assert "capped" not in as_r.caveats


def test_a_margin_that_is_wide_enough_is_not_capped():
    street = agreeing().assign(place=range(50))
    design, asked = Design(psu="place"), ["m:awareness.aided:vet"]
    (careful,), (as_r,) = (estimate(street, design, asked, method=name) for name in ("korn_graubard", "beta"))
    assert (careful.low, careful.high) == (as_r.low, as_r.high)
    assert "capped" not in careful.caveats
