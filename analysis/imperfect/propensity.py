"""How likely somebody is to be in the panel, from the panel and a reference sample together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from analysis.errors import MethodError, OverlapError
from analysis.imperfect.sides import Sides
from analysis.logit import expit
from analysis.messages import N_, Message
from analysis.models.newton import Point, maximise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells

    Floats = NDArray[np.float64]

Fit = Literal["stacked", "pseudo"]
_CERTAIN = 30.0  # log odds beyond this are certainty


@dataclass(frozen=True)
class Propensity:
    """A fitted logistic model of being in the panel.

    Attributes:
        fit: `stacked` or `pseudo`, see `propensity`.
        names: of the coefficients [p].
        coefficients: [p], log odds.
        covariance: [p, p], the panel and the reference as one sample with replacement of their rows or PSUs, as R's
            `svyglm` on the stacked rows; zero information about the reference when it is the population.
        strongest: the largest odds ratio, or its inverse: of a class, or of one standard deviation of a number.
        p: chance of each panel cell [cells]; `p_reference` of each reference cell.
        a: weight of the reference cells in the fit [cells].
        information: minus the derivative of the score [p, p].
        population: residents.
    """

    fit: Fit
    names: tuple[str, ...]
    coefficients: "Floats"
    covariance: "Floats"
    strongest: float
    p: "Floats"
    p_reference: "Floats"
    a: "Floats"
    information: "Floats"
    population: float

    @property
    def se(self) -> "Floats":
        """Errors of the coefficients [p]."""
        found: Floats = np.sqrt(np.diag(self.covariance))
        return found


def propensity(both: Sides, population: float | None = None, fit: Fit = "stacked") -> Propensity:
    """Fit logit p = x gamma.

    `stacked`: a weighted logistic regression of panel (z = 1, its own weights) against reference (z = 0, weights
    scaled to the residents who are not in the panel) (Valliant and Dever 2011; Elliott 2009). `pseudo`: the maximum of
    sum over the panel of x gamma less sum over the reference of d log(1 + exp(x gamma)), d scaled to all residents
    (Chen, Li and Wu 2020).

    Args:
        both: the two sides.
        population: residents; by default the sum of the weights of the reference.
        fit: which of the two.

    Raises:
        MethodError: another fit, or a population that is not larger than the panel.
        OverlapError: the covariates tell panel and reference apart without error.
        ModelError: no maximum was found.
    """
    if fit not in get_args(Fit):
        raise MethodError(
            Message(
                N_("Verwacht een schattingsmethode: %(methods)s."), {"methods": ", ".join(get_args(Fit))}
            ),
            Message(N_("Gekregen: %(got)s."), {"got": fit}),
            Message(N_("Kies een van deze methoden.")),
        )
    weight = np.where(both.kept, both.panel.weight, 0.0)
    size = float(weight.sum())
    residents = float(both.d.sum()) if population is None else float(population)
    if not np.isfinite(residents) or residents <= size:
        raise MethodError(
            Message(N_("Verwacht: meer inwoners dan panelleden (%(panel)s)."), {"panel": round(size)}),
            Message(N_("Gekregen: %(got)s."), {"got": residents}),
            Message(N_("Geef het aantal inwoners (population), of gewichten die daar toe optellen.")),
        )
    left = residents - size if fit == "stacked" else residents
    a = both.d * (left / both.d.sum())
    own = weight if fit == "stacked" else np.zeros_like(weight)
    x = np.concatenate([both.x, both.x_reference])
    total, seen = np.concatenate([own, a]), both.x.T @ weight

    def evaluate(gamma: "Floats") -> Point:
        eta = x @ gamma
        p = expit(eta)
        value = float(seen @ gamma - total @ np.logaddexp(0.0, eta))
        return Point(value, seen - x.T @ (total * p), (x * (total * p * (1 - p))[:, None]).T @ x)

    start = np.zeros(x.shape[1])
    start[0] = np.log(size / left)
    gamma = maximise(evaluate, start)
    eta = x @ gamma
    if np.abs(eta).max() > _CERTAIN:
        raise OverlapError(
            Message(N_("Verwacht: mensen van elke soort aan beide kanten.")),
            Message(N_("De kenmerken scheiden panel en vergelijking volledig: %(names)s."), {"names": _extreme(both, gamma)}),
            Message(N_("Neem minder kenmerken op, of voeg klassen samen.")),
        )  # fmt: skip
    p = expit(eta)
    here, there = p[: len(own)], p[len(own) :]
    information = (x * (total * p * (1 - p))[:, None]).T @ x
    inverse = np.linalg.inv(information)
    panel_scores = both.x * (weight * (1 - here) if fit == "stacked" else weight)[:, None]
    meat = _together(both, panel_scores, -both.x_reference * (a * there)[:, None])
    return Propensity(
        fit=fit,
        names=both.names,
        coefficients=both.turned @ gamma,
        covariance=both.turned @ inverse @ meat @ inverse @ both.turned.T,
        strongest=float(np.exp(np.abs(gamma[1:]).max())) if len(gamma) > 1 else 1.0,
        p=here,
        p_reference=there,
        a=a,
        information=information,
        population=residents,
    )


def _together(both: Sides, ours: "Floats", theirs: "Floats") -> "Floats":
    """The covariance [p, p] of the total score over both samples, as one stratum of rows or PSUs."""
    parts = [_squares(both.panel, ours)]
    if both.reference is not None:
        parts.append(_squares(both.reference, theirs))
    count = sum(units for _, units in parts)
    found: Floats = np.asarray(sum(square for square, _ in parts), dtype=np.float64) * (count / (count - 1))
    return found


def _squares(cells: "Cells", scores: "Floats") -> "tuple[Floats, float]":
    """The sum of squared scores over the PSUs [p, p], and their number."""
    unit = cells.stages[0].unit
    if unit is None:
        each = np.where(cells.weight > 0, cells.weight2 / np.maximum(cells.weight, 1e-300) ** 2, 0.0)
        return (scores * each[:, None]).T @ scores, float(cells.n.sum())
    units = len(cells.stages[0].of)
    totals: Floats = np.column_stack([np.bincount(unit, column, units) for column in scores.T]).astype(
        np.float64
    )
    return totals.T @ totals, float(units)


def _extreme(both: Sides, gamma: "Floats") -> str:
    largest = np.argsort(-np.abs(gamma[1:]))[:2] + 1
    return ", ".join(both.names[place] for place in largest)
