"""The comparisons of R's survey, in the supplied packs: chi-square, t and rank tests, pairs, corrected p-values."""

import re

import pytest

from analysis.compare.adjust import adjust
from analysis.compare.association import chi_square
from analysis.compare.pairs import all_pairs
from analysis.compare.ranks import rank_test
from analysis.compare.ttest import t_test
from tests.golden import designs, pack

CASES = pack.of("compare")


def near(value: object, rtol: float) -> object:
    return pytest.approx(value, rel=rtol, abs=1e-14)


def chi_square_agrees(case: pack.Case) -> None:
    asked = re.search(r"~\s*([\w.]+)\s*\+\s*([\w.]+)", case.call)
    chosen = re.search(r"statistic\s*=\s*['\"](\w+)['\"]", case.call)
    assert asked
    rows, columns, statistic = asked[1], asked[2], chosen[1] if chosen else "F"
    source, design, expected = designs.source(case), designs.design(case), case.result
    found = chi_square(source, design, rows, columns, statistic=statistic)
    assert found.statistic == near(expected["statistic"], case.rtol)
    p = expected.get("p_value", expected.get("p"))
    if statistic == "lincom":
        # R lacked the package for the exact distribution and gave the saddlepoint approximation instead.
        again = chi_square(source, design, rows, columns, statistic="saddlepoint")
        assert again.p == near(p, case.rtol)
        assert found.p == pytest.approx(p, rel=0.05)
        return
    assert found.p == near(p, case.rtol)
    parameter = expected["parameter"]
    if isinstance(parameter, dict):
        parameter = list(parameter.values())
    if isinstance(parameter, (int, float)):
        parameter = [parameter]
    assert [one for one in (found.ndf, found.ddf) if one is not None] == near(parameter, case.rtol)


def t_test_agrees(case: pack.Case) -> None:
    asked = re.search(r"svyttest\((\w+)\s*~\s*([\w.]+)", case.call)
    assert asked
    found = t_test(designs.source(case), designs.design(case), asked[1], asked[2])
    expected = case.result
    assert found.t == near(expected.get("statistic", expected.get("t")), case.rtol)
    assert found.df == expected.get("df", expected.get("parameter", {}).get("df"))
    assert found.p == near(expected.get("p_value", expected.get("p")), case.rtol)
    assert found.difference == near(expected.get("diff", found.difference), case.rtol)


def rank_test_agrees(case: pack.Case) -> None:
    asked = re.search(r"svyranktest\((\w+)\s*~\s*([\w.]+).*test = .(\w+)", case.call)
    assert asked
    source, design = designs.source(case), designs.design(case)
    # R ranks equal answers by their order in the table.
    found = rank_test(source, design, asked[1], asked[2], test=asked[3], ties="rows")
    assert found.statistic == near(case.result["statistic"], case.rtol)
    assert found.ddf == case.result["parameter"]["df"]
    assert found.p == near(case.result["p_value"], case.rtol)


def pairs_agree(case: pack.Case) -> None:
    source, design, expected = designs.source(case), designs.design(case), case.result
    for correction, name in (
        ("none", "p"),
        ("holm", "p_holm"),
        ("bh", "p_bh"),
        ("bonferroni", "p_bonferroni"),
    ):
        found = all_pairs(source, design, "bekend", "groep", correction=correction).differences
        assert [f"{one.second.name}_{one.first.name}" for one in found] == expected["names"]
        assert [-one.difference for one in found] == near(expected["est"], case.rtol)
        assert [one.se for one in found] == near(expected["se"], case.rtol)
        assert [-one.t for one in found] == near(expected["t"], case.rtol)
        assert [one.p_adjusted for one in found] == near(expected[name], case.rtol)


def corrections_agree(case: pack.Case) -> None:
    for correction, name in (("holm", "holm"), ("bh", "BH"), ("bonferroni", "bonferroni")):
        assert list(adjust(case.result["p"], correction)) == near(case.result[name], case.rtol)


AGREES = {
    r"svychisq": chi_square_agrees,
    r"svyttest": t_test_agrees,
    r"svyranktest": rank_test_agrees,
    r"list\(midden_jong": pairs_agree,
    r"p\.adjust": corrections_agree,
}


@pytest.mark.parametrize("case", CASES)
def test_a_comparison_is_that_of_r(case: pack.Case) -> None:
    agrees = next(check for pattern, check in AGREES.items() if re.search(pattern, case.call))
    agrees(case)


def test_the_packs_hold_what_is_to_be_compared() -> None:
    assert len(CASES) >= 28
