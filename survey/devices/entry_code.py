"""The code that lets a device in: short enough to type on a market square, good for one device and one day."""

import hmac
import secrets
from hashlib import sha256

from survey.rounds.access import ALPHABET, LOOK_ALIKES

LENGTH = 8
_GROUP = 4
_LONGEST_TYPED = 40
_PURPOSE = b"wijkpeil device codes 1\n"


def fresh() -> str:
    """A new code: 28 signs at 8 places, 378 thousand million possibilities."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def shown(code: str) -> str:
    """The code as people read it aloud: ABCD-EFGH."""
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def read(typed: str) -> str | None:
    """The code that somebody typed, in small letters, with spaces, with an O for a 0; None when it can not be one."""
    if len(typed) > _LONGEST_TYPED:
        return None
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(LOOK_ALIKES)
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else None


def digest(code: str, secret: str) -> str:
    """What is kept of a code. Without the secret of the installation the few possibilities can not be tried."""
    return hmac.new(secret.encode(), _PURPOSE + code.encode(), sha256).hexdigest()
