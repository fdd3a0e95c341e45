"""The design matrix of a formula over the distinct combinations of its columns, not over rows.

Factors have treatment contrasts: sorted classes, the first is the reference. Which factor of an interaction is coded by
contrasts follows R: by contrasts when the interaction without it is in the model, else one column per class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Key
from analysis.errors import FormulaError
from analysis.messages import N_, Message
from analysis.models.formula import Formula, Term, term_name
from analysis.models.variable import Variable, label_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

INTERCEPT = "(Intercept)"


@dataclass(frozen=True)
class Coding:
    """How combinations become columns.

    Attributes:
        formula: the formula.
        classes: per factor its sorted classes, the reference first.
        names: the coefficients [p], as R names them.
        assign: per coefficient the place of its term in `formula.terms`; -1 for the intercept [p].
    """

    formula: Formula
    classes: Mapping[Variable, tuple[Any, ...]]
    names: tuple[str, ...]
    assign: tuple[int, ...]

    def matrix(self, data: Mapping[str, Key], rows: int) -> "Floats":
        """The design matrix [rows, p] for columns with one code per row.

        Raises:
            FormulaError: a class that was not there when the model was fitted, or text for a number.
        """
        indicators = {one: self._columns(one, data[one.column]) for one in self.formula.variables}
        parts = [np.ones((rows, 1))] if self.formula.intercept else []
        known = _known(self.formula)
        for term in self.formula.terms:
            block = np.ones((rows, 1))
            for one in term:
                columns = indicators[one]
                if one in self.classes and contrasted(one, term, known):
                    columns = columns[:, 1:]
                block = (columns[:, :, None] * block[:, None, :]).reshape(rows, -1)
            parts.append(block)
        return np.concatenate(parts, axis=1) if parts else np.zeros((rows, 0))

    def places(self, term: int) -> "Codes":
        """The coefficients of one term."""
        return np.flatnonzero(np.array(self.assign) == term)

    def _columns(self, one: Variable, key: Key) -> "Floats":
        if one not in self.classes:
            return one.numbers(key)[:, None]
        classes = self.classes[one]
        place = {value: number for number, value in enumerate(classes)}
        found = one.classes(key.labels)
        used = np.bincount(key.codes, minlength=len(key.labels)) > 0
        for value, seen in zip(found, used, strict=True):
            if seen and value not in place:
                raise _unknown(one, value, classes)
        table = np.zeros((len(found), len(classes)))
        for row, value in enumerate(found):
            if value in place:
                table[row, place[value]] = 1.0
        result: Floats = table[key.codes]
        return result


def code(formula: Formula, data: Mapping[str, Key]) -> Coding:
    """Decide the classes and name the columns.

    Args:
        formula: the formula.
        data: per column of the right side a key; every label that a code points to is a class.

    Raises:
        FormulaError: a factor with one class.
    """
    classes: dict[Variable, tuple[Any, ...]] = {}
    for one in formula.variables:
        key = data[one.column]
        if one.is_factor(key.labels):
            used = np.bincount(key.codes, minlength=len(key.labels)) > 0
            present = {value for value, seen in zip(one.classes(key.labels), used, strict=True) if seen}
            classes[one] = tuple(sorted(present))
            if len(present) < 2:  # noqa: PLR2004 -- one class differs from nothing
                raise _single(one, classes[one])
    names, assign = ([INTERCEPT], [-1]) if formula.intercept else ([], [])
    known = _known(formula)
    for number, term in enumerate(formula.terms):
        block = [""]
        for one in term:
            if one in classes:
                values = classes[one][1:] if contrasted(one, term, known) else classes[one]
                parts = [f"{one.name}{label_text(value)}" for value in values]
            else:
                parts = [one.name]
            block = [f"{before}:{part}" if before else part for part in parts for before in block]
        names += block
        assign += [number] * len(block)
    return Coding(formula, classes, tuple(names), tuple(assign))


def contrasted(one: Variable, term: Term, known: frozenset[frozenset[Variable]]) -> bool:
    """Whether a factor of a term is coded by contrasts: the term without it is in the model."""
    return frozenset(term) - {one} in known


def _known(formula: Formula) -> frozenset[frozenset[Variable]]:
    found = {frozenset(term) for term in formula.terms}
    if formula.intercept:
        found.add(frozenset())
    return frozenset(found)


def term_number(formula: Formula, name: str) -> int:
    """The place of a term by its name; the variables of an interaction in any order.

    Raises:
        FormulaError: the model has no such term.
    """
    wanted = sorted(name.replace(" ", "").split(":"))
    for number, term in enumerate(formula.terms):
        parts = [one.name for one in term]
        if term_name(term) == name or sorted(part.replace(" ", "") for part in parts) == wanted:
            return number
    raise FormulaError(
        Message(N_("Verwacht: een term van het model.")),
        Message(N_("Het model heeft geen term “%(name)s”."), {"name": name}),
        Message(
            N_("Kies uit: %(present)s."), {"present": ", ".join(term_name(term) for term in formula.terms)}
        ),
    )


def _single(one: Variable, classes: tuple[Any, ...]) -> FormulaError:
    return FormulaError(
        Message(N_("Verwacht: ten minste twee klassen van “%(name)s”."), {"name": one.name}),
        Message(
            N_("Er is er %(count)s: %(classes)s."),
            {"count": len(classes), "classes": ", ".join(label_text(value) for value in classes)},
        ),
        Message(N_("Laat deze variabele weg, of verruim de voorwaarde.")),
    )


def _unknown(one: Variable, value: Any, classes: tuple[Any, ...]) -> FormulaError:
    return FormulaError(
        Message(
            N_("Verwacht voor “%(name)s” een van deze klassen: %(classes)s."),
            {"name": one.name, "classes": ", ".join(label_text(known) for known in classes)},
        ),
        Message(N_("Gekregen: %(got)s."), {"got": label_text(value)}),
        Message(N_("Het model is zonder deze klasse gemaakt en zegt er niets over.")),
    )
