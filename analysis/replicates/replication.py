"""What a design declares about replicate weights: which kind, how many, and how their spread is scaled."""

from dataclasses import dataclass
from math import isfinite
from typing import Literal, get_args

from analysis.errors import MethodError
from analysis.messages import N_, Message

Kind = Literal["JK1", "JKn", "BRR", "Fay", "bootstrap", "given"]
MADE: tuple[Kind, ...] = ("JK1", "JKn", "BRR", "Fay", "bootstrap")


@dataclass(frozen=True)
class Replication:
    """Errors by replicate weights instead of linearisation.

    Attributes:
        kind: `JK1`, `JKn`: leave out one PSU at a time, of a sample without or with strata (R: `as.svrepdesign`
            with these types); `BRR`: balanced half-samples of two PSUs per stratum (McCarthy 1969); `Fay`: the same
            with weights 2 - rho and rho (Judkins 1990); `bootstrap`: n_h - 1 PSUs with replacement from each
            stratum (Rao and Wu 1988; R: `type = "subbootstrap"`); `given`: in columns of the table.
        columns: of given weights.
        count: number of replicates of a bootstrap.
        seed: of a bootstrap; the same seed and sample give the same replicates.
        rho: of Fay's method, 0 <= rho < 1.
        scale: of given weights; the variance is scale * sum_r rscales_r (theta_r - centre)^2.
        rscales: of given weights, one number per column; None is 1 for each.
        mse: the centre is the estimate of the sample itself; otherwise the mean of the replicates.
        combined: given weights are weights (True), or numbers to multiply the weight by (False).

    Raises:
        MethodError: an unknown kind; columns, scale or rscales that do not belong to the kind; an impossible count,
            seed or rho.
    """

    kind: Kind
    columns: tuple[str, ...] = ()
    count: int = 500
    seed: int = 1
    rho: float = 0.3
    scale: float | None = None
    rscales: tuple[float, ...] | None = None
    mse: bool = False
    combined: bool = True

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise _wrong("kind", ", ".join(get_args(Kind)), self.kind)
        if self.kind in MADE and (self.columns or self.scale is not None or self.rscales is not None):
            raise MethodError(
                Message(N_("Verwacht: kolommen en een schaal alleen bij gegeven replicatiegewichten.")),
                Message(N_("De replicatiegewichten worden hier gemaakt (%(kind)s)."), {"kind": self.kind}),
                Message(N_("Laat columns, scale en rscales weg, of kies de soort “given”.")),
            )
        if self.kind == "given":
            self._check_given()
        if self.kind == "bootstrap" and self.count < 2:  # noqa: PLR2004 -- one replicate has no spread
            raise _wrong("count", ">= 2", self.count)
        if self.seed < 0:
            raise _wrong("seed", ">= 0", self.seed)
        if self.kind == "Fay" and not 0 <= self.rho < 1:
            raise _wrong("rho", "0 <= rho < 1", self.rho)

    def _check_given(self) -> None:
        if len(self.columns) < 2:  # noqa: PLR2004 -- one replicate has no spread
            raise _wrong("columns", ">= 2", len(self.columns))
        if self.scale is None:
            raise MethodError(
                Message(N_("Verwacht: de schaal (scale) van de gegeven replicatiegewichten.")),
                Message(N_("Er is er geen gegeven.")),
                Message(
                    N_(
                        "Met R replicaties is het bij BRR 1/R, bij Fay 1/(R (1 - rho)²), bij JK1 (R - 1)/R, bij JKn 1 "
                        "met rscales, en bij een bootstrap meestal 1/R of 1/(R - 1)."
                    )
                ),
            )
        if not (isfinite(self.scale) and self.scale > 0):
            raise _wrong("scale", "> 0", self.scale)
        if self.rscales is None:
            return
        if len(self.rscales) != len(self.columns):
            raise _wrong("rscales", str(len(self.columns)), len(self.rscales))
        if not all(isfinite(one) and one >= 0 for one in self.rscales) or not any(self.rscales):
            raise _wrong("rscales", ">= 0", list(self.rscales))


def _wrong(option: str, expected: str, got: object) -> MethodError:
    return MethodError(
        Message(
            N_("Verwacht bij de replicatiegewichten voor %(option)s: %(expected)s."),
            {"option": option, "expected": expected},
        ),
        Message(N_("Gekregen: %(got)s."), {"got": got}),
        Message(N_("Pas %(option)s aan."), {"option": option}),
    )
