"""The groups of a comparison: their estimates, what they have in common, and the degrees of freedom of each pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Cells
from analysis.compare.differences import Side
from analysis.compare.words import named
from analysis.design import Design
from analysis.errors import MethodError
from analysis.figure import Estimate
from analysis.indicators import Indicator, Kind, names_of
from analysis.messages import N_, Message
from analysis.origins import COLUMN
from analysis.table import Table, tabulate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.table import Where

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]

CONFOUNDED = "origins_confounded"
MOST = 100  # groups that are compared with each other: 4,950 pairs


@dataclass(frozen=True)
class Groups:
    """The domains of one indicator that have answers.

    Attributes:
        table: the estimates of all domains, with their covariance.
        kept: places in the table of the domains with an estimate [q].
        domain: per cell the place among the kept domains [cells]; -1 for none.
    """

    table: Table
    kept: "Codes"
    domain: "Codes"

    def __len__(self) -> int:
        return len(self.kept)

    @property
    def cells(self) -> Cells:
        """The sample."""
        return self.table.cells

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """Those of the kept domains."""
        return tuple(self.table.estimates[place] for place in self.kept)

    @property
    def covariance(self) -> "Floats":
        """Of these estimates [q, q]."""
        found: Floats = self.table.covariance[np.ix_(self.kept, self.kept)]
        return found

    @property
    def indicator(self) -> str:
        """The column."""
        return self.table.estimates[0].indicator

    @property
    def kind(self) -> Kind:
        """Of its estimates."""
        return self.table.estimates[0].kind

    def side(self, place: int) -> Side:
        """One group, as a side of a comparison."""
        one = self.estimates[place]
        # No error (of a group in no replicate) is not a number here, and leaves the difference without a test.
        variance = float(np.nan_to_num(self.covariance[place, place]))
        return Side(
            named(one.by),
            one.by,
            one.n,
            one.weighted_base,
            float(one.estimate or 0.0),
            max(variance, 0.0) ** 0.5,
        )

    @property
    def caveats(self) -> tuple[str, ...]:
        """What holds for the comparison as a whole: where the answers come from, groups that are missing."""
        noted = from_origins(self.estimates)
        if len(self.kept) < len(self.table.estimates):
            noted.append("empty_groups")
        return tuple(noted)

    def pair_df(self) -> "Codes":
        """Degrees of freedom of each pair [q, q], see `pair_degrees`."""
        return pair_degrees(self.cells, self.domain, len(self))


def groups(
    source: Any,
    design: Design,
    indicator: str | Indicator,
    by: str | Sequence[str],
    *,
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Groups:
    """The domains of one indicator.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicator: a column of numbers, or of 1 and 0.
        by: column(s) whose combinations are the groups.
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of confidence.

    Raises:
        MethodError: fewer than two groups have answers, or there are too many to compare.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    names = names_of(by)
    table = tabulate(source, design, [indicator], names, where=where, origins=origins, level=level)
    known = [place for place, one in enumerate(table.estimates) if one.estimate is not None]
    if len(known) < 2:  # noqa: PLR2004 -- a comparison needs two
        raise MethodError(
            Message(N_("Verwacht: ten minste twee groepen met antwoorden.")),
            Message(N_("Er zijn er %(got)s."), {"got": len(known)}),
            Message(N_("Kies een andere groepering of een ruimere selectie.")),
        )
    if len(known) > MOST:
        raise MethodError(
            Message(N_("Verwacht: ten hoogste %(most)s groepen om te vergelijken."), {"most": MOST}),
            Message(N_("Er zijn er %(got)s."), {"got": len(known)}),
            Message(N_("Neem groepen samen, of vergelijk binnen een selectie.")),
        )
    kept = np.array(known, dtype=np.int64)
    fresh = np.full(len(table.estimates) + 1, -1, dtype=np.int64)
    fresh[kept] = np.arange(len(kept))
    domain, _ = table.cells.domains(names)
    return Groups(table, kept, fresh[domain])


def from_origins(estimates: Sequence[Estimate]) -> list[str]:
    """The caveats about where answers come from, and `origins_confounded` when origins are what is compared."""
    found = dict.fromkeys(code for one in estimates for code in one.caveats)
    noted = [code for code in found if code.startswith("origin_") or code in {"pooled", "by_missing"}]
    return [*noted, CONFOUNDED] if any(COLUMN in one.by for one in estimates) else noted


def pair_degrees(cells: Cells, domain: "Codes", size: int) -> "Codes":
    """PSUs less strata with rows of either of two domains [size, size]; of replicate weights their own df.

    Args:
        cells: the sample.
        domain: of each cell [cells]; -1 for none.
        size: number of domains.
    """
    if cells.replicates is not None:
        return np.full((size, size), cells.replicates.df, dtype=np.int64)
    stage = cells.stages[0]
    strata = _met(stage.stratum, len(stage.units), domain, size)
    inside = domain >= 0
    if stage.unit is None:
        each = np.bincount(domain[inside], cells.n[inside], size).astype(np.float64)
        units = each[:, None] + each[None, :] - np.diag(each)
    else:
        units = _either(_met(stage.unit, len(stage.of), domain, size))
    return np.round(units - _either(strata)).astype(np.int64)


def _met(codes: "Codes", size: int, domain: "Codes", domains: int) -> "Floats":
    """Which units meet which domains: 1 or 0 [units, domains]."""
    inside = domain >= 0
    found = np.zeros(size * domains)
    found[np.unique(codes[inside] * domains + domain[inside])] = 1.0
    return found.reshape(size, domains)


def _either(met: "Floats") -> "Floats":
    """Units that meet one of two domains [domains, domains]."""
    each = met.sum(axis=0)
    found: Floats = each[:, None] + each[None, :] - met.T @ met
    return found
