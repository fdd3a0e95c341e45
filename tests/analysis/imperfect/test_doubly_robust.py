"""Two models, of which one has to be right."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.design import Design
from analysis.errors import IndicatorError, OverlapError
from analysis.imperfect.doubly_robust import doubly_robust
from analysis.imperfect.reference import PopulationCells, ReferenceSample
from tests.analysis.imperfect.samples import COVARIATES, POPULATION, panel, population, reference, residents

TRUTH = residents()["weet"].mean()


@pytest.mark.parametrize("fit", ["pseudo", "stacked"])
def test_selection_on_what_was_measured_is_put_right(fit: str):
    found = doubly_robust(panel(), Design(), reference(), ["weet"], COVARIATES, fit=fit).corrected[0]
    assert found.unadjusted - TRUTH > 0.1
    assert found.figure.low < TRUTH < found.figure.high
    assert found.method == "doubly_robust"


def test_the_error_that_is_said_is_the_spread_of_repeated_panels_and_references():
    town, seen, said = residents(), [], []
    for seed in range(50):
        found = doubly_robust(panel(seed, town), Design(), reference(seed, town=town), ["weet"], COVARIATES)
        seen.append(found.corrected[0].figure.estimate)
        said.append(found.corrected[0].figure.se)
    assert np.mean(seen) == pytest.approx(TRUTH, abs=0.008)
    assert np.mean(said) == pytest.approx(np.std(seen), rel=0.2)


def test_a_mean_is_robust_when_only_the_outcome_model_is_right():
    # Joining depends on x squared, which the propensity model does not hold; hours are linear in x.
    rng = np.random.default_rng(3)
    x = np.round(rng.normal(size=POPULATION), 3)
    hours = 5 + 2 * x + rng.normal(size=POPULATION)
    joined = rng.random(POPULATION) < 0.02 + 0.03 * (x > 0) * x**2 / (1 + x**2)
    people = pa.table({"x": x[joined], "hours": hours[joined]})
    chosen = rng.choice(POPULATION, 1500, replace=False)
    asked = ReferenceSample(
        pa.table({"x": x[chosen], "d": np.full(1500, POPULATION / 1500)}), Design(weight="d")
    )
    found = doubly_robust(people, Design(), asked, ["hours"], (), numbers=("x",)).corrected[0]
    assert abs(found.unadjusted - hours.mean()) > 0.4
    assert found.figure.estimate == pytest.approx(hours.mean(), abs=3 * found.figure.se)


def test_domains_are_predicted_for_the_residents_in_them():
    found = doubly_robust(panel(), Design(), population(), ["weet"], COVARIATES, by="leeftijd")
    people = residents()
    for one in found.corrected:
        truth = people["weet"][people["leeftijd"] == one.figure.by["leeftijd"]].mean()
        assert one.figure.low - 0.03 < truth < one.figure.high + 0.03


def test_a_domain_that_the_reference_does_not_know_is_refused():
    rows = panel().append_column("wijk", pa.array(["a"] * panel().num_rows))
    with pytest.raises(IndicatorError, match="wijk"):
        doubly_robust(rows, Design(), reference(), ["weet"], COVARIATES, by="wijk")


def test_a_domain_without_anybody_in_the_reference_is_refused_by_name():
    rows = panel().append_column(
        "wijk", pa.array(["a", "b"] * (panel().num_rows // 2) + ["a"] * (panel().num_rows % 2))
    )
    cells = PopulationCells(
        ("leeftijd", "sexe", "wijk"), {(*cell, "a"): n for cell, n in population().counts.items()}
    )
    with pytest.raises(OverlapError, match="Daar ontbreekt: b"):
        doubly_robust(rows, Design(), cells, ["weet"], COVARIATES, by="wijk")


def test_an_answer_that_everybody_gives_is_refused():
    rows = panel().append_column("alle", pa.array(np.ones(panel().num_rows)))
    with pytest.raises(OverlapError, match="iedereen hetzelfde antwoord"):
        doubly_robust(rows, Design(), reference(), ["alle"], COVARIATES)


def test_a_class_in_which_everybody_gives_the_same_answer_is_refused():
    rows = panel()
    young = np.array(rows["leeftijd"].to_pylist()) == "midden"
    never = np.where(young, 0.0, rows["weet"].to_numpy())
    with pytest.raises(OverlapError, match="leeftijd=midden"):
        doubly_robust(
            rows.append_column("nooit", pa.array(never)), Design(), reference(), ["nooit"], COVARIATES
        )
