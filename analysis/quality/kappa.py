"""Cohen's kappa of two coders, with the error of the sample in which the answers were given."""

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from analysis.cells import Cells, Key
from analysis.collect import collect
from analysis.covariance import degrees_of_freedom, uncertainty
from analysis.design import Design
from analysis.errors import EvidenceError, IndicatorError, MethodError
from analysis.intervals import check, critical
from analysis.messages import N_, Message
from analysis.quality.agreement import FEW, Agreement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.table import Where

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

Credit = Literal["nominal", "linear", "quadratic"]


def kappa(
    source: Any,
    design: Design,
    first: str,
    second: str,
    *,
    credit: Credit = "nominal",
    where: "Where" = None,
    level: float = 0.95,
    origins: str | Sequence[str] | None = None,
) -> Agreement:
    """Cohen's kappa for two columns with codes, over the rows where both are known.

    kappa = (po - pe) / (1 - pe) with po = sum_ij v_ij p_ij and pe = sum_ij v_ij p_i. p_.j, p the weighted shares of the
    pairs of codes and v_ij the credit for a pair: 1 for equal codes (nominal; Cohen 1960, Educational and
    Psychological Measurement 20:37-46; R: `svykappa`), 1 - |i - j| / R (linear) or 1 - (i - j)^2 / R^2
    (quadratic), R their range, for codes in points (Cohen 1968, Psychological Bulletin 70:213-220). A row with codes a and b has the
    influence ((v_ab - po) (1 - pe) - (1 - po) (r_a + c_b - 2 pe)) / (1 - pe)^2 / sum w, r_a = sum_j v_aj p_.j and
    c_b = sum_i v_ib p_i.. The interval is kappa +/- t se.

    Args:
        source: see `analysis.engine.scan`.
        design: how the answers were sampled.
        first: column of the first coder; null is not coded.
        second: of the second.
        credit: what a pair of unequal codes is worth; all but nominal need numbers.
        where: a further domain.
        level: of confidence.
        origins: the origins that it is about.

    Raises:
        EvidenceError: no row with both codes, or only one code in use.
        IndicatorError: a column does not exist, or codes are text where numbers are needed.
        MethodError: an unknown credit, or an impossible level.
    """
    check("mean", level)
    if credit not in get_args(Credit):
        raise MethodError(
            Message(
                N_("Verwacht een waardering van verschillen: %(options)s."),
                {"options": ", ".join(get_args(Credit))},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": credit}),
            Message(N_("Kies nominal voor codes zonder volgorde.")),
        )
    cells = collect(source, design, keys=(first, second), where=where, origins=origins)
    rows, columns, labels = _places(cells.key(first), cells.key(second))
    both = cells.inside & (rows >= 0) & (columns >= 0)
    worth = _worth(labels, credit)
    n = int(cells.n[both].sum())
    if not n or np.unique(np.concatenate([rows[both], columns[both]])).size < 2:  # noqa: PLR2004 -- needs a choice
        raise EvidenceError(
            Message(N_("Verwacht: antwoorden die twee mensen codeerden, met meer dan één code.")),
            Message(
                N_("Gekregen: %(n)s antwoorden met beide codes, en %(codes)s code(s)."),
                {"n": n, "codes": min(n, 1)},
            ),
            Message(N_("Laat meer antwoorden dubbel coderen; zonder verschil is er niets te meten.")),
        )

    def coefficient(weight: "Floats") -> "Floats":
        seen, chance = _shares(_pairs(rows, columns, both, weight, len(labels)), worth)
        return np.array([(seen - chance) / (1 - chance)])

    pairs = _pairs(rows, columns, both, cells.weight, len(labels))
    seen, chance = _shares(pairs, worth)
    spread = uncertainty(cells, coefficient, _scores(cells, pairs, worth, (rows, columns, both)), mask=both)
    se, df = sqrt(max(float(spread[0, 0]), 0.0)), degrees_of_freedom(cells, both)
    found, noted = (seen - chance) / (1 - chance), ("few_units",) if n < FEW else ()
    margin = None
    if df < 1:
        noted = (*noted, "no_degrees_of_freedom")
    elif se == 0:
        noted = (*noted, "no_disagreement" if seen == 1 else "zero_error")
    else:
        margin = critical(level, df) * se
    return Agreement(
        coefficient="kappa",
        metric=credit,
        estimate=found,
        se=se,
        low=None if margin is None else max(found - margin, -1.0),
        high=None if margin is None else min(found + margin, 1.0),
        level=level,
        method="taylor" if cells.replicates is None else "replicates",
        n=n,
        codes=2 * n,
        coders=2,
        left_out=int(cells.n[cells.inside].sum()) - n,
        observed=seen,
        expected=chance,
        caveats=noted,
    )


def _places(first: Key, second: Key) -> "tuple[Codes, Codes, tuple[Any, ...]]":
    """Both columns as places in their codes together; -1 is missing."""
    together = set(first.labels) | set(second.labels)
    labels = tuple(sorted(together, key=lambda label: (isinstance(label, str), label)))
    place = {label: number for number, label in enumerate(labels)}

    def placed(key: Key) -> "Codes":
        table = np.array([*(place[label] for label in key.labels), -1], dtype=np.int64)
        found: Codes = table[key.codes]
        return found

    return placed(first), placed(second), labels


def _worth(labels: tuple[Any, ...], credit: Credit) -> "Floats":
    size = len(labels)
    if credit == "nominal" or size < 2:  # noqa: PLR2004 -- one code is refused later
        return np.eye(size)
    if any(isinstance(label, str) for label in labels):
        raise IndicatorError(
            Message(
                N_(
                    "Verwacht: codes die getallen zijn, als een verschil van één punt minder erg is dan van twee."
                )
            ),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join(map(str, labels[:5]))}),
            Message(N_("Gebruik nominal voor codes zonder volgorde.")),
        )
    points = np.array([float(label) for label in labels])
    apart = np.abs(points[:, None] - points[None, :]) / np.ptp(points)
    found: Floats = 1 - (apart if credit == "linear" else apart**2)
    return found


def _pairs(
    rows: "Codes", columns: "Codes", both: "NDArray[np.bool_]", weight: "Floats", size: int
) -> "Floats":
    """The weighted share of each pair of codes [codes, codes]."""
    flat = np.bincount(rows[both] * size + columns[both], weight[both], size * size)
    found: Floats = flat.reshape(size, size) / flat.sum()
    return found


def _shares(pairs: "Floats", worth: "Floats") -> tuple[float, float]:
    """Agreement as seen, and as chance would give it."""
    chance = float(pairs.sum(axis=1) @ worth @ pairs.sum(axis=0))
    return float((pairs * worth).sum()), chance


def _scores(
    cells: Cells,
    pairs: "Floats",
    worth: "Floats",
    where: "tuple[Codes, Codes, NDArray[np.bool_]]",
) -> "Floats":
    rows, columns, both = where
    seen, chance = _shares(pairs, worth)
    by_row, by_column = worth @ pairs.sum(axis=0), pairs.sum(axis=1) @ worth
    own = worth[rows, columns] - seen
    expected = by_row[rows] + by_column[columns] - 2 * chance
    influence = (own * (1 - chance) - (1 - seen) * expected) / (1 - chance) ** 2
    scores = np.where(both, influence * cells.weight, 0.0) / cells.weight[both].sum()
    found: Floats = scores[:, None]
    return found
