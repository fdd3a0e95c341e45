"""Wald tests of terms: is what a variable adds to a model more than chance?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.compare.words import chance
from analysis.errors import ModelError
from analysis.messages import N_, Message
from analysis.models.coding import term_number
from analysis.models.formula import term_name
from analysis.models.result import Model
from analysis.numerals import many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]


@dataclass(frozen=True)
class TermTest:
    """A Wald test that all coefficients of some terms are zero.

    Attributes:
        terms: the terms tested together.
        outcome: of the model.
        statistic: F = b' V^-1 b / ndf.
        ndf: number of coefficients; `ddf` the residual degrees of freedom of the model.
        p: of F with ndf and ddf degrees of freedom.
        n: answers in the model.
        alpha: 1 - the level of the model; below it the sentence speaks of a relation.
        caveats: of the model.
        method: "Wald".
    """

    terms: tuple[str, ...]
    outcome: str
    statistic: float
    ndf: int
    ddf: int
    p: float
    n: int
    alpha: float
    caveats: tuple[str, ...]
    method: str = "Wald"

    @property
    def sentence(self) -> Message:
        """Whether a relation was shown, with how many answers; not shown is not absent."""
        values = {
            "terms": ", ".join(f"“{name}”" for name in self.terms),
            "outcome": self.outcome,
            "n": many(self.n),
            "p": chance(self.p),
        }
        if self.p < self.alpha:
            return Message(_SHOWN, values)
        return Message(_NOT_SHOWN, values)


_SHOWN = N_(
    "Bij verder gelijke kenmerken hangt %(terms)s samen met “%(outcome)s” (p %(p)s, n = %(n)s). "
    "Dat zegt niet waardoor."
)
_NOT_SHOWN = N_(
    "Bij verder gelijke kenmerken is niet aangetoond dat %(terms)s samenhangt met “%(outcome)s” "
    "(p %(p)s, n = %(n)s). Dat wil niet zeggen dat er geen samenhang is."
)


def term_test(model: Model, terms: str | Sequence[str]) -> TermTest:
    """Test one term of a model, or several together (R: `regTermTest(method = "Wald")`).

    F = b' V^-1 b / q with b the q coefficients of the terms and V their covariance, on q and the residual degrees of
    freedom of the model (Korn and Graubard 1990).

    Args:
        model: a regression.
        terms: as they stand in its formula: `age`, `factor(wave)`, `age:sex`.

    Raises:
        FormulaError: the model has no such term.
        ModelError: fewer PSUs than the test needs.
    """
    asked = (terms,) if isinstance(terms, str) else tuple(terms)
    places, names = _places(model, asked)
    estimates, covariance = model.coef[places], model.covariance[np.ix_(places, places)]
    size = np.sqrt(np.diagonal(covariance))
    scaled = covariance / np.outer(size, size) if (size > 0).all() else covariance
    if model.df < 1 or np.linalg.matrix_rank(scaled, tol=1e-10) < len(places):
        raise ModelError(
            Message(N_("Verwacht: meer locaties (PSU's) dan coëfficiënten om te toetsen.")),
            Message(
                N_("Er zijn %(count)s coëfficiënten en %(df)s vrijheidsgraden over."),
                {"count": len(places), "df": max(model.df, 0)},
            ),
            Message(N_("Neem minder kenmerken op, of voeg klassen samen.")),
        )
    from scipy.special import fdtrc

    ratio = estimates / size
    statistic = float(ratio @ np.linalg.solve(scaled, ratio)) / len(places)
    return TermTest(
        terms=names,
        outcome=model.fit.coding.formula.outcome.name,
        statistic=statistic,
        ndf=len(places),
        ddf=model.df,
        p=float(fdtrc(len(places), model.df, statistic)),
        n=model.n,
        alpha=1 - model.level,
        caveats=model.caveats,
    )


def _places(model: Model, asked: Sequence[str]) -> "tuple[Codes, tuple[str, ...]]":
    coding = model.fit.coding
    numbers = [term_number(coding.formula, name) for name in asked]
    assign = np.array(coding.assign)
    if model.fit.thresholds:
        assign = assign[1:]
    blocks = max(len(model.outcomes) - 1, 1) if model.kind == "multinomial" else 1
    chosen = np.flatnonzero(np.isin(np.tile(assign, blocks), numbers))
    return chosen, tuple(term_name(coding.formula.terms[number]) for number in numbers)
