"""One script of many modules, with short names for what only the script itself names.

Packed as a whole the tablet's program is a third smaller than its modules one by one, and it comes in one answer. Only
the forms of `import` and `export` that our modules use are understood; another one is refused.
"""

import itertools
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from survey.collection.scopes import Scope, scopes, shorten
from survey.collection.tokens import KEYWORDS, Role, Token, tokens

_IMPORT = re.compile(r'^import\s+(?:\{([^}]*)\}|\*\s+as\s+(\w+))\s+from\s+"([^"]+)";[ \t]*$', re.MULTILINE)
_DECLARED = re.compile(r"^export\s+(?=(?:async\s+)?(?:function\*?|const|class)\s+(\w+))", re.MULTILINE)
_LISTED = re.compile(r"^export\s+\{([^}]*)\};[ \t]*$", re.MULTILINE)
_OTHER = re.compile(r"^(?:import\s+[^(]|export\b).*", re.MULTILINE)
_LICENCE = re.compile(r"/\*!.*?\*/", re.DOTALL)
_OFTEN = "etnariolsucdfgphmwyvbkxjqz"  # what a script has most comes first: such names cost least when it is packed
_LARGE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"


@dataclass(slots=True)
class _Module:
    path: str
    pieces: list[Token]  # its words and signs, and the space between them
    meant: list[Token]  # the same without space
    scopes: list[Scope]
    imports: dict[str, tuple[str, str]]  # own name -> the module it comes from, and its name there
    spaces: dict[str, str]  # name of a whole module -> that module
    exports: dict[str, str]  # name outside -> own name
    fixed: dict[str, str]  # own name -> the text or number that it is
    names: dict[str, str] = field(default_factory=dict)  # own name -> name in the script
    inner: dict[int, str] = field(default_factory=dict)  # the same by place, for what is known in a part only

    def outer(self) -> list[str]:
        """What is known in the whole module, but for what stands where it is read."""
        return [name for name in [*self.scopes[0].names, *self.spaces] if name not in self.fixed]


def join(entry: str, read: Callable[[str], str]) -> str:
    """The module `entry` with all that it imports, as one script without comments but those that name a licence.

    Args:
        entry: path of the module that is run.
        read: gives the text of a module by its path; raises when it is not there.

    Raises:
        ValueError: two modules import each other, or a module says something in a form that is not known.

    """
    texts = {path: read(path) for path in _in_order(entry, read, (), set())}
    modules = {path: _module(path, text) for path, text in texts.items()}
    _name(list(modules.values()))
    written = "\n".join("".join(_written(module, modules)) for module in modules.values())
    licences = itertools.chain.from_iterable(_LICENCE.findall(text) for text in texts.values())
    return "\n".join([*licences, written])


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
    pieces = tokens(body)
    meant = [piece for piece in pieces if not piece.text.isspace()]
    if both := {piece.text for piece in pieces if piece.declared} & spaces.keys():
        raise ValueError(f"{path}: one name for a module and for something in it: {', '.join(sorted(both))}")
    known = scopes(meant)
    return _Module(path, pieces, meant, known, imports, spaces, exports, _fixed(meant, known[0]))


def _name(modules: list[_Module]) -> None:
    """Give names: those of a whole module never meet those within a function: their second letter is large, or their only one."""
    taken = set(KEYWORDS)
    for module in modules:
        known = {place for scope in module.scopes for places in scope.names.values() for place in places}
        free = (piece.text for at, piece in enumerate(module.meant) if _names(piece) and at not in known)
        taken |= set(free) - module.imports.keys() - module.spaces.keys()
    often = Counter(_outer(modules))
    most = {name for name, _times in often.most_common(len(_LARGE))}
    names = [(module.path, name) for module in modules for name in module.outer()]
    short = _fresh(_LARGE, _LARGE + _DIGITS, taken)
    # One letter for what is named most; the others in the order of the script, which packs best.
    given = {name: next(short) for name in sorted(names, key=lambda name: name not in most)}
    for module in modules:
        module.names = {name: given[module.path, name] for name in module.outer()} | module.fixed
        module.inner = shorten(module.scopes, lambda: _fresh(_OFTEN, _OFTEN, taken))


