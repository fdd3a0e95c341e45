"""The log-odds of proportions in domains: their replicate variance, and the regression that R iterates for them."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.domains import log_odds_variances
from analysis.intervals.log_odds import LogOdds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.cells import Cells, Value
    from analysis.domains import Question
    from analysis.intervals import Method

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

TOLERANCE, ROUNDS = 1e-8, 25  # of R's `glm`, as its manual tells


def log_odds(
    cells: "Cells", questions: "Sequence[Question]", domain: "Codes", domains: int, method: "Method"
) -> LogOdds | None:
    """What the interval `method` needs besides proportions and variances [questions * domains]; None for nothing.

    Args:
        cells: the sample.
        questions: what is asked.
        domain: of each cell [cells]; -1 for none.
        domains: number of domains.
        method: of the intervals.
    """
    variance = None
    if cells.replicates is not None and method in {"logit", "likelihood"}:
        variance = log_odds_variances(cells, questions, domain, domains).ravel()
    if method != "likelihood":
        return None if variance is None else LogOdds(variance)
    known = [
        information(cells, one.top, domain, domains)
        if one.statistic == "mean" and one.top.kind == "proportion"
        else np.ones(domains)
        for one in questions
    ]
    return LogOdds(variance, np.concatenate(known))


def information(cells: "Cells", value: "Value", domain: "Codes", domains: int) -> "Floats":
    """The information with which a logistic regression on a constant stops, by its limit n p (1 - p) [domains].

    Iterated weighted least squares (McCullagh and Nelder 1989, section 4.4.2), with weights of mean 1 and the start
    (w y + 1/2) / (w + 1) of R's `binomial` family, until the deviance changes by less than `TOLERANCE`. The weights of
    the last round are those of the last but one estimate, so that R's design effect is that much beside its limit.
    The mean is over all rows of the domain, those without an answer too. In a cell of several rows those with the same
    answer have the same weight. 1 where p is 0 or 1.
    """
    inside = (domain >= 0) & (value.n > 0)
    where = domain[inside]

    def total(per_cell: "Floats") -> "Floats":
        found: Floats = np.bincount(where, per_cell, domains).astype(np.float64)
        return found

    weight, yes = value.weight[inside], value.total[inside]
    n = value.n[inside].astype(np.float64)
    counted = value.plain[inside] if len(value.plain) == len(value.n) else n * yes / weight
    size = np.bincount(domain[domain >= 0], cells.n[domain >= 0], domains)
    mean = np.bincount(domain[domain >= 0], cells.weight[domain >= 0], domains) / np.maximum(size, 1)
    scale = np.where(mean > 0, mean, 1.0)[where]
    whole = total(weight / scale)
    share = total(yes / scale) / np.where(whole > 0, whole, 1.0)
    some = (share > 0) & (share < 1)
    known, moved, deviance = np.zeros(domains), np.zeros(domains), np.zeros(domains)
    for answer, rows, weights in ((1.0, counted, yes / scale), (0.0, n - counted, (weight - yes) / scale)):
        each = weights / np.where(rows > 0, rows, 1.0)
        start = (each * answer + 0.5) / (each + 1)
        spread = start * (1 - start)
        known += total(weights * spread)
        moved += total(weights * (spread * np.log(start / (1 - start)) + answer - start))
        deviance -= 2 * total(weights * np.log(start if answer else 1 - start))
    limit = total(n) * share * (1 - share)
    return np.where(
        some, _stopped(share, whole, known, moved, deviance, some) / np.where(some, limit, 1.0), 1.0
    )


def _stopped(
    share: "Floats",
    whole: "Floats",
    known: "Floats",
    moved: "Floats",
    deviance: "Floats",
    going: "NDArray[np.bool_]",
) -> "Floats":
    """The information of the last round [domains], from the first one."""
    share = np.where(going, share, 0.5)
    odds = np.where(going, moved / np.where(known > 0, known, 1.0), 0.0)
    for _ in range(ROUNDS):
        fitted = 1 / (1 + np.exp(-odds))
        now = -2 * whole * (share * np.log(fitted) + (1 - share) * np.log1p(-fitted))
        going = going & (np.abs(now - deviance) / (np.abs(now) + 0.1) >= TOLERANCE)
        if not going.any():
            break
        deviance, spread = now, fitted * (1 - fitted)
        known = np.where(going, whole * spread, known)
        odds = np.where(going, odds + (share - fitted) / spread, odds)
    return known
