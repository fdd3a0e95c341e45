"""Can a condition ever hold? Tried with every answer that makes a difference, so that the answer "never" is certain."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, combinations, pairwise, product
from typing import Any

from questionnaires.context import VALUES
from questionnaires.engine.evaluate import evaluate
from questionnaires.reviewing.known import Variable
from questionnaires.tree import Tree, names, parts

MOST_TRIALS = 5_000
"""Combinations of answers for one condition."""
MOST_IN_ALL = 50_000
"""Combinations for one questionnaire: beyond it nothing more is said, so that no file keeps the review busy."""
MOST_SUBSETS = 6
_OTHER = "another-text"
_COMPARES = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_LITERALS = frozenset({"number", "text", "date", "list"})


class Trials:
    """Tries the conditions of one questionnaire."""

    def __init__(self, variables: Mapping[str, Variable], most: int = MOST_IN_ALL) -> None:
        self._variables = variables
        self._left = most

    def possible(self, tree: Tree, substantive: str | None = None) -> bool | None:
        """Whether some answers make a condition true.

        True comes with a proof (answers were found), and so does False (there are none). None: not known, because the
        condition computes with answers, compares them with each other, or has too many combinations. `substantive` names a
        variable whose answer is there, and is not a missing code.
        """
        if not _simple(tree):
            return None
        constants = _constants(tree)
        tried: dict[str, list[Any]] = {}
        for name in names(tree):
            values = _candidates(self._variables[name], constants, tree)
            if values is None:
                return None
            tried[name] = values if name == substantive else [*values, None, *_missing(name, tree)]
        contexts = {name: _context(name, constants) for name in _contexts(tree)}
        if math.prod(map(len, chain(tried.values(), contexts.values()))) > MOST_TRIALS:
            return None
        return self._some(tree, tried, contexts)

    def _some(
        self, tree: Tree, tried: Mapping[str, list[Any]], contexts: Mapping[str, list[Any]]
    ) -> bool | None:
        for context in _every(contexts):
            for answers in _every(tried):
                self._left -= 1
                if self._left < 0:
                    return None
                if evaluate(tree, answers, context) is True:
                    return True
        return False


def _every(values: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def _missing(name: str, tree: Tree) -> list[dict[str, str]]:
    """The missing codes that the condition asks for by name; every other one reads as no answer."""
    asked = {part[2] for part in _walk(tree) if part[0] == "missing" and part[1] == name}
    return [{"missing": code} for code in sorted(asked)]


def _simple(tree: Tree) -> bool:
    """Whether every comparison has a constant on one side, so that trying around the constants tries everything."""
    if tree[0] in _COMPARES:
        return any(part[0] in _LITERALS for part in parts(tree)) and all(
            part[0] in {*_LITERALS, "answer", "context", "count"} for part in parts(tree)
        )
    if tree[0] in {"+", "-", "*", "/"}:
        return False
    return all(map(_simple, parts(tree)))


def _walk(tree: Tree) -> Iterator[Tree]:
    yield tree
    for part in parts(tree):
        yield from _walk(part)


def _contexts(tree: Tree) -> set[str]:
    return {part[1] for part in _walk(tree) if part[0] == "context"}


def _constants(tree: Tree) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"number": [], "text": [], "date": []}
    for part in _walk(tree):
        if part[0] in found:
            found[part[0]].append(part[1])
        elif part[0] == "list":
            found["text"] += part[1]
        elif part[0] == "selected":
            found["text"].append(part[2])
    return {kind: sorted(set(values)) for kind, values in found.items()}


def _candidates(variable: Variable, constants: Mapping[str, list[Any]], tree: Tree) -> list[Any] | None:
    if variable.value == "number":
        return _numbers(variable, constants["number"])
    if variable.value == "date":
        low, high = variable.question.minimum, variable.question.maximum
        around = _days([*constants["date"], *(limit for limit in (low, high) if isinstance(limit, str))])
        return [day for day in around if (low or day) <= day <= (high or day)]  # type: ignore[operator] # both are texts
    if variable.value == "list":
        return _subsets(variable, constants["text"], counted=["count", variable.name] in list(_walk(tree)))
    if variable.codes is None:
        return [*constants["text"], _OTHER]
    named = [code for code in variable.codes if code in constants["text"]]
    return named + [code for code in variable.codes if code not in named][:1]


def _numbers(variable: Variable, constants: Sequence[float]) -> list[float]:
    question = variable.question
    low = question.minimum if isinstance(question.minimum, float) else -math.inf
    high = question.maximum if isinstance(question.maximum, float) else math.inf
    points = sorted({*constants, *(limit for limit in (low, high) if math.isfinite(limit))} or {0.0})
    step = 10.0**-question.decimals
    tried = {points[0] - 1, points[-1] + 1, *points}
    tried |= {point + shift for point in points for shift in (-step, step)}
    tried |= {(left + right) / 2 for left, right in pairwise(points)}
    return sorted(number for number in tried if low <= number <= high and _fits(number, question.decimals))


def _fits(number: float, decimals: int) -> bool:
    return math.isclose(round(number, decimals), number, abs_tol=1e-12)


def _subsets(variable: Variable, texts: Sequence[str], *, counted: bool) -> list[Any] | None:
    codes = list(variable.codes or ())
    if not counted:
        named = [code for code in codes if code in texts]
        codes = named + [code for code in codes if code not in named][:1]
    if len(codes) > MOST_SUBSETS:
        return None
    return [list(some) for size in range(1, len(codes) + 1) for some in combinations(codes, size)]


def _days(days: Sequence[str]) -> list[str]:
    found = {date.fromisoformat(day) for day in days} or {date(2000, 1, 1)}
    one = timedelta(days=1)
    return sorted({(day + shift).isoformat() for day in found for shift in (-one, 0 * one, one)})


def _context(name: str, constants: Mapping[str, list[Any]]) -> list[Any]:
    return [*_days(constants["date"]), None] if name == "today" else [*VALUES[name], None]
