"""P-values for many comparisons at once, corrected for their number."""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from analysis.errors import MethodError
from analysis.messages import N_, Message

Correction = Literal["holm", "bh", "bonferroni", "none"]

NAMES: dict[Correction, str] = {
    "holm": "Holm",
    "bh": "Benjamini-Hochberg",
    "bonferroni": "Bonferroni",
    "none": N_("geen correctie"),
}


def adjust(p: Sequence[float], correction: Correction = "holm") -> tuple[float, ...]:
    """Corrected p-values, in the order given, at most 1 (R: `p.adjust`).

    With the p-values sorted upward, p_(1) <= ... <= p_(m):

    * `holm`: running maximum of (m - i + 1) p_(i); the chance of any false finding is at most the level (Holm 1979);
    * `bh`: running minimum from above of m p_(i) / i; the expected share of false among the findings is at most the
      level (Benjamini and Hochberg 1995);
    * `bonferroni`: m p;
    * `none`: p itself.

    Raises:
        MethodError: an unknown correction, or a p-value outside 0-1.
    """
    check(correction)
    values = np.asarray(p, dtype=np.float64)
    if values.size == 0:
        return ()
    if not bool(np.all((values >= 0) & (values <= 1))):
        raise MethodError(
            Message(N_("Verwacht: p-waarden tussen 0 en 1.")),
            Message(N_("Er is er een die daarbuiten ligt, of ontbreekt.")),
            Message(N_("Laat vergelijkingen zonder p-waarde weg.")),
        )
    many = len(values)
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    if correction == "holm":
        ranked = np.maximum.accumulate(ranked * (many - np.arange(many)))
    elif correction == "bh":
        ranked = np.minimum.accumulate((ranked * many / np.arange(1, many + 1))[::-1])[::-1]
    elif correction == "bonferroni":
        ranked = ranked * many
    found = np.empty(many)
    found[order] = np.minimum(ranked, 1.0)
    return tuple(found.tolist())


def check(correction: str) -> None:
    """Refuse a correction that does not exist.

    Raises:
        MethodError: it does not.
    """
    if correction not in get_args(Correction):
        raise MethodError(
            Message(
                N_("Verwacht als correctie voor meer vergelijkingen: %(options)s."),
                {"options": ", ".join(get_args(Correction))},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": correction}),
            Message(N_("Kies een van deze namen.")),
        )
