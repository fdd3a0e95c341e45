"""The same people's answers to several questions."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.compare.questions import between_questions
from analysis.design import Design
from analysis.errors import MethodError
from analysis.table import tabulate
from tests.analysis.compare.tables import DESIGN, sample, with_column


def known() -> pa.Table:
    """Synthetic answers about three teams: who knows the one often knows the other."""
    rng = np.random.default_rng(6)
    table = sample()
    first = np.asarray(table["weet"])
    second = np.where(rng.random(600) < 0.8, first, 1 - first)
    return with_column(with_column(table, "tweede", second), "derde", (rng.random(600) < 0.4).astype(float))


def test_the_difference_is_the_mean_of_the_differences_of_each_person() -> None:
    table = known()
    own = with_column(table, "verschil", np.asarray(table["weet"]) - np.asarray(table["tweede"]))
    expected = tabulate(own, DESIGN, ["verschil"]).estimates[0]
    found = between_questions(table, DESIGN, ["weet", "tweede"]).differences[0]
    assert (found.difference, found.se) == pytest.approx((expected.estimate, expected.se))
    assert found.df == expected.df


def test_all_questions_are_compared_and_corrected_together() -> None:
    found = between_questions(known(), DESIGN, ["weet", "tweede", "derde"])
    assert [(one.first.name, one.second.name) for one in found.differences] == [
        ("weet", "tweede"),
        ("weet", "derde"),
        ("tweede", "derde"),
    ]
    assert (found.family, found.n) == (3, 600)


def test_questions_in_other_units_are_not_compared() -> None:
    with pytest.raises(MethodError, match="dezelfde eenheid"):
        between_questions(known(), DESIGN, ["weet", "cijfer"])
    with pytest.raises(MethodError, match="twee tot 100 vragen"):
        between_questions(known(), Design(), ["weet"])
