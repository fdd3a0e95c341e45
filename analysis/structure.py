"""From a scan to the shape of the sample: which cell belongs to which stratum and PSU, in one or two stages.

Domains never shrink the design: strata and PSUs are counted over all rows, those outside every domain included.
"""

from collections.abc import Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Stage
from analysis.design import Design
from analysis.gathered import Gathered
from analysis.numbering import occurring
from analysis.shape_errors import lonely, no_population, not_nested, too_small, uneven

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


def stages(seen: Gathered, design: Design, samples: Sequence[str] = ()) -> tuple[Stage, ...]:
    """One or two stages of sampling, from the keys of the design.

    Args:
        seen: cells that are told apart by the columns of the design and by `samples`.
        design: how the sample was drawn.
        samples: columns that tell separate samples apart; they cross the strata.

    Raises:
        DesignError: PSUs in two strata while `nest` is False, an fpc that varies within a stratum or is smaller
            than the sample, a stratum without a population, or (`lonely_psu="fail"`) one with a single PSU.
    """
    names = tuple(dict.fromkeys((*design.strata_columns, *samples)))
    stratum, labels = combine(seen, names)
    unit = combine(seen, (*samples, *design.psu_columns))[0] if design.psu_columns else None
    sure = _sure(seen, design)
    if sure is not None:
        # Who was in the sample for certain stands for itself: a stratum of its own, wholly sampled.
        own = np.where(sure, 1 + (unit if unit is not None else 0), 0)
        stratum, labels = _split(stratum, labels, own)
    first = _stage(
        seen, design, stratum, unit, labels, own_size=design.population, size=design.fpc, sure=sure
    )
    if design.second_stage is None or first.unit is None:
        return (first,)
    strata, units = design.second_stage
    within = _numbered(first.unit, combine(seen, strata)[0])
    places = _numbered(within, combine(seen, units)[0])
    second = _stage(seen, design, within, places, (), own_size=None, size=design.ssu_fpc, sure=None)
    return first, second


def combine(seen: Gathered, names: Sequence[str]) -> "tuple[Codes, tuple[tuple[Any, ...], ...]]":
    """Number the combinations of the columns from 0, in sorted order, with their labels [combinations]."""
    combined = seen.keys[names[0]].codes if names else np.zeros(len(seen.n), dtype=np.int64)
    for name in names[1:]:
        combined = combined * max(len(seen.keys[name].labels), 1) + seen.keys[name].codes
    present, numbered = occurring(combined, prod(max(len(seen.keys[name].labels), 1) for name in names))
    parts: list[list[Any]] = []
    for name in reversed(names):
        labels = seen.keys[name].labels
        parts.insert(0, [labels[place] for place in present % max(len(labels), 1)])
        present = present // max(len(labels), 1)
    return numbered, tuple(zip(*parts, strict=True)) if parts else ((),)


def _numbered(outer: "Codes", inner: "Codes") -> "Codes":
    """The pairs of two codes, numbered from 0."""
    found: Codes = np.unique(outer * (int(inner.max()) + 1) + inner, return_inverse=True)[1].astype(np.int64)
    return found


def _sure(seen: Gathered, design: Design) -> "NDArray[np.bool_] | None":
    if design.certainty is None:
        return None
    return np.asarray(seen.keys[design.certainty].numbers > 0)


def _split(
    stratum: "Codes", labels: tuple[tuple[Any, ...], ...], own: "Codes"
) -> "tuple[Codes, tuple[tuple[Any, ...], ...]]":
    size = int(own.max()) + 1
    present, numbered = np.unique(stratum * size + own, return_inverse=True)
    return numbered.astype(np.int64), tuple(labels[place] for place in present // size)


def _stage(
    seen: Gathered,
    design: Design,
    stratum: "Codes",
    unit: "Codes | None",
    labels: tuple[tuple[Any, ...], ...],
    *,
    own_size: float | Mapping[Any, float] | None,
    size: str | None,
    sure: "NDArray[np.bool_] | None",
) -> Stage:
    strata = int(stratum.max()) + 1
    of = np.zeros(0, dtype=np.int64)
    if unit is not None:
        found = int(unit.max()) + 1
        pairs, places = occurring(stratum * found + unit, strata * found)
        if not design.nest and len(pairs) > found:
            raise not_nested()
        unit = places
        of = pairs // found
        units = np.bincount(of, minlength=strata).astype(np.float64)
    else:
        units = np.bincount(stratum, weights=seen.n, minlength=strata).astype(np.float64)
    fraction = _fraction(seen, design, stratum, units, labels, own_size, size)
    if sure is not None:
        fraction = np.maximum(fraction, np.bincount(stratum, sure, strata) > 0)
    alone = (units == 1) & (fraction < 1)
    if design.lonely_psu == "fail" and alone.any():
        raise lonely(_named(labels, int(np.flatnonzero(alone)[0])))
    return Stage(stratum, unit, units, fraction, labels, of)


def _fraction(
    seen: Gathered,
    design: Design,
    stratum: "Codes",
    units: "Floats",
    labels: tuple[tuple[Any, ...], ...],
    own_size: float | Mapping[Any, float] | None,
    size: str | None,
) -> "Floats":
    strata = len(units)
    if size is not None:
        low, high = np.full(strata, np.inf), np.full(strata, -np.inf)
        np.minimum.at(low, stratum, seen.lowest[size])
        np.maximum.at(high, stratum, seen.highest[size])
        different = np.flatnonzero(low != high)
        if len(different):
            first = int(different[0])
            raise uneven(_named(labels, first), float(low[first]), float(high[first]))
        known = high
    elif own_size is not None:
        known = np.array([_population(design, own_size, label) for label in labels])
    else:
        return np.zeros(strata)
    if not (known > 0).all():
        worst = int(np.flatnonzero(~(known > 0))[0])
        raise too_small(_named(labels, worst), float(known.min()), 1.0)
    fraction: Floats = known if (known <= 1).all() and not _counts(known, units) else units / known
    if (fraction > 1).any():
        worst = int(np.argmax(fraction))
        raise too_small(_named(labels, worst), float(known[worst]), float(units[worst]))
    return fraction


def _counts(known: "Floats", units: "Floats") -> bool:
    """A population of 1 everywhere, from which 1 was drawn everywhere, is a count (and a fraction of 1 too)."""
    return bool((known == 1).all() and (units == 1).all())


def _population(design: Design, sizes: float | Mapping[Any, float], label: tuple[Any, ...]) -> float:
    own = label[: len(design.strata_columns)]
    if not isinstance(sizes, Mapping):
        return float(sizes)
    for key in (own, *own[:1]) if len(own) == 1 else (own,):
        if key in sizes:
            return float(sizes[key])
    raise no_population(name_of(own))


def _named(labels: tuple[tuple[Any, ...], ...], place: int) -> str:
    return name_of(labels[place]) if labels else str(place + 1)


def name_of(label: tuple[Any, ...]) -> str:
    """A stratum or domain as one text."""
    return " / ".join(str(part) for part in label)
