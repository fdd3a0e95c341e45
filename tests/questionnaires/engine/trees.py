"""Random expressions that know kinds: a comparison mostly compares what can be compared.

Without kinds nearly every comparison is false for the trivial reason, and a fault in the other cases hides.
"""

from random import Random
from typing import Any

Tree = list[Any]

NUMBERS = (
    0,
    1,
    -1,
    5,
    17,
    18,
    18.5,
    0.1,
    0.2,
    0.3,
    1.005,
    -2.5,
    120,
    1e-7,
    0.000001,
    2**53,
    2**53 + 1,
    1e16,
    1e21,
    1e308,
    3.14159265,
)
TEXTS = ("a", "b", "c", "5", "vet", "oud", "true", " ", "", "A", "é", "e\u0301", "👍 ja", "2026-01-01", "2026-1-1", "2026-02-30", "null")  # fmt: skip
DATES = ("1899-12-31", "1900-01-01", "2000-02-29", "2100-02-29", "2024-02-29", "2026-11-22", "2026-04-30", "2100-12-31", "2101-01-01", "2400-02-29", "2500-02-29")  # fmt: skip
CODES = ("a", "b", "c", "d", "e", "5", "true", "none")
KINDS = ("boolean", "number", "text", "date", "list")
_READ_AS = {
    **dict.fromkeys(("single", "scale", "area", "consent", "text", "long_text"), "text"),
    "multiple": "list",
    "number": "number",
    "date": "date",
}


class Trees:
    """Makes expressions over the variables that a programme has: `kinds` is name → kind of question."""

    def __init__(self, random: Random, kinds: dict[str, str]) -> None:
        self.random = random
        self.names = [*kinds, "nobody", "constructor"]
        self.by_kind = {
            kind: [name for name, question in kinds.items() if _READ_AS[question] == kind] for kind in KINDS
        }

    def condition(self) -> Tree | None:
        """Give a condition, or none."""
        return self.of("boolean", 3) if self.random.random() < 0.5 else None

    def of(self, kind: str, depth: int) -> Tree:
        """Give an expression of a kind, one time in twelve of another."""
        if self.random.random() < 1 / 12:
            kind = self.random.choice(KINDS)
        if kind == "boolean":
            return self._boolean(depth)
        read = self._read(kind)
        if kind == "number" and depth > 0 and self.random.random() < 0.4:
            operator = self.random.choice("+-*/")
            return [operator, self.of("number", depth - 1), self.of("number", depth - 1)]
        return read if read is not None and self.random.random() < 0.6 else self._written(kind)

    def _boolean(self, depth: int) -> Tree:
        pick = self.random.choice
        if depth <= 0 or self.random.random() < 0.25:
            name = pick(self.names)
            return pick(
                [["true"], ["false"], ["answered", name], ["missing", name, pick(["refused", "dont_know"])],
                 ["selected", pick(self.by_kind["list"] or [name]), pick(CODES)], ["selected", name, pick(CODES)]]
            )  # fmt: skip
        operator = pick(
            ["and", "or", "not", "in", "==", "==", "!=", "!=", "<", "<=", ">", ">=", "<", "<=", ">", ">="]
        )
        if operator in {"and", "or"}:
            return [operator, *[self.of("boolean", depth - 1) for _ in range(self.random.randint(2, 4))]]
        if operator == "not":
            return ["not", self.of("boolean", depth - 1)]
        if operator == "in":
            return ["in", self.of("text", depth - 1), self.of("list", depth - 1)]
        kind = pick(["number", "text", "date"] if operator in {"==", "!="} else ["number", "date"])
        left, right = self.of(kind, depth - 1), self.of(kind, depth - 1)
        return [operator, left, left if self.random.random() < 0.1 else right]

    def _read(self, kind: str) -> Tree | None:
        if kind == "number" and self.by_kind["list"] and self.random.random() < 0.3:
            return ["count", self.random.choice(self.by_kind["list"])]
        if kind == "date" and self.random.random() < 0.2:
            return ["context", "today"]
        if kind == "text" and self.random.random() < 0.15:
            return ["context", self.random.choice(["mode", "origin", "language"])]
        names = self.by_kind[kind]
        return ["answer", self.random.choice(names)] if names else None

    def _written(self, kind: str) -> Tree:
        pick = self.random.choice
        if kind == "number":
            return ["number", pick(NUMBERS) if self.random.random() < 0.7 else self.random.randint(-20, 120)]
        if kind == "date":
            return ["date", pick(DATES)]
        if kind == "list":
            return ["list", self.random.sample(CODES, self.random.randint(0, 4))]
        return ["text", pick(CODES) if self.random.random() < 0.6 else pick(TEXTS)]
