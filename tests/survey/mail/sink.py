"""A real mail server on this machine, which can be made to refuse, to hang up and to count."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.faults.server import free_port


@dataclass
class Sink:
    """What came in, and what is to be refused."""

    port: int
    received: list[tuple[str, str, EmailMessage]] = field(default_factory=list)  # sender, receiver, message
    connections: int = 0
    refused: dict[str, str] = field(default_factory=dict)  # receiver -> answer
    hang_up_before: int | None = None  # at which message the line breaks before the envelope
    hang_up_after: int | None = None  # at which message the line breaks after the content came in

    @property
    def receivers(self) -> list[str]:
        """To whom, in the order of arrival."""
        return [receiver for _sender, receiver, _message in self.received]

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.hang_up_before == len(self.received):
            self.hang_up_before = None
            server.transport.close()
            return "421 goodbye"
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        at = len(self.received)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.received.append((envelope.mail_from, envelope.rcpt_tos[0], message))
        if self.hang_up_after == at:
            self.hang_up_after = None
            server.transport.close()
        return "250 OK"


@contextmanager
def running() -> Iterator[Sink]:
    """A mail server that is there for a while."""
    sink = Sink(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
