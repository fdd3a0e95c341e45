"""Tries are counted in the database, for all processes at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session, select

from survey.accounts.tables import Allowance
from survey.database import reading, transaction
from survey.problems import Problem
from survey.throttle import allowed, forgive, require, visitor


def kept(engine: Engine) -> list[Allowance]:
    with reading(engine) as session:
        return list(session.exec(select(Allowance)).all())


def test_so_many_tries_and_no_more(engine: Engine) -> None:
    assert [allowed(engine, "code:a", 3, 60) for _ in range(5)] == [True, True, True, False, False]
    assert allowed(engine, "code:b", 3, 60)


def test_a_new_period_begins_when_the_first_is_over_also_for_who_went_on_trying(engine: Engine) -> None:
    with time_machine.travel(0, tick=False) as clock:
        assert [allowed(engine, "k", 1, 60) for _ in range(2)] == [True, False]
        clock.shift(59)
        assert not allowed(engine, "k", 1, 60)
        clock.shift(1)
        assert allowed(engine, "k", 1, 60)


def test_parallel_tries_are_each_counted_once(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: allowed(engine, "k", 7, 600), range(24)))
    assert sum(answers) == 7


def test_a_success_forgives_earlier_mistakes(engine: Engine) -> None:
    assert [allowed(engine, "k", 1, 60) for _ in range(2)] == [True, False]
    forgive(engine, "k")
    assert allowed(engine, "k", 1, 60)


def test_in_a_unit_of_work_that_is_undone_nothing_was_counted(engine: Engine) -> None:
    with Session(engine) as session:
        assert allowed(session, "k", 1, 60)
        session.rollback()
    with transaction(engine) as session:
        assert allowed(session, "k", 1, 60)
        assert not allowed(session, "k", 1, 60)


@pytest.mark.parametrize("key", ["", "\x00", "\ud800", "k" * 100_000], ids=["none", "nul", "half", "long"])
def test_any_text_can_be_a_key_and_none_can_be_read_back(engine: Engine, key: str) -> None:
    assert [allowed(engine, key, 1, 60) for _ in range(2)] == [True, False]
    (row,) = kept(engine)
    assert row.key != key
    assert len(row.key) == 64


def test_counts_of_long_ago_are_swept_away(engine: Engine) -> None:
    with time_machine.travel(0, tick=False) as clock:
        for number in range(5):
            allowed(engine, f"old {number}", 1, 60)
        clock.shift(61)
        allowed(engine, "new", 1, 60)
    assert len(kept(engine)) == 1


def test_too_often_is_status_429_and_says_how_long_to_wait(app: Flask, engine: Engine) -> None:
    @app.get("/probeer")
    def view() -> str:
        require(engine, "k", 1, 90)
        return "goed"

    view.action = "home.view"  # type: ignore[attr-defined]
    visitor_ = app.test_client()
    assert visitor_.get("/probeer").status_code == 200
    refused = visitor_.get("/probeer")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "90")
    assert "Wacht 2 minuten" in refused.text
    with pytest.raises(Problem), app.test_request_context():
        require(engine, "k", 1, 90)


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "20010db800010002"),
        ("2001:db8:1:2:ffff::9", "20010db800010002"),
        ("", "unknown"),
        ("unix:", "unix:"),
    ],
)
def test_an_ipv6_network_of_one_home_counts_as_one_visitor(app: Flask, address: str, counted_as: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert visitor() == counted_as
