"""Awareness without the guesses: by hand, at its edges, and what must always hold."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import engine
from analysis.design import Design
from analysis.estimate import estimate
from analysis.ladder import Entity
from analysis.reach import corrected, reach

VET = Entity("vet", "team", label="Voor Elkaar Team")
MADE_UP = Entity("buurtbrug", "fictitious")
OTHER = Entity("luchtbrug", "fictitious")
P, G = "m:awareness.aided:vet", "m:awareness.aided:buurtbrug"


def answers(both: int, team: int, made_up: int, neither: int) -> pa.Table:
    """So many who know both, only the team, only the made-up team, and neither."""
    rows = [(1.0, 1.0)] * both + [(1.0, 0.0)] * team + [(0.0, 1.0)] * made_up + [(0.0, 0.0)] * neither
    return pa.table({P: [p for p, _ in rows], G: [g for _, g in rows]})


def of(table: pa.Table, **more):
    (found,) = corrected(table, Design(), [VET, MADE_UP], **more)
    return found


def test_who_would_know_it_without_guessing_by_hand():
    found = of(answers(6, 54, 4, 36))
    assert (found.raw.estimate, found.guessing) == (pytest.approx(0.6), pytest.approx(0.1))
    p, g, n = 0.6, 0.1, 100
    after = (p - g) / (1 - g)
    parts = p * (1 - p), g * (1 - g), 0.06 - p * g
    variance = (parts[0] + (1 - after) ** 2 * parts[1] - 2 * (1 - after) * parts[2]) / (1 - g) ** 2 / (n - 1)
    assert found.figure.estimate == pytest.approx(after)
    assert found.figure.se == pytest.approx(variance**0.5)
    assert found.figure.low < after < found.figure.high
    assert found.figure.measure == "awareness.corrected"


def test_several_made_up_teams_count_as_their_mean():
    table = answers(6, 54, 4, 36).append_column(
        "m:awareness.aided:luchtbrug", pa.array([1.0] * 20 + [0.0] * 80)
    )
    (found,) = corrected(table, Design(), [VET, MADE_UP, OTHER])
    assert [one.estimate for one in found.guessed] == [pytest.approx(0.1), pytest.approx(0.2)]
    assert found.figure.estimate == pytest.approx((0.6 - 0.15) / 0.85)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60))
def test_when_nobody_guesses_the_figure_stays_as_it_was(team, neither):
    found = of(answers(0, team, 0, neither))
    assert found.figure.estimate == found.raw.estimate
    assert found.figure.se == pytest.approx(found.raw.se)
    assert (found.figure.low, found.figure.high) == pytest.approx((found.raw.low, found.raw.high))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(1, 40))
def test_guesses_only_lower_a_share_and_the_interval_holds_it(both, team, made_up, neither):
    assume(both + team + made_up > 0)
    found = of(answers(both, team, made_up, neither))
    assert 0 <= found.figure.low <= found.figure.estimate <= found.figure.high <= 1
    assert found.figure.estimate <= found.raw.estimate + 1e-12
    assert ("guessing_not_below" in found.figure.caveats) == (team <= made_up and both + made_up > 0)


def test_a_team_known_no_better_than_a_made_up_one_is_not_shown_to_be_known():
    found = of(answers(5, 5, 10, 80))
    assert (found.figure.estimate, found.figure.low) == (0.0, 0.0)
    assert found.figure.high > 0
    assert str(found.sentence) == (
        "10% zegt Voor Elkaar Team te kennen, en 15% zegt een team te kennen dat niet bestaat. "
        "Dat iemand Voor Elkaar Team echt kent, is hiermee niet aangetoond (100 antwoorden)."
    )


def test_when_everybody_knows_the_made_up_team_nothing_can_be_said():
    found = of(answers(60, 0, 40, 0))
    assert found.figure.estimate is None
    assert "guessing_everybody" in found.figure.caveats
    assert "niet te zeggen" in str(found.sentence)


def test_when_nobody_was_asked_about_the_made_up_team_there_is_no_correction():
    table = answers(0, 5, 0, 5).set_column(1, G, pa.array([None] * 10, pa.float64()))
    found = of(table)
    assert (found.figure.estimate, found.guessing) == (None, None)
    assert "empty" in found.figure.caveats
    assert found.raw.estimate == 0.5


def test_without_a_made_up_team_or_a_team_there_is_nothing_to_correct():
    assert corrected(answers(1, 1, 1, 1), Design(), [VET]) == []
    assert corrected(answers(1, 1, 1, 1), Design(), [MADE_UP]) == []


def test_one_place_gives_a_figure_without_a_margin():
    table = answers(2, 18, 2, 18).append_column("place", pa.array(["market"] * 40))
    (found,) = corrected(table, Design(psu="place"), [VET, MADE_UP])
    assert (found.figure.estimate, found.figure.low) == (pytest.approx(4 / 9), None)
    assert "een marge is niet te geven" in str(found.sentence)


def test_each_ladder_has_the_figure_without_guesses_beside_the_raw_one():
    groups = pa.array(["jong"] * 50 + ["oud"] * 50)
    table = answers(6, 54, 4, 36).append_column("group", groups)
    ladders = reach(table, Design(), [VET, MADE_UP], by="group")
    by_group = {one.by["group"]: one for one in ladders if one.entity == VET}
    assert [one.corrected is None for one in ladders] == [False, False, True, True]
    young = by_group["jong"].corrected
    assert young.raw.estimate == by_group["jong"].steps[0].of_all.estimate == 1.0
    assert young.by == {"group": "jong"}
    assert str(young.sentence).startswith(
        "100% zegt Voor Elkaar Team te kennen, en 12% zegt een team te kennen"
    )


def test_a_ladder_of_one_origin_has_it_too_and_is_that_of_a_table_of_this_origin_only():
    street = answers(6, 54, 4, 36)
    both = pa.concat_tables(
        [
            street.append_column("origin", pa.array(["street"] * street.num_rows)),
            answers(20, 20, 20, 20).append_column("origin", pa.array(["panel"] * 80)),
        ]
    )
    (alone, _), (asked, _) = (
        reach(street, Design(), [VET, MADE_UP]),
        reach(both, Design(), [VET, MADE_UP], origins="street"),
    )
    assert asked.corrected.figure.estimate == alone.corrected.figure.estimate
    assert asked.corrected.raw.n == alone.corrected.raw.n == 100


def test_the_interval_holds_the_truth_as_often_as_it_promises():
    rng = np.random.default_rng(5)
    truth, guess, held, rounds = 0.3, 0.15, 0, 150
    for _ in range(rounds):
        knows = rng.random(80) < truth
        guesses, made_up = rng.random((2, 80)) < guess
        table = pa.table({P: (knows | guesses).astype(float), G: made_up.astype(float)})
        figure = of(table).figure
        held += figure.low <= truth <= figure.high
    assert held / rounds >= 0.92


def test_the_raw_figure_is_the_one_of_any_table():
    table = answers(6, 54, 4, 36)
    (plain,) = estimate(table, Design(), [P])
    raw = of(table).raw
    assert (raw.estimate, raw.n) == (plain.estimate, plain.n)
    assert (raw.low, raw.high) == pytest.approx((plain.low, plain.high))


@pytest.mark.parametrize("design", [Design(), Design(psu="place")])
def test_a_table_that_is_grouped_by_the_engine_has_the_same_ladder(design, monkeypatch):
    places = pa.array([str(row % 9) for row in range(100)])
    table = answers(6, 54, 4, 36).append_column("place", places)
    small = reach(table, design, [VET, MADE_UP])[0].corrected
    monkeypatch.setattr(engine, "SMALL", 10)
    grouped = reach(table, design, [VET, MADE_UP])[0].corrected
    assert grouped.figure.estimate == pytest.approx(small.figure.estimate)
    assert grouped.figure.se == pytest.approx(small.figure.se)
    assert grouped.sentence == small.sentence
