"""The quantiles of one domain, with what stands beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.quantiles.answers import Answers
from analysis.quantiles.by_replicates import by_replicates
from analysis.quantiles.quantile import Asked, Limits, Quantile
from analysis.quantiles.woodruff import woodruff

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.cells import Cells

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Domain:
    """One domain.

    Attributes:
        by: its name: value per column.
        origin: of its interviews.
        order: the cells with an answer, by value [some].
        rows: rows, with or without an answer.
        df: degrees of freedom, over the rows with an answer.
        caveats: of every figure.
    """

    by: Mapping[str, Any]
    origin: str | None
    order: "Codes"
    rows: int
    df: int
    caveats: tuple[str, ...]


def in_domain(cells: "Cells", asked: Asked, values: "Floats", domain: Domain) -> list[Quantile]:
    """One quantile per share, of the column `values` [cells]."""
    n = int(cells.n[domain.order].sum())
    estimates: list[float | None] = [None] * len(asked.shares)
    found = [Limits(method=asked.method, caveats=("empty",))] * len(asked.shares)
    if n:
        answers = Answers.of(domain.order, values)
        numbers = answers.at(cells.weight, asked.shares, asked.rule)
        estimates = [float(one) for one in numbers]
        if asked.method != "quantile":
            found = woodruff(cells, asked, asked.method, answers, numbers, domain.df)
        elif cells.replicates is not None:
            found = by_replicates(cells, cells.replicates, asked, answers, numbers, domain.df)
    base = float(cells.weight[domain.order].sum())
    return [
        Quantile(
            column=asked.column,
            probability=float(share),
            by=domain.by,
            origin=domain.origin,
            n=n,
            missing=domain.rows - n,
            weighted_base=base,
            estimate=estimate,
            low=one.low,
            high=one.high,
            se=one.se,
            level=asked.level,
            method=one.method,
            rule=asked.rule,
            df=domain.df,
            caveats=(*domain.caveats, *one.caveats),
        )
        for share, estimate, one in zip(asked.shares, estimates, found, strict=True)
    ]
