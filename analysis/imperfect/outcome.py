"""What the panel's members with the same covariates answered: the outcome model of a doubly robust estimate."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import ModelError, OverlapError
from analysis.logit import expit
from analysis.messages import N_, Message
from analysis.models.newton import Point, maximise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Value
    from analysis.imperfect.sides import Sides

    Floats = NDArray[np.float64]

_CERTAIN = 15.0  # log odds beyond this are certainty


@dataclass(frozen=True)
class Outcome:
    """A fitted model of one indicator given the covariates.

    Attributes:
        family: `logit` for a proportion, `linear` for a mean.
        beta: coefficients [p].
        here: expected value per panel cell [cells]; `there` per reference cell.
        slope_here, slope_there: derivative of the expected value to its linear predictor.
        scores: of beta, per panel cell [cells, p].
        information: minus their derivative [p, p].
    """

    family: str
    beta: "Floats"
    here: "Floats"
    there: "Floats"
    slope_here: "Floats"
    slope_there: "Floats"
    scores: "Floats"
    information: "Floats"


def outcome(both: "Sides", value: "Value") -> Outcome:
    """Fit E(y | x) on the panel with its own weights: logistic for 1/0, else linear, by maximum likelihood.

    Raises:
        OverlapError: a combination of covariates in which everybody, or nobody, gave the answer.
        ModelError: no maximum was found.
    """
    weight = np.where(both.kept, value.weight, 0.0)
    total = np.where(both.kept, value.sum, 0.0)
    x = both.x
    if value.kind != "proportion":
        information: Floats = np.asarray((x * weight[:, None]).T @ x, dtype=np.float64)
        beta: Floats = np.asarray(np.linalg.solve(information, x.T @ total), dtype=np.float64)
        here, there = x @ beta, both.x_reference @ beta
        scores = x * (total - weight * here)[:, None]
        return Outcome(
            "linear", beta, here, there, np.ones_like(here), np.ones_like(there), scores, information
        )
    seen = x.T @ total

    def evaluate(beta: "Floats") -> Point:
        eta = x @ beta
        p = expit(eta)
        value = float(seen @ beta - weight @ np.logaddexp(0.0, eta))
        return Point(value, seen - x.T @ (weight * p), (x * (weight * p * (1 - p))[:, None]).T @ x)

    share = float(total.sum() / weight.sum())
    if not 0 < share < 1:
        raise _certain(both, weight, total)
    start = np.zeros(x.shape[1])
    start[0] = np.log(share / (1 - share))
    try:
        beta = maximise(evaluate, start)
    except ModelError as error:
        raise _certain(both, weight, total) from error
    if np.abs(beta).max() > _CERTAIN:
        raise _certain(both, weight, total)
    here, there = expit(x @ beta), expit(both.x_reference @ beta)
    return Outcome(
        family="logit",
        beta=beta,
        here=here,
        there=there,
        slope_here=here * (1 - here),
        slope_there=there * (1 - there),
        scores=x * (total - weight * here)[:, None],
        information=evaluate(beta).information,
    )


def _certain(both: "Sides", weight: "Floats", total: "Floats") -> OverlapError:
    """The refusal, with the classes in which everybody gave the same answer."""
    classes = [place for place in range(both.x.shape[1]) if np.isin(both.x[:, place], (0.0, 1.0)).all()]
    answered, yes = both.x[:, classes].T @ weight, both.x[:, classes].T @ total
    alike = [both.names[place] for place, n, k in zip(classes, answered, yes, strict=True) if k in (0.0, n)]
    return OverlapError(
        Message(N_("Verwacht: in elke klasse zowel mensen die het weten als mensen die het niet weten.")),
        Message(
            N_("In het panel geeft iedereen hetzelfde antwoord bij: %(names)s."),
            {"names": ", ".join(alike or both.names[1:])},
        ),
        Message(N_("Voeg klassen samen, of gebruik alleen de gewichten (quasi_randomisation).")),
    )
