"""The value of an expression. The twin of `evaluate.js`; `docs/programme.md` says what each operator gives.

An expression is a tree of JSON arrays, `["<", ["answer", "age"], ["number", 18]]`. The kinds of values are boolean,
number (an IEEE double), text, list and null; null stands for missing.
"""

import math
import operator as arithmetic
import re
from collections.abc import Callable, Mapping
from typing import Any

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def evaluate(tree: Any, answers: Mapping[str, Any], context: Mapping[str, Any]) -> Any:
    """Give the value of an expression.

    Args:
        tree: the expression, `[operator, part, …]`.
        answers: name → answer, only those that count (see `route.counted`).
        context: where `today`, `mode` and `origin` are read.

    Returns:
        A bool, float, str, list or None (missing).

    Raises:
        ValueError: the tree is not an expression: an unknown operator or wrong parts.
    """
    name, parts = opened(tree)
    if name in READS:
        return READS[name](parts, answers, context)
    return COMPUTES[name](*[evaluate(part, answers, context) for part in parts])


def holds(tree: Any, answers: Mapping[str, Any], context: Mapping[str, Any]) -> bool:
    """Tell whether a condition is met; no condition (None) always is, a missing value never."""
    return tree is None or evaluate(tree, answers, context) is True


def absent(answer: Any) -> bool:
    """Tell whether nothing was answered: None, an empty text or an empty list."""
    return answer is None or answer in ("", [])


def answered(answers: Mapping[str, Any], name: str) -> Any:
    """Give the value of an answer: bool, float, str, list, or None when it is absent or a missing code."""
    answer = answers.get(name)
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return _finite(answer)
    if isinstance(answer, bool | str | list) and not absent(answer):
        return answer
    return None


def reads(tree: Any) -> list[str]:
    """List the names whose value the expression uses (`answer` and `count`, not `answered` and its like)."""
    name, parts = opened(tree)
    if name in {"answer", "count"}:
        return [parts[0]]
    if name in READS:
        return []
    return [found for part in parts for found in reads(part)]


def opened(tree: Any) -> tuple[str, list[Any]]:
    """Split a node in its operator and its parts, and refuse what is not a node."""
    if not isinstance(tree, list) or not tree or not isinstance(tree[0], str) or tree[0] not in _PARTS:
        raise ValueError("an expression starts with an operator that exists")
    name, parts = tree[0], tree[1:]
    least, most, fits = _PARTS[name]
    if not least <= len(parts) <= most:
        raise ValueError(f"the operator {name} has another number of parts")
    if not all(fits(part) for part in parts):
        raise ValueError(f"the operator {name} has parts of another kind")
    return name, parts


def _finite(number: float) -> float | None:
    try:
        value = float(number)
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _selected(parts: list[Any], answers: Mapping[str, Any], context: Mapping[str, Any]) -> bool:  # noqa: ARG001 all readers are called alike
    answer = answers.get(parts[0])
    return bool(parts[1] in answer if isinstance(answer, list) else answer == parts[1])


def _count(parts: list[Any], answers: Mapping[str, Any], context: Mapping[str, Any]) -> float | None:  # noqa: ARG001 all readers are called alike
    value = answered(answers, parts[0])
    return float(len(value)) if _is_list(value) else None


def _missing(parts: list[Any], answers: Mapping[str, Any], context: Mapping[str, Any]) -> bool:  # noqa: ARG001 all readers are called alike
    answer = answers.get(parts[0])
    return bool(isinstance(answer, dict) and answer.get("missing") == parts[1])


def _context(parts: list[Any], answers: Mapping[str, Any], context: Mapping[str, Any]) -> str | None:  # noqa: ARG001 all readers are called alike
    value = context.get(parts[0])
    return value if isinstance(value, str) else None


def _alike(left: Any, right: Any) -> bool:
    """Tell whether two values are of one kind that can be equal; a list and null never are."""
    pair = (left, right)
    return any(all(map(kind, pair)) for kind in (_is_number, _is_text, lambda value: isinstance(value, bool)))


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Make an ordering of two numbers or two ISO dates; every other pair has no order."""

    def ordering(left: Any, right: Any) -> bool:
        pair = (left, right)
        dates = all(_is_text(value) and _DATE.fullmatch(value) for value in pair)
        return bool((dates or all(map(_is_number, pair))) and compare(left, right))

    return ordering


def _computed(compute: Callable[[float, float], float]) -> Callable[[Any, Any], float | None]:
    """Make arithmetic on two numbers; null with anything else."""

    def computing(left: Any, right: Any) -> float | None:
        if not (_is_number(left) and _is_number(right)):
            return None
        return _finite(compute(left, right))

    return computing


def _divided(left: float, right: float) -> float:
    return left / right if right else math.nan


READS: dict[str, Callable[[list[Any], Mapping[str, Any], Mapping[str, Any]], Any]] = {
    "true": lambda _parts, _answers, _context: True,
    "false": lambda _parts, _answers, _context: False,
    "number": lambda parts, _answers, _context: _finite(parts[0]),
    "text": lambda parts, _answers, _context: parts[0],
    "date": lambda parts, _answers, _context: parts[0],
    "list": lambda parts, _answers, _context: parts[0],
    "answer": lambda parts, answers, _context: answered(answers, parts[0]),
    "answered": lambda parts, answers, _context: answered(answers, parts[0]) is not None,
    "missing": _missing,
    "selected": _selected,
    "count": _count,
    "context": _context,
}

COMPUTES: dict[str, Callable[..., Any]] = {
    "and": lambda *values: all(value is True for value in values),
    "or": lambda *values: any(value is True for value in values),
    "not": lambda value: value is not True,
    "==": lambda left, right: _alike(left, right) and left == right,
    "!=": lambda left, right: _alike(left, right) and left != right,
    "<": _ordered(arithmetic.lt),
    "<=": _ordered(arithmetic.le),
    ">": _ordered(arithmetic.gt),
    ">=": _ordered(arithmetic.ge),
    "in": lambda value, codes: _is_text(value) and _is_list(codes) and value in codes,
    "+": _computed(arithmetic.add),
    "-": _computed(arithmetic.sub),
    "*": _computed(arithmetic.mul),
    "/": _computed(_divided),
}

# operator → the least and most parts it has, and what each part must be.
_PARTS: dict[str, tuple[float, float, Callable[[Any], bool]]] = {
    "true": (0, 0, _is_list),
    "false": (0, 0, _is_list),
    "number": (1, 1, _is_number),
    "list": (1, 1, _is_list),
    "missing": (2, 2, _is_text),
    "selected": (2, 2, _is_text),
    **dict.fromkeys(("text", "date", "answer", "answered", "count", "context"), (1, 1, _is_text)),
    "and": (2, math.inf, _is_list),
    "or": (2, math.inf, _is_list),
    "not": (1, 1, _is_list),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/"), (2, 2, _is_list)),
}
