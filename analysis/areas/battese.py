"""Means per area from single answers with a covariate for each: Battese, Harter and Fuller."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.areas.covariates import INTERCEPT, standardised
from analysis.errors import AreaModelError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True)
class UnitArea:
    """One area: n answers; EBLUP of the mean of its `population` residents; its error; the share of the area itself.

    `mse` and `estimate` are in the units of the answer (squared); `shrinkage` is gamma = A / (A + s^2 / n).
    """

    area: Any
    n: int
    population: float
    estimate: float
    mse: float
    synthetic: float
    shrinkage: float


@dataclass(frozen=True)
class Battese:
    """A fitted unit-level model.

    Attributes:
        names, beta: coefficients [p].
        between, within: variance of the areas and of single answers, squared units of the answer.
        converged: of the search for between / within.
        areas: in the order of `population`.
    """

    names: tuple[str, ...]
    beta: tuple[float, ...]
    between: float
    within: float
    converged: bool
    areas: tuple[UnitArea, ...]

    @property
    def sentence(self) -> Message:
        """What was done, for a reader without statistics."""
        return Message(
            N_("Het gemiddelde van %(areas)s gebieden is geschat met de antwoorden daar en met de kenmerken van alle inwoners."),
            {"areas": len(self.areas)},
        )  # fmt: skip


@dataclass(frozen=True)
class _Sums:
    """Per area: answers, totals of z = (x, y) [areas, p + 1]; and z'z over all answers."""

    n: "Floats"
    totals: "Floats"
    products: "Floats"


def battese(
    y: Sequence[float],
    covariates: Mapping[str, Sequence[float]],
    area: Sequence[Hashable],
    population: Mapping[Hashable, tuple[float, Mapping[str, float]]],
) -> Battese:
    """Fit y_ij = x_ij'beta + u_i + e_ij by REML and predict the mean of every area.

    With f the sampled share of an area: f mean(y) + (mean of x over the population - f mean(x))'beta + (1 - f) u
    (Battese, Harter and Fuller 1988; R: `sae::eblupBHF`). MSE: (1 - f)^2 times g1 + g2 + 2 g3 over the residents
    that were not sampled, plus their own spread (Prasad and Rao 1990; Rao and Molina 2015, section 7.2). Weights are
    not used: the model must hold what the design depends on.

    Args:
        y: answers [n], numbers.
        covariates: per name a number per answer [n].
        area: per answer its area [n].
        population: per area the number of residents and the mean of every covariate over them. Areas without
            answers get the synthetic mean.

    Raises:
        AreaModelError: an area or covariate that the population lacks, numbers that are not finite, fewer than two
            areas, or fewer answers than areas plus coefficients.
    """
    names = (INTERCEPT, *covariates)
    unequal = [name for name, column in {**covariates, "area": area}.items() if len(column) != len(y)]
    if unequal:
        raise AreaModelError(
            Message(N_("Verwacht: %(count)s waarden, één per antwoord."), {"count": len(y)}),
            Message(N_("De lengte is anders bij: %(names)s."), {"names": ", ".join(unequal)}),
            Message(N_("Geef van elk antwoord één waarde.")),
        )
    values = np.asarray(y, dtype=np.float64)
    x = np.column_stack(
        [np.ones(len(values)), *(np.asarray(column, dtype=np.float64) for column in covariates.values())]
    )
    present = tuple(dict.fromkeys(area))
    _check(values, x, area, population, covariates)
    z, turned = standardised(names, x)
    place = {name: number for number, name in enumerate(present)}
    codes = np.array([place[name] for name in area], dtype=np.int64)
    sums = _sums(np.column_stack([z, values]), codes, len(present))
    ratio, converged = _ratio(sums)
    _, inverse, beta, within = _profile(sums, ratio)
    between = ratio * within
    spread = _spread_of_components(sums, ratio, within)
    areas = []
    for name, (size, means) in population.items():
        target = np.array([1.0, *(float(means[one]) for one in covariates)]) @ turned
        areas.append(
            _area(
                name,
                float(size),
                target,
                sums,
                place.get(name),
                (beta, inverse * within, between, within, spread),
            )
        )
    return Battese(names, tuple(map(float, turned @ beta)), between, within, converged, tuple(areas))


def _sums(z: "Floats", codes: "Codes", areas: int) -> _Sums:
    totals: Floats = np.column_stack([np.bincount(codes, column, areas) for column in z.T]).astype(np.float64)
    return _Sums(np.bincount(codes, minlength=areas).astype(np.float64), totals, z.T @ z)


def _profile(sums: _Sums, ratio: float) -> "tuple[float, Floats, Floats, float]":
    """Restricted likelihood, (x'V^-1 x)^-1 s^2 [p, p], coefficients and s^2 at between / within = `ratio`."""
    shrink = ratio / (1 + ratio * sums.n)
    moments = sums.products - sums.totals.T @ (sums.totals * shrink[:, None])
    p = len(moments) - 1
    inverse: Floats = np.asarray(np.linalg.inv(moments[:p, :p]), dtype=np.float64)
    beta = inverse @ moments[:p, p]
    free = float(sums.n.sum()) - p
    within = float(moments[p, p] - beta @ moments[:p, p]) / free
    height = -0.5 * (
        free * log(within) + float(np.log1p(ratio * sums.n).sum()) - float(np.linalg.slogdet(inverse)[1])
    )
    return height, inverse, beta, within


