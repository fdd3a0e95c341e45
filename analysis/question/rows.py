"""Results as rows: plain values with the same names whatever was asked, ready for JSON."""

from math import isfinite
from typing import TYPE_CHECKING, Any

from analysis import caveats
from analysis.figure import Estimate
from analysis.question.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.compare.association import Association
    from analysis.models import Model
    from analysis.quantiles import Quantile

Row = dict[str, Any]


def rows(found: Answer) -> list[Row]:
    """One row per figure, test or coefficient.

    Figures have `measure`, `entity` (the category, of a proportion of text), `by`, `origin`, `n`, `estimate`, `se`,
    `low`, `high`, `level`, `method` (of the interval), `deff`, `n_eff`, `df`, `kind`, `small`, `missing`, `caveats`
    (codes) and `caveat` (sentences); quantiles also `probability` and `rule`. A figure without a margin has no
    `estimate` and no `se`, and a caveat says why; a figure whose error is zero (everybody alike, or a total that the
    weighting lays down) has both, without limits. A chi-square has `rows`, `columns`, `statistic`, `ndf`, `ddf`,
    `p`, `method`, `n`; a regression `term`, `coef`, `se`, `low`, `high`, `t`, `p`, `df`. Every row says how the
    weights were adjusted (`weighting`) and how errors were computed (`errors`).
    """
    made: list[Row] = []
    for one in found.results:
        made += _of(one, found)
    for row in made:
        row["weighting"] = list(found.weighting)
        row["errors"] = found.errors
        row["caveat"] = " ".join(_sentences(row["caveats"]))
    return made


def _of(one: Any, found: Answer) -> list[Row]:
    if isinstance(one, Estimate):
        return [_figure(one, found)]
    kind = found.asked.kind
    if kind == "quantile":
        return [_quantile(one)]
    return [_test(one)] if kind == "chisq" else _coefficients(one)


def _sentences(codes: "Iterable[str]") -> list[str]:
    return [str(caveats.sentence(code)) for code in caveats.in_reading_order(codes)]


def _figure(one: Estimate, found: Answer) -> Row:
    groups = {name: _plain(one.by[name]) for name in found.asked.by}
    category = one.by.get(one.indicator) if one.indicator not in found.asked.by else None
    margin = _number(one.low) is not None and _number(one.high) is not None
    shown = margin or "zero_error" in one.caveats
    return {
        "measure": one.measure,
        "entity": one.entity if category is None else _plain(category),
        "by": groups,
        "origin": _origin(one.origin),
        "n": one.n,
        "estimate": _number(one.estimate) if shown else None,
        "se": _number(one.se) if shown else None,
        "low": _number(one.low),
        "high": _number(one.high),
        "level": one.level,
        "method": one.method,
        "deff": _number(one.deff),
        "n_eff": _number(one.n_eff),
        "df": one.df,
        "kind": one.kind,
        "small": "small" in one.caveats or one.n == 0,
        "missing": one.missing,
        "caveats": list(one.caveats),
    }


def _quantile(one: "Quantile") -> Row:
    margin = one.low is not None or one.high is not None
    return {
        "measure": one.column,
        "entity": None,
        "probability": one.probability,
        "by": {name: _plain(value) for name, value in one.by.items()},
        "origin": _origin(one.origin),
        "n": one.n,
        "estimate": _number(one.estimate) if margin else None,
        "se": _number(one.se),
        "low": _number(one.low),
        "high": _number(one.high),
        "level": one.level,
        "method": one.method,
        "rule": one.rule,
        "df": one.df,
        "kind": "quantile",
        "small": "small" in one.caveats or one.n == 0,
        "missing": one.missing,
        "caveats": list(one.caveats),
    }


def _test(one: "Association") -> Row:
    return {
        "rows": one.rows,
        "columns": one.columns,
        "origin": _origin(one.origin),
        "n": one.total,
        "missing": one.missing,
        "statistic": _number(one.statistic),
        "ndf": one.ndf,
        "ddf": one.ddf,
        "p": _number(one.p),
        "method": one.method,
        "test": one.test,
        "cramers_v": _number(one.cramers_v_corrected),
        "level": one.level,
        "kind": "chisq",
        "sentence": str(one.sentence),
        "caveats": list(one.caveats),
    }


def _coefficients(model: "Model") -> list[Row]:
    return [
        {
            "formula": model.formula,
            "term": one.term,
            "coef": _number(one.coef),
            "se": _number(one.se),
            "low": _number(one.low),
            "high": _number(one.high),
            "t": _number(one.t),
            "p": _number(one.p),
            "df": one.df,
            "origin": _origin(model.origin),
            "n": model.n,
            "missing": model.missing,
            "level": model.level,
            "method": model.method,
            "kind": model.kind,
            "caveats": list(model.caveats),
        }
        for one in model.coefficients
    ]


def _origin(origin: str | None) -> str | None:
    """The origin by the names of the command line, where all together is `all`."""
    return "all" if origin == "pooled" else origin


def _number(value: float | None) -> float | None:
    return float(value) if value is not None and isfinite(value) else None


def _plain(value: Any) -> Any:
    """A label that JSON can hold: text, numbers and true or false as they are, dates as ISO text."""
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
