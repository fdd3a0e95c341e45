"""Has anything changed? Waves of a survey compared, drawn anew each time or with the same people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.compare.adjust import Correction, check
from analysis.compare.differences import difference
from analysis.compare.groups import Groups, groups
from analysis.compare.pairs import Comparisons, together
from analysis.design import Design
from analysis.engine import scan
from analysis.errors import DesignError, MethodError, missing_column
from analysis.indicators import Indicator, names_of
from analysis.messages import N_, Message
from analysis.numerals import many

if TYPE_CHECKING:
    from analysis.table import Where


Against = Literal["previous", "first"]


@dataclass(frozen=True)
class WaveChanges:
    """What changed between waves: later - earlier.

    Attributes:
        comparisons: the differences, per group in the order of the waves.
        overlap: the column(s) that name who took part again; empty for waves that were drawn apart.
        both: per difference the units (people, PSUs) with answers in both waves; 0 for waves drawn apart.
        correlation: per difference that of the two estimates; 0 for waves drawn apart, None without errors.
    """

    comparisons: Comparisons
    overlap: tuple[str, ...]
    both: tuple[int, ...]
    correlation: tuple[float | None, ...]

    @property
    def sentence(self) -> Message:
        """How the waves were compared; the differences have sentences of their own."""
        told = {"n": many(self.comparisons.n), "both": many(max(self.both, default=0))}
        if self.overlap:
            return Message(
                N_(
                    "De metingen (samen n = %(n)s) zijn vergeleken met dezelfde deelnemers erin: ten hoogste %(both)s "
                    "deden aan beide mee. Daardoor valt een deel van het toeval weg."
                ),
                told,
            )
        return Message(
            N_(
                "De metingen (samen n = %(n)s) zijn vergeleken als losse steekproeven. Deden er mensen twee keer mee, "
                "geef dan aan wie: anders klopt de marge van het verschil niet."
            ),
            told,
        )


def between_waves(  # noqa: PLR0913 -- each is a choice of the reader; all but four have a default
    source: Any,
    design: Design,
    indicator: str | Indicator,
    wave: str,
    by: str | Sequence[str] = (),
    *,
    overlap: str | Sequence[str] = (),
    against: Against = "previous",
    correction: Correction = "holm",
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> WaveChanges:
    """Compare each wave with the one before, or with the first, in each group.

    Waves drawn apart are strata of their own, so that their covariance is zero. With `overlap` the unit that comes
    back is the PSU: its answers in both waves are added before squaring, so that V = V_1 + V_2 - 2 C holds the
    covariance C of the panel (Kish 1965, section 12.4; R: `svyby(covmat = TRUE)` with the person as `id`).

    Args:
        source: see `analysis.engine.scan`.
        design: how each wave was drawn; strata may or may not hold the wave already.
        indicator: a column of numbers, or of 1 and 0.
        wave: the column of the wave; its sorted values are the order of time.
        by: column(s) whose combinations are groups that are followed apart.
        overlap: column(s) that name a person (or other unit) over the waves; the PSU of the design, if that has one.
        against: `previous` wave or the `first`.
        correction: for the number of differences.
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of confidence.

    Raises:
        DesignError: the design has another PSU than `overlap`, or a unit that is in two strata.
        MethodError: an unknown choice, or fewer than two waves with answers.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    check(correction)
    if against not in {"previous", "first"}:
        raise MethodError(
            Message(N_("Verwacht: een vergelijking met “previous” of met “first”.")),
            Message(N_("Gekregen: %(got)s."), {"got": against}),
            Message(N_("Kies een van de twee.")),
        )
    names = names_of(by)
    units = (overlap,) if isinstance(overlap, str) else tuple(overlap)
    drawn = _with_units(design, units) if units else _apart(source, design, wave)
    found = groups(source, drawn, indicator, (*names, wave), where=where, origins=origins, level=level)
    pairs = _successive(found, wave, against)
    if not pairs:
        raise MethodError(
            Message(N_("Verwacht: een groep met antwoorden in ten minste twee metingen.")),
            Message(N_("Geen enkele groep heeft die in “%(name)s”."), {"name": wave}),
            Message(N_("Kies een andere groepering of een ruimere selectie.")),
        )
    covariance, df = found.covariance, found.pair_df()
    made = [
        difference(
            found.indicator,
            found.kind,
            (found.side(later), found.side(earlier)),
            float(covariance[later, earlier]),
            int(df[later, earlier]),
            level,
            caveats=found.caveats,
        )
        for earlier, later in pairs
    ]
    n = sum(one.n for one in found.estimates)
    return WaveChanges(
        together(made, correction, level, n, found.caveats),
        units,
        tuple(_both(found, earlier, later) if units else 0 for earlier, later in pairs),
        tuple(_correlation(covariance[np.ix_(pair, pair)]) for pair in pairs),
    )