def _outer(modules: list[_Module]) -> Iterator[tuple[str, str]]:
    """Each time that something of a whole module is named: that module, and its name there."""
    there = {module.path: module for module in modules}
    for module in modules:
        for name, places in module.scopes[0].names.items():
            yield from [(module.path, name)] * len(places)
        for at, piece in enumerate(module.meant):
            if not _names(piece):
                continue
            if piece.text in module.imports:
                path, name = module.imports[piece.text]
                yield path, there[path].exports.get(name, "")
            elif piece.text in module.spaces and module.meant[at + 1].text == ".":
                path = module.spaces[piece.text]
                yield path, there[path].exports.get(module.meant[at + 2].text, "")


def _fixed(meant: list[Token], whole: Scope) -> dict[str, str]:
    """What a module calls by a name and is only a text or a number: it stands where it is read; its name goes.

    Empties the pieces that said so.
    """
    made = {}
    for name, (at, *_places) in whole.names.items():
        said = [piece.text for piece in meant[at - 1 : at + 4]]
        if said[0] == "const" and said[2] == "=" and said[4:] == [";"] and said[3][0] in '0123456789"':
            made[name] = f"({said[3]})"
            for piece in meant[at - 1 : at + 4]:
                piece.text, piece.role = "", Role.OTHER
    return made


def _names(piece: Token) -> bool:
    return piece.role in {Role.NAME, Role.BOTH}


def _written(module: _Module, modules: dict[str, _Module]) -> Iterator[str]:
    names = dict(module.names)
    for own, (path, name) in module.imports.items():
        names[own] = _exported(modules[path], name)
    whole = {name for name in module.spaces if _as_value(module.meant, name)}
    for name in whole:
        there = modules[module.spaces[name]]
        yield f"const {names[name]}={{{','.join(f'{each}:{_exported(there, each)}' for each in there.exports)}}};"
    short = {id(piece): module.inner.get(at) for at, piece in enumerate(module.meant)}
    pieces = iter(module.pieces)
    for piece in pieces:
        text = piece.text
        known = short.get(id(piece)) or names.get(text)
        if piece.role is Role.NAME and text in module.spaces and text not in whole:
            _point, member = next(pieces), next(pieces)
            yield _exported(modules[module.spaces[text]], member.text)
        elif piece.role is Role.BOTH and known:
            yield f"{text}:{known}"
        else:
            yield known if piece.role is Role.NAME and known else text


def _as_value(pieces: list[Token], name: str) -> bool:
    places = [at for at, piece in enumerate(pieces) if piece.text == name and _names(piece)]
    return any(pieces[at].role is Role.BOTH or pieces[at + 1].text != "." for at in places)


def _exported(module: _Module, name: str) -> str:
    if name not in module.exports:
        raise ValueError(f"{module.path} exports no {name}")
    return module.names[module.exports[name]]


def _fresh(alone: str, rest: str, taken: set[str]) -> Iterator[str]:
    """Names that are not taken: those of one letter, then a small letter with one of the rest, or two."""
    long = (one + other for one, other in itertools.product(_OFTEN, rest))
    longer = ("".join(three) for three in itertools.product(_OFTEN, rest, rest))
    return (name for name in itertools.chain(alone, long, longer) if name not in taken)


def _pairs(names: str) -> Iterator[tuple[str, str]]:
    """`a, b as c` as what stands before and after `as`."""
    for name in filter(None, (each.strip() for each in names.split(","))):
        first, _, second = (part.strip() for part in name.partition(" as "))
        yield first, second or first


def _target(path: str, named: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), named))
