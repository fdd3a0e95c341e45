"""Awareness corrected for guessing: how many would know a team, given how many "know" one that does not exist."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Cells
from analysis.design import Design
from analysis.engine import scan
from analysis.figure import Estimate
from analysis.indicators import Indicator
from analysis.intervals import DEFAULT, Method, critical
from analysis.ladder import AIDED, Entity, rungs, step_column
from analysis.margins import margins
from analysis.messages import N_, Message
from analysis.numerals import percent
from analysis.table import Table, tabulate

if TYPE_CHECKING:
    from narwhals import LazyFrame
    from numpy.typing import NDArray

    from analysis.table import Where

    Floats = NDArray[np.float64]

CORRECTED = "awareness.corrected"
# What was noted of the interval of the raw figure; the corrected one has its own.
_ABOUT_RAW = frozenset(
    {"extreme", "zero_error", "method_undefined", "capped", "outside", "deff_undefined", "deff_replace"}
    | {"no_degrees_of_freedom", "assumed_design_effect"}
)


@dataclass(frozen=True)
class Corrected:
    """Aided awareness of one team in one domain, corrected for guessing; to be shown beside the raw figure.

    Attributes:
        entity: the team.
        raw: aided awareness p as it was measured.
        guessed: for each made-up team the share that says to know it, in the same domain.
        guessing: their mean g; None when nobody was asked.
        figure: (p - g) / (1 - g) with its error and interval, made as if it were a share with its own effective n: 0
            when the team is recognised no more often than a made-up one (`guessing_not_below`), without an estimate
            when nobody was asked (`empty`) or everybody "knows" the made-up team (`guessing_everybody`).
    """

    entity: Entity
    raw: Estimate
    guessed: tuple[Estimate, ...]
    guessing: float | None
    figure: Estimate

    @property
    def by(self) -> Mapping[str, Any]:
        """The domain."""
        return self.raw.by

    @property
    def sentence(self) -> Message:
        """The raw share, the guesses, and what is left when those are taken off."""
        values: dict[str, Any] = {"entity": self.entity.name, "n": self.raw.n}
        found = self.figure
        if found.estimate is None or self.guessing is None or self.raw.estimate is None:
            return Message(_UNKNOWN, values)
        values |= {
            "raw": percent(self.raw.estimate),
            "guessing": percent(self.guessing),
            "estimate": percent(found.estimate),
        }
        if "guessing_not_below" in found.caveats:
            return Message(_NOT_SHOWN, values)
        if found.low is None or found.high is None:
            return Message(_ALONE, values)
        return Message(_WITH_MARGIN, values | {"low": percent(found.low), "high": percent(found.high)})


_UNKNOWN = N_("Voor %(entity)s is niet te zeggen hoeveel er gegokt is: daarvoor ontbreken antwoorden.")
_NOT_SHOWN = N_(
    "%(raw)s zegt %(entity)s te kennen, en %(guessing)s zegt een team te kennen dat niet bestaat. "
    "Dat iemand %(entity)s echt kent, is hiermee niet aangetoond (%(n)s antwoorden)."
)
_ALONE = N_(
    "%(raw)s zegt %(entity)s te kennen, en %(guessing)s zegt een team te kennen dat niet bestaat. "
    "Zonder gokken kent naar schatting %(estimate)s het team; een marge is niet te geven (%(n)s antwoorden)."
)
_WITH_MARGIN = N_(
    "%(raw)s zegt %(entity)s te kennen, en %(guessing)s zegt een team te kennen dat niet bestaat. "
    "Zonder gokken kent naar schatting %(estimate)s het team (tussen %(low)s en %(high)s, %(n)s antwoorden)."
)


def corrected(
    source: Any,
    design: Design,
    entities: Iterable[Entity],
    by: str | Sequence[str] = (),
    *,
    where: "Where" = None,
    level: float = 0.95,
    method: Method = DEFAULT,
    origins: str | Sequence[str] | None = None,
) -> list[Corrected]:
    """Aided awareness of each team, corrected for guessing, in each domain.

    With p the share that says to know the team and g the share that says to know a team that does not exist (the
    mean over such teams): p* = (p - g) / (1 - g), on the assumption that who does not know a team guesses as often as
    for the made-up one (Abbott 1925, Journal of Economic Entomology 18:265-267; the estimator of Rogan and Gladen
    1978, American Journal of Epidemiology 107:71-76, with sensitivity 1 and specificity 1 - g). Its variance follows
    from the scores of p and g together: V(p*) = (V(p) + (1 - p*)^2 V(g) - 2 (1 - p*) C(p, g)) / (1 - g)^2 (delta
    method; R: `svycontrast(quote((p - g) / (1 - g)))`). The interval is that of a share p* with this variance.

    Args:
        source: see `analysis.estimate.estimate`, as for all that is not named here; or `Cells` with the columns of
            the steps of a ladder.
        design: how the sample was drawn.
        entities: teams and made-up teams together; without a made-up team there is no correction.
        by: the domains.
        where: a further domain.
        level: of confidence.
        method: of the interval.
        origins: the origins that it is about.

    Returns:
        Per team (and old name) that was asked aided, in the order given, the domains in sorted order.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    listed = list(entities)
    columns = {one.code: step_column(AIDED, one.code) for one in listed}
    if isinstance(source, Cells):
        asked_of = {one.code for one in listed if columns[one.code] in source.values}
    else:
        source, asked_of = _with_aided(source, listed)
    known = [one for one in listed if one.code in asked_of]
    teams = [one for one in known if one.kind != "fictitious"]
    guesses = [one for one in known if one.kind == "fictitious"]
    if not teams or not guesses:
        return []
    asked = [Indicator(columns[one.code], AIDED, one.code, "proportion") for one in (*teams, *guesses)]
    table = tabulate(source, design, asked, by, where=where, level=level, method=method, origins=origins)
    size = len(table.estimates) // len(asked)
    guessed = range(len(teams), len(asked))
    return [
        _of_domain(table, entity, [one * size + place for one in (team, *guessed)], method)
        for team, entity in enumerate(teams)
        for place in range(size)
    ]


