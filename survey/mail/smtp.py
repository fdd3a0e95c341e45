"""Handing messages to a mail server, all over one connection that is opened again when it breaks."""

import contextlib
import smtplib
import ssl
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_PATIENCE_SECONDS = 30
_TRIES = 3
_SECONDS_BETWEEN_TRIES = 1.0
_ACCEPTED = (250, 251)
_PERMANENT = 500
_GOING = 421


class Refused(Exception):  # noqa: N818 (it says what happened)
    """The server did not take this message; the next one may be taken.

    Args:
        code: the server's answer; 5xx is for good, 4xx for now.
        of_address: whether it was this receiver that was refused, not the message.
    """

    def __init__(self, code: int, *, of_address: bool) -> None:
        super().__init__(code)
        self.code, self.of_address = code, of_address

    @property
    def for_good(self) -> bool:
        """Whether trying again is of no use."""
        return self.code >= _PERMANENT


class Uncertain(Exception):  # noqa: N818 (it says what is the matter)
    """The connection broke after the message was handed over and before the server's answer: it may have been sent."""


class Unreachable(Exception):  # noqa: N818 (it says what is the matter)
    """The mail server does not answer, or does not want us; nothing was handed over. Its text says which, in Dutch."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes: from WIJKPEIL_SMTP_URL."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""


def server(url: str) -> Server:
    """Read `smtp://`, `smtps://` or `smtp+starttls://` with `user:password@host:port`.

    Raises:
        Unreachable: the address cannot be read.
    """
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        scheme, host, port = "", None, None
    if scheme not in _SCHEMES or not host:
        raise Unreachable(
            "WIJKPEIL_SMTP_URL is niet te lezen. Schrijf bijvoorbeeld smtp+starttls://naam:wachtwoord@mail.example.nl:587."
        )
    return Server(
        scheme, host, port or _SCHEMES[scheme], unquote(parts.username or ""), unquote(parts.password or "")
    )


class Line:
    """One connection to a mail server."""

    def __init__(self, to: Server) -> None:
        self._to = to
        self._open: smtplib.SMTP | None = None

    def send(self, content: bytes, *, receiver: str, sender: str) -> None:
        """Hand over one message.

        Raises:
            Refused: the server does not take it.
            Uncertain: it may have been taken.
            Unreachable: the server is not there, after some tries.
        """
        for attempt in range(_TRIES):
            try:
                self._envelope(receiver, sender)
                break
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                # Nothing was handed over yet: a line that the server closed in between is simply opened again.
                self.close()
                if attempt + 1 == _TRIES:
                    raise Unreachable(self._not_there(error)) from error
                time.sleep(_SECONDS_BETWEEN_TRIES * attempt)
        self._hand_over(content)

    def close(self) -> None:
        """Say goodbye, if there is still somebody."""
        line, self._open = self._open, None
        if line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                line.quit()
            line.close()

    def _envelope(self, receiver: str, sender: str) -> None:
        line = self._open = self._open or self._connected()
        code, _answer = line.mail(sender)
        if code not in _ACCEPTED:
            self.close()
            if code >= _PERMANENT:
                raise Unreachable(
                    f"De mailserver weigert de afzender (antwoord {code}). Controleer WIJKPEIL_MAIL_FROM en WIJKPEIL_BOUNCE_ADDRESS."
                )
            raise smtplib.SMTPServerDisconnected
        code, _answer = line.rcpt(receiver)
        if code == _GOING:
            raise smtplib.SMTPServerDisconnected
        if code not in _ACCEPTED:
            line.rset()
            raise Refused(code, of_address=True)

    def _hand_over(self, content: bytes) -> None:
        line = self._open
        if line is None:
            raise Uncertain
        try:
            code, _answer = line.data(content)
        except smtplib.SMTPDataError as error:
            self.close()
            raise Refused(error.smtp_code, of_address=False) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Uncertain from error
        if code not in _ACCEPTED:
            raise Refused(code, of_address=False)

    def _connected(self) -> smtplib.SMTP:
        to = self._to
        secure = ssl.create_default_context()
        if to.scheme == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(to.host, to.port, timeout=_PATIENCE_SECONDS, context=secure)
        else:
            line = smtplib.SMTP(to.host, to.port, timeout=_PATIENCE_SECONDS)
        try:
            if to.scheme == "smtp+starttls":
                line.starttls(context=secure)
            if to.user:
                line.login(to.user, to.password)
            line.ehlo_or_helo_if_needed()
        except smtplib.SMTPAuthenticationError as error:
            line.close()
            raise Unreachable(
                "De mailserver kent deze naam en dit wachtwoord niet. Controleer WIJKPEIL_SMTP_URL."
            ) from error
        except (smtplib.SMTPException, ssl.SSLError) as error:
            line.close()
            raise Unreachable(self._not_there(error)) from error
        return line

    def _not_there(self, error: Exception) -> str:
        return (
            f"De mailserver {self._to.host}:{self._to.port} is niet te gebruiken ({type(error).__name__}). "
            "Controleer WIJKPEIL_SMTP_URL, en of de server aan staat."
        )
