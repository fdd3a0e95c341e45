"""A small study, and interviews for it."""

import base64
import hashlib
import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from questionnaires.programme import publishable
from survey.studies.publish import AreaSpec, WaveSpec

QUESTIONNAIRE = """
questionnaire: proef
title: {nl: Proef}
languages:
  nl: {status: reviewed}
entities:
  vet: {kind: team, label: {nl: Voor Elkaar Team}}
pages:
  - id: start
    ends: {when: "consent == 'no'", outcome: refused, text: {nl: Dank u wel.}}
    questions:
      - {id: consent, kind: consent, text: {nl: Mag ik u iets vragen?}}
  - id: place
    questions:
      - {id: area, kind: area, role: area, text: {nl: Waar woont u?}, missing: [refused]}
      - id: spot
        kind: single
        role: location
        required: false
        text: {nl: Waar staat u?}
        options: [{code: market, label: {nl: Markt}}, {code: school, label: {nl: School}}]
  - id: knows
    questions:
      - id: knows_vet
        kind: single
        text: {nl: "Kent u het {{ vet }}?"}
        missing: [dont_know, refused]
        options: [{code: "yes", label: {nl: Ja}}, {code: "no", label: {nl: Nee}}]
        measures: [{measure: awareness.aided, entity: vet, positive: ["yes"], negative: ["no", dont_know]}]
  - id: how
    when: "knows_vet == 'yes'"
    questions:
      - id: channels
        kind: multiple
        required: false
        text: {nl: Waarvan kent u het?}
        options:
          - {code: paper, label: {nl: Krant}}
          - {code: friend, label: {nl: Kennis}}
          - {code: none, label: {nl: Geen van deze}, exclusive: true}
  - id: age
    questions:
      - id: age
        kind: number
        required: false
        text: {nl: Hoe oud bent u?}
        min: 0
        max: 120
        checks: [{that: "age >= 18", message: {nl: U moet 18 jaar of ouder zijn.}}]
      - {id: remark, kind: long_text, required: false, text: {nl: Wilt u nog iets kwijt?}, max: 500}
"""
HASH = publishable(QUESTIONNAIRE).hash
AREAS = (AreaSpec("noord", "Noord", 0, 0, 4000), AreaSpec("zuid", "Zuid", 1, 0, 6000))
WAVES = (
    WaveSpec(1, "Voorjaar", date(2026, 3, 1), date(2026, 4, 30)),
    WaveSpec(2, "Najaar", date(2026, 10, 1)),
)
ANSWERS = {
    "consent": "yes",
    "area": "noord",
    "spot": "market",
    "knows_vet": "yes",
    "channels": ["paper"],
    "age": 44,
}


def interview(**changes: Any) -> dict[str, Any]:
    """A complete interview that agrees with its programme; `changes` replace members."""
    return {
        "study": "proef",
        "questionnaire": HASH,
        "origin": "street",
        "mode": "interviewer",
        "language": "nl",
        "started_at": "2026-11-02T10:00:00+01:00",
        "completed_at": "2026-11-02T10:06:30+01:00",
        "answers": ANSWERS,
        "paradata": {"seed": 7},
    } | changes


def body(**changes: Any) -> bytes:
    """The bytes of such an interview."""
    return json.dumps(interview(**changes)).encode()


def content_digest(sent: bytes) -> str:
    """The header that belongs to these bytes."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(sent).digest()).decode()}:"


def put(client: FlaskClient, sent: bytes, identity: UUID | str | None = None, **headers: str) -> TestResponse:
    """Send the bytes as one interview, with the right headers unless others are given."""
    given = {"Content-Type": "application/json", "Content-Digest": content_digest(sent)}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return client.put(f"/api/v1/interviews/{identity or uuid4()}", data=sent, headers=given)
