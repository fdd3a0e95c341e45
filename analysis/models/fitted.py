"""What a fitted model keeps to predict with: the fit, its sample, and how covariates become columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from analysis.cells import Key
from analysis.models.coding import Coding
from analysis.models.grouped import Grouped
from analysis.models.replicated import Totalled, covariance_of_refits
from analysis.models.scores import Part, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Kernel(Protocol):
    """A kind of regression on a sample, with coefficients in a basis of the design matrix."""

    @property
    def outcomes(self) -> tuple[Any, ...]:
        """The classes of the outcome; empty when it is a number."""

    def fit(self) -> "Floats":
        """The coefficients [q]."""

    def refit(self, start: "Floats", totals: "Floats") -> "Floats":
        """The coefficients [q] from other totals."""

    @property
    def totalled(self) -> Totalled:
        """The totals that the fit is made from."""

    def mass(self, totals: "Floats") -> "Floats":
        """The sum of the weights per combination [K], of such totals."""

    def influence(self, beta: "Floats") -> Part:
        """What each cell adds to the coefficients."""

    def expected(self, matrix: "Floats", beta: "Floats") -> "Floats":
        """The expected outcome, or the chance of each class [rows, J]."""

    def slopes(self, matrix: "Floats", beta: "Floats", share: "Floats") -> "Floats":
        """The derivative of sum_r share_r expected_rj with respect to the coefficients [J, q]."""

    def constraints(self) -> "Floats":
        """See `analysis.models.separation`."""

    def extreme(self, beta: "Floats") -> float:
        """How far the largest linear predictor lies out."""

    def blocks(self, back: "Floats") -> "Floats":
        """From coefficients of the basis to those of the design matrix [q, q]."""

    def names(self, columns: Sequence[str]) -> list[tuple[str, Any]]:
        """Per coefficient its name and class [q]."""

    def likelihoods(self, beta: "Floats") -> tuple[float, float]:
        """The log-likelihood per unit of weight of this model and of the one without covariates."""


@dataclass(frozen=True)
class Fitted:
    """A fitted regression.

    Attributes:
        kernel: the fit.
        coding: how covariates become columns.
        sample: the combinations of the covariates.
        cell_weight: the sum of the weights per cell where the outcome is known [cells].
        weight: the same per combination [K].
        columns: the design matrix [K, p], without intercept in an ordinal model.
        basis: coefficients of the basis [q].
        back: from those to `coef` [q, q].
        coef: coefficients of the design matrix [q].
    """

    kernel: Kernel
    coding: Coding
    sample: Grouped
    cell_weight: "Floats"
    weight: "Floats"
    columns: "Floats"
    basis: "Floats"
    back: "Floats"
    coef: "Floats"
    thresholds: bool = False

    @property
    def share(self) -> "Floats":
        """The share of the weights of each combination [K]."""
        found: Floats = self.weight / self.weight.sum()
        return found

    def matrix(self, data: Mapping[str, Key], rows: int) -> "Floats":
        """The design matrix for other values of the covariates [rows, p].

        Raises:
            FormulaError: a class that the model does not know.
        """
        found = self.coding.matrix(data, rows)
        return found[:, 1:] if self.thresholds else found

    def setting(self, column: str, value: Any) -> "Floats":
        """The design matrix with everybody's `column` set to one value [K, p].

        Raises:
            FormulaError: a class that the model does not know.
        """
        everybody = Key(np.zeros(self.sample.size, dtype=np.int64), (value,))
        return self.matrix({**self.sample.covariates, column: everybody}, self.sample.size)

    def influence(self) -> Part:
        """What each cell adds to `coef`."""
        return self.kernel.influence(self.basis).times(self.back)

    def spread(self, statistic: "Callable[[Floats], Floats]", *parts: Part) -> "Floats":
        """The design covariance [q, q] of estimates: by linearisation from their parts, or by refits.

        Args:
            statistic: the estimates [q] from totals of the kernel.
            parts: what each cell adds to them.
        """
        cells = self.sample.cells
        if cells.replicates is not None:
            return covariance_of_refits(cells, self.kernel.totalled, statistic)
        return spread(cells, self.sample.used, parts)

    def refit(self, totals: "Floats") -> "Floats":
        """`coef` from other totals."""
        found: Floats = self.back @ self.kernel.refit(self.basis, totals)
        return found
