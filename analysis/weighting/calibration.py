"""Calibration: weights as near as possible to those before, that meet known totals of classes and of numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from analysis.projection import Basis
from analysis.weighting import explained, newton, refusals
from analysis.weighting.classes import Classes, agree, classify, columns_of, finite, tabulated
from analysis.weighting.distance import Distance, Factor
from analysis.weighting.fit import Fit, applied
from analysis.weighting.replicated import redone, refuse_empty

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """Weights w = w0 F(x'lambda) with sum w x = the population's totals of x (Deville and Särndal 1992).

    The linear method is the generalised regression estimator (GREG; Särndal, Swensson and Wretman 1992, chapter 6,
    with equal residual variances); R: `calibrate` with `calfun` "linear", "raking" or "logit". The auxiliaries are
    a 0/1 column for every class of `factors` (so an intercept is among them), the `population` when it is given, and
    `numbers`. The variance is that of the residual of the regression on them, weighted by w0.

    Attributes:
        factors: per column (or tuple of columns that are crossed) the population of each class.
        numbers: per numeric column its total in the population.
        population: the size of the population; needed only without `factors`, to have an intercept.
        method: "linear", "raking" or "logit" (needs bounds).
        bounds: the lowest and the highest factor, (L, U) with 0 <= L < 1 < U; None: none. They are multiples of the
            weight before, so that needs weights that already add up to about the population.
        tolerance: share of each total within which it must be met.
        rounds: at most this many Newton steps.
        scale: bring factors that add up to other populations to the sum of the first; otherwise they are refused.

    Raises:
        MarginError: bounds that cannot be; when applied: see `classify` and `agree`, and numbers that are missing.
        ConvergenceError: when applied: no factors within the bounds meet the totals.
    """

    factors: Mapping[str | tuple[str, ...], Mapping[Any, float]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    population: float | None = None
    method: Distance = "linear"
    bounds: tuple[float, float] | None = None
    tolerance: float = 1e-11
    rounds: int = 100
    scale: bool = False

    def __post_init__(self) -> None:
        if not self.factors and not self.numbers:
            raise refusals.no_counts(("",))
        if self.method not in get_args(Distance):
            raise refusals.wrong_option("method", ", ".join(get_args(Distance)), self.method)
        if self.method == "logit" and self.bounds is None:
            raise refusals.wrong_option("bounds", "(L, U)", None)
        if self.bounds is not None and not (-np.inf <= self.bounds[0] < 1 < self.bounds[1]):
            raise refusals.wrong_option("bounds", "L < 1 < U", self.bounds)
        if self.method == "logit" and self.bounds is not None and not np.isfinite(self.bounds).all():
            raise refusals.wrong_option("bounds", "(L, U)", self.bounds)
        for name, total in {**self.numbers, **self._intercept}.items():
            if not finite(total):
                raise refusals.wrong_count((name,), name, total)

    @property
    def _intercept(self) -> dict[str, float]:
        return {} if self.population is None else {"population": self.population}

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the factors, then those of the numbers."""
        named = [part for name in self.factors for part in columns_of(name)]
        return tuple(dict.fromkeys((*named, *self.numbers)))

    @property
    def plain(self) -> bool:
        """Whether the variance needs sums without weights."""
        return False

    @property
    def one_weight(self) -> bool:
        """Whether a cell may hold one weight only."""
        return False

    def apply(self, cells: "Cells") -> "Cells":
        """The cells with calibrated weights, their replicates likewise."""
        return applied(cells, self.fit(cells))

    def fit(self, cells: "Cells") -> Fit:
        """The factor per cell, and how the steps went."""
        margins = [classify(cells, name, counts) for name, counts in self.factors.items()]
        if margins:
            margins = list(agree(margins, scale=self.scale))
        whole = float(margins[0].counts.sum()) if margins else self.population
        columns, totals = self._columns(cells, whole)
        codes = [one.codes for one in margins]
        sizes = [one.size for one in margins]
        for name in self.numbers:
            codes.append(np.maximum(cells.key(name).codes, 0))
            sizes.append(max(len(cells.key(name).labels), 1))
        table = tabulated(cells, codes, sizes)
        first = np.zeros(len(table.weight), dtype=np.int64)
        first[table.group[::-1]] = np.arange(len(cells) - 1, -1, -1)
        small = Basis(
            tuple((part, one.size) for part, one in zip(table.codes, margins, strict=False)),
            None if columns is None else columns[first],
        )
        wanted = np.concatenate([*(one.counts for one in margins), totals])
        distance = Factor(self.method, self.bounds)
        found = newton.solve(small, table.weight, wanted, distance, self.tolerance, self.rounds)
        if not found.settled:
            raise self._refusal(margins, small, table.weight, wanted, found)
        factor = found.factor[table.group]
        basis = Basis(tuple((one.codes, one.size) for one in margins), columns)
        moments = explained.moments_of(small, table.weight)
        return Fit(
            factor,
            explained.regression(cells, basis, factor, moments),
            found.rounds,
            float(np.abs(found.away).max(initial=0.0)),
            ("negative_weights",) if (factor < 0).any() else (),
            replicates=redone(
                cells, table.group, found.factor, lambda start: self._again(margins, small, wanted, start)
            ),
        )

    def _again(self, margins: list[Classes], small: Basis, wanted: "Floats", start: "Floats") -> "Floats":
        """The factors in all replicates [groups, R], from their sums of weights."""
        for one, (codes, _) in zip(margins, small.factors, strict=True):
            refuse_empty(one, codes, start)
        factors = np.empty_like(start)
        distance = Factor(self.method, self.bounds)
        for place in range(start.shape[1]):
            weight = np.ascontiguousarray(start[:, place])
            found = newton.solve(small, weight, wanted, distance, self.tolerance, self.rounds)
            if not found.settled:
                raise self._refusal(margins, small, weight, wanted, found)
            factors[:, place] = found.factor
        return factors

    def _columns(self, cells: "Cells", whole: float | None) -> "tuple[Floats | None, Floats]":
        """The numeric auxiliaries [cells, k], about their mean in the population where that is known; and totals."""
        columns, totals = [], []
        if self.population is not None and not self.factors:
            columns.append(np.ones(len(cells)))
            totals.append(float(self.population))
        for name, total in self.numbers.items():
            key = cells.key(name)
            missing = (key.codes < 0) & (cells.weight != 0)
            if missing.any():
                raise refusals.missing_class(name, int(cells.n[missing].sum()))
            if any(isinstance(label, (str, bytes)) for label in key.labels):
                raise refusals.not_a_number(name, next(one for one in key.labels if isinstance(one, str)))
            centre = 0.0 if whole is None else total / whole
            columns.append(np.where(key.codes < 0, 0.0, np.nan_to_num(key.numbers) - centre))
            totals.append(0.0 if whole is not None else float(total))
        return (np.stack(columns, axis=1) if columns else None), np.array(totals)

    def _refusal(
        self,
        margins: list[Classes],
        basis: Basis,
        weight: "Floats",
        wanted: "Floats",
        found: newton.Solved,
    ) -> Exception:
        """Name the total that is farthest away."""
        names = [
            (f"{refusals.variable_of(one.columns)}: {refusals.name_of(label)}")
            for one in margins
            for label in one.labels
        ]
        if self.population is not None and not self.factors:
            names.append("population")
        names += list(self.numbers)
        place = int(np.argmax(np.abs(found.away)))
        reached = basis.moments((weight * found.factor)[:, None])[:, 0]
        shift = np.zeros(len(wanted))
        for number, (name, total) in enumerate(self.numbers.items()):
            shift[len(wanted) - len(self.numbers) + number] = (
                total - wanted[len(wanted) - len(self.numbers) + number]
            )
            del name
        return refusals.not_met(
            names[place],
            float(wanted[place] + shift[place]),
            float(reached[place] + shift[place]),
            bounded=self.bounds is not None,
        )
