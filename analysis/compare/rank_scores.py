"""Ranks of answers in the population that the weights stand for, and the scores of rank tests."""

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.cells import Cells, Key
from analysis.errors import IndicatorError, MethodError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

Scores = Literal["wilcoxon", "vanderWaerden", "median"]
Ties = Literal["weighted", "rows"]


def midranks(cells: Cells, key: Key, inside: "Flags", ties: Ties) -> "Floats":
    """Estimated share of people below each answer, plus half of those at it [cells inside], 0-1.

    Args:
        cells: the sample.
        key: the answers; labels are numbers.
        inside: the cells that count [cells].
        ties: `weighted`: (weight below + half the weight at it) / N. `rows`: the plain mean, over the rows with the
            same answer, of the weight up to the middle of each row, in the order of the table.

    Raises:
        IndicatorError: the answers are no numbers.
        MethodError: `rows` for a large table, whose rows have no order.
    """
    order = _ascending(key)
    codes = order[key.codes[inside]]
    weight = cells.weight[inside]
    size = len(key.labels)
    at = np.bincount(codes, weight, size)
    if ties == "weighted":
        middle = np.cumsum(at) - at / 2
    else:
        if bool((cells.n > 1).any()):
            raise MethodError(
                Message(N_("Verwacht: een tabel waarvan de rijen een volgorde hebben.")),
                Message(N_("Deze tabel is zo groot dat rijen zijn samengevoegd.")),
                Message(N_("Kies ties=weighted.")),
            )
        sorted_rows = np.argsort(codes, kind="stable")
        places = np.empty(len(codes))
        ordered = weight[sorted_rows]
        places[sorted_rows] = np.cumsum(ordered) - ordered / 2
        count = np.bincount(codes, minlength=size)
        middle = np.bincount(codes, places, size) / np.maximum(count, 1)
    found: Floats = middle[codes] / weight.sum()
    return found


def scored(shares: "Floats", test: Scores) -> "Floats":
    """The scores of these midranks (shares of the population): themselves, normal quantiles, or above one half."""
    from scipy.special import ndtri

    if test == "vanderWaerden":
        return np.asarray(ndtri(shares), dtype=np.float64)
    if test == "median":
        return (shares > 0.5).astype(np.float64)  # noqa: PLR2004 -- the median
    return shares


def _ascending(key: Key) -> "NDArray[np.int64]":
    """The place of each label among the labels as numbers."""
    try:
        numbers = np.array([float(label) for label in key.labels])
    except (TypeError, ValueError) as error:
        raise IndicatorError(
            Message(N_("Verwacht: antwoorden die getallen zijn, om op volgorde te zetten.")),
            Message(N_("Gekregen: %(got)s."), {"got": _first_text(key.labels)}),
            Message(N_("Kies een vraag met getallen, of geef de antwoorden een nummer.")),
        ) from error
    place = np.empty(len(numbers), dtype=np.int64)
    place[np.argsort(numbers, kind="stable")] = np.arange(len(numbers))
    return place


def _first_text(labels: tuple[Any, ...]) -> str:
    return next((str(one) for one in labels if isinstance(one, str)), str(labels[0]))
