"""What is left of awareness without the guesses, on the page, beside the raw figure, and in the file."""

import json
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from questionnaires.programme import publishable
from survey.accounts.organisation import Organisation
from survey.collection.receive import receive
from survey.database import transaction
from survey.results.ladder import climbs, ladder_rows, side_by_side
from survey.results.subject import subject
from survey.settings import Settings
from survey.studies.publish import publish
from tests.survey.samples import AREAS, WAVES, interview

QUESTIONNAIRE = """
questionnaire: gokken
title: {nl: Gokken}
languages:
  nl: {status: reviewed}
entities:
  vet: {kind: team, label: {nl: Voor Elkaar Team}}
  brug: {kind: fictitious, label: {nl: Buurtbrug Team}}
pages:
  - id: start
    ends: {when: "consent == 'no'", outcome: refused, text: {nl: Dank u wel.}}
    questions:
      - {id: consent, kind: consent, text: {nl: Mag ik u iets vragen?}}
  - id: place
    questions:
      - {id: area, kind: area, role: area, text: {nl: Waar woont u?}, missing: [refused]}
  - id: knows
    questions:
      - id: vet
        kind: single
        text: {nl: Kent u het Voor Elkaar Team?}
        options: [{code: "yes", label: {nl: Ja}}, {code: "no", label: {nl: Nee}}]
        measures: [{measure: awareness.aided, entity: vet, positive: ["yes"], negative: ["no"]}]
      - id: brug
        kind: single
        text: {nl: Kent u het Buurtbrug Team?}
        missing: [refused]
        options: [{code: "yes", label: {nl: Ja}}, {code: "no", label: {nl: Nee}}]
        measures: [{measure: awareness.aided, entity: brug, positive: ["yes"], negative: ["no"]}]
  - id: how
    when: "vet == 'yes'"
    questions:
      - id: how
        kind: single
        text: {nl: Weet u hoe u het bereikt?}
        options: [{code: "yes", label: {nl: Ja}}, {code: "no", label: {nl: Nee}}]
        measures: [{measure: knowledge.how, entity: vet, positive: ["yes"], negative: ["no"]}]
"""


@pytest.fixture
def guessing(engine: Engine, organisation: Organisation) -> None:
    """A study without interviews that also asks about a team that does not exist."""
    with transaction(engine) as session:
        publish(session, "gokken", QUESTIONNAIRE, title="Gokken", areas=AREAS, waves=WAVES)


def hold(engine: Engine, count: int, vet: str, brug: Any, origin: str = "panel") -> None:
    answers = {"consent": "yes", "area": "noord", "vet": vet, "brug": brug}
    if vet == "yes":
        answers["how"] = "yes"
    mode = "interviewer" if origin == "street" else "online"
    sent = interview(
        study="gokken",
        questionnaire=publishable(QUESTIONNAIRE).hash,
        origin=origin,
        mode=mode,
        answers=answers,
    )
    with transaction(engine) as session:
        for _ in range(count):
            receive(session, uuid4(), json.dumps(sent).encode(), "api")


@pytest.fixture
def known(engine: Engine, guessing: None) -> None:
    """Panel: 60 of 100 know the team, 10 the made-up one. Street: 4 and 6 of 40."""
    for count, vet, brug in ((6, "yes", "yes"), (54, "yes", "no"), (4, "no", "yes"), (36, "no", "no")):
        hold(engine, count, vet, brug)
    for count, vet, brug in ((4, "yes", "no"), (6, "no", "yes"), (30, "no", "no")):
        hold(engine, count, vet, brug, "street")


@pytest.mark.usefixtures("known")
def test_awareness_without_guesses_stands_beside_the_raw_figure_per_origin(
    engine: Engine, settings: Settings
) -> None:
    (team,) = [
        one for one in side_by_side(climbs(subject(engine, settings, "gokken"))) if one.entity == "vet"
    ]
    panel, street = team.corrected.rungs
    assert team.climbs[0].rungs[0].of_all["estimate"] == 0.6
    assert panel.of_all["estimate"] == pytest.approx((0.6 - 0.1) / 0.9)
    assert panel.of_all["low"] < panel.of_all["estimate"] < panel.of_all["high"]
    assert (street.of_all["estimate"], street.of_all["low"]) == (0.0, 0.0)
    assert "guessing_not_below" in street.of_all["caveats"]
    assert str(panel.says).startswith("60% zegt Voor Elkaar Team te kennen, en 10% zegt een team te kennen")


@pytest.mark.usefixtures("known")
def test_the_made_up_team_itself_is_not_corrected(engine: Engine, settings: Settings) -> None:
    found = climbs(subject(engine, settings, "gokken"))
    assert {climb.entity for climb in found if climb.corrected is None} == {"brug"}


@pytest.mark.usefixtures("known")
def test_the_file_has_the_corrected_figure_as_a_measure_of_its_own(
    engine: Engine, settings: Settings
) -> None:
    (panel,) = [one for one in climbs(subject(engine, settings, "gokken"), "panel") if one.entity == "vet"]
    measures = [(row["measure"], row["share"]) for row in ladder_rows(panel)]
    assert measures[0] == ("awareness.aided", "of_all")
    assert measures[-1] == ("awareness.corrected", "of_all")


@pytest.mark.usefixtures("known")
def test_the_page_shows_it_and_says_what_it_means(client: FlaskClient) -> None:
    page = client.get("/onderzoek/gokken/ladder").get_data(as_text=True)
    assert "Kent het team, zonder wie gokt (geschat)" in page
    assert "niet aangetoond" in page
    assert "net zo vaak gokt als bij het team dat niet bestaat" in page
    assert "Het team wordt niet vaker herkend dan een team dat niet bestaat" in page


def test_when_nobody_answered_about_the_made_up_team_nothing_is_corrected(
    engine: Engine, settings: Settings, guessing: None
) -> None:
    hold(engine, 40, "yes", {"missing": "refused"})
    (team,) = side_by_side(climbs(subject(engine, settings, "gokken")))
    assert team.corrected is None
