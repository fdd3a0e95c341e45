"""Tables with their sums, and what does not add up."""

import numpy as np
import pytest

from analysis.disclosure.dimensions import Dimension, address
from analysis.disclosure.links import linked, releases
from analysis.disclosure.tables import Relation, Table, table
from analysis.errors import ContractError

G = Dimension.flat("g", ["a", "b"])


def test_every_margin_of_a_table_is_a_cell() -> None:
    made = table([G, Dimension.flat("h", ["x", "y", "z"])], {("a", "x"): 2, ("a", "y"): 3, ("b", "z"): 4})
    assert len(made.cells) == 3 * 4
    assert made.n[made.place(address({}))] == 9
    assert made.n[made.place(address({"g": "a"}))] == 5
    assert made.n[made.place(address({"g": "b", "h": "x"}))] == 0
    assert len(made.relations) == 4 + 3


def test_a_hierarchy_adds_up_on_each_level() -> None:
    area = Dimension("gebied", {"N": None, "Z": None, "N1": "N", "N2": "N", "Z1": "Z"})
    assert area.leaves == ("N1", "N2", "Z1")
    made = table([area], {("N1",): 1, ("N2",): 2, ("Z1",): 4})
    assert [int(made.n[made.place(address({"gebied": one}))]) for one in (None, "N", "Z")] == [7, 3, 4]


@pytest.mark.parametrize("parents", [{}, {"a": "b"}, {"a": "b", "b": "a"}, {"a": "a"}])
def test_a_hierarchy_with_a_code_that_belongs_nowhere_is_refused(parents: dict[str, str | None]) -> None:
    with pytest.raises(ContractError, match="indeling"):
        Dimension("g", parents)


@pytest.mark.parametrize("count", [-1, 1.5, float("nan")])
def test_counts_that_are_not_counted_are_refused(count: int) -> None:
    with pytest.raises(ContractError, match="hele aantallen"):
        table([G], {("a",): count})


def test_contributions_must_be_those_of_the_people_counted() -> None:
    with pytest.raises(ContractError, match="één bedrag of gewicht per persoon"):
        table([G], {("a",): 2}, {("a",): [1.0]})
    with pytest.raises(ContractError, match="0 of meer"):
        table([G], {("a",): 1}, {("a",): [-1.0]})
    with pytest.raises(ContractError, match="laagste laag"):
        table([G], {("c",): 2})


def test_a_table_whose_parts_do_not_add_up_is_refused_with_the_cell() -> None:
    with pytest.raises(ContractError, match="Bij “totaal” staat 5, maar de delen zijn samen 4"):
        Table((address({}), address({"g": "a"})), np.array([5, 4]), (Relation(0, (1,)),))


def test_tables_that_disagree_on_a_shared_cell_are_not_linked() -> None:
    other = table([G, Dimension.flat("h", ["x"])], {("a", "x"): 3, ("b", "x"): 4})
    with pytest.raises(ContractError, match="gedeelde cellen"):
        linked([table([G], {("a",): 2, ("b",): 5}), other])


def test_linked_amounts_stay_beside_their_counts() -> None:
    one = table([G], {("a",): 1, ("b",): 2}, {("a",): [1.5], ("b",): [2.0, 3.0]})
    other = table(
        [G, Dimension.flat("h", ["x"])],
        {("a", "x"): 1, ("b", "x"): 2},
        {("a", "x"): [1.5], ("b", "x"): [2.0, 3.0]},
    )
    both = linked([one, other])
    assert both.amounts is not None
    assert both.largest is not None
    assert both.amounts[both.place(address({"g": "b"}))] == 5
    wrong = table([G], {("a",): 1, ("b",): 2}, {("a",): [9.5], ("b",): [2.0, 3.0]})
    with pytest.raises(ContractError, match="gedeelde cellen"):
        linked([wrong, other])


def test_a_later_release_that_counts_fewer_people_is_refused() -> None:
    with pytest.raises(ContractError, match="1 minder"):
        releases(table([G], {("a",): 2, ("b",): 5}), table([G], {("a",): 1, ("b",): 6}))
