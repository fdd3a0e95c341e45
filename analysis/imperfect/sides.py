"""Panel and reference side by side: the same covariates, coded the same way, and how far they overlap."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.collect import collect, known
from analysis.engine import scan
from analysis.errors import MethodError, OverlapError, missing_column
from analysis.imperfect.reference import PopulationCells, Reference
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.design import Design
    from analysis.indicators import Indicator

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Term = str | tuple[str, ...]
PER_COEFFICIENT = 10
_ROUNDING = 1e-10  # spread below this share of the mean is none


@dataclass(frozen=True)
class Sides:
    """Both samples, ready for a model of who takes part.

    Attributes:
        panel: its cells; `kept` [cells] those with all covariates.
        reference: the cells of the reference sample; None when the population itself was given.
        names: of the columns of the two matrices below [p]; the first is a constant.
        x: covariates of the panel [cells, p], numbers with mean 0 and standard deviation 1; zero where not kept.
        x_reference: covariates of the reference [cells, p], on the same scale.
        turned: coefficients of the covariates themselves are `turned` [p, p] times those of x.
        d: weight of the reference per cell [cells]: residents that it stands for; zero where a covariate is missing.
        rows: cells of the reference as people: interviews, or residents.
        uncovered: share of the population in combinations of classes without anybody in the panel.
        left_out: panel members without all covariates.
        labels: per column of `by` the label of each reference cell.
    """

    panel: "Cells"
    kept: "Flags"
    reference: "Cells | None"
    names: tuple[str, ...]
    x: "Floats"
    x_reference: "Floats"
    turned: "Floats"
    d: "Floats"
    rows: float
    uncovered: float
    left_out: int
    labels: dict[str, list[Any]]


@dataclass(frozen=True)
class _Side:
    """Labels per column and weight per cell of one side."""

    labels: dict[str, list[Any]]
    weight: "Floats"

    def classes(self, term: Term) -> list[Any]:
        if isinstance(term, str):
            return self.labels[term]
        return list(zip(*(self.labels[name] for name in term), strict=True))


def sides(  # noqa: PLR0913 -- what to collect of two samples; all but four have a default
    panel: Any,
    design: "Design",
    reference: Reference,
    covariates: Sequence[Term],
    *,
    numbers: Sequence[str] = (),
    values: "Sequence[str | Indicator]" = (),
    by: Sequence[str] = (),
    where: Any = None,
    origins: Any = None,
) -> Sides:
    """Collect both and code the covariates: a 0/1 column per class but the first, numbers as they are.

    Raises:
        OverlapError: a class of one side that the other lacks, no covariates, or too few people for the
            coefficients (ten per coefficient: Peduzzi et al. 1996).
        MethodError: a panel whose weights were adjusted already.
        AnalysisError: what collecting may raise.
    """
    columns = _columns(covariates, numbers)
    if design.adjust:
        raise MethodError(
            Message(N_("Verwacht: een panel zonder aangepaste gewichten.")),
            Message(N_("Het ontwerp van het panel weegt al naar de bevolking (adjust).")),
            Message(N_("Laat dat weg: deze methode maakt zelf gewichten.")),
        )
    if not columns:
        raise OverlapError(
            Message(N_("Verwacht: ten minste één kenmerk dat van beide bekend is.")),
            Message(N_("Er is er geen genoemd.")),
            Message(N_("Noem kenmerken zoals leeftijd en wijk.")),
        )
    cells = collect(panel, design, keys=(*columns, *by), values=values, where=where, origins=origins)
    kept = known(cells, *columns)
    ours = _Side(_labels(cells, (*columns, *by)), np.where(kept, cells.weight, 0.0))
    theirs, sampled = _reference(reference, columns, by)
    names, x, x_reference = ["(constant)"], [np.ones(len(cells))], [np.ones(len(theirs.weight))]
    for term in covariates:
        here, there = ours.classes(term), theirs.classes(term)
        classes = _shared(term, ours, theirs)
        number = {one: place for place, one in enumerate(classes)}
        codes, codes_reference = (np.array([number.get(one, -1) for one in side]) for side in (here, there))
        for place, one in enumerate(classes[1:], start=1):
            names.append(f"{term if isinstance(term, str) else ' x '.join(term)}={_said(one)}")
            x.append((codes == place).astype(np.float64))
            x_reference.append((codes_reference == place).astype(np.float64))
    turned = np.eye(len(names) + len(numbers))
    for name in numbers:
        mine, others = _numbers(ours.labels[name]), _numbers(theirs.labels[name])
        mean, spread = _size(name, mine[ours.weight > 0])
        turned[0, len(names)], turned[len(names), len(names)] = -mean / spread, 1 / spread
        names.append(name)
        x.append((mine - mean) / spread)
        x_reference.append((others - mean) / spread)
    rows = float(sampled.n[theirs.weight > 0].sum()) if sampled is not None else float(theirs.weight.sum())
    _enough(float(cells.n[kept].sum()), rows, len(names))
    return Sides(
        panel=cells,
        kept=kept,
        reference=sampled,
        names=tuple(names),
        x=np.column_stack(x) * kept[:, None],
        x_reference=np.column_stack(x_reference) * (theirs.weight > 0)[:, None],
        turned=turned,
        d=theirs.weight,
        rows=rows,
        uncovered=_uncovered(ours, theirs, covariates, numbers),
        left_out=int(cells.n[cells.inside & ~kept].sum()),
        labels={name: theirs.labels[name] for name in by if name in theirs.labels},
    )


def _columns(covariates: Sequence[Term], numbers: Sequence[str]) -> tuple[str, ...]:
    single = [name for term in covariates for name in ((term,) if isinstance(term, str) else term)]
    return tuple(dict.fromkeys((*single, *numbers)))


def _labels(cells: "Cells", columns: Sequence[str]) -> dict[str, list[Any]]:
    found = {}
    for name in dict.fromkeys(columns):
        key = cells.key(name)
        table = (*key.labels, None)  # code -1, missing, is the last
        found[name] = [table[code] for code in key.codes]
    return found


def _reference(
    reference: Reference, columns: Sequence[str], by: Sequence[str]
) -> "tuple[_Side, Cells | None]":
    if isinstance(reference, PopulationCells):
        for name in columns:
            if name not in reference.columns:
                raise missing_column(name, list(reference.columns))
        combinations = [one for one, size in reference.counts.items() if size > 0]
        labels: dict[str, list[Any]] = {
            name: [one[place] for one in combinations] for place, name in enumerate(reference.columns)
        }
        return _Side(labels, np.array([float(reference.counts[one]) for one in combinations])), None
    schema = scan(reference.source).collect_schema()
    wanted = (*columns, *(name for name in by if name in schema))
    cells = collect(
        reference.source, reference.design, keys=wanted, where=reference.where, origins=reference.origins
    )
    return _Side(_labels(cells, wanted), np.where(known(cells, *columns), cells.weight, 0.0)), cells


def _shared(term: Term, ours: _Side, theirs: _Side) -> list[Any]:
    """The classes of a covariate, which both sides must have."""
    found = []
    for side in (ours, theirs):
        present = zip(side.classes(term), side.weight, strict=True)
        found.append({label for label, weight in present if weight > 0})
    name = term if isinstance(term, str) else " x ".join(term)
    for absent, message in (
        (found[1] - found[0], N_("Wel in de bevolking, maar niemand in het panel: %(groups)s.")),
        (found[0] - found[1], N_("Wel in het panel, maar niet in de vergelijking: %(groups)s.")),
    ):
        if absent:
            raise OverlapError(
                Message(N_("Verwacht: elke klasse van “%(name)s” aan beide kanten."), {"name": name}),
                Message(message, {"groups": ", ".join(sorted(map(_said, absent)))}),
                Message(
                    N_(
                        "Voeg klassen samen, of zeg niets over deze groep: wie ontbreekt, kan niet worden omgerekend."
                    )
                ),
            )
    return sorted(found[0], key=_said)


def _uncovered(ours: _Side, theirs: _Side, covariates: Sequence[Term], numbers: Sequence[str]) -> float:
    """Share of the reference whose combination of classes nobody in the panel has, or a number beyond its range."""
    terms = list(covariates)
    mine: set[tuple[Hashable, ...]] = {
        combination
        for combination, weight in zip(_combined(ours, terms), ours.weight, strict=True)
        if weight > 0
    }
    out = np.array([combination not in mine for combination in _combined(theirs, terms)])
    for name in numbers:
        here, there = _numbers(ours.labels[name])[ours.weight > 0], _numbers(theirs.labels[name])
        out |= (there < here.min()) | (there > here.max())
    return float(theirs.weight[out].sum() / theirs.weight.sum())


def _combined(side: _Side, terms: Sequence[Term]) -> list[tuple[Hashable, ...]]:
    if not terms:
        return [()] * len(side.weight)
    return list(zip(*(side.classes(term) for term in terms), strict=True))


def _numbers(labels: Sequence[Any]) -> "Floats":
    return np.array([0.0 if label is None else float(label) for label in labels])


def _size(name: str, values: "Floats") -> tuple[float, float]:
    """Mean and standard deviation of a number in the panel."""
    mean, spread = float(values.mean()), float(values.std())
    if spread <= _ROUNDING * abs(mean) or spread == 0:
        raise OverlapError(
            Message(N_("Verwacht: een kenmerk dat in het panel verschilt, bij “%(name)s”."), {"name": name}),
            Message(N_("Iedereen heeft %(value)s."), {"value": f"{mean:g}"}),
            Message(N_("Laat dit kenmerk weg.")),
        )
    return mean, spread


def _said(label: Any) -> str:
    return " ".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _enough(panel: float, reference: float, coefficients: int) -> None:
    least = PER_COEFFICIENT * coefficients
    if min(panel, reference) < least:
        raise OverlapError(
            Message(
                N_("Verwacht: ten minste %(least)s mensen aan beide kanten, tien per coëfficiënt."),
                {"least": least},
            ),
            Message(
                N_("Gekregen: %(panel)s in het panel en %(reference)s in de vergelijking."),
                {"panel": round(panel), "reference": round(reference)},
            ),
            Message(N_("Neem minder kenmerken op, of voeg klassen samen.")),
        )
