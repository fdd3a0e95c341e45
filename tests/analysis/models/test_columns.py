"""Columns of every kind: truth values, dictionaries, numbers that are codes, names that are no names."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis import models
from analysis.design import Design
from analysis.errors import FormulaError, PoolingError
from tests.analysis.models.panel import ASKED, CLUSTERED, DRAWN, panel, replaced


def test_truth_values_are_an_outcome_and_a_covariate():
    table = panel()
    flags = replaced(
        table, "weet", pa.array([None if v is None else bool(v) for v in table["weet"].to_pylist()])
    )
    assert models.logistic(flags, CLUSTERED, "weet ~ sexe")["sexev"].coef == pytest.approx(
        models.logistic(table, CLUSTERED, "weet ~ sexe")["sexev"].coef
    )
    many = replaced(table, "kamers", pa.array(np.asarray(table["kamers"]) > 1))
    model = models.linear(many, CLUSTERED, "cijfer ~ kamers")
    assert model["kamersTRUE"].se == pytest.approx(
        models.linear(table, CLUSTERED, "cijfer ~ I(kamers > 1)").coefficients[1].se
    )


def test_dictionaries_and_data_frames_are_read_like_text():
    table = panel()
    coded = replaced(table, "leeftijd", table["leeftijd"].dictionary_encode())
    expected = models.linear(table, CLUSTERED, "cijfer ~ leeftijd")
    for other in (coded, table.to_pandas(), pd.DataFrame(table.to_pydict())):
        assert models.linear(other, CLUSTERED, "cijfer ~ leeftijd").coef == pytest.approx(expected.coef)


def test_numbers_are_classes_when_a_factor_is_asked():
    model = models.linear(panel(), CLUSTERED, "cijfer ~ factor(kamers)")
    assert [one.term for one in model.coefficients] == ["(Intercept)", "factor(kamers)2", "factor(kamers)3"]
    assert model.reference == {"factor(kamers)": 1}


def test_names_with_other_signs_stand_between_accents():
    table = panel().rename_columns(
        ["m:weet:team" if name == "weet" else name for name in panel().column_names]
    )
    model = models.logistic(table, CLUSTERED, "`m:weet:team` ~ leeftijd")
    assert model.coef == pytest.approx(models.logistic(panel(), CLUSTERED, "weet ~ leeftijd").coef)


@pytest.mark.parametrize(("kind", "outcome"), [(kind, formula.split(" ~ ")[0]) for kind, formula in ASKED])
def test_without_covariates_a_model_is_the_distribution_itself(kind, outcome):
    model = getattr(models, kind)(panel(), CLUSTERED, f"{outcome} ~ 1")
    assert "zonder kenmerken" in str(model.sentence)
    assert models.marginal_effects(model) == ()
    (first, *_) = models.predict(model, [{}])
    assert first.se > 0
    assert first.low < first.estimate < first.high


def test_the_mean_without_covariates_has_the_error_of_a_mean():
    from analysis.table import tabulate

    table = panel()
    (mean,) = tabulate(table, CLUSTERED, ["cijfer"]).estimates
    model = models.linear(table, CLUSTERED, "cijfer ~ 1")
    assert (model.coef[0], model.coefficients[0].se, model.df) == pytest.approx(
        (mean.estimate, mean.se, mean.df)
    )


def test_an_outcome_does_not_explain_itself():
    with pytest.raises(FormulaError, match="beide kanten"):
        models.linear(panel(), CLUSTERED, "cijfer ~ sexe + cijfer")


def test_origins_are_not_put_together_in_silence():
    table = panel().append_column("origin", pa.array(["street", "panel"] * 200))
    with pytest.raises(PoolingError):
        models.linear(table, CLUSTERED, "cijfer ~ sexe")
    model = models.linear(table, CLUSTERED, "cijfer ~ sexe", origins="panel")
    assert model.n == 200
    assert "origin_panel" in model.caveats


def test_a_domain_keeps_the_design():
    table = panel()
    inside = models.linear(table, CLUSTERED, "cijfer ~ leeftijd", where={"sexe": "v"})
    alone = models.linear(
        table.filter(pa.array(np.asarray(table["sexe"]) == "v")), CLUSTERED, "cijfer ~ leeftijd"
    )
    assert inside.coef == pytest.approx(alone.coef)
    assert inside.n == alone.n
    assert inside.df == alone.df
    drawn = models.linear(table, DRAWN, "cijfer ~ leeftijd", where={"sexe": "v"})
    other = models.linear(
        table.filter(pa.array(np.asarray(table["sexe"]) == "v")), DRAWN, "cijfer ~ leeftijd"
    )
    assert drawn.coefficients[0].se != pytest.approx(other.coefficients[0].se, rel=1e-9)


def test_cells_that_were_collected_serve_several_models():
    from analysis.collect import collect

    cells = collect(panel(), CLUSTERED, keys=["leeftijd", "sexe", "kanaal"], values=["weet"])
    one = models.logistic(cells, CLUSTERED, "weet ~ leeftijd + sexe")
    assert one.coef == pytest.approx(models.logistic(panel(), CLUSTERED, "weet ~ leeftijd + sexe").coef)
    two = models.multinomial(cells, CLUSTERED, "kanaal ~ sexe")
    assert two.coef == pytest.approx(models.multinomial(panel(), CLUSTERED, "kanaal ~ sexe").coef)


def test_every_row_may_weigh_one():
    table = panel()
    model = models.linear(table, Design(), "cijfer ~ kamers")
    slope, _ = np.polyfit(np.asarray(table["kamers"]), np.asarray(table["cijfer"]), 1)
    assert model["kamers"].coef == pytest.approx(slope)
    assert model.weighted_base == 400


def test_large_numbers_lose_no_digits():
    table = panel()
    usual = models.linear(table, CLUSTERED, "cijfer ~ kamers + sexe")
    far = replaced(table, "cijfer", np.asarray(table["cijfer"]) + 1e8)
    shifted = models.linear(far, CLUSTERED, "cijfer ~ kamers + sexe")
    assert shifted["kamers"].coef == pytest.approx(usual["kamers"].coef, rel=1e-6)
    assert shifted["kamers"].se == pytest.approx(usual["kamers"].se, rel=1e-6)
    assert shifted.determination["r2"] == pytest.approx(usual.determination["r2"], rel=1e-6)


@pytest.mark.parametrize("kind", ["logistic", "poisson", "multinomial", "ordinal"])
def test_a_year_of_birth_is_as_good_a_covariate_as_an_age(kind):
    outcome = dict(ASKED)[kind].split(" ~ ")[0]
    table = panel()
    later = replaced(table, "kamers", np.asarray(table["kamers"]) + 2000)
    near = getattr(models, kind)(table, CLUSTERED, f"{outcome} ~ kamers + sexe")
    far = getattr(models, kind)(later, CLUSTERED, f"{outcome} ~ kamers + sexe")
    assert far["kamers"].coef == pytest.approx(near["kamers"].coef, rel=1e-7)
    assert far["kamers"].se == pytest.approx(near["kamers"].se, rel=1e-5)
    assert far["sexev"].coef == pytest.approx(near["sexev"].coef, rel=1e-7)


def test_an_infinite_covariate_is_refused_and_no_number_is_missing():
    rooms = np.asarray(panel()["kamers"]).astype(float)
    rooms[0] = np.inf
    with pytest.raises(FormulaError, match="inf"):
        models.linear(replaced(panel(), "kamers", rooms), CLUSTERED, "cijfer ~ kamers")
    rooms[0] = np.nan
    assert models.linear(replaced(panel(), "kamers", rooms), CLUSTERED, "cijfer ~ kamers").missing == 1
