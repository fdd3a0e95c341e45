"""MRP: it leans on the population, damps thin areas, says what it cannot know."""

import numpy as np
import pytest

from analysis.areas.cellcounts import Counts, counts
from analysis.areas.mrp import mrp
from analysis.areas.multilevel import Levels
from analysis.areas.posterior import posterior
from analysis.design import Design
from analysis.errors import AreaModelError, IndicatorError, MethodError, OverlapError
from tests.analysis.areas.samples import NAMES, interviews

POPULATION = {(wijk, sexe): 1000.0 for wijk in NAMES[:8] for sexe in ("m", "v")}


def counted(**more) -> Counts:
    return counts(interviews(), Design(weight="w"), "knows", ("wijk", "sexe"), **more)


def test_weights_make_answers_worth_less_and_keep_the_weighted_share():
    found, rows = counted(), interviews().to_pylist()
    cell = [row for row in rows if (row["wijk"], row["sexe"]) == ("wijk 02", "m")]
    w = np.array([row["w"] for row in cell])
    place = found.cells.index(("wijk 02", "m"))
    assert found.n[place] == pytest.approx(w.sum() ** 2 / (w**2).sum())
    assert found.y[place] / found.n[place] == pytest.approx(w @ [row["knows"] for row in cell] / w.sum())
    assert found.answers.sum() == 480
    assert found.n.sum() < 480
    assert found.design_effect == 1.0


def test_interviews_in_places_that_resemble_each_other_are_worth_less():
    rows = interviews()
    same = rows.set_column(
        rows.column_names.index("plein"),
        "plein",
        [[f"{w}{k}" for w, k in zip(rows["wijk"].to_pylist(), rows["knows"].to_pylist(), strict=True)]],
    )
    found = counts(same, Design(psu="plein", weight="w"), "knows", ("wijk",))
    assert found.design_effect > 5
    assert found.n.sum() * found.design_effect == pytest.approx(
        counts(rows, Design(weight="w"), "knows", ("wijk",)).n.sum()
    )
    assert (
        counts(same, Design(psu="plein", weight="w"), "knows", ("wijk",), design_effect=2).design_effect == 2
    )


def test_thin_areas_are_drawn_to_the_others_more_than_thick_ones():
    found = Counts(
        ("wijk",),
        tuple((name,) for name in "abcdef"),
        np.array([0.0, 20, 30, 10, 40, 25]),
        np.array([3.0, 60, 60, 60, 60, 60]),
        np.array([3.0, 60, 60, 60, 60, 60]),
    )
    areas = {one.area: one for one in mrp(found, {(name,): 100.0 for name in "abcdef"}, "wijk").areas}
    assert areas["a"].shrinkage < areas["b"].shrinkage
    assert 0.1 < areas["a"].estimate < 0.45
    assert areas["a"].high - areas["a"].low > areas["b"].high - areas["b"].low
    assert areas["b"].estimate == pytest.approx(1 / 3, abs=0.04)


def test_the_population_decides_what_the_classes_weigh():
    women = {cell: 1900.0 if cell[1] == "v" else 100.0 for cell in POPULATION}
    men = {cell: 100.0 if cell[1] == "v" else 1900.0 for cell in POPULATION}
    shares = [mrp(counted(), cells, "wijk", fixed=("sexe",)).total.estimate for cells in (women, men)]
    assert shares[0] > shares[1] + 0.05


def test_an_area_without_answers_gets_a_wide_figure_and_says_that_it_has_none():
    cells = {**POPULATION, ("wijk 12", "m"): 500.0, ("wijk 12", "v"): 500.0}
    last = mrp(counted(), cells, "wijk", fixed=("sexe",)).areas[-1]
    assert (last.area, last.n, last.shrinkage, last.caveats) == ("wijk 12", 0, 0.0, ("area_synthetic",))
    assert last.high - last.low > 0.4


def test_the_same_seed_gives_the_same_figures():
    one, other = (mrp(counted(), POPULATION, "wijk", fixed=("sexe",)) for _ in range(2))
    assert one == other
    assert mrp(counted(), POPULATION, "wijk", fixed=("sexe",), seed=3).total.estimate == pytest.approx(
        one.total.estimate, abs=0.003
    )


def test_area_covariates_explain_what_would_otherwise_be_between_areas():
    rng = np.random.default_rng(9)
    names = [f"w{place}" for place in range(20)]
    x = dict(zip(names, rng.normal(size=20), strict=True))
    n = np.full(20, 100.0)
    y = np.array([100 / (1 + np.exp(-1.2 * value)) for value in x.values()])
    found = Counts(("wijk",), tuple((name,) for name in names), y, n, n)
    cells = {(name,): 10.0 for name in names}
    with_, without = mrp(found, cells, "wijk", covariates={"x": x}), mrp(found, cells, "wijk")
    assert with_.sd["wijk"] < 0.3 * without.sd["wijk"]
    assert with_.beta[1] == pytest.approx(1.2 * np.std(list(x.values())), abs=0.1)


