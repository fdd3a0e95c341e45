"""Predictions for people with given covariates, with intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Key
from analysis.errors import missing_column
from analysis.intervals import critical
from analysis.messages import N_, Message
from analysis.models.result import Model
from analysis.models.variable import label_text
from analysis.numerals import decimal, many, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Prediction:
    """The expected outcome for given covariates.

    Attributes:
        at: the covariates.
        category: the class of the outcome whose chance it is; None when the outcome is a number.
        link, link_se: the linear predictor and its standard error; None for outcomes of classes.
        estimate, se: the expected outcome or chance, and its standard error by the delta method.
        low, high: the interval, made on the scale of the linear predictor and turned back (for classes: on that of the
            log-odds of the chance); None without degrees of freedom.
        df, level, n: of the model.
        chance: the outcome is a chance.
        caveats: of the model.
    """

    at: Mapping[str, Any]
    category: Any
    link: float | None
    link_se: float | None
    estimate: float
    se: float
    low: float | None
    high: float | None
    df: int
    level: float
    n: int
    chance: bool
    caveats: tuple[str, ...]
    method: str = "prediction, delta method"

    @property
    def sentence(self) -> Message:
        """What is expected for whom, with its margin."""

        def said(number: float) -> str:
            return percent(number) if self.chance else decimal(number)

        values = {
            "at": ", ".join(f"{name}: {label_text(value)}" for name, value in self.at.items()) or "iedereen",
            "estimate": said(self.estimate),
            "n": many(self.n),
        }
        if self.low is None or self.high is None:
            return Message(_NO_MARGIN, values)
        return Message(_EXPECTED, values | {"low": said(self.low), "high": said(self.high)})


_NO_MARGIN = N_("Voor %(at)s verwacht het model %(estimate)s; een marge is niet te geven (n = %(n)s).")
_EXPECTED = N_(
    "Voor %(at)s verwacht het model gemiddeld %(estimate)s (tussen %(low)s en %(high)s, n = %(n)s)."
)


def predict(model: Model, people: Sequence[Mapping[str, Any]]) -> tuple[Prediction, ...]:
    """Predict the outcome (R: `predict` of a `svyglm`, type "link" and "response").

    With X the covariates, eta = X b has variance X V X'; the expected outcome has that times the squared slope.

    Args:
        model: a regression.
        people: per prediction a value for every covariate.

    Returns:
        In the order asked; per class of the outcome when it has classes.

    Raises:
        IndicatorError: a covariate has no value.
        FormulaError: a class that the model does not know, or a text for a number.
    """
    found: list[Prediction] = []
    for at in people:
        data = {}
        for column in model.fit.coding.formula.columns:
            if column not in at:
                raise missing_column(column, list(at))
            data[column] = Key(np.zeros(1, dtype=np.int64), (at[column],))
        found += _predicted(model, at, model.fit.matrix(data, 1))
    return tuple(found)


def _predicted(model: Model, at: Mapping[str, Any], row: "Floats") -> list[Prediction]:
    kernel, coef = model.fit.kernel, model.fit.coef
    expected = kernel.expected(row, coef)[0]
    gradient = kernel.slopes(row, coef, np.ones(1))
    errors = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", gradient, model.covariance, gradient), 0.0))
    found = []
    for place, category in enumerate(model.outcomes or (None,)):
        estimate, se = float(expected[place]), float(errors[place])
        link, link_se = _linear(model, row)
        low, high = _limits(model, estimate, se, link, link_se)
        found.append(
            Prediction(
                at=dict(at),
                category=category,
                link=link,
                link_se=link_se,
                estimate=estimate,
                se=se,
                low=low,
                high=high,
                df=model.df,
                level=model.level,
                n=model.n,
                chance=model.kind not in {"linear", "poisson"},
                caveats=model.caveats,
            )
        )
    return found


def _linear(model: Model, row: "Floats") -> tuple[float | None, float | None]:
    if model.outcomes:
        return None, None
    variance = float((row @ model.covariance @ row.T)[0, 0])
    return float(row[0] @ model.fit.coef), float(np.sqrt(max(variance, 0.0)))


def _limits(
    model: Model, estimate: float, se: float, link: float | None, link_se: float | None
) -> tuple[float | None, float | None]:
    if model.df < 1:
        return None, None
    t = critical(model.level, model.df)
    if link is not None and link_se is not None:
        ends = np.array([link - t * link_se, link + t * link_se])
        if model.kind == "linear":
            return float(ends[0]), float(ends[1])
        turned = 1 / (1 + np.exp(-ends)) if model.kind == "logistic" else np.exp(ends)
        return float(turned[0]), float(turned[1])
    odds = np.log(estimate / (1 - estimate))
    reach = t * se / (estimate * (1 - estimate))
    return float(1 / (1 + np.exp(reach - odds))), float(1 / (1 + np.exp(-reach - odds)))
