"""What a self-selected sample is held against: a random sample of the same people, or the population itself."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import OverlapError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from analysis.design import Design


@dataclass(frozen=True)
class ReferenceSample:
    """A random sample of the population that knows the same covariates.

    Attributes:
        source: see `analysis.collect.collect`, like `where` and `origins`.
        design: how it was drawn; the weights are its inverse chances.
        where: a domain.
        origins: the origins that it is about.
    """

    source: Any
    design: "Design"
    where: Any = None
    origins: Any = None


@dataclass(frozen=True)
class PopulationCells:
    """The population itself: residents per combination of classes, from the register. It has no sampling error.

    Attributes:
        columns: the names of the covariates.
        counts: residents per combination, in the order of `columns`.

    Raises:
        OverlapError: no residents, a negative number, or a combination of another length.
    """

    columns: tuple[str, ...]
    counts: Mapping[tuple[Hashable, ...], float]

    def __post_init__(self) -> None:
        sizes = np.array(list(self.counts.values()), dtype=np.float64)
        fits = all(isinstance(one, tuple) and len(one) == len(self.columns) for one in self.counts)
        if fits and len(sizes) and np.isfinite(sizes).all() and (sizes >= 0).all() and sizes.sum() > 0:
            return
        raise OverlapError(
            Message(
                N_("Verwacht: per combinatie van %(columns)s een aantal inwoners van 0 of meer."),
                {"columns": ", ".join(self.columns)},
            ),
            Message(N_("Gekregen: een combinatie van een andere lengte, een ander getal, of niemand.")),
            Message(N_("Tel de inwoners per combinatie van klassen, in de volgorde van de kolommen.")),
        )


Reference = ReferenceSample | PopulationCells
