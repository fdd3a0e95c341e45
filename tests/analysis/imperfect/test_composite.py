"""Street and panel together, after the effect of mode."""

import numpy as np
import pytest

from analysis.errors import MethodError, OverlapError
from analysis.imperfect.composite import composite
from analysis.imperfect.mode_effect import given_effect, mode_effect
from tests.analysis.imperfect.samples import by_wijk


def test_the_mode_effect_is_estimated_and_taken_out():
    street, panel = by_wijk(1, 1600, 0.0), by_wijk(2, 3000, 0.15, origin="panel")
    found = composite(street, panel)
    low, high = found.effect.limits()
    assert low < -0.15 < high < 0
    for place, one in enumerate(found.domains):
        assert one.figure.estimate == pytest.approx(0.3 + 0.2 * place / 8, abs=0.09)
        assert 0 < one.street_share < 1
        assert one.adjusted < one.panel.estimate
    assert found.caveats == ("origin_street", "origin_panel", "mode_and_selection")
    assert found.domains[0].figure.origin == "pooled"
    assert "procentpunt lager uit dan in het panel" in str(found.sentence)


def test_the_level_of_the_panel_can_be_chosen_and_differs_by_the_effect():
    street, panel = by_wijk(1, 1600, 0.0), by_wijk(2, 3000, 0.15, origin="panel")
    one, other = composite(street, panel), composite(street, panel, level_of="panel")
    for here, there in zip(one.domains, other.domains, strict=True):
        assert there.figure.estimate - here.figure.estimate == pytest.approx(-one.effect.estimate, abs=0.08)
        assert 0 < there.street_share < 1


def test_the_error_that_is_said_is_the_spread_of_repeated_streets_and_panels():
    seen, said = [], []
    for seed in range(50):
        found = composite(by_wijk(seed, 800, 0.0), by_wijk(1000 + seed, 800, 0.1, origin="panel"))
        seen.append([one.figure.estimate for one in found.domains])
        said.append(np.diag(found.covariance))
    spread = np.var(seen, axis=0)
    assert np.mean(np.mean(said, axis=0) / spread) == pytest.approx(1.0, abs=0.25)
    assert np.mean(seen, axis=0) == pytest.approx(0.3 + 0.2 * np.arange(8) / 8, abs=0.02)


def test_a_composite_is_surer_than_the_street_and_less_sure_than_careless_pooling():
    street, panel = by_wijk(1, 800, 0.0), by_wijk(2, 800, 0.1, origin="panel")
    found = composite(street, panel)
    for place, one in enumerate(found.domains):
        pooled = 1 / (1 / street.covariance[place, place] + 1 / panel.covariance[place, place])
        assert pooled < found.covariance[place, place] < street.covariance[place, place]
        assert one.street_share == pytest.approx(one.n_street / (one.n_street + one.n_panel))


def test_a_wijk_that_only_the_panel_has_gets_the_adjusted_figure_with_its_wider_margin():
    street, panel = by_wijk(1, 1600, 0.0, wijken=6), by_wijk(2, 3000, 0.1, origin="panel")
    found = composite(street, panel)
    last = found.domains[-1]
    assert last.street is None
    assert last.street_share == 0
    assert last.figure.estimate == pytest.approx(last.adjusted)
    assert last.figure.se > last.panel.se


def test_an_effect_from_elsewhere_brings_its_own_uncertainty():
    street, panel = by_wijk(1, 800, 0.0), by_wijk(2, 800, 0.1, origin="panel")
    sure, unsure = (composite(street, panel, effect=given_effect(-0.1, se)) for se in (0.001, 0.1))
    assert sure.effect.domains == 0
    assert sure.effect.limits()[0] == pytest.approx(-0.1 - 1.96 * 0.001, abs=1e-4)
    for one, other in zip(sure.domains, unsure.domains, strict=True):
        assert one.figure.se < other.figure.se
        assert one.street_share < other.street_share


def test_origins_without_a_wijk_in_common_are_refused():
    with pytest.raises(OverlapError, match="zonder gemeenschappelijke groepen"):
        composite(by_wijk(1, 400, 0.0, wijken=3), by_wijk(2, 400, 0.1, wijken=3, origin="panel", first=4))


def test_two_wijken_in_common_are_too_few_to_see_how_much_the_effect_differs():
    with pytest.raises(OverlapError, match=r"ten minste 3 groepen .* Gekregen: 2\."):
        composite(by_wijk(1, 400, 0.0, wijken=3), by_wijk(2, 400, 0.1, wijken=3, origin="panel", first=1))


def test_an_effect_that_differs_between_wijken_widens_the_margin():
    rng = np.random.default_rng(2)
    noise = np.eye(10) * 0.001
    same = mode_effect(rng.normal(0.1, 0.03, 10), noise)
    differs = mode_effect(rng.normal(0.1, 0.2, 10), noise)
    assert differs.between > same.between
    assert differs.se > same.se
    assert sum(differs.weights) == pytest.approx(1)


@pytest.mark.parametrize(
    "values", [(0.1, 0.0, 0.0), (0.1, -1.0, 0.0), (float("nan"), 0.1, 0.0), (0.1, 0.1, -1.0)]
)
def test_an_effect_that_is_known_without_error_is_refused(values: tuple[float, float, float]):
    with pytest.raises(MethodError, match="nooit zonder onzekerheid"):
        given_effect(*values)


def test_tables_of_other_questions_are_refused():
    import pyarrow as pa

    from analysis.design import Design
    from analysis.table import tabulate

    other = tabulate(
        pa.table({"wijk": ["wijk 00", "wijk 01"] * 20, "kent": [0.0, 1.0, 1.0, 0.0] * 10}),
        Design(),
        ["kent"],
        by="wijk",
    )
    with pytest.raises(OverlapError, match="Gekregen: kent, weet"):
        composite(by_wijk(1, 400, 0.0), other)


@pytest.mark.parametrize(
    ("estimate", "share", "words"),
    [
        (0.12, True, "12 procentpunt hoger uit dan in het panel (verschil van 8 tot 16)"),
        (-0.12, True, "12 procentpunt lager uit dan in het panel (verschil van -16 tot -8)"),
        (0.5, False, "0,5 hoger uit dan in het panel"),
        (-0.5, False, "0,5 lager uit dan in het panel"),
    ],
)
def test_the_effect_is_said_with_its_direction_and_its_margin(estimate: float, share: object, words: str):
    assert words in str(given_effect(estimate, 0.02).said(share=bool(share)))
