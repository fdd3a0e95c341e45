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
    assert figure.method == "wilson"
    assert {"extreme", "logit_undefined", "deff_undefined"} <= set(figure.caveats)
