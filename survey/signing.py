"""The key with which this installation signs receipts, and with which anybody can check them."""

import base64
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = "wijkpeil receipt 1"


def sign(secret: str, message: bytes) -> str:
    """The Ed25519 signature in base64. It is deterministic: the same message has the same signature for ever."""
    return base64.b64encode(_key(secret).sign(message)).decode()


def public_key(secret: str) -> str:
    """The 32 raw bytes of the public key, in base64."""
    raw = _key(secret).public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()


@lru_cache(maxsize=4)
def _key(secret: str) -> Ed25519PrivateKey:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE.encode()).derive(
        secret.encode()
    )
    return Ed25519PrivateKey.from_private_bytes(derived)
