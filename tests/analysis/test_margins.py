"""The margin of each figure: by the method asked, or by one that exists, and what is said about it."""

from typing import Any

import pytest

from analysis import intervals
from analysis.figure import Estimate
from analysis.margins import MANY, RARE, margins


def blank(**more: Any) -> Estimate:
    known: dict[str, Any] = {
        "indicator": "x",
        "measure": "x",
        "entity": None,
        "by": {},
        "origin": None,
        "kind": "proportion",
        "n": 60,
        "weighted_base": 600.0,
        "level": 0.95,
        "method": "korn_graubard",
        "df": 20,
        "caveats": (),
        "missing": 0,
    }
    empty = dict.fromkeys(("estimate", "se", "low", "high", "deff", "n_eff"))
    return Estimate(**(empty | known | more))


def test_figures_of_several_kinds_methods_and_levels_keep_their_order():
    asked = [
        blank(kind="mean"),
        blank(method="wilson"),
        blank(kind="total", level=0.9),
        blank(level=0.9),
        blank(method="wilson", level=0.99),
    ]
    found = margins(asked, [5.0, 0.4, 900.0, 0.4, 0.4], [0.04, 0.004, 100.0, 0.004, 0.004])
    assert [one.method for one in found] == ["mean", "wilson", "mean", "korn_graubard", "wilson"]
    assert found[0].limits == pytest.approx(intervals.mean(5.0, 0.2, 20, 0.95))
    assert found[2].limits == pytest.approx(intervals.mean(900.0, 10.0, 20, 0.9))
    assert found[3].limits == pytest.approx(intervals.interval("korn_graubard", 0.4, 0.004, 60, 20, 0.9))
    assert found[4].limits == pytest.approx(intervals.interval("wilson", 0.4, 0.004, 60, 20, 0.99))
    assert all(one.caveats == () for one in found)


@pytest.mark.parametrize("kind", ["mean", "total", "ratio"])
def test_a_number_without_an_error_or_without_degrees_of_freedom_has_no_margin(kind: str):
    (flat,) = margins([blank(kind=kind)], [5.0], [0.0])
    (alone,) = margins([blank(kind=kind, df=0)], [5.0], [0.1])
    assert (flat.limits, flat.caveats) == (None, ("zero_error",))
    assert (alone.limits, alone.caveats) == (None, ("no_degrees_of_freedom",))


def test_the_default_stands_in_for_a_method_that_does_not_exist_and_it_is_said():
    found = margins([blank(method="logit"), blank(method="jeffreys")], [1.0, 1.0], [0.0, 0.0])
    assert (found[0].method, found[0].caveats) == ("korn_graubard", ("extreme", "method_undefined"))
    assert (found[1].method, found[1].caveats) == ("jeffreys", ("extreme",))
    assert found[0].limits == pytest.approx((0.025 ** (1 / 60), 1.0))


def test_negative_weights_that_push_a_share_beyond_0_are_told():
    (found,) = margins([blank()], [-0.05], [0.0004])
    assert (found.method, found.caveats) == ("mean", ("outside",))


def test_a_margin_narrower_than_single_answers_allow_is_capped():
    (found,) = margins([blank()], [0.3], [0.3 * 0.7 / 600])
    assert found.caveats == ("capped",)
    assert found.limits == pytest.approx(intervals.exact_count(18, 60))


def test_many_answers_of_few_places_are_told_where_the_answer_is_rare_or_nearly_universal():
    few = {"n": MANY * 7, "df": 6}
    for share in (RARE - 0.01, 1 - RARE + 0.01):
        (found,) = margins([blank(**few)], [share], [0.001])
        assert found.caveats == ("few_places",)
    (common,) = margins([blank(**few)], [0.5], [0.004])
    (many,) = margins([blank(n=MANY * 7 - 1, df=6)], [0.1], [0.001])
    assert common.caveats == many.caveats == ()


def test_a_design_effect_that_was_assumed_is_told_instead_of_what_could_not_be_estimated():
    rare, nobody = margins([blank(n=400, df=9, method=intervals.DEFAULT)] * 2, [0.01, 0.0], [0.00002, 0.0])
    for found in (rare, nobody):
        assert (found.method, found.caveats) == ("korn_graubard_assumed", ("assumed_design_effect",))
        assert found.n_eff == pytest.approx(400 / (1 + 39 * 0.1))
    (common,) = margins([blank(n=400, df=9, method=intervals.DEFAULT)], [0.4], [0.004])
    assert (common.method, common.n_eff) == ("korn_graubard", None)
