"""Handing in messages: one connection, an answer per receiver, and nothing sent twice when a line breaks."""

from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from survey.mail import Mail, Post, Refused, Uncertain, Unreachable, post
from survey.mail.post import goes_out
from survey.mail.smtp import server
from survey.settings import Settings
from tests.survey.mail.sink import Sink, running


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running() as made:
        yield made


def by_server(sink: Sink, tmp_path: Path, **more: str) -> Settings:
    url = f"smtp://127.0.0.1:{sink.port}"
    return Settings(smtp_url=url, mail_from="panel@example.nl", data_dir=tmp_path, **more)  # type: ignore[arg-type]


def mail(to: str, reference: str = "r1") -> Mail:
    return Mail(to, "Jan", "Hallo", "Dag", "<p>Dag</p>", reference=reference)


def send_to(opened: Post, *receivers: str) -> None:
    for receiver in receivers:
        opened.send(mail(receiver))


def test_many_messages_go_over_one_connection(sink: Sink, tmp_path: Path) -> None:
    with post(by_server(sink, tmp_path, mail_reply_to="vraag@example.nl")) as opened:
        send_to(opened, *(f"p{number}@example.org" for number in range(20)))
    assert len(sink.received) == 20
    assert sink.connections == 1
    sender, _receiver, message = sink.received[0]
    assert sender == "panel@example.nl"
    assert message["reply-to"].addresses[0].addr_spec == "vraag@example.nl"


def test_a_notice_of_failure_finds_its_way_back(sink: Sink, tmp_path: Path) -> None:
    with post(by_server(sink, tmp_path, bounce_address="bounce@example.nl")) as opened:
        opened.send(mail("jan@example.org", reference="abc123"))
    sender, _receiver, message = sink.received[0]
    assert sender == "bounce+abc123@example.nl"
    assert message["message-id"] == "<abc123@example.nl>"


@pytest.mark.parametrize(("answer", "for_good"), [("550 no such person", True), ("452 box is full", False)])
def test_one_refused_address_does_not_stop_the_others(
    sink: Sink,
    tmp_path: Path,
    answer: str,
    for_good: bool,  # noqa: FBT001 (pytest gives it)
) -> None:
    sink.refused["weg@example.org"] = answer
    with post(by_server(sink, tmp_path)) as opened:
        send_to(opened, "a@example.org")
        with pytest.raises(Refused) as refused:
            send_to(opened, "weg@example.org")
        send_to(opened, "b@example.org")
    assert refused.value.for_good is for_good
    assert refused.value.of_address
    assert sink.receivers == ["a@example.org", "b@example.org"]


def test_a_line_that_broke_before_the_message_is_opened_again(sink: Sink, tmp_path: Path) -> None:
    sink.hang_up_before = 1
    with post(by_server(sink, tmp_path)) as opened:
        send_to(opened, "a@example.org", "b@example.org", "c@example.org")
    assert sink.receivers == ["a@example.org", "b@example.org", "c@example.org"]
    assert sink.connections == 2


def test_a_line_that_broke_after_the_message_leaves_it_uncertain_and_sends_it_once(
    sink: Sink, tmp_path: Path
) -> None:
    sink.hang_up_after = 1
    with post(by_server(sink, tmp_path)) as opened:
        send_to(opened, "a@example.org")
        with pytest.raises(Uncertain):
            send_to(opened, "b@example.org")
        send_to(opened, "c@example.org")
    assert sink.receivers == ["a@example.org", "b@example.org", "c@example.org"]


def test_a_server_that_is_not_there_says_which_setting(sink: Sink, tmp_path: Path) -> None:
    settings = Settings(smtp_url="smtp://127.0.0.1:1", mail_from="panel@example.nl", data_dir=tmp_path)
    with post(settings) as opened, pytest.raises(Unreachable, match="WIJKPEIL_SMTP_URL"):
        send_to(opened, "a@example.org")


def test_without_a_server_messages_are_kept_in_a_folder(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert not goes_out(settings)
    with post(settings) as opened:
        send_to(opened, "a@example.org", "b@example.org")
    kept = list((tmp_path / "outbox").iterdir())
    assert {message_from_bytes(path.read_bytes())["To"] for path in kept} == {
        "Jan <a@example.org>",
        "Jan <b@example.org>",
    }
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


@pytest.mark.parametrize(
    "url", ["mail.example.nl", "http://mail.example.nl", "smtp://", "smtp://a:b:c:99999999"]
)
def test_an_address_of_no_server_is_refused(url: str) -> None:
    with pytest.raises(Unreachable, match="WIJKPEIL_SMTP_URL"):
        server(url)


def test_name_and_password_may_hold_any_sign() -> None:
    found = server("smtp+starttls://na%40am:w%2Fw%3A@mail.example.nl")
    assert (found.host, found.port, found.user, found.password) == ("mail.example.nl", 587, "na@am", "w/w:")
