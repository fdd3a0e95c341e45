"""Regression of an outcome of classes from a survey: multinomial, and ordinal when the classes have an order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.collect import collect
from analysis.design import Design
from analysis.models.choice import Multinomial
from analysis.models.classes import classes, outcome_codes
from analysis.models.fitting import fitted, modelled, pseudo
from analysis.models.formula import Formula, read
from analysis.models.grouped import grouped
from analysis.models.ordered import Ordered
from analysis.models.result import Kind, Model

if TYPE_CHECKING:
    from analysis.table import Where


def multinomial(
    source: Any,
    design: Design,
    formula: str,
    *,
    order: Sequence[Any] | None = None,
    where: "Where" = None,
    level: float = 0.95,
    origins: str | Sequence[str] | None = None,
) -> Model:
    """Multinomial logit (fit as R's `nnet::multinom` with weights, design-based errors by linearisation).

    Args:
        source: see `analysis.models.linear`, as for the other arguments.
        design: how the sample was drawn and weighed.
        formula: its outcome is a column of classes, text or number.
        order: the classes of the outcome; the first is the reference. By default they are sorted.
        where: a domain.
        level: of confidence.
        origins: which origins.

    Returns:
        Per class except the reference, the log-odds against it; `Coefficient.category` names the class.

    Raises:
        FormulaError: the formula cannot be read.
        ModelError: one class, collinear columns, separation, negative weights, or no answers.
        AnalysisError: what `collect` refuses.
    """
    return _of_classes("multinomial", (source, design, read(formula)), order, where, level, origins)


def ordinal(
    source: Any,
    design: Design,
    formula: str,
    *,
    order: Sequence[Any] | None = None,
    where: "Where" = None,
    level: float = 0.95,
    origins: str | Sequence[str] | None = None,
) -> Model:
    """Ordinal regression, proportional odds (R: `svyolr`); arguments as of `multinomial`.

    Returns:
        Log-odds of a higher class, then the thresholds `low|high`.

    Raises:
        ModelError: also an outcome with fewer than three classes.
    """
    asked = read(formula)
    # The thresholds are the intercepts.
    whole = Formula(asked.text, asked.outcome, asked.terms)
    return _of_classes("ordinal", (source, design, whole), order, where, level, origins)


def _of_classes(
    kind: Kind,
    question: tuple[Any, Design, Formula],
    order: Sequence[Any] | None,
    where: "Where",
    level: float,
    origins: str | Sequence[str] | None,
) -> Model:
    source, design, formula = question
    keys = tuple(dict.fromkeys((*formula.columns, formula.outcome.column)))
    cells = collect(source, design, keys=keys, where=where, origins=origins)
    code, labels = outcome_codes(cells, formula.outcome)
    known = code >= 0
    weight = np.where(known, cells.weight, 0.0)
    sample = grouped(cells, formula, np.where(known, cells.n, 0), weight)
    ordinal_model = kind == "ordinal"
    outcome = classes(sample, code, labels, order, 3 if ordinal_model else 2)
    make = Ordered if ordinal_model else Multinomial
    fit = fitted(formula, sample, (weight, sample.sums(weight)), lambda columns: make(outcome, columns), kind)
    return modelled(kind, (kind, "logit"), fit, level, None, pseudo(fit))
