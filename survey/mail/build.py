"""Making a message: headers in which nothing can be smuggled, text and HTML that say the same, and its language."""

import re
import secrets
import unicodedata
from binascii import b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from uuid import uuid4

_LONGEST_NAME = 120
_LONGEST_SUBJECT = 200
_LONGEST_ADDRESS = 254  # RFC 5321
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_SIMPLE = re.compile(
    r"[A-Za-z0-9]+(?: [A-Za-z0-9]+){0,5}"
)  # a name that needs no quotes, no code and no folding
_BOUNDARY_BYTES = 16


class AddressRefused(ValueError):  # noqa: N818 (it says what happened)
    """This is no address that a message can be sent to."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What is to be sent, to one person. `text` and `html` say the same; `html` is a whole page with its language."""

    to: str
    name: str
    subject: str
    text: str
    html: str
    language: str = "nl"
    reference: str = field(default_factory=lambda: uuid4().hex)
    headers: Mapping[str, str] = field(default_factory=dict)


def build(mail: Mail, *, sender: str, sender_name: str = "", reply_to: str = "") -> bytes:
    """The message as it goes over the line (RFC 5322, lines end in CRLF).

    Args:
        mail: what is sent.
        sender: the address that it comes from; its domain is that of the Message-ID.
        sender_name: who it says that it comes from.
        reply_to: where an answer goes; the sender when empty.

    Raises:
        AddressRefused: one of the addresses is none, or holds what belongs in no address.
    """
    boundary = secrets.token_hex(_BOUNDARY_BYTES)
    head = [
        _same_for_many("From", sender_name, checked(sender)),
        _to(mail.name, checked(mail.to)),
        _same_for_many("Reply-To", "", checked(reply_to)) if reply_to else "",
        _subject(mail.subject),
        f"Date: {format_datetime(datetime.now(UTC))}\r\n",
        f"Message-ID: <{_plain(mail.reference)}@{checked(sender).rpartition('@')[2]}>\r\n",
        "Auto-Submitted: auto-generated\r\n",  # machines that answer for people who are away keep quiet
        # Not folded: an address of a page that is broken in two or encoded is no address any more.
        *(f"{name}: {_plain(value)}\r\n" for name, value in mail.headers.items()),
        f"Content-Language: {_plain(mail.language)}\r\n",
        "MIME-Version: 1.0\r\n",
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n',
    ]
    body = b"".join(
        f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode()
        + _printable(text)
        + b"\r\n"
        for kind, text in (("plain", mail.text), ("html", mail.html))
    )
    return "".join(head).encode("ascii") + body + f"--{boundary}--\r\n".encode()


def one_line(text: str) -> str:
    """This text as it may stand in a header: control signs and line ends of any script are spaces, once."""
    return " ".join("".join(" " if _bends(sign) else sign for sign in _writable(text)).split())


def checked(address: str) -> str:
    """This address without spaces around it.

    Raises:
        AddressRefused: it is none.
    """
    plain = address.strip()
    local, _at, domain = plain.rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError:
            raise AddressRefused from None
    plain = f"{local}@{domain}"
    dots = ".." in plain or local.startswith(".") or local.endswith(".")
    if len(plain) > _LONGEST_ADDRESS or dots or not _ADDRESS.fullmatch(plain):
        raise AddressRefused
    return plain


def _to(name: str, address: str) -> str:
    shown = one_line(name)[:_LONGEST_NAME].strip()
    if _SIMPLE.fullmatch(shown):
        return f"To: {shown} <{address}>\r\n"
    return _folded("To", Address(display_name=shown, addr_spec=address))


@lru_cache(maxsize=64)
def _same_for_many(header: str, name: str, address: str) -> str:
    return _folded(header, Address(display_name=one_line(name)[:_LONGEST_NAME].strip(), addr_spec=address))


@lru_cache(maxsize=64)
def _subject(text: str) -> str:
    return _folded("Subject", one_line(text)[:_LONGEST_SUBJECT])


def _folded(name: str, value: Address | str) -> str:
    folded: str = SMTP.fold(name, SMTP.header_factory(name, value))
    return folded


def _plain(text: str) -> str:
    """Text for a header that holds no words: what is not ASCII has no place there."""
    return one_line(text).encode("ascii", "ignore").decode()


def _printable(text: str) -> bytes:
    lines = _writable(text).replace("\r\n", "\n").replace("\r", "\n").encode()
    return b2a_qp(lines, istext=True).replace(b"\n", b"\r\n")


def _bends(sign: str) -> bool:
    # Cc: control, Zl and Zp: line ends, Cf: marks that turn what is read around.
    return unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cf", "Cs"}


def _writable(text: str) -> str:
    # Half a sign (a lone surrogate) can be in what somebody typed, and in no message.
    return text.encode("utf-8", "replace").decode()
