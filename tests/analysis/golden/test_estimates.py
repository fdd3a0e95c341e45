"""Means, totals, ratios, domains and contrasts equal those of R's `survey`, on every kind of design."""

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from analysis.contrast import Contrast, contrast
from analysis.errors import DesignError
from analysis.indicators import Indicator
from analysis.spread import variance_of
from analysis.table import Table, ratio, tabulate
from tests.golden.designs import design, source
from tests.golden.pack import Case, of

if TYPE_CHECKING:
    from analysis.domains import Statistic

ADDED_UP = {"sch.wide"}  # factors: every category is an estimate


def asked(case: Case) -> tuple[list[Any], tuple[str, ...], dict[str, Any]]:
    """Columns, domains and condition of a call."""
    text = re.sub(r"\s+", " ", case.call)
    inside = re.search(r"subset\(\w+, ([\w.]+) == \"?(\w+)\"?\)", text)
    where: dict[str, Any] = {}
    if inside:
        where = {inside[1]: int(inside[2]) if inside[2].isdigit() else inside[2]}
    if "interaction(" in text:
        return [("stype", "sch.wide")], (), where
    variables = re.search(r"~\s*([\w.+ ]+?)\s*(,|\)|$)", text)
    columns = [name.strip() for name in variables[1].split("+")] if variables else BASIC
    second = re.search(r"svyby\(~[^,]+, ?~\s*([\w.+ ]+)", text)
    by = tuple(name.strip() for name in second[1].split("+")) if second else ()
    return columns, by, where


BASIC = ["aided", "knows", "score", "hours"]  # of the question that is repeated without an fpc


def table(case: Case) -> Table:
    columns, by, where = asked(case)
    statistic: Statistic = "total" if "svytotal" in case.call else "mean"
    data, drawn = source(case), design(case)
    if "svyratio" in case.call:
        first, second = re.findall(r"~([\w.]+)", case.call)[:2]
        return ratio(data, drawn, first, second)
    if isinstance(columns[0], tuple) or columns[0] in ADDED_UP:
        return tabulate(data, drawn, shares=columns, by=by, statistic=statistic, method="mean")
    # A total of 1 and 0 is asked as R does: as a total of numbers.
    kinds = [Indicator(name, name, kind="mean") for name in columns]
    return tabulate(data, drawn, kinds, by, statistic=statistic, where=where or None, method="mean")


def contrasts(case: Case) -> tuple[Contrast, ...]:
    """The contrasts that the packs ask, each on a table by one variable."""
    data, drawn = source(case), design(case)
    if case.id == "contrast_diff":
        made = tabulate(data, drawn, ["api00"], "stype")
        return contrast(made, {"HminusE": [-1, 1, 0], "MminusE": [-1, 0, 1]})
    if case.id == "wave_diff":
        return contrast(tabulate(data, drawn, ["bekend"], "wave"), {"d": [-1, 1]})
    made = tabulate(data, drawn, ["aided"], "wijk")
    names = [one.by["wijk"] for one in made.estimates]
    if case.id == "strat-fpc-contrast":
        chosen = {"Borgele": 1.0, "Zandweerd": -1.0}
        return contrast(made, {"d": [chosen.get(name, 0.0) for name in names]})
    base = np.array([one.weighted_base for one in made.estimates])
    own = np.array([name == "Colmschate" for name in names])
    rest = np.where(own, 0, base / base[~own].sum())
    return contrast(made, {"d": list(own - rest)})


def numbers(case: Case, found: Table) -> dict[str, Any]:
    """What we found, under R's names and in R's order: the first of two domains runs fastest."""
    names = [tuple(one.by.values()) for one in found.estimates]
    names = [name[0] if name and isinstance(name[0], tuple) else name for name in names]
    sorted_ = [
        tuple(str(part).zfill(9) if str(part).isdigit() else str(part) for part in name[::-1])
        for name in names
    ]
    columns = [one.indicator for one in found.estimates]
    places = {name: place for place, name in enumerate(dict.fromkeys(columns))}
    order = np.array(sorted(range(len(names)), key=lambda place: (places[columns[place]], sorted_[place])))
    made = [found.estimates[place] for place in order]
    together = found.covariance[np.ix_(order, order)]
    return {
        "est": [one.estimate for one in made],
        "coef": [one.estimate for one in made],
        "se": [one.se for one in made],
        "vcov": together,
        "df": made[0].df,
        "ci_low": [one.low for one in made],
        "ci_high": [one.high for one in made],
    }


@pytest.mark.parametrize("case", of("estimates"))
def test_estimates_equal_those_of_r(case: Case):
    expected = dict(case.result)
    if "error" in expected:
        with pytest.raises(DesignError):
            table(case)
        return
    if "svycontrast" in case.call or "svyvar" in case.call:
        made = (
            contrasts(case)
            if "svycontrast" in case.call
            else [variance_of(source(case), design(case), "api00")]
        )
        got: dict[str, Any] = {"est": [one.estimate for one in made], "se": [one.se for one in made]}
        got["coef"] = got["est"]
        expected.pop("df", None)
    else:
        got = numbers(case, table(case))
    compared = [name for name in got if expected.get(name) is not None]
    assert {"se"} < set(compared)
    for name in compared:
        value = np.ravel(np.asarray(expected[name], dtype=float))
        mine = np.ravel(np.asarray(got[name], dtype=float))
        if name == "vcov":
            # Covariances near zero are differences of large numbers: they are held against the variances.
            size = np.sqrt(np.outer(*2 * [np.diag(np.reshape(value, got[name].shape))])).ravel()
            assert np.abs(mine - value).max() <= case.rtol * 10 * size.max()
            continue
        assert mine == pytest.approx(value, rel=case.rtol, abs=1e-12), name
