from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.members import upload
from survey.members.contact import find_by_email, unseal
from survey.members.keyring import KEY_BYTES, KeyRefused, Keyring
from survey.members.rotate_key import rotate
from survey.members.tables import Member, MemberUpload

OLD, NEW = (1, b"o" * KEY_BYTES), (2, b"n" * KEY_BYTES)
BOTH, NEWEST = Keyring([NEW, OLD]), Keyring([NEW])


@pytest.fixture
def sealed(organisation: Organisation, put_in: Callable[..., Member]) -> int:
    """Seven members that the old key sealed."""
    for number in range(7):
        put_in(organisation.id or 0, f"{number}", keyring=Keyring([OLD]))
    return organisation.id or 0


def test_after_rotation_the_new_key_alone_opens_and_finds_everybody(engine: Engine, sealed: int) -> None:
    with transaction(engine) as session:
        kept = upload.keep(session, sealed, None, "a.csv", b"content", 1, Keyring([OLD]))
    assert list(rotate(engine, BOTH, batch=3)) == [3, 6, 7, 8]
    with reading(engine) as session:
        for member in session.exec(select(Member)):
            assert unseal(member, NEWEST).name == f"Testpersoon {member.number}"
            found = find_by_email(session, sealed, f"test.{member.number}@voorbeeld.invalid", NEWEST)
            assert found is not None
            assert found.id == member.id
        assert upload.content(session.get_one(MemberUpload, kept.id), NEWEST) == b"content"
    assert list(rotate(engine, BOTH)) == []


def test_a_rotation_that_was_stopped_goes_on_and_everybody_is_found_meanwhile(
    engine: Engine, sealed: int
) -> None:
    running = rotate(engine, BOTH, batch=3)
    assert next(running) == 3
    running.close()
    with reading(engine) as session:
        assert sorted(session.exec(select(Member.key_number))) == [1] * 4 + [2] * 3
        for number in range(7):
            assert find_by_email(session, sealed, f"test.{number}@voorbeeld.invalid", BOTH)
    assert list(rotate(engine, BOTH, batch=3)) == [3, 4]


def test_a_wrong_old_key_stops_it_and_leaves_the_rows_as_they_were(engine: Engine, sealed: int) -> None:
    with pytest.raises(KeyRefused, match="Sleutel 1 opent deze contactgegevens niet"):
        list(rotate(engine, Keyring([NEW, (1, b"x" * KEY_BYTES)])))
    with reading(engine) as session:
        for member in session.exec(select(Member)):
            assert unseal(member, Keyring([OLD])).name == f"Testpersoon {member.number}"
