"""Ordinal regression (proportional odds) on grouped counts: a small own fit, since statsmodels' takes no weights.

logit P(Y <= j | x) = z_j - x b (McCullagh 1980; R: `svyolr`, `MASS::polr`). The coefficients are b [p], then the
thresholds z [J - 1]. The errors use the observed information, as R's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.logit import expit
from analysis.models.classes import Classes, OfClasses
from analysis.models.newton import Point, maximise
from analysis.models.scores import Part
from analysis.models.variable import label_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FAR = 1e3  # a threshold beyond every linear predictor


@dataclass(frozen=True)
class Ordered(OfClasses):
    """A proportional odds model on a sample: q = p + J - 1 coefficients.

    Attributes:
        answers: the class per cell.
        columns: the basis of the design matrix, without intercept [K, p].
    """

    answers: Classes
    columns: "Floats"

    @property
    def outcomes(self) -> tuple[Any, ...]:
        """The classes, from low to high."""
        return self.answers.labels

    def fit(self) -> "Floats":
        """The coefficients of the basis and the thresholds [q].

        Raises:
            ModelError: there is no maximum.
        """
        sums = self.answers.sums()
        below = np.cumsum(sums.sum(axis=0))[:-1]
        start = np.concatenate([np.zeros(self.columns.shape[1]), np.log(below / (1 - below))])
        return maximise(lambda beta: self.evaluate(beta, sums), start)

    def evaluate(self, beta: "Floats", sums: "Floats") -> Point:
        """The log-likelihood at `beta`, for shares per combination and class [K, J]."""
        thresholds = beta[self.columns.shape[1] :]
        if (np.diff(thresholds) <= 0).any():
            return Point(-np.inf, np.zeros_like(beta), np.eye(len(beta)))
        rows, places = np.nonzero(sums)
        share = sums[rows, places]
        upper, lower, chance, rise, fall = self._pieces(beta, rows, places)
        high, low = rise / chance, fall / chance
        pull = share * high
        push = share * low
        gradient = upper.T @ pull - lower.T @ push
        bend_high = high * (1 - 2 * expit(self._at(upper, beta, places, 1))) - high**2
        bend_low = -low * (1 - 2 * expit(self._at(lower, beta, places, 0))) - low**2
        both = (upper * (share * high * low)[:, None]).T @ lower
        hessian = (
            (upper * (share * bend_high)[:, None]).T @ upper
            + (lower * (share * bend_low)[:, None]).T @ lower
            + both
            + both.T
        )
        return Point(float(share @ np.log(chance)), gradient, -hessian)

    def influence(self, beta: "Floats") -> Part:
        """What each cell adds to the coefficients: its score by the inverse information."""
        sample, size = self.answers.sample, len(self.outcomes)
        inverse = np.linalg.inv(self.evaluate(beta, self.answers.sums()).information * self.answers.mass)
        rows = np.repeat(np.arange(sample.size), size)
        places = np.tile(np.arange(size), sample.size)
        upper, lower, chance, rise, fall = self._pieces(beta, rows, places)
        scores = upper * (rise / chance)[:, None] - lower * (fall / chance)[:, None]
        return self.answers.part(scores @ inverse)

    def expected(self, matrix: "Floats", beta: "Floats") -> "Floats":
        """The chance of each class [rows, J]."""
        width = matrix.shape[1]
        below = expit(beta[width:][None, :] - (matrix @ beta[:width])[:, None])
        ends = np.zeros((len(matrix), 1)), np.ones((len(matrix), 1))
        found: Floats = np.diff(np.concatenate([ends[0], below, ends[1]], axis=1), axis=1)
        return found

    def slopes(self, matrix: "Floats", beta: "Floats", share: "Floats") -> "Floats":
        """The derivative of sum_r share_r P_rj with respect to the coefficients [J, q]."""
        width = matrix.shape[1]
        below = expit(beta[width:][None, :] - (matrix @ beta[:width])[:, None])
        density = below * (1 - below) * share[:, None]
        found = np.zeros((len(self.outcomes), len(beta)))
        for place in range(len(self.outcomes) - 1):
            change = -(density[:, place] @ matrix)
            found[place, :width] += change
            found[place + 1, :width] -= change
            found[place, width + place] += density[:, place].sum()
            found[place + 1, width + place] -= density[:, place].sum()
        return found

    def constraints(self) -> "Floats":
        """Rows C: a direction d with C d >= 0, not all 0, raises the likelihood for ever (separation)."""
        rows, places = np.nonzero(self.answers.sums())
        upper, lower = self._lines(rows, places)
        found: Floats = np.concatenate([upper[places < len(self.outcomes) - 1], -lower[places > 0]])
        return found

    def extreme(self, beta: "Floats") -> float:
        """The largest distance between a threshold and a linear predictor."""
        width = self.columns.shape[1]
        away = beta[width:][None, :] - (self.columns @ beta[:width])[:, None]
        return float(np.abs(away).max())

    def blocks(self, back: "Floats") -> "Floats":
        """From coefficients of the basis to those of the design matrix [q, q]."""
        width, size = len(back), len(back) + len(self.outcomes) - 1
        found = np.eye(size)
        found[:width, :width] = back
        return found

    def names(self, columns: Sequence[str]) -> list[tuple[str, Any]]:
        """Per coefficient its column, or its threshold `low|high` [q]."""
        texts = [label_text(label) for label in self.outcomes]
        return [(name, None) for name in columns] + [(f"{low}|{high}", None) for low, high in pairwise(texts)]

    def likelihoods(self, beta: "Floats") -> tuple[float, float]:
        """The log-likelihood per unit of weight of this model and of the one without covariates."""
        sums = self.answers.sums()
        shares = sums.sum(axis=0)
        return self.evaluate(beta, sums).value, float(shares @ np.log(shares))

    def _lines(self, rows: Any, places: Any) -> "tuple[Floats, Floats]":
        """The linear maps to z_j - x b and z_(j-1) - x b per pair; without a threshold 0 for its z."""
        steps = np.eye(len(self.outcomes))[:, :-1]
        upper = np.concatenate([-self.columns[rows], steps[places]], axis=1)
        before = np.concatenate([np.zeros((1, steps.shape[1])), steps[:-1]])
        lower = np.concatenate([-self.columns[rows], before[places]], axis=1)
        return upper, lower

    def _at(self, lines: "Floats", beta: "Floats", places: Any, end: int) -> "Floats":
        found = lines @ beta
        if end:
            found = np.where(places == len(self.outcomes) - 1, FAR, found)
        else:
            found = np.where(places == 0, -FAR, found)
        return np.asarray(found, dtype=np.float64)

    def _pieces(
        self, beta: "Floats", rows: Any, places: Any
    ) -> "tuple[Floats, Floats, Floats, Floats, Floats]":
        """Lines, the chance of each pair, and the density at its upper and lower end."""
        upper, lower = self._lines(rows, places)
        top, bottom = expit(self._at(upper, beta, places, 1)), expit(self._at(lower, beta, places, 0))
        rest = expit(-self._at(upper, beta, places, 1))
        # Far up, the difference of two numbers near 1 loses digits; their complements do not.
        above = expit(-self._at(lower, beta, places, 0)) - rest
        chance = np.maximum(np.where(bottom > 0.5, above, top - bottom), 1e-300)  # noqa: PLR2004 -- half way
        return upper, lower, chance, top * rest, bottom * (1 - bottom)
