"""The unit-level model: sampled and unsampled areas, whole censuses, refusals."""

import numpy as np
import pytest

from analysis.areas.battese import battese
from analysis.errors import AreaModelError


def units(seed: int = 2, areas: int = 9, each: int = 7):
    rng = np.random.default_rng(seed)
    wijk = np.repeat(np.arange(areas), each)
    x = rng.normal(10, 2, len(wijk))
    y = 3 + 0.5 * x + rng.normal(0, 1.5, areas)[wijk] + rng.normal(0, 2, len(wijk))
    population = {place: (400.0, {"x": 10.0}) for place in range(areas + 1)}
    return list(y), {"x": list(x)}, [int(place) for place in wijk], population


def test_an_area_without_answers_gets_the_mean_of_its_residents_by_the_line():
    found = battese(*units())
    last = found.areas[-1]
    assert (last.n, last.shrinkage) == (0, 0.0)
    assert last.estimate == pytest.approx(found.beta[0] + 10 * found.beta[1])
    assert last.mse > max(one.mse for one in found.areas[:-1])


def test_an_area_of_which_everybody_answered_has_its_own_mean_and_no_error():
    y, x, wijk, population = units()
    population[0] = (7.0, {"x": float(np.mean(x["x"][:7]))})
    first = battese(y, x, wijk, population).areas[0]
    assert first.estimate == pytest.approx(np.mean(y[:7]))
    assert first.mse == 0


def test_the_error_that_is_said_is_near_the_real_one():
    rng = np.random.default_rng(12)
    wijk = np.repeat(np.arange(15), 5)
    wrong, said = [], []
    for _ in range(80):
        x = rng.normal(0, 1, 15 * 5)
        effect = rng.normal(0, 1, 15)
        y = 2 + x + effect[wijk] + rng.normal(0, 2, len(wijk))
        population = {place: (1e9, {"x": 0.0}) for place in range(15)}
        found = battese(list(y), {"x": list(x)}, [int(one) for one in wijk], population)
        wrong.append(np.mean([(one.estimate - 2 - effect[one.area]) ** 2 for one in found.areas]))
        said.append(np.mean([one.mse for one in found.areas]))
    assert np.mean(said) == pytest.approx(np.mean(wrong), rel=0.2)


def test_areas_that_do_not_differ_have_one_line():
    rng = np.random.default_rng(3)
    x = rng.normal(size=60)
    wijk = [place % 6 for place in range(60)]
    population = {place: (100.0, {"x": 0.0}) for place in range(6)}
    flat = battese(list(1 + x + np.tile(rng.normal(size=10), 6).repeat(1)), {"x": list(x)}, wijk, population)
    assert flat.between >= 0
    assert flat.converged
    assert "6 gebieden" in str(flat.sentence)


def test_a_covariate_unknown_of_the_residents_is_refused():
    y, x, wijk, population = units()
    population[3] = (400.0, {})
    with pytest.raises(AreaModelError, match="Het ontbreekt voor: 3"):
        battese(y, x, wijk, population)


def test_missing_answers_are_refused():
    y, x, wijk, population = units()
    y[4] = float("nan")
    with pytest.raises(AreaModelError, match="oneindig"):
        battese(y, x, wijk, population)


def test_one_area_is_refused():
    with pytest.raises(AreaModelError, match="twee of meer gebieden"):
        battese([1.0, 2.0, 3.0, 5.0], {}, ["a"] * 4, {"a": (10.0, {})})


def test_columns_of_another_length_are_refused_by_name():
    y, x, wijk, population = units()
    with pytest.raises(AreaModelError, match="anders bij: x"):
        battese(y, {"x": x["x"][1:]}, wijk, population)


def test_fewer_residents_than_answers_are_refused_by_name():
    y, x, wijk, population = units()
    population[2] = (3.0, {"x": 10.0})
    with pytest.raises(AreaModelError, match="Minder zijn het er in: 2"):
        battese(y, x, wijk, population)
