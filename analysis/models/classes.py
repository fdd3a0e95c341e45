"""An outcome of classes: which class each cell has, and the weights per combination and class."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Cells
from analysis.errors import ModelError
from analysis.messages import N_, Message
from analysis.models.grouped import Grouped
from analysis.models.newton import Point, maximise
from analysis.models.replicated import Totalled
from analysis.models.scores import Part
from analysis.models.variable import Variable, label_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Classes:
    """The class of each cell.

    Attributes:
        sample: the combinations.
        labels: of the J classes, in order.
        code: per cell the place of its class, 0 where it is not used [cells].
    """

    sample: Grouped
    labels: tuple[Any, ...]
    code: "Codes"

    def sums(self) -> "Floats":
        """The share of the weights per combination and class [K, J]."""
        return self.shares(self.totalled.of())

    def shares(self, totals: "Floats") -> "Floats":
        """Totals per combination and class [K J] as shares [K, J]."""
        found: Floats = (totals / totals.sum()).reshape(self.sample.size, len(self.labels))
        return found

    @property
    def totalled(self) -> Totalled:
        """The sums of the weights per combination and class."""
        return Totalled((self.sample.cells.weight,), self._place, self.sample.size * len(self.labels))

    @cached_property
    def _place(self) -> "Codes":
        """Per cell the place of its combination and class, after the last where it is not used [cells]."""
        size = len(self.labels)
        own = self.sample.combination * size + self.code
        return np.where(self.sample.used, own, self.sample.size * size)

    def part(self, rows: "Floats") -> Part:
        """What each cell adds, given what one person of each combination and class adds [K * J, q]."""
        cells = self.sample.cells
        return Part(rows, self._place, cells.weight, cells.n.astype(np.float64))

    @property
    def mass(self) -> float:
        """The sum of the weights that are used."""
        return float(self.sample.cells.weight[self.sample.used].sum())


class OfClasses(ABC):
    """What regressions of an outcome of classes share: how they fit again, and what they are made from.

    Attributes:
        answers: the class per cell.
    """

    answers: Classes

    @abstractmethod
    def evaluate(self, beta: "Floats", sums: "Floats") -> Point:
        """The log-likelihood at `beta`, for shares per combination and class [K, J]."""

    def refit(self, start: "Floats", totals: "Floats") -> "Floats":
        """The coefficients [q] from other totals [K J], from coefficients that are near."""
        sums = self.answers.shares(totals)
        return maximise(lambda beta: self.evaluate(beta, sums), start)

    @property
    def totalled(self) -> Totalled:
        """The sums of the weights per combination and class."""
        return self.answers.totalled

    def mass(self, totals: "Floats") -> "Floats":
        """The sum of the weights per combination [K], of such totals."""
        found: Floats = totals.reshape(-1, len(self.answers.labels)).sum(axis=1)
        return found


def outcome_codes(cells: Cells, outcome: Variable) -> "tuple[Codes, tuple[Any, ...]]":
    """The class of each cell (-1: missing) and the sorted classes, for the left side of a formula."""
    key = cells.key(outcome.column)
    classes = outcome.classes(key.labels)
    labels = tuple(sorted(set(classes)))
    place = {label: number for number, label in enumerate(labels)}
    table = np.array([place[one] for one in classes] + [-1], dtype=np.int64)
    return table[key.codes], labels


def classes(
    sample: Grouped, code: "Codes", labels: tuple[Any, ...], order: Sequence[Any] | None, least: int
) -> Classes:
    """The classes that occur among the cells that are used.

    Args:
        sample: the combinations.
        code: per cell the place of its class in `labels` [cells].
        labels: the sorted classes.
        order: another order of the classes; for a multinomial model the first is the reference.
        least: how many classes the model needs.

    Raises:
        ModelError: too few classes, or an order that is not of these classes.
    """
    used = sample.used
    present = [label for place, label in enumerate(labels) if (code[used] == place).any()]
    if len(present) < least:
        raise _few(present, least)
    if order is not None:
        if sorted(map(label_text, order)) != sorted(map(label_text, present)):
            raise _disordered(order, present)
        texts = {label_text(label): label for label in present}
        present = [texts[label_text(label)] for label in order]
    place = {label: number for number, label in enumerate(present)}
    table = np.array([place.get(label, 0) for label in labels], dtype=np.int64)
    return Classes(sample, tuple(present), np.where(used, table[np.where(used, code, 0)], 0))


def _few(present: Sequence[Any], least: int) -> ModelError:
    return ModelError(
        Message(N_("Verwacht: een uitkomst met ten minste %(least)s klassen."), {"least": least}),
        Message(N_("Er is: %(present)s."), {"present": ", ".join(map(label_text, present))}),
        Message(N_("Kies een andere uitkomst, of verruim de voorwaarde.")),
    )


def _disordered(order: Sequence[Any], present: Sequence[Any]) -> ModelError:
    return ModelError(
        Message(
            N_("Verwacht: een volgorde met elk van deze klassen één keer: %(present)s."),
            {"present": ", ".join(map(label_text, present))},
        ),
        Message(N_("Gekregen: %(order)s."), {"order": ", ".join(map(label_text, order))}),
        Message(N_("Noem alle klassen die in de antwoorden voorkomen, en geen andere.")),
    )
