"""Averages of predictions over the sample, and their covariance: what effects and margins are made of.

A quantity is theta = sum_k s_k f_k(b): s_k the share of combination k in the population, f_k a prediction for it with
some covariates set to other values. Its variance, by the delta method with G = d theta / d b (Graubard and Korn 1999):

* `given`: G V_b G'; the covariates of the sample are taken as they are;
* `added`: and the variance of sum_k s_k f_k with b as it is, as if the two had nothing in common (what R's
  `svypredmeans` gives);
* `sampled`: that of both together, what they have in common included: the score of a cell is
  w (f_k - theta) / sum w + G times what it adds to b.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from analysis.errors import MethodError
from analysis.messages import N_, Message
from analysis.models.result import Model
from analysis.models.scores import Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Covariates = Literal["given", "added", "sampled"]


@dataclass(frozen=True)
class Quantity:
    """A weighted sum of predictions: sum_m weight_m E[y | matrix_m], averaged over the combinations.

    Attributes:
        matrices: design matrices, each [K, p].
        weights: of the matrices; (1, -1) is a difference of two settings.
    """

    matrices: "tuple[Floats, ...]"
    weights: tuple[float, ...]


def averages(model: Model, asked: Sequence[Quantity], covariates: Covariates) -> "tuple[Floats, Floats]":
    """Quantities [Q * J] (class by class within each quantity) and their covariance.

    Args:
        model: a regression.
        asked: the quantities.
        covariates: what is counted of their being a sample too; see the module.

    Raises:
        MethodError: another word for `covariates`.
    """
    if covariates not in get_args(Covariates):
        raise MethodError(
            Message(N_("Verwacht voor de kenmerken: given, added of sampled.")),
            Message(N_("Gekregen: %(got)s."), {"got": covariates}),
            Message(N_("Kies given (zoals ze zijn) of sampled (ook een steekproef).")),
        )
    fit = model.fit
    each = _each(model, asked, fit.coef)
    estimates = fit.share @ each
    gradient = np.concatenate([_gradient(model, one, fit.coef) for one in asked])
    of_coefficients: Floats = gradient @ model.covariance @ gradient.T
    if covariates == "given":
        return estimates, of_coefficients

    def statistic(totals: "Floats") -> "Floats":
        coef = fit.coef if covariates == "added" else fit.refit(totals)
        share = fit.kernel.mass(totals)
        found: Floats = (share / share.sum()) @ _each(model, asked, coef)
        return found

    away = (each - estimates) / float(fit.weight.sum())
    people = Part(away, fit.sample.combination, fit.cell_weight, fit.sample.cells.n.astype(np.float64))
    if covariates == "added":
        return estimates, of_coefficients + fit.spread(statistic, people)
    return estimates, fit.spread(statistic, people, fit.influence().times(gradient))


def _each(model: Model, asked: Sequence[Quantity], coef: "Floats") -> "Floats":
    """Per combination the quantities [K, Q * J]."""
    expected = model.fit.kernel.expected
    return np.concatenate(
        [
            np.sum(
                [
                    weight * expected(matrix, coef)
                    for weight, matrix in zip(one.weights, one.matrices, strict=True)
                ],
                axis=0,
            )
            for one in asked
        ],
        axis=1,
    )


def _gradient(model: Model, one: Quantity, coef: "Floats") -> "Floats":
    """The derivative of one quantity with respect to the coefficients [J, q]."""
    found: Floats = np.sum(
        [
            weight * model.fit.kernel.slopes(matrix, coef, model.fit.share)
            for weight, matrix in zip(one.weights, one.matrices, strict=True)
        ],
        axis=0,
    )
    return found
