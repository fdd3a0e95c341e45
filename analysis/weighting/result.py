"""What weighting did: how unequal the weights are, how well they fit, and what a reader must know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.messages import N_, Message

if TYPE_CHECKING:
    from analysis.cells import Cells, Floats

LARGE_EFFECT = 2.0  # a design effect of the weights from here on is remarked upon


@dataclass(frozen=True)
class Step:
    """One adjustment.

    Attributes:
        method: "PostStratification", "Raking", "Calibration", "Trimming" or "NonResponse".
        columns: what it read.
        rounds: iterations; 1 for a closed form.
        deviation: the largest deviation of a total from what was asked, as a share of the population (of the total
            itself, for numbers).
        variance: how the error of estimates takes it into account: "calibrate", "rake" or "poststratify" as R
            reports them, "nonresponse", or "ignored".
    """

    method: str
    columns: tuple[str, ...]
    rounds: int
    deviation: float
    variance: str


@dataclass(frozen=True)
class Weighted:
    """A weighted sample.

    Attributes:
        n: rows with a weight.
        sum: of the weights; the size of the population when they were fitted to counts.
        minimum: the lowest weight.
        maximum: the highest weight.
        deff: n sum w^2 / (sum w)^2, the design effect of unequal weights (Kish 1965, section 11.7).
        n_eff: (sum w)^2 / sum w^2, the effective number of rows.
        extreme: rows with a weight above five times the mean.
        heaviest: the values of the group with the highest weight, by column.
        steps: the adjustments, in order.
        caveats: codes of `analysis.caveats`.
        cells: the sample after weighting (without strata and PSUs).
        factor: what the weights were multiplied by, per cell [cells].
    """

    n: int
    sum: float
    minimum: float
    maximum: float
    deff: float
    n_eff: float
    extreme: int
    heaviest: Mapping[str, Any]
    steps: tuple[Step, ...]
    caveats: tuple[str, ...]
    cells: "Cells" = field(repr=False)
    factor: "Floats" = field(repr=False)

    @property
    def sentence(self) -> Message:
        """What the weights come to, in plain Dutch."""
        return Message(
            N_(
                "Na het wegen tellen %(n)s antwoorden mee als %(n_eff)s: hoe ongelijker de gewichten, hoe minder. "
                "Het laagste gewicht is %(minimum)s en het hoogste %(maximum)s."
            ),
            {
                "n": self.n,
                "n_eff": round(self.n_eff),
                "minimum": _short(self.minimum),
                "maximum": _short(self.maximum),
            },
        )


def _short(value: float) -> str:
    return f"{value:.3g}".replace(".", ",") if abs(value) < 100 else f"{value:.0f}"  # noqa: PLR2004 -- 3 digits
