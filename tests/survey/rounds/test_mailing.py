"""A round's invitation and reminders through a real mail server: to each person once, whatever breaks."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.database import reading, transaction
from survey.jobs.perform import claim_next
from survey.members.tables import Member, MemberEvent
from survey.rounds import mailing as sending
from survey.rounds.access import find
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Invitation, Round
from tests.survey.mail.sink import Sink, running
from tests.survey.rounds.conftest import MakeMembers
from tests.survey.rounds.sending import address_of, ask_for, days_pass, dispatched, drawn, job, states

Run = Callable[[], int]


@pytest.fixture
def sink(app: Flask) -> Iterator[Sink]:
    """A mail server, which the application uses."""
    with running() as made:
        settings = app.extensions["wijkpeil.settings"]
        settings.smtp_url = f"smtp://127.0.0.1:{made.port}"
        settings.mail_from = "panel@example.nl"
        yield made


@pytest.fixture
def eight(app: Flask, engine: Engine, round_: Round, make_members: MakeMembers) -> list[Member]:
    members = [*make_members(5), *make_members(2, language="ar"), *make_members(1, channel="letter")]
    drawn(app, engine, round_, members)
    return members


def test_everybody_with_an_address_gets_one_message_with_a_link_of_their_own(
    app: Flask, engine: Engine, round_: Round, eight: list[Member], sink: Sink, run_jobs: Run
) -> None:
    asked = ask_for(app, engine, round_, "invitation")
    run_jobs()
    done = job(engine, asked)
    assert (done.state, done.result["sent"], done.done) == ("done", 7, 7)
    assert sorted(sink.receivers) == [address_of(number) for number in range(7)]
    assert sink.connections == 1
    bodies = [message.get_body(("plain",)).get_content() for _from, _to, message in sink.received]
    links = {re.search(r"http://127.0.0.1:8000/u/(\S+)", body)[1] for body in bodies}  # type: ignore[index]
    assert len(links) == 7
    with app.app_context(), reading(engine) as session:
        members = {find(session, link, "token").member_id for link in links}  # type: ignore[union-attr]
        assert members == {member.id for member in eight[:7]}
        assert session.get_one(Round, round_.id).state == "open"
        asked_on = session.exec(select(Member.last_asked_on).order_by(col(Member.number))).all()
        assert [each is None for each in asked_on] == [False] * 7 + [True]
    assert sorted(states(engine).values()) == ["drawn", *["invited"] * 7]


def test_a_message_can_be_stopped_in_one_click_and_speaks_the_members_language(
    app: Flask, engine: Engine, round_: Round, eight: list[Member], sink: Sink, run_jobs: Run
) -> None:
    ask_for(app, engine, round_, "invitation")
    run_jobs()
    for _from, to, message in sink.received:
        assert re.fullmatch(r"<http://127\.0\.0\.1:8000/afmelden/\S{32}>", message["list-unsubscribe"])
        assert message["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
        arabic = to in {address_of(5), address_of(6)}
        assert message["content-language"] == ("ar" if arabic else "nl")
        page = message.get_body(("html",)).get_content()
        assert ('dir="rtl"' in page.partition("<body")[0]) is arabic


def test_asking_again_sends_nobody_a_second_message(
    app: Flask, engine: Engine, round_: Round, eight: list[Member], sink: Sink, run_jobs: Run
) -> None:
    ask_for(app, engine, round_, "invitation")
    run_jobs()
    with pytest.raises(RoundRefused, match="niemand"):
        ask_for(app, engine, round_, "invitation")
    assert len(sink.received) == 7


def test_two_who_press_at_once_ask_for_one_mailing(
    app: Flask, engine: Engine, round_: Round, eight: list[Member]
) -> None:
    ask_for(app, engine, round_, "invitation")
    with pytest.raises(RoundRefused, match="Wacht"):
        ask_for(app, engine, round_, "invitation")


def test_a_crash_in_the_middle_leaves_some_in_doubt_and_sends_none_twice(
    app: Flask,
    engine: Engine,
    round_: Round,
    eight: list[Member],
    sink: Sink,
    run_jobs: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Crash(BaseException):
        pass

    def crash(*_anything: object) -> None:
        raise Crash

    monkeypatch.setattr(sending, "BATCH", 3)
    asked = ask_for(app, engine, round_, "invitation")
    with monkeypatch.context() as broken:
        broken.setattr("survey.rounds.dispatch.finish", crash)
        with pytest.raises(Crash):
            run_jobs()
    assert (len(sink.received), dispatched(engine)) == (3, ["sending"] * 3)
    assert job(engine, asked).state == "running"
    run_jobs()
    done = job(engine, asked)
    assert (done.state, done.result["sent"], done.result["sending"]) == ("done", 4, 3)
    assert sorted(sink.receivers) == [address_of(number) for number in range(7)]


def test_one_who_is_not_there_is_noted_and_the_others_get_theirs(
    app: Flask, engine: Engine, round_: Round, eight: list[Member], sink: Sink, run_jobs: Run
) -> None:
    sink.refused = {address_of(1): "550 no such person", address_of(2): "452 box is full"}
    asked = ask_for(app, engine, round_, "invitation")
    run_jobs()
    assert job(engine, asked).result == {"sent": 5, "failed": 2, "bounced": 0, "sending": 0}
    found = states(engine)
    assert found[eight[1].number] == "undeliverable"
    assert found[eight[2].number] == "drawn"
    with reading(engine) as session:
        assert session.get_one(Member, eight[1].id).state == "undeliverable"
        assert session.get_one(Member, eight[2].id).state == "active"
        assert [each.kind for each in session.exec(select(MemberEvent))] == ["bounced"]


def test_a_server_that_refuses_everybody_marks_nobody(
    app: Flask, engine: Engine, round_: Round, make_members: MakeMembers, sink: Sink, run_jobs: Run
) -> None:
    drawn(app, engine, round_, make_members(12))
    sink.refused = {address_of(number): "550 relaying denied" for number in range(12)}
    asked = ask_for(app, engine, round_, "invitation")
    run_jobs()
    failed = job(engine, asked)
    assert failed.state == "failed"
    assert "weigert alle berichten" in failed.fault
    assert set(states(engine).values()) == {"drawn"}
    assert dispatched(engine) == []


def test_without_a_server_the_job_says_so_and_goes_on_when_it_is_back(
    app: Flask, engine: Engine, round_: Round, eight: list[Member], sink: Sink, run_jobs: Run
) -> None:
    settings = app.extensions["wijkpeil.settings"]
    there, settings.smtp_url = settings.smtp_url, "smtp://127.0.0.1:1"
    asked = ask_for(app, engine, round_, "invitation")
    run_jobs()
    assert "WIJKPEIL_SMTP_URL" in job(engine, asked).fault
    assert dispatched(engine) == []
    settings.smtp_url = there
    ask_for(app, engine, round_, "invitation")
    run_jobs()
    assert len(sink.received) == 7


def test_a_line_that_broke_after_a_message_leaves_that_one_in_doubt(
    app: Flask, engine: Engine, round_: Round, eight: list[Member], sink: Sink, run_jobs: Run
) -> None:
    sink.hang_up_after = 3
    asked = ask_for(app, engine, round_, "invitation")
    run_jobs()
    assert job(engine, asked).result == {"sent": 6, "failed": 0, "bounced": 0, "sending": 1}
    assert sorted(sink.receivers) == [address_of(number) for number in range(7)]


def test_a_reminder_goes_to_who_can_still_take_part(
    app: Flask, engine: Engine, round_: Round, eight: list[Member], sink: Sink, run_jobs: Run
) -> None:
    ask_for(app, engine, round_, "invitation")
    run_jobs()
    days_pass(engine)
    with transaction(engine) as session:
        for member, state in zip(eight, ("complete", "refused", "opened", "started"), strict=False):
            held = session.exec(select(Invitation).where(col(Invitation.member_id) == member.id)).one()
            held.state = state
            session.add(held)
        left = session.get_one(Member, eight[4].id)
        left.state = "unsubscribed"
        session.add(left)
    sink.received.clear()
    ask_for(app, engine, round_, "reminder")
    run_jobs()
    assert sorted(sink.receivers) == [address_of(number) for number in (2, 3, 5, 6)]
    assert sink.received[0][2]["subject"]
    found = states(engine)
    assert (found[eight[2].number], found[eight[3].number]) == ("opened", "started")


def test_reminders_are_not_sent_too_soon_or_too_often(
    app: Flask, engine: Engine, round_: Round, eight: list[Member], sink: Sink, run_jobs: Run
) -> None:
    with pytest.raises(RoundRefused, match="eerst de uitnodigingen"):
        ask_for(app, engine, round_, "reminder")
    ask_for(app, engine, round_, "invitation")
    run_jobs()
    with pytest.raises(RoundRefused, match="morgen"):
        ask_for(app, engine, round_, "reminder")
    for _number in range(3):
        days_pass(engine)
        ask_for(app, engine, round_, "reminder")
        run_jobs()
    days_pass(engine)
    with pytest.raises(RoundRefused, match="drie herinneringen"):
        ask_for(app, engine, round_, "reminder")
    assert len(sink.received) == 4 * 7
    with reading(engine) as session:
        assert max(session.exec(select(Invitation.reminders))) == 3


def test_a_closed_round_sends_nothing_also_when_it_closes_under_way(
    app: Flask, engine: Engine, round_: Round, eight: list[Member], sink: Sink, run_jobs: Run
) -> None:
    asked = ask_for(app, engine, round_, "invitation")
    with transaction(engine) as session:
        session.get_one(Round, round_.id).state = "closed"
    run_jobs()
    assert job(engine, asked).state == "failed"
    assert sink.received == []
    assert claim_next(app) is None
    with pytest.raises(RoundRefused, match="gesloten"):
        ask_for(app, engine, round_, "invitation")
