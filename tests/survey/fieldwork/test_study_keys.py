from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from survey.database import reading, transaction
from survey.fieldwork import study_keys
from survey.fieldwork.tables import StudyKey
from survey.members.keyring import KEY_BYTES, KeyRefused, Keyring
from survey.members.rotate_key import rotate
from survey.studies.tables import Study

OLD, NEW = (1, b"o" * KEY_BYTES), (2, b"n" * KEY_BYTES)
BOTH, NEWEST, OLDEST = Keyring([NEW, OLD]), Keyring([NEW]), Keyring([OLD])


def test_a_study_gets_its_key_at_first_need_and_keeps_it(engine: Engine, study: Study) -> None:
    with reading(engine) as session:
        assert study_keys.newest(session, study.id or 0) is None
    with transaction(engine) as session:
        first = study_keys.ensure(session, study.id or 0, OLDEST)
    with transaction(engine) as session:
        again = study_keys.ensure(session, study.id or 0, OLDEST)

    assert (first.id, first.number, len(first.public)) == (again.id, 1, 65)
    assert first.name == sha256(first.public).hexdigest()[:16]


def test_of_many_that_need_the_first_key_at_once_one_makes_it(engine: Engine, study: Study) -> None:
    def need(_turn: int) -> str:
        with transaction(engine) as session:
            return study_keys.ensure(session, study.id or 0, OLDEST).name

    with ThreadPoolExecutor(6) as threads:
        names = set(threads.map(need, range(6)))

    assert len(names) == 1
    with reading(engine) as session:
        assert len(session.exec(select(StudyKey)).all()) == 1


def test_a_next_key_seals_and_the_earlier_one_still_opens(engine: Engine, study: Study) -> None:
    with transaction(engine) as session:
        first = study_keys.ensure(session, study.id or 0, OLDEST)
        second = study_keys.add(session, study.id or 0, OLDEST)
    with reading(engine) as session:
        newest = study_keys.newest(session, study.id or 0)
        assert newest is not None
        assert (newest.name, newest.number) == (second.name, 2)
        for each in (first, second):
            assert study_keys.private_half(session, each.name, study.slug, OLDEST) is not None


def test_a_key_opens_nothing_for_another_study(engine: Engine, study: Study) -> None:
    with transaction(engine) as session:
        made = study_keys.ensure(session, study.id or 0, OLDEST)
    with reading(engine) as session:
        assert study_keys.private_half(session, made.name, "elders", OLDEST) is None
        assert study_keys.private_half(session, "f" * 16, study.slug, OLDEST) is None


def test_private_halves_are_sealed_anew_when_the_contact_key_rotates(engine: Engine, study: Study) -> None:
    with transaction(engine) as session:
        made = study_keys.ensure(session, study.id or 0, OLDEST)
    with reading(engine) as session, pytest.raises(KeyRefused):
        study_keys.private_half(session, made.name, study.slug, NEWEST)

    assert list(rotate(engine, BOTH, also=[study_keys.reseal])) == [1]
    assert list(rotate(engine, BOTH, also=[study_keys.reseal])) == []
    with reading(engine) as session:
        found = study_keys.private_half(session, made.name, study.slug, NEWEST)
    assert found is not None
    assert found[1] == made.public


def test_a_private_half_that_was_moved_to_another_key_does_not_open(engine: Engine, study: Study) -> None:
    with transaction(engine) as session:
        first = study_keys.ensure(session, study.id or 0, OLDEST)
        second = study_keys.add(session, study.id or 0, OLDEST)
        second.private = first.private
    with reading(engine) as session, pytest.raises(KeyRefused):
        study_keys.private_half(session, second.name, study.slug, OLDEST)
