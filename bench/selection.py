"""How much of the selection bias of a panel each correction takes away, in a made-up town of which the truth is known.

In every sample residents join the panel by themselves, a random sample of 600 residents is asked about the covariates
(not about the team), and each method estimates who knows the team unaided. `bench.panel_town` says what drives joining.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.areas.cellcounts import counts
from analysis.areas.direct import direct_from
from analysis.areas.fay_herriot import fay_herriot
from analysis.areas.mrp import mrp
from analysis.design import Design
from analysis.imperfect.doubly_robust import doubly_robust
from analysis.imperfect.quasi_randomisation import quasi_randomisation
from analysis.imperfect.reference import PopulationCells, ReferenceSample
from analysis.table import tabulate
from analysis.weighting import Raking
from bench.panel_town import FACTORS, RESIDENTS, WIJKEN, Town, town

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from analysis.figure import Estimate

    Floats = NDArray[np.float64]

SAMPLES, SEED, ASKED = 1_000, 20261122, 600
MORE = (*FACTORS, "vrijwilliger")
METHODS = {
    "none": "panel as it is",
    "raking": "raking to sex, age, education and wijk",
    "doubly_robust": "doubly robust, the population by the same four",
    "mrp": "MRP, the population by the same four",
    "quasi": "quasi-randomisation, reference sample with volunteering",
    "doubly_robust_more": "doubly robust, reference sample with volunteering",
}
BY_WIJK = {"raking": "raked panel, per wijk", "fay_herriot": "Fay-Herriot on it", "mrp": "MRP"}
PAGE = Path(__file__).parent.parent / "docs" / "selection.md"


@dataclass(frozen=True)
class Made:
    """What one method made of the samples: estimates, errors and limits, each [samples]."""

    estimate: "Floats"
    se: "Floats"
    low: "Floats"
    high: "Floats"


@dataclass(frozen=True)
class Simulated:
    """All methods in all samples, and the squared error per wijk [samples] of three of them."""

    truth: float
    made: dict[str, Made]
    by_wijk: dict[str, "Floats"]

    def bias(self, method: str) -> float:
        """Mean error of the method's estimates."""
        return float(self.made[method].estimate.mean() - self.truth)

    def removed(self, method: str) -> float:
        """The share of the panel's bias that the method takes away."""
        return 1 - self.bias(method) / self.bias("none")

    def rmse(self, method: str) -> float:
        """Root mean squared error."""
        return float(np.sqrt(((self.made[method].estimate - self.truth) ** 2).mean()))

    def covered(self, method: str, *, around: float | None = None) -> float:
        """The share of intervals that hold the truth, or `around`."""
        one, wanted = self.made[method], self.truth if around is None else around
        return float(((one.low <= wanted) & (wanted <= one.high)).mean())


def simulate(samples: int = SAMPLES, seed: int = SEED, draws: int = 400) -> Simulated:
    """Draw panels and reference samples and let every method loose on them."""
    import pyarrow as pa

    people = town()
    rng = np.random.default_rng([seed, 1])  # not the stream that the town was born from
    cells, margins = people.cells(), people.margins()
    rows, wijken = [], []
    for _ in range(samples):
        joined = np.flatnonzero(rng.random(RESIDENTS) < people.joins)
        asked = rng.choice(RESIDENTS, ASKED, replace=False)
        panel = pa.table(people.people(joined))
        reference = pa.table({**people.people(asked), "d": np.full(ASKED, RESIDENTS / ASKED)})
        one, two = _one(people, panel, reference, cells, margins, draws)
        rows.append(one)
        wijken.append(two)
    stacked = np.array(rows).transpose(1, 2, 0)
    errors = np.array(wijken)
    return Simulated(
        truth=people.truth,
        made={name: Made(*values) for name, values in zip(METHODS, stacked, strict=True)},
        by_wijk={name: errors[:, place] for place, name in enumerate(BY_WIJK)},
    )


def _one(
    people: Town,
    panel: "pa.Table",
    reference: "pa.Table",
    cells: dict[tuple[str, ...], float],
    margins: dict[str, dict[str, float]],
    draws: int,
) -> tuple[list[list[float]], list[float]]:
    """One sample: per method estimate, se, low, high; and the mean squared error per wijk of three."""
    raked = Design(adjust=(Raking(margins),))
    asked = ReferenceSample(reference, Design(weight="d"))
    by = tabulate(panel, raked, ["knows"], by="wijk")
    modelled = mrp(counts(panel, Design(), "knows", FACTORS), cells, "wijk", fixed=FACTORS[1:], draws=draws)
    total = modelled.total
    everybody = [
        _shown(tabulate(panel, Design(), ["knows"]).estimates[0]),
        _shown(tabulate(panel, raked, ["knows"]).estimates[0]),
        _shown(
            doubly_robust(panel, Design(), PopulationCells(FACTORS, cells), ["knows"], FACTORS)
            .corrected[0]
            .figure
        ),
        [total.estimate, total.mse**0.5, total.low, total.high],
        _shown(
            quasi_randomisation(panel, Design(), asked, ["knows"], MORE, population=RESIDENTS)
            .corrected[0]
            .figure
        ),
        _shown(
            doubly_robust(panel, Design(), asked, ["knows"], MORE, population=RESIDENTS).corrected[0].figure
        ),
    ]
    found = direct_from(by.estimates, "wijk")
    synthetic = fay_herriot(found, {}, without_variance="smoothed")
    truth = dict(zip(WIJKEN, people.truth_by_wijk(), strict=True))
    per_wijk = [
        [(one.by["wijk"], one.estimate) for one in by.estimates],
        [(one.area, one.estimate) for one in synthetic.areas],
        [(one.area, one.estimate) for one in modelled.areas],
    ]
    return everybody, [_squared(one, truth) for one in per_wijk]


def _shown(one: "Estimate") -> list[float]:
    assert one.estimate is not None
    assert one.se is not None
    assert one.low is not None
    assert one.high is not None
    return [one.estimate, one.se, one.low, one.high]


def _squared(found: Sequence[tuple[str, float | None]], truth: dict[str, "Floats"]) -> float:
    return float(np.mean([(value - truth[name]) ** 2 for name, value in found if value is not None]))


def run() -> list[tuple[str, str]]:
    """Simulate, write docs/selection.md, and give the lines of the report."""
    from bench.selection_page import page

    found = simulate()
    PAGE.write_text(page(found))
    return [
        (label, f"{found.made[name].estimate.mean():.1%}, {found.removed(name):.0%} of the bias removed")
        for name, label in METHODS.items()
    ]


if __name__ == "__main__":
    for what, seen in run():
        print(f"{what}: {seen}")
