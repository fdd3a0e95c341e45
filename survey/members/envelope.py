"""The lines of an envelope under the name, and the three cells that they are in a file or a form."""

import re

_LAST = re.compile(r"(?P<postcode>[0-9]{4} ?[A-Za-z]{2}) +(?P<town>.+)")
_DUTCH = re.compile(r"([0-9]{4}) ?([A-Za-z]{2})")


def lines(street: str, postcode: str, town: str) -> tuple[str, ...]:
    """The lines; a Dutch postcode is written as the post wants it, two spaces before the place."""
    dutch = _DUTCH.fullmatch(postcode)
    code = f"{dutch[1]} {dutch[2].upper()}" if dutch else postcode
    last = ("  " if dutch else " ").join(filter(None, (code, town)))
    return tuple(filter(None, (street, last)))


def cells(address: tuple[str, ...]) -> tuple[str, str, str]:
    """Street, postcode and place of these lines, so that `lines` makes the same again."""
    if not address:
        return "", "", ""
    street, last = (address[0], address[-1]) if len(address) > 1 else ("", address[0])
    found = _LAST.fullmatch(last)
    if found:
        return street, found["postcode"], found["town"]
    return (street, "", last) if street else (last, "", "")
