"""Which cells break a rule, and how uncertain they must stay."""

from typing import Any

import pytest

from analysis.disclosure.dimensions import Dimension, address
from analysis.disclosure.protect import protect
from analysis.disclosure.sensitive import Rules, sensitive
from analysis.disclosure.tables import Table, table
from analysis.errors import MethodError


def hours(**amounts: list[float]) -> Table:
    counts = {(name,): len(one) for name, one in amounts.items()}
    return table(
        [Dimension.flat("g", list(amounts))], counts, {(name,): one for name, one in amounts.items()}
    )


def test_fewer_than_the_minimum_is_too_few_and_the_minimum_is_not() -> None:
    made = table([Dimension.flat("g", list("abcd"))], {("a",): 1, ("b",): 4, ("c",): 5, ("d",): 0})
    found = {dict(made.cells[one.cell])["g"]: one for one in sensitive(made, Rules(5))}
    assert set(found) == {"a", "b"}
    assert (found["a"].lower, found["a"].upper, found["a"].width) == (1, 4, 5)
    assert (found["b"].lower, found["b"].upper, found["b"].width) == (1, 1, 5)
    assert {one.reason for one in sensitive(made, Rules(5, zeros="hidden"))} == {"threshold", "zero"}
    assert sensitive(made, Rules(0)) == ()


def test_two_people_with_nearly_everything_dominate() -> None:
    made = hours(a=[50.0, 40.0, 5.0, 5.0], b=[30.0, 30.0, 20.0, 20.0])
    found = sensitive(made, Rules(0, dominance=(2, 85)))
    assert [made.cells[one.cell] for one in found] == [address({"g": "a"})]
    assert found[0].upper == pytest.approx(100 / 85 * 90 - 100)
    assert (found[0].measure, found[0].reason) == ("amount", "dominance")


def test_the_second_largest_may_not_estimate_the_largest_within_p_percent() -> None:
    made = hours(a=[100.0, 60.0, 4.0, 3.0], b=[100.0, 60.0, 6.0, 5.0])
    found = sensitive(made, Rules(0, p_percent=10))
    assert [made.cells[one.cell] for one in found] == [address({"g": "a"})]
    assert found[0].upper == pytest.approx(10 - 7)


def test_a_cell_that_breaks_two_rules_gets_the_stronger_protection() -> None:
    made = hours(a=[100.0, 1.0], b=[30.0] * 10)
    both = {one.measure: one for one in sensitive(made, Rules(5, p_percent=10))}
    average = 401 / 12
    assert both["amount"].upper == pytest.approx(max(3 * average, 10.0))
    assert both["amount"].width == pytest.approx(5 * average)


def test_weighted_totals_are_protected_with_their_counts() -> None:
    made = hours(a=[1.5, 2.5], b=[1.0] * 20, c=[2.0] * 15)
    done = protect(made)
    hidden = address({"g": "a"})
    assert (done.count(hidden), done.amount(hidden)) == (None, None)
    found = {one.measure: one for one in done.audit.derived if one.cell == hidden}
    assert found["amount"].high - found["amount"].low >= 5 * 54 / 37 - 1e-6
    assert done.amount(address({})) == pytest.approx(54)


def test_dominance_without_contributions_is_refused() -> None:
    made = table([Dimension.flat("g", ["a", "b"])], {("a",): 9, ("b",): 9})
    with pytest.raises(MethodError, match="alleen aantallen"):
        sensitive(made, Rules(p_percent=10))
    assert protect(made).amount(address({})) is None


@pytest.mark.parametrize(
    "wrong",
    [{"minimum": -1}, {"zeros": "weg"}, {"dominance": (0, 85)}, {"dominance": (2, 101)}, {"p_percent": 0.0}],
)
def test_a_limit_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(MethodError, match="Verwacht") as refused:
        Rules(**wrong)
    assert len(refused.value.messages) == 3
