"""Any order of sending, sending again and sending something else keeps the promise of the receipt."""

import hashlib
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from sqlmodel import select

from survey.app import create_app
from survey.collection.tables import Interview, Submission
from survey.database import reading, transaction
from survey.settings import Settings
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.survey import staff
from tests.survey.samples import ANSWERS, AREAS, QUESTIONNAIRE, WAVES, body, put


class Receiving(RuleBasedStateMachine):
    """The model: the first bytes of each interview, and all bytes that ever came for it."""

    template: Path
    identities = Bundle("identities")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="wp-machine-"))
        shutil.copyfile(self.template, self.folder / "wijkpeil.sqlite")
        self.app = create_app(Settings(data_dir=self.folder, secret_key="made up"))
        self.client = self.app.test_client()
        self.engine = self.app.extensions["wijkpeil.database"]
        with transaction(self.engine) as session:
            version = publish(session, "proef", QUESTIONNAIRE, areas=AREAS, waves=WAVES)
            staff.program(session, session.get_one(Study, version.study_id))
        self.first: dict[UUID, bytes] = {}
        self.came: dict[UUID, set[bytes]] = {}
        self.receipts: dict[UUID, Any] = {}

    @rule(target=identities)
    def finish(self) -> UUID:
        return uuid4()

    @rule(identity=identities, age=st.integers(18, 21))
    def send(self, identity: UUID, age: int) -> None:
        sent = body(answers=ANSWERS | {"age": age})
        answer = put(self.client, sent, identity, **staff.WITH_KEY)
        known = self.first.get(identity)
        assert answer.status_code == (201 if known is None else 200 if known == sent else 409)
        receipt = answer.get_json()["kept"] if answer.status_code == 409 else answer.get_json()
        assert self.receipts.setdefault(identity, receipt) == receipt
        self.first.setdefault(identity, sent)
        self.came.setdefault(identity, set()).add(sent)

    @rule(identity=identities)
    def send_half(self, identity: UUID) -> None:
        assert put(self.client, body()[:50], identity, **staff.WITH_KEY).status_code == 400

    @rule(identity=identities)
    def ask(self, identity: UUID) -> None:
        answer = self.client.get(f"/api/v1/interviews/{identity}/receipt", headers=staff.WITH_KEY)
        assert answer.status_code == (200 if identity in self.first else 404)
        assert identity not in self.first or answer.get_json() == self.receipts[identity]

    @invariant()
    def what_is_kept_is_what_the_model_says(self) -> None:
        with reading(self.engine) as session:
            counted = {one.id: one.digest for one in session.exec(select(Interview))}
            kept = [(one.interview_id, one.body) for one in session.exec(select(Submission))]
        assert counted == {one: hashlib.sha256(sent).hexdigest() for one, sent in self.first.items()}
        assert sorted(kept) == sorted((one, sent) for one, bodies in self.came.items() for sent in bodies)

    def teardown(self) -> None:
        self.engine.dispose()
        shutil.rmtree(self.folder)


@pytest.fixture(autouse=True, scope="module")
def _template(sqlite_template: Path) -> None:
    Receiving.template = sqlite_template


TestReceiving = Receiving.TestCase
TestReceiving.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
