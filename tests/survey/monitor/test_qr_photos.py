"""A supervisor takes photos of the codes on a tablet that can not send, and the interview is in."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
import segno
from flask.testing import FlaskClient
from PIL import Image, ImageFilter
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.test import TestResponse

from survey.collection.tables import Submission
from survey.database import reading
from survey.monitor.qr_photos import texts_of
from survey.problems import Problem
from survey.studies.tables import Study
from tests.survey.monitor.parts import HERE, parts_of
from tests.survey.samples import body


def _photo(*texts: str, kind: str = "PNG") -> bytes:
    """A picture with these codes beside each other."""
    drawn = []
    for text in texts:
        made = BytesIO()
        segno.make(text, error="l", micro=False).save(made, kind="png", scale=6, border=4)
        drawn.append(Image.open(made).convert("L"))
    page = Image.new("L", (sum(one.width for one in drawn) + 1, max(one.height for one in drawn)), 255)
    left = 0
    for one in drawn:
        page.paste(one, (left, 0))
        left += one.width
    kept = BytesIO()
    page.save(kept, kind)
    return kept.getvalue()


def _blank() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (300, 200), "white").save(kept, "JPEG")
    return kept.getvalue()


def _taken_askew(photo: bytes) -> bytes:
    """As a hand holds a phone: turned, not sharp, of a grey screen in a room, and packed."""
    with Image.open(BytesIO(photo)) as flat:
        room = Image.new("L", (flat.width * 2, flat.height * 2), 90)
        room.paste(flat.point(lambda light: 60 + light // 2), (flat.width // 2, flat.height // 2))
    kept = BytesIO()
    turned = room.rotate(17, Image.Resampling.BICUBIC, fillcolor=90).filter(ImageFilter.GaussianBlur(1.5))
    turned.save(kept, "JPEG", quality=60)
    return kept.getvalue()


def _bring(client: FlaskClient, *photos: bytes, text: str = "") -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(HERE).text)
    assert token
    form = {
        "csrf_token": token[1],
        "delen": text,
        "fotos": [(BytesIO(photo), f"foto{place}.jpg") for place, photo in enumerate(photos, 1)],
    }
    return client.post(HERE, data=form, content_type="multipart/form-data")


def _kept(engine: Engine) -> list[bytes]:
    with reading(engine) as session:
        return list(session.exec(select(Submission.body)))


def test_photos_of_all_parts_make_the_interview(client: FlaskClient, engine: Engine, study: Study) -> None:
    first, *others = parts_of(uuid4(), body(), 150)
    assert others
    answer = _bring(client, *(_taken_askew(_photo(one)) for one in others), _photo(first, kind="WEBP"))
    assert "Nieuw: bewaard" in answer.text
    assert _kept(engine) == [body()]


def test_one_photo_may_show_more_than_one_code(client: FlaskClient, engine: Engine, study: Study) -> None:
    assert "Nieuw: bewaard" in _bring(client, _photo(*parts_of(uuid4(), body(), 150))).text
    assert _kept(engine) == [body()]


def test_what_was_read_stands_ready_when_a_part_lacks_so_only_that_one_is_photographed_again(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    first, second, *others = parts_of(uuid4(), body(), 200)
    answer = _bring(client, _photo(first), *map(_photo, others))
    assert f"Van de {len(others) + 2} delen ontbreekt: 2." in answer.text
    ready = re.search(r"<textarea[^>]*>([^<]*)</textarea>", answer.text)
    assert ready
    assert ready[1].split() == [first, *others]
    assert "Nieuw: bewaard" in _bring(client, _photo(second), text=ready[1]).text
    assert _kept(engine) == [body()]


NO_PHOTOS = {
    "the file of a tablet": (b'{"wijkpeil": "queue"}', "is geen foto die hier te lezen is"),
    "half a photo": (_photo("WP1|x", kind="JPEG")[:400], "is geen foto die hier te lezen is"),
    "nothing": (b"", "is geen foto die hier te lezen is"),
    "a poster, askew": (
        _taken_askew(_photo("https://example.org")),
        "geen QR-code van een interview",
    ),
    "no code at all": (_blank(), "geen QR-code van een interview"),
}


@pytest.mark.parametrize("case", NO_PHOTOS)
def test_what_is_no_photo_of_a_part_is_named_and_nothing_is_kept(
    client: FlaskClient, engine: Engine, study: Study, case: str
) -> None:
    content, said = NO_PHOTOS[case]
    answer = _bring(client, *map(_photo, parts_of(uuid4(), body(), 150)), content)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Er is niets ingelezen." in answer.text
    assert not _kept(engine)


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    kept = BytesIO()
    Image.new("1", (20_000, 20_000)).save(kept, "PNG")
    assert len(kept.getvalue()) < 100_000
    with pytest.raises(Problem, match="queue_invalid"):
        texts_of("bom.png", kept.getvalue())
