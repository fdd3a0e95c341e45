"""A panel of 2,000 made-up members by command: imported, drawn, invited by a real mail server, reminded and closed."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from survey.app import create_app
from survey.cli import wijkpeil
from survey.database import transaction
from survey.demo.panel_members import as_csv, made_up
from survey.moment import now
from survey.rounds.draw import draw
from survey.rounds.prepare import prepare
from survey.settings import Settings
from survey.studies.publish import AreaSpec, publish
from survey.studies.tables import Study, Wave
from tests.survey.mail.invitation_mail import InvitationMail, opened
from tests.survey.mail.sink import Sink, running
from tests.survey.panel.invitations import Guest
from tests.survey.panel.visitor import QUESTIONNAIRE
from tests.survey.rounds.sending import days_pass
from tests.survey.rounds.test_bounces import notice

MEMBERS, DRAWN, BOUNCED = 2_000, 400, 2
AREAS = (AreaSpec("noord", "Noord", 0, 0, 4_000), AreaSpec("zuid", "Zuid", 1, 0, 6_000))
SLUG = "panel-proef"
ROUND = (SLUG, "--round", "1")
BASE = "http://panel.example.nl"
NONE_ELSE = {"failed": 0, "bounced": 0, "sending": 0}


class Shell:
    """A command line with its own data folder, SQLite database and mail server."""

    def __init__(self, folder: Path, sink: Sink) -> None:
        self.folder, self.sink = folder, sink
        self.environment: dict[str, Any] = {
            "WIJKPEIL_DATABASE_URL": "",
            "WIJKPEIL_DATA_DIR": str(folder),
            "WIJKPEIL_SECRET_KEY": "a made-up secret for the tests",
            "WIJKPEIL_SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
            "WIJKPEIL_MAIL_FROM": "panel@example.nl",
            "WIJKPEIL_BASE_URL": BASE,
        }

    def panel(self, *words: object) -> dict[str, Any]:
        """What a command says as JSON, once it has ended well."""
        done = CliRunner().invoke(
            wijkpeil, ["panel", *map(str, words), "--json"], env=self.environment, catch_exceptions=False
        )
        assert done.exit_code == 0, done.stderr
        said: dict[str, Any] = json.loads(done.stdout)
        return said

    def refused(self, *words: object) -> str:
        """The sentence with which a command refuses."""
        done = CliRunner().invoke(wijkpeil, ["panel", *map(str, words)], env=self.environment)
        assert done.exit_code == 1
        return done.stderr


@pytest.fixture
def shell(tmp_path: Path, sqlite_template: Path) -> Iterator[Shell]:
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copyfile(sqlite_template, folder / "wijkpeil.sqlite")
    with running() as sink:
        yield Shell(folder, sink)


@pytest.fixture
def app(shell: Shell) -> Iterator[Flask]:
    """The pages that members see, of the same database."""
    made = create_app(Settings(data_dir=shell.folder, secret_key=shell.environment["WIJKPEIL_SECRET_KEY"]))
    made.testing = True
    with transaction(made.extensions["wijkpeil.database"]) as session:
        publish(
            session, SLUG, QUESTIONNAIRE, title="Proef", municipality="Proefstad",
            areas=AREAS, default_origin="panel",
        )  # fmt: skip
    yield made
    made.extensions["wijkpeil.database"].dispose()


def round_is_drawn(app: Flask) -> dict[str, int]:
    """Make a round and draw its sample by area and sex; gives how many there are by channel."""
    with app.test_request_context(), transaction(app.extensions["wijkpeil.database"]) as session:
        study = session.exec(select(Study).where(col(Study.slug) == SLUG)).one()
        wave = session.exec(select(Wave).where(col(Wave.study_id) == study.id)).one()
        until = (now() + timedelta(days=14)).date()
        round_ = prepare(session, study, title="Najaar", wave=wave, until=until, languages=["nl", "ar"])
        made = draw(session, round_, size=DRAWN, strata=("area", "sex"), seed=4)
        channels = [each.channel for each in made]
        return {name: channels.count(name) for name in ("email", "letter")}


def answer_all(client: FlaskClient, mail: InvitationMail) -> None:
    """Follow the link and answer until the thanks."""
    guest = Guest(client, mail.link)
    guest.fill()
    guest.send()
    assert guest.place == "verstuurd"


def test_a_panel_of_2000_is_imported_drawn_invited_reminded_and_closed_by_command(
    shell: Shell, app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "leden.csv"
    file.write_bytes(as_csv(made_up(MEMBERS, [area.code for area in AREAS])))
    unchanged = {"changed": 0, "unchanged": 0, "left": 0}
    looked = shell.panel("import", file, "--dry-run")
    assert looked == {"dry_run": True, "new": MEMBERS} | unchanged
    assert shell.panel("import", file) == {"dry_run": False, "new": MEMBERS} | unchanged
    assert shell.panel("members")["counts"]["state"] == {"active": MEMBERS}

    # Everybody with an e-mail address who was drawn gets one message.
    drawn = round_is_drawn(app)
    assert sum(drawn.values()) == DRAWN
    by_mail = drawn["email"]
    assert shell.panel("invite", *ROUND) == {"sent": by_mail} | NONE_ELSE
    invited = opened(shell.sink)
    assert len(invited) == len(set(shell.sink.receivers)) == by_mail
    assert {each.server for each in invited} == {BASE}
    assert "kan vanaf morgen" in shell.refused("remind", *ROUND)

    # One answers, one says no, one stops halfway; two messages come back, one of them twice.
    answers, refuses, begins, *others = [each for each in invited if each.language == "nl"]
    answer_all(app.test_client(), answers)
    guest = Guest(app.test_client(), refuses.link)
    guest.press("/nee")
    assert "U doet niet mee" in guest.text
    Guest(app.test_client(), begins.link).fill(until="aided")
    gone, folder = others[:BOUNCED], tmp_path / "terug"
    folder.mkdir()
    for place, each in enumerate([*gone, gone[0]]):
        (folder / f"{place}.eml").write_bytes(notice(each.reference))
    (folder / "later.eml").write_bytes(notice(others[-1].reference, "4.2.2"))
    told = {"undeliverable": BOUNCED, "known": 0, "for_now": 1, "unknown": 0, "other_messages": 0}
    assert shell.panel("bounces", folder, "--dry-run") == told
    assert shell.panel("bounces", folder) == told

    # The day after: only who can still take part.
    shell.sink.received.clear()
    days_pass(app.extensions["wijkpeil.database"])
    assert shell.panel("remind", *ROUND) == {"sent": by_mail - 2 - BOUNCED} | NONE_ELSE
    left_out = {each.to for each in (answers, refuses, *gone)}
    assert set(shell.sink.receivers) == {each.to for each in invited} - left_out

    # Closed: who began is kept as partial, and what happened is told in AAPOR's rates.
    assert shell.panel("close", *ROUND) == {"partial": 1, "wiped": 0}
    found = shell.panel("response", *ROUND)
    assert (found["state"], found["invitations"]) == ("closed", DRAWN)
    counted = {state: count for state, count in found["states"].items() if count}
    assert counted == {
        "complete": 1,
        "partial": 1,
        "refused": 1,
        "undeliverable": BOUNCED,
        "invited": by_mail - 3 - BOUNCED,
        "drawn": drawn["letter"],
    }
    assert found["rates"]["RR1"] == pytest.approx(1 / DRAWN)
    assert found["rates"]["RR2"] == pytest.approx(2 / DRAWN)
    assert found["rates"]["COOP1"] == pytest.approx(1 / 3)
    by_area = {each["value"]: each["n"] for each in found["groups"]["area"]}
    assert sum(by_area.values()) == DRAWN
    assert {"noord", "zuid"} <= by_area.keys()
    assert "gesloten" in shell.refused("remind", *ROUND)
