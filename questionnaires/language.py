"""The expression language: the text that an author writes becomes a JSON tree, and back.

The grammar and the tree are written down in `docs/programme.md`. The twins in `questionnaires/engine/` read the tree only.
"""

import math
import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple, NoReturn

from questionnaires.tree import Tree, depth, nodes

DEEPEST = 50
"""The greatest depth of a tree; `["true"]` has depth 1."""
LARGEST = 500
"""The greatest number of nodes in a tree."""
LONGEST = 4000
"""The greatest number of characters of an expression."""
GREATEST_NUMBER = 2**53
"""Whole numbers beyond this are not told apart by a double."""

CONTEXT = ("today", "mode", "origin")
COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
RESERVED = frozenset(
    {
        "and",
        "or",
        "not",
        "in",
        "true",
        "false",
        "date",
        "answered",
        "selected",
        "count",
        "missing",
        "statement",
        *CONTEXT,
    },
)
"""Names that can not be the name of a question, because the language uses them."""

N_ = str
TOO_DEEP = N_("Deze voorwaarde is dieper genest dan %(most)s lagen.")
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<text>'[^'\n]*'|\"[^\"\n]*\")|(?P<sign>==|!=|<=|>=|[-<>+*/(),\[\]])",
)


class NotUnderstood(ValueError):  # noqa: N818 -- it says what happened to the text
    """An expression that the language does not know. `position` counts characters from 0."""

    def __init__(self, message: str, position: int, **params: object) -> None:
        self.message = message
        self.position = position
        self.params = params
        super().__init__(message % params if params else message)


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


def parse(source: str) -> Tree:
    """The tree of an expression.

    Raises:
        NotUnderstood: with the position of the first thing that can not be read, or when the tree is too deep or too large.
    """
    if len(source) > LONGEST:
        raise NotUnderstood(N_("Deze voorwaarde is langer dan %(most)s tekens."), LONGEST, most=LONGEST)
    tree = _Parser(_tokens(source)).whole()
    if depth(tree) > DEEPEST:
        raise NotUnderstood(TOO_DEEP, 0, most=DEEPEST)
    if nodes(tree) > LARGEST:
        raise NotUnderstood(N_("Deze voorwaarde heeft meer dan %(most)s onderdelen."), 0, most=LARGEST)
    return tree