def _with_units(design: Design, units: tuple[str, ...]) -> Design:
    if not design.psu_columns:
        # A person who is in two strata is refused: the two halves would count as strangers.
        return replace(design, psu=units, nest=False)
    if set(units) != set(design.psu_columns):
        raise DesignError(
            Message(
                N_("Verwacht: een overlap van de eenheden waarin getrokken is (%(psu)s)."),
                {"psu": ", ".join(design.psu_columns)},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join(units)}),
            Message(N_("Noem als overlap de kolom van de PSU, of laat de PSU in het ontwerp weg.")),
        )
    return design


def _apart(source: Any, design: Design, wave: str) -> Design:
    """The design with each wave as a sample of its own: strata are crossed with it."""
    if wave in design.strata_columns:
        return design
    population = design.population
    if population is not None:
        waves = _values(source, wave)
        sizes: Mapping[Any, Any] = population if isinstance(population, Mapping) else {(): population}
        population = {_crossed(stratum, one): size for stratum, size in sizes.items() for one in waves}
    return replace(design, strata=(*design.strata_columns, wave), population=population)


def _crossed(stratum: Any, wave: Any) -> Any:
    key = (*stratum, wave) if isinstance(stratum, tuple) else (stratum, wave)
    return key if len(key) > 1 else key[0]


def _values(source: Any, name: str) -> list[Any]:
    import narwhals as nw

    frame = scan(source)
    schema = list(frame.collect_schema())
    if name not in schema:
        raise missing_column(name, schema)
    table = frame.select(nw.col(name)).unique().collect("pyarrow").to_native()
    return [one for one in table.column(name).to_pylist() if one is not None]


def _successive(found: Groups, wave: str, against: Against) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of places, per group in the order of the waves."""
    groups_of: dict[tuple[Any, ...], list[int]] = {}
    for place, one in enumerate(found.estimates):
        key = tuple(value for name, value in one.by.items() if name != wave)
        groups_of.setdefault(key, []).append(place)
    pairs: list[tuple[int, int]] = []
    for places in groups_of.values():
        ordered = sorted(places, key=lambda place: found.estimates[place].by[wave])
        before = [ordered[0]] * (len(ordered) - 1) if against == "first" else ordered[:-1]
        pairs += list(zip(before, ordered[1:], strict=True))
    return pairs


def _both(found: Groups, earlier: int, later: int) -> int:
    """Units with answers in both."""
    unit = found.cells.stages[0].unit
    if unit is None:
        return 0
    answered = found.cells.value(found.indicator).n > 0
    first, second = (np.unique(unit[answered & (found.domain == place)]) for place in (earlier, later))
    return len(np.intersect1d(first, second, assume_unique=True))


def _correlation(covariance: "np.ndarray[Any, np.dtype[np.float64]]") -> float | None:
    scale = float(covariance[0, 0] * covariance[1, 1])
    return float(covariance[0, 1]) / sqrt(scale) if scale > 0 else None
