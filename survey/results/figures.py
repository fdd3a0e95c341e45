"""The figures of a study: one row per indicator, group and origin, the same for page, file, chart and command line."""

from collections.abc import Iterable
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from analysis import caveats
from analysis.design import Design
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
    import narwhals as nw

    from analysis.engine import scan
    from analysis.estimate import estimate

    members = subject.snapshot.origins if origin == EVERY_ORIGIN else (origin,)
    strata = any(subject.snapshot.has("stratum", member) for member in members)
    psu = any(subject.snapshot.has("psu", member) for member in members)
    frame = scan([str(file) for file in subject.snapshot.files])
    # Where only some interviews have a stratum or were drawn together, the others are a stratum, or a unit, of their own.
    frame = frame.with_columns(nw.col("stratum").fill_null("-"), nw.coalesce("psu", "interview").alias("psu"))
    columns = {name if name in FIXED else ANSWER + name: name for name in asked.by}
    found = estimate(
        frame,
        Design(strata="stratum" if strata else None, psu="psu" if psu else None, weight="weight"),
        asked.indicators,
        by=tuple(columns),
        where=None if asked.wave is None else {"wave": asked.wave},
        level=asked.level,
        method=asked.method,
        origins="pool" if origin == EVERY_ORIGIN else origin,
    )
    for one in found:
        yield _row(one, origin, columns)


def _row(one: "Estimate", origin: str, columns: dict[str, str]) -> Row:
    return {
        "column": one.indicator,
        "measure": one.measure,
        "entity": one.entity,
        "by": {name: one.by[column] for column, name in columns.items()},
        "origin": origin,
        "n": one.n,
        "estimate": _finite(one.estimate),
        "se": _finite(one.se),
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
    """What must be said beside a row, as sentences in the language of the reader."""
    from flask_babel import gettext

    said = (caveats.sentence(code) for code in row["caveats"])
    return [gettext(message.template, **message.params) for message in said]


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
