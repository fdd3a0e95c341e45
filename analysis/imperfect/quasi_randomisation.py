"""A panel weighted as if it were a random sample: by the inverse of the estimated chance to be in it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from analysis import intervals
from analysis.errors import MethodError
from analysis.imperfect.corrected import (
    Correction,
    Scores,
    figures,
    noted,
    propensity_step,
    spread_of_weights,
    total_covariance,
)
from analysis.imperfect.propensity import Fit, propensity
from analysis.imperfect.reference import Reference
from analysis.imperfect.sides import Sides, Term, sides
from analysis.indicators import Indicator, indicators_of, names_of
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Value
    from analysis.design import Design

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

Weights = Literal["inverse", "odds"]
LINEARISED = "linearisation; the propensity model and the reference sample included"


def quasi_randomisation(  # noqa: PLR0913 -- two samples and a model; all but five have a default
    panel: Any,
    design: "Design",
    reference: Reference,
    indicators: Sequence[str | Indicator],
    covariates: Sequence[Term],
    *,
    numbers: Sequence[str] = (),
    by: str | Sequence[str] = (),
    population: float | None = None,
    fit: Fit = "stacked",
    weights: Weights = "inverse",
    where: Any = None,
    origins: Any = None,
    level: float = 0.95,
) -> Correction:
    """Means and shares with pseudo weights: sum w y / sum w.

    w = 1 / p (`inverse`: Valliant and Dever 2011) or (1 - p) / p (`odds`: Elliott 2009; Elliott and Valliant
    2017), p from `analysis.imperfect.propensity`. Errors by linearisation: with z = w (y - mean) / sum w in the panel,
    plus what estimating the propensity adds in the panel and in the reference, each sample with its own design
    (Chen, Li and Wu 2020; Binder 1983). It is right when everybody has a chance to be in the panel and
    nothing but the covariates tells members apart on the indicator.

    Args:
        panel: the self-selected sample; see `analysis.collect.collect`, like `where` and `origins`.
        design: of the panel; usually `Design()`.
        reference: a random sample with the same covariates, or the population by combination.
        indicators: columns of the panel.
        covariates: columns of both, as classes; a tuple of columns is crossed.
        numbers: columns of both that enter as numbers.
        by: columns of the panel whose combinations are the domains.
        population: residents; by default the sum of the weights of the reference.
        fit: of the propensity model.
        weights: which pseudo weights.
        where: a domain of the panel.
        origins: the origins that it is about.
        level: of the intervals.

    Raises:
        OverlapError: a class of one side that the other lacks, or too few people on a side.
        AnalysisError: another kind.
    """
    if weights not in get_args(Weights):
        raise MethodError(
            Message(N_("Verwacht gewichten: %(options)s."), {"options": ", ".join(get_args(Weights))}),
            Message(N_("Gekregen: %(got)s."), {"got": weights}),
            Message(N_("Kies een van deze namen.")),
        )
    intervals.check(intervals.DEFAULT, level)
    asked, domains = indicators_of(indicators), names_of(by)
    both = sides(
        panel,
        design,
        reference,
        covariates,
        numbers=numbers,
        values=asked,
        by=domains,
        where=where,
        origins=origins,
    )
    fitted = propensity(both, population, fit)
    factor = np.where(both.kept, 1 / fitted.p if weights == "inverse" else 1 / fitted.p - 1, 0.0)
    slope = np.where(both.kept, 1 - 1 / fitted.p, 0.0)
    domain, labels = both.panel.domains(domains)
    codes = np.where(both.kept, domain, -1)
    parts = [_scores(both, both.panel.value(one.column), factor, slope, codes, len(labels)) for one in asked]
    estimates = np.concatenate([part[0] for part in parts])
    own, slopes = np.hstack([part[1] for part in parts]), np.vstack([part[2] for part in parts])
    ours, theirs = propensity_step(both, fitted, slopes, known_size=population is not None)
    scores = Scores(estimates, own + ours, theirs)
    covariance = total_covariance(both, scores)
    made = []
    named = [dict(zip(domains, label, strict=True)) for label in labels]
    for place, one in enumerate(asked):
        span = slice(place * len(labels), (place + 1) * len(labels))
        made += figures(
            both,
            one,
            factor=factor,
            domain=codes,
            labels=named,
            found=estimates[span],
            variance=np.diag(covariance)[span],
            level=level,
            method="quasi_randomisation",
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


def _scores(
    both: Sides, value: "Value", factor: "Floats", slope: "Floats", codes: "Codes", domains: int
) -> "tuple[Floats, Floats, Floats]":
    """Per domain the mean, its scores in the panel [cells, domains] and its derivative to gamma [domains, p]."""
    inside = np.equal.outer(codes, np.arange(domains)).astype(np.float64)
    base = (factor * value.weight) @ inside
    safe = np.where(base > 0, base, 1.0)
    means = (factor * value.sum) @ inside / safe
    residual = inside * (value.sum[:, None] - value.weight[:, None] * means) / safe
    return means, residual * factor[:, None], (residual * slope[:, None]).T @ both.x
