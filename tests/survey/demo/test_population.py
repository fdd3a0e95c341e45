"""The made-up town: its truth is known, and its samples are as crooked as real ones."""

import numpy as np

from survey.demo import population, sampling


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(1))


def test_the_same_seed_gives_the_same_town() -> None:
    assert np.array_equal(population.town(7).area, population.town(7).area)
    assert population.truth(7) == population.truth(7)


def test_the_truth_is_stated_for_the_town_and_for_each_wijk_in_both_waves() -> None:
    rows = population.truth()
    for wave in population.WAVES:
        areas = {row["area"] for row in rows if row["wave"] == wave and row["measure"] == "awareness.aided"}
        assert areas == {None, *(wijk[0] for wijk in population.WIJKEN)}
    assert all(0 <= row["share"] <= 1 and row["residents"] > 0 for row in rows)


def test_nobody_who_never_heard_of_a_team_names_it_unaided_or_knows_how_to_reach_it() -> None:
    town = population.town()
    for wave in population.WAVES:
        never = town.level[wave]["vet"] == 0
        assert not (town.names_unaided[wave] & never).any()
        assert not (town.how[wave] & never).any()


def test_the_campaign_lifts_awareness_most_where_it_ran() -> None:
    share = {
        (r["wave"], r["area"]): r["share"]
        for r in population.truth()
        if (r["measure"], r["entity"]) == ("awareness.aided", "vet")
    }
    lift = {wijk[0]: share[2, wijk[0]] - share[1, wijk[0]] for wijk in population.WIJKEN}
    assert min(lift["zuider"], lift["kanaal"], lift["station"]) > max(
        v for k, v in lift.items() if k not in {"zuider", "kanaal", "station"}
    )


def test_the_street_meets_fifty_residents_of_each_wijk_at_three_places() -> None:
    town = population.town()
    met = sampling.street(town, rng())
    for wijk in range(len(population.WIJKEN)):
        here = [(index, place) for index, place in met if town.area[index] == wijk]
        assert len(here) == 50
        assert len({place for _, place in here}) == 3
    assert len({index for index, _ in met}) == len(met)


def test_the_panel_is_better_informed_than_the_town_it_comes_from() -> None:
    town = population.town()
    members = sampling.panel(town, rng())
    assert len(set(members)) == 1200
    known = town.level[1]["vet"] > 0
    assert known[members].mean() > known.mean() + 0.05
    assert town.online[members].all()
