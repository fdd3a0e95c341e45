"""The fields of one mapping of the file, read by what they must be; whatever is wrong is noted and reading goes on."""

import math
import re
from collections.abc import Callable, Collection
from collections.abc import Sequence as Listed
from difflib import get_close_matches
from typing import TypeVar

from questionnaires.mistakes import Mistake, Place
from questionnaires.questionnaire import Expression, Text
from questionnaires.reading.source import Mapping, Node, Scalar, Sequence
from questionnaires.reviewing.catalogue import mistake

Made = TypeVar("Made")

LONGEST_TEXT = 4000
MOST_ITEMS = 500
TRUE = frozenset({"true", "yes", "on"})
FALSE = frozenset({"false", "no", "off"})


class Fields:
    """One mapping. Every method takes the name of a field and gives its value, or the default when it is absent or wrong."""

    def __init__(self, node: Node, place: Place, mistakes: list[Mistake]) -> None:
        self._mistakes = mistakes
        self.place = place
        self.line = node.line
        self.items: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        if isinstance(node, Mapping):
            self.items = {key: value for key, value in node.items.items() if not _nothing(value)}
            self.lines = node.lines
        else:
            self._note("not-a-mapping", None)

    def allow(self, *names: str) -> None:
        """Notes every field that is none of these."""
        for name in self.lines:
            if name not in names:
                near = get_close_matches(name, names, 1) or names
                self._note("unknown-field", name, name=name, near=", ".join(near))

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        """One text without languages, such as an id."""
        node = self._node(name, required=required)
        if node is None:
            return default
        if isinstance(node, Scalar):
            return node.text.strip()
        self._note("not-a-text", name)
        return default

    def shaped(self, name: str, shape: str, code: str) -> str:
        """A required text that must match a pattern, or the mistake with this code."""
        found = self.text(name, required=True)
        if found and re.fullmatch(shape, found) is None:
            self._note(code, name, found=found)
        return found

    def choice(self, name: str, choices: Collection[str], default: str | None) -> str:
        """One of these words; without a default it is required."""
        found = self.text(name, default or "", required=default is None)
        if name in self.items and found not in choices:
            near = get_close_matches(found, choices, 1) or list(choices)
            self._note("unknown-choice", name, found=found, choices=", ".join(near))
        return found

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        node = self._node(name)
        if node is None:
            return default
        word = node.text.lower() if isinstance(node, Scalar) else ""
        if word not in TRUE | FALSE:
            self._note("not-true-or-false", name)
            return default
        return word in TRUE

    def whole(self, name: str, default: int) -> int:
        """A whole number from 0 to 99."""
        found = self.text(name, str(default))
        if re.fullmatch(r"[0-9]{1,2}", found) is None:
            self._note("not-a-whole-number", name, found=found)
            return default
        return int(found)

    def number(self, name: str) -> float | None:
        """A number, or None."""
        found = self.text(name)
        if not found:
            return None
        if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", found) is None or not math.isfinite(float(found)):
            self._note("not-a-number", name, found=found)
            return None
        return float(found)

    def translated(
        self, name: str, fallback: str, *, required: bool = False, everywhere: Listed[str] = ()
    ) -> Text | None:
        """A text per language; one text alone is allowed when `everywhere` names the languages that it is meant for."""
        node = self._node(name, required=required)
        if node is None:
            return None
        if isinstance(node, Scalar):
            if not everywhere:
                self._note("text-without-languages", name, language=fallback)
            return Text(dict.fromkeys(everywhere or (fallback,), self._sentence(name, node)), node.line)
        if isinstance(node, Sequence):
            self._note("text-without-languages", name, language=fallback)
            return None
        found = {}
        for language, value in node.items.items():
            if isinstance(value, Scalar):
                found[language] = self._sentence(name, value)
            else:
                self._note("not-a-text", f"{name}.{language}")
        return Text({language: text for language, text in found.items() if text}, node.line)

    def _sentence(self, name: str, node: Scalar) -> str:
        text = "" if node.empty else node.text.strip()
        if len(text) > LONGEST_TEXT:
            self._note("text-too-long", name, most=LONGEST_TEXT)
        if any(ord(character) < ord(" ") and character not in "\n\t" for character in text):
            self._note("control-character", name)
        return text

    def expression(self, name: str, *, required: bool = False) -> Expression | None:
        """A condition, not yet parsed."""
        node = self._node(name, required=required)
        if node is None:
            return None
        if isinstance(node, Scalar):
            return Expression(node.text.strip(), node.line)
        self._note("not-a-text", name)
        return None

    def words(self, name: str) -> tuple[str, ...]:
        """A list of short texts, such as codes; one text alone counts as a list of one."""
        node = self._node(name)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (node.text.strip(),)
        found = (
            [item.text.strip() for item in node.items if isinstance(item, Scalar)]
            if isinstance(node, Sequence)
            else []
        )
        if not isinstance(node, Sequence) or len(found) != len(node.items):
            self._note("not-a-list", name)
        for word in {word for word in found if found.count(word) > 1}:
            self._note("twice-in-list", name, found=word)
        return tuple(dict.fromkeys(found))

    def within(self, name: str, place: Place | None = None) -> "Fields | None":
        """A mapping inside this one, or None."""
        node = self._node(name)
        return None if node is None else Fields(node, place or self.place.at(name), self._mistakes)

    def each(self, name: str, make: Callable[["Fields"], Made | None]) -> tuple[Made, ...]:
        """What is made of every mapping in a list."""
        node = self._node(name)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self._note("not-a-list", name)
            return ()
        if len(node.items) > MOST_ITEMS:
            self._note("list-too-long", name, most=MOST_ITEMS)
            return ()
        made = [make(Fields(item, self.place.at(name), self._mistakes)) for item in node.items]
        return tuple(item for item in made if item is not None)

    def named(self, name: str, make: Callable[[str, "Fields"], Made | None]) -> tuple[Made, ...]:
        """What is made of every mapping in a mapping, with its key."""
        inside = self.within(name)
        if inside is None:
            return ()
        for key in inside.lines:
            inside._node(key, required=True)  # noqa: SLF001 -- another mapping of the same class
        made: list[Made | None] = []
        for key, node in inside.items.items():
            made.append(make(key, Fields(node, Place(part=key, field=name), self._mistakes)))
        return tuple(item for item in made if item is not None)

    def _node(self, name: str, *, required: bool = False) -> Node | None:
        node = self.items.get(name)
        if node is None and required:
            self._note("missing-field", name, name=name)
        return node

    def _note(self, code: str, name: str | None, /, **params: object) -> None:
        line = self.lines.get(name or "", self.line)
        place = self.place.at(name) if name else self.place
        self._mistakes.append(mistake(code, place, line, **params))


def _nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def near(found: str, known: Listed[str]) -> str:
    """The known words that look like what was found; else the first few; a dash when there are none."""
    return ", ".join(get_close_matches(found, known, 3) or known[:5]) or "-"
