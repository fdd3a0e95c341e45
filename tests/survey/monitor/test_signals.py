"""Signals point at interviews to look at: each says what it measured, and none is about a person."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analysis.quality import pace as library
from survey.monitor import thresholds
from survey.monitor.labels import page_names
from survey.monitor.pages.said import signal_said
from survey.monitor.signals import MEANING, NAMES, SENTENCES, pace, signals
from survey.monitor.statements import blocks
from survey.monitor.trace import Alike, Longest, Same, Trace
from survey.studies.tables import Study
from tests.survey.monitor.held import BEGIN, held

USUAL = Trace(
    id=uuid4(), place=1, version_id=1, area="noord", interviewer="12", device_id=None, number=None, language="nl",
    outcome="complete", day=BEGIN.date(), ended_at=BEGIN, seconds=300.0, longest=Longest("age", 40.0), hidden=None,
    alike=None, same=Same("yes", 3, 9), offset=0.0,
)  # fmt: skip
ALL = {(1, "nl"): (300.0, 20)}


PROGRAMME = {
    "variables": {
        "age": {"text": {"nl": "Hoe oud bent u?"}},
        "one": {"text": {"nl": "Het is hier prettig."}},
    },
    "pages": [{"id": "age", "questions": ["age"]}],
    "missing": {"dont_know": {"nl": "Weet ik niet"}},
}


def codes(**changes: object) -> list[str]:
    return [each.code for each in signals(replace(USUAL, **changes), ALL)]  # type: ignore[arg-type]


def test_an_ordinary_interview_has_none() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"seconds": 149.0}, "fast"),
        ({"alike": Alike("one", 3)}, "alike"),
        ({"longest": Longest("age", thresholds.PAUSE_SECONDS + 1)}, "pause"),
        ({"hidden": Longest("age", thresholds.PAUSE_SECONDS + 1)}, "pause"),
        ({"same": Same("dont_know", 9, 10)}, "same"),
        ({"ended_at": datetime(2026, 11, 2, 23, 30, tzinfo=UTC)}, "night"),
        ({"offset": -601.0}, "clock"),
    ],
)
def test_each_signal_is_given_by_its_own_measure_alone(changes: dict[str, object], code: str) -> None:
    assert codes(**changes) == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"seconds": 150.0},
        {"seconds": 20.0, "outcome": "refused"},  # who stops is done sooner
        {"seconds": 20.0, "language": "ar"},  # nothing to compare with
        {"same": Same("no", 9, 9)},
        {"same": Same("no", 17, 20)},
        {"offset": 600.0},
        {"offset": None},
        {"ended_at": datetime(2026, 7, 2, 19, 59, tzinfo=UTC)},  # 21:59 in summer
    ],
)
def test_what_lies_within_its_bounds_is_not_pointed_at(changes: dict[str, object]) -> None:
    assert codes(**changes) == []


def test_of_few_interviews_there_is_no_median() -> None:
    few = [replace(USUAL, seconds=float(n)) for n in range(thresholds.ENOUGH - 1)]
    assert pace(few) == {}
    assert pace([*few, USUAL]) == {(1, "nl"): (4.5, 10)}


def test_the_bounds_are_those_of_the_statistics_that_they_come_from() -> None:
    assert (thresholds.FAST, thresholds.STATEMENTS) == (library.FAST, library.STATEMENTS)


def test_every_signal_has_a_name_a_measure_and_an_innocent_reason(app: Flask) -> None:
    assert set(NAMES) == set(SENTENCES) == set(MEANING)
    told = [
        {"seconds": 100.0},
        {"alike": Alike("one", 4)},
        {"longest": Longest("age", 400)},
        {"same": Same("dont_know", 12, 12)},
        {"ended_at": datetime(2026, 11, 2, 23, 30, tzinfo=UTC)},
        {"offset": 7200.0},
    ]
    with app.test_request_context():
        said = [
            signal_said(each, PROGRAMME)
            for changes in told
            for each in signals(replace(USUAL, **changes), ALL)  # type: ignore[arg-type]
        ]
    assert said == [
        "Duurde 1 min 40 s. Dat is 33% van de middelste duur (5 min 0 s) van 20 interviews met deze vragenlijst in deze taal.",
        "Op alle 4 stellingen vanaf ‘Het is hier prettig.’ staat hetzelfde antwoord.",
        "De pagina ‘Hoe oud bent u?’ duurde 6 min 40 s.",
        "12 van de 12 gesloten antwoorden zijn ‘Weet ik niet’.",
        "Afgerond om 00:30 uur, volgens het apparaat.",
        "De klok van het apparaat liep 2 uur 0 min voor bij het versturen.",
    ]


def _single(*answers: str) -> dict[str, object]:
    return {"kind": "single", "options": [{"code": code} for code in answers], "text": {"nl": "?"}}


def test_a_block_is_a_row_of_questions_with_the_very_same_answers() -> None:
    variables = {
        "a": _single("1", "2", "3"), "b": _single("1", "2", "3"), "c": _single("1", "2", "3"),
        "other": {"kind": "number", "options": [], "text": {"nl": "?"}},
        "d": _single("1", "2", "3"), "e": _single("1", "2", "3"),
        "f": _single("yes", "no"), "g": _single("yes", "no"), "h": _single("yes", "no"),
    }  # fmt: skip
    pages = [{"id": name, "questions": [name]} for name in variables]
    programme = {"variables": variables, "pages": pages}
    assert blocks(programme) == (("a", "b", "c"),)
    assert page_names(programme)["a"] == "?"


def test_the_list_finds_what_stands_out_and_keeps_its_order_of_arrival(
    client: FlaskClient, app: Flask, study: Study
) -> None:
    here = "/onderzoek/proef/veldwerk/interviews"
    for _ in range(thresholds.ENOUGH):
        held(app)
    quick = held(app, minutes=1)
    slow = held(app, minutes=9, times={"age": 400_000})
    found = client.get(f"{here}?signaal=any").text
    assert found.index(str(slow)[:8]) < found.index(str(quick)[:8])
    assert "2 interviews gevonden." in found
    assert str(slow)[:8] not in client.get(f"{here}?signaal=fast").text
    one = client.get(f"{here}/{quick}").text
    assert "Dat is 17% van de middelste duur" in one
    assert "Dit bewijst niets." in one
