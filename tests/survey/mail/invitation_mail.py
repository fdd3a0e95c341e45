"""What a member does with a message that came: read to whom it is, follow its link, see which message it is."""

import re
from email.message import EmailMessage
from typing import NamedTuple

from tests.survey.mail.sink import Sink

_LINK = re.compile(r"(http\S+)(/u/\S+)")
_REFERENCE = re.compile(r"<([0-9a-f]{32})@")


class InvitationMail(NamedTuple):
    """An invitation or a reminder as its receiver has it."""

    to: str
    server: str
    link: str  # the path
    reference: str  # what a notice that it did not arrive quotes
    language: str
    message: EmailMessage


def opened(sink: Sink) -> list[InvitationMail]:
    """All that came in, in the order of arrival; each can be left with one press of a button of the mail program."""
    return [_opened(receiver, message) for _sender, receiver, message in sink.received]


def _opened(receiver: str, message: EmailMessage) -> InvitationMail:
    plain = message.get_body(("plain",))
    assert plain is not None
    link, reference = _LINK.search(plain.get_content()), _REFERENCE.match(message["message-id"])
    assert link is not None
    assert reference is not None
    assert re.fullmatch(rf"<{re.escape(link[1])}/afmelden/[\w-]+>", message["list-unsubscribe"])
    assert message["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    return InvitationMail(receiver, link[1], link[2], reference[1], message["content-language"], message)
