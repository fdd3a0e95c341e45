"""Two models, of which one has to be right: who is in the panel, and what people like them answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import intervals
from analysis.errors import OverlapError, missing_column
from analysis.imperfect.corrected import (
    Correction,
    Scores,
    figures,
    noted,
    propensity_step,
    spread_of_weights,
    total_covariance,
)
from analysis.imperfect.outcome import outcome
from analysis.imperfect.propensity import Fit, Propensity, propensity
from analysis.imperfect.quasi_randomisation import LINEARISED
from analysis.imperfect.sides import Sides, Term, sides
from analysis.indicators import Indicator, indicators_of, names_of
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Value
    from analysis.design import Design
    from analysis.imperfect.reference import Reference

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True)
class _Domains:
    """Per domain, per cell: whether it is in it, of the panel and of the reference [cells, domains]."""

    labels: list[dict[str, Any]]
    codes: "Codes"
    here: "Floats"
    there: "Floats"


def doubly_robust(  # noqa: PLR0913 -- two samples and two models; all but five have a default
    panel: Any,
    design: "Design",
    reference: "Reference",
    indicators: Sequence[str | Indicator],
    covariates: Sequence[Term],
    *,
    numbers: Sequence[str] = (),
    by: str | Sequence[str] = (),
    population: float | None = None,
    fit: Fit = "pseudo",
    where: Any = None,
    origins: Any = None,
    level: float = 0.95,
) -> Correction:
    """Predicted answers of the population plus the weighted error of the prediction in the panel.

    sum over the reference d m(x) / sum d + sum over the panel w (y - m(x)) / sum w, with m the outcome model of
    `analysis.imperfect.outcome` and w = 1 / p of `analysis.imperfect.propensity` (Chen, Li and Wu 2020).
    It is right when either model is, and nothing else tells members apart. Errors by linearisation over both
    models' estimating equations and both samples (Stefanski and Boos 2002).

    Args:
        panel: the self-selected sample; see `analysis.collect.collect`, like `where` and `origins`.
        design: of the panel; usually `Design()`.
        reference: a random sample with the same covariates, or the population by combination.
        indicators: columns of the panel.
        covariates: columns of both, as classes; a tuple of columns is crossed.
        numbers: columns of both that enter as numbers.
        by: columns of both whose combinations are the domains.
        population: residents; by default the sum of the weights of the reference.
        fit: of the propensity model.
        where: a domain of the panel.
        origins: the origins that it is about.
        level: of the intervals.

    Raises:
        OverlapError: a class or domain of one side that the other lacks, too few people on a side, or a class in
            which everybody gave the same answer.
        AnalysisError: another kind.
    """
    intervals.check(intervals.DEFAULT, level)
    asked, names = indicators_of(indicators), names_of(by)
    both = sides(
        panel,
        design,
        reference,
        covariates,
        numbers=numbers,
        values=asked,
        by=names,
        where=where,
        origins=origins,
    )
    fitted = propensity(both, population, fit)
    factor = np.where(both.kept, 1 / fitted.p, 0.0)
    domains = _domains(both, names)
    parts = [_scores(both, fitted, both.panel.value(one.column), factor, domains) for one in asked]
    slopes = np.vstack([slope for _, slope in parts])
    ours, theirs = propensity_step(both, fitted, slopes, known_size=population is not None)
    scores = Scores(
        estimates=np.concatenate([part.estimates for part, _ in parts]),
        panel=np.hstack([part.panel for part, _ in parts]) + ours,
        reference=np.hstack([part.reference for part, _ in parts]) + theirs,
    )
    covariance = total_covariance(both, scores)
    made, size = [], len(domains.labels)
    for place, one in enumerate(asked):
        span = slice(place * size, (place + 1) * size)
        made += figures(
            both,
            one,
            factor=factor,
            domain=domains.codes,
            labels=domains.labels,
            found=_within(scores.estimates[span], both.panel.value(one.column)),
            variance=np.diag(covariance)[span],
            level=level,
            method="doubly_robust",
        )
    pseudo = factor * both.panel.weight
    return Correction(
        corrected=tuple(made),
        covariance=covariance,
        propensity=fitted,
        weights=pseudo,
        kish=spread_of_weights(factor, both),
        uncovered=both.uncovered,
        left_out=both.left_out,
        reference=both.rows,
        variance=LINEARISED,
        caveats=noted(both),
    )


def _domains(both: Sides, names: Sequence[str]) -> _Domains:
    domain, labels = both.panel.domains(names)
    codes = np.where(both.kept, domain, -1)
    there = np.ones((len(both.d), len(labels)))
    for name in names:
        if name not in both.labels:
            raise missing_column(name, list(both.labels))
    if names:
        combined = list(zip(*(both.labels[name] for name in names), strict=True))
        there = np.array([[float(one == label) for label in labels] for one in combined])
    empty = [label for place, label in enumerate(labels) if both.d @ there[:, place] <= 0]
    if empty:
        raise OverlapError(
            Message(N_("Verwacht: elke groep ook in de vergelijking.")),
            Message(
                N_("Daar ontbreekt: %(groups)s."),
                {"groups": "; ".join(", ".join(map(str, one)) for one in empty)},
            ),
            Message(N_("Vraag deze groepen niet apart, of neem een grotere referentiesteekproef.")),
        )
    named = [dict(zip(names, label, strict=True)) for label in labels]
    return _Domains(named, codes, np.equal.outer(codes, np.arange(len(labels))).astype(np.float64), there)


def _scores(
    both: Sides, fitted: Propensity, value: "Value", factor: "Floats", domains: _Domains
) -> "tuple[Scores, Floats]":
    """Estimates and scores of one indicator, but for the propensity step; and the derivative to gamma [domains, p]."""
    model = outcome(both, value)
    here, there = domains.here, domains.there * both.d[:, None]
    n_here, n_there = (factor * value.weight) @ here, there.sum(axis=0)
    if (n_here <= 0).any():
        raise OverlapError(
            Message(N_("Verwacht: in elke groep antwoorden uit het panel.")),
            Message(N_("In een van de groepen heeft niemand deze vraag beantwoord.")),
            Message(N_("Vraag deze groep niet apart.")),
        )
    away = value.sum - value.weight * model.here
    error = (factor * away) @ here / n_here
    predicted = model.there @ there / n_there
    residual = here * (away[:, None] - value.weight[:, None] * error) / n_here
    to_gamma = (residual * np.where(both.kept, 1 - 1 / fitted.p, 0.0)[:, None]).T @ both.x
    to_beta = (there / n_there * model.slope_there[:, None]).T @ both.x_reference
    to_beta = to_beta - (here / n_here * (factor * value.weight * model.slope_here)[:, None]).T @ both.x
    ours = residual * factor[:, None] + model.scores @ np.linalg.solve(model.information, to_beta.T)
    theirs = there / n_there * (model.there[:, None] - predicted)
    return Scores(predicted + error, ours, theirs), to_gamma


def _within(estimates: "Floats", value: "Value") -> "Floats":
    """A share is kept within 0 and 1, which the sum of the two parts need not be."""
    return np.clip(estimates, 0.0, 1.0) if value.kind == "proportion" else estimates
