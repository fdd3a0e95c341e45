"""Passwords: what a good one is, and argon2, which is the only costly thing that a sign-in does."""

import unicodedata
from itertools import pairwise

from flask_babel import lazy_gettext as _l
from flask_security import hash_password, verify_password
from flask_security.proxies import _pwd_context

SHORTEST, LONGEST = 12, 200

# A hash of nothing that anybody can type, with the same cost as ours: verified when there is no account,
# so that an unknown address takes as long as a known one.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$SuCYWoLUVVXuucBFuHqTlA$OWySAkfkNT78ePG99DRgVKENpPPwpcKnPaKr8oWRqcI"

_OBVIOUS = {
    "123456789012", "1234567890123", "12345678901234", "123456123456", "qwertyuiopas", "qwertyqwerty",
    "asdfghjklasdf", "wachtwoord12", "wachtwoord123", "wachtwoord1234", "wachtwoordwachtwoord", "welkom123456",
    "welkom012345", "welkomwelkom", "gemeente1234", "gemeente12345", "gemeente2025!", "gemeente2026!",
    "password1234", "password12345", "passwordpassword", "administrator", "beheerder123", "beheerder1234",
    "iloveyou1234", "ikhouvanjou1", "geheimgeheim", "correcthorsebatterystaple", "wijkpeil1234", "wijkpeilwijkpeil",
}  # fmt: skip
_FEWEST_DIFFERENT = 5

TOO_SHORT = _l(
    "Kies een wachtwoord van 12 tekens of meer. Een zin van een paar woorden is goed te onthouden."
)
TOO_LONG = _l("Kies een wachtwoord van 200 tekens of minder.")
TOO_EASY = _l("Dit wachtwoord is te makkelijk te raden. Kies een ander.")
NOT_THE_ADDRESS = _l("Gebruik niet uw naam of e-mailadres als wachtwoord. Kies een ander.")


def fault(password: str, *, email: str, name: str) -> str | None:
    """What is wrong with a new password, as a sentence for the person; None when it is good enough."""
    plain = normal(password)
    if len(plain) < SHORTEST:
        return str(TOO_SHORT)
    if len(plain) > LONGEST:
        return str(TOO_LONG)
    small = plain.casefold()
    if small in _OBVIOUS or len(set(small)) < _FEWEST_DIFFERENT or _counts_on(small):
        return str(TOO_EASY)
    own = {
        email.casefold(),
        email.partition("@")[0].casefold(),
        name.casefold(),
        name.casefold().replace(" ", ""),
    }
    return str(NOT_THE_ADDRESS) if small.strip("0123456789!?.") in own else None


def normal(password: str) -> str:
    """The password as it is hashed: the same however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """The argon2 hash to keep."""
    return str(hash_password(normal(password)))


def matches(password: str, kept: str | None) -> bool:
    """Whether this is the password behind the hash; costs one argon2, also when there is no hash at all."""
    plain = normal(password)[: LONGEST + 1].replace("\0", "�")  # argon2 takes no NUL
    right = verify_password(plain, kept or NOBODY)
    return bool(right) and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other costs than those of today."""
    return bool(_pwd_context.needs_update(kept))


def _counts_on(small: str) -> bool:
    """Whether each character follows the one before, up or down, as on a keyboard of digits."""
    steps = {ord(after) - ord(before) for before, after in pairwise(small)}
    return len(steps) == 1
