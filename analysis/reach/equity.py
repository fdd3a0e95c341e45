"""Equity of reach: how much less a group is reached than another, as a ratio and as a difference."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Any, Literal

from analysis.compare.adjust import NAMES, Correction, check
from analysis.compare.differences import Difference, corrected, difference
from analysis.compare.groups import Groups, groups
from analysis.compare.words import named
from analysis.design import Design
from analysis.errors import EvidenceError
from analysis.figure import Estimate
from analysis.indicators import Indicator
from analysis.intervals import critical
from analysis.messages import N_, Message
from analysis.numerals import decimal

if TYPE_CHECKING:
    from analysis.table import Where

Chosen = Literal["best", "largest", "named"]
BEST, LARGEST = "best", "largest"


@dataclass(frozen=True)
class Distance:
    """How far one group is from the reference.

    Attributes:
        group: what it is called.
        figure: its share or mean, with n and interval.
        ratio: figure / reference; None when one of the two is zero or less.
        ratio_low, ratio_high: exp(log ratio +/- t se); None when there is no error to speak of.
        log_se: the standard error of the log of the ratio.
        difference: figure less reference, tested and corrected for the number of groups.
        caveats: those of the difference, and `ratio_undefined`.
    """

    group: str
    figure: Estimate
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    log_se: float | None
    difference: Difference
    caveats: tuple[str, ...]

    @property
    def n(self) -> int:
        """Answers in the group."""
        return self.figure.n

    @property
    def sentence(self) -> Message:
        """The ratio in words; the difference, with its test, has a sentence of its own."""
        values: dict[str, Any] = {
            "group": self.group,
            "reference": self.difference.second.name,
            "n": self.n,
            "n_reference": self.difference.second.n,
        }
        if self.ratio is None:
            return Message(
                N_(
                    "%(group)s en %(reference)s zijn niet te delen: in een van beide is het bereik nul "
                    "(%(n)s en %(n_reference)s antwoorden). Kijk naar het verschil."
                ),
                values,
            )
        values["ratio"] = decimal(self.ratio)
        if self.ratio_low is None or self.ratio_high is None:
            return Message(
                N_(
                    "Het bereik bij %(group)s is %(ratio)s keer dat bij %(reference)s "
                    "(%(n)s en %(n_reference)s antwoorden); een marge is niet te geven."
                ),
                values,
            )
        return Message(
            N_(
                "Het bereik bij %(group)s is %(ratio)s keer dat bij %(reference)s "
                "(tussen %(low)s en %(high)s keer, %(n)s en %(n_reference)s antwoorden)."
            ),
            values | {"low": decimal(self.ratio_low), "high": decimal(self.ratio_high)},
        )


@dataclass(frozen=True)
class Equity:
    """The groups of one question beside their reference.

    Attributes:
        indicator: the column.
        reference: the figure of the reference group.
        chosen: how it was chosen: `best`, `largest` or `named`.
        distances: of every other group, in sorted order.
        correction: of the p-values of the differences; the intervals hold for one group at a time.
        family: the number of tests that it counts.
        level: of the intervals.
        method: how the errors were made: `taylor` or `replicates`.
        caveats: those of all groups, and `best_chosen` when the reference was chosen for its figure.
    """

    indicator: str
    reference: Estimate
    chosen: Chosen
    distances: tuple[Distance, ...]
    correction: Correction
    family: int
    level: float
    method: str
    caveats: tuple[str, ...]

    @property
    def n(self) -> int:
        """Answers in all groups."""
        return self.reference.n + sum(one.n for one in self.distances)

    @property
    def behind(self) -> tuple[Distance, ...]:
        """The groups that are significantly lower than the reference."""
        return tuple(
            one for one in self.distances if one.difference.significant and one.difference.difference < 0
        )

    @property
    def sentence(self) -> Message:
        """How many groups are reached less than the reference, with n and correction."""
        return Message(
            N_(
                "Vergeleken met %(reference)s is het bereik in %(behind)s van de %(groups)s andere groepen significant "
                "lager (n = %(n)s, %(correction)s). Bij de andere is een verschil niet uitgesloten."
            ),
            {
                "reference": named(self.reference.by),
                "behind": len(self.behind),
                "groups": len(self.distances),
                "n": self.n,
                "correction": NAMES[self.correction],
            },
        )


def equity(  # noqa: PLR0913 -- each is a choice of the reader; all but four have a default
    source: Any,
    design: Design,
    indicator: str | Indicator,
    by: str | Sequence[str],
    *,
    reference: Hashable | Sequence[Hashable] = BEST,
    correction: Correction = "holm",
    where: "Where" = None,
    level: float = 0.95,
    origins: str | Sequence[str] | None = None,
) -> Equity:
    """Each group against one reference: the ratio and the difference of their figures.

    Ratio r = a / b with V(log r) = V(a) / a^2 + V(b) / b^2 - 2 C(a, b) / (a b) and the interval exp(log r +/- t se)
    (delta method; Katz et al. 1978, Biometrics 34:469-474, for the log of a ratio of shares; R:
    `svycontrast(quote(log(a / b)))`); difference a - b, see `analysis.compare.differences`. t has the degrees of
    freedom of the pair.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicator: a column of 1 and 0, or of numbers.
        by: column(s) whose combinations are the groups.
        reference: `best` (the highest figure), `largest` (the largest weighted base), or the value of a group (a tuple
            of values when `by` names several columns).
        correction: of p-values, for the number of groups.
        where: a further domain.
        level: of the intervals.
        origins: the origins that it is about.

    Raises:
        EvidenceError: the reference is not a group, or has no answers.
        MethodError: an unknown correction, or fewer than two groups with answers.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    check(correction)
    found = groups(source, design, indicator, by, where=where, origins=origins, level=level)
    place, chosen = _reference(found, reference)
    others = [other for other in range(len(found)) if other != place]
    differences = corrected([_difference(found, other, place, level) for other in others], correction)
    noted = (*found.caveats, *(("best_chosen",) if chosen == "best" else ()))
    return Equity(
        indicator=found.indicator,
        reference=found.estimates[place],
        chosen=chosen,
        distances=tuple(
            _distance(found, other, place, one) for other, one in zip(others, differences, strict=True)
        ),
        correction=correction,
        family=sum(one.p is not None for one in differences),
        level=level,
        method="taylor" if found.cells.replicates is None else "replicates",
        caveats=tuple(dict.fromkeys(noted)),
    )


