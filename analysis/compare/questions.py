"""The same people's answers to several questions: is one team better known than the other?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.compare.adjust import Correction, check
from analysis.compare.differences import Side, difference
from analysis.compare.groups import MOST, from_origins
from analysis.compare.pairs import Comparisons, together
from analysis.design import Design
from analysis.errors import MethodError
from analysis.figure import Estimate
from analysis.indicators import Indicator
from analysis.messages import N_, Message
from analysis.table import tabulate

if TYPE_CHECKING:
    from analysis.table import Where


def between_questions(
    source: Any,
    design: Design,
    indicators: Sequence[str | Indicator],
    *,
    correction: Correction = "holm",
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Comparisons:
    """Compare each indicator with each other one, among the same people.

    Difference m_1 - m_2 with variance V_11 + V_22 - 2 V_12, by the design covariance of the estimates (R:
    `svycontrast` of `svymean(~a + b)`); nobody who answered one of the two only is left out.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicators: at least two columns in the same unit.
        correction: for the number of pairs.
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of confidence.

    Raises:
        MethodError: an unknown correction, other than 2 to 100 indicators with answers, or shares beside means.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    check(correction)
    table = tabulate(source, design, indicators, where=where, origins=origins, level=level)
    known = [place for place, one in enumerate(table.estimates) if one.estimate is not None]
    if not 2 <= len(known) <= MOST:  # noqa: PLR2004 -- a comparison needs two
        raise MethodError(
            Message(N_("Verwacht: twee tot %(most)s vragen met antwoorden."), {"most": MOST}),
            Message(N_("Er zijn er %(got)s."), {"got": len(known)}),
            Message(N_("Kies andere vragen of een ruimere selectie.")),
        )
    kinds = sorted({table.estimates[place].kind for place in known})
    if len(kinds) > 1:
        raise MethodError(
            Message(N_("Verwacht: vragen in dezelfde eenheid.")),
            Message(N_("Gekregen: aandelen naast gemiddelden.")),
            Message(N_("Vergelijk aandelen met aandelen, en gemiddelden met gemiddelden.")),
        )
    noted = from_origins(table.estimates)
    if len(known) < len(table.estimates):
        noted.append("empty_groups")
    covariance = table.covariance
    made = [
        difference(
            f"{table.estimates[one].indicator} - {table.estimates[other].indicator}",
            table.estimates[one].kind,
            (
                _side(table.estimates[one], float(covariance[one, one])),
                _side(table.estimates[other], float(covariance[other, other])),
            ),
            float(covariance[one, other]),
            table.df,
            level,
            caveats=noted,
        )
        for place, one in enumerate(known)
        for other in known[place + 1 :]
    ]
    people = int(table.cells.n[table.cells.inside].sum())
    return together(made, correction, level, people, tuple(noted))


def _side(one: Estimate, variance: float) -> Side:
    value = float(one.estimate or 0.0)
    return Side(one.indicator, one.by, one.n, one.weighted_base, value, max(variance, 0.0) ** 0.5)
