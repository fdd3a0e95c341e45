"""Nothing that is put in a message can bend it, and it says in which language it is."""

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.mail import AddressRefused, Mail, build
from survey.mail.build import checked, one_line

ANY_TEXT = st.text(alphabet=st.characters(), max_size=120)
NASTY = st.sampled_from(
    ["\r\nBcc: x@example.org", "\n\nweg", "\r", "\x00", "\u2028To: y@z.nl", "\x85A: b", "\ud800"]
)
TEXT = st.builds("".join, st.lists(st.one_of(ANY_TEXT, NASTY), max_size=4))
EXPECTED = {
    "from", "to", "subject", "date", "message-id", "content-language", "auto-submitted", "mime-version",
    "content-type", "list-unsubscribe",
}  # fmt: skip


def made(**changes: str) -> bytes:
    given = {"to": "jan@example.org", "name": "Jan", "subject": "Hallo", "text": "Dag", "html": "<p>Dag</p>"}
    mail = Mail(
        **(given | changes), headers={"List-Unsubscribe": f"<https://panel.example.nl/afmelden/{'a' * 60}>"}
    )
    return build(mail, sender="panel@example.nl", sender_name="Gemeente Proef")


@settings(deadline=None, max_examples=60)
@given(name=TEXT, subject=TEXT, text=TEXT)
def test_no_name_subject_or_text_adds_a_header(name: str, subject: str, text: str) -> None:
    raw = made(name=name, subject=subject, text=text)
    head = raw.split(b"\r\n\r\n")[0]
    names = {line.split(b":")[0].decode().lower() for line in head.split(b"\r\n") if line[:1] not in b" \t"}
    assert names == EXPECTED
    read = message_from_bytes(raw, policy=default)
    assert [each.addr_spec for each in read["to"].addresses] == ["jan@example.org"]
    assert read["bcc"] is None
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) < 998


@settings(deadline=None, max_examples=60)
@given(name=TEXT)
def test_a_name_is_read_as_it_was_apart_from_what_bends(name: str) -> None:
    read = message_from_bytes(made(name=name), policy=default)
    # Where a long name is folded, readers may see a space.
    assert "".join(read["to"].addresses[0].display_name.split()) == "".join(one_line(name)[:120].split())


@settings(deadline=None, max_examples=60)
@given(TEXT)
def test_an_address_with_anything_strange_is_refused(text: str) -> None:
    for address in (f"jan@example.org{text}", f"{text}@example.org", text):
        try:
            plain = checked(address)
        except AddressRefused:
            continue
        assert plain.isascii()
        assert plain.count("@") == 1
        assert not set(plain) & set('\r\n\t\x00 ,;<>()[]"')


@pytest.mark.parametrize(
    "address", ["", "jan", "@example.org", "jan@", "a@b@c.nl", "a..b@example.org", ".a@example.org", "jan@-x.nl",
                "jan@example.org\r\nRCPT TO:<x@y.nl>", "jan@example.org>", "x" * 65 + "@example.org", "jan@" + "x" * 260]
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        made(to=address)


def test_a_domain_in_another_script_is_written_as_mail_servers_read_it() -> None:
    assert checked(" jan@straße-groß.example ").endswith(".example")
    assert checked("jan@müller.example") == "jan@xn--mller-kva.example"


def test_the_address_to_unsubscribe_stays_whole() -> None:
    raw = made()
    assert b"\r\nList-Unsubscribe: <https://panel.example.nl/afmelden/" + b"a" * 60 + b">\r\n" in raw


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "مرحبا بك"), ("tr", "Merhaba, nasılsınız"), ("nl", "é\n€")]
)
def test_a_message_comes_out_as_it_went_in_with_its_language(language: str, text: str) -> None:
    page = f"<html lang={language}><p>{text}</p></html>"
    read = message_from_bytes(made(language=language, text=text, html=page), policy=default)
    assert read["content-language"] == language
    plain, html = read.get_body(("plain",)), read.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().split() == text.split()
    assert html.get_content().split() == page.split()
