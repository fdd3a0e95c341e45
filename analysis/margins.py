"""The margins of figures: by the method asked, or by the one that exists, and what must be said about it."""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from analysis import intervals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.figure import Estimate
    from analysis.intervals.log_odds import LogOdds

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MANY, RARE = 15, 0.15  # answers per degree of freedom, and a share: from docs/coverage.md


@dataclass(frozen=True, slots=True)
class Margin:
    """The limits of a figure, None when there are none.

    Attributes:
        method: the method used.
        limits: low and high, in the units of the figure.
        caveats: codes: why there are none, or why the method is not the one that was asked.
        n_eff: the effective number of answers, where it was assumed; else None.
    """

    method: intervals.Method
    limits: intervals.Interval | None
    caveats: tuple[str, ...]
    n_eff: float | None = None


def margins(
    blanks: "Sequence[Estimate]",
    estimates: "Sequence[float] | Floats",
    variances: "Sequence[float] | Floats",
    odds: "LogOdds | None" = None,
) -> list[Margin]:
    """The margin of each figure; proportions of one method and level are computed together.

    Args:
        blanks: kind, n, missing, df, level and method of each figure.
        estimates: in the units of the figures [m].
        variances: of the estimates [m].
        odds: see `analysis.figure.fill_all`.
    """
    found: dict[int, Margin] = {}
    alike: dict[tuple[intervals.Method, float], list[int]] = {}
    for place, blank in enumerate(blanks):
        if blank.kind == "proportion":
            alike.setdefault((blank.method, blank.level), []).append(place)
        else:
            found[place] = _around(blank, float(estimates[place]), float(variances[place]))
    for (method, level), places in alike.items():
        these = [blanks[place] for place in places]
        n = np.array([one.n for one in these], dtype=np.float64)
        share = np.array([estimates[place] for place in places], dtype=np.float64)
        df = np.array([one.df for one in these], dtype=np.float64)
        few = (n >= MANY * (df + 1)) & ((share < RARE) | (share > 1 - RARE))
        made = intervals.limits(
            method,
            share,
            np.array([variances[place] for place in places], dtype=np.float64),
            n,
            df,
            level,
            rows=n + np.array([one.missing for one in these], dtype=np.float64),
            odds=None if odds is None else odds.of(np.array(places)),
        )
        found |= dict(zip(places, _of_shares(method, made, few), strict=True))
    return [found[place] for place in range(len(blanks))]


def _around(blank: "Estimate", estimate: float, variance: float) -> Margin:
    if blank.df < 1:
        return Margin("mean", None, ("no_degrees_of_freedom",))
    if variance <= 0:
        return Margin("mean", None, ("zero_error",))
    return Margin("mean", intervals.mean(estimate, sqrt(variance), blank.df, blank.level), ())


def _of_shares(method: intervals.Method, made: intervals.Limits, few: "Flags") -> list[Margin]:
    # What was assumed is said instead of what could not be estimated.
    marks = (
        ("extreme", made.extreme & ~made.assumed),
        ("zero_error", made.flat & ~made.assumed),
        ("method_undefined", made.replaced),
        ("capped", made.capped),
        ("outside", made.outside),
        ("asin_folded", made.folded),
        ("few_places", few & ~made.assumed),
        ("assumed_design_effect", made.assumed),
    )
    noted = [(code, flags.tolist()) for code, flags in marks if flags.any()]
    found = []
    for place, (low, high, n_eff, unknown, used) in enumerate(
        zip(
            made.low.tolist(),
            made.high.tolist(),
            made.n_eff.tolist(),
            made.unknown.tolist(),
            made.made_by(method),
            strict=True,
        )
    ):
        if unknown:
            found.append(Margin(used, None, ("no_degrees_of_freedom",)))
            continue
        codes = tuple(code for code, flags in noted if flags[place])
        assumed = "assumed_design_effect" in codes
        found.append(Margin(used, (low, high), codes, n_eff if assumed else None))
    return found
