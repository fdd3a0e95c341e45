"""A regression model and its coefficients, with what must be said beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.messages import N_, Message
from analysis.models.fitted import Fitted
from analysis.numerals import many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Kind = Literal["linear", "logistic", "poisson", "multinomial", "ordinal"]


@dataclass(frozen=True)
class Coefficient:
    """One coefficient.

    Attributes:
        term: its name as R writes it: `(Intercept)`, `age`, `sexeV`, `a:b`, or a threshold `low|high`.
        category: the class of a multinomial outcome that it is about; None in other models.
        coef: units of the outcome per unit (linear), log-odds (logistic, ordinal, multinomial), log-ratio (Poisson).
        se: its design-based standard error.
        low, high: its interval; None without degrees of freedom.
        t, p: coef / se and its two-sided p-value under Student's t; None when they do not exist.
        df: degrees of freedom of t.
    """

    term: str
    category: Any
    coef: float
    se: float
    low: float | None
    high: float | None
    t: float | None
    p: float | None
    df: int


@dataclass(frozen=True)
class Model:
    """A fitted regression.

    Attributes:
        kind: which regression; `family` and `link` are its names in statistics.
        formula: as it was asked.
        coefficients: in R's order.
        covariance: of the coefficients [q, q].
        n: rows used; `weighted_base` the sum of their weights; `missing` rows left out because something is missing.
        df: residual degrees of freedom, PSUs - strata + 1 - p, with p columns in the design matrix (R: `svyglm`).
        dispersion: weighted variance of the Pearson residuals; None for outcomes of classes.
        determination: named measures of fit: `r2` (linear), or `cox_snell`, `nagelkerke` and `mcfadden` (Lumley 2017
            for complex samples; R: `psrsq`); empty for Poisson.
        method: of the errors: `linearisation` or `replicates`.
        weighting: names of the variance of each layer of adjusted weights (`calibrate`, `rake`, ...).
        outcomes: the classes of the outcome; the first is the reference of a multinomial model.
        reference: per factor the class with which the others are compared.
        level: of confidence.
        origin: of the interviews.
        caveats: codes, see `analysis.caveats`.
        fit: what predictions and effects are computed from.
    """

    kind: Kind
    family: str
    link: str
    formula: str
    coefficients: tuple[Coefficient, ...]
    covariance: "Floats" = field(compare=False, repr=False)
    n: int
    weighted_base: float
    missing: int
    df: int
    dispersion: float | None
    determination: Mapping[str, float]
    method: Literal["linearisation", "replicates"]
    weighting: tuple[str, ...]
    outcomes: tuple[Any, ...]
    reference: Mapping[str, Any]
    level: float
    origin: str | None
    caveats: tuple[str, ...]
    fit: Fitted = field(compare=False, repr=False)

    @property
    def coef(self) -> "Floats":
        """The coefficients as an array [q]."""
        return np.array([one.coef for one in self.coefficients])

    def __getitem__(self, term: str) -> Coefficient:
        """The coefficient of this name (the first, in a multinomial model).

        Raises:
            KeyError: there is none.
        """
        for one in self.coefficients:
            if one.term == term:
                return one
        raise KeyError(term)

    @property
    def sentence(self) -> Message:
        """How many answers it rests on, what it relates to what, and what it does not say."""
        values = {
            "n": many(self.n),
            "missing": many(self.missing),
            "outcome": self.fit.coding.formula.outcome.name,
            "covariates": ", ".join(f"“{name}”" for name in self.fit.coding.formula.columns),
        }
        if not self.fit.coding.formula.columns:
            return Message(_ALONE, values)
        if self.missing:
            return Message(_SOME_MISSING, values)
        return Message(_ALL, values)


_ALONE = N_("Dit model gebruikt %(n)s antwoorden over “%(outcome)s”, zonder kenmerken.")
_ALL = N_(
    "Dit model gebruikt %(n)s antwoorden. Het laat zien hoe “%(outcome)s” samenhangt met %(covariates)s, "
    "niet waardoor dat komt."
)
_SOME_MISSING = N_(
    "Dit model gebruikt %(n)s antwoorden; %(missing)s telden niet mee omdat er iets niet bekend was. "
    "Het laat zien hoe “%(outcome)s” samenhangt met %(covariates)s, niet waardoor dat komt."
)
