"""Agreement of coders, held against R's `svykappa`."""

import pytest

from analysis.quality.kappa import kappa
from tests.golden import designs, pack


@pytest.mark.parametrize("case", pack.of("quality"))
def test_kappa_is_that_of_r(case):
    found = kappa(designs.source(case), designs.design(case), "a", "b")
    assert found.estimate == pytest.approx(case.result["est"], rel=case.rtol)
    assert found.se == pytest.approx(case.result["se"], rel=case.rtol)
