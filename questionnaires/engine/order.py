"""The order of options and of pages in a block, for ever the same for one seed. The twin of `order.js`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_WORDS = 2**32


def order(programme: Mapping[str, Any], name: str, seed: int) -> list[str]:
    """List the option codes of a variable in the order for this seed; exclusive options stay last.

    Args:
        programme: the programme.
        name: a variable of the programme.
        seed: 0 … 2**32 - 1.
    """
    variable = programme["variables"][name]
    options = variable["options"]
    if variable["order"] == "fixed":
        return [option["code"] for option in options]
    loose = [option["code"] for option in options if not option["exclusive"]]
    last = [option["code"] for option in options if option["exclusive"]]
    return [*arranged(loose, variable["order"], name, seed), *last]


def arranged(items: Sequence[_Item], how: str, key: str, seed: int) -> list[_Item]:
    """Put items in the order for this seed and key.

    Args:
        items: in the order of the file.
        how: `fixed`; `rotated` (the same circle, another start); `shuffled` (Fisher-Yates).
        key: a name that makes two lists with one seed differ.
        seed: 0 … 2**32 - 1.
    """
    below = _draws(key, seed)
    arrangement = list(items)
    if how == "rotated":
        start = below(len(arrangement))
        return arrangement[start:] + arrangement[:start]
    if how == "shuffled":
        for last in range(len(arrangement) - 1, 0, -1):
            other = below(last + 1)
            arrangement[last], arrangement[other] = arrangement[other], arrangement[last]
    return arrangement


def _draws(key: str, seed: int) -> Callable[[int], int]:
    """Make a source of whole numbers from 0 to below a limit: FNV-1a of the key, xor the seed, into Mulberry32.

    Source: FNV-1a, RFC 9923; Mulberry32, T. Ettinger (2017), public domain. Both use 32-bit words only, so
    that a browser gives the same numbers.
    """
    state = _hashed(key) ^ (seed % _WORDS)

    def below(limit: int) -> int:
        nonlocal state
        state = (state + 0x6D2B79F5) % _WORDS
        word = (state ^ (state >> 15)) * (state | 1) % _WORDS
        word ^= (word + (word ^ (word >> 7)) * (word | 61)) % _WORDS
        return (word ^ (word >> 14)) * limit // _WORDS

    return below


def _hashed(key: str) -> int:
    """Give the FNV-1a hash of a name, per code point."""
    value = 0x811C9DC5
    for character in key:
        value = (value ^ ord(character)) * 0x01000193 % _WORDS
    return value
