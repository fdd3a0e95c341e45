"""What a tablet could not send comes in through a supervisor, by the same idempotent door."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.test import TestResponse

from survey.accounts.organisation import Organisation
from survey.collection.tables import Interview, Submission
from survey.database import reading, transaction
from survey.fieldwork.tables import Contact
from survey.monitor.qr_parts import read_parts
from survey.studies.tables import Study
from tests.survey.monitor.held import says, tablet, waits
from tests.survey.monitor.parts import HERE, parts_of
from tests.survey.samples import ANSWERS, body


def _line(identity: UUID, sent: bytes, number: int | None = None) -> dict[str, Any]:
    return {
        "id": str(identity),
        "study": "proef",
        "digest": hashlib.sha256(sent).hexdigest(),
        "number": number,
        "body": sent.decode(),
    }


def _queue(*interviews: dict[str, Any], device: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "wijkpeil": "queue",
        "format": 1,
        "device": device,
        "client": "1",
        "exported_at": "2026-11-02T18:00:00+01:00",
        "interviews": list(interviews),
        "contacts": [],
    } | more


def _bring(client: FlaskClient, queue: object = None, parts: Sequence[str] = ()) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(HERE).text)
    assert token
    form: dict[str, Any] = {"csrf_token": token[1], "delen": "\n".join(parts)}
    if queue is not None:
        content = queue if isinstance(queue, bytes) else json.dumps(queue).encode()
        form["bestand"] = (BytesIO(content), "wachtrij.json")
    return client.post(HERE, data=form, content_type="multipart/form-data")


def _kept(engine: Engine) -> int:
    with reading(engine) as session:
        return len(session.exec(select(Interview)).all())


def test_a_file_is_taken_once_however_often_it_is_brought(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    queue = _queue(_line(uuid4(), body(), 1), _line(uuid4(), body(language="nl", origin="panel"), 2))
    assert "Nieuw: bewaard" in _bring(client, queue).text
    again = _bring(client, queue)
    assert again.text.count("Al bekend: er verandert niets") == 2
    assert _kept(engine) == 2
    with reading(engine) as session:
        assert {one.route for one in session.exec(select(Submission))} == {"import"}


def test_what_is_brought_in_counts_for_the_device_that_made_the_file(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    identity = uuid4()
    with transaction(engine) as session:
        device = tablet(session, study, "Tablet 7")
        says(session, device, study, 1, [waits(1, identity=identity)])
    where = f"/onderzoek/proef/veldwerk/apparaten/{device.id}"
    assert "1 afgerond = 0 ontvangen + 1 nog op het apparaat" in client.get(where).text
    _bring(client, _queue(_line(identity, body(), 1), device=device.id))
    assert "1 afgerond = 1 ontvangen + 0 nog op het apparaat" in client.get(where).text


def test_a_device_of_another_organisation_is_not_believed(
    client: FlaskClient, engine: Engine, study: Study, elsewhere: Organisation
) -> None:
    with transaction(engine) as session:
        theirs = tablet(session, Study(organisation_id=elsewhere.id or 0, slug="x", title="x"), "Van hen")
    _bring(client, _queue(_line(uuid4(), body(), 1), device=theirs.id))
    with reading(engine) as session:
        assert session.exec(select(Submission)).one().device_id is None


def test_other_bytes_for_a_known_interview_are_kept_beside_it(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    identity = uuid4()
    _bring(client, _queue(_line(identity, body())))
    answer = _bring(client, _queue(_line(identity, body(answers=ANSWERS | {"age": 50}))))
    assert "Al ontvangen met een andere inhoud" in answer.text
    assert _kept(engine) == 1


def test_a_wrong_interview_costs_only_itself(client: FlaskClient, engine: Engine, study: Study) -> None:
    damaged = _line(uuid4(), body()) | {"digest": "0" * 64}
    strange = _line(uuid4(), body(study="elders"))
    no_json = _line(uuid4(), b"{")
    answer = _bring(client, _queue(damaged, strange, no_json, {"id": "geen"}, _line(uuid4(), body(), 4)))
    assert answer.status_code == 200
    assert "de controlesom klopt niet" in answer.text
    assert "van een ander onderzoek (elders)" in answer.text
    assert "1 interview in het bestand is niet te lezen." in answer.text
    assert _kept(engine) == 1


NO_FILES = {
    b"": "Dit is geen bestand van een apparaat",
    b"PK\x03\x04": "Dit is geen bestand van een apparaat",
    b'{"wijkpeil": "queue"}': "andere versie van Wijkpeil",
    b'{"wijkpeil": "queue", "format": 2, "interviews": []}': "andere versie van Wijkpeil",
    b'{"wijkpeil": "queue", "format": 1, "interviews": {}}': "niet wat erin hoort",
}


def test_a_file_that_is_none_is_refused_in_words(client: FlaskClient, engine: Engine, study: Study) -> None:
    for content, said in NO_FILES.items():
        answer = _bring(client, content)
        assert (answer.status_code, said in answer.text) == (422, True)
    assert _kept(engine) == 0


def test_contacts_come_along_once_and_only_those_of_this_study(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    ours = {"id": str(uuid4()), "study": "proef", "at": "2026-11-02T10:00:00+01:00", "outcome": "refusal"}
    contacts = [ours, ours | {"id": str(uuid4()), "study": "elders"}, {"id": "x"}, 7]
    queue = _queue(contacts=contacts)
    assert "3 contacten zijn niet bewaard" in _bring(client, queue).text
    _bring(client, queue)
    with reading(engine) as session:
        assert [one.outcome for one in session.exec(select(Contact))] == ["refusal"]


def test_pasted_parts_make_the_interview(client: FlaskClient, engine: Engine, study: Study) -> None:
    identity = uuid4()
    with transaction(engine) as session:
        device = tablet(session, study)
    parts = parts_of(identity, body(), about=f"|{device.id}:3")
    answer = _bring(client, parts=[*reversed(parts), parts[0], ""])
    assert "Nieuw: bewaard" in answer.text
    with reading(engine) as session:
        kept = session.exec(select(Submission)).one()
        assert (kept.interview_id, kept.body, kept.device_id, kept.device_number) == (
            identity,
            body(),
            device.id,
            3,
        )


def test_missing_parts_are_named(client: FlaskClient, engine: Engine, study: Study) -> None:
    parts = parts_of(uuid4(), body(), 100)
    assert len(parts) > 2
    answer = _bring(client, parts=[parts[0], *parts[2:]])
    assert f"Van de {len(parts)} delen ontbreekt: 2." in answer.text
    assert _kept(engine) == 0


def test_a_line_that_is_no_part_is_pointed_at(client: FlaskClient, study: Study) -> None:
    for line in ("hallo", "WP1|x", f"WP1|{UUID(int=5)}|3/2|00000000|QQ=="):
        answer = _bring(client, parts=[*parts_of(uuid4(), body())[:1], line])
        assert answer.status_code == 422
        assert "Regel 2 is geen deel van een QR-code" in answer.text


def test_a_part_that_was_changed_does_not_pass(client: FlaskClient, engine: Engine, study: Study) -> None:
    identity = uuid4()
    parts, other = parts_of(identity, body()), parts_of(identity, body(origin="panel"))
    assert "spreken elkaar tegen" in _bring(client, parts=[*parts, other[0]]).text
    swapped = parts[0].rsplit("|", 1)[0] + "|" + base64.b64encode(b"{}").decode()
    assert "de controlesom klopt niet" in _bring(client, parts=[swapped, *parts[1:]]).text
    assert _kept(engine) == 0


def test_nothing_chosen_is_said(client: FlaskClient, study: Study) -> None:
    answer = _bring(client)
    assert (answer.status_code, "Kies een bestand of foto" in answer.text) == (422, True)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), content=st.binary(min_size=1, max_size=400), size=st.integers(1, 90))
def test_parts_in_any_order_and_doubled_give_the_very_bytes(
    data: st.DataObject, content: bytes, size: int
) -> None:
    identity = UUID(int=9)
    parts = parts_of(identity, content, size)
    if len(parts) > 200:
        parts = parts_of(identity, content, 90)
    shuffled = data.draw(st.permutations([*parts, *data.draw(st.lists(st.sampled_from(parts), max_size=5))]))
    (queue,), incomplete = read_parts("\n".join(shuffled))
    assert not incomplete
    assert queue.interviews[0].body == content
