"""The contract of a response table, and the design that it describes."""

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.errors import ContractError
from analysis.estimate import estimate
from analysis.indicators import Indicator, column_of, indicator_of
from analysis.responses import contract, sample


def responses(**other: Any) -> pa.Table:
    columns: dict[str, Any] = {
        "interview": ["a", "b", "c", "d"],
        "origin": ["street"] * 4,
        "mode": ["interviewer"] * 4,
        "wave": [1] * 4,
        "area": ["noord", "noord", None, "zuid"],
        "language": ["nl"] * 4,
        "stratum": pa.array([None] * 4, pa.string()),
        "psu": ["markt", "markt", "school", None],
        "weight": [1.0] * 4,
        "completed": [date(2026, 11, 1)] * 4,
        "answer_sex": ["man", "vrouw", None, "man"],
        "m:awareness.aided:vet": [1.0, 0.0, None, 1.0],
    }
    return pa.table({**columns, **other})


def test_the_contract_names_answers_and_indicators(tmp_path):
    pq.write_table(responses(), tmp_path / "wave-1.parquet")
    found = contract(tmp_path / "wave-1.parquet")
    assert found.answers == ("sex",)
    assert found.indicators == (Indicator("m:awareness.aided:vet", "awareness.aided", "vet"),)


def test_a_missing_column_is_named():
    with pytest.raises(ContractError, match="Er ontbreekt: origin, weight"):
        contract(responses().drop_columns(["origin", "weight"]))


@pytest.mark.parametrize(
    ("column", "values", "kind"),
    [
        ("weight", ["1", "1", "1", "1"], "getal"),
        ("wave", ["1", "1", "1", "1"], "geheel getal"),
        ("completed", ["2026", "2026", "2026", "2026"], "datum"),
        ("area", [1, 2, 3, 4], "tekst"),
        ("m:awareness.aided:vet", ["ja", "nee", "ja", "ja"], "getal"),
    ],
)
def test_a_column_of_another_kind_is_refused(column: str, values: list[Any], kind: str):
    with pytest.raises(ContractError, match=f"“{column}”: {kind}"):
        contract(responses(**{column: values}))


@pytest.mark.parametrize("name", ["m:", "m::vet", "m:awareness.aided:vet:more"])
def test_an_indicator_must_say_what_it_measures(name: str):
    with pytest.raises(ContractError, match="m:meting:onderwerp"):
        contract(responses(**{name: [1.0, 1.0, 1.0, 1.0]}))


def test_the_name_of_an_indicator_column_reads_back():
    for measure, entity in (("awareness.aided", "vet"), ("satisfaction", None)):
        column = column_of(measure, entity)
        assert indicator_of(column) == Indicator(column, measure, entity)


def test_an_interview_without_a_place_is_a_place_of_its_own():
    drawn = sample(responses())
    assert (drawn.design.strata, drawn.design.psu, drawn.design.weight) == (None, "psu", "weight")
    (figure,) = estimate(drawn.frame, drawn.design, ["m:awareness.aided:vet"])
    assert (figure.n, figure.df) == (3, 2)


def test_interviews_without_a_stratum_stand_in_one_of_their_own():
    drawn = sample(responses(stratum=["noord", "noord", None, None]))
    assert drawn.design.strata == "stratum"
    (figure,) = estimate(drawn.frame, drawn.design, ["m:awareness.aided:vet"])
    assert figure.df == 1


def test_a_sample_of_one_origin_leaves_the_others_out():
    mixed = responses(origin=["street", "street", "panel", "panel"], psu=["markt", "school", None, None])
    assert sample(mixed, "panel").design.psu is None
    assert sample(mixed, ["street"]).design.psu == "psu"
    (figure,) = estimate(
        sample(mixed, "street").frame, sample(mixed, "street").design, ["m:awareness.aided:vet"]
    )
    assert (figure.n, figure.origin) == (2, "street")
    assert sample(mixed, "pool").design.psu == "psu"