def _reference(found: Groups, wanted: Hashable | Sequence[Hashable]) -> tuple[int, Chosen]:
    figures = found.estimates
    named_groups = [tuple(one.by.values()) for one in figures]
    asked = tuple(wanted) if isinstance(wanted, (tuple, list)) else (wanted,)
    # A group that is called so goes before the word.
    if asked in named_groups:
        return named_groups.index(asked), "named"
    places = range(len(figures))
    if wanted == BEST:
        return max(places, key=lambda place: figures[place].estimate or 0.0), "best"
    if wanted == LARGEST:
        return max(places, key=lambda place: figures[place].weighted_base), "largest"
    raise EvidenceError(
        Message(
            N_("Verwacht als vergelijkingsgroep: best, largest, of een groep met antwoorden: %(groups)s."),
            {"groups": ", ".join(named(one.by) for one in figures)},
        ),
        Message(N_("Gekregen: %(got)s."), {"got": ", ".join(map(str, asked))}),
        Message(N_("Kies een groep waarin de vraag is beantwoord.")),
    )


def _difference(found: Groups, other: int, place: int, level: float) -> Difference:
    return difference(
        found.indicator,
        found.kind,
        (found.side(other), found.side(place)),
        float(found.covariance[other, place]),
        int(found.pair_df()[other, place]),
        level,
        caveats=found.caveats,
    )


def _distance(found: Groups, other: int, place: int, tested: Difference) -> Distance:
    figure, reference = found.estimates[other], found.estimates[place]
    blank = Distance(named(figure.by), figure, None, None, None, None, tested, tested.caveats)
    top, bottom = figure.estimate or 0.0, reference.estimate or 0.0
    if top <= 0 or bottom <= 0:
        return Distance(
            blank.group, figure, None, None, None, None, tested, (*tested.caveats, "ratio_undefined")
        )
    spread = found.covariance
    variance = (
        float(spread[other, other]) / top**2
        + float(spread[place, place]) / bottom**2
        - 2 * float(spread[other, place]) / (top * bottom)
    )
    ratio, se = top / bottom, sqrt(max(variance, 0.0))
    low = high = None
    if tested.se is not None and se > 0:
        margin = critical(tested.level, tested.df) * se
        low, high = exp(log(ratio) - margin), exp(log(ratio) + margin)
    return Distance(blank.group, figure, ratio, low, high, se, tested, tested.caveats)
