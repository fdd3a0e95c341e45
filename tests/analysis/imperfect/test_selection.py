"""Raking, doubly robust and MRP take away what they can of a known bias; a small part of `bench.selection`."""

import numpy as np
import pytest

from bench.panel_town import FACTORS, RESIDENTS, town
from bench.selection import METHODS, Simulated, simulate
from bench.selection_page import page


@pytest.fixture(scope="module")
def found() -> Simulated:
    return simulate(samples=10, draws=200)


def test_the_town_is_the_same_every_time_and_its_registers_agree():
    people = town()
    cells = people.cells()
    assert sum(cells.values()) == RESIDENTS
    for place, name in enumerate(FACTORS):
        for label, residents in people.margins()[name].items():
            assert sum(n for cell, n in cells.items() if cell[place] == label) == residents
    assert people.truth == pytest.approx(0.1758, abs=1e-4)


def test_raking_moves_the_panel_far_and_leaves_a_bias(found: Simulated):
    assert found.made["none"].estimate.mean() == pytest.approx(0.288, abs=0.01)
    assert found.made["raking"].estimate.mean() == pytest.approx(0.211, abs=0.015)
    assert 0.55 < found.removed("raking") < 0.85
    assert found.bias("raking") > 0.02


@pytest.mark.parametrize("method", ["doubly_robust", "mrp"])
def test_the_same_covariates_remove_about_the_same_by_any_method(found: Simulated, method: str):
    assert found.removed(method) == pytest.approx(found.removed("raking"), abs=0.12)


@pytest.mark.parametrize("method", ["quasi", "doubly_robust_more"])
def test_a_reference_sample_that_knows_more_removes_more(found: Simulated, method: str):
    assert found.removed(method) > found.removed("raking") + 0.1
    assert found.bias(method) > 0


def test_models_per_wijk_are_nearer_the_truth_than_raked_wijken(found: Simulated):
    error = {name: np.sqrt(values.mean()) for name, values in found.by_wijk.items()}
    assert error["fay_herriot"] < 0.85 * error["raking"]
    assert error["mrp"] < 0.85 * error["raking"]


def test_the_page_shows_every_method_and_says_that_the_town_is_made_up(found: Simulated):
    text = page(found)
    assert all(label in text for label in METHODS.values())
    assert "synthetic" in text
