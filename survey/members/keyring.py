"""The keys that seal contact data: the newest seals, the older ones still open what they sealed."""

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask_babel import lazy_gettext

from survey.key_file import kept
from survey.settings import Settings

KEY_BYTES = 32
FILE = "contact.key"
_NONCE, _NUMBER = 12, 4
_HIGHEST = 2_000_000_000
_WRITTEN = re.compile(r"(?:(?P<number>[0-9]{1,10}):)?(?P<key>[A-Za-z0-9+/_-]+={0,2})")


class KeyRefused(ValueError):  # noqa: N818 (it says what happened)
    """The contact keys are not usable, or do not open what was sealed; `str(error)` says what to do."""


@dataclass(frozen=True, slots=True)
class _Key:
    number: int
    content: AESGCM
    index: bytes


class Keyring:
    """The contact keys, newest first.

    What is sealed is bound to a place (a row and a column): moved elsewhere it does not open. The bytes are the number
    of the key, a nonce, and what AES-256-GCM gives.
    """

    def __init__(self, keys: Iterable[tuple[int, bytes]]) -> None:
        self._keys = {
            number: _Key(number, AESGCM(_own(key, b"seal")), _own(key, b"index")) for number, key in keys
        }
        self.newest = next(iter(self._keys))

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the keys, newest first."""
        return tuple(self._keys)

    def seal(self, plain: bytes, place: str) -> bytes:
        """Seal these bytes for this place with the newest key."""
        nonce = secrets.token_bytes(_NONCE)
        number = self.newest.to_bytes(_NUMBER, "big")
        return number + nonce + self._keys[self.newest].content.encrypt(nonce, plain, number + place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed for this place.

        Raises:
            KeyRefused: the key is not here, is another one, or somebody changed or moved what was sealed.
        """
        number, nonce = sealed[:_NUMBER], sealed[_NUMBER : _NUMBER + _NONCE]
        key = self._keys.get(self.number_of(sealed))
        if key is None:
            raise KeyRefused(
                lazy_gettext(
                    "Contactgegevens zijn verzegeld met sleutel %(number)s, en die staat niet in WIJKPEIL_CONTACT_KEY "
                    "(daar: %(known)s). Zet de oude sleutel erbij, na de nieuwe.",
                    number=self.number_of(sealed),
                    known=", ".join(map(str, self.numbers)),
                )
            )
        try:
            return key.content.decrypt(nonce, sealed[_NUMBER + _NONCE :], number + place.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyRefused(
                lazy_gettext(
                    "Sleutel %(number)s opent deze contactgegevens niet. Het is een andere sleutel dan waarmee zij "
                    "verzegeld zijn, of de gegevens zijn veranderd. Zet de goede sleutel in WIJKPEIL_CONTACT_KEY.",
                    number=key.number,
                )
            ) from error

    def number_of(self, sealed: bytes) -> int:
        """The number of the key that sealed this."""
        return int.from_bytes(sealed[:_NUMBER], "big")

    def indexes(self, text: str) -> list[str]:
        """The keyed digests of a text, one per key, newest first: each is what a row sealed by that key is found by."""
        return [hmac.new(key.index, text.encode(), sha256).hexdigest() for key in self._keys.values()]

    def index(self, text: str) -> str:
        """The keyed digest of a text with the newest key."""
        return hmac.new(self._keys[self.newest].index, text.encode(), sha256).hexdigest()


def keyring(settings: Settings) -> Keyring:
    """The keys of WIJKPEIL_CONTACT_KEY; without it those of the file contact.key in the data folder, made once.

    Raises:
        KeyRefused: a key is not one, or two have the same number.
    """
    if settings.contact_key.strip():
        return parsed(settings.contact_key)
    return parsed(kept(settings.data_dir / FILE, lambda: fresh_key(1)))


def fresh_key(number: int) -> str:
    """A new random key with this number, as it is written in WIJKPEIL_CONTACT_KEY."""
    return f"{number}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


@lru_cache(maxsize=4)
def parsed(text: str) -> Keyring:
    """The keys in a text, newest first, separated by commas or lines: `2:BASE64,1:BASE64`; without a number it is 1.

    Raises:
        KeyRefused: a key is not one, or two have the same number.
    """
    keys: dict[int, bytes] = {}
    for place, written in enumerate(
        filter(None, (part.strip() for part in re.split(r"[,\n]", text))), start=1
    ):
        number, key = _read(written, place)
        if number in keys:
            raise KeyRefused(
                lazy_gettext(
                    "WIJKPEIL_CONTACT_KEY heeft twee sleutels met nummer %(number)s. Schrijf 2:NIEUW,1:OUD.",
                    number=number,
                )
            )
        keys[number] = key
    if not keys:
        raise KeyRefused(
            lazy_gettext("WIJKPEIL_CONTACT_KEY is leeg. Maak een sleutel met: wijkpeil panel new-key")
        )
    return Keyring(keys.items())


def _read(written: str, place: int) -> tuple[int, bytes]:
    match = _WRITTEN.fullmatch(written)
    try:
        key = (
            base64.b64decode(match["key"].translate(str.maketrans("-_", "+/")), validate=True)
            if match
            else b""
        )
    except binascii.Error:
        key = b""
    number = int(match["number"] or 1) if match else 0
    # The key itself is never in the message: messages are written down.
    if len(key) != KEY_BYTES or not 0 < number <= _HIGHEST:
        raise KeyRefused(
            lazy_gettext(
                "Sleutel nummer %(place)s van WIJKPEIL_CONTACT_KEY is niet goed: verwacht NUMMER:BASE64 van %(bytes)s "
                "bytes. Maak een sleutel met: wijkpeil panel new-key",
                place=place,
                bytes=KEY_BYTES,
            )
        )
    return number, key


def _own(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose only: the one that seals is never the one that makes digests."""
    info = b"wijkpeil contact " + purpose + b" 1"
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)
