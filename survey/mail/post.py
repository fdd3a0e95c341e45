"""The post: to the mail server of the settings, or to a folder as long as there is none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from survey.mail.build import Mail, build, checked
from survey.mail.smtp import Line, server
from survey.settings import Settings

_FROM_NOBODY = "wijkpeil@localhost.invalid"


class Post(Protocol):
    """Where messages are handed in."""

    def send(self, mail: Mail, sender_name: str = "") -> None:
        """Send this, from who the settings say.

        Raises:
            AddressRefused: the receiver's address is none.
            Refused: the server did not take it.
            Uncertain: it may have been taken.
            Unreachable: there is no server; none was handed over.
        """
        ...


def goes_out(settings: Settings) -> bool:
    """Whether messages leave this machine; without a mail server they are kept in a folder."""
    return bool(settings.smtp_url)


def outbox(settings: Settings) -> Path:
    """The folder where messages are kept as long as there is no mail server."""
    return settings.data_dir / "outbox"


@contextmanager
def post(settings: Settings) -> Iterator[Post]:
    """Open the post for many messages; with a mail server they share one connection.

    Raises:
        Unreachable: WIJKPEIL_SMTP_URL cannot be read.
    """
    if not goes_out(settings):
        yield _Folder(settings)
        return
    line = Line(server(settings.smtp_url))
    try:
        yield _Server(settings, line)
    finally:
        line.close()


class _Server:
    def __init__(self, settings: Settings, line: Line) -> None:
        self._settings, self._line = settings, line

    def send(self, mail: Mail, sender_name: str = "") -> None:
        message = _message(self._settings, mail, sender_name)
        self._line.send(message, receiver=checked(mail.to), sender=_envelope_sender(self._settings, mail))


class _Folder:
    def __init__(self, settings: Settings) -> None:
        self._settings, self._folder = settings, outbox(settings)
        self._folder.mkdir(parents=True, exist_ok=True)

    def send(self, mail: Mail, sender_name: str = "") -> None:
        path = self._folder / f"{uuid4().hex}.eml"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(_message(self._settings, mail, sender_name))


def _message(settings: Settings, mail: Mail, sender_name: str) -> bytes:
    return build(
        mail,
        sender=settings.mail_from or _FROM_NOBODY,
        sender_name=sender_name,
        reply_to=settings.mail_reply_to,
    )


def _envelope_sender(settings: Settings, mail: Mail) -> str:
    """Where the notice goes that a message did not arrive: with what it was about in its address."""
    local, _at, domain = settings.bounce_address.rpartition("@")
    return f"{local}+{mail.reference}@{domain}" if domain else settings.mail_from or _FROM_NOBODY
