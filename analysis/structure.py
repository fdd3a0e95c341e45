"""From grouped totals to the shape of the sample: which group belongs to which domain, stratum and PSU.

Domains never shrink the design: strata and PSUs are counted over all rows, those outside every domain included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.design import Design
from analysis.errors import DesignError
from analysis.messages import N_, Message
from analysis.totals import Totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Structure:
    """The sample behind the totals.

    Attributes:
        order: the groups that lie in a domain, in a fixed order (domain, stratum, PSU).
        domain: per such group the place of its domain in `labels`.
        stratum: per such group the place of its stratum in `psus` and `fraction`.
        labels: the values of the domains, sorted; one empty tuple without domains.
        psus: number of PSUs per stratum in the whole sample (rows, when each row is one).
        fraction: sampled share of the PSUs of the population per stratum; 0 with replacement.
        strata: the labels of the strata.
        left_out: rows inside `where` whose domain is unknown.
    """

    order: "Codes"
    domain: "Codes"
    stratum: "Codes"
    labels: tuple[tuple[Any, ...], ...]
    psus: "Floats"
    fraction: "Floats"
    strata: tuple[tuple[Any, ...], ...]
    left_out: int


def structure(
    sums: Totals, design: Design, by: Sequence[str], *, inside: str | None = None, samples: Sequence[str] = ()
) -> Structure:
    """Code the groups of `sums`.

    Args:
        sums: totals grouped by `by`, the columns of the design, `samples` and `inside`.
        design: how the sample was drawn.
        by: the columns whose values make the domains; a group with a null among them is in none.
        inside: a true/false column: false lies in no domain.
        samples: columns that tell separate samples apart; they cross the strata.

    Raises:
        DesignError: PSUs in two strata while `nest` is False, an fpc that varies within a stratum or is smaller
            than the sample, a stratum without a population, or (`lonely_psu="fail"`) one with a single PSU.
    """
    strata_columns = tuple(dict.fromkeys((*design.strata_columns, *samples)))
    stratum, strata = codes([sums.keys[name] for name in strata_columns], len(sums.rows))
    psu = None
    if design.psu_columns:
        psu, _ = codes(
            [sums.keys[name] for name in (*samples, *design.psu_columns)], len(sums.rows), label=False
        )
        pairs = np.unique(stratum * (psu.max() + 1) + psu)
        if not design.nest and len(pairs) > psu.max() + 1:
            raise _not_nested()
        psus = np.bincount(pairs // (psu.max() + 1), minlength=len(strata)).astype(np.float64)
    else:
        psus = np.bincount(stratum, weights=sums.rows, minlength=len(strata)).astype(np.float64)
    fraction = _fraction(sums, design, stratum, strata, psus)
    lonely = (psus == 1) & (fraction < 1)
    if design.lonely_psu == "fail" and lonely.any():
        raise _lonely(strata[int(np.flatnonzero(lonely)[0])])

    chosen = np.ones(len(sums.rows), dtype=bool)
    if inside is not None:
        chosen = np.asarray(sums.keys[inside].fill_null(False))  # noqa: FBT003 -- PyArrow takes the value so
    known = chosen.copy()
    for name in by:
        known &= np.asarray(sums.keys[name].is_valid())
    domain, labels = codes([sums.keys[name].filter(known) for name in by], int(known.sum()))
    if not by:
        labels = ((),)
    places = np.flatnonzero(known)
    finest = psu[places] if psu is not None else np.zeros(len(places), dtype=np.int64)
    order = np.lexsort((finest, stratum[places], domain))
    return Structure(
        order=places[order],
        domain=domain[order],
        stratum=stratum[places][order],
        labels=labels,
        psus=psus,
        fraction=fraction,
        strata=strata,
        left_out=int(sums.rows[chosen & ~known].sum()),
    )


def codes(
    columns: Sequence[Any], rows: int, *, label: bool = True
) -> "tuple[Codes, tuple[tuple[Any, ...], ...]]":
    """Number the combinations of values of PyArrow arrays from 0, in sorted order, with their labels."""
    import pyarrow.compute as pc

    combined = np.zeros(rows, dtype=np.int64)
    dictionaries = []
    for column in columns:
        encoded = pc.dictionary_encode(column, null_encoding="encode")
        rank = (
            np.asarray(pc.rank(encoded.dictionary, sort_keys="ascending", tiebreaker="dense")).astype(
                np.int64
            )
            - 1
        )
        values = encoded.dictionary.take(pc.sort_indices(encoded.dictionary))
        dictionaries.append(values)
        combined = combined * max(len(values), 1) + rank[np.asarray(encoded.indices)]
    present, numbered = np.unique(combined, return_inverse=True)
    if not label:
        return numbered.astype(np.int64), ()
    parts: list[list[Any]] = []
    remaining = present
    for values in reversed(dictionaries):
        size = max(len(values), 1)
        parts.insert(0, values.take(remaining % size).to_pylist())
        remaining = remaining // size
    labels = tuple(zip(*parts, strict=True)) if parts else ((),) * len(present)
    return numbered.astype(np.int64), labels


def _fraction(
    sums: Totals, design: Design, stratum: "Codes", strata: tuple[tuple[Any, ...], ...], psus: "Floats"
) -> "Floats":
    if design.fpc:
        low, high = np.full(len(strata), np.inf), np.full(len(strata), -np.inf)
        np.minimum.at(low, stratum, sums.fpc_low)
        np.maximum.at(high, stratum, sums.fpc_high)
        uneven = np.flatnonzero(low != high)
        if len(uneven):
            raise _uneven(strata[int(uneven[0])], float(low[uneven[0]]), float(high[uneven[0]]))
        size = high
    elif design.population is not None:
        size = np.array([_population(design, label) for label in strata])
    else:
        return np.zeros(len(strata))
    if not (size > 0).all():
        raise _too_small(strata[int(np.flatnonzero(~(size > 0))[0])], float(size.min()), 1.0)
    fraction: Floats = size if (size <= 1).all() else psus / size
    if (fraction > 1).any():
        worst = int(np.argmax(fraction))
        raise _too_small(strata[worst], float(size[worst]), float(psus[worst]))
    return fraction


def _population(design: Design, label: tuple[Any, ...]) -> float:
    own = label[: len(design.strata_columns)]
    if not isinstance(design.population, Mapping):
        return float(design.population or 0)
    for key in (own, *own[:1]) if len(own) == 1 else (own,):
        if key in design.population:
            return float(design.population[key])
    raise DesignError(
        Message(N_("Verwacht: voor elk stratum de omvang van de populatie.")),
        Message(N_("Het stratum “%(stratum)s” ontbreekt in de lijst."), {"stratum": name_of(own)}),
        Message(N_("Voeg het toe aan de lijst.")),
    )


def name_of(label: tuple[Any, ...]) -> str:
    """A stratum or domain as one text."""
    return " / ".join(str(part) for part in label)


def _not_nested() -> DesignError:
    return DesignError(
        Message(N_("Verwacht: elke locatie (PSU) ligt in één stratum.")),
        Message(N_("Dezelfde code van een locatie komt in meer dan één stratum voor.")),
        Message(N_("Begint de nummering in elk stratum opnieuw, kies dan nest=True.")),
    )


def _lonely(label: tuple[Any, ...]) -> DesignError:
    return DesignError(
        Message(N_("Verwacht: in elk stratum ten minste twee locaties (PSU's).")),
        Message(N_("Het stratum “%(stratum)s” heeft er één."), {"stratum": name_of(label)}),
        Message(N_("Voeg strata samen, of kies wat zo'n stratum bijdraagt (lonely_psu).")),
    )


def _uneven(label: tuple[Any, ...], low: float, high: float) -> DesignError:
    return DesignError(
        Message(N_("Verwacht: één omvang van de populatie (fpc) per stratum.")),
        Message(
            N_("In het stratum “%(stratum)s” staan er meer: van %(low)s tot %(high)s."),
            {"stratum": name_of(label), "low": low, "high": high},
        ),
        Message(N_("Maak de omvang binnen elk stratum gelijk.")),
    )


def _too_small(label: tuple[Any, ...], size: float, sample: float) -> DesignError:
    return DesignError(
        Message(N_("Verwacht: een populatie die ten minste zo groot is als de steekproef.")),
        Message(
            N_("In het stratum “%(stratum)s”: populatie %(size)s, steekproef %(sample)s."),
            {"stratum": name_of(label), "size": size, "sample": sample},
        ),
        Message(N_("Controleer de omvang van de populatie (fpc).")),
    )
