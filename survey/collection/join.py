"""One script of many modules: each becomes a function that gives what it exports, in the order in which they need each other.

Packed as a whole the tablet's program is a quarter smaller than its forty modules one by one, and it comes in one
answer. Only the forms of `import` and `export` that our modules use are understood; another one is refused.
"""

import posixpath
import re
from collections.abc import Callable, Iterator

_IMPORT = re.compile(r'^import\s+(?:\{([^}]*)\}|\*\s+as\s+(\w+))\s+from\s+"([^"]+)";[ \t]*$', re.MULTILINE)
_DECLARED = re.compile(r"^export\s+(?=(?:async\s+)?(?:function\*?|const|class)\s+(\w+))", re.MULTILINE)
_LISTED = re.compile(r"^export\s+\{([^}]*)\};[ \t]*$", re.MULTILINE)
_OTHER = re.compile(r"^(?:import\s+[^(]|export\b).*", re.MULTILINE)


def join(entry: str, read: Callable[[str], str]) -> str:
    """The module `entry` with all that it imports, as one script.

    Args:
        entry: path of the module that is run.
        read: gives the text of a module by its path; raises when it is not there.

    Raises:
        ValueError: two modules import each other, or a module says `import` or `export` in a form that is not known.

    """
    order = list(_in_order(entry, read, (), set()))
    return "".join(_one(path, order, read(path)) for path in order)


def _in_order(path: str, read: Callable[[str], str], above: tuple[str, ...], done: set[str]) -> Iterator[str]:
    if path in above:
        raise ValueError(f"modules import each other: {' -> '.join([*above, path])}")
    if path in done:
        return
    for found in _IMPORT.finditer(read(path)):
        yield from _in_order(_target(path, found[3]), read, (*above, path), done)
    done.add(path)
    yield path


def _one(path: str, order: list[str], text: str) -> str:
    def imported(found: re.Match[str]) -> str:
        module = f"m{order.index(_target(path, found[3]))}"
        return f"const {found[2] or '{' + _renamed(found[1]) + '}'} = {module};"

    names = [found[1] for found in _DECLARED.finditer(text)]
    names += [_renamed(found[1], back=True) for found in _LISTED.finditer(text)]
    body = _LISTED.sub("", _DECLARED.sub("", _IMPORT.sub(imported, text)))
    if other := _OTHER.search(body):
        raise ValueError(f"{path}: this form can not be joined: {other[0]}")
    return f"const m{order.index(path)} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();\n"


def _renamed(names: str, *, back: bool = False) -> str:
    """`a as b` as a destructuring says it, or as an object does."""
    pairs = [name.split(" as ") for name in names.split(",") if name.strip()]
    return ", ".join(": ".join(part.strip() for part in (reversed(pair) if back else pair)) for pair in pairs)


def _target(path: str, named: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), named))
