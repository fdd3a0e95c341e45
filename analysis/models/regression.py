"""Linear, logistic and Poisson regression from a survey: `analysis.models.logistic(table, design, "y ~ a + b")`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.cells import Cells
from analysis.collect import collect, refuse_conditions
from analysis.design import Design
from analysis.errors import ModelError
from analysis.messages import N_, Message
from analysis.models.families import BINOMIAL, GAUSSIAN, POISSON, Family
from analysis.models.fitting import fitted, modelled, pseudo
from analysis.models.formula import Formula, read
from analysis.models.generalised import Generalised
from analysis.models.grouped import Answers, Grouped, Sums, answers, grouped
from analysis.models.result import Kind, Model
from analysis.remembered import remembered

if TYPE_CHECKING:
    from analysis.table import Where


@remembered
def linear(
    source: Any,
    design: Design,
    formula: str,
    *,
    where: "Where" = None,
    level: float = 0.95,
    origins: str | Sequence[str] | None = None,
) -> Model:
    """Linear regression (R: `svyglm(family = gaussian())`).

    Args:
        source: see `analysis.engine.scan`; or `Cells` that were collected before.
        design: how the sample was drawn and weighed.
        formula: see `analysis.models.formula.read`.
        where: a domain, which does not shrink the design.
        level: of confidence.
        origins: see `analysis.collect.collect`.

    Returns:
        Coefficients in units of the outcome, with design-based errors. Rows with a missing outcome or covariate are
        left out, and counted.

    Raises:
        FormulaError: the formula cannot be read, or asks a number of a text.
        ModelError: a constant outcome, collinear columns, negative weights, or no answers.
        AnalysisError: what `collect` refuses.
    """
    return _generalised("linear", GAUSSIAN, (source, design, formula), where, level, origins)


@remembered
def logistic(
    source: Any,
    design: Design,
    formula: str,
    *,
    where: "Where" = None,
    level: float = 0.95,
    origins: str | Sequence[str] | None = None,
) -> Model:
    """Logistic regression of a 0/1 outcome (R: `svyglm(family = quasibinomial())`); arguments as of `linear`.

    Returns:
        Coefficients as log-odds.

    Raises:
        ModelError: also an outcome that is not 0 or 1, and separation.
    """
    return _generalised("logistic", BINOMIAL, (source, design, formula), where, level, origins)


@remembered
def poisson(
    source: Any,
    design: Design,
    formula: str,
    *,
    where: "Where" = None,
    level: float = 0.95,
    origins: str | Sequence[str] | None = None,
) -> Model:
    """Poisson regression of a count (R: `svyglm(family = quasipoisson())`); arguments as of `linear`.

    Returns:
        Coefficients as logarithms of ratios.

    Raises:
        ModelError: also an outcome below zero, and separation.
    """
    return _generalised("poisson", POISSON, (source, design, formula), where, level, origins)


def cells_for(formula: Formula, asked: tuple[Any, Design], where: "Where", origins: Any) -> Cells:
    """The cells of a formula: covariates kept apart, the outcome summed (or kept apart when a form of it is asked)."""
    if isinstance(asked[0], Cells):
        refuse_conditions(where, origins)
        return asked[0]
    outcome = formula.outcome
    apart = [outcome.column] if outcome.form else []
    return collect(
        asked[0],
        asked[1],
        keys=tuple(dict.fromkeys((*formula.columns, *apart))),
        values=() if outcome.form else (outcome.column,),
        where=where,
        origins=origins,
    )


def _generalised(
    kind: Kind,
    family: Family,
    question: tuple[Any, Design, str],
    where: "Where",
    level: float,
    origins: str | Sequence[str] | None,
) -> Model:
    source, design, text = question
    formula = read(text)
    cells = cells_for(formula, (source, design), where, origins)
    outcome = answers(cells, formula.outcome)
    sample = grouped(cells, formula, outcome.n, outcome.weight)
    known = sample.outcome(outcome)
    _check(formula, family, outcome, sample, known)
    fit = fitted(
        formula,
        sample,
        (outcome.weight, known.weight),
        lambda columns: Generalised(family, sample, outcome, known, columns),
        kind,
    )
    kernel = fit.kernel
    assert isinstance(kernel, Generalised)  # noqa: S101 -- made three lines above
    determination = pseudo(fit) if family is BINOMIAL else {}
    if family is GAUSSIAN:
        determination = {"r2": kernel.explained(fit.basis)}
    dispersion = kernel.dispersion(fit.basis)
    return modelled(kind, (family.name, family.link), fit, level, dispersion, determination)


def _check(formula: Formula, family: Family, outcome: Answers, sample: Grouped, known: Sums) -> None:
    name = formula.outcome.name
    if family is BINOMIAL and not outcome.binary:
        raise _not_binary(name)
    if family is POISSON:
        sums = outcome.total + outcome.centre * outcome.weight
        if (sums < -1e-9 * outcome.weight)[sample.used].any():
            raise _below_zero(name)
    if known.constant(outcome.centre):
        raise _constant(name)


def _not_binary(name: str) -> ModelError:
    return ModelError(
        Message(N_("Verwacht: een uitkomst die 0 of 1 is.")),
        Message(N_("De kolom “%(name)s” bevat ook andere getallen."), {"name": name}),
        Message(
            N_("Schrijf een voorwaarde, bijvoorbeeld I(%(name)s >= 4), of kies lineaire regressie."),
            {"name": name},
        ),
    )


def _below_zero(name: str) -> ModelError:
    return ModelError(
        Message(N_("Verwacht: een aantal, nul of meer.")),
        Message(N_("De kolom “%(name)s” bevat getallen onder nul."), {"name": name}),
        Message(N_("Kies lineaire regressie.")),
    )


def _constant(name: str) -> ModelError:
    return ModelError(
        Message(N_("Verwacht: een uitkomst die verschilt van mens tot mens.")),
        Message(N_("De uitkomst “%(name)s” is bij iedereen hetzelfde."), {"name": name}),
        Message(N_("Er valt niets te verklaren: kies een andere uitkomst, of verruim de voorwaarde.")),
    )
