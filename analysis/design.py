"""How the sample was drawn: strata, primary sampling units (PSUs), weights, finite populations."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from analysis.errors import DesignError
from analysis.messages import N_, Message

LonelyPsu = Literal["fail", "remove", "certainty", "adjust", "average"]


@dataclass(frozen=True)
class Design:
    """The columns that say how a response table was sampled; nothing is copied out of the table.

    Attributes:
        strata: column(s) of the stratum; None is one stratum.
        psu: column(s) of the PSU, for instance the place of a street interview; None makes each row its own.
        weight: column of the weight (> 0); None weighs every row 1.
        fpc: column with the number of PSUs in the population of the row's stratum, or (all values <= 1) the
            sampling fraction; None means sampling with replacement.
        population: the same numbers by stratum (a tuple of values when `strata` names several columns), or one
            number for a design without strata; instead of `fpc`.
        nest: PSU codes restart in each stratum; when False a PSU in two strata is refused.
        lonely_psu: what a stratum with one PSU adds to the variance. `fail`: refuse; `remove`, `certainty`:
            nothing; `adjust`: its distance to the mean of all PSUs; `average`: what the other strata add on
            average.
        adjust_domain_lonely: treat likewise (`adjust`, `average`) a stratum of which a domain holds one PSU only;
            otherwise its other PSUs count as zero, which is the right domain estimator.

    The names and their meaning follow `svydesign` and `options(survey.lonely.psu=,
    survey.adjust.domain.lonely=)` of R's `survey`, after
    Lumley (2010), *Complex Surveys*, chapters 2 and 3.

    Raises:
        DesignError: both `fpc` and `population`, or an unknown `lonely_psu`.
    """

    strata: str | tuple[str, ...] | None = None
    psu: str | tuple[str, ...] | None = None
    weight: str | None = None
    fpc: str | None = None
    population: float | Mapping[Hashable, float] | None = None
    nest: bool = True
    lonely_psu: LonelyPsu = "adjust"
    adjust_domain_lonely: bool = False

    def __post_init__(self) -> None:
        if self.fpc is not None and self.population is not None:
            raise DesignError(
                Message(
                    N_("Verwacht: de omvang van de populatie als kolom (fpc) of als lijst (population).")
                ),
                Message(N_("Beide zijn gegeven.")),
                Message(N_("Kies een van de twee.")),
            )
        if self.lonely_psu not in get_args(LonelyPsu):
            raise DesignError(
                Message(
                    N_("Verwacht voor een stratum met één locatie: %(options)s."),
                    {"options": ", ".join(get_args(LonelyPsu))},
                ),
                Message(N_("Gekregen: %(got)s."), {"got": self.lonely_psu}),
                Message(N_("Kies een van deze namen.")),
            )

    @property
    def strata_columns(self) -> tuple[str, ...]:
        """The columns whose values together name the stratum; empty without strata."""
        return _columns(self.strata)

    @property
    def psu_columns(self) -> tuple[str, ...]:
        """The columns whose values together name the PSU; empty when each row is one."""
        return _columns(self.psu)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the design reads."""
        single = tuple(name for name in (self.weight, self.fpc) if name is not None)
        return tuple(dict.fromkeys(self.strata_columns + self.psu_columns + single))


def _columns(names: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if names is None:
        return ()
    return (names,) if isinstance(names, str) else tuple(names)
