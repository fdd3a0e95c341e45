"""Average marginal effects: what a covariate does to the outcome itself, on average over the population."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.cells import Key
from analysis.messages import N_, Message
from analysis.models.averages import Covariates, Quantity, averages
from analysis.models.fitting import coefficient
from analysis.models.result import Model
from analysis.models.variable import OPERATORS, label_text, numeric
from analysis.numerals import decimal, many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEP = 1e-3  # of a linear predictor; the rule of fourth order leaves 1e-12


@dataclass(frozen=True)
class Effect:
    """The average effect of one covariate on the expected outcome, or on the chance of a class.

    Attributes:
        variable: the column.
        label, reference: the classes (or 1 and 0) that are compared; None for a slope.
        kind: `difference` between two settings of everybody's covariate, or `slope` per unit.
        category: the class of the outcome whose chance it is about; None when the outcome is a number.
        estimate, se, low, high: a difference of chances (0.1 is ten percentage points) or of means.
        p: two-sided, under Student's t with `df`; None when it does not exist.
        level: of the interval; `n` the answers in the model.
        chance: the outcome is a chance.
        covariates: `given`, `added` or `sampled`, see `marginal_effects`.
        caveats: of the model.
    """

    variable: str
    label: Any
    reference: Any
    kind: Literal["difference", "slope"]
    category: Any
    estimate: float
    se: float
    low: float | None
    high: float | None
    p: float | None
    df: int
    level: float
    n: int
    chance: bool
    covariates: Covariates
    caveats: tuple[str, ...]
    method: str = "average marginal effect, delta method"

    @property
    def sentence(self) -> Message:
        """The effect in points or units, with its margin."""

        def said(number: float) -> str:
            return decimal(100 * number, 1) if self.chance else decimal(number)

        values = {
            "variable": self.variable,
            "label": label_text(self.label),
            "reference": label_text(self.reference),
            "estimate": said(self.estimate),
            "n": many(self.n),
            "unit": "procentpunt" if self.chance else "punt",
        }
        if self.low is None or self.high is None:
            return Message(_NO_MARGIN, values)
        limits = {"low": said(self.low), "high": said(self.high)}
        return Message(_DIFFERENCE if self.kind == "difference" else _SLOPE, values | limits)


_NO_MARGIN = N_(
    "Van “%(variable)s” is het effect %(estimate)s %(unit)s; een marge is niet te geven (n = %(n)s)."
)
_DIFFERENCE = N_(
    "Bij verder gelijke kenmerken scheelt “%(variable)s: %(label)s” met “%(reference)s” gemiddeld %(estimate)s "
    "%(unit)s (tussen %(low)s en %(high)s, n = %(n)s)."
)
_SLOPE = N_(
    "Bij verder gelijke kenmerken scheelt één meer van “%(variable)s” gemiddeld %(estimate)s %(unit)s "
    "(tussen %(low)s en %(high)s, n = %(n)s)."
)


def marginal_effects(model: Model, *, covariates: Covariates = "given") -> tuple[Effect, ...]:
    """The average marginal effect of each covariate.

    For a class (and for 1 against 0): the weighted mean over the sample of E[y | x = class] - E[y | x = reference],
    everybody's other covariates as they are. For a number: the weighted mean of dE[y | x] / dx. Errors by the delta
    method; intervals with Student's t on the degrees of freedom of the model (Graubard and Korn 1999).

    Args:
        model: a regression.
        covariates: `given`: the sample's covariates are taken as they are (the usual definition: its error is that
            of the coefficients alone); `sampled`: that they are a sample too counts in the error, see
            `analysis.models.averages`.

    Returns:
        Per covariate in the order of the formula, class by class; per class of the outcome when it has classes.

    Raises:
        MethodError: another word for `covariates`.
    """
    asked: list[tuple[str, Any, Any, Quantity]] = []
    for column in model.fit.coding.formula.columns:
        asked += _of(model, column)
    if not asked:
        return ()
    estimates, covariance = averages(model, [one[3] for one in asked], covariates)
    outcomes = model.outcomes or (None,)
    found = []
    for place, (estimate, variance) in enumerate(zip(estimates, np.diagonal(covariance), strict=True)):
        column, label, reference, _ = asked[place // len(outcomes)]
        figure = coefficient(
            column, None, float(estimate), float(np.sqrt(max(variance, 0.0))), model.df, model.level
        )
        found.append(
            Effect(
                variable=column,
                label=label,
                reference=reference,
                kind="slope" if label is None else "difference",
                category=outcomes[place % len(outcomes)],
                estimate=figure.coef,
                se=figure.se,
                low=figure.low,
                high=figure.high,
                p=figure.p,
                df=model.df,
                level=model.level,
                n=model.n,
                chance=model.kind not in {"linear", "poisson"},
                covariates=covariates,
                caveats=model.caveats,
            )
        )
    return tuple(found)


def _of(model: Model, column: str) -> list[tuple[str, Any, Any, Quantity]]:
    fit = model.fit
    key = fit.sample.covariates[column]
    labels = tuple(key.labels[place] for place in np.unique(key.codes))
    forms = [one for one in fit.coding.classes if one.column == column]
    conditions = [one for one in forms if one.form in OPERATORS]
    if numeric(labels) and not forms and not set(labels) <= {0, 1}:
        return [(column, None, None, _slope(model, column))]
    if len(conditions) == 1 and len(forms) == 1:
        classes = conditions[0].classes(labels)
        labels = (labels[classes.index(False)], labels[classes.index(True)])
    settings = {label: fit.setting(column, label) for label in labels}
    base = settings[labels[0]]
    return [
        (column, label, labels[0], Quantity((settings[label], base), (1.0, -1.0))) for label in labels[1:]
    ]


def _slope(model: Model, column: str) -> Quantity:
    """The derivative to a number: the central difference of fourth order along dX / dx."""
    fit = model.fit
    key = fit.sample.covariates[column]

    def moved(by: float) -> "Floats":
        labels = tuple(float(label) + by for label in key.labels)
        return fit.matrix({**fit.sample.covariates, column: Key(key.codes, labels)}, fit.sample.size)

    curved = any(one.form for one in fit.coding.formula.variables if one.column == column)
    if curved:
        small = 1e-4 * max(float(np.std(key.numbers)), 1e-8)
        change = (8 * (moved(small) - moved(-small)) - moved(2 * small) + moved(-2 * small)) / (12 * small)
    else:
        change = moved(1.0) - fit.columns
    width = change.shape[1]
    blocks = fit.coef[: width * (len(fit.coef) // width)].reshape(-1, width)
    largest = float(np.abs(change @ blocks.T).max())
    step = STEP / largest if largest > 0 else 1.0
    matrices = tuple(fit.columns + times * step * change for times in (1, -1, 2, -2))
    return Quantity(matrices, tuple(part / (12 * step) for part in (8.0, -8.0, -1.0, 1.0)))
