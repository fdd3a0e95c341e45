"""Raking: weights that fit several margins at once, each known from the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from analysis.projection import Basis
from analysis.weighting import explained, proportional, refusals
from analysis.weighting.classes import Classes, Table, agree, classify, columns_of, tabulated
from analysis.weighting.fit import Fit, applied
from analysis.weighting.proportional_many import fit_many
from analysis.weighting.replicated import redone, refuse_empty

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.projection import Projection

    Floats = NDArray[np.float64]

RakingVariance = Literal["calibrate", "rake"]


@dataclass(frozen=True)
class Raking:
    """Multiply the weights until the sums of each margin are those of the population.

    Of all weights that fit, those whose factors are a product of one number per class: w = w0 prod_j f_j(class)
    (Deming and Stephan 1940; Deville and Särndal 1992, the multiplicative method; R: `rake`, and `calibrate` with
    `calfun = "raking"`, give the same weights).

    Attributes:
        margins: per column (or tuple of columns that are crossed) the population of each class.
        variance: "calibrate" (default): the residual of a regression on the margins, weighted by the weights before
            raking, as R after `calibrate`; "rake": ten rounds of unweighted means per margin, as R after `rake`.
            They are equal when the weights before raking are.
        tolerance: stop when every class is within this share of the population. With `strict` False: when no
            combination of classes moves by this share of the sum of the weights before raking.
        rounds: at most this many rounds over the margins.
        strict: refuse weights that do not fit within `rounds`. False keeps them, with the caveat `weights_not_converged`
            (R's `rake` by default: `rounds=10`, `tolerance` 1 divided by the sum of the weights).
        scale: bring margins that add up to other populations to the sum of the first; otherwise they are refused.

    Raises:
        MarginError: when applied: see `classify` and `agree`.
        ConvergenceError: when applied: no weights fit all margins.
    """

    margins: Mapping[str | tuple[str, ...], Mapping[Any, float]]
    variance: RakingVariance = "calibrate"
    tolerance: float = 1e-10
    rounds: int = 1_000
    strict: bool = True
    scale: bool = False

    def __post_init__(self) -> None:
        if not self.margins:
            raise refusals.no_counts(("",))
        if self.variance not in get_args(RakingVariance):
            raise refusals.wrong_option("variance", ", ".join(get_args(RakingVariance)), self.variance)
        if not (0 < self.tolerance < 1) or self.rounds < 1:
            raise refusals.wrong_option(
                "tolerance, rounds", "0 < tolerance < 1, rounds >= 1", (self.tolerance, self.rounds)
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the margins."""
        return tuple(dict.fromkeys(part for name in self.margins for part in columns_of(name)))

    @property
    def plain(self) -> bool:
        """Whether the variance needs sums without weights."""
        return self.variance == "rake"

    @property
    def one_weight(self) -> bool:
        """Whether a cell may hold one weight only."""
        return False

    def apply(self, cells: "Cells") -> "Cells":
        """The cells with raked weights, their replicates raked likewise."""
        return applied(cells, self.fit(cells))

    def fit(self, cells: "Cells") -> Fit:
        """The factor per cell, and how the rounds went."""
        margins = agree(
            [classify(cells, name, counts) for name, counts in self.margins.items()], scale=self.scale
        )
        table = tabulated(cells, [one.codes for one in margins], [one.size for one in margins])
        counts = [one.counts for one in margins]
        if self.strict:
            found = proportional.fit(table.weight, table.codes, counts, self.tolerance, self.rounds)
        else:
            least = self.tolerance * float(table.weight.sum())
            found = proportional.fit_until_still(table.weight, table.codes, counts, least, self.rounds)
        if self.strict and not found.settled:
            raise self._refusal(margins[found.margin], table, found)
        ratio = np.divide(
            found.weight, table.weight, out=np.zeros_like(table.weight), where=table.weight != 0
        )
        factor = ratio[table.group]
        return Fit(
            factor,
            self._projection(cells, margins, table, factor),
            found.rounds,
            found.deviation,
            () if found.settled else ("weights_not_converged",),
            replicates=redone(
                cells, table.group, ratio, lambda start: self._again(margins, table, start, ratio)
            ),
        )

    def _again(
        self, margins: tuple[Classes, ...], table: Table, start: "Floats", sample: "Floats"
    ) -> "Floats":
        """The factors in all replicates [groups, R], from their sums of weights."""
        counts = [one.counts for one in margins]
        for one, codes in zip(margins, table.codes, strict=True):
            refuse_empty(one, codes, start)
        # It is not far from the weights of the sample: those factors are a product over the classes already.
        near = start * sample[:, None]
        rounds = self.rounds if self.strict else max(self.rounds, 1_000)
        found = fit_many(near, table.codes, counts, self.tolerance, rounds)
        if not found.settled:
            raise self._refusal(margins[found.margin], table, found)
        return np.divide(found.weight, start, out=np.zeros_like(start), where=start > 0)

    def _projection(
        self, cells: "Cells", margins: tuple[Classes, ...], table: Table, factor: "Floats"
    ) -> "Projection":
        small = Basis(tuple((codes, one.size) for codes, one in zip(table.codes, margins, strict=True)))
        if self.variance == "rake":
            return explained.rounds_of_means(cells, margins, explained.moments_of(small, table.rows), factor)
        basis = Basis(tuple((one.codes, one.size) for one in margins))
        return explained.regression(cells, basis, factor, explained.moments_of(small, table.weight))

    def _refusal(self, margin: Classes, table: Table, found: proportional.Fitted) -> Exception:
        number = found.margin
        rows = np.bincount(table.codes[number], table.rows, margin.size)
        inside = table.codes[number] == found.place
        sums = found.weight[inside].sum(axis=0)
        # Of many replicates the one that is farthest off.
        reached = np.atleast_1d(sums)[
            int(np.argmax(np.abs(np.atleast_1d(sums) - margin.counts[found.place])))
        ]
        return refusals.not_reached(
            margin.columns,
            margin.labels[found.place],
            float(margin.counts[found.place]),
            float(reached),
            found.rounds,
            refusals.partner(margin.labels, rows, found.place),
        )
