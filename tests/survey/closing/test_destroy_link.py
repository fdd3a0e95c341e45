"""After the link is destroyed nothing joins persons and answers: no table, file or log, by key, order, time or content."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from survey.closing import destroy_link as destroying
from survey.closing.destroy_link import destroy
from survey.closing.keep_no_longer import destroy_old_links
from survey.closing.wipe import IN_THE_ORDER_OF_EVENTS, write_anew
from survey.collection.tables import Interview
from survey.database import connect, reading, transaction
from survey.jobs.tables import Job
from survey.members.tables import Member
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Dispatch, Invitation, ResponseLink, Round
from survey.settings import Settings
from tests.survey.closing.asked import TITLE
from tests.survey.closing.joining import Dump, Truth, dump, joined, lines
from tests.survey.closing.told import SIZE, Told

Run = Callable[[], int]
Step = Callable[[Session, Round], None]


@pytest.fixture
def told(form: None, app: Flask, run_jobs: Run) -> Told:
    """A closed and harvested round."""
    return closed(app, run_jobs)


def closed(app: Flask, run_jobs: Run) -> Told:
    made = Told(app)
    made.close()
    run_jobs()
    return made


def test_nothing_joins_a_person_to_an_answer_any_more(
    form: None,
    app: Flask,
    client: FlaskClient,
    run_jobs: Run,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    told = closed(app, run_jobs)
    truth = told.truth()
    with reading(told.engine) as session:
        before = dump(session)
    assert len(joined(before, truth)) > 3  # as long as it is there, it is found in several ways
    secret = _secrets(told.engine)
    assert told.post(client, "koppeling", naam=TITLE).status_code == 303
    assert run_jobs() == 1
    with reading(told.engine) as session:
        found: Dump = dump(session)
        assert len(session.exec(select(Interview)).all()) == 14
    for place in (f"{told.page}/respons.csv", f"{told.page}/respons.json", "/leden/uitvoer.csv"):
        answer = client.get(place)
        assert answer.status_code == 200, place
        found |= lines(place, answer.text)
    out, err = capfd.readouterr()
    found |= lines("log", f"{caplog.text}\n{out}\n{err}")
    assert joined(found, truth) == []
    # Also the files of the database, with what rows that are gone could have left there.
    if told.engine.dialect.name == "sqlite":
        raw = b"".join(each.read_bytes() for each in _files(settings))
        assert [each for each in secret if each.encode() in raw] == []


def _files(settings: Settings) -> list[Path]:
    path = Path(settings.database.removeprefix("sqlite:///"))
    return [each for each in path.parent.glob(f"{path.name}*") if each.is_file()]


def _secrets(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [
            *(each.hex for each in session.exec(select(Invitation.id))),
            *session.exec(select(Dispatch.reference)),
        ]


def _without(*names: str) -> tuple[Step, ...]:
    return tuple(step for step in destroying.STEPS if step.__name__ not in names)


def _note_in_a_job(session: Session, round_: Round) -> None:
    for member, draft in _pairs(session, round_):
        session.add(
            Job(
                organisation_id=round_.organisation_id,
                kind="round.harvest",
                title="Sluiten",
                arguments={"member": str(member), "draft": str(draft)},
            )
        )


def _note_the_moment(session: Session, round_: Round) -> None:
    for member, draft in _pairs(session, round_):
        found = session.get(Interview, draft)
        if found is not None:
            session.get_one(Member, member).created_at = found.received_at


def _pairs(session: Session, round_: Round) -> list[Any]:
    return list(
        session.exec(
            select(Invitation.member_id, ResponseLink.draft_id)
            .join(ResponseLink, col(ResponseLink.invitation_id) == col(Invitation.id))
            .where(col(Invitation.round_id) == round_.id)
        )
    )


BROKEN: dict[str, tuple[Step, ...]] = {
    "the link is kept": _without("drop_link", "drop_invitations"),
    "the states of the invitations are kept": _without("drop_invitations"),
    "a job names member and form": (_note_in_a_job, *destroying.STEPS),
    "the moment of the answer stands with the member": (_note_the_moment, *destroying.STEPS),
    "the day of the reminder is kept": _without("level_members"),
    "the number of mails can be counted": _without("level_tokens"),
}


def test_a_broken_copy_is_found_out(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    truth = told.truth()
    found_out = {}
    for name, steps in {"whole": destroying.STEPS, **BROKEN}.items():
        monkeypatch.setattr(destroying, "STEPS", steps)
        found_out[name] = bool(_joined_after(told, truth))
    assert found_out == {"whole": False} | dict.fromkeys(BROKEN, True)


def _joined_after(told: Told, truth: Truth) -> list[str]:
    """What destroying would leave; undone afterwards."""
    with Session(told.engine) as session, told.app.test_request_context():
        destroy(session, session.get_one(Round, told.round_id), account_id=None)
        session.flush()
        if told.engine.dialect.name == "postgresql":
            for table in IN_THE_ORDER_OF_EVENTS:
                write_anew(session.connection(), table)
        found = joined(dump(session), truth)
        session.rollback()
    return found


@pytest.mark.parametrize("secure", [True, False])
def test_what_is_deleted_is_not_left_in_the_file_of_sqlite(tmp_path: Path, *, secure: bool) -> None:
    engine, secret = connect(f"sqlite:///{tmp_path / 'link.sqlite'}"), "e" * 60
    with transaction(engine) as session:
        session.connection().execute(text("CREATE TABLE link (secret TEXT)"))
        session.connection().execute(text("INSERT INTO link VALUES (:secret)"), {"secret": secret})
    with transaction(engine) as session:
        if not secure:
            session.connection().execute(text("PRAGMA secure_delete=OFF"))
        session.connection().execute(text("DELETE FROM link"))
    engine.dispose()  # the last one out puts the log, if any, into the file
    assert (secret.encode() in (tmp_path / "link.sqlite").read_bytes()) is not secure


def test_it_is_refused_while_the_round_runs_and_the_second_time(
    form: None, app: Flask, client: FlaskClient, run_jobs: Run
) -> None:
    told = Told(app)
    assert _refused(told) == "Sluit eerst de ronde. Zolang zij loopt, is de koppeling nodig."
    told.close()
    assert "worden nog verwerkt" in _refused(told)
    run_jobs()
    assert told.post(client, "koppeling", naam="iets anders").status_code == 422
    assert told.round().link_destroyed_on is None
    assert told.post(client, "koppeling", naam=TITLE).status_code == 303
    assert "al vernietigd" in _refused(told)
    _says_when_and_how_many(told, client)


def _says_when_and_how_many(told: Told, client: FlaskClient) -> None:
    for place in ("", "/respons", "/koppeling"):
        assert "Koppeling vernietigd op" in client.get(told.page + place).text
    found: Any = client.get(f"{told.page}/respons.json").json
    assert found["link_destroyed_on"]
    assert found["invitations"] == SIZE
    assert found["states"]["complete"] == 12
    assert found["states"]["partial"] == 2
    assert [each["n"] for each in found["groups"]["channel"]] == [SIZE]
    assert found["pages"][0] == {"page": "consent", "seen": 14, "went_on": 14}
    assert client.get(told.page).text.count("<dt>Klaar</dt><dd>12</dd>") == 1


def _refused(told: Told) -> str:
    with (
        told.app.test_request_context(),
        transaction(told.engine) as session,
        pytest.raises(RoundRefused) as refused,
    ):
        destroy(session, session.get_one(Round, told.round_id), account_id=None)
    return str(refused.value)


def test_copies_of_the_mails_go_and_old_links_go_by_themselves(told: Told, settings: Settings) -> None:
    outbox = settings.data_dir / "outbox"
    outbox.mkdir(parents=True)
    with reading(told.engine) as session:
        references = session.exec(select(Dispatch.reference)).all()
    for reference in (*references[:3], "f" * 32):
        (outbox / f"{reference[:6]}.eml").write_text(f"Message-ID: <{reference}@voorbeeld.invalid>\n\nDag\n")
    with told.app.app_context():
        assert destroy_old_links(told.engine) == 0
        told.change(link_kept_days=-5)
        assert destroy_old_links(told.engine) == 1
        assert destroy_old_links(told.engine) == 0
    assert [each.name for each in outbox.iterdir()] == ["ffffff.eml"]
    assert told.round().link_destroyed_on is not None
