"""The same question in different ways of asking."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.compare.association import chi_square
from analysis.compare.modes import between_origins
from analysis.compare.pairs import all_pairs
from analysis.design import Design
from analysis.errors import MethodError
from tests.analysis.compare.tables import DESIGN, sample, with_column


def both() -> pa.Table:
    table = sample()
    return with_column(table, "origin", ["street" if place % 3 == 0 else "panel" for place in range(600)])


def test_every_difference_between_origins_says_that_it_cannot_be_told_apart() -> None:
    found = between_origins(both(), DESIGN, "weet")
    assert len(found.differences) == 1
    for caveats in (found.caveats, found.differences[0].caveats):
        assert {"origins_confounded", "origin_panel", "origin_street"} <= set(caveats)


def test_origins_are_separate_samples() -> None:
    one = between_origins(both(), Design(weight="w"), "cijfer").differences[0]
    assert one.se is not None
    assert one.se**2 == pytest.approx(one.first.se**2 + one.second.se**2)
    table = both()
    street = np.asarray(table["origin"]) == "street"
    alone = between_origins(table, Design(strata="origin", weight="w"), "cijfer").differences[0]
    assert one.se == pytest.approx(alone.se)
    assert one.second.n == int(street.sum())


def test_origins_are_compared_within_each_group() -> None:
    found = between_origins(both(), DESIGN, "weet", "leeftijd")
    assert [one.first.by["leeftijd"] for one in found.differences] == ["jong", "midden", "oud"]
    assert all(one.first.by["leeftijd"] == one.second.by["leeftijd"] for one in found.differences)
    assert found.family == 3


def test_one_origin_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(MethodError, match="twee groepen"):
        between_origins(both(), DESIGN, "weet", where={"origin": "panel"})


def test_any_comparison_of_origins_says_so() -> None:
    assert "origins_confounded" in all_pairs(both(), DESIGN, "weet", "origin").caveats
    assert "origins_confounded" in chi_square(both(), DESIGN, "origin", "leeftijd").caveats
    assert "origins_confounded" not in all_pairs(both(), DESIGN, "weet", "leeftijd", origins="panel").caveats
