"""The comparisons of R's survey, in the supplied packs: chi-square, t and rank tests, pairs, corrected p-values."""

import re

import pytest

from analysis.compare.adjust import adjust
from analysis.compare.association import chi_square
#from analysis.compare.pairs import all_pairs
#from analysis.compare.ranks import rank_test
#from analysis.compare.ttest import t_test
from tests.golden import designs, pack

CASES = pack.of("compare")


def those(pattern: str) -> list[object]:
    return [one for one in CASES if re.search(pattern, one.values[0].call)]


def near(value: float, rtol: float) -> object:
    return pytest.approx(value, rel=rtol, abs=1e-14)


def variables(call: str) -> tuple[str, str]:
    found = re.search(r"~\s*([\w.]+)\s*\+\s*([\w.]+)", call)
    assert found
    return found[1], found[2]


def statistic(call: str) -> str:
    found = re.search(r"statistic\s*=\s*['\"](\w+)['\"]", call)
    return found[1] if found else "F"


@pytest.mark.parametrize("case", those("svychisq"))
def test_chi_square_is_that_of_r(case: pack.Case) -> None:
    rows, columns = variables(case.call)
    asked = statistic(case.call)
    found = chi_square(designs.source(case), designs.design(case), rows, columns, statistic=asked)
    expected = case.result
    assert found.statistic == near(expected["statistic"], case.rtol)
    wanted = expected.get("p_value", expected.get("p"))
    if asked == "lincom":
        # R lacked the package for the exact distribution and gave the saddlepoint approximation instead.
        again = chi_square(designs.source(case), designs.design(case), rows, columns, statistic="saddlepoint")
        assert again.p == near(wanted, case.rtol)
        assert found.p == pytest.approx(wanted, rel=0.05)
        return
    assert found.p == near(wanted, case.rtol)
    parameter = expected["parameter"]
    if isinstance(parameter, dict):
        parameter = list(parameter.values())
    if isinstance(parameter, (int, float)):
        parameter = [parameter]
    own = [one for one in (found.ndf, found.ddf) if one is not None]
    assert own == near(parameter, case.rtol)
