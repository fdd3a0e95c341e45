"""A crosstab with column letters: beside each figure the columns that it is significantly higher than."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.compare.adjust import NAMES, Correction, check
from analysis.compare.differences import Difference, Side, corrected, difference
from analysis.compare.groups import MOST, pair_degrees
from analysis.compare.words import named
from analysis.design import Design
from analysis.errors import MethodError
from analysis.figure import SMALL, Estimate
from analysis.indicators import Indicator
from analysis.messages import N_, Message
from analysis.numerals import percent
from analysis.table import Table, tabulate

if TYPE_CHECKING:
    from narwhals import Expr

    Where = Expr | Mapping[str, Hashable | Sequence[Hashable]] | None


@dataclass(frozen=True)
class Column:
    """A column of the crosstab: its letter, its group, and the most answers that one of its figures has."""

    letter: str
    label: Any
    n: int


@dataclass(frozen=True)
class Figure:
    """One figure of the crosstab.

    Attributes:
        estimate: with its n, error and interval.
        letters: of the columns whose figure in this row is significantly lower.
        tested: whether it was compared at all: it has at least 30 answers and an error.
    """

    estimate: Estimate
    letters: tuple[str, ...]
    tested: bool


@dataclass(frozen=True)
class Crosstab:
    """Figures by row and column, with letters.

    Attributes:
        rows: what each row is about: an indicator, or a category of the variable that was split out.
        columns: in sorted order of their labels.
        figures: [rows][columns].
        correction: of the p-values, over all `family` comparisons of the table together; the two rows of a
            variable with two categories are one question.
        level: a letter stands where the corrected p is below 1 - level.
        n: answers in the table: the most that a row has.
        caveats: codes, see `analysis.caveats`; `small`: a column with fewer than 30 answers has no letter.
    """

    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    figures: tuple[tuple[Figure, ...], ...]
    correction: Correction
    family: int
    level: float
    n: int
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """The note under the table: what a letter means, at which level and with which correction."""
        return Message(
            N_(
                "Een letter bij een cijfer noemt een kolom waarvan het cijfer in die rij significant lager is "
                "(betrouwbaarheid %(level)s, %(correction)s, %(family)s vergelijkingen, n = %(n)s). Kolommen met "
                "minder dan %(least)s antwoorden zijn niet vergeleken. Geen letter wil niet zeggen dat er geen "
                "verschil is."
            ),
            {
                "level": percent(self.level),
                "correction": NAMES[self.correction],
                "family": self.family,
                "n": self.n,
                "least": SMALL,
            },
        )


def column_letters(  # noqa: PLR0913 -- each is a choice of the reader; all but four have a default
    source: Any,
    design: Design,
    columns: str,
    indicators: Sequence[str | Indicator] = (),
    *,
    shares: str | None = None,
    correction: Correction = "holm",
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Crosstab:
    """Compare the columns of a crosstab pair by pair, row by row.

    Each pair is a t-test on the design covariance of the two figures (`analysis.compare.pairs.all_pairs`); the
    p-values of the whole table are corrected together, so that with `holm` or `bonferroni` the chance of one or more
    false letters in a table is at most 1 - level.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        columns: the column of the table whose values are the columns of the crosstab.
        indicators: rows: columns of numbers, or of 1 and 0.
        shares: rows: a column of categories, of which each is a row with its share of the column.
        correction: `holm`, `bh`, `bonferroni` or `none`.
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of confidence.

    Raises:
        MethodError: an unknown correction, fewer than two columns, or more than 100.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    check(correction)
    table = tabulate(
        source,
        design,
        indicators,
        (columns,),
        shares=() if shares is None else (shares,),
        where=where,
        origins=origins,
        level=level,
    )
    domain, labels = table.cells.domains((columns,))
    size = len(labels)
    if not 2 <= size <= MOST:  # noqa: PLR2004 -- a comparison needs two
        raise MethodError(
            Message(N_("Verwacht: twee tot %(most)s kolommen om te vergelijken."), {"most": MOST}),
            Message(N_("In “%(name)s” zijn het er %(got)s."), {"name": columns, "got": size}),
            Message(N_("Kies een andere groepering of een ruimere selectie.")),
        )
    rows = len(table.estimates) // size
    df = pair_degrees(table.cells, domain, size)
    own = rows - _categories(table, shares)
    # Of two categories the one is what the other is not: they are one question.
    mirrored = rows - own == 2  # noqa: PLR2004 -- a yes and a no
    asked = list(range(rows - 1 if mirrored else rows))
    places, found = [], []
    for row in asked:
        for one in range(size):
            for other in range(one + 1, size):
                pair = _compared(table, row * size + one, row * size + other, int(df[one, other]), level)
                if pair is not None:
                    places.append((row, one, other))
                    found.append(pair)
    found = list(corrected(found, correction))
    if mirrored:
        again = [(place, pair) for place, pair in zip(places, found, strict=True) if place[0] == own]
        places += [(own + 1, one, other) for (_, one, other), _ in again]
        found += [replace(pair, difference=-pair.difference) for _, pair in again]
    return _crosstab(table, size, shares, list(zip(places, found, strict=True)), correction, level)


