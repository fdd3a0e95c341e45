"""An expression tree back to the text of an author; `parse(write(tree))` gives the tree again."""

from collections.abc import Callable

from questionnaires.tree import Tree

_BINDING = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "/": 6}
_COMPARISON = 4
_VALUE = 7


def write(tree: Tree) -> str:
    """The text of an expression."""
    operator, *rest = tree
    if operator in _LEAVES:
        return _LEAVES[operator](*rest)
    if operator == "not":
        return f"not {_inside(rest[0], _binding(operator))}"
    binding = _binding(operator)
    left = binding if operator in {"+", "-", "*", "/"} else binding + 1
    first, *others = rest
    return f" {operator} ".join([_inside(first, left), *(_inside(part, binding + 1) for part in others)])


def _binding(operator: str) -> int:
    if operator in {"==", "!=", "<", "<=", ">", ">=", "in"}:
        return _COMPARISON
    return _BINDING.get(operator, _VALUE)


def _inside(tree: Tree, least: int) -> str:
    text = write(tree)
    return text if _binding(tree[0]) >= least else f"({text})"


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


def _number(value: float) -> str:
    return format(value, ".17f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


_LEAVES: dict[str, Callable[..., str]] = {
    "true": lambda: "true",
    "false": lambda: "false",
    "answer": str,
    "context": str,
    "number": _number,
    "text": _quoted,
    "list": lambda codes: f"[{', '.join(map(_quoted, codes))}]",
    "date": lambda day: f"date('{day}')",
    "answered": lambda name: f"answered({name})",
    "count": lambda name: f"count({name})",
    "selected": lambda name, code: f"selected({name}, {_quoted(code)})",
    "missing": lambda name, code: f"missing({name}, {_quoted(code)})",
}
