"""From log-odds to shares, at any size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.logit import expit


@given(st.floats(-30, 30))
def test_a_share_and_its_log_odds_say_the_same(odds: float):
    share = float(expit(np.array(odds)))
    assert np.log(share / (1 - share)) == pytest.approx(odds, rel=1e-3, abs=1e-9)


def test_log_odds_without_end_are_nothing_and_everything_and_nothing_overflows():
    assert expit(np.array([-np.inf, -800.0, 0.0, 800.0, np.inf])).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]
