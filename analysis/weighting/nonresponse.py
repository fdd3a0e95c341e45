"""Non-response: respondents take over the weights of those like them who did not respond."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from analysis.projection import Basis, Projection
from analysis.weighting import explained, refusals
from analysis.weighting.classes import summed, tabulated
from analysis.weighting.fit import Fit, applied
from analysis.weighting.replicated import redone
from analysis.weighting.response_model import propensities

if TYPE_CHECKING:
    from analysis.cells import Cells, Codes, Flags, Floats

ResponseMethod = Literal["cells", "propensity", "strata"]

YES = frozenset({"1", "1.0", "true", "ja"})
NO = frozenset({"0", "0.0", "false", "nee"})


@dataclass(frozen=True)
class NonResponse:
    """Divide the weights of respondents by the probability that they responded; the others get weight 0.

    The table holds everybody who was drawn. Probabilities are estimated from what is known of all of them:

    * "cells": the weighted share that responded, in each combination of `factors` (weighting classes);
    * "propensity": a weighted logistic regression on `factors` and `numbers`;
    * "strata": those propensities cut into `groups` groups of people, and the weighted share in each of these
      (Rosenbaum and Rubin 1984: five groups take away nine tenths of the bias).

    Little (1986), "Survey nonresponse adjustments for estimates of means". The variance knows that the probabilities
    were estimated: for a score S = w0 r y / p it takes w0 (r - p) x'B off, with B the regression
    (sum w0 p (1 - p) x x')^-1 sum (1 - p) S x (Kim and Kim 2007, "Nonresponse weighting adjustment using estimated
    response probability"); limits between groups of propensities count as fixed.

    Attributes:
        response: column that says who responded: 1/0, true/false or ja/nee.
        factors: columns with classes.
        numbers: columns with numbers; for "propensity" and "strata".
        method: see above.
        groups: for "strata".

    Raises:
        MarginError: no predictors, or an unknown method; when applied: a value is missing, nobody responded, or
            nobody did in one of the classes.
        ConvergenceError: when applied: the predictors tell with certainty who responded.
    """

    response: str
    factors: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    method: ResponseMethod = "cells"
    groups: int = 5

    def __post_init__(self) -> None:
        if self.method not in get_args(ResponseMethod):
            raise refusals.wrong_option("method", ", ".join(get_args(ResponseMethod)), self.method)
        if not self.factors and (self.method == "cells" or not self.numbers):
            raise refusals.wrong_option("factors", "(kolom, ...)", self.factors)
        if self.groups < 2:  # noqa: PLR2004 -- one group is no groups
            raise refusals.wrong_option("groups", "2, 3, ...", self.groups)

    @property
    def columns(self) -> tuple[str, ...]:
        """The response and the predictors."""
        return tuple(dict.fromkeys((self.response, *self.factors, *self.numbers)))

    @property
    def plain(self) -> bool:
        """Whether the variance needs sums without weights."""
        return False

    @property
    def one_weight(self) -> bool:
        """Whether a cell may hold one weight only."""
        return False

    def apply(self, cells: "Cells") -> "Cells":
        """The cells with the weights of respondents; the others stay in the design, outside every question."""
        return applied(cells, self.fit(cells))

    def fit(self, cells: "Cells") -> Fit:
        """The factor per cell."""
        answered = self._answered(cells)
        if self.method == "cells":
            codes, labels = self._classes(cells)
            return self._by_class(cells, answered, codes, labels)
        basis = self._predictors(cells)
        chance, group, again = self._propensity(cells, answered, basis)
        if self.method == "propensity":
            return _fitted(cells, answered, chance, basis, group, again)
        codes = _quantiles(chance, cells.n, self.groups)
        labels = tuple(str(number + 1) for number in range(int(codes.max()) + 1))
        return self._by_class(cells, answered, codes, labels)

    def _answered(self, cells: "Cells") -> "Flags":
        key = cells.key(self.response)
        if (key.codes < 0).any():
            raise refusals.missing_class(self.response, int(cells.n[key.codes < 0].sum()))
        texts = [str(label).lower() for label in key.labels]
        for text in texts:
            if text not in YES | NO:
                raise refusals.wrong_option(self.response, "1/0, true/false, ja/nee", text)
        if not YES.intersection(texts):
            raise refusals.nobody_responded(self.response)
        found: Flags = np.array([text in YES for text in texts])[key.codes]
        return found

    def _classes(self, cells: "Cells") -> "tuple[Codes, tuple[str, ...]]":
        codes = np.zeros(len(cells), dtype=np.int64)
        labels: list[str] = [""]
        for name in self.factors:
            key = cells.key(name)
            self._refuse_missing(cells, name)
            codes = codes * len(key.labels) + key.codes
            labels = [f"{one} / {label}" if one else str(label) for one in labels for label in key.labels]
        present, numbered = np.unique(codes, return_inverse=True)
        return numbered.astype(np.int64), tuple(labels[place] for place in present)

    def _refuse_missing(self, cells: "Cells", name: str) -> None:
        missing = (cells.key(name).codes < 0) & (cells.weight != 0)
        if missing.any():
            raise refusals.missing_class(name, int(cells.n[missing].sum()))

    def _by_class(self, cells: "Cells", answered: "Flags", codes: "Codes", labels: tuple[str, ...]) -> Fit:
        size = len(labels)
        asked = summed(codes, cells.weight, size)
        taking_part = summed(codes, cells.weight * answered, size)
        rows = summed(codes, cells.n * answered, size)
        for place in np.flatnonzero((taking_part <= 0) & (asked > 0)):
            raise refusals.nobody_in_class(
                self.factors or self.numbers, labels[place], refusals.partner(labels, rows, int(place))
            )
        share = np.divide(taking_part, asked, out=np.ones_like(asked), where=asked > 0)

        def again(sums: "Floats") -> "Floats":
            """Per replicate; groups are the classes of the others, then those of the respondents."""
            left, some = sums[:size], sums[size:]
            grown = np.divide(left + some, some, out=np.zeros_like(some), where=some > 0)
            if ((some <= 0) & (left > 0)).any():
                place = int(np.argmax(((some <= 0) & (left > 0)).any(axis=1)))
                raise refusals.nobody_in_class(
                    self.factors or self.numbers, labels[place], refusals.partner(labels, rows, place)
                )
            return np.concatenate([np.zeros_like(grown), grown])

        return _fitted(cells, answered, share[codes], Basis(((codes, size),)), codes + size * answered, again)

    def _predictors(self, cells: "Cells") -> Basis:
        factors, columns = [], []
        for name in self.factors:
            self._refuse_missing(cells, name)
            key = cells.key(name)
            factors.append((key.codes, len(key.labels)))
        if not factors:
            factors.append((np.zeros(len(cells), dtype=np.int64), 1))
        for name in self.numbers:
            self._refuse_missing(cells, name)
            key = cells.key(name)
            if any(isinstance(label, str) for label in key.labels):
                raise refusals.not_a_number(name, key.labels[0])
            column = key.numbers
            spread = float(column.std())
            columns.append((column - column.mean()) / (spread or 1.0))
        return Basis(tuple(factors), np.stack(columns, axis=1) if columns else None)

    def _propensity(self, cells: "Cells", answered: "Flags", basis: Basis) -> "tuple[Floats, Codes, _Again]":
        codes = [one for one, _ in basis.factors]
        sizes = [size for _, size in basis.factors]
        for name in self.numbers:
            codes.append(cells.key(name).codes)
            sizes.append(len(cells.key(name).labels))
        table = tabulated(cells, codes, sizes)
        groups = len(table.weight)
        first = np.zeros(groups, dtype=np.int64)
        first[table.group[::-1]] = np.arange(len(cells) - 1, -1, -1)
        small = Basis(
            tuple((one[first], size) for one, size in basis.factors),
            None if basis.matrix is None else basis.matrix[first],
        )
        chance = propensities(small, table.weight, summed(table.group, cells.weight * answered, groups))

        def again(sums: "Floats") -> "Floats":
            """Per replicate; groups are those of the others, then those of the respondents."""
            grown = np.empty((groups, sums.shape[1]))
            for place in range(sums.shape[1]):
                some = np.ascontiguousarray(sums[groups:, place])
                grown[:, place] = 1 / propensities(small, sums[:groups, place] + some, some)
            return np.concatenate([np.zeros_like(grown), grown])

        return chance[table.group], table.group + groups * answered, again


if TYPE_CHECKING:
    from collections.abc import Callable

    _Again = Callable[[Floats], Floats]


def _fitted(
    cells: "Cells", answered: "Flags", chance: "Floats", basis: Basis, group: "Codes", again: "_Again"
) -> Fit:
    factor = np.where(answered, 1 / chance, 0.0)
    projection = Projection(
        basis,
        explained.inverse(explained.moments_of(basis, cells.weight * chance * (1 - chance))),
        "weighted",
        1 - chance,
        cells.weight * (answered - chance),
        "nonresponse",
    )
    per_group = np.zeros(int(group.max()) + 1)
    per_group[group] = factor
    return Fit(factor, projection, inside=answered, replicates=redone(cells, group, per_group, again))


def _quantiles(chance: "Floats", n: "Codes", groups: int) -> "Codes":
    """Groups of about as many people, by propensity; equal propensities stay together [cells]."""
    values, place = np.unique(chance, return_inverse=True)
    rows = np.bincount(place, n, len(values))
    middle = (np.cumsum(rows) - rows / 2) / rows.sum()
    cut = np.minimum((middle * groups).astype(np.int64), groups - 1)
    _, numbered = np.unique(cut, return_inverse=True)
    found: Codes = numbered.astype(np.int64)[place]
    return found
