"""One variable of a formula: a column, or a column as a factor, a condition, a power or a logarithm."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import FormulaError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Key

    Floats = NDArray[np.float64]

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
FUNCTIONS: "Mapping[str, Callable[[Floats], Floats]]" = {
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "exp": np.exp,
}
_PLAIN = re.compile(r"(?:[^\W\d_]|\.(?!\d))[\w.]*")


@dataclass(frozen=True)
class Variable:
    """A column and what is done with it.

    Attributes:
        column: its name in the table.
        form: "" (as it is), "factor", a name of `FUNCTIONS`, an operator of `OPERATORS` or "^".
        operand: what it is compared with, or the exponent.
    """

    column: str
    form: str = ""
    operand: str | float | bool | None = None

    @property
    def name(self) -> str:
        """As R writes it."""
        column = self.column if _PLAIN.fullmatch(self.column) else f"`{self.column}`"
        if not self.form:
            return column
        if self.form == "factor" or self.form in FUNCTIONS:
            return f"{self.form}({column})"
        if self.form == "^":
            return f"I({column}^{label_text(self.operand)})"
        quoted = f'"{self.operand}"' if isinstance(self.operand, str) else label_text(self.operand)
        return f"I({column} {self.form} {quoted})"

    def is_factor(self, labels: tuple[Any, ...]) -> bool:
        """Whether it makes classes of a column with these labels, rather than a number."""
        if self.form == "factor" or self.form in OPERATORS:
            return True
        return not self.form and not numeric(labels)

    def classes(self, labels: tuple[Any, ...]) -> tuple[Any, ...]:
        """The class of each label [labels], for a factor."""
        if self.form not in OPERATORS:
            return labels
        return tuple(self._compared(label) for label in labels)

    def numbers(self, key: "Key") -> "Floats":
        """The number per cell [cells], for what is no factor (a condition gives 0 or 1).

        Raises:
            FormulaError: a text, or a number of which there is no such power or logarithm.
        """
        if self.form in OPERATORS:
            table = np.array([float(self._compared(label)) for label in key.labels] + [np.nan])
            found: Floats = table[key.codes]
            return found
        if not numeric(key.labels):
            raise _text(self.column, key.labels)
        values = key.numbers
        infinite = np.isinf(values)
        if infinite.any():
            raise _undefined(self.name, float(values[infinite][0]))
        if not self.form:
            return values
        with np.errstate(all="ignore"):
            found = values ** float(self.operand or 0) if self.form == "^" else FUNCTIONS[self.form](values)
        wrong = ~np.isfinite(found) & (key.codes >= 0)
        if wrong.any():
            raise _undefined(self.name, float(values[wrong][0]))
        return found

    def _compared(self, label: Any) -> bool:
        operand = self.operand
        if isinstance(label, str) != isinstance(operand, str):
            label, operand = label_text(label), label_text(operand)
        return bool(OPERATORS[self.form](label, operand))


def numeric(labels: tuple[Any, ...]) -> bool:
    """Whether a column holds numbers (truth values are classes, as in R)."""
    return all(isinstance(one, (int, float, np.number)) and not isinstance(one, bool) for one in labels)


def label_text(label: Any) -> str:
    """A class as it stands in the name of a coefficient: TRUE for a truth value, 2 for 2.0."""
    if isinstance(label, (bool, np.bool_)):
        return "TRUE" if label else "FALSE"
    if isinstance(label, (float, np.floating)) and float(label).is_integer():
        return str(int(label))
    return str(label)


def _text(column: str, labels: tuple[Any, ...]) -> FormulaError:
    return FormulaError(
        Message(N_("Verwacht: getallen in de kolom “%(column)s”."), {"column": column}),
        Message(N_("Er staat tekst, bijvoorbeeld “%(text)s”."), {"text": labels[0]}),
        Message(
            N_('Noem een kolom met getallen, of vergelijk met een waarde: I(%(column)s == "%(text)s").'),
            {"column": column, "text": labels[0]},
        ),
    )


def _undefined(name: str, value: float) -> FormulaError:
    return FormulaError(
        Message(N_("Verwacht: getallen waarvan %(name)s bestaat."), {"name": name}),
        Message(N_("Voor %(value)s bestaat het niet."), {"value": value}),
        Message(N_("Laat die waarden weg met een voorwaarde, of kies een andere bewerking.")),
    )
