"""One question to a table, of any kind: what is estimated or tested, in which groups, and how."""

from dataclasses import dataclass
from typing import Literal, get_args

from analysis import intervals
from analysis.errors import MethodError
from analysis.messages import N_, Message

Statistic = Literal["F", "Chisq", "Wald", "adjWald", "saddlepoint", "lincom"]
Kind = Literal["mean", "proportion", "total", "ratio", "quantile", "chisq", "linear", "logistic"]


@dataclass(frozen=True)
class Asked:
    """A question.

    Attributes:
        kind: what is asked.
        what: of what: columns; `A/B` for ratios; `V@q` for quantiles (`V@q1,q2` for several); the two columns of a
            chi-square; the formula of a regression.
        by: columns whose combinations are the groups; not for tests and regressions.
        where: a condition, see `analysis.question.condition`; "" is everybody.
        origins: one origin, or "pool"; see `analysis.collect.collect`.
        interval: of proportions and quantiles, see `analysis.intervals`; None is the default of each.
        level: of confidence.
        statistic: of a chi-square.

    Raises:
        MethodError: an unknown kind, or `what` or `by` that does not belong to it.
    """

    kind: Kind
    what: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: str = ""
    origins: str | None = None
    interval: intervals.Method | None = None
    level: float = 0.95
    statistic: Statistic = "F"

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise _wrong(N_("mean, proportion, total, ratio, quantile, chisq, linear of logistic"), self.kind)
        if not self.what or not all(one.strip() for one in self.what):
            raise _wrong(N_("ten minste één kolom of formule"), ", ".join(self.what) or "-")
        if self.kind == "chisq" and len(self.what) != 2:  # noqa: PLR2004 -- rows and columns
            raise _wrong(N_("twee kolommen voor de toets: A,B"), ", ".join(self.what))
        if self.kind in {"linear", "logistic"} and len(self.what) != 1:
            raise _wrong(N_("één formule, zoals y ~ a + b"), " | ".join(self.what))
        if self.by and self.kind in {"chisq", "linear", "logistic"}:
            raise _wrong(N_("geen groepen (by) bij een toets of regressie"), ", ".join(self.by))
        for one in self.what if self.kind == "ratio" else ():
            if one.count("/") != 1 or not all(part.strip() for part in one.split("/")):
                raise _wrong(N_("een verhouding zoals teller/noemer"), one)
        if self.kind == "quantile":
            self.shares  # noqa: B018 -- asking them reads them

    @property
    def shares(self) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """Of a question about quantiles: each column with the shares asked.

        Raises:
            MethodError: a share that is not a number.
        """
        found = []
        for one in self.what:
            column, _, shares = one.rpartition("@")
            try:
                found.append((column.strip(), tuple(float(share) for share in shares.split(","))))
            except ValueError as error:
                raise _wrong(N_("een kwantiel zoals kolom@0.5"), one) from error
            if not column.strip():
                raise _wrong(N_("een kwantiel zoals kolom@0.5"), one)
        return tuple(found)


def _wrong(expected: str, got: str) -> MethodError:
    return MethodError(
        Message(N_("Verwacht: %(expected)s."), {"expected": expected}),
        Message(N_("Gekregen: %(got)s."), {"got": got}),
        Message(N_("Pas de vraag aan.")),
    )
