"""Multinomial logit on grouped counts: a small own fit, since statsmodels' takes no weights.

log P(j | x) / P(reference | x) = x b_j (McFadden 1974; R: `nnet::multinom`). Coefficients are in blocks per class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.models.classes import Classes, OfClasses
from analysis.models.newton import Point, maximise
from analysis.models.scores import Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Multinomial(OfClasses):
    """A multinomial logit on a sample: q = (J - 1) p coefficients.

    Attributes:
        answers: the class per cell.
        columns: the basis of the design matrix [K, p].
    """

    answers: Classes
    columns: "Floats"

    @property
    def outcomes(self) -> tuple[Any, ...]:
        """The classes; the first is the reference."""
        return self.answers.labels

    def fit(self) -> "Floats":
        """The coefficients of the basis [q].

        Raises:
            ModelError: there is no maximum.
        """
        sums = self.answers.sums()
        start = np.zeros((len(self.outcomes) - 1) * self.columns.shape[1])
        return maximise(lambda beta: self.evaluate(beta, sums), start)

    def evaluate(self, beta: "Floats", sums: "Floats") -> Point:
        """The log-likelihood at `beta`, for shares per combination and class [K, J]."""
        log_chance = self._log_chances(self.columns, beta)
        chance = np.exp(log_chance)
        mass = sums.sum(axis=1)
        away = (sums - mass[:, None] * chance)[:, 1:]
        return Point(
            float((sums * log_chance).sum()),
            (away.T @ self.columns).ravel(),
            self._information(chance[:, 1:], mass),
        )

    def influence(self, beta: "Floats") -> Part:
        """What each cell adds to the coefficients: its score by the inverse information."""
        chance = self.expected(self.columns, beta)
        mass = self.answers.sums().sum(axis=1) * self.answers.mass
        inverse = np.linalg.inv(self._information(chance[:, 1:], mass))
        observed = np.eye(len(self.outcomes))[:, 1:]
        pairs = observed[None, :, :] - chance[:, None, 1:]
        scores = pairs[:, :, :, None] * self.columns[:, None, None, :]
        return self.answers.part(scores.reshape(chance.size, -1) @ inverse)

    def expected(self, matrix: "Floats", beta: "Floats") -> "Floats":
        """The chance of each class [rows, J]."""
        found: Floats = np.exp(self._log_chances(matrix, beta))
        return found

    def slopes(self, matrix: "Floats", beta: "Floats", share: "Floats") -> "Floats":
        """The derivative of sum_r share_r P_rj with respect to the coefficients [J, q]."""
        chance = self.expected(matrix, beta)
        found = np.empty((chance.shape[1], len(beta)))
        for place in range(chance.shape[1]):
            inner = -chance[:, 1:] * chance[:, [place]]
            if place:
                inner[:, place - 1] += chance[:, place]
            found[place] = ((inner * share[:, None]).T @ matrix).ravel()
        return found

    def constraints(self) -> "Floats":
        """Rows C: a direction d with C d >= 0, not all 0, raises the likelihood for ever (separation)."""
        found = []
        width = self.columns.shape[1]
        for combination, place in np.argwhere(self.answers.sums() > 0):
            for other in range(len(self.outcomes)):
                row = np.zeros((len(self.outcomes), width))
                row[place] += self.columns[combination]
                row[other] -= self.columns[combination]
                if other != place:
                    found.append(row[1:].ravel())
        return np.array(found)

    def extreme(self, beta: "Floats") -> float:
        """The largest log-odds between classes."""
        log_chance = self._log_chances(self.columns, beta)
        return float((log_chance.max(axis=1) - log_chance.min(axis=1)).max())

    def blocks(self, back: "Floats") -> "Floats":
        """From coefficients of the basis to those of the design matrix [q, q]."""
        return np.kron(np.eye(len(self.outcomes) - 1), back).astype(np.float64)

    def names(self, columns: Sequence[str]) -> list[tuple[str, Any]]:
        """Per coefficient its column and class [q]."""
        return [(name, label) for label in self.outcomes[1:] for name in columns]

    def likelihoods(self, beta: "Floats") -> tuple[float, float]:
        """The log-likelihood per unit of weight of this model and of the one without covariates."""
        sums = self.answers.sums()
        shares = sums.sum(axis=0)
        return self.evaluate(beta, sums).value, float(shares @ np.log(shares))

    def _information(self, chance: "Floats", mass: "Floats") -> "Floats":
        size, width = chance.shape[1], self.columns.shape[1]
        found = np.empty((size, width, size, width))
        for one in range(size):
            for other in range(size):
                inner = -mass * chance[:, one] * chance[:, other]
                if one == other:
                    inner = inner + mass * chance[:, one]
                found[one, :, other, :] = (self.columns * inner[:, None]).T @ self.columns
        return found.reshape(size * width, size * width)

    def _log_chances(self, matrix: "Floats", beta: "Floats") -> "Floats":
        eta = np.zeros((len(matrix), len(self.outcomes)))
        eta[:, 1:] = matrix @ beta.reshape(len(self.outcomes) - 1, matrix.shape[1]).T
        top = eta.max(axis=1, keepdims=True)
        found: Floats = eta - top - np.log(np.exp(eta - top).sum(axis=1, keepdims=True))
        return found
