"""Groups compared with each other and with the rest."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.compare.pairs import against_the_rest, all_pairs
from analysis.design import Design
from analysis.errors import MethodError
from analysis.replicates import Replication
from analysis.weighting import Raking
from tests.analysis.compare.tables import DESIGN, sample, shuffled, with_column

JACKKNIFE = Design(strata="wijk", psu="plek", weight="w", replication=Replication("JKn"))

MARGINS = {
    "leeftijd": {"jong": 3000.0, "midden": 5000.0, "oud": 9000.0},
    "sexe": {"man": 8000.0, "vrouw": 9000.0},
}
RAKED = Design(strata="wijk", psu="plek", weight="w", adjust=(Raking(MARGINS),))
RAKED_ROWS = Design(strata="wijk", weight="w", adjust=(Raking(MARGINS, variance="rake"),))
SIMPLE = Design(strata="wijk", weight="w")


@pytest.mark.parametrize("design", [DESIGN, Design(), SIMPLE, JACKKNIFE, RAKED, RAKED_ROWS])
@pytest.mark.parametrize("indicator", ["weet", "cijfer"])
def test_the_rest_of_two_groups_is_the_other_one(design: Design, indicator: str) -> None:
    pair = all_pairs(sample(), design, indicator, "sexe").differences[0]
    first, second = against_the_rest(sample(), design, indicator, "sexe", correction="none").differences
    assert (first.difference, first.se, first.p) == pytest.approx(
        (pair.difference, pair.se, pair.p), rel=1e-9
    )
    assert second.difference == pytest.approx(-pair.difference)
    assert (first.df, first.second.n) == (pair.df, pair.second.n)


def test_the_rest_is_everybody_else_counted_as_one_group() -> None:
    table = sample()
    joined = ["oud" if one == "oud" else "anders" for one in table["leeftijd"].to_pylist()]
    expected = all_pairs(with_column(table, "oud", joined), DESIGN, "cijfer", "oud").differences[0]
    found = against_the_rest(table, DESIGN, "cijfer", "leeftijd").differences[2]
    assert found.first.name == "oud"
    assert (found.difference, found.se) == pytest.approx((-expected.difference, expected.se), rel=1e-9)
    assert found.second.n == expected.first.n


@pytest.mark.parametrize("compare", [all_pairs, against_the_rest])
def test_heavier_weights_another_order_and_other_names_change_nothing(compare: object) -> None:
    table = sample()
    assert callable(compare)
    one = compare(table, DESIGN, "weet", "leeftijd")
    heavy = with_column(table, "w", np.asarray(table["w"]) * 10)
    renamed = with_column(table, "wijk", [f"x {one[-1:]}" for one in table["wijk"].to_pylist()])
    for other in (heavy, renamed, shuffled(table)):
        for old, new in zip(
            one.differences, compare(other, DESIGN, "weet", "leeftijd").differences, strict=True
        ):
            assert (new.difference, new.se, new.p_adjusted) == pytest.approx(
                (old.difference, old.se, old.p_adjusted)
            )


def test_groups_that_share_places_are_not_treated_as_strangers() -> None:
    rng = np.random.default_rng(4)
    lift = np.repeat(rng.normal(0, 2, 40), 10)
    table = pa.table(
        {
            "plek": np.repeat(np.arange(40), 10),
            "g": np.tile(["a", "b"], 200),
            "y": lift + rng.normal(0, 1, 400),
        }
    )
    together = all_pairs(table, Design(psu="plek"), "y", "g").differences[0]
    apart = all_pairs(table, Design(strata="g", psu="plek"), "y", "g").differences[0]
    assert together.se is not None
    assert apart.se is not None
    assert together.se < apart.se / 2


def test_degrees_of_freedom_are_those_of_the_places_of_the_two_groups() -> None:
    table = sample(wijken=4, plekken=5)
    found = all_pairs(table, DESIGN, "weet", "wijk").differences[0]
    assert found.df == 8  # two wijken of five places each
    assert against_the_rest(table, DESIGN, "weet", "wijk").differences[0].df == 16


def test_every_sentence_gives_the_n_of_both_groups_and_calls_nothing_the_same() -> None:
    found = all_pairs(sample(), DESIGN, "weet", "leeftijd")
    words = [str(one.sentence) for one in found.differences]
    assert any("is significant: p" in one for one in words)
    assert any("is niet significant: p" in one for one in words)
    for one, text in zip(found.differences, words, strict=True):
        assert f"n = {one.first.n})" in text
        assert f"n = {one.second.n})" in text
        assert "Holm" in text
        assert "gelijk" not in text
        assert one.significant or "Dat zegt niet dat er geen verschil is" in text
    assert "Van de 3 vergelijkingen" in str(found.sentence)
    assert "n = 600" in str(found.sentence)


def test_so_many_answers_would_indeed_find_the_difference() -> None:
    one = all_pairs(sample(rows=400), Design(), "cijfer", "sexe", correction="none").differences[0]
    assert one.needed is not None
    assert one.se is not None
    # With n answers a group the error shrinks by the square root; 2.8 errors are found four times out of five.
    error = one.se * ((one.first.n + one.second.n) / 2 / one.needed) ** 0.5
    assert abs(one.difference) / error == pytest.approx(2.80, abs=0.02)


def test_more_tests_need_more_answers() -> None:
    none, holm, bh = (
        all_pairs(sample(), DESIGN, "weet", "leeftijd", correction=one).differences[0]
        for one in ("none", "holm", "bh")
    )
    assert none.needed is not None
    assert holm.needed is not None
    assert holm.needed > none.needed == bh.needed
    assert (holm.family, holm.correction) == (3, "holm")


def test_nobody_and_everybody_get_an_error_from_both_groups_and_a_caveat() -> None:
    table = pa.table({"g": ["a"] * 40 + ["b"] * 40, "y": [0.0] * 40 + [1.0] * 12 + [0.0] * 28})
    found = all_pairs(table, Design(), "y", "g").differences[0]
    assert "extreme_difference" in found.caveats
    assert found.se == pytest.approx((0.15 * 0.85 / 40 + 0.3 * 0.7 / 40 * 80 / 79) ** 0.5)


def test_without_any_spread_nothing_is_said_about_chance() -> None:
    table = pa.table({"g": ["a"] * 40 + ["b"] * 40, "y": [0.0] * 80})
    found = all_pairs(table, Design(), "y", "g")
    one = found.differences[0]
    assert (one.p, one.p_adjusted, one.needed, one.significant) == (None, None, None, None)
    assert "no_spread" in one.caveats
    assert found.family == 0
    assert "niet te zeggen" in str(one.sentence)
    assert "n = 40" in str(one.sentence)


def test_one_place_per_group_leaves_no_degrees_of_freedom() -> None:
    table = pa.table({"h": ["1"] * 5 + ["2"] * 5, "p": ["x"] * 10, "y": [1.0, 0, 0, 1, 1, 0, 0, 0, 1, 0]})
    found = all_pairs(table, Design(strata="h", psu="p", lonely_psu="remove"), "y", "h").differences[0]
    assert found.p is None
    assert {"no_degrees_of_freedom", "small"} <= set(found.caveats)


def test_two_groups_with_the_same_figure_are_not_called_the_same() -> None:
    table = pa.table({"g": ["a"] * 40 + ["b"] * 40, "y": [0.0, 1.0] * 40})
    text = str(all_pairs(table, Design(), "y", "g").differences[0].sentence)
    assert "In deze antwoorden is er geen verschil" in text
    assert "marge" in text


def test_groups_without_answers_are_left_out_and_said_so() -> None:
    values = [
        None if one == "oud" else float(place % 2)
        for place, one in enumerate(sample()["leeftijd"].to_pylist())
    ]
    found = all_pairs(with_column(sample(), "weet", pa.array(values)), DESIGN, "weet", "leeftijd")
    assert len(found.differences) == 1
    assert "empty_groups" in found.caveats


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(MethodError, match="correctie"):
        all_pairs(sample(), DESIGN, "weet", "leeftijd", correction="tukey")
    with pytest.raises(MethodError, match="twee groepen"):
        all_pairs(sample(), DESIGN, "weet", "sexe", where={"sexe": "man"})
    many = pa.table({"g": [str(one) for one in range(300)], "y": [0.0, 1.0, 1.0] * 100})
    with pytest.raises(MethodError, match="ten hoogste 100"):
        against_the_rest(many, Design(), "y", "g")
