"""Reach and satisfaction together, and use without knowing, counted by hand."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.design import Design
from analysis.errors import IndicatorError
from analysis.ladder import Entity
from analysis.reach import reach_and_satisfaction, used_without_knowing

VET = Entity("vet", "team", label="Voor Elkaar Team")
SHORT = {
    "aided": "m:awareness.aided:vet",
    "what": "m:knowledge.what:vet",
    "how": "m:knowledge.how:vet",
    "used": "m:use.knowing:vet",
    "unknowing": "m:use.unknowing:vet",
    "mark": "mark",
}


def table(rows: list[dict[str, Any]], **more: list[Any]) -> pa.Table:
    names = [short for short in SHORT if any(short in row for row in rows)]
    return pa.table(
        {SHORT[one]: pa.array([row.get(one) for row in rows], pa.float64()) for one in names} | more
    )


PEOPLE = [
    {"aided": 1, "what": 1, "how": 1, "used": 1, "mark": 9},
    {"aided": 1, "what": 1, "how": 1, "used": 1, "mark": 7},
    {"aided": 1, "what": 1, "how": 0, "used": 1, "mark": 6},
    {"aided": 1, "what": 0, "used": 1, "mark": 5},
    {"aided": 0, "unknowing": 1, "mark": 8},
    {"aided": 0, "unknowing": 0, "mark": 1},
    {"aided": 1, "what": 1, "how": 1, "used": 0, "mark": 2},
    {"aided": 0},
]


def test_satisfaction_is_of_users_only_and_per_level_of_knowing():
    (found,) = reach_and_satisfaction(table(PEOPLE), Design(), VET, "mark")
    assert (found.used.n, found.used.estimate) == (8, 5 / 8)
    assert (found.n, found.satisfaction.estimate) == (5, 7.0)
    levels = {one.level: one for one in found.levels}
    assert [(name, one.satisfaction.n, one.satisfaction.estimate) for name, one in levels.items()] == [
        ("unaware", 1, 8.0),
        ("name", 1, 5.0),
        ("what", 1, 6.0),
        ("how", 2, 8.0),
    ]
    assert [one.share.estimate for one in found.levels] == [0.2, 0.2, 0.2, 0.4]
    assert str(levels["what"].says) == "weet wat het doet, maar niet hoe het te bereiken is"
    assert "users_only" in found.caveats
    assert str(found.sentence).startswith(
        "Voor Elkaar Team bereikt 63% (8 antwoorden). Wie bereikt is, geeft gemiddeld 7,0"
    )
    assert str(found.sentence).endswith("Over wie niet bereikt is, zegt dat niets.")


def test_levels_that_no_question_tells_apart_are_left_out():
    rows = [{"aided": 1, "used": 1, "mark": 6}, {"aided": 1, "used": 1, "mark": 8}, {"aided": 0, "used": 0}]
    (found,) = reach_and_satisfaction(table(rows), Design(), VET, "mark")
    assert [(one.level, str(one.says), one.satisfaction.n) for one in found.levels] == [
        ("unaware", "gebruikt het zonder het te kennen", 0),
        ("name", "kent het", 2),
    ]
    with_how = [row | {"how": 1} for row in rows[:2]] + rows[2:]
    (found,) = reach_and_satisfaction(table(with_how), Design(), VET, "mark")
    assert [(one.level, str(one.says)) for one in found.levels][-1] == ("how", "weet hoe het te bereiken is")


def test_use_without_knowing_is_a_share_of_all_use():
    (found,) = used_without_knowing(table(PEOPLE), Design(), VET)
    assert (found.n, found.estimate, found.measure) == (5, 0.2, "use.unknowing")


def test_groups_stand_apart():
    grouped = table(PEOPLE, group=["a"] * 4 + ["b"] * 4)
    found = reach_and_satisfaction(grouped, Design(), VET, "mark", by="group")
    assert [(one.by["group"], one.n) for one in found] == [("a", 4), ("b", 1)]
    assert [one.by["group"] for one in used_without_knowing(grouped, Design(), VET, by="group")] == ["a", "b"]


def test_without_users_there_are_no_marks_and_it_is_said():
    rows = [{"aided": 1, "used": 0, "mark": 5}, {"aided": 0, "used": None, "mark": 5}]
    (found,) = reach_and_satisfaction(table(rows), Design(), VET, "mark")
    assert (found.used.estimate, found.satisfaction.estimate) == (0.0, None)
    assert "te weinig antwoorden" in str(found.sentence)


def test_a_team_whose_use_was_not_asked_has_no_result():
    rows = table([{"aided": 1, "mark": 5}, {"aided": 0, "mark": 5}])
    assert reach_and_satisfaction(rows, Design(), VET, "mark") == []
    assert used_without_knowing(rows, Design(), VET) == []


def test_a_mark_that_does_not_exist_is_refused():
    with pytest.raises(IndicatorError, match="grade"):
        reach_and_satisfaction(table(PEOPLE), Design(), VET, "grade")


ANSWER = st.sampled_from([None, 0.0, 1.0])
ROW = st.fixed_dictionaries({name: ANSWER for name in SHORT if name != "mark"} | {"mark": st.integers(1, 10)})


@settings(max_examples=20, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=20))
def test_levels_divide_the_users_and_no_base_is_larger_than_they_are(rows):
    (found,) = reach_and_satisfaction(table(rows), Design(), VET, "mark")
    users = round((found.used.estimate or 0) * found.used.n)
    assert found.n == users
    assert sum(one.satisfaction.n for one in found.levels) == found.levels[0].share.n <= users
    shares = [one.share.estimate for one in found.levels if one.share.estimate is not None]
    assert not shares or sum(shares) == pytest.approx(1)
