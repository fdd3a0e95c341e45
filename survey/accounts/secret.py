"""Secrets that are shown once and kept as a digest: sessions, keys, links."""

import hashlib
import secrets

_BYTES = 32  # 256 bits: nobody guesses it, so a plain digest is enough to keep


def fresh() -> str:
    """A new secret, safe in an address, a cookie and a header."""
    return secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret; any text has one, so bad input is only ever not found."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
