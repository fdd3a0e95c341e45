"""How fast is a mailing? Invitations by the job itself, handed to a mail server in another process, memory watched."""

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from sqlmodel import Session, col, func, select

from questionnaires import library
from survey import migrate
from survey.app import create_app
from survey.database import connect, reading, transaction
from survey.jobs.perform import perform_here
from survey.members.contact import Contact, keyring, seal
from survey.members.tables import Member
from survey.moment import now
from survey.rounds.announce import announce
from survey.rounds.tables import Dispatch, Invitation, Round
from survey.settings import Settings
from survey.studies.publish import AreaSpec, WaveSpec, publish
from survey.studies.tables import Study, Wave

MESSAGES = 20_000
_LANGUAGES = ("nl", "nl", "nl", "en", "tr", "ar")
_MEGABYTE = 1024


def run(rows: float = MESSAGES) -> list[tuple[str, str]]:
    """Measure; gives lines of a name and a value."""
    sink = subprocess.Popen([sys.executable, "-m", "bench.sink"], stdout=subprocess.PIPE)
    assert sink.stdout is not None
    try:
        with tempfile.TemporaryDirectory() as folder:
            port = int(sink.stdout.readline())
            return _measure(Path(folder), port, int(rows))
    finally:
        sink.terminate()
        sink.wait()


def _measure(folder: Path, port: int, count: int) -> list[tuple[str, str]]:
    settings = Settings(
        data_dir=folder,
        database_url="",
        smtp_url=f"smtp://127.0.0.1:{port}",
        mail_from="panel@example.nl",
        bounce_address="bounce@example.nl",
    )
    # In a process of its own: what making members costs in memory is not what a mailing costs.
    preparing = get_context("spawn").Process(target=prepare, args=(settings, count))
    preparing.start()
    preparing.join()
    app = create_app(settings)
    engine = app.extensions["wijkpeil.database"]
    with app.test_request_context(), transaction(engine) as session:
        asked = announce(session, session.exec(select(Round)).one(), "invitation", account_id=None)
    before = _memory()
    begun, busy = time.perf_counter(), time.process_time()
    job = perform_here(app, asked.id)
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    assert job.state == "done", job.fault
    with reading(engine) as session:
        sent = session.exec(select(func.count()).where(col(Dispatch.state) == "sent")).one()
    engine.dispose()
    return [
        (f"{sent:,} invitations rendered and handed over", f"{sent / took:.0f} /s"),
        ("  per CPU-second of the worker", f"{sent / busy:.0f}"),
        ("  in all", f"{took:.1f} s"),
        ("  memory at its highest above the start", f"{_memory() - before:.0f} MB"),
    ]


def prepare(settings: Settings, count: int) -> None:
    """Make a database with a round of so many synthetic members, ready to be sent."""
    engine = connect(settings.database)
    migrate.upgrade(engine)
    with transaction(engine) as session:
        _round(session, settings, count)
    engine.dispose()


def _round(session: Session, settings: Settings, count: int) -> None:
    today = date(2026, 1, 5)
    version = publish(
        session,
        "meting",
        library.load("panel-weet-u-waar"),
        areas=[AreaSpec("wijk-1", "Wijk 1")],
        waves=[WaveSpec(1, "Eerste", today)],
    )
    study = session.get_one(Study, version.study_id)
    wave = session.exec(select(Wave).where(col(Wave.study_id) == study.id)).one()
    round_ = Round(
        organisation_id=study.organisation_id, study_id=study.id or 0, wave_id=wave.id or 0, number=1,
        title="Meting", deadline=now() + timedelta(days=7),
        subject={"nl": "Wilt u ons iets vertellen over uw wijk?"},
        message={"nl": "Beste lezer,\n\n" + "Wij willen graag weten of u de hulp in uw wijk kent. " * 6},
    )  # fmt: skip
    session.add(round_)
    session.flush()
    keys = keyring(settings)
    for number in range(count):
        member = Member(
            organisation_id=study.organisation_id, number=str(number), synthetic=True, consented_on=today,
            language=_LANGUAGES[number % len(_LANGUAGES)],
        )  # fmt: skip
        seal(member, Contact(f"Panellid {number}", f"p{number}@example.org"), keys)
        session.add(member)
        session.add(
            Invitation(round_id=round_.id, member_id=member.id, channel="email", language=member.language)
        )


def _memory() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE


if __name__ == "__main__":
    for label, value in run(float(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES):
        print(f"{label}: {value}")
