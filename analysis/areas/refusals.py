"""What MRP refuses: answers from outside the population, classes without answers, too few areas."""

from collections.abc import Hashable, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from analysis.errors import AreaModelError, MethodError, OverlapError, missing_column
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from analysis.areas.cellcounts import Counts

Cell = tuple[Hashable, ...]
_DRAWS = 100  # fewer say nothing about a limit of 2.5%
_SPARE = 2  # areas that must be left over after the coefficients of areas


def contained(counts: "Counts", cells: Sequence[Cell]) -> None:
    """Refuse answers from cells that the population lacks.

    Raises:
        OverlapError: with the first five of them.
    """
    known = set(cells)
    strange = [cell for cell, n in zip(counts.cells, counts.n, strict=True) if n > 0 and cell not in known]
    if strange:
        raise OverlapError(
            Message(N_("Verwacht: antwoorden uit groepen die in de bevolking voorkomen.")),
            Message(
                N_("Niet in de bevolking: %(groups)s."),
                {"groups": "; ".join(", ".join(map(str, cell)) for cell in strange[:5])},
            ),
            Message(N_("Gebruik in de bevolking en in de antwoorden dezelfde namen van klassen.")),
        )


def every_class_answered(name: str, classes: Sequence[Hashable], answered: set[Hashable]) -> None:
    """Refuse a class of a fixed factor that nobody in the sample has.

    Raises:
        OverlapError: with its name.
    """
    absent = [str(one) for one in classes if one not in answered]
    if absent:
        raise OverlapError(
            Message(N_("Verwacht: antwoorden uit elke klasse van “%(name)s”."), {"name": name}),
            Message(N_("Niemand antwoordde uit: %(groups)s."), {"groups": ", ".join(absent)}),
            Message(
                N_("Voeg klassen samen, of laat het model voor dit kenmerk verschillen zelf dempen (random).")
            ),
        )


def enough_areas(counts: "Counts", at: int, covariates: int) -> None:
    """Refuse more covariates of areas than areas with answers can bear.

    Raises:
        AreaModelError: with both numbers.
    """
    areas = len({cell[at] for cell, n in zip(counts.cells, counts.n, strict=True) if n > 0})
    least = 1 + covariates + _SPARE
    if areas < least:
        raise AreaModelError(
            Message(
                N_(
                    "Verwacht: antwoorden uit ten minste %(least)s gebieden, bij %(count)s kenmerken van gebieden."
                ),
                {"least": least, "count": covariates},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": areas}),
            Message(N_("Neem minder kenmerken van gebieden op.")),
        )


def askable(factors: Sequence[str], area: str, fixed: Sequence[str], draws: int) -> None:
    """Refuse a question that the counts cannot answer.

    Raises:
        IndicatorError: the area or a fixed factor was not counted.
        MethodError: the area as a fixed factor, or too few draws.
    """
    for name in (area, *fixed):
        if name not in factors:
            raise missing_column(name, list(factors))
    if area in fixed:
        raise MethodError(
            Message(N_("Verwacht: gebieden die naar elkaar toe getrokken worden (niet in fixed).")),
            Message(N_("Het gebied “%(area)s” staat in fixed."), {"area": area}),
            Message(N_("Laat het gebied daar weg.")),
        )
    if draws < _DRAWS:
        raise MethodError(
            Message(N_("Verwacht: ten minste %(least)s trekkingen."), {"least": _DRAWS}),
            Message(N_("Gekregen: %(got)s."), {"got": draws}),
            Message(N_("Gebruik er 2000, of laat het weg.")),
        )


def countable(factors: Sequence[str], population: Mapping[Cell, float]) -> None:
    """Refuse a population that is no table of residents by these factors.

    Raises:
        OverlapError: a combination of another length, or a number that is negative or none.
    """
    fits = all(isinstance(one, tuple) and len(one) == len(factors) for one in population)
    if fits and all(isfinite(size) and size >= 0 for size in population.values()):
        return
    raise OverlapError(
        Message(
            N_("Verwacht: per combinatie van %(columns)s een aantal inwoners van 0 of meer."),
            {"columns": ", ".join(factors)},
        ),
        Message(
            N_(
                "Gekregen: een combinatie van een andere lengte, een negatief of oneindig aantal, of geen inwoners."
            )
        ),
        Message(N_("Tel de inwoners per combinatie van klassen, in de volgorde van de kolommen.")),
    )
