"""Refits under replicate weights: from totals per combination and replicate, so that no row is looked at twice."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import ModelError
from analysis.messages import N_, Message
from analysis.replicates.covariance import covariance_of
from analysis.replicates.products import columns_by_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.replicates import Replicates

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

WIDEST = 20_000_000  # entries of the table of replicates by totals


@dataclass(frozen=True)
class Totalled:
    """What a fit needs of a sample: sums over cells, per combination (and class of the outcome).

    Attributes:
        columns: the numbers to be summed, with the weights of the sample [cells] each.
        place: of each cell [cells]; `size` when it is not used.
        size: number of places; the totals of the columns stand one after the other [len(columns) * size].
    """

    columns: "tuple[Floats, ...]"
    place: "Codes"
    size: int

    def of(self, factor: "Floats | None" = None) -> "Floats":
        """The totals of the sample, with the weight of each cell times `factor` [cells]."""
        parts = [column if factor is None else column * factor for column in self.columns]
        sums = [np.bincount(self.place, part, self.size + 1)[:-1] for part in parts]
        return np.concatenate(sums).astype(np.float64)


def covariance_of_refits(
    cells: "Cells", totalled: Totalled, statistic: "Callable[[Floats], Floats]"
) -> "Floats":
    """The covariance [q, q] of estimates that are made anew under each set of replicate weights (R: `svyglm`).

    Args:
        cells: a sample with replicate weights.
        totalled: the sums from which the estimates are made.
        statistic: the estimates [q] from such sums.

    Raises:
        ModelError: a replicate that cannot carry the model.
    """
    replicates = cells.replicates
    assert replicates is not None  # noqa: S101 -- the caller looked
    thetas = []
    for number, totals in enumerate(_each(replicates, totalled)):
        try:
            thetas.append(statistic(totals))
        except (ModelError, np.linalg.LinAlgError) as problem:
            raise _weak(number + 1, replicates.count) from problem
    return covariance_of(replicates, np.array(thetas), statistic(totalled.of()))


def _each(replicates: "Replicates", totalled: Totalled) -> "Iterator[Floats]":
    width = len(totalled.columns) * totalled.size
    if replicates.count * width <= WIDEST:
        place = np.where(totalled.place < totalled.size, totalled.place, -1)
        yield from replicates.totals(columns_by_domain(totalled.columns, place, totalled.size))
        return
    for block in replicates.blocks():
        multiplied = replicates.multiplied(block)
        for number in range(multiplied.shape[1]):
            yield totalled.of(multiplied[:, number])


def _weak(number: int, count: int) -> ModelError:
    return ModelError(
        Message(N_("Verwacht: een model dat met elk stel replicatiegewichten te schatten is.")),
        Message(
            N_("Met stel %(number)s van de %(count)s lukt dat niet."), {"number": number, "count": count}
        ),
        Message(N_("Voeg klassen samen die weinig voorkomen, of kies linearisatie.")),
    )
