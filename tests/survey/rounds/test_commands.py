"""Asking the panel on the command line: the same as in the browser, with sentences for what cannot be."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from survey.cli import wijkpeil
from survey.database import reading
from survey.rounds.tables import Dispatch, Round
from tests.survey.mail.sink import Sink, running
from tests.survey.rounds.conftest import MakeMembers
from tests.survey.rounds.sending import dispatched, drawn
from tests.survey.rounds.test_bounces import notice

Run = Callable[..., Result]


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running() as made:
        yield made


@pytest.fixture
def run(sink: Sink, database_url: str, tmp_path: Path, app: Flask) -> Run:
    """Runs `wijkpeil panel` with the database and the mail server of the test."""
    environment: dict[str, Any] = {
        "WIJKPEIL_DATABASE_URL": database_url,
        "WIJKPEIL_DATA_DIR": str(tmp_path / "var"),
        "WIJKPEIL_SECRET_KEY": "a made-up secret for the tests",
        "WIJKPEIL_SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
        "WIJKPEIL_MAIL_FROM": "panel@example.nl",
    }
    return lambda *words: CliRunner().invoke(wijkpeil, ["panel", *map(str, words)], env=environment)


def test_a_round_is_sent_written_and_what_did_not_arrive_taken_in(
    run: Run,
    sink: Sink,
    app: Flask,
    engine: Engine,
    round_: Round,
    make_members: MakeMembers,
    tmp_path: Path,
) -> None:
    drawn(app, engine, round_, [*make_members(3), *make_members(2, channel="letter")])
    sent = run("invite", "proef", "--round", 1, "--json")
    assert json.loads(sent.stdout) == {"sent": 3, "failed": 0, "bounced": 0, "sending": 0}, sent.stderr
    assert len(sink.received) == 3
    again = run("remind", "proef", "--round", 1)
    assert (again.exit_code, "kan vanaf morgen" in again.stderr) == (1, True)
    sheet = tmp_path / "brieven.html"
    written = run("letters", "proef", "--round", 1, "-o", sheet)
    assert "2 brieven" in written.stdout, written.stderr
    page = sheet.read_text()
    assert page.count("<article") == 2
    assert "@media print" in page
    assert sheet.stat().st_mode & 0o777 == 0o600
    with reading(engine) as session:
        reference = session.exec(select(Dispatch.reference)).first()
    assert reference is not None
    folder = tmp_path / "terug"
    folder.mkdir()
    (folder / "een.eml").write_bytes(notice(sink.received[0][2]["message-id"][1:33]))
    looked = run("bounces", folder, "--dry-run", "--json")
    assert json.loads(looked.stdout)["undeliverable"] == 1, looked.stderr
    assert dispatched(engine) == ["sent"] * 5
    assert "onbereikbaar: 1." in run("bounces", folder).stdout
    assert dispatched(engine) == ["bounced", *["sent"] * 4]
    (folder / "twee.eml").write_bytes(b"\x00\x01")
    refused = run("bounces", folder)
    assert (refused.exit_code, "twee.eml is geen e-mailbericht" in refused.stderr) == (1, True)


def test_what_is_not_there_is_said_in_a_sentence(run: Run, round_: Round, tmp_path: Path) -> None:
    missing = run("invite", "proef", "--round", 7)
    assert (missing.exit_code, "heeft geen ronde 7" in missing.stderr) == (1, True)
    empty = run("letters", "proef", "--round", 1, "-o", tmp_path / "x.html")
    assert empty.exit_code == 1
    assert not (tmp_path / "x.html").exists()