def _tokens(source: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise NotUnderstood(
                N_("Het teken %(character)s wordt hier niet begrepen."),
                position,
                character=source[position],
            )
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(_Token(kind, match.group(), position))
        position = match.end()
    found.append(_Token("end", "", len(source)))
    return found


class _Parser:
    """Recursive descent over the tokens: one method per level of binding, loosest first."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._nesting = 0

    def whole(self) -> Tree:
        tree = self._either()
        if self._next.kind != "end":
            self._refuse(N_("Hier wordt and, or of het einde verwacht, niet %(found)s."))
        return tree

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _refuse(self, message: str, **params: object) -> NoReturn:
        found = self._next.text or "het einde"
        raise NotUnderstood(message, self._next.position, found=found, **params)

    def _take(self, *texts: str) -> str | None:
        """The text of the next token when it is one of these signs or words; then it is used up."""
        token = self._next
        if token.kind in {"sign", "name"} and token.text in texts:
            self._at += 1
            return token.text
        return None

    def _expect(self, sign: str) -> None:
        if self._take(sign) is None:
            self._refuse(N_("Hier wordt %(sign)s verwacht, niet %(found)s."), sign=sign)

    def _take_kind(self, kind: str, message: str) -> str:
        token = self._next
        if token.kind != kind:
            self._refuse(message)
        self._at += 1
        return token.text

    def _deeper(self, inner: Callable[[], Tree]) -> Tree:
        self._nesting += 1
        if self._nesting > DEEPEST:
            self._refuse(TOO_DEEP, most=DEEPEST)
        tree = inner()
        self._nesting -= 1
        return tree

    def _either(self) -> Tree:
        return self._series("or", self._both)

    def _both(self) -> Tree:
        return self._series("and", self._negation)

    def _series(self, word: str, inner: Callable[[], Tree]) -> Tree:
        found = [inner()]
        while self._take(word):
            found.append(inner())
        return found[0] if len(found) == 1 else [word, *found]

    def _negation(self) -> Tree:
        if self._take("not"):
            return ["not", self._deeper(self._negation)]
        return self._comparison()

    def _comparison(self) -> Tree:
        left = self._sum()
        sign = self._take(*COMPARISONS, "in")
        if sign is None:
            return left
        tree = [sign, left, self._sum()]
        if self._next.text in {*COMPARISONS, "in"} and self._next.kind != "text":
            self._refuse(N_("Twee vergelijkingen achter elkaar kan niet: zet er and tussen."))
        return tree

    def _sum(self) -> Tree:
        return self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._unary))

    def _chain(self, signs: tuple[str, ...], inner: Callable[[], Tree]) -> Tree:
        tree = inner()
        length = 1
        while sign := self._take(*signs):
            length += 1
            if length > DEEPEST:
                self._refuse(TOO_DEEP, most=DEEPEST)
            tree = [sign, tree, inner()]
        return tree

    def _unary(self) -> Tree:
        if not self._take("-"):
            return self._value()
        if self._next.kind == "number":
            return ["number", -self._number() or 0]
        return ["-", ["number", 0], self._deeper(self._unary)]

    def _value(self) -> Tree:
        token = self._next
        if token.kind == "number":
            return ["number", self._number()]
        if token.kind == "text":
            return ["text", self._text()]
        if token.kind == "name":
            return self._word()
        if self._take("("):
            tree = self._deeper(self._either)
            self._expect(")")
            return tree
        if not self._take("["):
            self._refuse(N_("Hier wordt een waarde of de naam van een vraag verwacht, niet %(found)s."))
        return self._list()

    def _number(self) -> float:
        token = self._next
        text = self._take_kind("number", N_("Hier wordt een getal verwacht, niet %(found)s."))
        value = float(text)
        if not math.isfinite(value) or abs(value) > GREATEST_NUMBER:
            raise NotUnderstood(N_("Het getal %(found)s is te groot."), token.position, found=text)
        return int(value) if value.is_integer() else value

    def _text(self) -> str:
        return self._take_kind(
            "text", N_("Hier wordt een code tussen aanhalingstekens verwacht, niet %(found)s.")
        )[1:-1]

    def _list(self) -> Tree:
        codes = [self._text()]
        while self._take(","):
            codes.append(self._text())
        self._expect("]")
        return ["list", codes]

    def _word(self) -> Tree:
        token = self._next
        if token.text in {"true", "false", *CONTEXT}:
            self._at += 1
            return [token.text] if token.text not in CONTEXT else ["context", token.text]
        if token.text in {"answered", "count", "selected", "missing", "date"}:
            self._at += 1
            return self._function(token)
        return ["answer", self._name()]

    def _name(self) -> str:
        if self._next.kind != "name" or self._next.text in RESERVED:
            self._refuse(N_("Hier wordt de naam van een vraag verwacht, niet %(found)s."))
        self._at += 1
        return self._tokens[self._at - 1].text

    def _function(self, word: _Token) -> Tree:
        self._expect("(")
        tree: Tree
        if word.text == "date":
            tree = ["date", self._date()]
        elif word.text in {"answered", "count"}:
            tree = [word.text, self._name()]
        else:
            name = self._name()
            self._expect(",")
            tree = [word.text, name, self._text()]
        self._expect(")")
        return tree

    def _date(self) -> str:
        position = self._next.position
        text = self._text()
        if not is_date(text):
            raise NotUnderstood(N_("%(found)s is geen datum: schrijf jaar-maand-dag."), position, found=text)
        return text


def is_date(text: str) -> bool:
    """Whether a text is a day that exists, written as `2026-01-31`."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
