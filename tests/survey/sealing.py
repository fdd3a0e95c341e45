"""Seal an interview as a tablet does, for tests that have no browser."""

import base64
import os
import zlib
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from survey.collection.unseal import Pair


def raw(public: EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def fresh_pair() -> Pair:
    key = generate_private_key(SECP256R1())
    return key, raw(key.public_key())


def seal(
    plain: bytes, identity: UUID, study: str, name: str, public: bytes, *, packed: bytes | None = None
) -> dict[str, Any]:
    """What a tablet makes of an interview; `packed` stands for what it says it packed."""
    own = generate_private_key(SECP256R1())
    ephemeral = raw(own.public_key())
    shared = own.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public))
    key = HKDF(SHA256(), 32, salt=ephemeral + public, info=b"wijkpeil interview 1").derive(shared)
    vector = os.urandom(12)
    if packed is None:
        stream = zlib.compressobj(wbits=-15)
        packed = stream.compress(plain) + stream.flush()
    text = AESGCM(key).encrypt(vector, packed, f"{identity}\n{study}".encode())
    return {
        "sealed": 1, "study": study, "key": name, "packed": "deflate-raw",
        "ephemeral": base64.b64encode(ephemeral).decode(), "iv": base64.b64encode(vector).decode(),
        "text": base64.b64encode(text).decode(),
    }  # fmt: skip