def test_answers_from_a_class_that_the_population_lacks_are_refused_by_name():
    with pytest.raises(OverlapError, match="Niet in de bevolking: wijk 01, m"):
        mrp(counted(), {cell: n for cell, n in POPULATION.items() if cell[0] != "wijk 01"}, "wijk")


def test_a_class_of_a_fixed_factor_that_nobody_has_is_refused_by_name():
    with pytest.raises(OverlapError, match="Niemand antwoordde uit: x"):
        mrp(counted(), {**POPULATION, ("wijk 01", "x"): 5.0}, "wijk", fixed=("sexe",))


def test_a_covariate_that_misses_an_area_is_refused_by_name():
    with pytest.raises(AreaModelError, match="Het ontbreekt voor: wijk 08"):
        mrp(counted(), POPULATION, "wijk", covariates={"x": dict.fromkeys(NAMES[:7], 1.0)})


def test_a_covariate_that_is_the_same_everywhere_is_refused():
    with pytest.raises(AreaModelError, match="andere kenmerken: x"):
        mrp(counted(), POPULATION, "wijk", covariates={"x": dict.fromkeys(NAMES, 1.0)})


def test_more_covariates_than_areas_can_bear_are_refused():
    rng = np.random.default_rng(1)
    many = {f"x{k}": {name: float(rng.normal()) for name in NAMES} for k in range(6)}
    with pytest.raises(AreaModelError, match=r"ten minste 9 gebieden.* Gekregen: 8\."):
        mrp(counted(), POPULATION, "wijk", covariates=many)


def test_an_indicator_that_is_no_yes_or_no_is_refused():
    with pytest.raises(IndicatorError, match="alleen 0 en 1"):
        counts(interviews(), Design(), "w", ("wijk",))


def test_a_design_effect_of_zero_is_refused():
    with pytest.raises(MethodError, match="boven 0"):
        counted(design_effect=0)


def test_the_sentence_names_the_share_its_margin_and_the_answers():
    text = str(mrp(counted(), POPULATION, "wijk", fixed=("sexe",)).sentence)
    assert text.startswith("Van alle inwoners weet naar schatting ")
    assert "480 antwoorden" in text


@pytest.mark.parametrize(("y", "n"), [(0.0, 3.0), (1.0, 8.0), (5.0, 6.0)])
def test_few_answers_give_the_posterior_mean_that_quadrature_gives(y: float, n: float):
    # One area among alike ones: eta = constant + sd b, so that its prior is a mixture that can be summed by hand.
    grid = np.linspace(-30, 30, 20_001)
    sds = np.linspace(0.002, 5, 1500)
    normal = np.exp(-0.5 * (grid / np.sqrt(25 + sds[:, None] ** 2)) ** 2) / np.sqrt(25 + sds[:, None] ** 2)
    prior = np.exp(-0.5 * sds**2) @ normal
    density = prior * np.exp(y * grid - n * np.logaddexp(0, grid))
    wanted = float((density / (1 + np.exp(-grid))).sum() / density.sum())
    x, codes = np.ones((1, 1)), np.zeros(1, dtype=int)
    fit = posterior(np.array([y]), np.array([n]), x, [Levels("wijk", codes, ("a",))])
    drawn = fit.draws(x, [codes], 20_000, 1)
    assert float(drawn.weights @ drawn.chances[:, 0]) == pytest.approx(wanted, abs=0.02)
    assert drawn.effective > 2_000


@pytest.mark.parametrize(
    ("question", "error", "words"),
    [
        ({"area": "buurt"}, IndicatorError, "buurt"),
        ({"fixed": ("taal",)}, IndicatorError, "taal"),
        ({"fixed": ("wijk",)}, MethodError, "staat in fixed"),
        ({"draws": 0}, MethodError, "ten minste 100 trekkingen"),
        ({"level": 95}, MethodError, "betrouwbaarheid tussen 0 en 1"),
        ({"population": {("wijk 01",): 5.0}}, OverlapError, "per combinatie van wijk, sexe"),
        (
            {"population": {**POPULATION, ("wijk 01", "m"): -5.0}},
            OverlapError,
            "per combinatie van wijk, sexe",
        ),
        ({"population": {**POPULATION, ("wijk 01", "m"): float("nan")}}, OverlapError, "per combinatie van"),
        (
            {"covariates": {"x": dict.fromkeys(NAMES, "veel")}},
            AreaModelError,
            "Verwacht: van elk gebied een getal",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(question: dict, error: type[Exception], words: str):
    with pytest.raises(error, match=words):
        mrp(counted(), **{"population": POPULATION, "area": "wijk", **question})
