import numpy as np
import pytest

from analysis import models
from analysis.intervals import critical
from tests.analysis.models.panel import ASKED, CLUSTERED, panel

OLD_WOMAN = {"leeftijd": "oud", "sexe": "v", "kamers": 2}


def test_a_linear_prediction_is_the_sum_of_its_coefficients():
    model = models.linear(panel(), CLUSTERED, "cijfer ~ leeftijd + kamers")
    (found,) = models.predict(model, [OLD_WOMAN])
    row = np.array([1.0, 0.0, 1.0, 2.0])
    assert found.estimate == found.link == pytest.approx(row @ model.coef)
    assert found.se == pytest.approx(np.sqrt(row @ model.covariance @ row))
    assert found.high - found.estimate == pytest.approx(critical(0.95, model.df) * found.se)
    assert "leeftijd: oud" in str(found.sentence)


@pytest.mark.parametrize("kind", ["logistic", "multinomial", "ordinal"])
def test_chances_lie_within_their_limits_and_add_up(kind):
    model = getattr(models, kind)(panel(), CLUSTERED, dict(ASKED)[kind])
    found = models.predict(model, [OLD_WOMAN])
    assert all(0 < one.low < one.estimate < one.high < 1 for one in found)
    assert all("%" in str(one.sentence) for one in found)
    if model.outcomes:
        assert [one.category for one in found] == list(model.outcomes)
        assert sum(one.estimate for one in found) == pytest.approx(1)


def test_a_chance_of_two_classes_has_the_error_of_the_logistic_model():
    one = models.predict(models.logistic(panel(), CLUSTERED, "weet ~ leeftijd"), [OLD_WOMAN])[0]
    two = models.predict(models.multinomial(panel(), CLUSTERED, "weet ~ leeftijd"), [OLD_WOMAN])[1]
    assert (two.estimate, two.se, two.low, two.high) == pytest.approx(
        (one.estimate, one.se, one.low, one.high), rel=1e-6
    )


def test_a_count_is_predicted_above_nothing():
    model = models.poisson(panel(), CLUSTERED, "bezoeken ~ leeftijd + sexe")
    (found,) = models.predict(model, [OLD_WOMAN])
    assert 0 < found.low < found.estimate < found.high
    assert found.estimate == pytest.approx(np.exp(found.link))
    assert found.se == pytest.approx(found.estimate * found.link_se)


def test_a_higher_level_widens_the_interval():
    table = panel()
    wide = models.predict(models.linear(table, CLUSTERED, "cijfer ~ sexe", level=0.99), [OLD_WOMAN])[0]
    usual = models.predict(models.linear(table, CLUSTERED, "cijfer ~ sexe"), [OLD_WOMAN])[0]
    assert wide.low < usual.low < usual.high < wide.high
    assert wide.level == 0.99
