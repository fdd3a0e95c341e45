"""Secrets of invitations: kept as digests, typed as people type, and never matched by nothing."""

import hashlib

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from survey.database import reading, transaction
from survey.rounds.access import ALPHABET, find, issue, issue_many, typed
from survey.rounds.draw import draw
from survey.rounds.tables import Access, Invitation, Round
from tests.survey.rounds.conftest import MakeMembers

NO_SECRETS = [
    None, "", " ", "null", "None", "undefined", "%", "." * 43, "a" * 42, "a" * 44, "a" * 10_000_000, "\x00" * 43,
    "\ud800" * 43, "é" * 43, "٣" * 43, 0, False, True, [], {}, b"a" * 43, "-----", "\ud800" * 10, "*" * 10,
]  # fmt: skip


@pytest.fixture
def invited(app: Flask, engine: Engine, round_: Round, make_members: MakeMembers):
    make_members(3)
    with app.app_context(), transaction(engine) as session:
        return draw(session, session.get_one(Round, round_.id), size=3, strata=(), seed=1)


@pytest.mark.parametrize("kind", ["token", "code"])
def test_a_secret_opens_its_own_invitation_and_earlier_ones_stay_valid(
    app: Flask, engine: Engine, invited: list[Invitation], kind: str
) -> None:
    with app.app_context(), transaction(engine) as session:
        first = issue_many(session, invited, kind)
        again = issue(session, invited[0], kind)
        for each in invited:
            found = find(session, first[each.id], kind)
            assert found is not None
            assert found.id == each.id
        assert find(session, again, kind) == invited[0]
        assert find(session, again, "code" if kind == "token" else "token") is None


def test_what_is_no_secret_finds_nobody_and_never_reaches_the_database() -> None:
    class Untouched(Session):
        def exec(self, *_args: object, **_wishes: object) -> None:  # type: ignore[override]
            raise AssertionError("the database was asked")

    for secret in NO_SECRETS:
        assert find(Untouched(), secret, "token") is None
        assert find(Untouched(), secret, "code") is None


def test_the_database_holds_no_secret(app: Flask, engine: Engine, invited: list[Invitation]) -> None:
    with app.app_context(), transaction(engine) as session:
        token, code = issue(session, invited[0], "token"), issue(session, invited[0], "code")
    with reading(engine) as session:
        kept = {each.digest for each in session.exec(select(Access))}
    assert hashlib.sha256(token.encode()).hexdigest() in kept
    # A code can be guessed, so a plain digest of it would give it away.
    assert hashlib.sha256(code.replace("-", "").encode()).hexdigest() not in kept
    assert not {token, code} & kept


def test_codes_of_another_installation_open_nothing(
    app: Flask, engine: Engine, invited: list[Invitation]
) -> None:
    with app.app_context(), transaction(engine) as session:
        code = issue(session, invited[0], "code")
        app.extensions["wijkpeil.settings"].secret = "another secret"
        assert find(session, code, "code") is None


CODES = st.text(ALPHABET, min_size=10, max_size=10)


@given(CODES, st.sampled_from(["", " ", "-", " \u2013 ", "\u00a0", "\u200f"]), st.booleans())
def test_a_code_is_read_as_people_type_it(code, between, lower) -> None:
    written = between.join(code)
    assert typed(written.lower() if lower else written) == code


@given(CODES)
def test_digits_of_an_arabic_keyboard_and_signs_that_look_alike_are_read(code: str) -> None:
    arabic = code.translate({ord("0") + digit: chr(0x660 + digit) for digit in range(10)})
    alike = code.translate(str.maketrans("0125V8", "OIZSUB"))
    turkish = code.replace("1", "İ")
    assert typed(arabic) == typed(alike) == typed(turkish) == typed(code.replace("1", "ı")) == code


@given(st.text())
def test_any_text_at_all_is_a_code_or_not(text: str) -> None:
    read = typed(text)
    assert read is None or (len(read) == 10 and set(read) <= set(ALPHABET))


def test_a_code_that_was_given_out_before_is_not_given_out_again(
    app: Flask, engine: Engine, invited: list[Invitation], monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = iter("A" * 10 + "A" * 10 + "C" * 10)
    monkeypatch.setattr("survey.rounds.access.secrets.choice", lambda _alphabet: next(signs))
    with app.app_context(), transaction(engine) as session:
        assert issue(session, invited[0], "code") == "AAAAA-AAAAA"
        assert issue(session, invited[1], "code") == "CCCCC-CCCCC"


def test_an_unknown_kind_is_a_fault(app: Flask, engine: Engine) -> None:
    with app.app_context(), reading(engine) as session, pytest.raises(LookupError):
        find(session, "x", "magic")
