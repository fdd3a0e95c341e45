"""A database with the sample study, devices that may send for it, and somebody who follows them."""

import atexit
import base64
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlmodel import Session

from survey import migrate, signing
from survey.accounts.organisation import Organisation
from survey.accounts.secret import digest
from survey.accounts.tables import ApiKey
from survey.collection.receipt import message
from survey.database import connect, transaction
from survey.devices.tables import Device
from survey.fieldwork.study_keys import ensure
from survey.fieldwork.tables import QuotaCell, QuotaGroup
from survey.members.keyring import keyring
from survey.settings import Settings
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.faults.frozen import StudyKey
from tests.survey import staff
from tests.survey.samples import AREAS, QUESTIONNAIRE, WAVES

SECRET = "a made-up secret for the faults"
DEVICES = 8
FOLLOWER = "wp_a-made-up-key-of-a-supervisor"


@dataclass(frozen=True)
class Installation:
    """Where it stands, and what devices need to know of it.

    Attributes:
        folder: the data folder.
        url: the database.
        key: what devices seal with.
        tokens: what devices are known by.
    """

    folder: Path
    url: str
    key: StudyKey
    tokens: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a process on it."""
        return {
            "WIJKPEIL_DATA_DIR": str(self.folder),
            "WIJKPEIL_DATABASE_URL": self.url,
            "WIJKPEIL_SECRET_KEY": SECRET,
            "PYTHONDONTWRITEBYTECODE": "",  # it starts many times, so compiling once is enough
        }

    @property
    def settings(self) -> Settings:
        """The same settings in this process."""
        return Settings(data_dir=self.folder, database_url=self.url, secret_key=SECRET)


def install(folder: Path) -> Installation:
    """An installation on SQLite, in a folder of its own: a copy of one that was made before."""
    template = _template()
    shutil.copytree(template.folder, folder, dirs_exist_ok=True)
    with closing(sqlite3.connect(folder / "wijkpeil.sqlite")) as connection, connection:
        connection.execute(
            "UPDATE study SET revision = lower(hex(randomblob(16)))"
        )  # no two states share one
    return replace(template, folder=folder, url=_embedded(folder))


@cache
def _template() -> Installation:
    """Made once in this process; goes when the process ends."""
    folder = Path(mkdtemp(prefix="wp-faults-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return prepare(folder, _embedded(folder))


def _embedded(folder: Path) -> str:
    return f"sqlite:///{folder / 'wijkpeil.sqlite'}"


def prepare(folder: Path, url: str) -> Installation:
    """Make the tables in an empty database, and all that stands in them before the first interview."""
    settings = Settings(data_dir=folder, database_url=url, secret_key=SECRET)
    tokens = tuple(f"wd_a-made-up-token-{number}" for number in range(DEVICES))
    engine = connect(settings.database)
    migrate.upgrade(engine)
    with transaction(engine) as session:
        version = publish(session, "proef", QUESTIONNAIRE, areas=AREAS, waves=WAVES)
        study = session.get_one(Study, version.study_id)
        staff.program(session, study)
        _rows(session, study, tokens)
        made = ensure(session, study.id or 0, keyring(settings))
        key = StudyKey(made.name, made.public)
    engine.dispose()
    return Installation(folder, url, key, tokens)


def _rows(session: Session, study: Study, tokens: tuple[str, ...]) -> None:
    at = session.get_one(Organisation, study.organisation_id)
    follower = staff.account(session, at, "supervisor")
    session.add(ApiKey(account_id=follower.id or 0, key_hash=digest(FOLLOWER), label="meekijker"))
    for number, token in enumerate(tokens, start=1):
        session.add(
            Device(organisation_id=at.id or 0, name=f"Tablet {number}", token_hash=digest(token), storage={})
        )
    group = QuotaGroup(study_id=study.id or 0, code="all", label="iedereen", rule={"consent": ["yes"]})
    session.add(group)
    session.flush()
    session.add(QuotaCell(study_id=study.id or 0, area="noord", group_id=group.id or 0, target=1_000_000))
    session.flush()


def is_signed(receipt: dict[str, str]) -> bool:
    """Whether this installation signed it."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signing.public_key(SECRET)))
    try:
        said = message(receipt["id"], receipt["digest"], receipt["received_at"])
        key.verify(base64.b64decode(receipt["signature"]), said)
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True
