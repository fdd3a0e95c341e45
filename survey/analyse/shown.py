"""Rows as text on a screen: a table with n, figure, margin and method, and what must be said beside it."""

from collections.abc import Sequence
from typing import Any

from analysis import caveats

Row = dict[str, Any]


def lines(rows: Sequence[Row]) -> list[str]:
    """The lines to print for the rows of one question."""
    if not rows:
        return ["Geen enkele rij voldoet: er is geen cijfer."]
    kind = rows[0]["kind"]
    if kind == "chisq":
        table = [("toets", "statistiek", "vrijheidsgraden", "p", "n"), *map(_test, rows)]
    elif kind in {"linear", "logistic"}:
        table = [("term", "coëfficiënt", "fout", "marge", "t", "p", "vg"), *map(_coefficient, rows)]
    else:
        table = [("maat", "groep", "n", "cijfer", "marge", "fout", "vg", "opmerking"), *map(_figure, rows)]
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    told = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in table]
    return [*(line.rstrip() for line in told), "", *_below(rows)]


def _below(rows: Sequence[Row]) -> list[str]:
    methods = ", ".join(dict.fromkeys(f"{row['method']}, {row['level']:.0%}" for row in rows))
    first = rows[0]
    label = {"chisq": "Toets", "linear": "Fouten", "logistic": "Fouten"}.get(first["kind"], "Marge")
    said = [f"{label}: {methods}."]
    if first["weighting"]:
        said.append(f"Weging: de fouten houden rekening met {', '.join(first['weighting'])}.")
    if first["errors"] == "replicates":
        said.append("De fouten zijn geschat met replicatiegewichten.")
    if first["kind"] in {"linear", "logistic", "chisq"}:
        said.append(
            f"Antwoorden: {first['n']}; weggelaten omdat er iets niet bekend was: {first['missing']}."
        )
    elif any(row["missing"] for row in rows):
        without = ", ".join(
            dict.fromkeys(f"{_name(row)}: {row['missing']}" for row in rows if row["missing"])
        )
        said.append(f"Zonder antwoord, en weggelaten: {without}.")
    codes = caveats.in_reading_order(dict.fromkeys(code for row in rows for code in row["caveats"]))
    said += list(dict.fromkeys(str(caveats.sentence(code)) for code in codes))
    return said


def _name(row: Row) -> str:
    groups = " ".join(f"{key}={value}" for key, value in row["by"].items())
    return f"{row['measure']} {groups}".strip()


def _figure(row: Row) -> tuple[str, ...]:
    name = row["measure"] if row["entity"] is None else f"{row['measure']}={row['entity']}"
    if row["kind"] == "quantile":
        name = f"{name}@{row['probability']:g}"
    groups = " ".join(f"{key}={value}" for key, value in row["by"].items())
    limits = [row["low"], row["high"]]
    margin = "?" if limits == [None, None] else " - ".join(_number(row, one) for one in limits)
    error = _number(row, row["se"])
    note = "n < 30" if row["small"] else ""
    return (name, groups, str(row["n"]), _number(row, row["estimate"]), margin, error, str(row["df"]), note)


def _test(row: Row) -> tuple[str, ...]:
    degrees = " en ".join(_short(one) for one in (row["ndf"], row["ddf"]) if one is not None)
    return (
        f"{row['rows']} x {row['columns']}",
        _short(row["statistic"]),
        degrees,
        _chance(row["p"]),
        str(row["n"]),
    )


def _coefficient(row: Row) -> tuple[str, ...]:
    margin = f"{_short(row['low'])} - {_short(row['high'])}"
    t = _short(row["t"])
    return (row["term"], _short(row["coef"]), _short(row["se"]), margin, t, _chance(row["p"]), str(row["df"]))


def _number(row: Row, value: float | None) -> str:
    if value is None:
        return "?"
    return f"{value:.1%}" if row["kind"] == "proportion" else f"{value:.6g}"


def _short(value: float | None) -> str:
    return "?" if value is None else f"{value:.4g}"


def _chance(value: float | None) -> str:
    if value is None:
        return "?"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"  # noqa: PLR2004 -- fewer decimals say too much
