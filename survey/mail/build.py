"""Making a message: headers in which nothing can be smuggled, text and HTML that say the same, and its language."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

_LONGEST_NAME = 120
_LONGEST_SUBJECT = 200
_LONGEST_ADDRESS = 254  # RFC 5321
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_UNFOLDED = {"list-unsubscribe", "list-unsubscribe-post"}


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


class _Policy(EmailPolicy):
    """Headers as RFC 5322 has them; an address of a page is never broken or encoded, or it would not be one."""

    def fold(self, name: str, value: Any) -> str:
        return _whole(name, value) if name.lower() in _UNFOLDED else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _UNFOLDED:
            return _whole(name, value).encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n", raise_on_defect=False)


def build(mail: Mail, *, sender: str, sender_name: str = "", reply_to: str = "") -> EmailMessage:
    """Make the message.

    Args:
        mail: what is sent.
        sender: the address that it comes from; its domain is that of the Message-ID.
        sender_name: who it says that it comes from.
        reply_to: where an answer goes; the sender when empty.

    Raises:
        AddressRefused: one of the addresses is none, or holds what belongs in no address.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender_name, sender)
    message["To"] = _address(mail.name, mail.to)
    if reply_to:
        message["Reply-To"] = _address("", reply_to)
    message["Subject"] = one_line(mail.subject)[:_LONGEST_SUBJECT]
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{mail.reference}@{sender.rpartition('@')[2]}>"
    # Machines that answer for people who are away keep quiet.
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers.items():
        message[name] = one_line(value)
    message.set_content(_writable(mail.text), cte="quoted-printable")
    message.add_alternative(_writable(mail.html), subtype="html", cte="quoted-printable")
    message["Content-Language"] = mail.language  # last: setting the content takes away all headers about it
    return message


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


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name)[:_LONGEST_NAME].strip(), addr_spec=checked(address))


def _bends(sign: str) -> bool:
    # Cc: control, Zl and Zp: line ends, Cf: marks that turn what is read around.
    return unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cf", "Cs"}


def _writable(text: str) -> str:
    # Half a sign (a lone surrogate) can be in what somebody typed, and in no message.
    return text.encode("utf-8", "replace").decode()


def _whole(name: str, value: Any) -> str:
    return f"{name}: {value}\r\n"
