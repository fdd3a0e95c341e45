"""Column letters: which columns of a crosstab a figure is significantly higher than."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.compare.adjust import Correction, check
from analysis.compare.crosstab import Crosstab, lettered
from analysis.compare.groups import pair_degrees
from analysis.design import Design
from analysis.engine import scan
from analysis.errors import IndicatorError, MethodError, missing_column
from analysis.indicators import Indicator, indicators_of
from analysis.messages import N_, Message
from analysis.table import nothing_asked, tabulate

if TYPE_CHECKING:
    from analysis.table import Where


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
    titles = [one.column for one in indicators_of(indicators)]
    categories = [] if shares is None else [str(one) for one in table.cells.key(shares).labels]
    inside = domain >= 0
    return lettered(
        table,
        [label[0] for label in labels],
        [*titles, *categories],
        pair_degrees(table.cells, domain, len(labels)),
        int(table.cells.n[inside].sum()),
        correction,
        level,
        # Of two categories the one is what the other is not: they are one question.
        mirrored=len(categories) == 2,  # noqa: PLR2004 -- a yes and a no
    )


def overlapping_columns(
    source: Any,
    design: Design,
    columns: Sequence[str],
    indicators: Sequence[str],
    *,
    correction: Correction = "holm",
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Crosstab:
    """Column letters where one person may stand in several columns: answers of which more than one could be given.

    Who is in both columns counts in the covariance of their figures, so that overlapping columns are never tested as
    independent.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        columns: columns of 1 and 0 (in the column of the crosstab, or not).
        indicators: rows: columns of numbers, or of 1 and 0.
        correction: `holm`, `bh`, `bonferroni` or `none`.
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of confidence.

    Raises:
        MethodError: an unknown correction, fewer than two columns, or more than 100.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    import narwhals as nw

    check(correction)
    if not indicators:
        raise nothing_asked()
    if len(set(columns)) < len(columns) or len(set(indicators)) < len(indicators):
        raise MethodError(
            Message(N_("Verwacht: elke kolom en elke rij één keer.")),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join((*columns, *indicators))}),
            Message(N_("Laat de dubbele weg.")),
        )
    frame = scan(source)
    schema = frame.collect_schema()
    for name in (*columns, *indicators):
        if name not in schema:
            raise missing_column(name, list(schema))
    for name in columns:
        if not (schema[name].is_numeric() or schema[name] == nw.Boolean):
            raise IndicatorError(
                Message(N_("Verwacht: een kolom met 1 en 0 (in de kolom, of niet).")),
                Message(N_("In “%(name)s” staan andere waarden."), {"name": name}),
                Message(N_("Maak van elke keuze een kolom met 1 en 0.")),
            )
    parts = {
        f"{row} · {column}": nw.when(nw.col(column).cast(nw.Float64()) == 1).then(nw.col(row))
        for row in indicators
        for column in columns
    }
    frame = frame.with_columns(**parts)
    table = tabulate(frame, design, list(parts), where=where, origins=origins, level=level)
    size = len(columns)
    return lettered(
        table,
        list(columns),
        list(indicators),
        np.full((size, size), table.df, dtype=np.int64),
        int(table.cells.n[table.cells.inside].sum()),
        correction,
        level,
    )
