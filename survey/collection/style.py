"""The style of the tablet: of the whole look only the rules that its screens can use, without what is for people."""

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.([a-zA-Z_][\w-]*)")
_WORD = re.compile(r"[a-zA-Z_][\w-]*")
_BEGINNING = re.compile(r"([a-zA-Z_][\w-]*-)(?=\{\{|\$\{)")
_VALUE = re.compile(r"(--[\w-]+):[^;{}]*;")
_SPACES = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,])\s*")


def style(sheets: list[str], screens: list[str]) -> str:
    """These style sheets as one: rules for classes that no screen names are left out, and values that no rule reads.

    Args:
        sheets: CSS; later ones win. `@media` holds plain rules.
        screens: the text of all templates and modules that can put a class on the screen.

    """
    text = "\n".join(screens)
    known = set(_WORD.findall(text))
    beginnings = tuple(_BEGINNING.findall(text))
    kept = "".join(_kept(_COMMENT.sub("", sheet), known, beginnings) for sheet in sheets)
    while True:
        read = set(re.findall(r"var\(\s*(--[\w-]+)", kept)) | known
        fewer = _VALUE.sub(lambda found, read=read: found[0] if found[1] in read else "", kept)  # type: ignore[misc]
        if fewer == kept:
            return smaller(kept)
        kept = fewer


def smaller(sheet: str) -> str:
    """The same style without comments and without space that says nothing."""
    plain = _SPACES.sub(" ", _COMMENT.sub("", sheet))
    return _AROUND.sub(r"\1", plain).replace(": ", ":").replace(";}", "}").strip()


def _kept(sheet: str, known: set[str], beginnings: tuple[str, ...]) -> str:
    made = []
    for selector, body in _rules(sheet):
        if selector.startswith("@"):
            inner = _kept(body, known, beginnings) if "{" in body else body
            if inner.strip():
                made.append(f"{selector} {{{inner}}}")
            continue
        parts = [part.strip() for part in _split(selector) if _may_apply(part, known, beginnings)]
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