def letter(place: int) -> str:
    """The letter of a column: a to z, then aa, ab ..."""
    found = chr(ord("a") + place % 26)
    return found if place < 26 else letter(place // 26 - 1) + found  # noqa: PLR2004 -- the alphabet


def _categories(table: Table, shares: str | None) -> int:
    return 0 if shares is None else len(table.cells.key(shares).labels)


def _title(one: Estimate, shares: str | None) -> str:
    """What a row is about: a category of the variable that was split out, or an indicator."""
    return one.indicator if shares is None or shares not in one.by else str(one.by[shares])


def _compared(table: Table, one: int, other: int, df: int, level: float) -> Difference | None:
    """The difference of two figures; None when one of them is on too few answers, or has no error."""
    first, second = table.estimates[one], table.estimates[other]
    if first.estimate is None or second.estimate is None or min(first.n, second.n) < SMALL:
        return None
    found = difference(
        first.indicator,
        first.kind,
        (_side(table, one, first), _side(table, other, second)),
        float(table.covariance[one, other]),
        df,
        level,
    )
    return None if found.p is None else found


def _side(table: Table, place: int, one: Estimate) -> Side:
    variance = max(float(table.covariance[place, place]), 0.0)
    return Side(named(one.by), one.by, one.n, one.weighted_base, float(one.estimate or 0.0), variance**0.5)


def _crosstab(
    table: Table,
    size: int,
    shares: str | None,
    compared: "list[tuple[tuple[int, int, int], Difference]]",
    correction: Correction,
    level: float,
) -> Crosstab:
    rows = len(table.estimates) // size
    higher: dict[tuple[int, int], list[str]] = {}
    for (row, one, other), pair in compared:
        if pair.significant:
            best, least = (one, other) if pair.difference > 0 else (other, one)
            higher.setdefault((row, best), []).append(letter(least))
    tested = {(row, place) for (row, one, other), _ in compared for place in (one, other)}
    figures = tuple(
        tuple(
            Figure(
                table.estimates[row * size + column],
                tuple(sorted(higher.get((row, column), ()), key=lambda one: (len(one), one))),
                (row, column) in tested,
            )
            for column in range(size)
        )
        for row in range(rows)
    )
    n = np.array([[figure.estimate.n for figure in line] for line in figures])
    first = figures[0][0].estimate
    noted = [code for code in first.caveats if code.startswith("origin_") or code in {"pooled", "by_missing"}]
    if bool((n.max(axis=0) < SMALL).any()):
        noted.append("small")
    _, labels = table.cells.domains(tuple(name for name in first.by if name != shares))
    return Crosstab(
        rows=tuple(_title(line[0].estimate, shares) for line in figures),
        columns=tuple(
            Column(letter(place), label[0], int(n[:, place].max())) for place, label in enumerate(labels)
        ),
        figures=figures,
        correction=correction,
        family=next((pair.family for _, pair in compared), 0),
        level=level,
        n=int(n.sum(axis=1).max()),
        caveats=tuple(noted),
    )
