"""What MRP refuses: answers from outside the population, classes without answers, too few areas."""

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from analysis.errors import AreaModelError, OverlapError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from analysis.areas.cellcounts import Counts

Cell = tuple[Hashable, ...]
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
