"""Variances smoothed over areas: a generalised variance function for estimates whose own error says little."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.areas.direct import Direct
from analysis.errors import AreaModelError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST = 3  # areas with a variance of their own that a line through log n needs


def smoothed(found: Direct) -> "Floats":
    """A variance per area [areas] from the number of answers: exp(a + b log n) times a correction.

    Fits log v = a + b log n by least squares over the areas with a variance above zero, and multiplies
    exp(a + b log n) by sum v / sum exp(a + b log n) over those areas, so that the smoothed variances have the
    same total (Wolter 2007, *Introduction to Variance Estimation*, chapter 7; Rivest and Belmonte 2000).
    NaN where n is not known or 0. Squared units of the estimate.

    Raises:
        AreaModelError: fewer than three areas have a variance above zero and a number of answers.
    """
    known = found.usable & (np.nan_to_num(found.n) > 0)
    if known.sum() < LEAST:
        raise AreaModelError(
            Message(
                N_(
                    "Verwacht: ten minste %(least)s gebieden met een eigen variantie en een aantal antwoorden."
                ),
                {"least": LEAST},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": int(known.sum())}),
            Message(
                N_("Geef de aantallen antwoorden (n), of laat gebieden zonder variantie aan het model over.")
            ),
        )
    sizes = np.log(found.n[known])
    slopes = [np.ones_like(sizes)] if np.ptp(sizes) == 0 else [np.ones_like(sizes), sizes]
    line, *_ = np.linalg.lstsq(np.column_stack(slopes), np.log(found.variance[known]), rcond=None)
    asked = np.nan_to_num(found.n) > 0
    curve = np.full(len(found), np.nan)
    terms = [np.ones(int(asked.sum())), np.log(found.n[asked])][: len(line)]
    curve[asked] = np.exp(np.column_stack(terms) @ line)
    corrected: Floats = curve * found.variance[known].sum() / curve[known].sum()
    return corrected
