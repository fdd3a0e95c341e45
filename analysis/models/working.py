"""The working weights of R's last iteration.

R computes the errors of a `svyglm` with the working weights with which its last step was taken, not with those at the
coefficients that the step gave ("the weights in the final iteration of the IWLS fit", help page of `glm`). Under its
strictest stopping rule that changes an error by about 1e-8 of itself. Tables that are kept row by row follow R; grouped
ones, whose first step cannot be taken row by row, use the coefficients themselves.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.models.families import Family
    from analysis.models.grouped import Grouped

    Floats = NDArray[np.float64]

EPSILON = 1e-14  # R: glm.control(epsilon = 1e-14), as the reference numbers were made
ROUNDS = 50


def last_but_one(
    family: "Family", sample: "Grouped", columns: "Floats", outcome: "Floats", weight: "Floats"
) -> "Floats | None":
    """The coefficients with which R's last step begins [q]; None when it does not come so far.

    Iteratively reweighted least squares (McCullagh and Nelder 1989, section 2.5), begun and ended as the help pages
    of R's `glm`, `family` and `glm.control` say.

    Args:
        family: the distribution, not the normal one.
        sample: the combinations of the rows.
        columns: per combination [K, q].
        outcome: per row [cells]; rows that are not used count nothing.
        weight: per row, with mean 1 [cells].
    """
    binomial = family.name == "binomial"
    mu = (weight * outcome + 0.5) / (weight + 1) if binomial else np.maximum(outcome, 0.0) + 0.1
    eta = np.log(mu / (1 - mu)) if binomial else np.log(mu)
    inner = weight * family.variance(mu)
    known = np.where(outcome > 0, outcome, 1.0)
    own = 0.0 if binomial else float((weight * outcome * np.log(known))[sample.used].sum())
    mass, total = sample.sums(weight), sample.sums(weight * outcome)

    def deviance(mean: "Floats") -> float:
        if binomial:
            return float(-2 * (total @ np.log(mean) + (mass - total) @ np.log1p(-mean)))
        return float(2 * (own - total @ np.log(mean) - total.sum() + mass @ mean))

    pull = sample.sums(inner * eta + weight * (outcome - mu))
    inner = sample.sums(inner)
    before, old = None, np.inf
    for _ in range(ROUNDS):
        if not (inner > 0).all():
            return None
        information = (columns * inner[:, None]).T @ columns
        beta = np.asarray(np.linalg.solve(information, columns.T @ pull), dtype=np.float64)
        eta = columns @ beta
        mean = family.mean(eta)
        new = deviance(mean)
        if abs(new - old) / (abs(new) + 0.1) < EPSILON:
            return before
        before, old = beta, new
        inner = mass * family.variance(mean)
        pull = inner * eta + total - mass * mean
    return None
