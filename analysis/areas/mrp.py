"""Shares per area from a multilevel model and the composition of the population: MRP."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.areas import refusals
from analysis.areas.cellcounts import Counts
from analysis.areas.covariates import finite
from analysis.areas.multilevel import Levels, check_counts
from analysis.areas.posterior import Draws, Posterior, posterior
from analysis.errors import AreaModelError
from analysis.intervals import check
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

Cell = tuple[Hashable, ...]


@dataclass(frozen=True)
class AreaShare:
    """One area, or everybody (`area` None).

    Attributes:
        population: residents.
        n, n_eff: answers, and their effective number (weights and design effect).
        estimate: posterior mean of the share among residents, 0 to 1; `mse` its posterior variance.
        low, high: quantiles of the posterior.
        shrinkage: weight of the area's own answers against the model on the logit scale, A / (A + 1 / sum n_eff p
            (1 - p)); 0 without answers, None for everybody.
        caveats: codes.
    """

    area: Any
    population: float
    n: float
    n_eff: float
    estimate: float
    mse: float
    low: float
    high: float
    shrinkage: float | None
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class Mrp:
    """Poststratified shares.

    Attributes:
        method: how the model was fitted.
        names, beta: coefficients [p], posterior means; area covariates per standard deviation.
        sd: posterior mean of the standard deviation between levels, by factor, on the logit scale.
        areas: in the order in which the population names them; `total`: everybody.
        level, draws, seed: of the intervals; `effective_draws` is what the draws are worth after weighting.
        converged: every mode was found.
        caveats: of the whole.
    """

    method: str
    names: tuple[str, ...]
    beta: tuple[float, ...]
    sd: Mapping[str, float]
    areas: tuple[AreaShare, ...]
    total: AreaShare
    level: float
    draws: int
    effective_draws: float
    seed: int
    converged: bool
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """What was done, for a reader without statistics."""
        return Message(
            N_(
                "Van alle inwoners weet naar schatting %(share)s%% het (%(low)s tot %(high)s%%), berekend met een model dat "
                "%(n)s antwoorden omrekent naar wie er wonen."
            ),
            {
                "share": round(100 * self.total.estimate),
                "low": round(100 * self.total.low),
                "high": round(100 * self.total.high),
                "n": round(self.total.n),
            },
        )


def mrp(
    counts: Counts,
    population: Mapping[Cell, float],
    area: str,
    *,
    fixed: Sequence[str] = (),
    covariates: Mapping[str, Mapping[Hashable, float]] | None = None,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 20261122,
) -> Mrp:
    """Multilevel regression and poststratification (Gelman and Little 1997; Park, Gelman and Bafumi 2004).

    logit p = constant + area covariates + effects of `fixed` factors + random intercepts of the area and of the other
    factors, fitted by an own nested Laplace approximation with weak priors (`analysis.areas.posterior`); the share
    of an area is sum N p / sum N over its population cells, per posterior draw. Weights and design effect enter as
    effective counts per cell (Ghitza and Gelman 2013; `analysis.areas.cellcounts`).

    Args:
        counts: answers by the factors of the population.
        population: residents per combination of the factors, in the order of `counts.factors`.
        area: the factor that is the area.
        fixed: factors with a coefficient per class (the first class in sorted order is the reference) instead of
            random intercepts; for factors of two or three classes.
        covariates: from the register, per name a value per area.
        level: of the intervals.
        draws: from the posterior.
        seed: of the draws.

    Raises:
        OverlapError: answers from a cell that the population lacks, or a class of a fixed factor that nobody in the
            sample has.
        AreaModelError: too few areas with answers for the covariates, or a covariate missing for an area.
        IndicatorError: a factor that was not counted.
        MethodError: an impossible level, too few draws, or the area as a fixed factor.
    """
    check_counts(counts.y, counts.n)
    check("mean", level)
    refusals.askable(counts.factors, area, fixed, draws)
    refusals.countable(counts.factors, population)
    cells = tuple(name for name, size in population.items() if size > 0)
    sizes = np.array([float(population[name]) for name in cells])
    refusals.contained(counts, cells)
    at = counts.factors.index(area)
    areas = tuple(dict.fromkeys(name[at] for name in cells))
    given = dict(covariates or {})
    refusals.enough_areas(counts, at, len(given))
    names = ["(constant)"]
    columns: list[Callable[[Sequence[Cell]], Floats]] = [lambda labels: np.ones(len(labels))]
    for name, values in given.items():
        names.append(name)
        columns.append(_standardised(name, values, areas, at))
    for name in fixed:
        place = counts.factors.index(name)
        classes = sorted({cell[place] for cell in cells}, key=str)
        refusals.every_class_answered(name, classes, {cell[place] for cell in counts.cells})
        for one in classes[1:]:
            names.append(f"{name}={one}")
            columns.append(_indicator(place, one))
    random = [name for name in counts.factors if name not in fixed]
    levels = [_levels(counts, cells, name) for name in random]
    x = np.column_stack([make(counts.cells) for make in columns])
    fit = posterior(counts.y, counts.n, x, [one for one, _ in levels])
    wanted = np.column_stack([make(cells) for make in columns])
    drawn = fit.draws(wanted, [codes for _, codes in levels], draws, seed)
    own = _own_share(fit, counts, at, random.index(area))
    base = (*counts.caveats, "model_based")
    shares = []
    for one in areas:
        inside = np.array([cell[at] == one for cell in cells])
        shares.append(
            _share(
                one,
                Draws(drawn.chances[:, inside], drawn.weights),
                sizes[inside],
                counts,
                at,
                level,
                own.get(one, 0.0),
            )
        )
    return Mrp(
        method="own nested Laplace approximation, importance-weighted draws",
        names=tuple(names),
        beta=tuple(map(float, fit.beta)),
        sd=dict(zip(random, map(float, fit.sd), strict=True)),
        areas=tuple(shares),
        total=_share(None, drawn, sizes, counts, at, level, None),
        level=level,
        draws=draws,
        effective_draws=drawn.effective,
        seed=seed,
        converged=fit.converged,
        caveats=base if fit.converged else (*base, "not_converged"),
    )


def _standardised(
    name: str, values: Mapping[Hashable, float], areas: Sequence[Hashable], at: int
) -> "Callable[[Sequence[Cell]], Floats]":
    absent = [str(one) for one in areas if one not in values or not finite(values[one])]
    if absent:
        raise AreaModelError(
            Message(N_("Verwacht: van elk gebied een getal voor “%(name)s”."), {"name": name}),
            Message(N_("Het ontbreekt voor: %(areas)s."), {"areas": ", ".join(absent)}),
            Message(N_("Vul het aan uit het register, of laat dit kenmerk weg uit het model.")),
        )
    numbers = np.array([float(values[one]) for one in areas])
    centre, spread = float(numbers.mean()), float(numbers.std())
    if spread <= 0:
        raise AreaModelError(
            Message(N_("Verwacht: kenmerken die elk iets eigens zeggen.")),
            Message(N_("Dit volgt al uit de andere kenmerken: %(names)s."), {"names": name}),
            Message(N_("Laat dit kenmerk weg, of neem er een dat per gebied echt verschilt.")),
        )
    return lambda cells: np.array([(float(values[cell[at]]) - centre) / spread for cell in cells])


def _indicator(place: int, wanted: Hashable) -> "Callable[[Sequence[Cell]], Floats]":
    return lambda cells: np.array([float(cell[place] == wanted) for cell in cells])


def _levels(counts: Counts, cells: Sequence[Cell], name: str) -> "tuple[Levels, Codes]":
    """The levels of a factor in the sample, and their codes in the population."""
    place = counts.factors.index(name)
    labels = tuple(dict.fromkeys(cell[place] for cell in cells))
    number = {label: code for code, label in enumerate(labels)}
    sampled = np.array([number[cell[place]] for cell in counts.cells], dtype=np.int64)
    return Levels(name, sampled, labels), np.array([number[cell[place]] for cell in cells], dtype=np.int64)


def _own_share(fit: Posterior, counts: Counts, at: int, factor: int) -> dict[Any, float]:
    """Per area A / (A + 1 / sum of n p (1 - p)), averaged over the nodes."""
    areas = [cell[at] for cell in counts.cells]
    found: dict[Any, float] = {}
    for one in dict.fromkeys(areas):
        inside = np.array([name == one for name in areas])
        information = np.array([mode.working[inside].sum() for mode in fit.modes])
        between = fit.sds[:, factor] ** 2
        found[one] = float(fit.weights @ (between * information / (1 + between * information)))
    return found


def _share(
    area: Any,
    drawn: Draws,
    sizes: "Floats",
    counts: Counts,
    at: int,
    level: float,
    shrinkage: float | None,
) -> AreaShare:
    shares = drawn.chances @ sizes / sizes.sum()
    mean = float(drawn.weights @ shares)
    order = np.argsort(shares)
    reached = np.cumsum(drawn.weights[order])
    low, high = (shares[order][np.searchsorted(reached, q)] for q in ((1 - level) / 2, (1 + level) / 2))
    inside = np.array([area is None or cell[at] == area for cell in counts.cells])
    n = float(counts.answers[inside].sum())
    return AreaShare(
        area=area,
        population=float(sizes.sum()),
        n=n,
        n_eff=float(counts.n[inside].sum()),
        estimate=mean,
        mse=float(drawn.weights @ (shares - mean) ** 2),
        low=float(low),
        high=float(high),
        shrinkage=shrinkage,
        caveats=() if n else ("area_synthetic",),
    )
