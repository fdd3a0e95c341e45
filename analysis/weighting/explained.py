"""What calibrated weights explain: the layers that the variance takes off a score (`analysis.projection`)."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.projection import Basis, Projection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.weighting.classes import Classes

    Floats = NDArray[np.float64]

ROUNDS = 10  # R's number, in its variance after `rake`
SINGULAR = 1e-11  # eigenvalues below this share of the largest: classes that say the same twice


def regression(
    cells: "Cells", basis: Basis, factor: "Floats", moments: "Floats", name: str = "calibrate"
) -> Projection:
    """The residual of a regression weighted by the weights before the layer (Deville and Särndal 1992, 3.4).

    Args:
        cells: with the weights before the layer.
        basis: the auxiliaries x.
        factor: of the layer [cells].
        moments: sum w0 x x' [m, m].
        name: of the variance.
    """
    ratio = np.divide(1.0, factor, out=np.zeros_like(factor), where=factor != 0)
    return Projection(basis, inverse(moments), "weighted", ratio, cells.weight * factor, name)


def mean_per_class(cells: "Cells", margin: "Classes", factor: "Floats") -> Projection:
    """The residual about the weighted mean of each class: as R reports it after `postStratify`."""
    weights = np.bincount(margin.codes, cells.weight, margin.size)
    basis = Basis(((margin.codes, margin.size),))
    return regression(cells, basis, factor, np.diag(weights), "poststratify")


def rounds_of_means(
    cells: "Cells", margins: "Sequence[Classes]", crossed: "Floats", factor: "Floats"
) -> Projection:
    """Unweighted means of the margins taken off in turn, ten rounds: as R reports it after `rake`.

    Linear in the score, so done once: with N = x'nx the counts of rows per pair of classes and D the counts of one
    margin, each step adds D^-1 (x'U - N B) to the coefficients B of that margin.

    Args:
        cells: with the weights before the layer.
        margins: the factors.
        crossed: N [m, m], unweighted.
        factor: of the layer [cells].
    """
    basis = Basis(tuple((one.codes, one.size) for one in margins))
    operator = np.zeros((basis.width, basis.width))
    whole = np.eye(basis.width)
    for _ in range(ROUNDS):
        start = 0
        for one in margins:
            part = slice(start, start + one.size)
            left = whole[part] - crossed[part] @ operator
            operator[part] += left / np.diagonal(crossed)[part][:, None]
            start += one.size
    return Projection(basis, operator, "plain", np.ones(len(cells)), cells.weight * factor, "rake")


def moments_of(basis: Basis, weight: "Floats") -> "Floats":
    """Sum w x x' [m, m] over the entries of `basis`, for `weight` [entries]."""
    parts: list[list[Floats]] = [[] for _ in basis.factors]
    for row, (codes, size) in enumerate(basis.factors):
        for other, width in basis.factors:
            flat = np.bincount(codes * width + other, weight, size * width).astype(np.float64)
            parts[row].append(flat.reshape(size, width))
        if basis.matrix is not None:
            parts[row].append(Basis(((codes, size),)).moments(basis.matrix * weight[:, None]))
    if basis.matrix is not None:
        beside = [one[-1].T for one in parts]
        parts.append([*beside, basis.matrix.T @ (basis.matrix * weight[:, None])])
    found: Floats = np.block(parts)
    return found


def inverse(moments: "Floats") -> "Floats":
    """The (generalised) inverse of a matrix of moments; scaled first, so that units do not matter."""
    scale = np.sqrt(np.where(np.diagonal(moments) > 0, np.diagonal(moments), 1.0))
    values, vectors = np.linalg.eigh(moments / scale[:, None] / scale)
    kept = values > SINGULAR * values.max(initial=0.0)
    turned = vectors[:, kept] / scale[:, None]
    found: Floats = (turned / values[kept]) @ turned.T
    return found
