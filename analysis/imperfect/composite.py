"""Street and panel together: one figure per domain, after the effect of mode is estimated and taken out."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis import intervals
from analysis.errors import OverlapError
from analysis.figure import Estimate, fill
from analysis.imperfect.mode_effect import ModeEffect, mode_effect
from analysis.messages import N_, Message
from analysis.origins import COLUMN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.table import Table

    Floats = NDArray[np.float64]

Level = Literal["street", "panel"]


@dataclass(frozen=True)
class Composed:
    """One domain.

    Attributes:
        figure: the composite with its error and interval.
        street, panel: what each says by itself; None when it says nothing, or without error.
        adjusted: the other origin's figure brought to the level of the chosen one; None when it says nothing.
        street_share: weight of the street in the composite, 0 to 1.
        n_street, n_panel: effective numbers that the weight follows: m (1 - m) / variance for shares at their common
            mean m, 1 / variance for means; the adjusted one with the uncertainty of the mode effect.
    """

    figure: Estimate
    street: Estimate | None
    panel: Estimate | None
    adjusted: float | None
    street_share: float
    n_street: float
    n_panel: float


@dataclass(frozen=True)
class Composite:
    """All domains.

    Attributes:
        domains: in sorted order.
        covariance: of the composites [domains, domains].
        effect: street less panel, in the units of the figures.
        level: whose level the composites have.
        caveats: codes of both origins and of the mode effect.
    """

    domains: tuple[Composed, ...]
    covariance: "Floats"
    effect: ModeEffect
    level: Level
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """The mode effect for a reader without statistics; it stands beside every composite."""
        return self.effect.said(share=self.domains[0].figure.kind == "proportion")


@dataclass(frozen=True)
class _Side:
    """Figures of one origin on all domains: estimates [domains] (0 where none), covariance, which are usable."""

    estimates: "Floats"
    covariance: "Floats"
    usable: "NDArray[np.bool_]"
    figures: list[Estimate | None]


def composite(
    street: "Table",
    panel: "Table",
    *,
    level_of: Level = "street",
    effect: ModeEffect | None = None,
    level: float = 0.95,
) -> Composite:
    """Combine two tables of one indicator by the same domains.

    With delta the mode effect (street less panel) the panel is brought to the street's level, p + delta, and both are
    weighted by their effective numbers, lambda = n_street / (n_street + n_panel). The variance holds both samples, the
    error of delta (which comes from the same figures: the composite is linear in them) and its differences between
    domains (Elliott and Haviland 2007, *Survey Methodology* 33; Rao and Molina 2015, section 3.3).
    A domain of one origin only has that figure, at the level chosen.

    Args:
        street: `tabulate(...)` of the street interviews, one indicator.
        panel: of the panel.
        level_of: whose level the composites have. The effect is one of mode and of selection together.
        effect: from elsewhere (`given_effect`); by default from the domains that both have.
        level: of the intervals.

    Raises:
        OverlapError: other indicators or domains in the two tables, no domain in both, or fewer than three and no
            effect given.
    """
    intervals.check(intervals.DEFAULT, level)
    labels, names = _domains(street, panel)
    ours, theirs = _side(street, labels), _side(panel, labels)
    shared = np.flatnonzero(ours.usable & theirs.usable)
    if not len(shared):
        raise OverlapError(
            Message(N_("Verwacht: groepen waarover straat en panel allebei een cijfer met een fout hebben.")),
            Message(N_("Er is er geen.")),
            Message(N_("Toon straat en panel apart: zonder gemeenschappelijke groepen is het verschil niet te schatten.")),
        )  # fmt: skip
    difference = (ours.estimates - theirs.estimates)[shared]
    block = np.ix_(shared, shared)
    found = (
        mode_effect(difference, ours.covariance[block] + theirs.covariance[block])
        if effect is None
        else effect
    )
    pick = np.zeros(len(labels))
    if found.weights:
        pick[shared] = found.weights
    own = 0.0 if found.weights else found.se**2
    level_shift = found.estimate if level_of == "street" else -found.estimate
    base, other = (ours, theirs) if level_of == "street" else (theirs, ours)
    size = len(labels)
    towards = np.ones((size, 1)) * pick  # delta is pick'(base - other)
    moved_variance = (
        np.diag(
            towards @ base.covariance @ towards.T
            + (np.eye(size) - towards) @ other.covariance @ (np.eye(size) - towards).T
            + found.between * (np.eye(size) - towards) @ (np.eye(size) - towards).T
        )
        + own
    )
    adjusted = other.estimates + level_shift
    share = _shares(np.diag(base.covariance), moved_variance, base.usable, other.usable)
    keep = np.diag(share)
    rest = np.eye(size) - keep
    of_base, of_other = keep + rest @ towards, rest @ (np.eye(size) - towards)
    covariance = (
        of_base @ base.covariance @ of_base.T
        + of_other @ other.covariance @ of_other.T
        + found.between * of_other @ of_other.T
        + own * np.outer(1 - share, 1 - share)
    )
    estimates = share * base.estimates + (1 - share) * adjusted
    noted = _caveats(street, panel)
    made = []
    for place, label in enumerate(labels):
        if not (base.usable[place] or other.usable[place]):
            continue
        n_base, n_other = _effective(
            base, place, np.diag(base.covariance)[place], moved_variance[place], other
        )
        figures = (base.figures[place], other.figures[place])
        mine, yours = figures if level_of == "street" else figures[::-1]
        made.append(
            Composed(
                figure=_figure(
                    figures,
                    dict(zip(names, label, strict=True)),
                    estimates[place],
                    covariance[place, place],
                    level,
                    noted,
                ),
                street=mine,
                panel=yours,
                adjusted=float(adjusted[place]) if other.usable[place] else None,
                street_share=float(share[place] if level_of == "street" else 1 - share[place]),
                n_street=n_base if level_of == "street" else n_other,
                n_panel=n_other if level_of == "street" else n_base,
            )
        )
    kept = np.flatnonzero(base.usable | other.usable)
    return Composite(tuple(made), covariance[np.ix_(kept, kept)], found, level_of, noted)


def _domains(street: "Table", panel: "Table") -> tuple[list[tuple[Hashable, ...]], tuple[str, ...]]:
    every = (*street.estimates, *panel.estimates)
    indicators = sorted({one.indicator for one in every})
    columns = {tuple(name for name in one.by if name != COLUMN) for one in every}
    keys = [[_key(one) for one in table.estimates] for table in (street, panel)]
    if len(indicators) != 1 or len(columns) != 1 or any(len(set(one)) < len(one) for one in keys):
        raise OverlapError(
            Message(
                N_("Verwacht: van straat en panel dezelfde indicator, uitgesplitst naar dezelfde kolommen.")
            ),
            Message(
                N_("Gekregen: %(indicators)s; kolommen %(columns)s."),
                {
                    "indicators": ", ".join(indicators) or "-",
                    "columns": "; ".join(", ".join(one) or "-" for one in sorted(columns)) or "-",
                },
            ),
            Message(N_("Vraag één indicator per herkomst, met dezelfde uitsplitsing.")),
        )
    return sorted({*keys[0], *keys[1]}, key=lambda label: tuple(map(str, label))), next(iter(columns))


def _key(one: Estimate) -> tuple[Hashable, ...]:
    return tuple(value for name, value in one.by.items() if name != COLUMN)


def _side(table: "Table", labels: Sequence[tuple[Hashable, ...]]) -> _Side:
    place = {_key(one): number for number, one in enumerate(table.estimates)}
    figures: list[Estimate | None] = []
    usable = np.zeros(len(labels), dtype=bool)
    for number, label in enumerate(labels):
        one = table.estimates[place[label]] if label in place else None
        usable[number] = one is not None and one.estimate is not None and bool(one.se)
        figures.append(one if usable[number] else None)
    chosen = np.flatnonzero(usable)
    rows = [place[labels[int(number)]] for number in chosen]
    covariance = np.zeros((len(labels), len(labels)))
    covariance[np.ix_(chosen, chosen)] = table.covariance[np.ix_(rows, rows)]
    estimates = np.zeros(len(labels))
    estimates[chosen] = table.values[rows]
    return _Side(estimates, covariance, usable, figures)


def _shares(base: "Floats", moved: "Floats", first: Any, second: Any) -> "Floats":
    """The weight of the origin whose level is kept: by the inverse of the variances at one mean."""
    total = np.where(first & second, base + moved, 1.0)
    found: Floats = np.where(first & second, moved / total, first.astype(np.float64))
    return found


def _effective(base: _Side, place: int, own: float, moved: float, other: _Side) -> tuple[float, float]:
    figures = [one for one in (base.figures[place], other.figures[place]) if one is not None]
    unit = 1.0
    if figures[0].kind == "proportion":
        middle = sum(float(one.estimate or 0) * one.n for one in figures) / sum(one.n for one in figures)
        unit = middle * (1 - middle)
    return (
        float(unit / own) if base.usable[place] else 0.0,
        float(unit / moved) if other.usable[place] else 0.0,
    )


def _figure(
    both: tuple[Estimate | None, ...],
    by: dict[str, Any],
    estimate: float,
    variance: float,
    level: float,
    noted: tuple[str, ...],
) -> Estimate:
    known = [one for one in both if one is not None]
    first = known[0]
    share = first.kind == "proportion"
    blank = replace(
        first, by=by, origin="pooled", n=sum(one.n for one in known), missing=sum(one.missing for one in known),
        weighted_base=float(sum(one.n for one in known)), estimate=None, se=None, low=None, high=None, level=level,
        method=intervals.DEFAULT if share else "mean", deff=None, n_eff=None, deff_replace=None,
        df=min(one.df for one in known), caveats=noted,
    )  # fmt: skip
    held = min(1.0, max(0.0, float(estimate))) if share else float(estimate)
    spread = held * (1 - held) if share else 0.0
    return fill(blank, held, float(variance), spread)


def _caveats(street: "Table", panel: "Table") -> tuple[str, ...]:
    codes = [
        code
        for one in (*street.estimates, *panel.estimates)
        for code in one.caveats
        if code.startswith("origin_") or code == "pooled"
    ]
    return tuple(dict.fromkeys((*codes, "mode_and_selection")))
