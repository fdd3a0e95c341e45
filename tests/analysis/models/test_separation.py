import numpy as np
import pyarrow as pa
import pytest

from analysis import models
from analysis.design import Design
from analysis.errors import ModelError
from analysis.models.separation import FAR
from tests.analysis.models.panel import CLUSTERED, panel, replaced


def test_a_class_in_which_everybody_knows_is_named():
    table = panel()
    knows = np.where(np.asarray(table["leeftijd"]) == "oud", 1.0, np.asarray(table["bezoeken"]) > 0)
    with pytest.raises(ModelError, match=r"uitzondering: leeftijdoud\."):
        models.logistic(replaced(table, "weet", knows), CLUSTERED, "weet ~ leeftijd + sexe")


def test_a_number_that_sorts_the_answers_is_named():
    table = panel()
    knows = (np.asarray(table["kamers"]) > 1).astype(float)
    with pytest.raises(ModelError, match="kamers"):
        models.logistic(replaced(table, "weet", knows), CLUSTERED, "weet ~ kamers + sexe")


def test_a_class_without_visits_has_no_ratio():
    table = panel()
    visits = np.where(np.asarray(table["leeftijd"]) == "oud", 0, np.asarray(table["bezoeken"]))
    with pytest.raises(ModelError, match="leeftijdoud"):
        models.poisson(replaced(table, "bezoeken", visits), CLUSTERED, "bezoeken ~ leeftijd + sexe")


def test_a_channel_that_one_age_never_uses_is_named():
    table = panel()
    channel = np.where(np.asarray(table["leeftijd"]) == "oud", "balie", np.asarray(table["kanaal"]))
    with pytest.raises(ModelError, match="leeftijdoud"):
        models.multinomial(
            replaced(table, "kanaal", pa.array(channel)), CLUSTERED, "kanaal ~ leeftijd + sexe"
        )


def test_an_order_without_exception_is_named():
    table = panel()
    step = np.array(["0 nooit", "1 soms", "2 vaak"])[
        np.searchsorted(["jong", "midden", "oud"], np.asarray(table["leeftijd"]).astype(str))
    ]
    with pytest.raises(ModelError, match="leeftijd"):
        models.ordinal(replaced(table, "eens", pa.array(step)), CLUSTERED, "eens ~ leeftijd + sexe")


def test_strong_effects_are_not_separation():
    dose = np.concatenate([np.linspace(-60, -0.2, 200), np.linspace(0.2, 60, 200), [0.1, -0.1, 0.2, -0.2]])
    knows = np.concatenate([np.zeros(200), np.ones(200), [0.0, 1.0, 1.0, 0.0]])
    table = pa.table({"dose": dose, "weet": knows, "w": np.ones(404)})
    model = models.logistic(table, Design(weight="w"), "weet ~ dose")
    assert model.fit.kernel.extreme(model.fit.basis) > FAR
    assert np.isfinite(model.covariance).all()
