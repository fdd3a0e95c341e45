"""A panel weighted by the inverse chance to be in it."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.caveats import sentence
from analysis.design import Design
from analysis.errors import MethodError, OverlapError
from analysis.imperfect.quasi_randomisation import quasi_randomisation
from analysis.imperfect.reference import PopulationCells, ReferenceSample
from analysis.weighting import Raking
from tests.analysis.imperfect.samples import (
    COVARIATES,
    POPULATION,
    panel,
    population,
    reference,
    residents,
)

TRUTH = residents()["weet"].mean()


def test_selection_on_what_was_measured_is_put_right():
    found = quasi_randomisation(panel(), Design(), reference(), ["weet"], COVARIATES).corrected[0]
    assert found.unadjusted - TRUTH > 0.1
    assert found.figure.estimate == pytest.approx(TRUTH, abs=0.04)
    assert found.figure.low < TRUTH < found.figure.high
    assert found.moved == pytest.approx(found.figure.estimate - found.unadjusted)


def test_the_line_about_selection_stands_beside_the_margin():
    found = quasi_randomisation(panel(), Design(), reference(), ["weet"], COVARIATES)
    assert found.caveats == ("origin_unknown", "selection_unmeasured", "reference_random")
    assert found.corrected[0].figure.caveats[:3] == found.caveats
    assert "niet in de marge" in str(sentence("selection_unmeasured"))
    text = str(found.corrected[0].sentence)
    assert text.startswith("Omgerekend naar de bevolking ")
    assert "dat zit niet in deze marge" in text


def test_a_population_has_no_sampling_error_of_its_own():
    sampled, known = (
        quasi_randomisation(panel(), Design(), side, ["weet"], COVARIATES, population=POPULATION)
        for side in (reference(), population())
    )
    assert known.corrected[0].figure.se < sampled.corrected[0].figure.se
    assert "reference_random" not in known.caveats
    assert known.reference == POPULATION


def test_the_error_that_is_said_is_the_spread_of_repeated_panels_and_references():
    town, seen, said = residents(), [], []
    for seed in range(50):
        found = quasi_randomisation(
            panel(seed, town), Design(), reference(seed, town=town), ["weet"], COVARIATES
        )
        seen.append(found.corrected[0].figure.estimate)
        said.append(found.corrected[0].figure.se)
    assert np.mean(seen) == pytest.approx(TRUTH, abs=0.008)
    assert np.mean(said) == pytest.approx(np.std(seen), rel=0.2)


def test_classes_that_fill_every_combination_weigh_the_panel_to_the_population_exactly():
    crossed = quasi_randomisation(
        panel(), Design(), population(), ["weet"], (("leeftijd", "sexe"),), fit="pseudo"
    )
    rows = panel().to_pylist()
    cells = population().counts
    by_cell = {
        cell: [row["weet"] for row in rows if (row["leeftijd"], row["sexe"]) == cell] for cell in cells
    }
    wanted = sum(n * np.mean(by_cell[cell]) for cell, n in cells.items()) / POPULATION
    assert crossed.corrected[0].figure.estimate == pytest.approx(wanted, rel=1e-9)
    assert crossed.weights.sum() == pytest.approx(POPULATION)
    assert crossed.propensity.names[1] == "leeftijd x sexe=jong v"


def test_domains_have_their_own_figures_with_their_covariance():
    found = quasi_randomisation(panel(), Design(), reference(), ["weet", "uren"], COVARIATES, by="sexe")
    assert [(one.figure.indicator, one.figure.by["sexe"]) for one in found.corrected] == [
        ("weet", "m"), ("weet", "v"), ("uren", "m"), ("uren", "v"),
    ]  # fmt: skip
    np.testing.assert_allclose(np.sqrt(np.diag(found.covariance)), [one.figure.se for one in found.corrected])
    assert found.corrected[2].figure.kind == "mean"
    assert "Omgerekend" in str(found.corrected[2].sentence)


def test_members_without_a_covariate_are_left_out_and_counted():
    rows = panel()
    ages = [None if place < 5 else age for place, age in enumerate(rows["leeftijd"].to_pylist())]
    gaps = rows.set_column(0, "leeftijd", pa.array(ages))
    found = quasi_randomisation(gaps, Design(), reference(), ["weet"], COVARIATES)
    assert found.left_out == 5
    assert found.weights[:5].tolist() == [0] * 5
    assert found.corrected[0].figure.n == rows.num_rows - 5


def test_a_class_without_anybody_in_the_panel_is_refused_by_name():
    rows = panel()
    without = rows.filter(np.array(rows["leeftijd"].to_pylist()) != "jong")
    with pytest.raises(OverlapError, match="niemand in het panel: jong"):
        quasi_randomisation(without, Design(), reference(), ["weet"], COVARIATES)


def test_a_class_without_anybody_in_the_reference_is_refused_by_name():
    cells = PopulationCells(
        COVARIATES, {cell: n for cell, n in population().counts.items() if cell[0] != "oud"}
    )
    with pytest.raises(OverlapError, match="niet in de vergelijking: oud"):
        quasi_randomisation(panel(), Design(), cells, ["weet"], COVARIATES)


def test_a_combination_that_nobody_in_the_panel_has_is_said():
    rows = panel().to_pylist()
    kept = pa.Table.from_pylist([row for row in rows if (row["leeftijd"], row["sexe"]) != ("jong", "v")])
    found = quasi_randomisation(kept, Design(), population(), ["weet"], COVARIATES)
    assert found.uncovered == pytest.approx(0.2, abs=0.01)
    assert "poor_overlap" in found.caveats


def test_a_reference_sample_that_is_too_small_is_refused_with_both_numbers():
    with pytest.raises(OverlapError, match=r"ten minste 40 mensen .* en 30 in de vergelijking"):
        quasi_randomisation(panel(), Design(), reference(n=30), ["weet"], COVARIATES)


def test_a_panel_as_large_as_the_population_is_refused():
    with pytest.raises(MethodError, match="meer inwoners dan panelleden"):
        quasi_randomisation(panel(), Design(), reference(), ["weet"], COVARIATES, population=100)


@pytest.mark.parametrize("more", [{"fit": "probit"}, {"weights": "both"}, {"level": 95}])
def test_options_that_do_not_exist_are_refused(more: dict):
    with pytest.raises(MethodError):
        quasi_randomisation(panel(), Design(), reference(), ["weet"], COVARIATES, **more)


def test_no_covariates_at_all_are_refused():
    with pytest.raises(OverlapError, match="ten minste één kenmerk"):
        quasi_randomisation(panel(), Design(), reference(), ["weet"], ())


@pytest.mark.parametrize("counts", [{}, {("a",): -1.0}, {("a", "b"): 5.0}, {("a",): float("nan")}])
def test_population_cells_that_are_no_counts_are_refused(counts: dict):
    with pytest.raises(OverlapError, match="aantal inwoners van 0 of meer"):
        PopulationCells(("leeftijd",), counts)


def test_a_covariate_that_the_population_lacks_is_refused_by_name():
    with pytest.raises(Exception, match="uren"):
        quasi_randomisation(panel(), Design(), population(), ["weet"], COVARIATES, numbers=("uren",))


def test_weights_of_the_reference_in_other_units_give_the_same_figures():
    one, other = reference(), reference()
    small = other.source.set_column(2, "d", pa.array(np.full(500, 1.0)))
    found = [
        quasi_randomisation(panel(), Design(), side, ["weet"], COVARIATES, population=POPULATION)
        .corrected[0]
        .figure
        for side in (one, ReferenceSample(small, Design(weight="d")))
    ]
    assert found[0].estimate == pytest.approx(found[1].estimate, rel=1e-10)
    assert found[0].se == pytest.approx(found[1].se, rel=1e-10)


def test_a_number_that_does_not_differ_is_refused_by_name():
    rows = panel().append_column("x", pa.array(np.full(panel().num_rows, 7.0)))
    side = reference()
    asked = ReferenceSample(side.source.append_column("x", pa.array(np.full(500, 7.0))), side.design)
    with pytest.raises(OverlapError, match=r"“x”.*Iedereen heeft 7"):
        quasi_randomisation(rows, Design(), asked, ["weet"], COVARIATES, numbers=("x",))


def test_a_panel_that_was_raked_already_is_refused():
    raked = Design(adjust=(Raking({"sexe": {"m": 10_000.0, "v": 10_000.0}}),))
    with pytest.raises(MethodError, match="maakt zelf gewichten"):
        quasi_randomisation(panel(), raked, reference(), ["weet"], COVARIATES)


def test_a_reference_sample_may_be_raked_and_is_then_surer():
    people, side = residents(), reference()
    margins = {
        name: {str(label): float((people[name] == label).sum()) for label in np.unique(people[name])}
        for name in COVARIATES
    }
    raked = ReferenceSample(side.source, Design(weight="d", adjust=(Raking(margins),)))
    plain, surer = (
        quasi_randomisation(panel(), Design(), one, ["weet"], COVARIATES, population=POPULATION)
        .corrected[0]
        .figure
        for one in (side, raked)
    )
    known = quasi_randomisation(panel(), Design(), population(), ["weet"], COVARIATES).corrected[0].figure
    assert known.se == pytest.approx(surer.se, rel=0.03)
    assert surer.se < plain.se
    assert surer.estimate == pytest.approx(known.estimate, abs=0.01)


def test_a_group_in_which_nobody_answered_has_no_figure_and_says_so():
    rows = panel()
    weet = [
        None if sexe == "v" else weet
        for weet, sexe in zip(rows["weet"].to_pylist(), rows["sexe"].to_pylist(), strict=True)
    ]
    gaps = rows.set_column(rows.column_names.index("weet"), "weet", pa.array(weet))
    found = quasi_randomisation(gaps, Design(), reference(), ["weet"], COVARIATES, by="sexe")
    last = found.corrected[1]
    assert (last.figure.by["sexe"], last.figure.estimate, last.figure.n) == ("v", None, 0)
    assert "empty" in last.figure.caveats
    assert last.moved is None
    assert "te weinig antwoorden" in str(last.sentence)
    assert found.corrected[0].figure.estimate is not None
