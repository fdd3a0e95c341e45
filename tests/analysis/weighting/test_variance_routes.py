from typing import Any

import numpy as np
import pytest

from analysis import domains
from analysis.design import Design
from analysis.table import tabulate
from analysis.weighting import Calibration, NonResponse, PostStratification, Raking, Trimming
from tests.analysis.weighting.samples import population, sample
from tests.analysis.weighting.test_nonresponse import drawn

TWO = population(41, names=("sexe", "leeftijd"))
WIJK = population(42, names=("wijk",))
POST = PostStratification(("leeftijd",), TWO["leeftijd"])
RESPONSE = NonResponse("deed_mee", ("leeftijd", "wijk"))
TRIM = Trimming(upper=2.0, relative=True, strict=True)


@pytest.mark.parametrize(
    "adjust",
    [
        (Raking(TWO),),
        (Raking(TWO, variance="rake"),),
        (Raking(TWO), TRIM),
        (Raking(TWO, variance="rake"), TRIM),
        (POST, Raking(WIJK, variance="rake")),
        (POST, Calibration(WIJK, {"jaren": 50_000 * 13.0})),
        (RESPONSE,),
        (RESPONSE, Raking(TWO)),
        (NonResponse("deed_mee", ("sexe",), ("jaren",), method="propensity"), Raking(WIJK, variance="rake")),
    ],
)
def test_totals_per_place_and_scores_per_row_give_the_same_error(
    adjust: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large tables are added per place before anything is taken off; small ones row by row."""
    table = drawn(43) if any(isinstance(one, NonResponse) for one in adjust) else sample(43, 900)
    design = Design("wijk", "plek", "w", adjust=adjust)
    by_row = tabulate(table, design, ["weet", "jaren"], by="sexe").covariance
    monkeypatch.setattr(domains, "DENSE", 0)
    by_place = tabulate(table, design, ["weet", "jaren"], by="sexe").covariance
    np.testing.assert_allclose(by_place, by_row, rtol=1e-8, atol=1e-12 * np.abs(by_row).max())
