"""What a weighting found: a factor per cell, and how it went."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.cells import Cells, Flags, Floats
    from analysis.projection import Projection
    from analysis.replicates import Replicates


@dataclass(frozen=True)
class Fit:
    """The outcome of one adjustment of the weights.

    Attributes:
        factor: what each weight is multiplied by [cells].
        projection: what the adjusted weights explain of a score; None where nothing is calibrated.
        rounds: iterations; 1 for a closed form.
        deviation: the largest deviation of a class from its population, as a share of the whole population.
        caveats: codes of `analysis.weighting.result`.
        inside: who counts from here on [cells]; None is everybody who did.
        replicates: the replicate weights, adjusted likewise.
    """

    factor: "Floats"
    projection: "Projection | None" = None
    rounds: int = 1
    deviation: float = 0.0
    caveats: tuple[str, ...] = ()
    inside: "Flags | None" = None
    replicates: "Replicates | None" = None


def applied(cells: "Cells", fit: Fit) -> "Cells":
    """The cells with the weights of a fit."""
    from dataclasses import replace

    found = cells.reweighted(fit.factor, fit.projection)
    # Response was estimated from the sample itself: layers that were fitted to its outcome come off a score first.
    found = replace(
        found, projections=tuple(sorted(found.projections, key=lambda one: one.name == "nonresponse"))
    )
    if fit.inside is not None:
        found = replace(found, inside=found.inside & fit.inside)
    if fit.replicates is not None:
        found = replace(found, replicates=fit.replicates)
    return found
