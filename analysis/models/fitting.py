"""From a fit to a model: errors from the design, intervals, tests, measures of fit, and what to be careful with."""

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis import caveats
from analysis.errors import ModelError
from analysis.intervals import check, critical
from analysis.models.basis import basis
from analysis.models.coding import INTERCEPT, Coding, code
from analysis.models.fitted import Fitted, Kernel
from analysis.models.result import Coefficient, Kind, Model
from analysis.models.scores import freedom
from analysis.models.separation import FAR, direction, separated

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from analysis.models.formula import Formula
    from analysis.models.grouped import Grouped

    Floats = NDArray[np.float64]

SMALL = 30  # answers below which a figure is only an indication


def fitted(
    formula: "Formula",
    sample: "Grouped",
    weights: "tuple[Floats, Floats]",
    make: "Callable[[Floats], Kernel]",
    kind: Kind,
) -> Fitted:
    """Fit a regression.

    Args:
        formula: with the covariates.
        sample: their combinations.
        weights: their sum per cell [cells] and per combination [K].
        make: the kind of regression, for a basis of the design matrix [K, p].
        kind: an ordinal model has thresholds instead of an intercept.

    Raises:
        FormulaError: a factor with one class, or text for a number.
        ModelError: collinear columns, separation, or no maximum.
    """
    coding = code(formula, sample.covariates)
    matrix = coding.matrix(sample.covariates, sample.size)
    weight, mass = weights
    names = list(coding.names)
    found, mean = basis(matrix, mass, names), np.zeros(0)
    thresholds = kind == "ordinal"
    if thresholds:
        # Without intercept, and about the mean: the thresholds take up the difference.
        matrix, names = matrix[:, 1:], names[1:]
        mean = mass @ matrix / mass.sum()
        found = basis(matrix - mean, mass, names)
    kernel = make(found.columns)
    back = kernel.blocks(found.back)
    if thresholds:
        back[len(names) :, : len(names)] = mean @ found.back
    reached = _reached(kernel, back, [name for name, _ in kernel.names(names)])
    return Fitted(
        kernel,
        coding,
        sample,
        weight,
        mass,
        matrix,
        reached,
        back,
        back @ reached,
        thresholds,
    )


def _reached(kernel: Kernel, back: "Floats", names: list[str]) -> "Floats":
    try:
        found = kernel.fit()
    except (ModelError, np.linalg.LinAlgError) as problem:
        away = direction(kernel.constraints())
        if away is None:
            raise
        raise separated(back @ away, names) from problem
    if kernel.extreme(found) > FAR:
        away = direction(kernel.constraints())
        if away is not None:
            raise separated(back @ away, names)
    return found


def modelled(
    kind: Kind,
    names: tuple[str, str],
    fit: Fitted,
    level: float,
    dispersion: float | None,
    determination: dict[str, float],
) -> Model:
    """Put errors, intervals and caveats beside the coefficients.

    The covariance is A^-1 B A^-1 with A the information and B the design covariance of the score totals (Binder
    1983), or that of the refits under each set of replicate weights (R: `svyglm`). df = PSUs - strata + 1 - p,
    with p the columns of the design matrix (in an ordinal model the thresholds are one of them, as in R's `svyolr`).

    Args:
        kind: which regression.
        names: family and link.
        fit: the fit.
        level: of confidence.
        dispersion: see `Model`.
        determination: see `Model`.

    Raises:
        MethodError: a level that does not lie between 0 and 1.
    """
    check("mean", level)
    cells, sample = fit.sample.cells, fit.sample
    covariance = fit.spread(fit.refit, fit.influence())
    df = freedom(cells, sample.used) + 1 - len(fit.coding.names)
    rows = []
    design_columns = _columns(fit.coding, thresholds=fit.thresholds)
    for place, (name, category) in enumerate(fit.kernel.names(design_columns)):
        coef, se = float(fit.coef[place]), float(np.sqrt(max(covariance[place, place], 0.0)))
        rows.append(coefficient(name, category, coef, se, df, level))
    covariance.flags.writeable = False
    method: Literal["linearisation", "replicates"] = (
        "linearisation" if cells.replicates is None else "replicates"
    )
    noted = [caveats.of_origin(cells.origin)]
    if sample.n < SMALL:
        noted.append("small")
    if df < 1:
        noted.append("no_degrees_of_freedom")
    return Model(
        kind=kind,
        family=names[0],
        link=names[1],
        formula=fit.coding.formula.text,
        coefficients=tuple(rows),
        covariance=covariance,
        n=sample.n,
        weighted_base=float(fit.weight.sum()),
        missing=sample.missing,
        df=df,
        dispersion=dispersion,
        determination=determination,
        method=method,
        weighting=tuple(layer.name for layer in cells.projections),
        outcomes=fit.kernel.outcomes,
        reference={one.name: classes[0] for one, classes in fit.coding.classes.items()},
        level=level,
        origin=cells.origin,
        caveats=tuple(noted),
        fit=fit,
    )


def coefficient(name: str, category: Any, coef: float, se: float, df: int, level: float) -> Coefficient:
    """One coefficient with its interval coef +/- t se, its t and its p; without them where df < 1 or se = 0."""
    from scipy.special import stdtr

    if df < 1:
        return Coefficient(name, category, coef, se, None, None, None, None, df)
    margin = critical(level, df) * se
    t = coef / se if se > 0 else None
    p = None if t is None else float(2 * stdtr(df, -abs(t)))
    return Coefficient(name, category, coef, se, coef - margin, coef + margin, t, p, df)


def _columns(coding: Coding, *, thresholds: bool) -> list[str]:
    return [name for name in coding.names if not (thresholds and name == INTERCEPT)]


def pseudo(fit: Fitted) -> dict[str, float]:
    """Cox-Snell's, Nagelkerke's and McFadden's pseudo R squared, with the weighted log-likelihood.

    With l and l0 the log-likelihoods per unit of weight: 1 - exp(2 l0 - 2 l); that by its maximum 1 - exp(2 l0);
    and 1 - l / l0 (Lumley 2017, Australian and New Zealand Journal of Statistics 59; R: `psrsq`).
    """
    own, without = fit.kernel.likelihoods(fit.basis)
    cox_snell = float(-np.expm1(2 * (without - own)))
    return {
        "cox_snell": cox_snell,
        "nagelkerke": cox_snell / float(-np.expm1(2 * without)),
        "mcfadden": 1 - own / without,
    }
