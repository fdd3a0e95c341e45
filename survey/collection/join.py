"""One script of many modules, with short names for what only the script itself names.

Packed as a whole the tablet's program is a third smaller than its modules one by one, and it comes in one answer. Only
the forms of `import` and `export` that our modules use are understood; another one is refused.
"""

import itertools
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import rjsmin

from survey.collection.tokens import KEYWORDS, Role, Token, tokens

_IMPORT = re.compile(r'^import\s+(?:\{([^}]*)\}|\*\s+as\s+(\w+))\s+from\s+"([^"]+)";[ \t]*$', re.MULTILINE)
_DECLARED = re.compile(r"^export\s+(?=(?:async\s+)?(?:function\*?|const|class)\s+(\w+))", re.MULTILINE)
_LISTED = re.compile(r"^export\s+\{([^}]*)\};[ \t]*$", re.MULTILINE)
_OTHER = re.compile(r"^(?:import\s+[^(]|export\b).*", re.MULTILINE)
_SHORTER = {"true": "!0", "false": "!1"}
_CLOSING = {")", "]", "}"}
_NO_WORD = {"(", ",", "=", ":", "?", ";", "{", "}", "&&", "||", "??", "=>"}
_SMALL = "abcdefghijklmnopqrstuvwxyz"
_LARGE = _SMALL.upper()


@dataclass(slots=True)
class _Module:
    path: str
    parts: list[list[Token]]  # its statements
    imports: dict[str, tuple[str, str]]  # own name -> the module it comes from, and its name there
    spaces: dict[str, str]  # name of a whole module -> that module
    exports: dict[str, str]  # name outside -> own name
    names: dict[str, str] = field(default_factory=dict)  # own name -> name in the script
    inner: list[dict[str, str]] = field(
        default_factory=list
    )  # the same for what each statement declares within


def join(entry: str, read: Callable[[str], str]) -> str:
    """The module `entry` with all that it imports, as one script without comments.

    Args:
        entry: path of the module that is run.
        read: gives the text of a module by its path; raises when it is not there.

    Raises:
        ValueError: two modules import each other, or a module says something in a form that is not known.

    """
    modules = {path: _module(path, read(path)) for path in _in_order(entry, read, (), set())}
    _name(list(modules.values()))
    return "\n".join("".join(_written(module, modules)) for module in modules.values())


def shorten(text: str) -> str:
    """One module that imports nothing, smaller, with its exports as they were."""
    module = _module("", text)
    _name([module])
    listed = ",".join(f"{module.names[own]} as {outside}" for outside, own in module.exports.items())
    return f"{''.join(_written(module, {}))}\nexport{{{listed}}};"


def _in_order(path: str, read: Callable[[str], str], above: tuple[str, ...], done: set[str]) -> Iterator[str]:
    if path in above:
        raise ValueError(f"modules import each other: {' -> '.join([*above, path])}")
    if path in done:
        return
    for found in _IMPORT.finditer(read(path)):
        yield from _in_order(_target(path, found[3]), read, (*above, path), done)
    done.add(path)
    yield path


def _module(path: str, text: str) -> _Module:
    found = list(_IMPORT.finditer(text))
    imports = {
        own: (_target(path, each[3]), name) for each in found if each[1] for name, own in _pairs(each[1])
    }
    spaces = {each[2]: _target(path, each[3]) for each in found if each[2]}
    exports = {each[1]: each[1] for each in _DECLARED.finditer(text)}
    exports |= {outside: own for each in _LISTED.finditer(text) for own, outside in _pairs(each[1])}
    body = _LISTED.sub("", _DECLARED.sub("", _IMPORT.sub("", text)))
    if other := _OTHER.search(body):
        raise ValueError(f"{path}: this form can not be joined: {other[0]}")
    pieces = list(_needed(tokens(rjsmin.jsmin(body, keep_bang_comments=True))))
    declared = {piece.text for piece in pieces if piece.declared}
    if both := declared & spaces.keys():
        raise ValueError(f"{path}: one name for a module and for something in it: {', '.join(sorted(both))}")
    return _Module(path, _parts(pieces), imports, spaces, exports)


