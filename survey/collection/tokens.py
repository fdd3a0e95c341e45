"""The words of a script: which are its own names, which are names of properties, and which it declares.

Reads the JavaScript that our modules are written in, comments are space to it; it is no general reader.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

KEYWORDS = frozenset(
    [
        "async",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "default",
        "delete",
        "do",
        "else",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "from",
        "function",
        "get",
        "if",
        "import",
        "in",
        "instanceof",
        "let",
        "new",
        "null",
        "of",
        "return",
        "set",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "undefined",
        "var",
        "void",
        "while",
        "yield",
        "arguments",
    ]
)
_BLOCK_AFTER = {")", "=>", ";", "{", "}", "", "else", "try", "catch", "finally", "do"}
_PIECES = re.compile(
    r"""(?P<space>\s+)|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<word>[A-Za-z_$][\w$]*)"""
    r"""|(?P<number>\d[\w.]*)|(?P<sign>=>|\.\.\.|\?\.(?!\d)|&&|\|\||\?\?|[^\s\w])""",
    re.DOTALL,
)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*")
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.DOTALL)
_BEFORE_PATTERN = {
    "(",
    ",",
    "=",
    ":",
    "[",
    "!",
    "&&",
    "||",
    "?",
    "??",
    "{",
    "}",
    ";",
    "=>",
    "return",
    "",
    "+",
    "&",
    "|",
}


class Role(Enum):
    """What a word is."""

    OTHER = 0  # a keyword, or no word at all
    NAME = 1
    PROPERTY = 2
    BOTH = 3  # `{ name }`: the property and what it holds


@dataclass(slots=True)
class Token:
    """One piece of the script; space that separates is a piece too."""

    text: str
    role: Role = Role.OTHER
    declared: bool = False
    depth: int = 0  # how many brackets are open around it


def tokens(script: str) -> list[Token]:
    """Cut a script into pieces and say of each word what it is."""
    made = list(_cut(script))
    meant = [token for token in made if not token.text.isspace()]
    _roles(meant)
    _declared(meant)
    return made


def _cut(script: str) -> Iterator[Token]:
    place, before, inside = 0, "", [0]  # how many braces are open in each template that is open
    while place < len(script):
        if comment := _COMMENT.match(script, place):
            yield Token("\n" if "\n" in comment[0] else " ")
            place = comment.end()
            continue
        character = script[place]
        template = character == "`" or (character == "}" and inside[-1] == 0 and len(inside) > 1)
        if template:
            if character == "`" and len(inside) > 1:
                raise ValueError(f"a text within a text can not be read: {script[place : place + 40]!r}")
            if character == "}":
                inside.pop()
            found = _TEMPLATE.match(script, place + 1)
            if found and found[0].endswith("${"):
                inside.append(0)
        elif character == "/" and before in _BEFORE_PATTERN:
            found = _PATTERN.match(script, place)
        else:
            found = _PIECES.match(script, place)
            inside[-1] += {"{": 1, "}": -1}.get(character, 0)
        if not found:
            raise ValueError(f"this can not be read: {script[place : place + 40]!r}")
        text = script[place : found.end()]
        yield Token(text)
        place = found.end()
        if not text.isspace():
            before = text


def _roles(meant: list[Token]) -> None:
    open_: list[str] = []  # "(", "[", "block", "object" or "class"
    class_ahead = False
    for at, token in enumerate(meant):
        before = meant[at - 1].text if at else ""
        after = meant[at + 1].text if at + 1 < len(meant) else ""
        token.depth = len(open_)
        if token.text in "([{" or token.text.endswith("${"):
            kind = token.text if token.text in "([" else "object"
            if token.text == "{" and class_ahead:
                kind, class_ahead = "class", False
            elif token.text == "{" and (before in _BLOCK_AFTER):
                kind = "block"
            elif token.text.endswith("${") and token.text[0] == "}":
                open_.pop()  # one hole of a template ends and the next begins
            open_.append("(" if token.text.endswith("${") else kind)
        elif token.text in ")]}" or (token.text[0] == "}" and token.text[-1] == "`" and len(token.text) > 1):
            open_.pop()
            token.depth = len(open_)
        elif token.text[0].isalpha() or token.text[0] in "_$":
            token.role = _role(token.text, before, after, open_[-1] if open_ else "block")
            class_ahead |= token.text == "class" and token.role is Role.OTHER


def _role(word: str, before: str, after: str, around: str) -> Role:
    if before in {".", "?.", "#"}:
        return Role.PROPERTY
    modified = before in {"async", "get", "set", "static"}
    if around == "class" and (before in {"{", ";", "}"} or modified):
        return Role.PROPERTY
    if around == "object" and (before in {"{", ","} or modified):
        if after in {":", "("} and not (modified and after == ":"):
            return Role.PROPERTY
        if after in {",", "}", "="} and word not in KEYWORDS:
            return Role.BOTH
    return Role.OTHER if word in KEYWORDS else Role.NAME


def _declared(meant: list[Token]) -> None:
    for at, token in enumerate(meant):
        if token.role is Role.PROPERTY and not (at + 1 < len(meant) and meant[at + 1].text == "("):
            continue
        if token.text in {"const", "let", "var"} and token.role is Role.OTHER:
            _declarations(meant, at + 1)
        elif token.text in {"function", "class", "catch"} and token.role is Role.OTHER:
            name = at + 2 if meant[at + 1].text == "*" else at + 1
            if meant[name].role is Role.NAME:
                meant[name].declared = True
        if token.text == "=>":
            before = meant[at - 1]
            if before.role is Role.NAME:
                before.declared = True
            else:
                _parameters(meant, _opening(meant, at - 1))
        elif token.text == "{" and meant[at - 1].text == ")" and at:
            _parameters_of_function(meant, _opening(meant, at - 1))


def _parameters_of_function(meant: list[Token], at: int) -> None:
    """The brackets before a block: of a function, a method or `catch`, but not of `if`, `for`, `while` or `switch`."""
    before = meant[at - 1].text if at else ""
    if before not in {"if", "for", "while", "switch"}:
        _parameters(meant, at)


def _parameters(meant: list[Token], at: int) -> None:
    at += 1
    while meant[at].text != ")":
        at = _binding(meant, at)
        at = _after_value(meant, at)
        at += meant[at].text == ","


def _declarations(meant: list[Token], at: int) -> None:
    while True:
        at = _binding(meant, at)
        if meant[at].text != "=" and meant[at].text != ",":
            return  # `for (const each of ...)`, or without a value
        at = _after_value(meant, at)
        if meant[at].text != ",":
            return
        at += 1


def _binding(meant: list[Token], at: int, depth: int | None = None) -> int:
    """Mark what is bound here, a name or a pattern of names; gives the place after it."""
    depth = meant[at].depth if depth is None else depth
    if meant[at].text == "...":
        at += 1
    if meant[at].text not in {"{", "["}:
        meant[at].declared = True
        meant[at].depth = depth  # it is known as far as the whole pattern is
        return at + 1
    end = "}" if meant[at].text == "{" else "]"
    at += 1
    while meant[at].text != end:
        if meant[at].text == ",":
            at += 1
        elif end == "}" and meant[at].role is not Role.BOTH and meant[at + 1].text == ":":
            at = _after_value(meant, _binding(meant, at + 2, depth))
        else:
            at = _after_value(meant, _binding(meant, at, depth))
    return at + 1


def _after_value(meant: list[Token], at: int) -> int:
    """The place of the comma or bracket that ends the value that begins here, if there is one."""
    depth = 0
    while at < len(meant):
        text = meant[at].text
        if depth == 0 and text in {",", ";", ")", "]", "}"}:
            return at
        if text in "([{" or (text.endswith("${") and text[0] == "`"):
            depth += 1
        elif text in ")]}" or (text[0] == "}" and text.endswith("`")):
            depth -= 1
        at += 1
    return at - 1


def _opening(meant: list[Token], at: int) -> int:
    depth = 0
    while True:
        depth += {")": 1, "(": -1}.get(meant[at].text, 0)
        if depth == 0:
            return at
        at -= 1
