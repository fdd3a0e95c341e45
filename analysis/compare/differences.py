"""One difference between two groups: how large, how sure, and from how many answers it would be sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Any

from analysis.compare.adjust import NAMES, Correction, adjust
from analysis.compare.enough import answers_per_group
from analysis.compare.words import bound, chance, distance, figure
from analysis.figure import SMALL
from analysis.indicators import Kind
from analysis.intervals import critical
from analysis.messages import N_, Message
from analysis.numerals import many, percent


@dataclass(frozen=True)
class Side:
    """One of two groups that are compared.

    Attributes:
        name: what it is called.
        by: its domain: value per column.
        n: answers, unweighted; `weighted_base` the sum of their weights.
        estimate: in the units of the indicator; a share is between 0 and 1.
        se: by the design of the sample.
    """

    name: str
    by: Mapping[str, Any]
    n: int
    weighted_base: float
    estimate: float
    se: float


@dataclass(frozen=True)
class Difference:
    """The difference first - second.

    Attributes:
        indicator: the column; `kind` decides the unit: a share (0-1) or the units of the answer.
        first, second: the groups.
        difference: first - second.
        se, low, high, p: None when the sample says nothing about the error; `caveats` then says why.
        level: of the interval, difference +/- t_df se, which is not corrected for the number of comparisons.
        t: difference / se.
        df: PSUs less strata with answers of either group.
        p_adjusted: p after `correction`, among `family` comparisons.
        needed: answers per group from which a difference of this size would be found with 80% chance at the same
            level, with the same design effect; for `holm` and `bonferroni` at (1 - level) / family. None when there is
            no difference or no error.
        caveats: codes, see `analysis.caveats`.
    """

    indicator: str
    kind: Kind
    first: Side
    second: Side
    difference: float
    se: float | None
    low: float | None
    high: float | None
    level: float
    t: float | None
    df: int
    p: float | None
    p_adjusted: float | None
    correction: Correction
    family: int
    needed: int | None
    caveats: tuple[str, ...]
    scatter: float = field(default=0.0, repr=False)

    @property
    def n(self) -> int:
        """Answers in both groups together."""
        return self.first.n + self.second.n

    @property
    def significant(self) -> bool | None:
        """Whether the corrected p is below 1 - level; None when it cannot be said."""
        return None if self.p_adjusted is None else self.p_adjusted < 1 - self.level

    @property
    def sentence(self) -> Message:
        """The difference in words, with the n of both groups; never that they are the same."""
        told: dict[str, Any] = {
            "first": self.first.name,
            "second": self.second.name,
            "a": figure(self.first.estimate, self.kind),
            "b": figure(self.second.estimate, self.kind),
            "n_a": many(self.first.n),
            "n_b": many(self.second.n),
            "difference": distance(self.difference, self.kind),
        }
        if self.p_adjusted is None or self.low is None or self.high is None:
            return Message(_UNKNOWN, told)
        told |= {
            # The margin of the size that is named, which has no sign.
            "low": bound(-self.high if self.difference < 0 else self.low, self.kind),
            "high": bound(-self.low if self.difference < 0 else self.high, self.kind),
            "level": percent(self.level),
            "p": chance(self.p_adjusted),
            "correction": NAMES[self.correction],
        }
        if self.significant:
            return Message(_FOUND, told)
        if self.needed is None:
            return Message(_NONE, told)
        return Message(_NOT_FOUND, told | {"needed": many(self.needed)})


_UNKNOWN = N_(
    "%(first)s: %(a)s (n = %(n_a)s). %(second)s: %(b)s (n = %(n_b)s). Het verschil is %(difference)s. "
    "Of dat toeval kan zijn, is met deze antwoorden niet te zeggen."
)
_FOUND = N_(
    "%(first)s: %(a)s (n = %(n_a)s). %(second)s: %(b)s (n = %(n_b)s). Het verschil is %(difference)s "
    "(marge %(low)s tot %(high)s, betrouwbaarheid %(level)s). Dit verschil is significant: p %(p)s (%(correction)s)."
)
_NOT_FOUND = N_(
    "%(first)s: %(a)s (n = %(n_a)s). %(second)s: %(b)s (n = %(n_b)s). Het verschil is %(difference)s "
    "(marge %(low)s tot %(high)s, betrouwbaarheid %(level)s). Dit verschil is niet significant: p %(p)s "
    "(%(correction)s). Dat zegt niet dat er geen verschil is. Bij ongeveer %(needed)s antwoorden per groep is de "
    "kans 80%% dat een verschil van deze grootte wel wordt gevonden."
)
_NONE = N_(
    "%(first)s: %(a)s (n = %(n_a)s). %(second)s: %(b)s (n = %(n_b)s). In deze antwoorden is er geen verschil "
    "(marge %(low)s tot %(high)s, betrouwbaarheid %(level)s). Daarbuiten kan er binnen die marge wel een verschil zijn."
)


def difference(
    indicator: str,
    kind: Kind,
    sides: tuple[Side, Side],
    covariance: float,
    df: int,
    level: float,
    *,
    caveats: Sequence[str] = (),
) -> Difference:
    """The difference of two groups, not yet corrected for others.

    The variance is V_1 + V_2 - 2 C. A share of 0 or 1 has no variance of its own: it gets p (1 - p) / n at the
    joint share p of the two groups, as a test of no difference supposes (`extreme_difference`); R counts it as zero.

    Args:
        indicator: the column.
        kind: of its estimates.
        sides: the groups.
        covariance: C, between the two estimates.
        df: degrees of freedom.
        level: of the interval.
        caveats: codes that hold for both groups.
    """
    from scipy.special import stdtr

    first, second = sides
    noted = list(caveats)
    if min(first.n, second.n) < SMALL:
        noted.append("small")
    variances = [first.se**2, second.se**2]
    if kind == "proportion" and {first.estimate, second.estimate} & {0.0, 1.0}:
        noted.append("extreme_difference")
        joint = (first.n * first.estimate + second.n * second.estimate) / (first.n + second.n)
        for place, side in enumerate(sides):
            if side.estimate in {0.0, 1.0}:
                variances[place] = max(variances[place], joint * (1 - joint) / side.n)
    variance = sum(variances) - 2 * covariance
    away = first.estimate - second.estimate
    blank = Difference(
        indicator=indicator,
        kind=kind,
        first=first,
        second=second,
        difference=away,
        se=None,
        low=None,
        high=None,
        level=level,
        t=None,
        df=df,
        p=None,
        p_adjusted=None,
        correction="none",
        family=1,
        needed=None,
        caveats=tuple(dict.fromkeys(noted)),
    )
    if df < 1:
        return replace(blank, caveats=(*blank.caveats, "no_degrees_of_freedom"))
    # Not a number, too: a group that exists in no replicate has no error.
    if not variance > max(NOISE * sum(variances), 0.0):
        return replace(blank, caveats=(*blank.caveats, "no_spread"))
    se = sqrt(variance)
    margin = critical(level, df) * se
    # n times the variance, were both groups of n answers.
    scatter = first.n * variances[0] + second.n * variances[1] - 2 * covariance * sqrt(first.n * second.n)
    p = min(2 * float(stdtr(df, -abs(away / se))), 1.0)
    return replace(
        blank,
        se=se,
        low=away - margin,
        high=away + margin,
        t=away / se,
        p=p,
        p_adjusted=p,
        needed=answers_per_group(away, scatter, 1 - level),
        scatter=scatter,
    )


NOISE = 1e-12  # of the variances: what is left below it is rounding


def corrected(differences: Sequence[Difference], correction: Correction) -> tuple[Difference, ...]:
    """The same differences with p-values corrected for their number; those without a p-value do not count."""
    tested = [one.p for one in differences if one.p is not None]
    adjusted = iter(adjust(tested, correction))
    share = len(tested) if correction in {"holm", "bonferroni"} else 1
    made = []
    for one in differences:
        new = replace(one, correction=correction, family=len(tested))
        if one.p is not None:
            needed = answers_per_group(one.difference, one.scatter, (1 - one.level) / share)
            new = replace(new, p_adjusted=next(adjusted), needed=needed)
        made.append(new)
    return tuple(made)
