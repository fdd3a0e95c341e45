"""GPS and sound: off until somebody turns it on, files judged by what is in them, and old sound told apart."""

import io
import json
import re

import pytest
from sqlmodel import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from survey.database import reading, transaction
from survey.fieldwork import sound
from survey.fieldwork.pack import pack
from survey.fieldwork.tables import AreaBoundary, Recording
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.survey.fieldwork.test_outline import SQUARE, _feature, _file
from tests.survey.samples import AREAS, QUESTIONNAIRE, WAVES

BASE = "/onderzoek/proef/veldwerk/inrichten"
MP3 = b"ID3\x04" + bytes(200)


@pytest.fixture
def post(client):
    def sent(address, of, **members):
        page = client.get(of).text
        data = {
            name: re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("csrf_token", "revision")
        }
        # Encoded here: the test client would leave a file open for what is large.
        files = {name: FileStorage(*one) if isinstance(one, tuple) else one for name, one in members.items()}
        boundary, encoded = encode_multipart(data | files)
        kind = f"multipart/form-data; boundary={boundary}"
        return client.post(address, data=encoded, content_type=kind, follow_redirects=True)

    return sent


def _packed(engine, study):
    with reading(engine) as session:
        return pack(session, session.get_one(Study, study.id))


def test_gps_is_off_and_needs_outlines_before_it_can_be_on(post, engine, study):
    assert _packed(engine, study)["gps"] is False
    refused = post(f"{BASE}/gebieden", f"{BASE}/gebieden", gps="aan")
    assert refused.status_code == 422
    assert "Lees eerst de grenzen" in refused.text
    file = (io.BytesIO(_file(_feature("Noord", [SQUARE]), _feature("Zuid", [SQUARE]))), "wijken.geojson")
    read = post(f"{BASE}/gebieden/grenzen", f"{BASE}/gebieden", bestand=file)
    assert "De grenzen van 2 gebieden zijn ingelezen." in read.text
    assert _packed(engine, study)["boundaries"] == {}
    post(f"{BASE}/gebieden", f"{BASE}/gebieden", gps="aan")
    packed = _packed(engine, study)
    assert packed["gps"] is True
    assert packed["boundaries"]["noord"] == [[SQUARE]]
    post(f"{BASE}/gebieden/grenzen/verwijderen", f"{BASE}/gebieden")
    assert _packed(engine, study)["gps"] is False


def test_outlines_of_other_areas_leave_those_that_were_there(post, engine, study):
    for name in ("Noord", "Oost"):
        file = (io.BytesIO(_file(_feature(name, [SQUARE]))), "wijken.geojson")
        page = post(f"{BASE}/gebieden/grenzen", f"{BASE}/gebieden", bestand=file)
    assert page.status_code == 422
    with reading(engine) as session:
        assert session.exec(select(AreaBoundary.area)).all() == ["noord"]


def test_an_outline_of_a_few_megabytes_gets_in_and_a_larger_one_is_told_so(post, engine, study):
    document = json.loads(_file(_feature("Noord", [SQUARE])))
    document["note"] = "x" * 3_000_000
    large = (io.BytesIO(json.dumps(document).encode()), "wijken.geojson")
    assert post(f"{BASE}/gebieden/grenzen", f"{BASE}/gebieden", bestand=large).status_code == 200
    larger = (io.BytesIO(b" " * 6_000_000), "wijken.geojson")
    assert post(f"{BASE}/gebieden/grenzen", f"{BASE}/gebieden", bestand=larger).status_code == 413


def test_a_question_is_read_aloud_until_its_sentence_changes(client, post, engine, study, organisation):
    file = (io.BytesIO(MP3), "vraag.mp3")
    page = post(f"{BASE}/geluid", f"{BASE}/geluid", vraag="knows_vet", taal="nl", bestand=file)
    assert page.status_code == 200
    assert "Neem haar opnieuw op" not in page.text
    (told,) = _packed(engine, study)["recordings"]
    assert (told["variable"], told["language"]) == ("knows_vet", "nl")
    assert told["path"] == f"/api/v1/devices/recordings/{told['id']}"
    heard = client.get(f"{BASE}/geluid/{told['id']}")
    assert (heard.data, heard.mimetype) == (MP3, "audio/mpeg")
    with transaction(engine) as session:
        changed = QUESTIONNAIRE.replace("{nl: Ja}", "{nl: Jazeker}")
        publish(
            session, "proef", changed, title="Proef", areas=AREAS, waves=WAVES, organisation=organisation.id
        )
    assert "Neem haar opnieuw op" in client.get(f"{BASE}/geluid").text
    post(f"{BASE}/geluid/{told['id']}/verwijderen", f"{BASE}/geluid")
    assert _packed(engine, study)["recordings"] == []


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"vraag": "niets"}, "Kies een vraag"),
        ({"taal": "xx"}, "Kies een taal"),
        ({"bestand": (b"", "leeg.mp3")}, "Kies een bestand"),
        ({"bestand": (b"<script>alert(1)</script>", "vraag.mp3")}, "geen geluid"),
        ({"bestand": (MP3 + bytes(sound.MOST_BYTES), "vraag.mp3")}, "te groot"),
    ],
)
def test_what_is_no_sound_for_a_tablet_is_refused(post, engine, study, members, fault):
    sent = {"vraag": "knows_vet", "taal": "nl", "bestand": (MP3, "vraag.mp3")} | members
    content, name = sent.pop("bestand")
    page = post(f"{BASE}/geluid", f"{BASE}/geluid", bestand=(io.BytesIO(content), name), **sent)
    assert page.status_code == 422
    assert fault in page.text
    with reading(engine) as session:
        assert session.exec(select(Recording)).all() == []


@pytest.mark.parametrize(
    ("first_bytes", "kind"),
    [
        (b"OggS\x00\x02", "audio/ogg"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"ID3\x03", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", None),  # AAC without a container
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_sound_is_known_by_its_first_bytes(first_bytes, kind):
    assert sound.media_type(first_bytes) == kind


def test_all_sound_together_stays_small_enough_to_fetch_in_the_street(app, engine, study, monkeypatch):
    monkeypatch.setattr(sound, "MOST_TOGETHER", 500)
    from survey.studies import find

    with app.test_request_context(), transaction(engine) as session:
        here = session.get_one(Study, study.id)
        programme = find.programme(find.version(session, here), find.areas(session, here))
        sound.add(session, here, programme, "knows_vet", "nl", MP3)
        sound.add(session, here, programme, "knows_vet", "nl", MP3 * 2)  # in its place
        with pytest.raises(sound.SetupRefused, match="Al het geluid samen"):
            sound.add(session, here, programme, "consent", "nl", MP3)
        assert sound.total(session, here) == len(MP3) * 2
