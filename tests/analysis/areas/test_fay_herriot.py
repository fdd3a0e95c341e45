"""The area-level model: what it borrows, what it refuses, what it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.areas.direct import direct
from analysis.areas.fay_herriot import fay_herriot
from analysis.caveats import sentence
from analysis.errors import AreaModelError, MethodError
from tests.analysis.areas.samples import NAMES, twelve


def test_the_fewer_answers_an_area_has_the_more_it_borrows():
    found, covariates = twelve()
    shares = [one.shrinkage for one in fay_herriot(found, covariates).areas]
    assert shares[0] < 0.4 < shares[-1]


def test_an_estimate_lies_between_the_direct_figure_and_the_line():
    for one in fay_herriot(*twelve()).areas:
        low, high = sorted((one.direct, one.synthetic))
        assert low <= one.estimate <= high


@pytest.mark.parametrize("variance", [0.0, None])
def test_an_area_without_a_variance_gets_what_its_covariates_say(variance: float | None):
    found, covariates = twelve()
    variances = [variance, *found.variance[1:]]
    fitted = fay_herriot(direct(NAMES, list(found.estimate), variances, n=list(found.n)), covariates)
    first = fitted.areas[0]
    assert first.estimate == first.synthetic
    assert first.shrinkage == 0
    assert first.caveats == ("area_synthetic",)
    assert "helemaal uit het model" in str(sentence(first.caveats[0]))
    assert first.mse > fitted.between.variance
    assert fitted.fitted_on == 11


def test_the_synthetic_error_is_the_limit_of_an_ever_larger_variance():
    found, covariates = twelve()
    for method in ("REML", "ML"):
        errors = []
        for variance in (1e9, None):
            variances = [variance, *found.variance[1:]]
            errors.append(
                fay_herriot(direct(NAMES, list(found.estimate), variances), covariates, method=method)
                .areas[0]
                .mse
            )
        assert errors[0] == pytest.approx(errors[1], rel=0.02)


def test_smoothed_variances_let_an_area_of_nobody_keep_its_own_answers():
    found, covariates = twelve()
    estimates, variances = [0.0, *found.estimate[1:]], [0.0, *found.variance[1:]]
    given_ = direct(NAMES, estimates, variances, n=list(found.n))
    first = fay_herriot(given_, covariates, without_variance="smoothed").areas[0]
    assert 0 < first.shrinkage < 1
    assert first.estimate < first.synthetic
    assert "variance_smoothed" in first.caveats


def test_areas_that_do_not_differ_are_said_to_be_alike():
    x = np.linspace(-1, 1, 10)
    found = direct(range(10), list(0.4 + 0.1 * x), [0.01] * 10)
    fitted = fay_herriot(found, {"x": list(x)})
    assert fitted.between.variance == 0
    assert "areas_alike" in fitted.caveats
    assert all(one.estimate == pytest.approx(one.synthetic) and one.mse > 0 for one in fitted.areas)


def test_too_few_areas_for_the_coefficients_are_refused_with_both_numbers():
    with pytest.raises(AreaModelError, match=r"ten minste 4 gebieden .* Gekregen: 3\."):
        fay_herriot(direct(list("abc"), [0.2, 0.3, 0.4], [0.01] * 3), {"x": [1, 2, 4]})


def test_a_covariate_that_misses_an_area_is_refused_with_its_name():
    found, covariates = twelve()
    del covariates["x"]["wijk 03"]
    with pytest.raises(AreaModelError, match="Het ontbreekt voor: wijk 03"):
        fay_herriot(found, covariates)


@pytest.mark.parametrize("value", [float("nan"), "veel"])
def test_a_covariate_that_is_no_number_is_refused(value: object):
    found, covariates = twelve()
    covariates["x"]["wijk 03"] = value
    with pytest.raises(AreaModelError, match="wijk 03"):
        fay_herriot(found, covariates)


def test_covariates_that_follow_from_each_other_are_refused_by_name():
    found, covariates = twelve()
    doubled = {name: 2 * value + 1 for name, value in covariates["x"].items()}
    with pytest.raises(AreaModelError, match="andere kenmerken: dubbel"):
        fay_herriot(found, {**covariates, "dubbel": doubled})


def test_a_list_of_another_length_than_the_areas_is_refused():
    found, _ = twelve()
    with pytest.raises(AreaModelError, match="Gekregen: 2"):
        fay_herriot(found, {"x": [1.0, 2.0]})


def test_an_unknown_method_is_refused():
    with pytest.raises(MethodError, match="REML, ML, FH"):
        fay_herriot(*twelve(), method="OLS")


def test_the_sentence_says_how_much_is_borrowed():
    found = fay_herriot(*twelve())
    text = str(found.sentence)
    assert text.startswith("Van 12 gebieden")
    assert "% van een cijfer uit dat model" in text


@settings(max_examples=25)
@given(factor=st.floats(0.01, 1000), shift=st.floats(-50, 50))
def test_other_units_give_the_same_areas_in_those_units(factor: float, shift: float):
    found, covariates = twelve()
    moved = direct(
        NAMES, list(shift + factor * found.estimate), list(factor**2 * found.variance), unit="mean"
    )
    plain = direct(NAMES, list(found.estimate), list(found.variance), unit="mean")
    one, other = fay_herriot(plain, covariates), fay_herriot(moved, covariates)
    for here, there in zip(one.areas, other.areas, strict=True):
        assert there.estimate == pytest.approx(shift + factor * here.estimate, rel=1e-6, abs=1e-6 * factor)
        assert there.mse == pytest.approx(factor**2 * here.mse, rel=1e-5)


def test_the_error_of_the_model_is_near_its_real_error_and_below_the_direct_one():
    rng = np.random.default_rng(4)
    x, psi, wrong, direct_wrong, said = rng.normal(size=20), rng.uniform(0.5, 2, 20), 0.0, 0.0, 0.0
    for _ in range(100):
        truth = 1 + x + rng.normal(0, 1, 20)
        seen = truth + rng.normal(0, np.sqrt(psi))
        fitted = fay_herriot(direct(range(20), list(seen), list(psi), unit="mean"), {"x": list(x)})
        estimates = np.array([one.estimate for one in fitted.areas])
        wrong += ((estimates - truth) ** 2).mean() / 100
        direct_wrong += ((seen - truth) ** 2).mean() / 100
        said += np.mean([one.mse for one in fitted.areas]) / 100
    assert wrong < 0.65 * direct_wrong
    assert said == pytest.approx(wrong, rel=0.12)


@pytest.mark.parametrize("shift", [0.0, 1e9])
@pytest.mark.parametrize("size", [1e-9, 1.0, 1e6])
def test_a_covariate_in_other_units_gives_the_same_areas(shift: float, size: float):
    found, covariates = twelve()
    moved = {name: shift * size + size * value for name, value in covariates["x"].items()}
    one, other = fay_herriot(found, covariates), fay_herriot(found, {"x": moved})
    for here, there in zip(one.areas, other.areas, strict=True):
        assert there.estimate == pytest.approx(here.estimate, rel=1e-5)
        assert there.mse == pytest.approx(here.mse, rel=1e-5)
    assert other.beta[1] * size == pytest.approx(one.beta[1], rel=1e-4)


@pytest.mark.parametrize(
    ("option", "words"), [({"level": 95}, "tussen 0 en 1"), ({"without_variance": "x"}, "smoothed")]
)
def test_options_that_do_not_exist_are_refused(option: dict, words: str):
    with pytest.raises(MethodError, match=words):
        fay_herriot(*twelve(), **option)


def test_no_areas_at_all_are_refused():
    with pytest.raises(AreaModelError, match=r"Gekregen: 0\."):
        fay_herriot(direct([], [], []), {})
