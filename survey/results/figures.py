"""The figures of a study: one row per indicator, group and origin, the same for page, file, chart and command line."""

from collections.abc import Iterable
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from analysis import caveats
from survey.collection.typed import ANSWER
from survey.results.asked import EVERY_ORIGIN, FIXED, Asked
from survey.results.subject import Subject

if TYPE_CHECKING:
    from analysis.figure import Estimate

Row = dict[str, Any]


def figures(subject: Subject, asked: Asked) -> list[Row]:
    """Estimate what was asked.

    A row holds `measure`, `entity`, `by` (value per group), `origin` (or `all`), `n` (answers in the base), `estimate`, `se`,
    `low`, `high` (proportions between 0 and 1, or the units of the answer; None where they do not exist), `level`, `method`,
    `deff`, `n_eff`, `df`, `kind` (proportion or mean), `small` (too few answers to lean on), `missing` (interviews in the
    group that are not in the base) and `caveats` (codes of `analysis.caveats`).

    Interviews of several origins are never put together unless `asked.origin` is `all`: each origin has its own rows.
    Groups stand in the order of the study; a group without any interview has no row.

    Raises:
        analysis.errors.AnalysisError: the question cannot be answered honestly.
    """
    return [dict(row) for row in _kept(subject, asked)]


@lru_cache(maxsize=256)
def _kept(subject: Subject, asked: Asked) -> tuple[Row, ...]:
    if not asked.indicators or not subject.snapshot.files:
        return ()
    if asked.origin is None:
        origins = list(subject.snapshot.origins)
    else:
        origins = [asked.origin] if asked.origin in (*subject.snapshot.origins, EVERY_ORIGIN) else []
    rows = [row for origin in origins for row in _of_origin(subject, asked, origin)]
    place = {one.column: index for index, one in enumerate(asked.indicators)}
    order = {name: _order(subject, name) for name in asked.by}
    rows.sort(
        key=lambda row: (
            place[row.pop("column")],
            *(order[name].get(value, len(order[name])) for name, value in row["by"].items()),
        )
    )
    return tuple(rows)


def _of_origin(subject: Subject, asked: Asked, origin: str) -> Iterable[Row]:
    # Each origin is a sample of its own, with its own design: one call each.
    from analysis.estimate import estimate
    from analysis.responses import sample

    pool = "pool" if origin == EVERY_ORIGIN else origin
    drawn = sample([str(file) for file in subject.snapshot.files], pool)
    columns = {name if name in FIXED else ANSWER + name: name for name in asked.by}
    found = estimate(
        drawn.source,
        drawn.design,
        asked.indicators,
        by=tuple(columns),
        where=None if asked.wave is None else {"wave": asked.wave},
        level=asked.level,
        method=asked.method,
        origins=pool,
    )
    for one in found:
        if one.n + one.missing == 0:
            continue
        by = {name: one.by[column] for column, name in columns.items()}
        yield {"column": one.indicator} | row_of(one, origin) | {"by": by}


def row_of(one: "Estimate", origin: str) -> Row:
    """An estimate of the statistics as a row; what is not a finite number becomes None.

    A figure without a margin is no figure: then `estimate` and `se` are None too, and a caveat says why.
    """
    margin = _finite(one.low) is not None and _finite(one.high) is not None
    return {
        "measure": one.measure,
        "entity": one.entity,
        "by": {},
        "origin": origin,
        "n": one.n,
        "estimate": _finite(one.estimate) if margin else None,
        "se": _finite(one.se) if margin else None,
        "low": _finite(one.low),
        "high": _finite(one.high),
        "level": one.level,
        "method": one.method,
        "deff": _finite(one.deff),
        "n_eff": _finite(one.n_eff),
        "df": one.df,
        "kind": one.kind,
        "small": "small" in one.caveats or one.n == 0,
        "missing": one.missing,
        "caveats": list(one.caveats),
    }


def sentences(row: Row) -> list[str]:
    """What must be said beside a row, in the language of the reader: first where its answers come from."""
    return [said(code) for code in caveats.in_reading_order(row["caveats"])]


def explained(rows: Iterable[Row]) -> tuple[list[str], list[str]]:
    """What must be said beside these rows together, each sentence once: to everybody, and to statisticians."""
    found = caveats.in_reading_order(dict.fromkeys(code for row in rows for code in row["caveats"]))
    technical = caveats.FOR_STATISTICIANS
    return (
        list(dict.fromkeys(said(code) for code in found if code not in technical)),
        [said(code) for code in found if code in technical],
    )


def said(code: str) -> str:
    """The sentence of one caveat in the language of the reader."""
    from flask_babel import gettext

    return caveats.sentence(code).said(gettext)


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _order(subject: Subject, name: str) -> dict[Any, int]:
    if name == "area":
        codes = [area.code for area in subject.areas]
    elif name in FIXED:
        return (
            {number: number for number in (wave.number for wave in subject.waves)} if name == "wave" else {}
        )
    else:
        codes = [option["code"] for option in subject.variables[name]["options"]]
        codes += [f"missing:{code}" for code in subject.missing]
    return {code: index for index, code in enumerate(codes)}
