"""Families of distributions with their canonical links (McCullagh and Nelder 1989, chapter 2)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.logit import expit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Name = Literal["gaussian", "binomial", "poisson"]


@dataclass(frozen=True)
class Family:
    """A distribution with its canonical link.

    Attributes:
        name, link: as R calls them.
        mean: mu of eta.
        variance: V(mu), which is also the slope of `mean`.
        cumulant: b(eta).
    """

    name: Name
    link: str
    mean: "Callable[[Floats], Floats]"
    variance: "Callable[[Floats], Floats]"
    cumulant: "Callable[[Floats], Floats]"


def _exp(eta: "Floats") -> "Floats":
    found: Floats = np.exp(np.minimum(eta, 700.0))
    return found


GAUSSIAN = Family("gaussian", "identity", lambda eta: eta, np.ones_like, lambda eta: eta**2 / 2)
BINOMIAL = Family("binomial", "logit", expit, lambda mu: mu * (1 - mu), lambda eta: np.logaddexp(0.0, eta))
POISSON = Family("poisson", "log", _exp, lambda mu: mu, _exp)