def _name(modules: list[_Module]) -> None:
    """Give names: those of a whole module begin with a capital, so that they never meet those within a function."""
    taken = set(KEYWORDS)
    for module in modules:
        pieces = list(itertools.chain.from_iterable(module.parts))
        own = (
            {piece.text for piece in pieces if piece.declared} | module.imports.keys() | module.spaces.keys()
        )
        taken |= {piece.text for piece in pieces if piece.role in {Role.NAME, Role.BOTH}} - own
    outer = _fresh(_LARGE, taken)
    for module in modules:
        top = [piece.text for part in module.parts for piece in part if _named(piece) and piece.depth == 0]
        module.names = {name: next(outer) for name in dict.fromkeys([*top, *module.spaces])}
        for part in module.parts:
            inner = _fresh(_SMALL, taken)
            there = module.names.keys() | module.imports.keys()
            within = dict.fromkeys(piece.text for piece in part if _named(piece) and piece.text not in there)
            module.inner.append({name: next(inner) for name in within})


def _named(piece: Token) -> bool:
    return piece.declared and piece.role is not Role.OTHER


def _needed(pieces: list[Token]) -> Iterator[Token]:
    """Without a comma or semicolon before what closes, and without a new line where a statement has ended anyway.

    One parameter of an arrow function needs no brackets.
    """
    before = ""
    for at in range(len(pieces) - 4):
        opening, name, closing = pieces[at + 1 : at + 4]
        alone = opening.text == "(" and closing.text == ")" and name.role is Role.NAME
        if alone and pieces[at + 4].text == "=>" and pieces[at].text in _NO_WORD:
            opening.text = closing.text = ""
    for piece, following in itertools.pairwise([*pieces, Token("")]):
        if (piece.text == ";" and following.text == "}") or (
            piece.text == "," and following.text in _CLOSING
        ):
            continue
        if piece.text.isspace() and before in {"", ";", "}"}:
            continue
        before = piece.text
        if piece.role is Role.OTHER and piece.text in _SHORTER:
            piece.text = _SHORTER[piece.text]
        yield piece


def _parts(pieces: list[Token]) -> list[list[Token]]:
    """The statements of a module: what one of them declares within itself, another can not see."""
    made: list[list[Token]] = [[]]
    for piece in pieces:
        made[-1].append(piece)
        if piece.depth == 0 and piece.text in {";", "}"}:
            made.append([])
    return made


def _written(module: _Module, modules: dict[str, _Module]) -> Iterator[str]:
    names = dict(module.names)
    for own, (path, name) in module.imports.items():
        names[own] = _exported(modules[path], name)
    whole = {
        name for name in module.spaces if _as_value(list(itertools.chain.from_iterable(module.parts)), name)
    }
    for name in whole:
        there = modules[module.spaces[name]]
        yield f"const {names[name]}={{{','.join(f'{each}:{_exported(there, each)}' for each in there.exports)}}};"
    for part, inner in zip(module.parts, module.inner, strict=True):
        known = names | inner
        pieces = iter(part)
        for piece in pieces:
            text = piece.text
            if piece.role is Role.NAME and text in module.spaces and text not in whole:
                _point, member = next(pieces), next(pieces)
                yield _exported(modules[module.spaces[text]], member.text)
            elif piece.role is Role.BOTH and text in known:
                yield f"{text}:{known[text]}"
            else:
                yield known.get(text, text) if piece.role is Role.NAME else text


def _as_value(pieces: list[Token], name: str) -> bool:
    places = [
        at for at, piece in enumerate(pieces) if piece.text == name and piece.role in {Role.NAME, Role.BOTH}
    ]
    return any(pieces[at].role is Role.BOTH or pieces[at + 1].text != "." for at in places)


def _exported(module: _Module, name: str) -> str:
    if name not in module.exports:
        raise ValueError(f"{module.path} exports no {name}")
    return module.names[module.exports[name]]


def _fresh(letters: str, taken: set[str]) -> Iterator[str]:
    rest = _SMALL + _LARGE + "0123456789"
    long = (first + second for first, second in itertools.product(letters, rest))
    longer = ("".join(three) for three in itertools.product(letters, rest, rest))
    return (name for name in _all(letters, long, longer) if name not in taken)


def _all(*names: Iterable[str]) -> Iterator[str]:
    return itertools.chain(*names)


def _pairs(names: str) -> Iterator[tuple[str, str]]:
    """`a, b as c` as what stands before and after `as`."""
    for name in filter(None, (each.strip() for each in names.split(","))):
        first, _, second = (part.strip() for part in name.partition(" as "))
        yield first, second or first


def _target(path: str, named: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), named))
