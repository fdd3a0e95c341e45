"""How the sample was drawn: strata, primary sampling units (PSUs), weights, finite populations."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from analysis.errors import DesignError
from analysis.indicators import names_of
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from analysis.cells import Cells
    from analysis.replicates import Replication

LonelyPsu = Literal["fail", "remove", "certainty", "adjust", "average"]


class Adjustment(Protocol):
    """A way in which the weights were changed after drawing: post-stratification, raking, trimming ..."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads; cells are told apart by them."""
        ...

    @property
    def plain(self) -> bool:
        """Whether its variance needs sums without weights."""
        ...

    @property
    def one_weight(self) -> bool:
        """Whether it looks at the weight of each row, so that a cell may hold one weight only."""
        ...

    def apply(self, cells: "Cells") -> "Cells":
        """The same cells with other weights, and with what these explain (`Cells.reweighted`)."""
        ...


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
        ssu: column(s) of the unit drawn in the second stage, within the PSU; its codes may restart in each PSU.
        ssu_strata: column(s) of the strata within PSUs from which these were drawn.
        ssu_fpc: column with the number of units in the population of the row's PSU (or of its stratum within the
            PSU), or the sampling fraction. It counts only when the first stage has a population: with replacement
            the spread between PSUs already holds what happens within them.
        certainty: true/false or 1/0 column of PSUs that were in the sample for certain: they add nothing in the
            first stage.
        replication: replicate weights, made or given; None: linearisation.
        adjust: what was done to the weights after drawing, in order.

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
    ssu: str | tuple[str, ...] | None = None
    ssu_strata: str | tuple[str, ...] | None = None
    ssu_fpc: str | None = None
    certainty: str | None = None
    replication: "Replication | None" = None
    adjust: tuple[Adjustment, ...] = ()

    def __post_init__(self) -> None:
        if self.fpc is not None and self.population is not None:
            raise DesignError(
                Message(
                    N_("Verwacht: de omvang van de populatie als kolom (fpc) of als lijst (population).")
                ),
                Message(N_("Beide zijn gegeven.")),
                Message(N_("Kies een van de twee.")),
            )
        if self.ssu is not None and self.psu is None:
            raise DesignError(
                Message(N_("Verwacht: een kolom met de eerste trap (psu) bij een tweede trap (ssu).")),
                Message(N_("Er is alleen een tweede trap gegeven.")),
                Message(N_("Noem ook de kolom van de eerste trap.")),
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
        return names_of(self.strata)

    @property
    def psu_columns(self) -> tuple[str, ...]:
        """The columns whose values together name the PSU; empty when each row is one."""
        return names_of(self.psu)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the design reads."""
        single = tuple(name for name in (self.weight, *self.numbers, self.certainty) if name is not None)
        return tuple(dict.fromkeys((*self.keys, *single)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell strata and units apart, of both stages."""
        named = (*self.strata_columns, *self.psu_columns, *names_of(self.ssu_strata), *names_of(self.ssu))
        return tuple(dict.fromkeys((*named, *names_of(self.certainty))))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns with sizes or fractions of populations."""
        return tuple(name for name in (self.fpc, self.ssu_fpc) if name is not None)

    @property
    def second_stage(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The columns of the strata and of the units of the second stage; None when there is one stage."""
        if self.ssu is None or (self.fpc is None and self.population is None):
            return None
        return names_of(self.ssu_strata), names_of(self.ssu)