def _with_aided(source: Any, entities: Iterable[Entity]) -> "tuple[LazyFrame[Any], set[str]]":
    """The table with a column for who knows each entity, and the entities that it could be made for."""
    frame = scan(source)
    schema = frame.collect_schema()
    found = [(one, rung) for one in entities for rung in rungs(one, (), schema) if rung.measure == AIDED]
    if found:
        frame = frame.with_columns(*(rung.value.alias(rung.column) for _, rung in found))
    return frame, {one.code for one, _ in found}


def _of_domain(table: Table, entity: Entity, places: Sequence[int], method: Method) -> Corrected:
    raw, *guessed = (table.estimates[place] for place in places)
    values = table.values[list(places)]
    blank = replace(
        raw,
        measure=CORRECTED,
        estimate=None,
        se=None,
        low=None,
        high=None,
        method=method,
        deff=None,
        n_eff=None,
        deff_replace=None,
        caveats=tuple(code for code in raw.caveats if code not in _ABOUT_RAW),
    )
    guessing = None if np.isnan(values[1:]).any() else float(values[1:].mean())
    return Corrected(
        entity,
        raw,
        tuple(guessed),
        guessing,
        _figure(blank, values, table.covariance[np.ix_(places, places)]),
    )


def _figure(blank: Estimate, values: "Floats", covariance: "Floats") -> Estimate:
    if np.isnan(values).any():
        noted: tuple[str, ...] = () if "empty" in blank.caveats else ("empty",)
        return replace(blank, caveats=(*blank.caveats, *noted))
    p, g, others = float(values[0]), float(values[1:].mean()), len(values) - 1
    if g >= 1:
        return replace(blank, caveats=(*blank.caveats, "guessing_everybody"))
    found = (p - g) / (1 - g)
    gradient = np.array([1.0, *[(found - 1) / others] * others]) / (1 - g)
    variance = max(float(gradient @ covariance @ gradient), 0.0)
    share = max(found, 0.0)
    (margin,) = margins([blank], [share], [variance])
    low, high = margin.limits or (None, None)
    noted = margin.caveats
    if found <= 0 < g:
        noted = (*noted, "guessing_not_below")
        if high is not None:
            low, high = 0.0, min(1.0, max(high, found + critical(blank.level, blank.df) * sqrt(variance)))
    return replace(
        blank,
        estimate=share,
        se=sqrt(variance) if variance or margin.limits else None,
        low=low,
        high=high,
        method=margin.method,
        caveats=(*blank.caveats, *noted),
    )
