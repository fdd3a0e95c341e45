"""Channels: through what people heard of a team, how they would rather hear, and the gap between the two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.compare.adjust import Correction, check
from analysis.compare.differences import Difference, Side, corrected, difference
from analysis.design import Design
from analysis.engine import scan
from analysis.estimate import estimate
from analysis.figure import Estimate
from analysis.indicators import Indicator, column_of, indicator_of
from analysis.intervals import DEFAULT, Method
from analysis.messages import N_, Message
from analysis.table import Table, tabulate

if TYPE_CHECKING:
    from analysis.table import Where

HEARD, PREFERS = "channel.heard", "channel.prefers"


@dataclass(frozen=True)
class Gap:
    """How much more often a channel is wanted than used, in one domain.

    Attributes:
        channel: its code; `name` is what it is called.
        by: the domain.
        wanted, used: the two shares, each with its own base, n and interval.
        difference: wanted less used, with the covariance of the two: they come from the same people; corrected for
            the number of channels in the domain. None when one of the shares has no figure.
        method: `taylor` or `replicates`.
        caveats: those of the shares, `multiple_answers`, and `bases_differ` when not the same people were asked.
    """

    channel: str
    name: str
    by: Mapping[str, Any]
    wanted: Estimate
    used: Estimate
    difference: Difference | None
    method: str
    caveats: tuple[str, ...]

    @property
    def n(self) -> int:
        """Answers in the smaller of the two bases."""
        return min(self.wanted.n, self.used.n)

    @property
    def sentence(self) -> Message:
        """Both shares, and whether their difference may be chance."""
        if self.difference is None:
            return Message(
                N_("Over het kanaal “%(channel)s” zijn er te weinig antwoorden om te vergelijken."),
                {"channel": self.name},
            )
        return self.difference.sentence


def channel_mix(
    source: Any,
    design: Design,
    measure: str = HEARD,
    by: str | Sequence[str] = (),
    *,
    where: "Where" = None,
    level: float = 0.95,
    method: Method = DEFAULT,
    origins: str | Sequence[str] | None = None,
) -> list[Estimate]:
    """The share that named each channel, the most named first; who may name several, so they add up to over 100%.

    The arguments are those of `analysis.estimate.estimate`, with `measure`: `channel.heard` or `channel.prefers`.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    asked = [
        one
        for one in map(indicator_of, scan(source).collect_schema())
        if one.measure == measure and one.entity
    ]
    if not asked:
        return []
    found = estimate(source, design, asked, by, where=where, level=level, method=method, origins=origins)
    domains = list(dict.fromkeys(tuple(one.by.values()) for one in found))
    return sorted(found, key=lambda one: (domains.index(tuple(one.by.values())), -(one.estimate or 0.0)))


def channel_gap(  # noqa: PLR0913 -- each is a choice of the reader; all but two have a default
    source: Any,
    design: Design,
    by: str | Sequence[str] = (),
    *,
    names: Mapping[str, str] | None = None,
    correction: Correction = "holm",
    where: "Where" = None,
    level: float = 0.95,
    method: Method = DEFAULT,
    origins: str | Sequence[str] | None = None,
) -> list[Gap]:
    """The share that wants to hear through a channel less the share that did, per channel that both questions have.

    d = p_wanted - p_used with V(d) = V(p_wanted) + V(p_used) - 2 C(p_wanted, p_used), from the scores of both shares
    over all PSUs, also when not the same people were asked (R: `svycontrast`). p-values of Student's t.

    Args:
        source: see `analysis.estimate.estimate`, as for all that is not named here.
        design: how the sample was drawn.
        by: the domains.
        names: what channels are called; their code when absent.
        correction: of p-values, for the number of channels in a domain.
        where: a further domain.
        level: of the intervals and of the conclusion in the sentence.
        method: of the intervals of the two shares.
        origins: the origins that it is about.

    Returns:
        Per channel, in the order of the table, the domains in sorted order.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    check(correction)
    schema = scan(source).collect_schema()
    channels = [
        one.entity
        for one in map(indicator_of, schema)
        if one.measure == PREFERS and one.entity and column_of(HEARD, one.entity) in schema
    ]
    if not channels:
        return []
    asked = [
        Indicator(column_of(measure, channel), measure, channel, "proportion")
        for measure in (PREFERS, HEARD)
        for channel in channels
    ]
    table = tabulate(source, design, asked, by, where=where, level=level, method=method, origins=origins)
    size = len(table.estimates) // len(asked)
    made: dict[tuple[int, int], Gap] = {}
    for place in range(size):
        gaps = [
            _gap(table, one * size + place, (len(channels) + one) * size + place, names or {})
            for one in range(len(channels))
        ]
        tested = iter(corrected([gap.difference for gap in gaps if gap.difference], correction))
        for one, gap in enumerate(gaps):
            made[one, place] = replace(gap, difference=next(tested)) if gap.difference else gap
    return [made[key] for key in sorted(made)]


def _gap(table: Table, wanted: int, used: int, names: Mapping[str, str]) -> Gap:
    first, second = table.estimates[wanted], table.estimates[used]
    noted = ["multiple_answers"]
    if first.n != second.n:
        noted.append("bases_differ")
    channel = first.entity or ""
    name = names.get(channel, channel)
    gap = Gap(
        channel=channel,
        name=name,
        by=first.by,
        wanted=first,
        used=second,
        difference=None,
        method="taylor" if table.cells.replicates is None else "replicates",
        caveats=tuple(dict.fromkeys((*first.caveats, *second.caveats, *noted))),
    )
    if first.estimate is None or second.estimate is None:
        return gap
    sides = (_side(f"{name} (liefst)", first), _side(f"{name} (gehoord)", second))
    shared = float(table.covariance[wanted, used])
    df = min(first.df, second.df)
    return replace(
        gap, difference=difference(name, "proportion", sides, shared, df, first.level, caveats=gap.caveats)
    )


def _side(name: str, one: Estimate) -> Side:
    return Side(name, one.by, one.n, one.weighted_base, one.estimate or 0.0, one.se or 0.0)
