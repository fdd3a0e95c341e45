"""What was never sent is wiped after a fortnight, whoever comes by."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.database import reading, transaction
from survey.moment import now
from survey.panel import forget
from survey.panel.tables import Draft
from survey.serve import forget_old_drafts
from survey.settings import Settings
from survey.studies.tables import QuestionnaireVersion, Study


def _leave(engine: Engine, study: Study, *days: int) -> None:
    """Drafts in which nothing was done for so many days."""
    with transaction(engine) as session:
        version = session.exec(select(QuestionnaireVersion.id)).first() or 0
        for each in days:
            moment = now() - timedelta(days=each)
            draft = Draft(id=uuid4(), study_id=study.id or 0, version_id=version, seed=each + 1, origin="panel", language="nl", answers={}, languages={}, shown=[], started_at=moment, updated_at=moment)  # fmt: skip
            session.add(draft)


def _days(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [seed - 1 for seed in session.exec(select(Draft.seed).order_by(col(Draft.seed)))]


def test_any_page_of_the_form_wipes_what_is_older_than_fourteen_days(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    _leave(engine, study, 13, 15, 40)
    assert client.get(f"/s/{study.slug}").status_code == 200
    assert _days(engine) == [13]


def test_it_is_done_at_most_once_an_hour(
    client: FlaskClient, study: Study, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(forget, "monotonic", lambda: clock[0])
    client.get(f"/s/{study.slug}")
    _leave(engine, study, 15)
    clock[0] += 3599
    client.get(f"/s/{study.slug}")
    assert _days(engine) == [15]
    clock[0] += 2
    client.get(f"/s/{study.slug}")
    assert _days(engine) == []


def test_a_page_comes_also_when_wiping_fails(
    client: FlaskClient, study: Study, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: object) -> None:
        raise forget.SQLAlchemyError

    monkeypatch.setattr(forget, "forget_abandoned", fail)
    assert client.get(f"/s/{study.slug}").status_code == 200


def test_a_server_that_starts_wipes_too(
    study: Study, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _leave(engine, study, 1, 15)
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", settings.database)
    forget_old_drafts()
    assert _days(engine) == [1]
