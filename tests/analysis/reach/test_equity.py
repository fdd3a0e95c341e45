"""Equity: groups beside a reference, as a ratio and a difference."""

from math import exp, log, sqrt

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.compare.adjust import adjust
from analysis.design import Design
from analysis.errors import EvidenceError, MethodError
from analysis.intervals import critical
from analysis.reach import equity


def groups(**counts: tuple[int, int]) -> pa.Table:
    """Per group so many who know it, of so many."""
    rows = [(name, float(place < known)) for name, (known, size) in counts.items() for place in range(size)]
    return pa.table({"group": [name for name, _ in rows], "knows": [value for _, value in rows]})


def test_the_ratio_and_its_interval_by_hand():
    found = equity(groups(a=(30, 50), b=(20, 100)), Design(strata="group"), "knows", "group")
    (far,) = found.distances
    assert (found.reference.by["group"], found.chosen, far.group) == ("a", "best", "b")
    assert far.ratio == pytest.approx(0.2 / 0.6)
    variance = 0.2 * 0.8 / 99 / 0.2**2 + 0.6 * 0.4 / 49 / 0.6**2
    assert far.log_se == pytest.approx(sqrt(variance))
    margin = critical(0.95, 148) * sqrt(variance)
    assert far.ratio_low == pytest.approx(exp(log(1 / 3) - margin))
    assert far.ratio_high == pytest.approx(exp(log(1 / 3) + margin))
    assert far.difference.difference == pytest.approx(-0.4)
    assert (found.n, far.n, found.method) == (150, 100, "taylor")


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 30), st.integers(1, 30))
def test_swapping_the_groups_inverts_the_ratio_and_turns_the_difference(one, other):
    table = groups(a=(one, 40), b=(other, 35))
    first = equity(table, Design(), "knows", "group", reference="a").distances[0]
    second = equity(table, Design(), "knows", "group", reference="b").distances[0]
    assert first.ratio * second.ratio == pytest.approx(1)
    assert (first.ratio_low, first.ratio_high) == pytest.approx((1 / second.ratio_high, 1 / second.ratio_low))
    assert first.difference.difference == pytest.approx(-second.difference.difference)
    assert first.log_se == pytest.approx(second.log_se)


def test_the_reference_is_the_best_the_largest_or_the_one_that_is_named():
    table = groups(a=(5, 60), b=(30, 40), c=(9, 30))
    best, largest, named = (
        equity(table, Design(), "knows", "group", reference=wanted) for wanted in ("best", "largest", "c")
    )
    assert [one.reference.by["group"] for one in (best, largest, named)] == ["b", "a", "c"]
    assert [one.chosen for one in (best, largest, named)] == ["best", "largest", "named"]
    assert "best_chosen" in best.caveats
    assert "best_chosen" not in largest.caveats
    assert [one.group for one in named.distances] == ["a", "b"]


def test_a_group_called_best_can_be_named():
    found = equity(groups(best=(5, 30), worst=(20, 30)), Design(), "knows", "group")
    assert (found.reference.by["group"], found.chosen) == ("best", "named")


def test_differences_are_corrected_for_the_number_of_groups_and_the_sentence_names_it():
    found = equity(groups(a=(45, 60), b=(12, 60), c=(40, 60)), Design(), "knows", "group")
    p = [one.difference.p for one in found.distances]
    assert [one.difference.p_adjusted for one in found.distances] == pytest.approx(adjust(p, "holm"))
    assert [one.group for one in found.behind] == ["b"]
    assert str(found.sentence) == (
        "Vergeleken met a is het bereik in 1 van de 2 andere groepen significant lager (n = 180, Holm). "
        "Bij de andere is een verschil niet uitgesloten."
    )
    assert str(found.distances[0].sentence).startswith("Het bereik bij b is 0,27 keer dat bij a (tussen 0,1")


def test_a_group_that_nobody_of_is_reached_has_no_ratio_but_a_difference():
    found = equity(groups(a=(20, 40), b=(0, 40)), Design(), "knows", "group")
    (far,) = found.distances
    assert (far.ratio, far.ratio_low) == (None, None)
    assert "ratio_undefined" in far.caveats
    assert far.difference.difference == -0.5
    assert "niet te delen" in str(far.sentence)


def test_two_groups_reached_completely_have_a_ratio_without_a_margin():
    (far,) = equity(groups(a=(40, 40), b=(30, 30)), Design(), "knows", "group").distances
    assert (far.ratio, far.ratio_low, far.ratio_high) == (1.0, None, None)
    assert "een marge is niet te geven" in str(far.sentence)


def test_several_columns_make_groups_named_by_all_their_values():
    table = groups(a=(20, 40), b=(10, 40)).append_column("sex", pa.array(["m", "v"] * 40))
    found = equity(table, Design(), "knows", ("group", "sex"), reference=("b", "v"))
    assert found.reference.by == {"group": "b", "sex": "v"}
    assert len(found.distances) == 3


def test_a_reference_without_answers_is_refused_with_the_groups_that_have_them():
    with pytest.raises(EvidenceError, match="a, b"):
        equity(groups(a=(20, 40), b=(10, 40)), Design(), "knows", "group", reference="z")


def test_one_group_or_a_correction_that_does_not_exist_is_refused():
    with pytest.raises(MethodError):
        equity(groups(a=(20, 40)), Design(), "knows", "group")
    with pytest.raises(MethodError, match="holm"):
        equity(groups(a=(20, 40), b=(10, 40)), Design(), "knows", "group", correction="sidak")
