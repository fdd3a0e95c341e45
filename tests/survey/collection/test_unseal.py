import base64
import json
import os
import zlib
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
)
from cryptography.hazmat.primitives.serialization import load_der_private_key
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from survey.collection.unseal import Pair, is_sealed, longest_sealed, opened, unseal
from survey.database import transaction
from survey.fieldwork.study_keys import ensure
from survey.fieldwork.tables import StudyKey
from survey.members.keyring import keyring
from survey.problems import Problem
from survey.settings import Settings
from survey.studies.tables import Study
from tests.conftest import ROOT
from tests.survey.samples import body, put
from tests.survey.sealing import fresh_pair, seal

VECTORS = json.loads((ROOT / "tests" / "vectors" / "sealed.json").read_text(encoding="utf-8"))
LONGEST = 262_144
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def pair_of_the_vectors() -> Pair:
    key = load_der_private_key(base64.b64decode(VECTORS["key"]["private"]), password=None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return key, base64.b64decode(VECTORS["key"]["public"])


@pytest.fixture
def key(engine: Engine, study: Study, settings: Settings) -> StudyKey:
    """The key of the study of the tests."""
    with transaction(engine) as session:
        return ensure(session, study.id or 0, keyring(settings))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_what_a_browser_sealed_opens(case: dict[str, Any]) -> None:
    found = opened(UUID(case["id"]), case["sealed"], pair_of_the_vectors(), LONGEST)

    assert found.decode() == case["plain"]
    assert is_sealed(case["sealed"])


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["name"])
def test_what_was_moved_or_damaged_does_not_open(case: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refused:
        opened(UUID(case["id"]), case["sealed"], pair_of_the_vectors(), LONGEST)

    assert refused.value.code == "seal_broken"


@given(plain=st.binary(max_size=3_000), study=st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True))
def test_whatever_was_sealed_opens_as_it_was_and_for_nobody_else(plain: bytes, study: str) -> None:
    pair, identity = fresh_pair(), uuid4()
    sealed = seal(plain, identity, study, "0" * 16, pair[1])

    assert opened(identity, sealed, pair, LONGEST) == plain
    for wrong in ((uuid4(), pair), (identity, fresh_pair())):
        with pytest.raises(Problem):
            opened(wrong[0], sealed, wrong[1], LONGEST)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7), member=st.sampled_from(["text", "iv", "ephemeral"]))
def test_no_bit_of_an_envelope_can_change(at: int, bit: int, member: str) -> None:
    case = VECTORS["cases"][0]
    bytes_ = bytearray(base64.b64decode(case["sealed"][member]))
    bytes_[at % len(bytes_)] ^= 1 << bit

    with pytest.raises(Problem):
        opened(
            UUID(case["id"]),
            case["sealed"] | {member: base64.b64encode(bytes_).decode()},
            pair_of_the_vectors(),
            LONGEST,
        )


@given(
    changes=st.dictionaries(
        st.sampled_from(["study", "ephemeral", "iv", "packed", "text"]), st.text(max_size=200), min_size=1
    )
)
def test_whatever_stands_in_an_envelope_it_opens_or_is_refused(changes: dict[str, str]) -> None:
    case = VECTORS["cases"][0]

    with pytest.raises(Problem) as refused:
        opened(UUID(case["id"]), case["sealed"] | changes, pair_of_the_vectors(), LONGEST)

    assert refused.value.code == "seal_broken"


@pytest.mark.parametrize("behind", [b"", b"more"])
def test_a_small_envelope_around_an_endless_interview_costs_no_memory(behind: bytes) -> None:
    pair, identity = fresh_pair(), uuid4()
    stream = zlib.compressobj(wbits=-15)
    bomb = stream.compress(bytes(50_000_000)) + stream.flush() + behind
    assert len(bomb) < 60_000

    for packed in (bomb, bomb[: len(bomb) // 2]):
        with pytest.raises(Problem) as refused:
            opened(identity, seal(b"", identity, "proef", "0" * 16, pair[1], packed=packed), pair, LONGEST)
        assert refused.value.code == "seal_broken"


def test_an_interview_that_is_just_not_too_large_opens() -> None:
    pair, identity = fresh_pair(), uuid4()
    sealed = seal(bytes(1_000), identity, "proef", "0" * 16, pair[1])

    assert len(opened(identity, sealed, pair, 1_000)) == 1_000
    with pytest.raises(Problem):
        opened(identity, sealed, pair, 999)


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_a_packed_interview_that_was_cut_off_is_not_taken_for_a_whole_one(cut: int) -> None:
    pair, identity = fresh_pair(), uuid4()
    stream = zlib.compressobj(wbits=-15)
    packed = stream.compress(os.urandom(200)) + stream.flush()

    with pytest.raises(Problem):
        opened(identity, seal(b"", identity, "proef", "0" * 16, pair[1], packed=packed[:-cut]), pair, LONGEST)


def test_an_envelope_is_never_larger_than_the_door_allows() -> None:
    identity, pair = uuid4(), fresh_pair()
    for size in (0, 1, 2, 3, 1_000):
        sealed = seal(b"", identity, "a" * 80, "0" * 16, pair[1], packed=bytes(size))
        assert len(json.dumps(sealed)) <= longest_sealed(size)


def test_a_sealed_interview_comes_in_like_any_other(
    client: FlaskClient, study: Study, key: StudyKey, engine: Engine
) -> None:
    identity = uuid4()
    sent = json.dumps(seal(body(), identity, study.slug, key.name, key.public)).encode()

    first, again = put(client, sent, identity), put(client, sent, identity)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()


@ONE_DATABASE
@pytest.mark.parametrize("change", [{"key": "f" * 16}, {"key": "x"}, {"study": "elders"}, {"study": "\x00"}])
def test_a_key_that_this_study_does_not_have_is_named_as_such(
    app: Flask, study: Study, key: StudyKey, change: dict[str, str]
) -> None:
    identity = uuid4()
    sealed = seal(body(), identity, study.slug, key.name, key.public)

    with app.test_request_context(), pytest.raises(Problem) as refused:
        unseal(identity, {**sealed, **change})

    assert (refused.value.status, refused.value.code) == (422, "seal_unknown_key")


@ONE_DATABASE
@pytest.mark.parametrize("change", [{"sealed": 2}, {"text": 5}, {"iv": None}, {"packed": []}])
def test_an_envelope_with_something_else_in_it_is_refused(
    app: Flask, study: Study, key: StudyKey, change: dict[str, Any]
) -> None:
    identity = uuid4()
    sealed = seal(body(), identity, study.slug, key.name, key.public)

    with app.test_request_context(), pytest.raises(Problem) as refused:
        unseal(identity, {**sealed, **change})

    assert refused.value.code == "seal_broken"


@ONE_DATABASE
def test_with_another_contact_key_the_server_asks_to_wait_and_refuses_no_interview(
    app: Flask, study: Study, key: StudyKey, settings: Settings
) -> None:
    sealed = seal(body(), identity := uuid4(), study.slug, key.name, key.public)
    settings.contact_key = f"1:{base64.b64encode(bytes(32)).decode()}"

    with app.test_request_context(), pytest.raises(Problem) as refused:
        unseal(identity, sealed)

    assert (refused.value.status, refused.value.code) == (503, "unavailable")