def _ratio(sums: _Sums) -> tuple[float, bool]:
    from scipy.optimize import minimize_scalar

    heights = {0.0: _profile(sums, 0.0)[0]}
    grid = np.geomspace(1e-6, 1e4, 60)
    heights |= {float(value): _profile(sums, float(value))[0] for value in grid}
    best = max(heights, key=lambda value: heights[value])
    if best == 0:
        return 0.0, True
    step = grid[1] / grid[0]
    found = minimize_scalar(
        lambda scale: -_profile(sums, float(np.exp(scale)))[0],
        bounds=(log(best / step), log(best * step)), method="bounded", options={"xatol": 1e-10},
    )  # fmt: skip
    return float(np.exp(found.x)), bool(found.success)


def _spread_of_components(sums: _Sums, ratio: float, within: float) -> "Floats":
    """Asymptotic covariance [2, 2] of the variances between and within areas: the inverse information."""
    alpha = within * (1 + ratio * sums.n)
    information = 0.5 * np.array([
        [((sums.n / alpha) ** 2).sum(), (sums.n / alpha**2).sum()],
        [(sums.n / alpha**2).sum(), ((sums.n - 1) / within**2 + 1 / alpha**2).sum()],
    ])  # fmt: skip
    found: Floats = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return found


def _area(
    name: Any, size: float, target: "Floats", sums: _Sums, place: int | None,
    model: "tuple[Floats, Floats, float, float, Floats]",
) -> UnitArea:  # fmt: skip
    beta, covariance, between, within, spread = model
    synthetic = float(target @ beta)
    if place is None:
        mse = between + float(target @ covariance @ target) + within / size
        return UnitArea(name, 0, size, synthetic, mse, synthetic, 0.0)
    n = float(sums.n[place])
    means = sums.totals[place] / n
    f = n / size
    gamma = between / (between + within / n)
    effect = gamma * float(means[-1] - means[:-1] @ beta)
    estimate = f * float(means[-1]) + float((target - f * means[:-1]) @ beta) + (1 - f) * effect
    if f >= 1:
        return UnitArea(name, int(n), size, float(means[-1]), 0.0, synthetic, gamma)
    rest = (target - f * means[:-1]) / (1 - f)
    gap = rest - gamma * means[:-1]
    change = np.array([within, -between]) / n
    g3 = float(change @ spread @ change) / (between + within / n) ** 3
    mse = (1 - f) ** 2 * (gamma * within / n + float(gap @ covariance @ gap) + 2 * g3) + (
        1 - f
    ) * within / size
    return UnitArea(name, int(n), size, estimate, mse, synthetic, gamma)


def _check(
    y: "Floats", x: "Floats", area: Sequence[Any], population: Mapping[Any, tuple[float, Mapping[str, float]]],
    covariates: Mapping[str, Any],
) -> None:  # fmt: skip
    present = tuple(dict.fromkeys(area))
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise AreaModelError(
            Message(N_("Verwacht: eindige getallen voor elk antwoord en elk kenmerk.")),
            Message(N_("Er ontbreekt een getal, of het is oneindig.")),
            Message(N_("Laat antwoorden zonder kenmerk weg en noem hun aantal.")),
        )
    absent = [
        str(name) for name in present
        if name not in population or any(one not in population[name][1] for one in covariates)
    ]  # fmt: skip
    if absent:
        raise AreaModelError(
            Message(N_("Verwacht: van elk gebied het aantal inwoners en de gemiddelde kenmerken.")),
            Message(N_("Het ontbreekt voor: %(areas)s."), {"areas": ", ".join(absent)}),
            Message(N_("Vul het aan uit het register, of laat deze antwoorden weg.")),
        )
    answers = Counter(area)
    few = [str(name) for name, (size, _) in population.items() if not size >= max(answers[name], 1)]
    if few:
        raise AreaModelError(
            Message(N_("Verwacht: per gebied ten minste zoveel inwoners als antwoorden.")),
            Message(N_("Minder zijn het er in: %(areas)s."), {"areas": ", ".join(few)}),
            Message(N_("Geef het aantal inwoners, niet het aantal antwoorden.")),
        )
    least = x.shape[1] + len(present)
    if len(present) < 2 or len(y) <= least:  # noqa: PLR2004 -- one area has nothing to be compared with
        raise AreaModelError(
            Message(N_("Verwacht: twee of meer gebieden en meer dan %(least)s antwoorden."), {"least": least}),
            Message(N_("Gekregen: %(areas)s gebieden en %(got)s antwoorden."), {"areas": len(present), "got": len(y)}),
            Message(N_("Neem meer gebieden samen in het model, of neem minder kenmerken op.")),
        )  # fmt: skip
