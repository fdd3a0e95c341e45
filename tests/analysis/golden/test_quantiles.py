"""Quantiles of the supplied packs equal those of R's `survey`: every rule, with intervals and errors."""

import re
from typing import Any

import numpy as np
import pytest

from analysis.quantiles import Quantile, quantiles
from tests.golden.designs import design, source
from tests.golden.pack import Case, of


def named(call: str, option: str, otherwise: str) -> Any:
    found = re.search(rf"{option} ?= ?['\"](\w+)", call)
    return found[1] if found else otherwise


def answer(case: Case) -> tuple[Quantile, ...]:
    column = re.search(r"~(\w+)", case.call)
    assert column
    return quantiles(
        source(case),
        design(case),
        column[1],
        case.result.get("probs") or case.result["q"],
        rule=named(case.call, "qrule", "math"),
        method=named(case.call, "interval.type", "mean"),
    )


@pytest.mark.parametrize("case", of("quantiles"))
def test_quantiles_equal_those_of_r(case: Case):
    found = answer(case)
    result = case.result
    expected = {
        "estimate": result.get("quantile") or result["est"],
        "low": result.get("ci_low") or [pair[0] for pair in result["ci"]],
        "high": result.get("ci_high") or [pair[1] for pair in result["ci"]],
        "se": result["se"],
    }
    for name, values in expected.items():
        assert [getattr(one, name) for one in found] == pytest.approx(values, rel=case.rtol), name
    assert np.all([one.n > 0 and one.df > 0 for one in found])
