"""How many independent answers a proportion is worth, given the error that the design left."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.intervals.student import critical_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# Chosen by simulation (docs/coverage.md): with less of any, rare answers in clumps are held in under 94%.
CORRELATION = 0.1  # assumed between answers of one place where it cannot be estimated
MANY = 8  # answers per degree of freedom from which places count as places
FEWEST, MOST, SHARED = (
    2,
    8,
    5,
)  # independent cases that an estimate needs; and one for so many places in between


def effective_n(share: "Floats", variance: "Floats") -> "Floats":
    """n* = p (1 - p) / V [m]: the size of a simple random sample with the same error (Kish 1965); V > 0."""
    with np.errstate(over="ignore"):  # an error of almost nothing: endlessly many, and the cap at n holds
        return share * (1 - share) / variance


def adjusted_n(share: "Floats", variance: "Floats", n: "Floats", df: "Floats", level: float) -> "Floats":
    """n* (t_{n-1} / t_df)^2 [m]: less when few PSUs make the error uncertain (Korn and Graubard 1998).

    Args:
        share: between 0 and 1 [m].
        variance: of the share, > 0 [m].
        n: answers, more than one [m].
        df: of the design, at least one [m].
        level: of confidence.
    """
    ratio = critical_values(level, n - 1) / critical_values(level, df)
    return effective_n(share, variance) * ratio * ratio


def assumed_n(n: "Floats", df: "Floats") -> "Floats":
    """What n answers are worth when those of one place are alike: n / (1 + (n / (df + 1) - 1) rho) [m] (Kish 1965).

    rho = `CORRELATION` is an assumption, and df + 1 stands for the number of places, which with strata is more.

    Args:
        n: answers [m].
        df: of the design, at least one [m].
    """
    return n / (1 + np.maximum(n / (df + 1) - 1, 0.0) * CORRELATION)


def without_evidence(share: "Floats", n: "Floats", df: "Floats") -> "Flags":
    """Where the design effect cannot be estimated: many answers of few places, and hardly a case among them [m].

    A case is an answer of the rarer kind. There are at least `MANY` answers per degree of freedom, and with the assumed
    design effect the cases are worth fewer than one independent case for every `SHARED` places, df + 1 (at least
    `FEWEST`, at most `MOST`): the error then says where a clump or two happened to be, not how large clumps are.

    Args:
        share: between 0 and 1 [m].
        n: answers [m].
        df: of the design, at least one [m].
    """
    cases = assumed_n(n, df) * np.minimum(share, 1 - share)
    return (n >= MANY * (df + 1)) & (cases < np.clip((df + 1) / SHARED, FEWEST, MOST))
