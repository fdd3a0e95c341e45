"""Newton's method for the log-likelihoods of this package, which are concave: a small own fit.

statsmodels fits linear, logistic and Poisson models on grouped counts, and this only sharpens its answer; its
multinomial and ordinal models take no weights, and replicate weights need hundreds of fits that each start near the
answer, so those are made here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import ModelError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDS = 60
STEP = 1e-11  # relative to the size of the coefficients: then the next step is rounding
GAIN = 1e-24  # twice what a step adds to a log-likelihood per unit of weight: idem


@dataclass(frozen=True)
class Point:
    """The log-likelihood at some coefficients: its value, gradient [q] and information (minus Hessian) [q, q]."""

    value: float
    gradient: "Floats"
    information: "Floats"


def maximise(evaluate: "Callable[[Floats], Point]", start: "Floats") -> "Floats":
    """The coefficients [q] at the maximum of a concave log-likelihood.

    A step that does not raise the value is halved; it stops when a full step is rounding.

    Args:
        evaluate: the log-likelihood; minus infinity outside its domain.
        start: the first coefficients [q].

    Raises:
        ModelError: no maximum in 60 rounds, or a direction in which nothing changes.
    """
    here, at = start, evaluate(start)
    for _ in range(ROUNDS):
        if not len(here):
            return here
        step = _solve(at)
        size = float(np.abs(step).max())
        if size <= STEP * (1 + float(np.abs(here).max())) or float(at.gradient @ step) <= GAIN:
            return here + step
        for _ in range(40):
            there = evaluate(here + step)
            if there.value >= at.value - 1e-10 * abs(at.value):
                break
            step = step / 2
        else:
            break
        here, at = here + step, there
    raise _without_end()


def _solve(at: Point) -> "Floats":
    size = np.sqrt(np.maximum(np.diagonal(at.information), 1e-300))
    scaled = at.information / np.outer(size, size)
    found, _, rank, _ = np.linalg.lstsq(scaled, at.gradient / size, rcond=1e-14)
    if rank < len(size):
        raise _without_end()
    return np.asarray(found / size, dtype=np.float64)


def _without_end() -> ModelError:
    return ModelError(
        Message(N_("Verwacht: een model met één beste oplossing.")),
        Message(N_("Die is er niet: een coëfficiënt kan van alles zijn.")),
        Message(
            N_("Laat kenmerken weg of voeg klassen samen: soms zijn er te weinig antwoorden per klasse.")
        ),
    )
