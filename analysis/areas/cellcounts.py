"""Answers counted per cell of the population, as many as they are worth: input of a binomial model."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import caveats
from analysis.collect import collect, known
from analysis.covariance import covariance
from analysis.errors import IndicatorError, MethodError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells, Value
    from analysis.design import Design
    from analysis.indicators import Indicator

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Counts:
    """Answers per combination of factors that occurs.

    Attributes:
        factors: names of the factors.
        cells: per cell its class of each factor.
        y: effective number with the characteristic [cells].
        n: effective number of answers [cells]: (sum w)^2 / sum w^2, divided by `design_effect`.
        answers: interviews [cells].
        design_effect: of clustering, by which all were divided; 1 when each answer is its own PSU.
        left_out: interviews with an answer or a factor missing.
        caveats: of the origin of the answers.
    """

    factors: tuple[str, ...]
    cells: tuple[tuple[Hashable, ...], ...]
    y: "Floats"
    n: "Floats"
    answers: "Floats"
    design_effect: float = 1.0
    left_out: int = 0
    caveats: tuple[str, ...] = ()


def counts(
    source: Any,
    design: "Design",
    indicator: "str | Indicator",
    factors: Sequence[str],
    *,
    where: Any = None,
    origins: str | Sequence[str] | None = None,
    design_effect: float | None = None,
) -> Counts:
    """Count a yes/no indicator by the factors of the population.

    Per cell the weighted share times the effective number (Ghitza and Gelman 2013; Kish 1965 for the effective
    number). Interviews in PSUs resemble each other: unless `design_effect` is given, all counts are divided by the
    ratio of the design-based variance of the overall share to p (1 - p) / sum n, when that is above 1.

    Args:
        source: see `analysis.collect.collect`, like `where` and `origins`.
        design: how the sample was drawn; its weights count.
        indicator: a column of 1 and 0.
        factors: columns, the area among them.
        where: a domain.
        origins: the origins that it is about.
        design_effect: of clustering, when it is known from elsewhere.

    Raises:
        IndicatorError: the indicator holds other numbers than 0 and 1.
        MethodError: a design effect that is not above zero.
    """
    if design_effect is not None and not design_effect > 0:
        raise MethodError(
            Message(N_("Verwacht: een ontwerpeffect boven 0.")),
            Message(N_("Gekregen: %(got)s."), {"got": design_effect}),
            Message(N_("Laat het weg om het uit de steekproef te laten schatten.")),
        )
    cells = collect(source, design, keys=factors, values=(indicator,), where=where, origins=origins)
    value = next(iter(cells.values.values()))
    if value.kind != "proportion":
        raise IndicatorError(
            Message(N_("Verwacht: een kolom met alleen 0 en 1.")),
            Message(N_("Deze kolom heeft andere getallen.")),
            Message(N_("Maak er eerst ja (1) en nee (0) van.")),
        )
    chosen = known(cells, *factors) & (value.n > 0)
    codes = np.column_stack([cells.key(name).codes for name in factors])
    present, place = np.unique(codes[chosen], axis=0, return_inverse=True)
    place = place.reshape(-1)

    def summed(values: "Floats") -> "Floats":
        found: Floats = np.bincount(place, values[chosen], len(present)).astype(np.float64)
        return found

    share = value.n / np.maximum(cells.n, 1)  # of a cell's interviews, those with an answer
    weight, squares, yes = summed(value.weight), summed(cells.weight2 * share), summed(value.sum)
    n = weight**2 / squares
    effect = _clustering(cells, value, chosen, float(n.sum())) if design_effect is None else design_effect
    labels = [cells.key(name).labels for name in factors]
    return Counts(
        factors=tuple(factors),
        cells=tuple(tuple(labels[k][code] for k, code in enumerate(row)) for row in present),
        y=np.clip(yes / weight, 0.0, 1.0) * n / effect,
        n=n / effect,
        answers=summed(value.n.astype(np.float64)),
        design_effect=effect,
        left_out=int(cells.n[cells.inside].sum() - value.n[chosen].sum()),
        caveats=(caveats.of_origin(cells.origin),),
    )


def _clustering(cells: "Cells", value: "Value", chosen: "Flags", n_eff: float) -> float:
    """What clustering does to the variance beyond the weights; at least 1."""
    if cells.element:
        return 1.0
    base = float(value.weight[chosen].sum())
    share = float(value.sum[chosen].sum()) / base
    if not 0 < share < 1:
        return 1.0
    scores = np.where(chosen, value.sum - share * value.weight, 0.0) / base
    plain = None
    if len(value.plain):  # summed only when a layer of the weights needs it
        plain = np.where(chosen, value.plain + (value.centre - share) * value.n, 0.0)[:, None] / base
    found = covariance(cells, scores[:, None], plain)
    return max(1.0, float(found[0, 0]) * n_eff / (share * (1 - share)))
