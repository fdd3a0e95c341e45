"""Street, panel, open link: the same question asked in different ways of different people, side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.compare.adjust import Correction, check
from analysis.compare.differences import difference
from analysis.compare.groups import CONFOUNDED, groups
from analysis.compare.pairs import Comparisons, together
from analysis.design import Design
from analysis.indicators import Indicator, names_of
from analysis.origins import COLUMN

if TYPE_CHECKING:
    from analysis.table import Where


def between_origins(
    source: Any,
    design: Design,
    indicator: str | Indicator,
    by: str | Sequence[str] = (),
    *,
    correction: Correction = "holm",
    where: "Where" = None,
    level: float = 0.95,
) -> Comparisons:
    """Compare the origins of the interviews with each other, in each group.

    Origins are separate samples (covariance zero). A difference is the effect of the way of asking and of who took
    part together; nothing in the data can tell the two apart, and every result says so (`origins_confounded`).

    Args:
        source: see `analysis.engine.scan`; with a column `origin`.
        design: how the samples were drawn.
        indicator: a column of numbers, or of 1 and 0.
        by: column(s) whose combinations are groups within which origins are compared.
        correction: for the number of differences.
        where: see `analysis.collect.collect`.
        level: of confidence.

    Raises:
        MethodError: an unknown correction, or fewer than two origins with answers.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    check(correction)
    names = names_of(by)
    found = groups(source, design, indicator, (*names, COLUMN), where=where, level=level)
    covariance, df = found.covariance, found.pair_df()
    noted = found.caveats
    made = []
    for one, first in enumerate(found.estimates):
        for other in range(one + 1, len(found)):
            second = found.estimates[other]
            if any(first.by[name] != second.by[name] for name in names):
                continue
            whence = tuple(code for code in noted if code in {*first.caveats, *second.caveats, CONFOUNDED})
            made.append(
                difference(
                    found.indicator,
                    found.kind,
                    (found.side(one), found.side(other)),
                    float(covariance[one, other]),
                    int(df[one, other]),
                    level,
                    caveats=whence,
                )
            )
    return together(made, correction, level, sum(one.n for one in found.estimates), noted)
