"""Tables counted from answers, and protected: weighted percentages without the small cells."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.disclosure.counting import counted
from analysis.disclosure.dimensions import Dimension, address
from analysis.disclosure.protect import protect
from analysis.disclosure.sensitive import Rules, sensitive
from analysis.errors import ContractError, IndicatorError, MethodError, SourceError
from tests.golden.pack import table as supplied

MUNI = supplied("muni_cluster")


def test_people_and_weights_are_counted_with_every_margin() -> None:
    found = counted(MUNI, ["wijk", "groep"], "w")
    assert found.missing == 0
    total = found.table.place(address({}))
    assert found.table.n[total] == MUNI.num_rows
    assert found.table.amounts is not None
    assert found.table.amounts[total] == pytest.approx(float(np.sum(MUNI["w"])))
    young = np.asarray(MUNI["groep"]) == "jong"
    assert found.table.n[found.table.place(address({"groep": "jong"}))] == int(young.sum())


def test_a_weighted_percentage_is_shown_unless_a_hidden_cell_is_in_it() -> None:
    found = counted(MUNI, ["wijk", "groep", "bekend"], "w")
    done = protect(found.table, Rules(5))
    young, known = address({"groep": "jong"}), address({"groep": "jong", "bekend": "1"})
    weights, answers = np.asarray(MUNI["w"]), np.asarray(MUNI["bekend"])
    mask = np.asarray(MUNI["groep"]) == "jong"
    assert done.share(known, young) == pytest.approx(np.average(answers[mask], weights=weights[mask]))
    assert done.hidden
    cell = min(done.hidden)
    assert done.share(cell, address({})) is None
    assert done.audit.safe


def test_codes_are_counted_up_a_hierarchy() -> None:
    parents: dict[str, str | None] = {"Noord": None, "Zuid": None}
    parents |= {str(wijk): "Noord" if wijk < 5 else "Zuid" for wijk in range(1, 9)}
    found = counted(MUNI, [Dimension("wijk", parents), "bekend"]).table
    wijk = np.asarray(MUNI["wijk"])
    assert found.n[found.place(address({"wijk": "Noord"}))] == int((wijk < "5").sum())
    with pytest.raises(ContractError, match="laagste laag"):
        counted(MUNI, [Dimension("wijk", {"1": None, "2": None})])


def test_rows_without_a_code_or_amount_are_left_out_and_counted() -> None:
    rows = pa.table({"g": ["a", None, "b", "b"], "w": [1.0, 1.0, None, 2.0]})
    assert counted(rows, ["g"]).missing == 1
    found = counted(rows, ["g"], "w")
    assert (found.missing, int(found.table.n[0])) == (2, 2)
    with pytest.raises(MethodError, match="alleen"):
        sensitive(found.table, Rules(p_percent=10))


def test_what_cannot_be_counted_is_refused() -> None:
    rows = pa.table({"g": ["a", "b", "b"], "w": [1.0, -1.0, 2.0], "t": ["x", "y", "z"]})
    with pytest.raises(ContractError, match="0 of meer"):
        counted(rows, ["g"], "w")
    with pytest.raises(IndicatorError, match="getallen"):
        counted(rows, ["g"], "t")
    with pytest.raises(IndicatorError, match="“h”"):
        counted(rows, ["h"])
    with pytest.raises(SourceError, match="om te tellen"):
        counted(pa.table({"g": pa.array([None, None], pa.string())}), ["g"])
