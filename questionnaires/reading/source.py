"""YAML text to a tree that remembers lines.

Scalars stay text: what `code: yes` or `min: 2026-01-01` means is decided by who reads the field, never by YAML's guesses.
The events come from libyaml, which does not recurse, so a hostile file can not exhaust the stack.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import yaml

from questionnaires.mistakes import Explained, Mistake, Place, Refused
from questionnaires.reviewing.catalogue import mistake

LARGEST_FILE = 500_000
"""Characters in a file."""
MOST_NODES = 50_000
"""Values in a file, those that an alias repeats counted each time."""
DEEPEST = 20
"""Lists and mappings inside each other."""

N_ = str
_PROBLEMS = {
    "mapping values are not allowed": N_("hier kan geen dubbele punt staan"),
    "could not find expected ':'": N_("er ontbreekt een dubbele punt"),
    "did not find expected ',' or": N_("er ontbreekt een komma of een haakje"),
    "did not find expected key": N_("hier wordt een veld op dezelfde inspringing verwacht"),
    "did not find expected '-'": N_("hier wordt een streepje op dezelfde inspringing verwacht"),
    "unexpected end of stream": N_("een aanhalingsteken wordt niet gesloten"),
    "cannot start any token": N_(
        "een tekst begint met een teken dat aanhalingstekens nodig heeft, of met een tab"
    ),
    "escape": N_("na een schuine streep (\\) staat een teken dat dat niet mag"),
    "not allowed": N_("er staat een teken dat niet is toegestaan"),
    "": N_("de opmaak klopt niet"),
}
"""Part of what libyaml tells, and what the author reads."""


@dataclass(slots=True)
class Scalar:
    """A text as written; `plain`: without quotes."""

    text: str
    plain: bool
    line: int

    @property
    def empty(self) -> bool:
        """Whether YAML would call this nothing."""
        return self.plain and self.text in {"", "~", "null"}


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """A mapping; `lines` gives the line of each key."""

    line: int
    items: dict[str, "Node"] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def load(text: str) -> tuple[Node, list[Mistake]]:
    """The tree of the one document in the text, and the keys that stand in it twice.

    Raises:
        Refused: not YAML, empty, more than one document, or larger or deeper than allowed.
    """
    if len(text) > LARGEST_FILE:
        raise Refused([mistake("too-large", Place(), 1, most=LARGEST_FILE)])
    try:
        text.encode()
        return _Builder(yaml.parse(text, Loader=_loader())).document()
    except UnicodeEncodeError as error:  # half a character, as in a badly cut file
        line = text.count("\n", 0, error.start) + 1
        raise Refused(
            [mistake("not-yaml", Place(), line, problem=Explained(_problem("not allowed"), {}))]
        ) from error
    except yaml.YAMLError as error:
        told = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
        problem = Explained(_problem(told), {})
        raise Refused([mistake("not-yaml", Place(), _where(error, text), problem=problem)]) from error


def _where(error: yaml.YAMLError, text: str) -> int:
    """The line of what libyaml did not accept; of a character it tells the place in the UTF-8 bytes."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    return text.encode(errors="replace")[: getattr(error, "position", 0)].count(b"\n") + 1


def _problem(told: str) -> str:
    """What libyaml tells, in the words of an author."""
    return next((dutch for english, dutch in _PROBLEMS.items() if english in told), _PROBLEMS[""])


def _loader() -> type[yaml.SafeLoader]:
    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return loader


class _Builder:
    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._mistakes: list[Mistake] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._nodes = 0

    def document(self) -> tuple[Node, list[Mistake]]:
        found: list[Node] = []
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Refused([mistake("several-documents", Place(), _line(event))])
            elif isinstance(event, yaml.NodeEvent):
                found.append(self._node(event, 1))
        if not found or (isinstance(found[0], Scalar) and found[0].empty):
            raise Refused([mistake("empty-file", Place(), 1)])
        return found[0], self._mistakes

    def _node(self, event: yaml.NodeEvent, depth: int) -> Node:
        line = _line(event)
        before = self._nodes
        self._count(1, line)
        if depth > DEEPEST:
            raise Refused([mistake("too-deep", Place(), line, most=DEEPEST)])
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(event.value, event.style in {None, ""}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence(
                line, list(self._until(yaml.SequenceEndEvent, lambda inner: self._node(inner, depth + 1)))
            )
        else:
            node = Mapping(line)
            for _ in self._until(yaml.MappingEndEvent, lambda inner: self._entry(node, inner, depth + 1)):
                pass
        if event.anchor:
            self._anchors[event.anchor] = (node, self._nodes - before)
        return node

    def _until(self, end: type[yaml.Event], build: Callable[[yaml.NodeEvent], Node]) -> Iterator[Node]:
        for event in self._events:
            if isinstance(event, end):
                return
            if isinstance(event, yaml.NodeEvent):
                yield build(event)

    def _entry(self, into: Mapping, event: yaml.NodeEvent, depth: int) -> Node:
        line = _line(event)
        key = self._node(event, depth)
        value = next(self._until(yaml.MappingEndEvent, lambda inner: self._node(inner, depth)))
        if not isinstance(key, Scalar):
            raise Refused([mistake("key-not-text", Place(), line)])
        if key.text in into.items:
            first = into.lines[key.text]
            self._mistakes.append(
                mistake("duplicate-key", Place(field=key.text), line, key=key.text, first=first)
            )
        else:
            into.items[key.text] = value
            into.lines[key.text] = line
        return value

    def _alias(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self._anchors:
            raise Refused([mistake("unknown-anchor", Place(), _line(event), name=event.anchor)])
        node, size = self._anchors[event.anchor]
        self._count(size, _line(event))
        return node

    def _count(self, nodes: int, line: int) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            raise Refused([mistake("too-many-values", Place(), line, most=MOST_NODES)])


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1
