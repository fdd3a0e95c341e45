"""A crosstab whose columns are compared pair by pair: beside each figure the columns that it is higher than."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.compare.adjust import NAMES, Correction
from analysis.compare.differences import Difference, Side, corrected, difference
from analysis.compare.groups import MOST, from_origins
from analysis.compare.words import named
from analysis.errors import MethodError
from analysis.figure import SMALL, Estimate
from analysis.messages import N_, Message
from analysis.numerals import many, percent
from analysis.table import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]


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
                "n": many(self.n),
                "least": SMALL,
            },
        )


def lettered(
    table: Table,
    labels: Sequence[Any],
    titles: Sequence[str],
    df: "Codes",
    n: int,
    correction: Correction,
    level: float,
    *,
    mirrored: bool = False,
) -> Crosstab:
    """The crosstab of a table whose estimates are the columns of the first row, then those of the second ...

    Args:
        table: estimates with their covariance.
        labels: of the columns.
        titles: of the rows.
        df: degrees of freedom of each pair of columns [columns, columns].
        n: answers in the table.
        correction: of the p-values.
        level: of confidence.
        mirrored: the last two rows are two categories of one variable, and one question.

    Raises:
        MethodError: no rows, fewer than two columns, or more than 100.
    """
    size = len(labels)
    if not 2 <= size <= MOST:  # noqa: PLR2004 -- a comparison needs two
        raise MethodError(
            Message(N_("Verwacht: twee tot %(most)s kolommen om te vergelijken."), {"most": MOST}),
            Message(N_("Het zijn er %(got)s."), {"got": size}),
            Message(N_("Kies een andere groepering of een ruimere selectie.")),
        )
    if not titles:
        raise MethodError(
            Message(N_("Verwacht: ten minste één rij.")),
            Message(N_("Niemand heeft deze vraag beantwoord.")),
            Message(N_("Kies een andere vraag of een ruimere selectie.")),
        )
    places, found = _tested(table, size, len(titles) - (1 if mirrored else 0), df, level)
    found = list(corrected(found, correction))
    family = len(found)
    if mirrored:
        again = [
            (place, pair) for place, pair in zip(places, found, strict=True) if place[0] == len(titles) - 2
        ]
        places += [(row + 1, one, other) for (row, one, other), _ in again]
        found += [replace(pair, difference=-pair.difference) for _, pair in again]
    higher: dict[tuple[int, int], list[str]] = {}
    for (row, one, other), pair in zip(places, found, strict=True):
        if pair.significant:
            best, least = (one, other) if pair.difference > 0 else (other, one)
            higher.setdefault((row, best), []).append(letter(least))
    tested = {(row, place) for row, one, other in places for place in (one, other)}
    figures = tuple(
        tuple(
            Figure(
                table.estimates[row * size + column],
                tuple(sorted(higher.get((row, column), ()), key=lambda one: (len(one), one))),
                (row, column) in tested,
            )
            for column in range(size)
        )
        for row in range(len(titles))
    )
    answers = np.array([[figure.estimate.n for figure in line] for line in figures]).max(axis=0)
    noted = from_origins(table.estimates)
    if bool((answers < SMALL).any()):
        noted.append("small")
    return Crosstab(
        rows=tuple(titles),
        columns=tuple(
            Column(letter(place), label, int(answers[place])) for place, label in enumerate(labels)
        ),
        figures=figures,
        correction=correction,
        family=family,
        level=level,
        n=n,
        caveats=tuple(noted),
    )


def _tested(
    table: Table, size: int, rows: int, df: "Codes", level: float
) -> tuple[list[tuple[int, int, int]], list[Difference]]:
    """The pairs that can be tested: row and two columns, and their difference."""
    places, found = [], []
    for row in range(rows):
        for one in range(size):
            for other in range(one + 1, size):
                pair = _compared(table, row * size + one, row * size + other, int(df[one, other]), level)
                if pair is not None:
                    places.append((row, one, other))
                    found.append(pair)
    return places, found


def letter(place: int) -> str:
    """The letter of a column: a to z, then aa, ab ..."""
    found = chr(ord("a") + place % 26)
    return found if place < 26 else letter(place // 26 - 1) + found  # noqa: PLR2004 -- the alphabet


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
