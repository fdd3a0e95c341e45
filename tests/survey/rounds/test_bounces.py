"""Notices that mail did not arrive: found by their reference, taken in together, and nobody else's."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.members.tables import Member, MemberEvent
from survey.rounds.bounces import Notice, NotMail, judge, read, take_in
from survey.rounds.tables import Dispatch, Invitation, Mailing, Round
from tests.survey.rounds.conftest import MakeMembers
from tests.survey.rounds.sending import dispatched, drawn, states

UNKNOWN = "f" * 32


def notice(reference: str, status: str = "5.1.1", *, to: str = "bounce+{}@example.nl") -> bytes:
    """A notice as mail servers write it."""
    return (
        f"From: MAILER-DAEMON@mx.example.org\r\nTo: {to.format(reference)}\r\nSubject: Undelivered\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
        "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; p00@example.org\r\nAction: failed\r\nStatus: {status}\r\n"
        "--B\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"From: panel@example.nl\r\nMessage-ID: <{reference}@example.nl>\r\nSubject: Hallo\r\n--B--\r\n"
    ).encode()


@pytest.fixture
def references(app: Flask, engine: Engine, round_: Round, make_members: MakeMembers) -> list[str]:
    """What three messages that were sent are known by."""
    drawn(app, engine, round_, make_members(3))
    with transaction(engine) as session:
        mailing = Mailing(round_id=round_.id, kind="invitation", channel="email")
        session.add(mailing)
        session.flush()
        sent = []
        for invitation in session.exec(select(Invitation)):
            invitation.state = "invited"
            sent.append(Dispatch(mailing_id=mailing.id, invitation_id=invitation.id, state="sent"))
        session.add_all(sent)
        return [each.reference for each in sent]


def test_a_notice_is_found_by_its_envelope_or_by_the_message_that_it_quotes() -> None:
    reference = "0123456789abcdef" * 2
    assert read(notice(reference)) == ([Notice(reference, for_good=True)], 0)
    assert read(notice(reference, "4.2.2")) == ([Notice(reference, for_good=False)], 0)
    assert read(notice(reference, to="panel@example.nl"))[0] == [Notice(reference, for_good=True)]
    assert read(notice(reference, "2.0.0")) == ([], 1)
    assert read(b"From: jan@example.org\r\nTo: panel@example.nl\r\n\r\nI am away.") == ([], 1)


def test_a_folder_of_messages_is_read_whole() -> None:
    folder = b"".join(
        b"From MAILER-DAEMON Mon Jan  5 10:00:00 2026\n" + notice(each * 32).replace(b"\r\n", b"\n") + b"\n"
        for each in "abc"
    )
    assert [each.reference for each in read(folder)[0]] == ["a" * 32, "b" * 32, "c" * 32]


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04", b"just some words", b"\x00" * 99]
)
def test_what_is_no_mail_is_refused(content: bytes) -> None:
    with pytest.raises(NotMail):
        read(content)


@settings(deadline=None, max_examples=80)
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=80).map(lambda junk: notice("a" * 32) + junk)))
def test_whatever_comes_is_read_or_refused(content: bytes) -> None:
    try:
        found, others = read(content)
    except NotMail:
        return
    assert others >= 0
    assert all(re.fullmatch(r"[0-9a-f]{32}", each.reference) for each in found)


def test_who_is_gone_is_not_asked_again_and_a_delay_changes_nothing(
    engine: Engine, organisation: Organisation, references: list[str]
) -> None:
    assert organisation.id is not None
    notices = [
        Notice(references[0], for_good=True),
        Notice(references[1], for_good=False),
        Notice(UNKNOWN, for_good=True),
    ]
    with transaction(engine) as session:
        judged = judge(session, organisation.id, notices)
        assert (len(judged.gone), judged.before, judged.for_now, judged.unknown) == (1, 0, 1, 1)
        take_in(session, organisation.id, notices)
    assert dispatched(engine) == ["bounced", "sent", "sent"]
    assert sorted(states(engine).values()) == ["invited", "invited", "undeliverable"]
    with transaction(engine) as session:
        again = take_in(session, organisation.id, notices)
        assert (again.gone, again.before) == ((), 1)
        assert len(session.exec(select(MemberEvent)).all()) == 1
        gone = session.exec(select(Member).where(col(Member.state) == "undeliverable")).all()
        assert len(gone) == 1


def test_who_opened_the_page_is_not_called_unreachable_in_this_round(
    engine: Engine, organisation: Organisation, references: list[str]
) -> None:
    assert organisation.id is not None
    with transaction(engine) as session:
        for invitation in session.exec(select(Invitation)):
            invitation.state = "complete"
        take_in(session, organisation.id, [Notice(references[0], for_good=True)])
    assert set(states(engine).values()) == {"complete"}


def test_another_organisation_cannot_take_in_our_notices(
    engine: Engine, elsewhere: Organisation, references: list[str]
) -> None:
    assert elsewhere.id is not None
    with transaction(engine) as session:
        done = take_in(session, elsewhere.id, [Notice(each, for_good=True) for each in references])
    assert (done.gone, done.unknown) == ((), 3)
    assert dispatched(engine) == ["sent"] * 3


def test_on_the_page_it_is_seen_first_and_then_taken_in(
    client: FlaskClient, engine: Engine, round_: Round, references: list[str]
) -> None:
    at = f"/onderzoek/proef/panel/{round_.id}/onbestelbaar"
    token = {"csrf_token": client.get(at).text.partition('name="csrf_token" value="')[2].partition('"')[0]}
    assert client.post(at, data=token).status_code == 422
    files = [(io.BytesIO(notice(references[0])), "a.eml"), (io.BytesIO(b"\x00PNG"), "<b>.png")]
    refused = client.post(at, data=token | {"bestand": files})
    assert refused.status_code == 422
    assert "&lt;b&gt;.png is geen e-mailbericht" in refused.text
    seen = client.post(at, data=token | {"bestand": [(io.BytesIO(notice(references[0])), "a.eml")]}).text
    assert "1 lid noteren als onbereikbaar" in seen
    assert dispatched(engine) == ["sent"] * 3
    kept = seen.partition('name="meldingen" value="')[2].partition('"')[0]
    for wrong in ("", "x", f"{kept} {kept}x"):
        assert client.post(f"{at}/verwerken", data=token | {"meldingen": wrong}).status_code == 422
    assert client.post(f"{at}/verwerken", data=token | {"meldingen": kept}).status_code == 303
    assert "1 lid is genoteerd als onbereikbaar" in client.get(at).text
    assert dispatched(engine) == ["bounced", "sent", "sent"]


def test_notices_in_a_folder_are_all_taken_in_or_none(
    tmp_path: Path, engine: Engine, references: list[str]
) -> None:
    for number, reference in enumerate(references):
        (tmp_path / f"{number}.eml").write_bytes(notice(reference))
    found = [each for path in sorted(tmp_path.glob("*.eml")) for each in read(path.read_bytes())[0]]
    assert len(found) == 3
    with reading(engine) as session:
        owner = session.exec(select(Round.organisation_id)).one()
        assert len(judge(session, owner, found).gone) == 3
