"""The awareness ladder: who counts at which step, by hand-counted examples."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.design import Design
from analysis.errors import PoolingError
from analysis.ladder import Entity
from analysis.reach import Ladder, Step, entities_of, findability, findability_by_channel, reach

VET = Entity("vet", "team", label="Voor Elkaar Team")
OLD = Entity("sociaal_team", "old_name", of="vet")
MADE_UP = Entity("buurtbrug", "fictitious")
SHORT = {
    "unaided": "awareness.unaided",
    "aided": "awareness.aided",
    "what": "knowledge.what",
    "how": "knowledge.how",
    "used": "use.knowing",
    "unknowing": "use.unknowing",
    "person": "knows.person",
}


def table(rows: list[dict[str, Any]], **more: list[Any]) -> pa.Table:
    columns = {
        f"m:{measure}:vet": pa.array([row.get(short) for row in rows], pa.float64())
        for short, measure in SHORT.items()
        if any(short in row for row in rows)
    }
    if any("old" in row for row in rows):
        columns["m:awareness.aided:sociaal_team"] = pa.array([row.get("old") for row in rows], pa.float64())
    if any("made_up" in row for row in rows):
        columns["m:awareness.aided:buurtbrug"] = pa.array([row.get("made_up") for row in rows], pa.float64())
    return pa.table({**columns, **more})


def ladder(rows: list[dict[str, Any]]) -> dict[str, Step]:
    (found,) = [one for one in reach(table(rows), Design(), [VET, OLD, MADE_UP]) if one.entity.code == "vet"]
    return {step.measure: step for step in found.steps}


def test_a_step_not_asked_because_an_earlier_one_was_negative_is_no():
    steps = ladder([{"aided": 1, "how": 1}, {"aided": 1, "how": 0}, {"aided": 0}, {"aided": 0}])
    assert (steps["knowledge.how"].of_all.n, steps["knowledge.how"].of_all.estimate) == (4, 0.25)


def test_a_step_not_asked_although_the_earlier_one_was_positive_leaves_the_base():
    steps = ladder([{"aided": 1, "how": 1}, {"aided": 1}, {"aided": 0}])
    how = steps["knowledge.how"].of_all
    assert (how.n, how.estimate, how.missing) == (2, 0.5, 1)


def test_who_was_not_asked_the_first_question_is_in_no_base():
    steps = ladder([{"aided": 1, "how": 1}, {"how": 1}, {"aided": 0}])
    assert steps["knowledge.how"].of_all.n == steps["awareness.aided"].of_all.n == 2


def test_each_step_is_also_a_share_of_the_step_before_with_its_own_base_in_words():
    steps = ladder([{"aided": 1, "how": 1}, {"aided": 1, "how": 0}, {"aided": 0}, {"aided": 0}])
    how = steps["knowledge.how"]
    assert how.of_before is not None
    assert (how.of_before.n, how.of_before.estimate, how.before) == (2, 0.5, "awareness.aided")
    assert str(how.base_before) == "van wie Voor Elkaar Team kent"
    assert str(how.base) == "van iedereen aan wie is gevraagd of zij Voor Elkaar Team kennen"
    assert steps["awareness.aided"].of_before is None


def test_the_name_only_follows_from_knowing_it_and_not_knowing_what_it_does():
    steps = ladder([{"aided": 1, "what": 0}, {"aided": 1, "what": 1}, {"aided": 0}, {"aided": 1}])
    name = steps["awareness.name_only"]
    assert (name.of_all.n, name.of_all.estimate) == (3, pytest.approx(1 / 3))


def test_who_names_it_unaided_knows_it_also_when_it_was_not_read_out():
    steps = ladder([{"unaided": 1}, {"unaided": 0, "aided": 1}, {"unaided": 0, "aided": 0}, {"unaided": 0}])
    assert (steps["awareness.aided"].of_all.n, steps["awareness.aided"].of_all.estimate) == (
        3,
        pytest.approx(2 / 3),
    )
    assert steps["awareness.unaided"].of_all.n == 4


def test_knowing_only_the_person_or_only_the_old_name_excludes_who_knows_the_team():
    steps = ladder(
        [
            {"aided": 1, "person": 1, "old": 1},
            {"aided": 0, "person": 1, "old": 0},
            {"aided": 0, "person": 0, "old": 1},
            {"aided": 0, "person": None, "old": None},
        ]
    )
    for measure in ("knows.person_only", "knows.old_name_only"):
        of_all, of_before = steps[measure].of_all, steps[measure].of_before
        assert (of_all.n, of_all.estimate) == (3, pytest.approx(1 / 3))
        assert of_before is not None
        assert (of_before.n, of_before.estimate) == (2, 0.5)


def test_taking_part_without_knowing_is_not_no_for_who_was_not_asked():
    steps = ladder([{"aided": 0, "unknowing": 1}, {"aided": 0, "unknowing": 0}, {"aided": 0}])
    assert steps["use.unknowing"].of_all.n == 2


def test_the_base_of_taking_part_without_knowing_is_who_takes_part_and_never_everybody():
    rows = [{"aided": 1, "used": 1, "unknowing": 0}, {"aided": 1, "used": 0, "unknowing": 1}, {"aided": 0}]
    unknowing = ladder(rows)["use.unknowing"]
    assert str(unknowing.base).startswith("van wie aan een activiteit meedoet")
    assert str(unknowing.base_before) == (
        "van wie aan een activiteit meedoet en Voor Elkaar Team niet bewust heeft gebruikt"
    )
    without_use = ladder([{"aided": 0, "unknowing": 1}])["use.unknowing"]
    assert str(without_use.base_before) == "van wie aan een activiteit meedoet en Voor Elkaar Team niet kent"


def test_a_made_up_team_stands_beside_the_real_one():
    rows = [{"aided": 1, "made_up": 0}, {"aided": 0, "made_up": 1}, {"aided": 1, "made_up": 0}]
    found = reach(table(rows), Design(), [VET, MADE_UP])
    assert [one.entity.code for one in found] == ["vet", "buurtbrug"]
    (guess,) = found[0].guessing
    assert guess.of_all.entity == "buurtbrug"
    assert guess.of_all.estimate == pytest.approx(1 / 3)
    assert found[1].guessing == ()


def test_an_entity_without_a_first_question_has_no_ladder():
    assert reach(table([{"how": 1}]), Design(), [VET]) == []


def test_ladders_of_several_origins_are_refused_without_a_choice():
    rows = table([{"aided": 1}, {"aided": 0}, {"aided": 1}], origin=["street", "street", "panel"])
    with pytest.raises(PoolingError, match="panel: 1, street: 2"):
        reach(rows, Design(), [VET])
    apart = reach(rows, Design(), [VET], by="origin")
    assert [one.origin for one in apart] == ["panel", "street"]
    assert reach(rows, Design(), [VET], origins="pool")[0].origin == "pooled"


def test_entities_are_read_from_a_programme():
    programme = {
        "vet": {"kind": "team", "of": None, "label": {"nl": "Voor Elkaar Team"}},
        "oud": {"kind": "old_name", "of": "vet", "label": "Sociaal Team"},
        "werk": {"kind": "topic", "label": {"nl": "werk"}},
    }
    assert entities_of(programme) == (
        Entity("vet", "team", None, "Voor Elkaar Team"),
        Entity("oud", "old_name", "vet", "Sociaal Team"),
    )


def test_findability_counts_each_topic_both_ways():
    rows = pa.table(
        {"m:findability.knows:work": [1.0, 0.0, None], "m:findability.knows_not:work": [0.0, 1.0, None]}
    )
    assert [(one.measure, one.n, one.estimate) for one in findability(rows, Design())] == [
        ("findability.knows", 2, 0.5),
        ("findability.knows_not", 2, 0.5),
    ]


ANSWER = st.sampled_from([None, 0.0, 1.0])


@settings(max_examples=20)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys([*SHORT, "old"], ANSWER)), min_size=1, max_size=25))
def test_no_base_is_larger_than_the_step_it_stands_on(rows: list[dict[str, Any]]):
    found: list[Ladder] = [
        one for one in reach(table(rows), Design(), [VET, OLD]) if one.entity.code == "vet"
    ]
    steps = {step.measure: step for step in found[0].steps}
    asked = sum(row["aided"] is not None or row["unaided"] is not None for row in rows)
    for step in steps.values():
        assert step.of_all.n <= asked
        if step.of_before is not None:
            assert step.of_before.n <= step.of_all.n
            if step.before in steps:
                before = steps[step.before].of_all
                positive = round((before.estimate or 0) * before.n)
                assert step.of_before.n <= positive


def test_who_heard_through_a_channel_is_the_base_of_finding_the_team():
    rows = table(
        [{"aided": 1, "how": 1}, {"aided": 1, "how": 0}, {"aided": 0}, {"aided": 1, "how": 1}],
        **{"m:channel.heard:gp": [1.0, 1.0, None, 0.0], "m:channel.heard:leaflet": [0.0, 0.0, None, 1.0]},
    )
    found = findability_by_channel(rows, Design(), VET)
    assert [(one.entity, one.measure, one.n, one.estimate) for one in found] == [
        ("gp", "knowledge.how", 2, 0.5),
        ("leaflet", "knowledge.how", 1, 1.0),
    ]
    assert findability_by_channel(table([{"aided": 1, "how": 1}]), Design(), VET) == []
