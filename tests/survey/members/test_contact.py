from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlmodel import Session

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.members.contact import Contact, find_by_email, forget, seal, unseal, unsubscribe_token
from survey.members.keyring import KEY_BYTES, KeyRefused, Keyring
from survey.members.tables import Member
from survey.members.token import holder

KEYS = Keyring([(1, b"k" * KEY_BYTES)])
CONTACT = Contact(
    "Testpersoon 0001", "test.0001@voorbeeld.invalid", ("Voorbeeldweg 1", "1234 AB Voorbeeldstad")
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


def _organisation(session: Session, slug: str = "hier") -> int:
    made = Organisation(slug=slug, name="Hier")
    session.add(made)
    session.flush()
    return made.id or 0


def _member(session: Session, organisation: int, contact: Contact = CONTACT, keys: Keyring = KEYS) -> Member:
    member = Member(organisation_id=organisation, number=uuid4().hex[:12])
    seal(member, contact, keys)
    session.add(member)
    session.flush()
    return member


@given(TEXT, TEXT, st.lists(TEXT, max_size=5))
def test_contact_data_come_back_as_they_were(name: str, email: str, address: list[str]) -> None:
    member = Member(organisation_id=1, number="1")
    given_ = Contact(name, email, tuple(address))
    seal(member, given_, KEYS)
    assert unseal(member, KEYS) == given_


def test_columns_and_rows_can_not_be_swapped() -> None:
    one, other = Member(organisation_id=1, number="1"), Member(organisation_id=1, number="2")
    seal(one, CONTACT, KEYS)
    seal(other, CONTACT, KEYS)
    name, one.name_sealed = one.name_sealed, other.name_sealed
    with pytest.raises(KeyRefused):
        unseal(one, KEYS)
    one.name_sealed, one.email_sealed = one.email_sealed, name
    with pytest.raises(KeyRefused):
        unseal(one, KEYS)


def test_the_database_holds_no_contact_data_in_the_open(engine: Engine) -> None:
    with transaction(engine) as session:
        member = _member(session, _organisation(session))
        unsubscribe_token(session, member)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM member")).one()
        held = b" ".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
        )
    for secret in (CONTACT.name, CONTACT.email, *CONTACT.address, "0001", "voorbeeld"):
        assert secret.lower().encode() not in held.lower()


def test_a_member_is_found_by_address_whatever_its_capitals(engine: Engine) -> None:
    with transaction(engine) as session:
        here, there = _organisation(session), _organisation(session, "daar")
        member = _member(session, here)
    with reading(engine) as session:
        found = find_by_email(session, here, " Test.0001@Voorbeeld.INVALID ", KEYS)
        assert found is not None
        assert found.id == member.id
        assert find_by_email(session, there, CONTACT.email, KEYS) is None
        assert find_by_email(session, here, "", KEYS) is None
        assert find_by_email(session, here, "test.0002@voorbeeld.invalid", KEYS) is None


def test_one_person_in_two_panels_can_not_be_seen_as_one(engine: Engine) -> None:
    with transaction(engine) as session:
        one = _member(session, _organisation(session))
        other = _member(session, _organisation(session, "daar"))
    assert one.email_index != other.email_index


def test_what_is_forgotten_is_gone(engine: Engine) -> None:
    with transaction(engine) as session:
        member = _member(session, _organisation(session))
        forget(member)
        assert unseal(member, KEYS) == Contact()
        assert member.email_index is None


def test_each_mail_has_a_token_of_its_own_and_all_stay_valid(engine: Engine) -> None:
    with transaction(engine) as session:
        member = _member(session, _organisation(session))
        tokens = [unsubscribe_token(session, member) for _mail in range(3)]
    assert len(set(tokens)) == 3
    assert all(len(token) >= 32 for token in tokens)  # 192 bits
    with reading(engine) as session:
        assert [_id(holder(session, token)) for token in tokens] == [member.id] * 3
        stored = session.connection().execute(text("SELECT digest FROM member_token")).scalars().all()
    assert not set(stored) & set(tokens)


def test_a_token_that_is_nobodys_finds_nobody(engine: Engine) -> None:
    with transaction(engine) as session:
        _member(session, _organisation(session))
    with reading(engine) as session:
        for token in ("", "0", "None", "null", "x" * 5000, "\x00", "é" * 20, "\ud800"):
            assert holder(session, token) is None


def _id(member: Member | None) -> UUID | None:
    return member.id if member else None
