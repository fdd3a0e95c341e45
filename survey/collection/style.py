"""The style of the tablet: of the look only what its screens can use, without what is for people or for paper."""

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.([a-zA-Z_][\w-]*)")
_WORD = re.compile(r"[a-zA-Z_][\w-]*")
_BEGINNING = re.compile(r"([a-zA-Z_][\w-]*-)(?=\{\{|\$\{)")
_VALUE = re.compile(r"(--[\w-]+):[^;{}]*;")
_DECLARATION = re.compile(r"([\w-]+):([^;{}]*);")
_ON_PAPER = re.compile(r"(?<![\w-])(?:page-break|break|-webkit-print-color|print-color)-[a-z]+:[^;{}]*;")
_COMPONENTS = ("--utrecht", "--_utrecht")
_READ = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*))?\)")
_LATER = "\0("  # stands for `var(` of what only the browser can know
_SPACES = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,])\s*")


def style(sheets: list[str], screens: list[str], never: tuple[str, ...] = ()) -> str:
    """These style sheets as one: rules for classes that no screen names are left out, and values that no rule reads.

    Args:
        sheets: CSS; later ones win. `@media` holds plain rules.
        screens: the text of all templates and modules that can put a class on the screen.
        never: parts of selectors for states that these screens do not know.

    """
    text = "\n".join(screens)
    known = set(_WORD.findall(text))
    beginnings = tuple(_BEGINNING.findall(text))
    shown = (_ON_PAPER.sub("", _COMMENT.sub("", sheet)) for sheet in sheets)
    kept = "".join(_kept(sheet, known, beginnings, never) for sheet in shown)
    while True:
        read = set(re.findall(r"var\(\s*(--[\w-]+)", kept)) | known
        fewer = _filled(_VALUE.sub(lambda found, read=read: found[0] if found[1] in read else "", kept))  # type: ignore[misc]
        if fewer == kept:
            return smaller(kept)
        kept = fewer


def _filled(sheet: str) -> str:
    """With each value of the components in its place where it is one for the whole page, or none at all."""
    given: dict[str, set[str]] = {}
    for name, value in re.findall(r"(--[\w-]+):([^;{}]*)", sheet):
        given.setdefault(name, set()).add(value.strip())
    first = {
        name: value.strip() for name, value in re.findall(r"(--_?utrecht[\w-]*):([^;{}]*);", _root(sheet))
    }
    fixed = {name: value for name, value in first.items() if len(given[name]) == 1}

    def filled(declaration: re.Match[str]) -> str:
        name, value = declaration[1], declaration[2]
        while found := _READ.search(value):
            asked = found[1]
            if asked in fixed:
                put = fixed[asked]
            elif asked.startswith(_COMPONENTS) and asked not in given:
                if found[2] is None:
                    return "" if name.startswith("--") else f"{name}: unset;"
                put = found[2]
            else:
                put = f"{_LATER}{found[0][4:]}"
            value = f"{value[: found.start()]}{put.strip()}{value[found.end() :]}"
        return f"{name}:{value.replace(_LATER, 'var(')};"

    return _DECLARATION.sub(filled, sheet)


def _root(sheet: str) -> str:
    return " ".join(body for selector, body in _rules(sheet) if selector == ":root")


def smaller(sheet: str) -> str:
    """The same style without comments and without space that says nothing."""
    plain = _SPACES.sub(" ", _COMMENT.sub("", sheet))
    return _AROUND.sub(r"\1", plain).replace(": ", ":").replace(";}", "}").strip()


def _kept(sheet: str, known: set[str], beginnings: tuple[str, ...], never: tuple[str, ...]) -> str:
    made = []
    for selector, body in _rules(sheet):
        if selector.startswith("@media print"):
            continue
        if selector.startswith("@"):
            inner = _kept(body, known, beginnings, never) if "{" in body else body
            if inner.strip():
                made.append(f"{selector} {{{inner}}}")
            continue
        possible = [part.strip() for part in _split(selector) if _may_apply(part, known, beginnings)]
        parts = [part for part in possible if not any(state in part for state in never)]
        if parts:
            made.append(f"{', '.join(parts)} {{{body}}}")
    return "\n".join(made)


def _may_apply(selector: str, known: set[str], beginnings: tuple[str, ...]) -> bool:
    # What stands in `:is(...)` or `:not(...)` are choices: one that is not there does no harm.
    outside = re.sub(r"\([^()]*\)", "", selector)
    return all(name in known or name.startswith(beginnings) for name in _CLASS.findall(outside))


def _split(selector: str) -> Iterator[str]:
    """The selectors of a list; a comma inside brackets separates none."""
    return iter(re.split(r",(?![^(]*\))", selector))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Each rule as what stands before its outer braces and what stands between them."""
    depth = start = opened = 0
    for place, character in enumerate(sheet):
        if character == "{":
            depth += 1
            if depth == 1:
                opened = place
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield sheet[start:opened].strip(), sheet[opened + 1 : place]
                start = place + 1
