"""A well-conditioned basis of the design matrix, and the columns that say nothing new.

The fit is done on Q of X = Q R (weighted), where nearly parallel columns do no harm; coefficients return as R^-1 times
those of Q.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import ModelError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOLERANCE = 1e-7  # what a column must add to those before it, as a share of itself


@dataclass(frozen=True)
class Basis:
    """Columns with the same span as the design matrix X [K, p].

    Attributes:
        columns: Q [K, p]; weighted, its columns are orthogonal and of mean square 1.
        back: R^-1 [p, p]: X = Q R, so coefficients of X are `back @` coefficients of Q.
    """

    columns: "Floats"
    back: "Floats"


def basis(matrix: "Floats", weight: "Floats", names: "Sequence[str]") -> Basis:
    """Factor a design matrix.

    Args:
        matrix: X [K, p].
        weight: sum of the weights per combination [K], all positive.
        names: of the columns.

    Raises:
        ModelError: a column is a linear combination of those before it, or zero everywhere (R gives NA there).
    """
    if not matrix.shape[1]:
        return Basis(matrix, np.zeros((0, 0)))
    share = np.sqrt(weight / weight.sum())
    length = np.sqrt(((matrix * share[:, None]) ** 2).sum(axis=0))
    scaled = matrix / np.where(length > 0, length, 1.0)
    left = max(matrix.shape[1] - len(matrix), 0)
    padded = np.concatenate([scaled * share[:, None], np.zeros((left, matrix.shape[1]))])
    triangle = np.asarray(np.linalg.qr(padded, mode="r"), dtype=np.float64)
    upper = triangle * np.where(np.diagonal(triangle) < 0, -1.0, 1.0)[:, None]
    double = [name for name, size in zip(names, np.abs(np.diagonal(upper)), strict=True) if size < TOLERANCE]
    if double:
        raise _collinear(double)
    inverse = np.linalg.inv(upper)
    return Basis(scaled @ inverse, inverse / length[:, None])


def _collinear(double: "Sequence[str]") -> ModelError:
    return ModelError(
        Message(N_("Verwacht: kenmerken die elk iets nieuws zeggen.")),
        Message(
            N_("Dit volgt al uit de andere kenmerken, of komt niet voor: %(columns)s."),
            {"columns": ", ".join(double)},
        ),
        Message(N_("Laat het weg, voeg klassen samen, of schrijf a*b in plaats van a:b.")),
    )
