"""A figure of a self-selected sample, corrected towards the population, with what the correction cannot see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis import caveats, intervals
from analysis.covariance import covariance, degrees_of_freedom
from analysis.figure import Estimate, fill
from analysis.imperfect.propensity import Propensity
from analysis.imperfect.sides import Sides
from analysis.messages import N_, Message
from analysis.numerals import decimal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.indicators import Indicator

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

Method = Literal["quasi_randomisation", "doubly_robust"]
UNCOVERED = 0.05  # share of the population without anybody like them, from which it is said


@dataclass(frozen=True)
class Corrected:
    """One figure.

    Attributes:
        figure: the corrected estimate with its error, interval and caveats.
        unadjusted: what the panel says by itself, in the same units.
        method: how it was corrected.
    """

    figure: Estimate
    unadjusted: float | None
    method: Method

    @property
    def moved(self) -> float | None:
        """What the correction changed, in the units of the figure."""
        if self.figure.estimate is None or self.unadjusted is None:
            return None
        return self.figure.estimate - self.unadjusted

    @property
    def sentence(self) -> Message:
        """The figure, its margin, and beside it what the margin leaves out."""
        one = self.figure
        if one.estimate is None or one.low is None or one.high is None or self.unadjusted is None:
            return Message(N_("Er zijn te weinig antwoorden om dit cijfer naar de bevolking om te rekenen."))
        values = (one.estimate, one.low, one.high, self.unadjusted)
        said = [
            decimal(100 * value, 0) if one.kind == "proportion" else decimal(value, 1) for value in values
        ]
        unit = "%" if one.kind == "proportion" else ""
        return Message(
            N_(
                "Omgerekend naar de bevolking %(estimate)s%(unit)s (tussen %(low)s en %(high)s%(unit)s); zonder omrekening "
                "%(raw)s%(unit)s. Wie meedeed kan ook anders zijn in wat niet is gemeten: dat zit niet in deze marge."
            ),
            {"estimate": said[0], "low": said[1], "high": said[2], "raw": said[3], "unit": unit},
        )


@dataclass(frozen=True)
class Correction:
    """All figures of one correction.

    Attributes:
        corrected: per indicator, in the order asked, the domains in sorted order.
        covariance: of the estimates [q, q].
        propensity: the model of who is in the panel.
        weights: pseudo weight per panel cell [cells]; 0 where a covariate is missing. Cells of a small table are
            its rows.
        kish: n sum w^2 / (sum w)^2 of those weights: what their spread costs.
        uncovered: share of the population in combinations of classes without anybody in the panel.
        left_out: panel members without all covariates.
        reference: people on the other side: interviews, or residents.
        variance: how the errors were made.
        caveats: codes that belong to all figures.
    """

    corrected: tuple[Corrected, ...]
    covariance: "Floats"
    propensity: Propensity
    weights: "Floats"
    kish: float
    uncovered: float
    left_out: int
    reference: float
    variance: str
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class Scores:
    """Estimates [q] with their weighted influence per cell: of the panel [cells, q] and of the reference."""

    estimates: "Floats"
    panel: "Floats"
    reference: "Floats"


def propensity_step(
    both: Sides, fitted: Propensity, slope: "Floats", *, known_size: bool
) -> "tuple[Floats, Floats]":
    """What estimating gamma adds to the scores of estimates with derivative `slope` [q, p]: panel, reference.

    With `known_size` the weights of the reference were scaled to a known number of residents, and that is a
    ratio estimate too.
    """
    lever = np.linalg.solve(fitted.information, slope.T)
    weight = np.where(both.kept, both.panel.weight, 0.0)
    ours = both.x * (weight * (1 - fitted.p) if fitted.fit == "stacked" else weight)[:, None]
    theirs = -both.x_reference * (fitted.a * fitted.p_reference)[:, None]
    if known_size:
        theirs = theirs - theirs.sum(axis=0) * (fitted.a / fitted.a.sum())[:, None]
    return ours @ lever, theirs @ lever


def total_covariance(both: Sides, scores: Scores) -> "Floats":
    """The covariance [q, q]: panel and reference are separate samples; a population has no error."""
    found = covariance(both.panel, scores.panel)
    if both.reference is not None:
        found = found + covariance(both.reference, scores.reference)
    return found


def spread_of_weights(factor: "Floats", both: Sides) -> float:
    """Kish's n sum w^2 / (sum w)^2 of the pseudo weights, per person: `factor` times the panel's own weights."""
    cells = both.panel
    n = float(cells.n[both.kept].sum())
    return n * float(factor**2 @ cells.weight2) / float(factor @ cells.weight) ** 2


def noted(both: Sides) -> tuple[str, ...]:
    """The caveats of every figure: origin, selection, reference, overlap."""
    found = [caveats.of_origin(both.panel.origin), "selection_unmeasured"]
    if both.reference is not None:
        found.append("reference_random")
    if both.uncovered > UNCOVERED:
        found.append("poor_overlap")
    return tuple(found)


def figures(  # noqa: PLR0913 -- what is known of the figures of one question
    both: Sides,
    one: "Indicator",
    *,
    factor: "Floats",
    domain: "Codes",
    labels: Sequence[dict[str, Any]],
    found: "Floats",
    variance: "Floats",
    level: float,
    method: Method,
) -> list[Corrected]:
    """The figures of one indicator: `found` and `variance` [domains], pseudo weights w `factor` [cells]."""
    made = []
    value = both.panel.value(one.column)
    rows = both.panel.n
    for place, label in enumerate(labels):
        here = both.kept & (domain == place)
        n, base = int(value.n[here].sum()), float((factor * value.weight)[here].sum())
        df = degrees_of_freedom(both.panel, here)
        if both.reference is not None:
            df = min(df, degrees_of_freedom(both.reference))
        blank = Estimate(
            indicator=one.column, measure=one.measure, entity=one.entity, by=label, origin=both.panel.origin,
            kind=value.kind, n=n, weighted_base=base, estimate=None, se=None, low=None, high=None, level=level,
            method=intervals.DEFAULT if value.kind == "proportion" else "mean", deff=None, n_eff=None,
            df=max(df, 0), caveats=noted(both), missing=int(rows[here].sum()) - n,
        )  # fmt: skip
        if not n:
            made.append(Corrected(replace(blank, caveats=(*blank.caveats, "empty")), None, method))
            continue
        plain = float(value.sum[here].sum() / value.weight[here].sum())
        centred = float((factor * value.total)[here].sum() / base)
        spread = float((factor * value.square)[here].sum() / base) - centred**2
        filled = fill(
            blank, float(found[place]), float(variance[place]), max(spread, 0.0) * n / max(n - 1, 1)
        )
        made.append(Corrected(filled, plain, method))
    return made
