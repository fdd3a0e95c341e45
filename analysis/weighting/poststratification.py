"""Post-stratification: weights that fit one table of the population, class by class."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.weighting import explained
from analysis.weighting.classes import Classes, classify
from analysis.weighting.fit import Fit, applied
from analysis.weighting.replicated import redone, refuse_empty

if TYPE_CHECKING:
    from analysis.cells import Cells, Floats


@dataclass(frozen=True)
class PostStratification:
    """Multiply the weights in each class by one number, so that they add up to its population.

    w = w0 N_c / sum_c w0 (Holt and Smith 1979; R: `postStratify`, also for the variance, which takes the weighted
    mean of each class off the scores).

    Attributes:
        columns: whose combinations are the classes.
        counts: population per combination: a tuple of values in the order of `columns` (for one column the value
            itself may do).

    Raises:
        MarginError: when applied: see `analysis.weighting.classes.classify`.
    """

    columns: tuple[str, ...]
    counts: Mapping[Any, float]

    @property
    def plain(self) -> bool:
        """Whether the variance needs sums without weights."""
        return False

    @property
    def one_weight(self) -> bool:
        """Whether a cell may hold one weight only."""
        return False

    def apply(self, cells: "Cells") -> "Cells":
        """The cells with post-stratified weights, their replicates likewise."""
        return applied(cells, self.fit(cells))

    def fit(self, cells: "Cells") -> Fit:
        """The factor per cell."""
        margin = classify(cells, tuple(self.columns), self.counts)
        sums = np.bincount(margin.codes, cells.weight, margin.size)
        factor = (margin.counts / sums)[margin.codes]
        return Fit(
            factor,
            explained.mean_per_class(cells, margin, factor),
            replicates=redone(
                cells, margin.codes, margin.counts / sums, lambda start: self._again(margin, start)
            ),
        )

    def _again(self, margin: Classes, start: "Floats") -> "Floats":
        refuse_empty(margin, np.arange(margin.size), start)
        return margin.counts[:, None] / start
