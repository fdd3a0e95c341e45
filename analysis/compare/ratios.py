"""How many times as high one group is as another."""

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Any

from analysis.compare.differences import Side
from analysis.compare.groups import groups
from analysis.compare.words import figure
from analysis.design import Design
from analysis.errors import MethodError
from analysis.indicators import Indicator, Kind
from analysis.intervals import critical
from analysis.messages import N_, Message
from analysis.numerals import decimal, many, percent

if TYPE_CHECKING:
    from analysis.table import Where


@dataclass(frozen=True)
class RatioOfGroups:
    """The ratio first / second of the means (or shares) of two groups.

    Attributes:
        indicator: the column, of this `kind`.
        first, second: the groups.
        ratio: first / second, without a unit.
        se_log: the error of its logarithm.
        low, high: limits, exp(log ratio +/- t_df se_log); None without degrees of freedom.
        df: PSUs less strata with answers of either group.
        caveats: codes, see `analysis.caveats`.
    """

    indicator: str
    kind: Kind
    first: Side
    second: Side
    ratio: float
    se_log: float
    low: float | None
    high: float | None
    level: float
    df: int
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """The ratio in words, with the n of both groups."""
        told: dict[str, Any] = {
            "first": self.first.name,
            "second": self.second.name,
            "a": figure(self.first.estimate, self.kind),
            "b": figure(self.second.estimate, self.kind),
            "n_a": many(self.first.n),
            "n_b": many(self.second.n),
            "ratio": decimal(self.ratio),
        }
        if self.low is None or self.high is None:
            return Message(
                N_(
                    "%(first)s: %(a)s (n = %(n_a)s). %(second)s: %(b)s (n = %(n_b)s). Dat is %(ratio)s keer zo hoog. "
                    "Een marge is niet te geven."
                ),
                told,
            )
        told |= {"low": decimal(self.low), "high": decimal(self.high), "level": percent(self.level)}
        return Message(
            N_(
                "%(first)s: %(a)s (n = %(n_a)s). %(second)s: %(b)s (n = %(n_b)s). Dat is %(ratio)s keer zo hoog "
                "(marge %(low)s tot %(high)s, betrouwbaarheid %(level)s)."
            ),
            told,
        )


def ratio_of_groups(
    source: Any,
    design: Design,
    indicator: str | Indicator,
    by: str,
    first: Any,
    second: Any,
    *,
    where: "Where" = None,
    level: float = 0.95,
) -> RatioOfGroups:
    """Compare two groups by the ratio of their means, with an interval on the scale of the logarithm.

    Var(log R) = V_11 / m_1^2 + V_22 / m_2^2 - 2 V_12 / (m_1 m_2) (delta method; R: `svycontrast` of
    `quote(log(a / b))`).

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicator: a column of positive numbers, or of 1 and 0.
        by: the column of groups.
        first: the value of the group above the line.
        second: that of the group below it.
        where: see `analysis.collect.collect`; interviews of several origins are compared when `by` is the origin.
        level: of the interval.

    Raises:
        MethodError: a group is absent, or its mean is zero or negative.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    found = groups(source, design, indicator, by, where=where, level=level)
    places = {one.by[by]: place for place, one in enumerate(found.estimates)}
    for name in (first, second):
        if name not in places:
            raise MethodError(
                Message(N_("Verwacht: een groep uit “%(name)s” met antwoorden."), {"name": by}),
                Message(N_("Gekregen: %(got)s."), {"got": name}),
                Message(N_("Kies een groep die voorkomt.")),
            )
    a, b = places[first], places[second]
    above, below = found.side(a), found.side(b)
    for side in (above, below):
        if side.estimate <= 0:
            raise MethodError(
                Message(N_("Verwacht: twee groepen met een cijfer boven nul.")),
                Message(
                    N_("Het cijfer van “%(name)s” is %(got)s (n = %(n)s)."),
                    {"name": side.name, "got": decimal(side.estimate), "n": side.n},
                ),
                Message(N_("Vergelijk deze groepen met een verschil in plaats van een verhouding.")),
            )
    v = found.covariance
    relative = v[a, a] / above.estimate**2 + v[b, b] / below.estimate**2
    variance = float(relative - 2 * v[a, b] / (above.estimate * below.estimate))
    df, ratio = int(found.pair_df()[a, b]), above.estimate / below.estimate
    se = sqrt(max(variance, 0.0))
    known = df > 0 and se > 0
    margin = critical(level, df) * se if known else 0.0
    return RatioOfGroups(
        indicator=found.indicator,
        kind=found.kind,
        first=above,
        second=below,
        ratio=ratio,
        se_log=se,
        low=exp(log(ratio) - margin) if known else None,
        high=exp(log(ratio) + margin) if known else None,
        level=level,
        df=df,
        caveats=found.caveats
        if known
        else (*found.caveats, "no_degrees_of_freedom" if df < 1 else "no_spread"),
    )
