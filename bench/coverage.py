"""How often the 95% interval of a proportion holds the true one: the default beside every other method.

Samples are drawn from populations that are known, because they are made up: five wijken of unequal size. `random` draws
residents from all of them; `strata` equally many residents in each wijk; the clustered ones equally many residents at
two places in each wijk, ten in all. Neighbours are alike: `latent` gives each place a normal deviation on the log-odds,
with the intraclass correlation of a multilevel model, s^2 / (s^2 + pi^2 / 3); `answers` gives it a share from a beta
distribution, with that correlation between the answers themselves, so that a rare answer comes in clumps.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis import intervals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SAMPLES, COMPARED, SEED, LEVEL = 20_000, 5_000, 20261122, 0.95
TRUE = (0.02, 0.05, 0.1, 0.3, 0.5, 0.7, 0.95, 0.98)
SIZES = (30, 60, 150, 400)
WIJKEN = np.array([0.3, 0.25, 0.2, 0.15, 0.1])  # shares of the residents
PLACES, VISITED = 2_000, 2  # in each wijk
CLUSTERED = {"latent 0.05": 0.05, "latent 0.15": 0.15, "answers 0.05": 0.05, "answers 0.15": 0.15}
DESIGNS = ("random", "strata", *CLUSTERED)
MORE_PLACES, LARGER, RARE = (15, 20, 40), (200, 400, 1_000), (0.02, 0.05, 0.1)
LEAST, MOST = 0.94, 0.995
PAGE = Path(__file__).parent.parent / "docs" / "coverage.md"


@dataclass(frozen=True)
class Drawn:
    """The samples of one setting, every array [samples]: share, its variance, and what the design leaves."""

    true: float
    share: "Floats"
    variance: "Floats"
    n: "Floats"
    df: "Floats"

    def first(self, samples: int) -> "Drawn":
        """Some of the samples."""
        some = (one[:samples] for one in (self.share, self.variance, self.n, self.df))
        return Drawn(self.true, *some)


@dataclass(frozen=True)
class Held:
    """What one method did in one setting: the share of samples whose interval held the truth, and its mean width.

    `none` is the share of samples in which the method gives no interval; they did not hold the truth.
    """

    coverage: float
    width: float
    none: float


def draw(design: str, true: float, n: int, samples: int, seed: int, visited: int = VISITED) -> Drawn:
    """Samples of n (a little fewer where n does not divide) from the population of one setting.

    Args:
        design: one of `DESIGNS`.
        true: the share in the population.
        n: answers per sample.
        samples: how many.
        seed: of the draws.
        visited: places in each wijk, in the clustered designs.
    """
    rng = np.random.default_rng([seed, DESIGNS.index(design), round(true * 100), n])
    if design == "random":
        share = rng.binomial(n, true, samples) / n
        return Drawn(true, share, share * (1 - share) / (n - 1), *_constant(samples, n, n - 1))
    each = n // len(WIJKEN)
    if design == "strata":
        answers = rng.random((samples, len(WIJKEN), each)) < true
        units, exactly = answers.astype(np.float64), true
        held = len(WIJKEN) * each
    else:
        chances, exactly = places(design, true)
        at = chances[rng.integers(0, PLACES, (samples, len(WIJKEN), visited))]
        units = rng.binomial(each // visited, at) / (each // visited)
        held = len(WIJKEN) * visited * (each // visited)
    share = (WIJKEN * units.mean(axis=2)).sum(axis=1)
    variance = (WIJKEN**2 * units.var(axis=2, ddof=1) / units.shape[2]).sum(axis=1)
    return Drawn(exactly, share, variance, *_constant(samples, held, len(WIJKEN) * (units.shape[2] - 1)))


def places(design: str, true: float) -> "tuple[Floats, float]":
    """The share at each place of a wijk [places], and the share of all residents."""
    from scipy.optimize import brentq
    from scipy.special import betaincinv, expit, ndtri

    icc, at = CLUSTERED[design], (np.arange(PLACES) + 0.5) / PLACES
    if design.startswith("latent"):
        deviation = np.sqrt(icc / (1 - icc) / 3) * np.pi * ndtri(at)
        middle = brentq(lambda centre: expit(centre + deviation).mean() - true, -50, 50)
        chances = expit(middle + deviation)
    else:
        around = 1 / icc - 1
        chances = betaincinv(true * around, (1 - true) * around, at)
    return chances, float(chances.mean())


def hold(method: intervals.Method, drawn: Drawn) -> Held:
    """How one method did; where it does not exist no other is put in its place."""
    found = intervals.limits(method, drawn.share, drawn.variance, drawn.n, drawn.df, LEVEL)
    given = ~found.replaced
    inside = given & (found.low <= drawn.true) & (drawn.true <= found.high)
    width = (found.high - found.low)[given]
    return Held(float(inside.mean()), float(width.mean()) if len(width) else 0.0, float(1 - given.mean()))


def simulate(samples: int = SAMPLES, seed: int = SEED) -> dict[tuple[str, float, int], dict[str, Held]]:
    """Every method in every setting (design, true share, n); methods beside the default on the first samples."""
    return {
        (design, true, n): {
            method: hold(method, drawn if method == intervals.DEFAULT else drawn.first(COMPARED))
            for method in intervals.METHODS
        }
        for design in DESIGNS
        for true in TRUE
        for n in SIZES
        for drawn in [draw(design, true, n, samples, seed)]
    }


def beyond(samples: int = COMPARED, seed: int = SEED) -> dict[tuple[int, int, float], tuple[Held, Held]]:
    """The default, and the rule of the NCHS, for rare answers in clumps at more places (places, n, true share)."""
    found = {}
    for spots in MORE_PLACES:
        for n in LARGER:
            for true in RARE:
                drawn = draw("answers 0.15", true, n, samples, seed + spots, spots // len(WIJKEN))
                found[spots, n, true] = (hold(intervals.DEFAULT, drawn), hold("korn_graubard", drawn))
    return found


def run() -> list[tuple[str, str]]:
    """Simulate, write docs/coverage.md, and give the lines of the report: lowest to highest coverage per method."""
    from bench.coverage_page import page

    found = simulate()
    PAGE.write_text(page(found, beyond()), encoding="utf-8")
    lines = []
    for design in DESIGNS:
        for method in intervals.METHODS:
            seen = [one[method] for key, one in found.items() if key[0] == design]
            held = [one.coverage for one in seen]
            width = sum(one.width for one in seen) / len(seen)
            lines.append(
                (
                    f"{design}, {method}",
                    f"{min(held):6.1%} - {max(held):6.1%}, mean width {100 * width:.1f} points",
                )
            )
    default = [one[intervals.DEFAULT].coverage for one in found.values()]
    within = sum(LEAST <= one <= MOST for one in default)
    lines.append(
        (f"settings in which the default held {LEAST:.0%} to {MOST:.1%}", f"{within} of {len(default)}")
    )
    return lines


def _constant(samples: int, n: int, df: int) -> "tuple[Floats, Floats]":
    return np.full(samples, float(n)), np.full(samples, float(df))
