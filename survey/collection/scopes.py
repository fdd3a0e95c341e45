"""How far each name of a script is known: a function, a loop, a block; and short names that never meet within one.

Two functions beside each other may both call their first name `a`. So the script repeats itself, which packs well.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from survey.collection.tokens import Role, Token

_NO_PARAMETERS = {"if", "while", "switch"}
_BEFORE_BLOCK = {"", ";", "{", "}", "else", "try", "catch", "finally", "do"}
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(slots=True)
class Scope:
    """A stretch of a script, and what is declared in it for itself and for what stands within.

    Attributes:
        start: place of its first piece.
        end: place of its last piece.
        above: what it stands in; None for the whole script.
        names: what it declares -> the places where that is named.

    """

    start: int
    end: int
    above: "Scope | None" = None
    names: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def scopes(pieces: list[Token]) -> list[Scope]:
    """The scopes of a script, outer ones first; the first is the script itself.

    Args:
        pieces: its words and signs, without space. Names that no scope declares are in none of them.

    """
    closing = _pairs(pieces)
    whole = Scope(0, len(pieces))
    made, named = [whole], []
    beginnings: dict[int, int] = {}
    for start, end in _stretches(pieces, closing):
        beginnings[start] = max(end, beginnings.get(start, 0))
    now = whole
    for at, piece in enumerate(pieces):
        while at > now.end and now.above:
            now = now.above
        if at in beginnings:
            now = Scope(at, beginnings[at], now)
            made.append(now)
        if piece.role in {Role.NAME, Role.BOTH}:
            named.append((at, now))
            if piece.declared:
                now.names[piece.text] = []
    for at, scope in named:
        _known(scope, pieces[at].text, at)
    return made


def shorten(found: list[Scope], fresh: Callable[[], Iterator[str]]) -> dict[int, str]:
    """A short name for each place that names something of an inner scope.

    Args:
        found: what `scopes` gave.
        fresh: gives names that are free in the whole script, short ones first, from the beginning.

    """
    given: dict[int, str] = {}
    for scope in found[1:]:
        # A name from further out is kept from being hidden only where it is named within.
        meant = {given[at] for at in range(scope.start, scope.end + 1) if at in given}
        short = (name for name in fresh() if name not in meant)
        for places in scope.names.values():
            given |= dict.fromkeys(places, next(short))
    return given


def _known(scope: Scope | None, name: str, at: int) -> None:
    while scope and name not in scope.names:
        scope = scope.above
    if scope:
        scope.names[name].append(at)


def _pairs(pieces: list[Token]) -> dict[int, int]:
    """Place of each bracket -> place of the one that belongs to it, both ways."""
    open_: list[int] = []
    made = {}
    for at, piece in enumerate(pieces):
        if piece.text in _CLOSING or _ends_hole(piece):
            made[at] = open_.pop()
            made[made[at]] = at
        if piece.text in _CLOSING.values() or piece.text.endswith("${"):
            open_.append(at)
    return made


def _ends_hole(piece: Token) -> bool:
    return piece.text[0] == "}" and len(piece.text) > 1


def _stretches(pieces: list[Token], pair: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Where scopes begin and end: with the brackets of its parameters, or of `for` and `catch`, before a body."""
    for at, piece in enumerate(pieces):
        before = pieces[at - 1].text if at else ""
        if piece.text == "=>":
            yield (pair[at - 1] if before == ")" else at - 1), _end_of_value(pieces, pair, at + 1)
        elif piece.text == "for" and piece.role is Role.OTHER:
            opening = at + 1 if pieces[at + 1].text == "(" else at + 2  # `for await (`
            yield opening, _end_of_statement(pieces, pair, pair[opening] + 1)
        elif piece.text == "{" and before == ")":
            opening = pair[at - 1]
            ahead = pieces[opening - 1].text
            if ahead not in {"for", "await"}:
                yield (at if ahead in _NO_PARAMETERS else opening), pair[at]
        elif piece.text == "{" and before in _BEFORE_BLOCK:
            yield at, pair[at]


def _end_of_value(pieces: list[Token], pair: dict[int, int], at: int) -> int:
    if pieces[at].text == "{":
        return pair[at]
    choices = 0
    while at < len(pieces):
        text = pieces[at].text
        if text in {",", ";"} or text in _CLOSING or _ends_hole(pieces[at]):
            break
        if text == ":" and not choices:
            break
        choices += {"?": 1, ":": -1}.get(text, 0)
        at = pair.get(at, at) + 1
        while at < len(pieces) and pieces[at - 1].text.endswith("${"):
            at = pair[at - 1] + 1  # the next hole of the same template
    return at - 1


def _end_of_statement(pieces: list[Token], pair: dict[int, int], at: int) -> int:
    text = pieces[at].text
    if text == "{":
        return pair[at]
    if text in {"if", "for", "while"}:
        opening = at + 1 if pieces[at + 1].text == "(" else at + 2
        end = _end_of_statement(pieces, pair, pair[opening] + 1)
        more = text == "if" and end + 1 < len(pieces) and pieces[end + 1].text == "else"
        return _end_of_statement(pieces, pair, end + 2) if more else end
    while at < len(pieces) and pieces[at].text != ";" and pieces[at].text not in _CLOSING:
        at = pair.get(at, at) + 1
        while at < len(pieces) and pieces[at - 1].text.endswith("${"):
            at = pair[at - 1] + 1
    return at if at < len(pieces) and pieces[at].text == ";" else at - 1
