"""Linear, logistic and Poisson regression on grouped sums, whatever the number of rows.

Per combination k with linear predictor eta the log-likelihood is T eta - W b(eta): W the sum of the weights, T that of
weight times outcome. The score of a cell is x (T - mu W), so sums per cell are all that is needed (McCullagh and
Nelder 1989, chapter 2; Binder 1983; R: `svyglm`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.models.families import Family
from analysis.models.grouped import Answers, Grouped, Sums
from analysis.models.newton import Point, maximise
from analysis.models.replicated import Totalled
from analysis.models.scores import Part
from analysis.models.working import last_but_one

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDING = 1e-12  # a mean outcome nearer to 0 or 1 than this is 0 or 1
CLOSE = 1e-4  # a change of the deviance after which the last digits are left to Newton


@dataclass(frozen=True)
class Generalised:
    """A generalised linear model on a sample.

    Attributes:
        family: its distribution.
        sample: the combinations.
        answers: the outcome per cell.
        known: the outcome per combination.
        columns: the basis of the design matrix [K, q].
    """

    family: Family
    sample: Grouped
    answers: Answers
    known: Sums
    columns: "Floats"

    @property
    def outcomes(self) -> tuple[Any, ...]:
        """None: the outcome is a number."""
        return ()

    def fit(self) -> "Floats":
        """The coefficients of the basis [q]: by statsmodels, then one or two steps of Newton to the last digits.

        Raises:
            ModelError: there is no maximum.
        """
        weight, total = self.sums()
        return maximise(lambda beta: self.evaluate(beta, weight, total), self._start(weight, total))

    def refit(self, start: "Floats", totals: "Floats") -> "Floats":
        """The same from other totals [2 K], from coefficients that are near."""
        weight, total = self.sums(totals)
        return maximise(lambda beta: self.evaluate(beta, weight, total), start)

    @property
    def totalled(self) -> Totalled:
        """The sums of weights, and of weight times outcome, per combination."""
        columns = (self.answers.weight, self.answers.total)
        return Totalled(columns, self.sample.combination, self.sample.size)

    def mass(self, totals: "Floats") -> "Floats":
        """The sum of the weights per combination [K], of such totals."""
        return totals[: self.sample.size]

    def sums(self, totals: "Floats | None" = None) -> "tuple[Floats, Floats]":
        """Per combination the sum of the weights, and of weight times outcome [K]; total weight 1."""
        weight, apart = self.known.weight, self.known.total
        if totals is not None:
            weight, apart = totals[: self.sample.size], totals[self.sample.size :]
        size = weight.sum()
        return weight / size, (apart + self.answers.centre * weight) / size

    def evaluate(self, beta: "Floats", weight: "Floats", total: "Floats") -> Point:
        """The log-likelihood at `beta`."""
        eta = self.columns @ beta
        mu = self.family.mean(eta)
        inner = weight * self.family.variance(mu)
        value = float(total @ eta - weight @ self.family.cumulant(eta))
        return Point(
            value, self.columns.T @ (total - mu * weight), (self.columns * inner[:, None]).T @ self.columns
        )

    def last_step(self) -> "Floats | None":
        """Where R's last iteration begins, on a table kept by row; see `analysis.models.working`."""
        used = self.sample.used
        if self.family.name == "gaussian" or (self.sample.cells.n[used] > 1).any():
            return None
        weight = np.where(used, self.answers.weight, 1.0)
        outcome = np.where(used, self.answers.total / weight + self.answers.centre, 0.0)
        mean = float(self.sample.cells.weight[self.sample.cells.inside].mean())
        with np.errstate(all="ignore"):
            return last_but_one(self.family, self.sample, self.columns, outcome, weight / mean)

    def influence(self, beta: "Floats") -> Part:
        """What each cell adds to the coefficients: its score by the inverse information."""
        before = self.last_step()
        mu = self.family.mean(self.columns @ beta)
        variance = self.family.variance(mu)
        working = variance
        if before is not None:
            working = self.family.variance(self.family.mean(self.columns @ before))
        inverse = np.linalg.inv((self.columns * (self.known.weight * working)[:, None]).T @ self.columns)
        ratio = np.divide(working, variance, out=np.ones_like(variance), where=variance > 0)
        rows = (self.columns * ratio[:, None]) @ inverse
        answers, away = self.answers, self.sample.per_cell(mu - self.answers.centre)
        plain = answers.plain
        if self.sample.cells.projections and len(plain):
            plain = plain - away * answers.n
        return Part(rows, self.sample.combination, answers.total - away * answers.weight, plain)

    def dispersion(self, beta: "Floats") -> float:
        """The weighted variance of the Pearson residuals, with n / (n - 1) (R: `summary` of a `svyglm`).

        With replicate weights: their weighted mean square, likewise as R.
        """
        mu = self.family.mean(self.columns @ beta)
        spread = np.sqrt(np.maximum(self.family.variance(mu), np.finfo(np.float64).eps))
        apart, weight, total = mu - self.answers.centre, self.known.weight, self.known.total
        first = float(((total - apart * weight) / spread).sum())
        second = float(((self.known.square - 2 * apart * total + apart**2 * weight) / spread**2).sum())
        mass = float(weight.sum())
        n = self.sample.n
        if self.sample.cells.replicates is not None:
            return second / mass
        return (second / mass - (first / mass) ** 2) * n / max(n - 1, 1)

    def expected(self, matrix: "Floats", beta: "Floats") -> "Floats":
        """The expected outcome [rows, 1]."""
        return self.family.mean(matrix @ beta)[:, None]

    def slopes(self, matrix: "Floats", beta: "Floats", share: "Floats") -> "Floats":
        """The derivative of sum_r share_r mu_r with respect to the coefficients [1, q]."""
        inner = share * self.family.variance(self.family.mean(matrix @ beta))
        found: Floats = (inner @ matrix)[None, :]
        return found

    def constraints(self) -> "Floats":
        """Rows C: a direction d with C d >= 0, not all 0, raises the likelihood for ever (separation)."""
        weight, total = self.sums()
        if self.family.name == "gaussian":
            return np.zeros((0, self.columns.shape[1]))
        some, other = total > weight * ROUNDING, total < weight * (1 - ROUNDING)
        up = self.columns[some]
        down = -self.columns[other] if self.family.name == "binomial" else -self.columns[~some]
        both = [up, down, -up] if self.family.name == "poisson" else [up, down]
        return np.concatenate(both)

    def extreme(self, beta: "Floats") -> float:
        """How far the largest linear predictor lies from that of everybody; 0 in a linear model."""
        if self.family.name == "gaussian":
            return 0.0
        return float(np.abs(self.columns @ beta).max())

    def blocks(self, back: "Floats") -> "Floats":
        """From coefficients of the basis to those of the design matrix [q, q]."""
        return back

    def names(self, columns: Sequence[str]) -> list[tuple[str, Any]]:
        """Per coefficient its column [q]."""
        return [(name, None) for name in columns]

    def likelihoods(self, beta: "Floats") -> tuple[float, float]:
        """The log-likelihood per unit of weight of this model and of the one without covariates (binomial only)."""
        weight, total = self.sums()
        share = float(total.sum())
        without = share * np.log(share) + (1 - share) * np.log1p(-share)
        return self.evaluate(beta, weight, total).value, float(without)

    def explained(self, beta: "Floats") -> float:
        """The share of the weighted variance that a linear model explains (R squared)."""
        mu, weight, total = self.columns @ beta - self.answers.centre, self.known.weight, self.known.total
        square = float(self.known.square.sum())
        left = float((mu**2 * weight - 2 * mu * total).sum()) + square
        return 1 - left / (square - float(total.sum()) ** 2 / float(weight.sum()))

    def _start(self, weight: "Floats", total: "Floats") -> "Floats":
        mean = self._possible(total / weight)
        if len(mean) <= self.columns.shape[1]:
            # As many coefficients as combinations: the means themselves, where statsmodels has nothing to iterate.
            return np.linalg.lstsq(self.columns, self._linked(mean), rcond=None)[0].astype(np.float64)
        from statsmodels.genmod import families
        from statsmodels.genmod.generalized_linear_model import GLM

        kinds = {
            "gaussian": families.Gaussian,
            "binomial": families.Binomial,
            "poisson": families.Poisson,
        }
        model = GLM(mean, self.columns, family=kinds[self.family.name](), var_weights=weight * self.sample.n)
        try:
            found = np.asarray(quietly(lambda: model.fit(tol=CLOSE, maxiter=50)).params, dtype=np.float64)
        except (ValueError, np.linalg.LinAlgError):
            # It gives up where chances come near 0 or 1; Newton's method does not.
            return np.zeros(self.columns.shape[1])
        return found if np.isfinite(found).all() else np.zeros(self.columns.shape[1])

    def _possible(self, mean: "Floats") -> "Floats":
        """Means without the rounding that brings them outside what the family allows."""
        low, high = _RANGE[self.family.name]
        found: Floats = np.clip(mean, low, high)
        return found

    def _linked(self, mean: "Floats") -> "Floats":
        if self.family.name == "gaussian":
            return mean
        away = np.clip(mean, 1e-6, 1 - 1e-6) if self.family.name == "binomial" else np.maximum(mean, 1e-6)
        found: Floats = np.log(away / (1 - away)) if self.family.name == "binomial" else np.log(away)
        return found


_RANGE = {"gaussian": (-np.inf, np.inf), "binomial": (0.0, 1.0), "poisson": (0.0, np.inf)}


def quietly(work: "Callable[[], Any]") -> Any:
    """Do it without the warnings of a fit that is judged afterwards."""
    import warnings

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return work()
