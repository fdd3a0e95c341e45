"""What may happen once happens once, on both kinds of database, however many ask at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Engine

from survey.accounts import link, recovery, totp, visits
from survey.accounts.managing import change
from survey.accounts.managing.add import Taken, add
from survey.accounts.organisation import Organisation
from survey.accounts.tables import Account
from survey.database import reading, transaction
from survey.moment import now
from survey.settings import Settings
from tests.survey import staff
from tests.survey.conftest import database_url as database_url  # noqa: PLC0414 (both kinds here, not the one of this folder)

_THREADS = 8


def at_once(work: Callable[[int], bool]) -> int:
    """How often the work succeeded, of eight that begin together."""
    with ThreadPoolExecutor(_THREADS) as threads:
        return sum(threads.map(work, range(_THREADS)))


@pytest.fixture
def account(engine: Engine, organisation: Organisation, settings: Settings) -> Account:
    with transaction(engine) as session:
        made = staff.account(session, organisation, "administrator")
        made.tf_totp_secret = totp.new_secret(settings)
    return made


def test_a_link_sets_one_password(engine: Engine, account: Account) -> None:
    with transaction(engine) as session:
        token = link.issue(session, account, link.INVITED)

    def redeem(number: int) -> bool:
        with transaction(engine) as session:
            return link.redeem(session, token, f"hash {number}") is not None

    assert at_once(redeem) == 1
    with reading(engine) as session:
        kept = session.get_one(Account, account.id)
        assert link.find(session, token) is None
    assert kept.password is not None
    assert kept.fs_uniquifier != account.fs_uniquifier


def test_a_code_of_an_app_lets_one_in(engine: Engine, account: Account, settings: Settings) -> None:
    code = totp._factory(settings.secret).generate_totp_password(account.tf_totp_secret or "")

    def use(_number: int) -> bool:
        with transaction(engine) as session:
            return totp.use(session, settings, account, code)

    assert at_once(use) == 1


def test_a_recovery_code_lets_one_in_and_the_others_stay(engine: Engine, account: Account) -> None:
    with transaction(engine) as session:
        codes = recovery.renew(session, session.get_one(Account, account.id))

    def use(_number: int) -> bool:
        with transaction(engine) as session:
            return recovery.use(session, account, codes[0])

    assert at_once(use) == 1
    with transaction(engine) as session:
        assert not recovery.use(session, account, "")
        assert recovery.use(session, account, codes[9].upper().replace("-", " "))
        assert len(session.get_one(Account, account.id).mf_recovery_codes or []) == 8


def test_administrators_who_close_each_other_leave_one(
    engine: Engine, account: Account, organisation: Organisation
) -> None:
    with transaction(engine) as session:
        other = staff.account(session, organisation, "administrator")

    def close(number: int) -> bool:
        try:
            with transaction(engine) as session:
                change.close(session, session.get_one(Account, (account if number % 2 else other).id))
        except change.LastAdministrator:
            return False
        return True

    at_once(close)
    with reading(engine) as session:
        left = [each.active for each in change.of(session, organisation.id or 0)]
    assert sorted(left) == [False, True]


def test_an_address_gets_one_account(engine: Engine, organisation: Organisation) -> None:
    def make(_number: int) -> bool:
        try:
            with transaction(engine) as session:
                add(session, organisation.id or 0, email="Bo@voorbeeld.invalid ", name="Bo", roles=["reader"])
        except Taken:
            return False
        return True

    assert at_once(make) == 1


def test_a_session_is_found_by_its_token_until_it_ends(engine: Engine, account: Account) -> None:
    with transaction(engine) as session:
        token = visits.begin(session, account, "Firefox, Windows")
        other = visits.begin(session, account, "")
    with reading(engine) as session:
        here = visits.find(session, token)
        assert here is not None
        assert here.account.id == account.id
        assert [visits.find(session, wrong) for wrong in ("", "null", "\x00", "\ud800", token[:-1])] == [
            None
        ] * 5
    with transaction(engine) as session:
        assert visits.end(session, account.id or 0, here.visit.id or 0)
        assert not visits.end(session, account.id or 0, here.visit.id or 0)
    with reading(engine) as session:
        assert visits.find(session, token) is None
        assert len(visits.of(session, account.id or 0)) == 1
    with time_machine.travel(now() + visits.IDLE + timedelta(seconds=1)), reading(engine) as session:
        assert visits.find(session, other) is None
        assert visits.of(session, account.id or 0) == []
