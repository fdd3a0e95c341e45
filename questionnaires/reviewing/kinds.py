"""The kinds in an expression: every operator gets what it can work with, every code exists."""

from collections.abc import Callable, Mapping
from typing import Any

from questionnaires.context import VALUES
from questionnaires.missing import MISSING
from questionnaires.mistakes import Explained
from questionnaires.reading.fields import near
from questionnaires.reviewing.known import Variable
from questionnaires.tree import Tree
from questionnaires.written import write

Problem = tuple[str, dict[str, Any]]

N_ = str
KINDS = {
    "number": N_("een getal"),
    "text": N_("een tekst of code"),
    "date": N_("een dag"),
    "list": N_("een lijst antwoorden"),
    "boolean": N_("ja of nee"),
}
_LITERALS = {
    "number": "number",
    "text": "text",
    "date": "date",
    "list": "list",
    "true": "boolean",
    "false": "boolean",
}
_CONTEXT = {"today": "date", "mode": "text", "origin": "text"}


def problems(tree: Tree, variables: Mapping[str, Variable]) -> list[Problem]:
    """What is wrong with the kinds of a condition; the names in it are all known."""
    checker = _Kinds(variables)
    kind = checker.kind(tree)
    if kind not in {"boolean", None}:
        checker.note("not-a-condition", tree, kind=kind)
    return checker.found


class _Kinds:
    def __init__(self, variables: Mapping[str, Variable]) -> None:
        self._variables = variables
        self.found: list[Problem] = []

    def note(self, code: str, tree: Tree, /, **params: object) -> None:
        for name in params.keys() & {"kind", "expected", "left", "right"}:
            params[name] = Explained(KINDS[str(params[name])], {})
        self.found.append((code, {"part": write(tree), **params}))

    def kind(self, tree: Tree) -> str | None:
        """The kind of what a tree gives; None when its own mistake was noted already."""
        operator = tree[0]
        if operator in _LITERALS:
            return _LITERALS[operator]
        if operator == "context":
            return _CONTEXT[tree[1]]
        if operator == "answer":
            return self._variables[tree[1]].value
        return self._checks()[operator](tree)

    def _checks(self) -> Mapping[str, Callable[[Tree], str | None]]:
        return {
            "answered": lambda _: "boolean",
            **dict.fromkeys(("count", "selected", "missing"), self._reading),
            **dict.fromkeys(("and", "or", "not"), lambda tree: self._all(tree, "boolean", "boolean")),
            **dict.fromkeys(("+", "-", "*", "/"), lambda tree: self._all(tree, "number", "number")),
            **dict.fromkeys(("==", "!="), self._equality),
            **dict.fromkeys(("<", "<=", ">", ">="), self._ordering),
            "in": self._membership,
        }

    def _all(self, tree: Tree, expected: str, gives: str) -> str:
        for part in tree[1:]:
            kind = self.kind(part)
            if kind not in {expected, None}:
                self.note("wrong-kind", part, kind=kind, expected=expected, operator=tree[0])
        return gives

    def _equality(self, tree: Tree) -> str:
        left, right = self.kind(tree[1]), self.kind(tree[2])
        if "list" in {left, right}:
            self.note("list-compared", tree)
        elif None not in {left, right} and left != right:
            self.note("different-kinds", tree, left=left, right=right)
        else:
            self._code(tree[1], tree[2])
            self._code(tree[2], tree[1])
        return "boolean"

    def _code(self, read: Tree, literal: Tree) -> None:
        if literal[0] == "text":
            self._codes(read, [literal[1]])

    def _codes(self, tree: Tree, codes: list[str]) -> None:
        """Notes the codes that what is read can never be."""
        if tree[0] == "context":
            for code in codes:
                if code not in VALUES.get(tree[1], (code,)):
                    self.note(
                        "unknown-context", tree, code=code, name=tree[1], known=", ".join(VALUES[tree[1]])
                    )
        if tree[0] not in {"answer", "selected"}:
            return
        name, variable = tree[1], self._variables[tree[1]]
        for code in codes:
            if variable.codes is None or code in variable.codes:
                continue
            if code in MISSING:
                self.note("missing-as-code", tree, code=code, name=name)
            else:
                self.note("unknown-code", tree, code=code, name=name, near=near(code, variable.codes))

    def _ordering(self, tree: Tree) -> str:
        left, right = self.kind(tree[1]), self.kind(tree[2])
        if None in {left, right}:
            return "boolean"
        if left != right:
            self.note("different-kinds", tree, left=left, right=right)
        elif left not in {"number", "date"}:
            self.note("no-order", tree, kind=left)
        return "boolean"

    def _membership(self, tree: Tree) -> str:
        left, right = self.kind(tree[1]), self.kind(tree[2])
        if left not in {"text", None}:
            self.note("wrong-kind", tree[1], kind=left, expected="text", operator="in")
        if right not in {"list", None}:
            self.note("wrong-kind", tree[2], kind=right, expected="list", operator="in")
        if tree[2][0] == "list":
            self._codes(tree[1], tree[2][1])
        if tree[1][0] == "text":
            self._codes(tree[2], [tree[1][1]])
        return "boolean"

    def _reading(self, tree: Tree) -> str:
        operator, name = tree[0], tree[1]
        variable = self._variables[name]
        if operator == "count":
            if variable.value != "list":
                self.note(
                    "wrong-kind", ["answer", name], kind=variable.value, expected="list", operator="count"
                )
            return "number"
        if operator == "missing":
            known = [*variable.question.missing, "not_asked"]
            if tree[2] not in known:
                self.note("missing-not-offered", tree, code=tree[2], name=name, near=near(tree[2], known))
        elif variable.value not in {"list", "text"}:
            self.note(
                "wrong-kind", ["answer", name], kind=variable.value, expected="list", operator="selected"
            )
        else:
            self._codes(tree, [tree[2]])
        return "boolean"
