"""What must be in order before others than this computer may reach the server."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from survey.settings import Settings

_SHORTEST_SECRET, _FEWEST_DIFFERENT = 32, 10
_OBVIOUS = (
    "secret",
    "geheim",
    "changeme",
    "wijkpeil",
    "password",
    "wachtwoord",
    "example",
    "voorbeeld",
    "123456",
)


def is_inside(host: str) -> bool:
    """Whether only this computer can reach this address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def faults(settings: Settings) -> list[str]:
    """What is wrong with these settings for a server that others reach, each with what to do; empty when all is well."""
    found = []
    secret = settings.secret_key
    if not secret:
        found.append(
            "WIJKPEIL_SECRET_KEY is niet gezet. Maak er een met: "
            "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    elif _is_weak(secret):
        found.append(
            f"WIJKPEIL_SECRET_KEY is te zwak ({len(secret)} tekens): verwacht worden minstens {_SHORTEST_SECRET} "
            "tekens die niemand kan raden."
        )
    if not settings.hosts:
        found.append(
            "WIJKPEIL_ALLOWED_HOSTS is niet gezet: noem de namen waarop deze server antwoordt, met komma's ertussen."
        )
    if not settings.tls_in_front:
        found.append(
            "WIJKPEIL_TLS_IN_FRONT is niet 'true': zet een server met TLS (https) ervoor, en zeg het met deze instelling."
        )
    address = urlsplit(settings.base_url)
    if address.scheme != "https" or not address.hostname:
        found.append(
            f"WIJKPEIL_BASE_URL is '{settings.base_url}': verwacht wordt het adres dat bewoners zien, met https://."
        )
    elif settings.hosts and address.hostname not in settings.hosts:
        found.append(
            f"WIJKPEIL_BASE_URL noemt {address.hostname}, maar die naam staat niet in WIJKPEIL_ALLOWED_HOSTS."
        )
    return found


def _is_weak(secret: str) -> bool:
    plain = secret.casefold()
    return (
        len(secret) < _SHORTEST_SECRET
        or len(set(plain)) < _FEWEST_DIFFERENT
        or any(word in plain for word in _OBVIOUS)
    )
