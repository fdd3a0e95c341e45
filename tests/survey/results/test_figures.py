import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from analysis.intervals import DEFAULT, METHODS, exact_count
from survey.results.asked import NotThereError, asked
from survey.results.figures import Row, figures, sentences
from survey.results.subject import Subject
from survey.studies.tables import Study
from tests.survey.interviews import hold

Look = Callable[[], Subject]


def rows(look: Look, **choices: Any) -> list[Row]:
    looked_at = look()
    return figures(looked_at, asked(looked_at, **choices))


def told(found: list[Row]) -> list[tuple[Any, ...]]:
    return [(*row["by"].values(), row["origin"], row["n"], row["estimate"]) for row in found]


@pytest.mark.usefixtures("held")
def test_origins_are_never_pooled_in_silence(look: Look) -> None:
    assert told(rows(look)) == [("panel", 50, 0.7), ("street", 4, 0.25)]


@pytest.mark.usefixtures("held")
def test_all_origins_together_is_a_choice_that_is_said_aloud(look: Look) -> None:
    found = rows(look, origin="all")
    assert told(found) == [("all", 54, pytest.approx(36 / 54))]
    assert any("bewust samengenomen" in sentence for sentence in sentences(found[0]))


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("name", ["area", "wijk", "buurt"])
def test_figures_by_wijk_stand_in_the_order_of_the_study(look: Look, name: str) -> None:
    assert told(rows(look, by=[name], origin="panel")) == [
        ("noord", "panel", 40, 0.75),
        ("zuid", "panel", 10, 0.5),
    ]


@pytest.mark.usefixtures("held")
def test_a_row_says_everything_that_a_figure_needs(look: Look) -> None:
    row = rows(look, origin="panel", by=["area"])[0]
    assert {
        "measure",
        "entity",
        "by",
        "origin",
        "n",
        "estimate",
        "se",
        "low",
        "high",
        "level",
        "method",
        "deff",
        "n_eff",
    } <= row.keys()
    assert (row["measure"], row["entity"], row["level"], row["method"]) == (
        "awareness.aided",
        "vet",
        0.95,
        "korn_graubard",
    )
    assert row["se"] == pytest.approx((0.75 * 0.25 / 40 * 50 / 49) ** 0.5)
    low, high = exact_count(30, 40)
    assert row["low"] == pytest.approx(low, abs=0.02)
    assert row["high"] == pytest.approx(high, abs=0.02)
    json.dumps(row, allow_nan=False)


@pytest.mark.usefixtures("held")
def test_a_group_of_fewer_than_thirty_is_called_small(look: Look) -> None:
    found = rows(look, by=["area"])
    assert {(row["by"]["area"], row["origin"]): row["small"] for row in found} == {
        ("noord", "panel"): False,
        ("noord", "street"): True,
        ("zuid", "panel"): True,
    }


def test_not_asked_refused_and_off_the_path_are_in_no_base(engine: Engine, study: Study, look: Look) -> None:
    hold(engine, 2, knows_vet="yes")
    hold(engine, 3, knows_vet={"missing": "refused"})
    hold(engine, 4, consent="no", area=None, knows_vet="no")  # stopped before: this answer is off the path
    assert told(rows(look)) == [("panel", 2, 1.0)]


def test_what_waits_for_a_person_does_not_count(engine: Engine, study: Study, look: Look) -> None:
    hold(engine, 2, knows_vet="yes")
    hold(engine, 5, knows_vet="perhaps")
    assert told(rows(look)) == [("panel", 2, 1.0)]


@pytest.mark.usefixtures("held")
def test_a_new_interview_changes_the_figures_at_once(engine: Engine, look: Look) -> None:
    assert told(rows(look, origin="street")) == [("street", 4, 0.25)]
    hold(engine, origin="street", knows_vet="yes")
    assert told(rows(look, origin="street")) == [("street", 5, 0.4)]


def test_a_study_without_interviews_has_no_rows(study: Study, look: Look) -> None:
    assert rows(look) == []
    assert rows(look, by=["area"], origin="all") == []
    assert rows(look, origin="street") == []


@pytest.mark.usefixtures("held")
def test_one_wave_and_figures_by_wave_agree(look: Look) -> None:
    assert rows(look, wave=1, origin="panel") == []
    by_wave = rows(look, by=["wave"], origin="panel")
    assert told(by_wave) == [(2, "panel", 50, 0.7)]
    assert rows(look, wave=2, origin="panel")[0]["estimate"] == by_wave[0]["estimate"]


@pytest.mark.usefixtures("held")
def test_any_closed_question_can_split_with_its_missing_codes_as_groups(look: Look) -> None:
    found = rows(look, by=["knows_vet"], origin="panel")
    assert told(found) == [
        ("yes", "panel", 35, 1.0),
        ("no", "panel", 10, 0.0),
        ("missing:dont_know", "panel", 5, 0.0),
    ]


@pytest.mark.usefixtures("held")
def test_every_method_and_another_level_can_be_chosen(look: Look) -> None:
    found = {name: rows(look, origin="panel", method=name)[0] for name in METHODS}
    # 50 simple draws: nothing is assumed, and the default is called by what it is then.
    called = {name: name for name in METHODS} | {DEFAULT: "korn_graubard"}
    assert {name: row["method"] for name, row in found.items()} == called
    # xlogit is logit, and beta is Korn and Graubard's; the others differ.
    assert len({round(row["low"], 6) for row in found.values()}) == len(METHODS) - 3
    wide, default = rows(look, origin="panel", level="0.99")[0], rows(look, origin="panel")[0]
    assert wide["high"] - wide["low"] > default["high"] - default["low"]


@pytest.mark.parametrize(
    ("choices", "part"),
    [
        ({"measure": "happiness"}, "meet 'happiness' niet. Het meet: awareness.aided:vet."),
        ({"measure": "awareness.aided", "entity": "nobody"}, "awareness.aided:nobody"),
        ({"by": ["colour"]}, "geen kenmerk 'colour'. Uitsplitsen kan naar: area, wave, origin"),
        ({"by": ["channels"]}, "'channels' kan niet"),
        ({"by": ["area", "wave", "mode", "language"]}, "hoogstens 3"),
        ({"origin": "market"}, "herkomst 'market' bestaat niet. Kies uit: street, panel"),
        ({"wave": "9"}, "geen meting '9'. Wel: 1, 2"),
        ({"method": "magic"}, "korn_graubard, beta, wilson"),
        ({"level": "95"}, "tussen 0 en 1"),
    ],
)
def test_what_the_study_does_not_have_is_answered_with_what_it_has(
    study: Study, look: Look, choices: dict[str, Any], part: str
) -> None:
    with pytest.raises(NotThereError) as refused:
        rows(look, **choices)
    assert part in str(refused.value)
