"""Predictive margins: the outcome of each group if it were like the whole population in everything else."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import FormulaError
from analysis.messages import N_, Message
from analysis.models.averages import Covariates, Quantity, averages
from analysis.models.fitting import coefficient
from analysis.models.result import Model
from analysis.models.variable import label_text
from analysis.numerals import decimal, many, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Margin:
    """The standardised outcome of one group.

    Attributes:
        by, label: the group.
        category: the class of the outcome whose chance it is; None when the outcome is a number.
        estimate, se, low, high: a chance, or a mean in the units of the outcome; the interval is estimate +/- t se.
        df, level, n: of the model.
        chance: the outcome is a chance.
        caveats: of the model.
    """

    by: str
    label: Any
    category: Any
    estimate: float
    se: float
    low: float | None
    high: float | None
    df: int
    level: float
    n: int
    chance: bool
    caveats: tuple[str, ...]
    method: str = "predictive margin, delta method"

    @property
    def sentence(self) -> Message:
        """The figure of the group, as if it were otherwise like everybody."""

        def said(number: float) -> str:
            return percent(min(max(number, 0.0), 1.0)) if self.chance else decimal(number)

        values = {
            "by": self.by,
            "label": label_text(self.label),
            "estimate": said(self.estimate),
            "n": many(self.n),
        }
        if self.low is None or self.high is None:
            return Message(_NO_MARGIN, values)
        return Message(_MARGIN, values | {"low": said(self.low), "high": said(self.high)})


_NO_MARGIN = N_(
    "Was “%(by)s: %(label)s” verder zoals iedereen, dan was het cijfer %(estimate)s; een marge is niet te geven "
    "(n = %(n)s)."
)
_MARGIN = N_(
    "Was “%(by)s: %(label)s” verder zoals iedereen, dan was het cijfer %(estimate)s (tussen %(low)s en %(high)s, "
    "n = %(n)s)."
)


@dataclass(frozen=True)
class Margins:
    """The margins of all groups, with their covariance [Q, Q] for contrasts."""

    margins: tuple[Margin, ...]
    covariance: "Floats"


def predictive_margins(model: Model, by: str, *, covariates: Covariates = "added") -> Margins:
    """The weighted mean of the predictions with everybody in one group, group by group.

    theta_g = sum_i w_i E[y | x_i, group = g] / sum_i w_i (Lane and Nelder 1982; Graubard and Korn 1999; R:
    `svypredmeans`, which adds the group to the model itself: here it is in the formula).

    Args:
        model: a regression with `by` among its covariates.
        by: the column of the groups.
        covariates: `added`: that the other covariates are a sample too counts in the error, as in R; `sampled`: and
            what their error has in common with that of the coefficients; `given`: not. See
            `analysis.models.averages`.

    Returns:
        Per group in sorted order, and per class of the outcome when it has classes.

    Raises:
        FormulaError: the model does not have the column.
    """
    fit = model.fit
    if by not in fit.sample.covariates:
        raise FormulaError(
            Message(N_("Verwacht: een groep die in de formule staat.")),
            Message(N_("De formule bevat geen kolom “%(by)s”."), {"by": by}),
            Message(N_("Voeg haar toe aan de formule: … + %(by)s."), {"by": by}),
        )
    key = fit.sample.covariates[by]
    labels = [key.labels[place] for place in np.unique(key.codes)]
    asked = [Quantity((fit.setting(by, label),), (1.0,)) for label in labels]
    estimates, covariance = averages(model, asked, covariates)
    outcomes = model.outcomes or (None,)
    found = []
    for place, estimate in enumerate(estimates):
        se = float(np.sqrt(max(covariance[place, place], 0.0)))
        figure = coefficient(by, None, float(estimate), se, model.df, model.level)
        found.append(
            Margin(
                by=by,
                label=labels[place // len(outcomes)],
                category=outcomes[place % len(outcomes)],
                estimate=figure.coef,
                se=figure.se,
                low=figure.low,
                high=figure.high,
                df=model.df,
                level=model.level,
                n=model.n,
                chance=model.kind not in {"linear", "poisson"},
                caveats=model.caveats,
            )
        )
    return Margins(tuple(found), covariance)
