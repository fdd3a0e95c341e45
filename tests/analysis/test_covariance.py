"""The covariance of estimates: by hand, against its own parts, and whatever the shape of the cells."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import domains
from analysis.cells import Cells
from analysis.collect import collect
from analysis.contrast import contrast
from analysis.covariance import covariance, degrees_of_freedom, uncertainty
from analysis.crossed import Linear, Sums, unit_scores
from analysis.design import Design, LonelyPsu
from analysis.domains import Question, covariances, find
from analysis.errors import DesignError, MethodError
from analysis.table import tabulate
from analysis.weighting import PostStratification, Raking
from tests.analysis.samples import replaced, sample

CLUSTERED = Design(strata="stratum", psu="psu", weight="weight")
SEEDS = st.integers(0, 10_000)
GROUPS = {"jong": 30_000.0, "midden": 40_000.0, "oud": 30_000.0}
STRATA = {f"wijk {number}": 25_000.0 for number in range(4)}


def test_two_places_in_one_stratum_are_the_square_of_half_their_difference():
    rows = pa.table({"place": ["a", "a", "b"], "x": [1.0, 2.0, 5.0]})
    cells = collect(rows, Design(psu="place"), values=["x"])
    scores = cells.value("x").sum[:, None]
    # Totals 3 and 5: n / (n - 1) * ((3 - 4)^2 + (5 - 4)^2) = 4.
    assert covariance(cells, scores) == pytest.approx(np.array([[4.0]]))
    assert degrees_of_freedom(cells) == 1


@settings(max_examples=15)
@given(SEEDS)
def test_a_sum_of_estimates_has_the_variances_and_twice_the_covariance(seed: int):
    cells = collect(sample(seed), CLUSTERED, values=["mark"], keys=["group"])
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(len(cells), 2))
    both = covariance(cells, scores)
    total = covariance(cells, scores.sum(axis=1, keepdims=True))
    assert total[0, 0] == pytest.approx(both.sum())
    assert both == pytest.approx(both.T)
    assert np.linalg.eigvalsh(both).min() > -1e-9


@settings(max_examples=10)
@given(SEEDS, st.sampled_from(["mean", "total"]))
def test_scores_added_per_place_give_what_scores_per_cell_give(seed: int, statistic: str):
    adjust = (
        PostStratification(("group",), GROUPS),
        Raking({"group": GROUPS, "stratum": STRATA}, variance="rake"),
    )
    for layers in ((), adjust[:1], adjust[1:], adjust):
        cells = collect(
            sample(seed), replace(CLUSTERED, adjust=layers), values=["knows", "mark"], keys=["group"]
        )
        domain, labels = cells.domains(["group"])
        sums = Sums(domain, len(labels))
        questions = [Question(statistic, cells.value(name)) for name in ("knows", "mark")]
        found = [find(cells, question, sums) for question in questions]
        dense = covariances(cells, questions, found, domain, len(labels))
        lines = []
        for question, one in zip(questions, found, strict=True):
            parts = question.parts()
            whole = statistic == "total"
            about = np.zeros(3) if whole else one.estimate - question.top.centre
            lines.append(Linear(parts, about, np.ones(3) if whole else sums(parts[1])))
        totals = unit_scores(cells, lines, domain, sums)
        stage = cells.stages[0]
        centred = (
            totals
            - (np.array([totals[stage.of == h].mean(axis=0) for h in range(len(stage.units))]))[stage.of]
        )
        scale = stage.units / (stage.units - 1)
        assert (centred * scale[stage.of][:, None]).T @ centred == pytest.approx(
            dense, rel=1e-7, abs=1e-9 * dense.max()
        )


def test_replicates_and_linearisation_come_from_one_door():
    from analysis.replicates import Replication

    rows = sample(4)
    linear = collect(rows, Design(psu="psu", weight="weight"), values=["mark"])
    jackknife = collect(
        rows, Design(psu="psu", weight="weight", replication=Replication("JK1")), values=["mark"]
    )

    def total(cells: Cells) -> float:
        x = cells.value("mark")
        per_weight = x.sum / cells.weight
        found = uncertainty(cells, lambda weight: np.array([weight @ per_weight]), x.sum[:, None])
        return float(found[0, 0])

    assert total(jackknife) == pytest.approx(total(linear), rel=1e-10)


def test_contrasts_are_refused_for_what_does_not_exist():
    rows = sample(5)
    made = tabulate(rows, CLUSTERED, ["knows"], "group")
    with pytest.raises(MethodError, match="3 getallen"):
        contrast(made, {"d": [1, -1]})
    gone = rows.set_column(4, "knows", pa.array([None] * rows.num_rows, pa.float64()))
    with pytest.raises(MethodError, match="bestaat niet"):
        contrast(tabulate(gone, CLUSTERED, ["knows"], "group"), {"d": [1, -1, 0]})
    (difference,) = contrast(made, {"d": [1, -1, 0]})
    assert difference.low is not None
    assert difference.low < difference.estimate < (difference.high or 0)
    assert difference.n == sum(one.n for one in made.estimates[:2])
    assert (difference.method, difference.caveats) == ("linearisation", ("origin_unknown",))
    assert str(difference.sentence).startswith("d: naar schatting ")
    assert str(replace(difference, low=None).sentence).endswith("trek geen conclusie.")


def test_a_contrast_counts_people_once_and_says_so_when_it_cannot():
    rows = sample(5)
    two = tabulate(rows, CLUSTERED, ["knows", "mark"])
    (both,) = contrast(two, {"d": [1, -1]})
    assert both.n == rows.num_rows  # everybody has a mark; some have not said whether they know
    halves = replaced(
        rows, "mark", [None if place % 2 else 1.0 * (place % 3) for place in range(rows.num_rows)]
    )
    (unknown,) = contrast(tabulate(halves, CLUSTERED, ["knows", "mark"]), {"d": [1, -1]})
    assert unknown.n is None
    assert "niet bekend" in str(unknown.sentence)
    assert str(replace(unknown, low=None).sentence).endswith("trek geen conclusie.")
    shares = tabulate(rows, CLUSTERED, shares=["group"])
    (category,) = contrast(shares, {"d": [1, -1, 0]})
    assert category.n == shares.estimates[0].n


def test_a_lonely_place_is_refused_when_that_was_asked():
    rows = pa.table({"wijk": ["a", "a", "b"], "place": ["1", "2", "3"], "x": [1.0, 2.0, 3.0]})
    with pytest.raises(DesignError, match="heeft er één"):
        collect(rows, Design(strata="wijk", psu="place", lonely_psu="fail"), values=["x"])
    cells = collect(rows, Design(strata="wijk", psu="place", lonely_psu="remove"), values=["x"])
    assert covariance(cells, cells.value("x").sum[:, None])[0, 0] == pytest.approx(1.0)


@pytest.mark.parametrize("by", ["wijk", "dom"])
def test_no_contrast_has_a_variance_below_zero_where_lonely_strata_add_an_average(by: str):
    rows = Path(__file__).parents[1] / "golden" / "supplied" / "lonely.csv"
    design = Design("wijk", "psu", "w", lonely_psu="average", adjust_domain_lonely=True)
    table = tabulate(rows, design, ["bekend", "reistijd"], by)
    errors = np.sqrt(np.diag(table.covariance))
    assert [one.se for one in table.estimates if one.se is not None] == pytest.approx(
        [error for one, error in zip(table.estimates, errors, strict=True) if one.se is not None]
    )
    scale = np.where(errors > 0, errors, 1.0)
    assert np.linalg.eigvalsh(table.covariance / np.outer(scale, scale)).min() > -1e-12


@pytest.mark.parametrize("lonely", ["adjust", "average"])
def test_what_lonely_places_add_is_the_same_when_scores_are_added_per_place_first(
    monkeypatch: pytest.MonkeyPatch, lonely: LonelyPsu
):
    # Each group is in one place of some wijken: those are lonely in its domain.
    rows = sample(11, rows=60, strata=5, psus=4)
    design = replace(CLUSTERED, lonely_psu=lonely, adjust_domain_lonely=True)
    expected = tabulate(rows, design, ["mark"], ("group", "stratum"), statistic="total")
    monkeypatch.setattr(domains, "DENSE", 0)
    found = tabulate(rows, design, ["mark"], ("group", "stratum"), statistic="total")
    assert [one.se for one in found.estimates] == pytest.approx([one.se for one in expected.estimates])
    assert found.covariance == pytest.approx(expected.covariance, rel=1e-9, abs=1e-9)
