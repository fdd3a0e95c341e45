"""Is a mean what it should be, or that of one group another than that of the other? The design-based t-test."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from analysis.compare.differences import Difference, Side, difference
from analysis.compare.groups import groups
from analysis.compare.words import bound, chance, figure
from analysis.covariance import degrees_of_freedom
from analysis.design import Design
from analysis.errors import DesignError, MethodError
from analysis.indicators import Indicator, Kind
from analysis.messages import N_, Message
from analysis.numerals import many, percent
from analysis.table import tabulate

if TYPE_CHECKING:
    from analysis.table import Where


def t_test(
    source: Any,
    design: Design,
    indicator: str | Indicator,
    by: str,
    *,
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Difference:
    """Compare the means (or shares) of two groups: t = (m_2 - m_1) / se (R: `svyttest(y ~ group)`).

    The error is that of the difference of two domain means by linearisation, which is the sandwich error of the
    regression on a group dummy. Degrees of freedom: PSUs less strata, less 1.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicator: a column of numbers, or of 1 and 0.
        by: the column with the two groups, in sorted order; the difference is second - first, as in R.
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of the interval.

    Raises:
        MethodError: there are not two groups with answers.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    found = groups(source, design, indicator, by, where=where, origins=origins, level=level)
    if len(found) != 2:  # noqa: PLR2004 -- a t-test has two groups
        raise MethodError(
            Message(N_("Verwacht: twee groepen met antwoorden.")),
            Message(N_("In “%(name)s” zijn het er %(got)s."), {"name": by, "got": len(found)}),
            Message(N_("Kies twee groepen (where), of vergelijk alle paren.")),
        )
    value = found.cells.value(found.indicator)
    df = degrees_of_freedom(found.cells, (found.domain >= 0) & (value.n > 0)) - 1
    sides = (found.side(1), found.side(0))
    covariance = float(found.covariance[0, 1])
    return difference(found.indicator, found.kind, sides, covariance, df, level, caveats=found.caveats)


@dataclass(frozen=True)
class MeanTest:
    """A mean held against a value.

    Attributes:
        indicator: the column; `kind` decides the unit of `side.estimate`, `against`, `low` and `high`.
        side: everybody who answered.
        against: the value.
        low, high: limits of the mean at `level`, mean +/- t_df se.
        t: (mean - against) / se, on `df` degrees of freedom: PSUs less strata, less 1.
        p: the chance of a t at least this far from zero, were the value true.
        caveats: codes, see `analysis.caveats`.
    """

    indicator: str
    kind: Kind
    side: Side
    against: float
    low: float
    high: float
    level: float
    t: float
    df: int
    p: float
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """What the test says, with its n."""
        told = {
            "a": figure(self.side.estimate, self.kind),
            "b": figure(self.against, self.kind),
            "n": many(self.side.n),
            "low": bound(self.low, self.kind),
            "high": bound(self.high, self.kind),
            "level": percent(self.level),
            "p": chance(self.p),
        }
        if self.p < 1 - self.level:
            return Message(
                N_(
                    "De uitkomst is %(a)s (marge %(low)s tot %(high)s, betrouwbaarheid %(level)s, n = %(n)s). "
                    "Dat verschilt significant van %(b)s: p %(p)s."
                ),
                told,
            )
        return Message(
            N_(
                "De uitkomst is %(a)s (marge %(low)s tot %(high)s, betrouwbaarheid %(level)s, n = %(n)s). "
                "Een verschil met %(b)s is niet aangetoond: p %(p)s. Dat zegt niet dat er geen verschil is."
            ),
            told,
        )


def t_test_of_mean(
    source: Any,
    design: Design,
    indicator: str | Indicator,
    against: float = 0.0,
    *,
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> MeanTest:
    """Hold a mean (or share) against a value: t = (m - value) / se (R: `svyttest(y ~ 0)`).

    Degrees of freedom: PSUs less strata, less 1, as R has it.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicator: a column of numbers, or of 1 and 0.
        against: the value, in the units of the column (a share between 0 and 1).
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of the interval.

    Raises:
        DesignError: nobody answered, or the sample says nothing about the error.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    from scipy.special import stdtr

    from analysis.intervals import critical

    table = tabulate(source, design, [indicator], where=where, origins=origins, level=level)
    one = table.estimates[0] if table.estimates else None
    if one is None or one.estimate is None or table.df < 1 or float(table.covariance[0, 0]) <= 0:
        raise _no_error()
    se = sqrt(float(table.covariance[0, 0]))
    df = degrees_of_freedom(table.cells, table.cells.inside & (table.cells.value(one.indicator).n > 0)) - 1
    if df < 1:
        raise _no_error()
    t = (one.estimate - against) / se
    margin = critical(level, df) * se
    return MeanTest(
        indicator=one.indicator,
        kind=one.kind,
        side=Side("iedereen", {}, one.n, one.weighted_base, one.estimate, se),
        against=against,
        low=one.estimate - margin,
        high=one.estimate + margin,
        level=level,
        t=t,
        df=df,
        p=min(2 * float(stdtr(df, -abs(t))), 1.0),
        caveats=tuple(
            code for code in one.caveats if code.startswith("origin_") or code in {"pooled", "small"}
        ),
    )


def _no_error() -> DesignError:
    return DesignError(
        Message(N_("Verwacht: antwoorden op meer dan één locatie (PSU), die van elkaar verschillen.")),
        Message(N_("De fout van dit gemiddelde is niet te schatten.")),
        Message(N_("Kies een ruimere selectie, of verzamel interviews op meer locaties.")),
    )
