"""What the interviews of each area say by themselves: the input of every model for small areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.errors import AreaModelError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.figure import Estimate

    Floats = NDArray[np.float64]

Unit = Literal["proportion", "mean"]


@dataclass(frozen=True)
class Direct:
    """Direct estimates, one per area; every array is [areas].

    Attributes:
        areas: the names of the areas.
        estimate: in `unit`; NaN where nobody was interviewed.
        variance: of the estimate, in squared units; NaN or 0 where it could not be estimated (nobody or everybody
            gave the answer, or there was one PSU).
        n: answers; NaN when not known.
        n_eff: effective number of answers; NaN when not known.
        df: degrees of freedom of the variance; NaN when not known.
        low, high: limits of the direct interval; NaN when there is none.
        unit: a proportion (0 to 1) or a mean in the units of the answer.
        caveats: codes that travel with the figures.
    """

    areas: tuple[Any, ...]
    estimate: "Floats"
    variance: "Floats"
    n: "Floats"
    n_eff: "Floats"
    df: "Floats"
    low: "Floats"
    high: "Floats"
    unit: Unit = "proportion"
    caveats: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wrong = [name for name in ("variance", "n", "n_eff", "df") if np.any(getattr(self, name) < 0)]
        if wrong:
            raise AreaModelError(
                Message(N_("Verwacht: varianties, aantallen en vrijheidsgraden van 0 of meer.")),
                Message(N_("Gekregen: een waarde onder 0 in %(names)s."), {"names": ", ".join(wrong)}),
                Message(N_("Controleer de invoer: een variantie is het kwadraat van de standaardfout.")),
            )
        if np.isinf(self.estimate).any() or np.isinf(self.variance).any():
            raise AreaModelError(
                Message(N_("Verwacht: eindige cijfers per gebied.")),
                Message(N_("Gekregen: een oneindig cijfer of een oneindige variantie.")),
                Message(N_("Laat het cijfer van een gebied zonder antwoorden leeg.")),
            )
        if len(set(self.areas)) < len(self.areas):
            raise AreaModelError(
                Message(N_("Verwacht: elk gebied één keer.")),
                Message(N_("Een gebied staat er meer dan één keer in.")),
                Message(N_("Maak eerst één cijfer per gebied.")),
            )

    def __len__(self) -> int:
        return len(self.areas)

    @property
    def usable(self) -> "NDArray[np.bool_]":
        """Areas with an estimate and a variance above zero [areas]."""
        found: NDArray[np.bool_] = np.isfinite(self.estimate) & (np.nan_to_num(self.variance) > 0)
        return found


def direct(
    areas: Sequence[Any],
    estimate: Sequence[float | None],
    variance: Sequence[float | None],
    *,
    n: Sequence[float | None] | None = None,
    n_eff: Sequence[float | None] | None = None,
    df: Sequence[float | None] | None = None,
    unit: Unit = "proportion",
) -> Direct:
    """Direct estimates from plain lists, all of the same length; None or NaN where something is not known.

    Raises:
        AreaModelError: lists of unequal length, a variance or a number below zero, or an area that comes twice.
    """
    given = {"estimate": estimate, "variance": variance, "n": n, "n_eff": n_eff, "df": df}
    arrays = {name: _numbers(values, len(areas)) for name, values in given.items()}
    unequal = [name for name, values in arrays.items() if len(values) != len(areas)]
    if unequal:
        raise AreaModelError(
            Message(N_("Verwacht: %(count)s waarden, één per gebied."), {"count": len(areas)}),
            Message(N_("De lengte is anders bij: %(names)s."), {"names": ", ".join(unequal)}),
            Message(N_("Geef van elk gebied één waarde; laat een onbekende waarde leeg (None).")),
        )
    nothing = np.full(len(areas), np.nan)
    return Direct(
        tuple(areas),
        estimate=arrays["estimate"],
        variance=arrays["variance"],
        n=arrays["n"],
        n_eff=arrays["n_eff"],
        df=arrays["df"],
        low=nothing,
        high=nothing,
        unit=unit,
    )


def direct_from(estimates: "Sequence[Estimate]", area: str) -> Direct:
    """Direct estimates from figures of one indicator by area (`tabulate(...).estimates`, `estimate(...)`).

    The effective number of a proportion is p (1 - p) / V, at most n (Korn and Graubard 1998; the NCHS rule counts so
    too); at 0 and 1, and of a mean, it is that of the figure.

    Args:
        estimates: one figure per area.
        area: the column of the domain that names the area.

    Raises:
        AreaModelError: figures of several indicators, or an area that comes twice.
    """
    indicators = sorted({one.indicator for one in estimates})
    kinds = {one.kind for one in estimates} - {"proportion", "mean"}
    if len(indicators) != 1 or kinds or any(area not in one.by for one in estimates):
        raise AreaModelError(
            Message(
                N_("Verwacht: de aandelen of gemiddelden van één indicator, per %(area)s."), {"area": area}
            ),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join(indicators) or "-"}),
            Message(N_("Vraag één indicator tegelijk, uitgesplitst naar het gebied.")),
        )
    columns: Mapping[str, list[float | None]] = {
        "estimate": [one.estimate for one in estimates],
        "variance": [None if one.se is None else one.se**2 for one in estimates],
        "n": [one.n for one in estimates],
        "n_eff": [_effective(one) for one in estimates],
        "df": [one.df for one in estimates],
        "low": [one.low for one in estimates],
        "high": [one.high for one in estimates],
    }
    arrays = {name: _numbers(values, len(estimates)) for name, values in columns.items()}
    noted = dict.fromkeys(
        code for one in estimates for code in one.caveats if code.startswith("origin_") or code == "pooled"
    )
    unit: Unit = "mean" if estimates[0].kind == "mean" else "proportion"
    return Direct(
        tuple(one.by[area] for one in estimates),
        estimate=arrays["estimate"],
        variance=arrays["variance"],
        n=arrays["n"],
        n_eff=arrays["n_eff"],
        df=arrays["df"],
        low=arrays["low"],
        high=arrays["high"],
        unit=unit,
        caveats=tuple(noted),
    )


def _effective(one: "Estimate") -> float | None:
    if one.kind != "proportion" or one.estimate is None or not one.se or not 0 < one.estimate < 1:
        return one.n_eff
    return min(float(one.n), one.estimate * (1 - one.estimate) / one.se**2)


def _numbers(values: "Sequence[float | None] | None", size: int) -> "Floats":
    if values is None:
        return np.full(size, np.nan)
    return np.array([np.nan if value is None else float(value) for value in values])
