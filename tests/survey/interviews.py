"""Interviews for the tests of what comes after receiving: stored in one go, by the same way as any other."""

import json
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine

from survey.collection.receive import receive
from survey.database import transaction
from tests.survey.samples import interview


def hold(engine: Engine, count: int = 1, *, origin: str = "panel", **answers: Any) -> list[UUID]:
    """Store `count` interviews with these answers on top of consent and area; a street interview is a place of its own."""
    given = {"consent": "yes", "area": "noord", **answers}
    mode = "interviewer" if origin == "street" else "online"
    held = []
    with transaction(engine) as session:
        for _ in range(count):
            body = interview(
                origin=origin, mode=mode, answers={k: v for k, v in given.items() if v is not None}
            )
            held.append(uuid4())
            receive(session, held[-1], json.dumps(body).encode(), "api")
    return held
