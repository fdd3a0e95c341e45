"""What the register knows of every area: the columns that a model for small areas leans on."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import AreaModelError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

INTERCEPT = "(constant)"
_ROUNDING = 1e-10  # spread below this share of the size of a column is none


def matrix(
    areas: Sequence[Any], covariates: Mapping[str, Mapping[Any, float] | Sequence[float]]
) -> "tuple[tuple[str, ...], Floats]":
    """The names of the coefficients, and X [areas, 1 + covariates] with a constant in front.

    Args:
        areas: the areas, in order.
        covariates: per name a value per area, by name of the area or in the order of `areas`; in the units of the
            register.

    Raises:
        AreaModelError: a covariate is missing or not finite for an area.
    """
    columns = [np.ones(len(areas))]
    for name, values in covariates.items():
        if isinstance(values, Mapping):
            column = [values.get(area) for area in areas]
        else:
            _same_length(name, values, areas)
            column = list(values)
        absent = [
            str(area) for area, value in zip(areas, column, strict=True) if value is None or not finite(value)
        ]
        if absent:
            raise AreaModelError(
                Message(N_("Verwacht: van elk gebied een getal voor “%(name)s”."), {"name": name}),
                Message(N_("Het ontbreekt voor: %(areas)s."), {"areas": ", ".join(absent)}),
                Message(N_("Vul het aan uit het register, of laat dit kenmerk weg uit het model.")),
            )
        columns.append(np.array(column, dtype=np.float64))
    return (INTERCEPT, *covariates), np.column_stack(columns)


def standardised(names: Sequence[str], x: "Floats") -> "tuple[Floats, Floats]":
    """X with every column but the first brought to mean 0 and standard deviation 1, and the matrix that does it.

    Returns:
        Z [rows, p] and T [p, p] with Z = X T, so that coefficients of X are T times those of Z.

    Raises:
        AreaModelError: a column that does not vary, or follows from the others.
    """
    mean, spread = x.mean(axis=0), x.std(axis=0)
    mean[0], spread[0] = 0.0, 1.0
    flat = spread <= _ROUNDING * np.maximum(np.abs(x).max(axis=0), np.finfo(float).tiny)
    spread = np.where(flat, 1.0, spread)
    z = (x - mean) / spread
    rank = [int(np.linalg.matrix_rank(z[:, : place + 1])) for place in range(x.shape[1])]
    extra = [names[place] for place in range(1, x.shape[1]) if flat[place] or rank[place] == rank[place - 1]]
    if extra:
        raise AreaModelError(
            Message(N_("Verwacht: kenmerken die elk iets eigens zeggen.")),
            Message(N_("Dit volgt al uit de andere kenmerken: %(names)s."), {"names": ", ".join(extra)}),
            Message(N_("Laat dit kenmerk weg, of neem er een dat per gebied echt verschilt.")),
        )
    turned = np.diag(1 / spread)
    turned[0, 1:] = -mean[1:] / spread[1:]
    return z, turned


def _same_length(name: str, values: Sequence[float], areas: Sequence[Any]) -> None:
    if len(values) != len(areas):
        raise AreaModelError(
            Message(
                N_("Verwacht: %(count)s waarden voor “%(name)s”, één per gebied."),
                {"count": len(areas), "name": name},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": len(values)}),
            Message(N_("Geef de waarden in de volgorde van de gebieden, of met hun naam.")),
        )


def finite(value: Any) -> bool:
    """Whether it is a number that can be reckoned with."""
    try:
        return bool(np.isfinite(float(value)))
    except (TypeError, ValueError):
        return False
