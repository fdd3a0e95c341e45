"""Proof of work without third parties: a signed challenge that a browser solves while somebody reads.

The challenge has `PARTS` small puzzles of `BITS` bits each: about 4,000 digests together, and because they are many the
time hardly varies. A browser without JavaScript waits instead. Nothing is kept until a form begins.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, timedelta
from itertools import count
from typing import Literal

from itsdangerous import BadData, URLSafeTimedSerializer

from survey.moment import now

PARTS, BITS = 16, 8
LASTS = timedelta(hours=12)
LONGEST = 1024  # characters of a challenge or a solution
_NUMBER = re.compile(r"[0-9]{1,8}", re.ASCII)
_RANDOM_BYTES = 15
_DIGEST_BITS = 256


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a browser did with its challenge.

    Attributes:
        how: `solved` and `waited` may begin, `early` has to wait still, `refused` starts again.
        number: of the challenge, which may be used once.
        seconds: left to wait, when it was early.
    """

    how: Literal["solved", "waited", "early", "refused"]
    number: str = ""
    seconds: int = 0


def challenge(secret: str, study_id: int, holder: str) -> str:
    """A challenge for one visitor of one study.

    Args:
        secret: the secret of the installation.
        study_id: the key of the study.
        holder: what is the same for this visitor as long as the visit lasts; it is not shown.
    """
    number = secrets.token_urlsafe(_RANDOM_BYTES)
    return str(_signer(secret).dumps([study_id, number, _held(holder), PARTS, BITS]))


def judge(
    secret: str, study_id: int, holder: str, asked: str, solution: str, *, wait_seconds: int
) -> Verdict:
    """What this challenge and its solution are worth; whether the challenge was used before is for the caller.

    Args:
        secret: the secret of the installation.
        study_id: the key of the study that is begun.
        holder: of the visitor who sends it.
        asked: the challenge as it came back.
        solution: the numbers that were found, with dots between them; empty from a browser without JavaScript.
        wait_seconds: how old a challenge without a solution must be.
    """
    refused = Verdict("refused")
    if max(len(asked), len(solution)) > LONGEST:
        return refused
    try:
        found, made_at = _signer(secret).loads(
            asked, max_age=int(LASTS.total_seconds()), return_timestamp=True
        )
    except BadData:
        return refused
    study, number, held, parts, bits = found
    if study != study_id or held != _held(holder):
        return refused
    if solution:
        return Verdict("solved", number) if _solves(asked, solution, parts, bits) else refused
    left = wait_seconds - int((now() - made_at.astimezone(UTC)).total_seconds())
    return Verdict("early", number, left) if left > 0 else Verdict("waited", number)


def solve(asked: str, parts: int = PARTS, bits: int = BITS) -> str:
    """The solution of a challenge, as the browser finds it: for tests and for measuring."""
    return ".".join(
        str(next(number for number in count() if _zeros(asked, part, str(number), bits)))
        for part in range(parts)
    )


def _solves(asked: str, solution: str, parts: int, bits: int) -> bool:
    numbers = solution.split(".")
    return len(numbers) == parts and all(
        _NUMBER.fullmatch(number) is not None and _zeros(asked, part, number, bits)
        for part, number in enumerate(numbers)
    )


def _zeros(asked: str, part: int, number: str, bits: int) -> bool:
    found = hashlib.sha256(f"{asked}.{part}.{number}".encode()).digest()
    return int.from_bytes(found) >> (_DIGEST_BITS - bits) == 0


def _held(holder: str) -> str:
    return hashlib.sha256(f"open link, holder {holder}".encode()).hexdigest()[:16]


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        secret, salt="open link, challenge", signer_kwargs={"digest_method": hashlib.sha256}
    )
