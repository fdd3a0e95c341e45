"""How likely people are to respond: a weighted logistic regression on the table of groups.

Fitted by iteratively reweighted least squares (Newton's method; McCullagh and Nelder 1989, section 4.4). Factors
enter with a column for every class; what they say twice is resolved by the generalised inverse.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.weighting import refusals
from analysis.weighting.explained import inverse, moments_of

if TYPE_CHECKING:
    from analysis.cells import Floats
    from analysis.projection import Basis

ROUNDS, TOLERANCE = 50, 1e-12
LARGEST = 30.0  # log odds beyond this are certainty: some class responds always, or never


def propensities(basis: "Basis", asked: "Floats", answered: "Floats") -> "Floats":
    """The fitted probability to respond [groups].

    Args:
        basis: the predictors.
        asked: sum of the weights of everybody [groups].
        answered: sum of the weights of the respondents [groups].

    Raises:
        ConvergenceError: the predictors separate respondents from the others.
    """
    start = float(answered.sum() / asked.sum())
    # The odds of everybody together are a sum of columns when there is a factor; else zero is as good.
    linear = np.full(len(asked), np.log(start / (1 - start)) if basis.factors and start < 1 else 0.0)
    coefficients = np.zeros(basis.width)
    if basis.factors and start < 1:
        coefficients[: basis.factors[0][1]] = linear[0]
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-linear))
        away = basis.moments((answered - asked * p)[:, None])[:, 0]
        step = inverse(moments_of(basis, asked * p * (1 - p))) @ away
        coefficients = coefficients + step
        linear = basis.times(coefficients[:, None])[:, 0]
        if np.abs(linear).max() > LARGEST:
            raise refusals.certain_response()
        if np.abs(basis.times(step[:, None])).max() < TOLERANCE:
            return 1 / (1 + np.exp(-linear))
    raise refusals.certain_response()
