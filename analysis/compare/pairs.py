"""Groups compared with each other, and each with all others together, corrected for the number of comparisons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.compare.adjust import NAMES, Correction, check
from analysis.compare.differences import Difference, corrected, difference
from analysis.compare.groups import groups
from analysis.compare.rest import against_others
from analysis.design import Design
from analysis.indicators import Indicator
from analysis.messages import N_, Message
from analysis.numerals import many, percent

if TYPE_CHECKING:
    from analysis.table import Where


@dataclass(frozen=True)
class Comparisons:
    """Differences that were tested together.

    Attributes:
        differences: in the order of the groups.
        correction: what the p-values were corrected with.
        family: the number of tests that it counts.
        level: a difference is called significant when its corrected p is below 1 - level.
        n: answers in all groups.
        caveats: codes that hold for all of them.
    """

    differences: tuple[Difference, ...]
    correction: Correction
    family: int
    level: float
    n: int
    caveats: tuple[str, ...]

    @property
    def significant(self) -> tuple[Difference, ...]:
        """The differences that are."""
        return tuple(one for one in self.differences if one.significant)

    @property
    def sentence(self) -> Message:
        """How many differences were found among how many, with n, level and correction."""
        return Message(
            N_(
                "Van de %(family)s vergelijkingen laten er %(found)s een significant verschil zien (n = %(n)s, "
                "betrouwbaarheid %(level)s, %(correction)s). Bij de andere is een verschil niet uitgesloten."
            ),
            {
                "family": self.family,
                "found": len(self.significant),
                "n": many(self.n),
                "level": percent(self.level),
                "correction": NAMES[self.correction],
            },
        )


def all_pairs(
    source: Any,
    design: Design,
    indicator: str | Indicator,
    by: str | Sequence[str],
    *,
    correction: Correction = "holm",
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Comparisons:
    """Compare each group with each other one: difference m_1 - m_2 with variance V_11 + V_22 - 2 V_12.

    The covariance V is that of the design (R: `svycontrast` of `svyby(covmat = TRUE)`), so that groups that share
    PSUs or calibrated weights are compared as such. Student's t on the PSUs less strata with answers of either group.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicator: a column of numbers, or of 1 and 0.
        by: column(s) whose combinations are the groups.
        correction: for the number of pairs: `holm`, `bh`, `bonferroni` or `none` (`analysis.compare.adjust`).
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of confidence.

    Raises:
        MethodError: an unknown correction, fewer than two groups with answers, or more than 100.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    check(correction)
    found = groups(source, design, indicator, by, where=where, origins=origins, level=level)
    covariance, df = found.covariance, found.pair_df()
    made = [
        difference(
            found.indicator,
            found.kind,
            (found.side(one), found.side(other)),
            float(covariance[one, other]),
            int(df[one, other]),
            level,
            caveats=found.caveats,
        )
        for one in range(len(found))
        for other in range(one + 1, len(found))
    ]
    return together(made, correction, level, sum(one.n for one in found.estimates), found.caveats)


def against_the_rest(
    source: Any,
    design: Design,
    indicator: str | Indicator,
    by: str | Sequence[str],
    *,
    correction: Correction = "holm",
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Comparisons:
    """Compare each group with everybody in the other groups together (not with a total that it is part of).

    With Y_j and X_j the weighted totals of the answers and of 1 in group j: Y_k / X_k - (Y - Y_k) / (X - X_k), by
    linearisation over the full covariance of the groups. Two groups: the same as their pair.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicator: a column of numbers, or of 1 and 0.
        by: column(s) whose combinations are the groups.
        correction: for the number of groups.
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of confidence.

    Raises:
        MethodError: an unknown correction, fewer than two groups with answers, or more than 100.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    check(correction)
    found = groups(source, design, indicator, by, where=where, origins=origins, level=level)
    made = against_others(found, level)
    return together(made, correction, level, sum(one.n for one in found.estimates), found.caveats)


def together(
    differences: Sequence[Difference], correction: Correction, level: float, n: int, caveats: tuple[str, ...]
) -> Comparisons:
    """Differences as one family of tests."""
    made = corrected(differences, correction)
    family = sum(one.p is not None for one in made)
    return Comparisons(made, correction, family, level, n, caveats)
