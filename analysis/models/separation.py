"""Separation: covariates that sort the outcomes without fail, so that a coefficient has no end.

With C the directions in which the likelihood may not fall, the data are separated when some d has C d >= 0 and not
C d = 0; a linear programme finds it (Albert and Anderson 1984; Konis 2007).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import ModelError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FAR = 12.0  # log-odds of 1 to 160,000: only then it is worth looking
SEEN = 1e-6


def direction(constraints: "Floats") -> "Floats | None":
    """A direction [q] without end, within -1 and 1; None when there is none."""
    from scipy.optimize import linprog

    if not len(constraints):
        return None
    rows = np.unique(constraints, axis=0)
    found = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1), method="highs")
    if found.x is None or float((rows @ found.x).max()) < SEEN:
        return None
    solution: Floats = np.asarray(found.x)
    return solution


def separated(found: "Floats", names: Sequence[str]) -> ModelError:
    """The error for coefficients that run away along `found` [q]."""
    largest = float(np.abs(found).max())
    guilty = [name for name, size in zip(names, found, strict=True) if abs(size) > SEEN * max(largest, 1.0)]
    named = list(dict.fromkeys(name for name in guilty if name != "(Intercept)")) or guilty
    return ModelError(
        Message(N_("Verwacht: in elke groep mensen met en zonder de uitkomst.")),
        Message(
            N_("Deze kenmerken voorspellen de uitkomst zonder één uitzondering: %(columns)s."),
            {"columns": ", ".join(named)},
        ),
        Message(
            N_("Voeg klassen samen of laat het kenmerk weg: zo'n verschil is niet in een getal te vatten.")
        ),
    )
