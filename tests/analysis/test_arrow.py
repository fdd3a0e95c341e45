"""Results leave as Arrow, with every number, domain and caveat."""

import pyarrow as pa
import pytest

from analysis.arrow import arrow
from analysis.contrast import contrast
from analysis.design import Design
from analysis.errors import SourceError
from analysis.estimate import estimate
from analysis.table import tabulate
from tests.analysis.samples import sample

CLUSTERED = Design(strata="stratum", psu="psu", weight="weight")


def test_a_table_has_a_row_per_figure_and_a_column_per_variable_of_the_domains():
    figures = estimate(sample(1), CLUSTERED, ["knows", "mark"], ("group", "stratum"))
    table = arrow(figures)
    assert table.num_rows == len(figures)
    assert table["by.group"].to_pylist() == [one.by["group"] for one in figures]
    assert table["estimate"].to_pylist() == [one.estimate for one in figures]
    assert table["caveats"].type == pa.list_(pa.string())
    assert table["n"].type == pa.int64()


def test_contrasts_leave_in_the_same_way():
    made = contrast(tabulate(sample(2), CLUSTERED, ["mark"], "group"), {"a": [1, -1, 0], "b": [0, 1, -1]})
    assert arrow(made).column_names == [
        *("name", "estimate", "se", "low", "high", "df", "level", "n", "method", "caveats")
    ]


def test_nothing_gives_an_empty_table_and_a_mixture_is_refused():
    assert arrow([]).num_rows == 0
    figures = estimate(sample(1), CLUSTERED, ["knows"])
    with pytest.raises(SourceError, match="één soort"):
        arrow([figures[0], "12%"])


def test_domains_of_several_kinds_stand_in_one_column_as_text():
    first, second = (estimate(sample(3), CLUSTERED, ["knows"], by)[0] for by in ("group", "mark"))
    table = arrow([first, second])
    assert table["by.group"].to_pylist()[1] is None
