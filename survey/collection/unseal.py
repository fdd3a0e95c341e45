"""Open a sealed interview. The twin of `client/seal.js`: `tests/vectors/sealed.json` holds what a browser sealed.

An envelope says the study, the name of its key, and four texts in base64: the tablet's own key for this one interview, the
initialisation vector, and what AES-256-GCM made of the interview. Who opens it is bound to the interview's identity
and its study: an envelope that was moved to another one does not open.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask_babel import gettext as _
from sqlalchemy import Engine

from survey.database import database, reading
from survey.fieldwork.study_keys import private_half
from survey.members.keyring import KeyRefused, keyring
from survey.problems import Problem, problem
from survey.settings import settings

VERSION = 1
PURPOSE = b"wijkpeil interview 1"
_POINT, _VECTOR, _TAG, _KEY = 65, 12, 16, 32
_RAW_DEFLATE = -15
_ROOM = 1_024  # for the members of the envelope beside its text
_MEMBERS = ("study", "key", "ephemeral", "iv", "packed", "text")

_NAME, _STUDY = re.compile(r"[0-9a-f]{16}"), re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
log = structlog.get_logger()

Pair = tuple[EllipticCurvePrivateKey, bytes]


def longest_sealed(longest: int) -> int:
    """How many bytes an envelope can have around an interview of at most `longest` bytes: base64 makes 4 of each 3."""
    return (longest + _TAG + 2) // 3 * 4 + _ROOM


def is_sealed(found: object) -> bool:
    """Whether this JSON is an envelope and not an interview."""
    return isinstance(found, Mapping) and "sealed" in found


def unseal(interview_id: UUID, sealed: Mapping[str, Any]) -> bytes:
    """The interview in this envelope, at most as large as an interview may be.

    Not to be called where a transaction is open and its writes matter: a key that this process did not use before is
    read from the database, by a reading of its own.

    Raises:
        Problem: `seal_unknown_key` or `seal_broken`. Nothing is kept; the tablet keeps the interview.
    """
    if sealed.get("sealed") != VERSION or not all(isinstance(sealed.get(name), str) for name in _MEMBERS):
        raise _broken()
    pair = _pair(database(), str(sealed["key"]), str(sealed["study"]))
    if pair is None:
        raise problem(
            "seal_unknown_key",
            _(
                "Dit interview is verzegeld met een sleutel die dit onderzoek niet heeft. Het blijft op het apparaat. "
                "Bewaar een kopie en bel de coördinator."
            ),
        )
    return opened(interview_id, sealed, pair, settings().max_interview_bytes)


def opened(interview_id: UUID, sealed: Mapping[str, Any], pair: Pair, longest: int) -> bytes:
    """The interview in an envelope, by this pair of keys, of which the second is the public half as bytes.

    Raises:
        Problem: `seal_broken`: not sealed for this pair, this interview or this study, damaged, or larger than `longest`.
    """
    private, public = pair
    try:
        ephemeral = _decoded(sealed, "ephemeral", _POINT)
        text = _decoded(sealed, "text", None)
        shared = private.exchange(ECDH(), _point(ephemeral))
        key = HKDF(SHA256(), _KEY, salt=ephemeral + public, info=PURPOSE).derive(shared)
        bound_to = f"{interview_id}\n{sealed['study']}".encode()
        packed = AESGCM(key).decrypt(_decoded(sealed, "iv", _VECTOR), text, bound_to)
        return _unpacked(packed, str(sealed["packed"]), longest)
    except (InvalidTag, ValueError, zlib.error) as error:
        raise _broken() from error


def _unpacked(packed: bytes, how: str, longest: int) -> bytes:
    """Never more than `longest` bytes: a small text can be packed of which no memory is large enough for the whole."""
    if how == "none":
        plain = packed
    elif how == "deflate-raw":
        stream = zlib.decompressobj(_RAW_DEFLATE)
        plain = stream.decompress(packed, longest + 1)
        if len(plain) <= longest and (not stream.eof or stream.unused_data):
            raise ValueError("the packed text is cut off, or something stands behind it")
    else:
        raise ValueError("this way of packing is not known")
    if len(plain) > longest:
        raise ValueError("the interview is too large")
    return plain


def _point(raw: bytes) -> EllipticCurvePublicKey:
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw)


def _decoded(sealed: Mapping[str, Any], name: str, length: int | None) -> bytes:
    try:
        raw = base64.b64decode(str(sealed[name]), validate=True)
    except binascii.Error as error:
        raise ValueError(name) from error
    if length is not None and len(raw) != length:
        raise ValueError(name)
    return raw


@lru_cache(maxsize=512)
def _remembered(engine: Engine, name: str, study: str) -> Pair:
    with reading(engine) as session:
        found = private_half(session, name, study, keyring(settings()))
    if found is None:
        raise LookupError(name)  # not remembered: the key may come
    return found


def _pair(engine: Engine, name: str, study: str) -> Pair | None:
    if not (_NAME.fullmatch(name) and _STUDY.fullmatch(study)):
        return None
    try:
        return _remembered(engine, name, study)
    except LookupError:
        return None
    except (KeyRefused, OSError, UnicodeError) as refused:
        # The server's own fault, to be mended there: until then tablets keep what they have, and try again.
        why = str(refused) if isinstance(refused, KeyRefused) else type(refused).__name__
        log.error("the key of a study does not open", study=study, why=why)  # noqa: TRY400 (the reason is enough)
        raise problem(
            "unavailable",
            _(
                "De server kan verzegelde interviews nu niet openen. Ze blijven op het apparaat. Probeer het later."
            ),
        ) from None


def _broken() -> Problem:
    return problem(
        "seal_broken",
        _(
            "Dit verzegelde interview is niet te openen: het is beschadigd, te groot, of voor een ander interview "
            "verzegeld. Het blijft op het apparaat. Bewaar een kopie en bel de coördinator."
        ),
    )
