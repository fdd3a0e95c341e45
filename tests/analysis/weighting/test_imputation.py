from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from analysis.design import Design
from analysis.errors import IndicatorError, MarginError
from analysis.weighting import Raking, impute, weigh

LABELS = ("jong", "midden", "oud")


def incomplete(seed: int = 3, rows: int = 500) -> tuple[pa.Table, np.ndarray]:
    """Who knows the way tells their age less often; and the ages as they are."""
    rng = np.random.default_rng(seed)
    age = rng.choice(3, rows, p=[0.2, 0.3, 0.5])
    knows = (rng.random(rows) < 0.15 + 0.3 * age).astype(float)
    income = 2000 + 500 * age + 300 * rng.normal(size=rows)
    gone = rng.random(rows) < 0.05 + 0.5 * knows
    labels = [None if out else LABELS[code] for code, out in zip(age.tolist(), gone, strict=True)]
    table = pa.table(
        {
            "leeftijd": pa.array(labels),
            "code": pa.array(np.where(gone, 0, age), mask=gone),
            "weet": knows,
            "inkomen": pa.array(income, mask=rng.random(rows) < 0.2),
            "overig": pa.array(["x"] * rows),
        }
    )
    return table, age


def share(table: pa.Table, label: Any, column: str = "leeftijd") -> float:
    return float(np.mean(np.array(table[column].to_pylist()) == label))


def test_categories_are_imputed_from_what_goes_with_them() -> None:
    table, age = incomplete()
    made = impute(table, ["leeftijd"], predictors=["weet", "inkomen"], count=8, seed=2)
    old = float(np.mean(age == 2))
    known = np.array([label for label in table["leeftijd"].to_pylist() if label is not None])
    complete = float(np.mean(known == "oud"))
    imputed = float(np.mean([share(one, "oud") for one in made.tables]))
    assert complete < old - 0.03
    assert abs(imputed - old) < 0.025
    assert made.method == {"leeftijd": "multinomial"}
    assert made.missing == {"leeftijd": table["leeftijd"].null_count}


def test_what_was_known_stays_and_nothing_stays_missing() -> None:
    table, _ = incomplete()
    made = impute(table, ["leeftijd", "inkomen"], predictors=["weet"], count=2)
    for one in made.tables:
        assert one.schema == table.schema
        for name in ("leeftijd", "inkomen"):
            assert one[name].null_count == 0
            pairs = zip(table[name].to_pylist(), one[name].to_pylist(), strict=True)
            assert all(before in {None, after} for before, after in pairs)
        assert one["code"].null_count == table["code"].null_count
    assert not made.tables[0]["leeftijd"].equals(made.tables[1]["leeftijd"])


def test_numbers_are_taken_from_people_who_answered() -> None:
    table, _ = incomplete()
    made = impute(table, ["inkomen"], predictors=["weet", "code"], categorical=["code"], count=2)
    known = set(table["inkomen"].drop_null().to_pylist())
    assert set(made.tables[0]["inkomen"].to_pylist()) <= known
    assert made.method == {"inkomen": "matching"}


def test_numbers_that_are_codes_are_categories_when_it_is_said() -> None:
    table, _ = incomplete()
    made = impute(table, ["code"], predictors=["weet"], categorical=["code"], count=2)
    assert made.method == {"code": "multinomial"}
    assert set(made.tables[0]["code"].to_pylist()) == {0, 1, 2}


def test_the_same_seed_gives_the_same_tables_and_another_does_not() -> None:
    table, _ = incomplete(rows=200)
    first, again, other = (
        impute(table, ["leeftijd"], predictors=["weet"], count=2, seed=seed) for seed in (7, 7, 8)
    )
    assert all(one.equals(two) for one, two in zip(first.tables, again.tables, strict=True))
    assert not all(one.equals(two) for one, two in zip(first.tables, other.tables, strict=True))


def test_a_row_in_which_all_is_missing_stays_in_its_place() -> None:
    table, _ = incomplete(rows=200)
    empty = pa.table({name: pa.nulls(1, table[name].type) for name in table.column_names})
    longer = pa.concat_tables([table.slice(0, 50), empty, table.slice(50)])
    made = impute(longer, ["leeftijd"], predictors=["weet"], count=2)
    assert made.tables[0].num_rows == 201
    assert made.tables[0]["leeftijd"][50].as_py() in LABELS
    assert made.tables[0]["leeftijd"][0].as_py() in {table["leeftijd"][0].as_py(), *LABELS}


def test_completely_predicted_categories_do_no_harm() -> None:
    table = pa.table(
        {"a": pa.array(["x", "y"] * 40 + [None] * 4), "b": pa.array(["p", "q"] * 40 + ["p", "q", "p", "q"])}
    )
    made = impute(table, ["a"], predictors=["b"], count=5)
    drawn = [one["a"].to_pylist()[80:] for one in made.tables]
    assert sum(row == ["x", "y", "x", "y"] for row in drawn) >= 3


def test_completed_tables_can_be_weighted() -> None:
    table, _ = incomplete()
    made = impute(table, ["leeftijd"], predictors=["weet"], count=2)
    raking = Raking({"leeftijd": {"jong": 300.0, "midden": 300.0, "oud": 400.0}})
    for one in made.tables:
        assert weigh(one, Design(adjust=(raking,))).sum == pytest.approx(1000)
    assert "2 keer aangevuld" in str(made.sentence)


def test_a_column_without_answers_is_refused() -> None:
    table = pa.table({"a": pa.nulls(5, pa.string()), "b": [1.0, 2.0, 3.0, 4.0, 5.0]})
    with pytest.raises(MarginError, match="twee verschillende waarden"):
        impute(table, ["a"], predictors=["b"])


def test_a_column_that_does_not_exist_is_refused() -> None:
    with pytest.raises(IndicatorError):
        impute(incomplete(rows=50)[0], ["beroep"])


@pytest.mark.parametrize("options", [{"count": 1}, {"burn_in": 0}, {"between": 0}])
def test_numbers_of_rounds_that_make_no_sense_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(MarginError):
        impute(incomplete(rows=50)[0], ["leeftijd"], **options)  # type: ignore[arg-type]  # numbers only
