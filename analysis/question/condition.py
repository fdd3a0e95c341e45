"""A condition in words of a small language, such as `leeftijd >= 18 and wijk in ("A", "B")`, as an expression."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from analysis.errors import IndicatorError, MethodError, missing_column
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from narwhals import Expr

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`([^`]+)`")
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: lambda column, value: column == value,
    ast.NotEq: lambda column, value: column != value,
    ast.Lt: lambda column, value: column < value,
    ast.LtE: lambda column, value: column <= value,
    ast.Gt: lambda column, value: column > value,
    ast.GtE: lambda column, value: column >= value,
}
_TURNED: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Eq: ast.Eq(), ast.NotEq: ast.NotEq(), ast.Lt: ast.Gt(), ast.LtE: ast.GtE(), ast.Gt: ast.Lt(), ast.GtE: ast.LtE(),
}  # fmt: skip
_DEPTH = 50  # a condition that is nested deeper was not written by a person


def condition(text: str, schema: Mapping[str, Any]) -> "Expr":
    """Read a condition.

    Columns stand there by name, between backticks when that holds other signs than letters, digits and underscores.
    They are compared (`==`, `!=`, `<`, `<=`, `>`, `>=`) with a text between quotes (so are dates: "2026-05-31"), a
    number, True or False, or looked up `in` a list of those; `is None` asks whether an answer is missing; `and`, `or`, `not` and brackets
    join conditions. Nothing else can be written: nothing is called or computed. A comparison with a missing answer
    is not true.

    Args:
        text: the condition.
        schema: the columns of the table with their Narwhals types.

    Raises:
        MethodError: the text cannot be read so; says where.
        IndicatorError: a column that the table lacks, or a text compared with a number.
    """
    names: dict[str, str] = {}

    def plain(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        names[f"column_{len(names)}_"] = found[1]
        return f"column_{len(names) - 1}_"

    written = _QUOTED.sub(plain, text.strip())
    try:
        tree = ast.parse(written, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _unreadable(text, text) from error
    return _Reader(text, names, schema).read(tree.body, 0)


@dataclass(frozen=True)
class _Reader:
    text: str
    names: Mapping[str, str]
    schema: Mapping[str, Any]

    def read(self, node: ast.expr, depth: int) -> "Expr":
        """A condition; columns of true and false are conditions by themselves."""
        import narwhals as nw

        if depth > _DEPTH:
            raise self._strange(node)
        if isinstance(node, ast.BoolOp):
            parts = [self.read(one, depth + 1) for one in node.values]
            joined = parts[0]
            for part in parts[1:]:
                joined = joined & part if isinstance(node.op, ast.And) else joined | part
            return joined
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return ~self.read(node.operand, depth + 1)
        if isinstance(node, ast.Compare):
            return self._compared(node)
        if isinstance(node, ast.Name) and self.schema[self._column(node)] == nw.Boolean:
            return nw.col(self._column(node))
        raise self._strange(node)

    def _compared(self, node: ast.Compare) -> "Expr":
        left, joined = node.left, None
        for sign, right in zip(node.ops, node.comparators, strict=True):
            one = self._pair(node, left, sign, right)
            joined = one if joined is None else joined & one
            left = right
        if joined is None:
            raise self._strange(node)
        return joined

    def _pair(self, node: ast.expr, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> "Expr":
        import narwhals as nw

        if not isinstance(left, ast.Name):
            if not isinstance(right, ast.Name) or type(sign) not in _TURNED:
                raise self._strange(node)
            left, sign, right = right, _TURNED[type(sign)], left
        name = self._column(left)
        column = nw.col(name)
        if isinstance(sign, (ast.Is, ast.IsNot)) and isinstance(right, ast.Constant) and right.value is None:
            return column.is_null() if isinstance(sign, ast.Is) else ~column.is_null()
        if isinstance(sign, (ast.In, ast.NotIn)):
            if not isinstance(right, (ast.Tuple, ast.List, ast.Set)) or not right.elts:
                raise self._strange(node)
            inside = column.is_in([self._value(one, name) for one in right.elts])
            # A missing answer is neither in a list nor outside it.
            return inside & ~column.is_null() if isinstance(sign, ast.In) else ~inside & ~column.is_null()
        if isinstance(right, ast.Name):
            other = self._column(right)
            if self._kind(name) != self._kind(other):
                raise _other_kind(name, self._kind(name), other)
            return self._sign(node, sign)(column, nw.col(other))
        return self._sign(node, sign)(column, self._value(right, name))

    def _sign(self, node: ast.expr, sign: ast.cmpop) -> "Callable[[Any, Any], Expr]":
        if type(sign) not in _COMPARED:
            raise self._strange(node)
        return _COMPARED[type(sign)]

    def _column(self, node: ast.Name) -> str:
        name = self.names.get(node.id, node.id)
        if name not in self.schema:
            raise missing_column(name, list(self.schema))
        return name

    def _value(self, node: ast.expr, name: str) -> Any:
        sign = 1
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            sign, node = -1, node.operand
        if not isinstance(node, ast.Constant) or not isinstance(node.value, (str, int, float)):
            raise self._strange(node)
        value, own = node.value, self._kind(name)
        if isinstance(value, str):
            if sign == -1:
                raise self._strange(node)
            return self._text(value, name)
        if own == "bool" and value in (0, 1) and sign == 1:
            return bool(value)
        if own != "number":
            raise _other_kind(name, own, str(value))
        return -value if sign == -1 else value

    def _text(self, value: str, name: str) -> Any:
        """A text as the column holds it: as it is, or as a date."""
        own = self._kind(name)
        if own == "text":
            return value
        if own in {"date", "time"}:
            try:
                return date.fromisoformat(value) if own == "date" else datetime.fromisoformat(value)
            except ValueError as error:
                raise _other_kind(name, own, value) from error
        raise _other_kind(name, own, value)

    def _kind(self, name: str) -> str:
        import narwhals as nw

        kind = self.schema[name]
        if kind.is_numeric():
            return "number"
        for known, called in ((nw.Boolean, "bool"), (nw.Date, "date"), (nw.Datetime, "time")):
            if kind == known:
                return called
        if kind in {nw.String, nw.Categorical, nw.Enum}:
            return "text"
        raise IndicatorError(
            Message(N_("Verwacht: een kolom met tekst, getallen, datums of waar en onwaar.")),
            Message(
                N_("“%(name)s” bevat iets anders, of niets: %(kind)s."), {"name": name, "kind": str(kind)}
            ),
            Message(N_("Kies een andere kolom voor de voorwaarde.")),
        )

    def _strange(self, node: ast.AST) -> MethodError:
        return _unreadable(self.text, ast.unparse(node))


def _unreadable(text: str, place: str) -> MethodError:
    return MethodError(
        Message(N_('Verwacht: een voorwaarde zoals leeftijd >= 18 and wijk in ("A", "B").')),
        Message(N_("Niet te lezen bij “%(place)s”, in: %(text)s."), {"place": place, "text": text}),
        Message(
            N_(
                "Vergelijk kolommen met ==, !=, <, <=, >, >=, in of is None, en verbind met and, or en not. "
                "Zet tekst tussen aanhalingstekens, en een kolomnaam met andere tekens tussen `."
            )
        ),
    )


def _other_kind(name: str, own: str, got: str) -> IndicatorError:
    kinds = {
        "text": N_("tekst"),
        "number": N_("getallen"),
        "bool": N_("waar of onwaar"),
        "date": N_("datums, zoals '2026-05-31'"),
        "time": N_("tijdstippen, zoals '2026-05-31 14:00'"),
    }
    return IndicatorError(
        Message(
            N_("Verwacht: een vergelijking van “%(name)s” met %(kind)s."), {"name": name, "kind": kinds[own]}
        ),
        Message(N_("Gekregen: %(got)s."), {"got": got}),
        Message(N_("Zet tekst tussen aanhalingstekens, en getallen niet.")),
    )
