"""Interviewer effects: how much of the differences between answers lies between interviewers."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import EvidenceError, IndicatorError, MethodError
from analysis.messages import N_, Message
from analysis.numerals import decimal, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEW = 5  # interviewers below which an interval says next to nothing


@dataclass(frozen=True)
class InterviewerEffect:
    """The intraclass correlation of answers to one interviewer.

    Attributes:
        estimate: rho, the share of the variance that lies between interviewers; may come out below 0, which is
            chance: no effect was found.
        low, high: of rho; None when they do not exist.
        deff: 1 + (load - 1) rho: how much the variance of a mean grows, with `load` the mean workload weighted by
            workload, sum m^2 / sum m; never below 1.
        load: see `deff`.
        n: answers; `interviewers`: who have one or more; `left_out`: rows without answer or interviewer.
        binary: all answers are 0 or 1.
        level, method: of the interval.
        caveats: `not_interpenetrated` (always: see the sentence), `few_interviewers`, `binary_interval`,
            `no_spread_within`.
    """

    estimate: float
    low: float | None
    high: float | None
    deff: float
    load: float
    n: int
    interviewers: int
    left_out: int
    binary: bool
    level: float
    method: str
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """What lies between interviewers, what it does to a margin, and why that need not be their doing."""
        return Message(
            N_(
                "Van de verschillen tussen antwoorden ligt %(share)s tussen interviewers (%(interviewers)s interviewers, "
                "%(n)s antwoorden). Daardoor worden marges %(times)s keer zo breed. Werkten interviewers op "
                "verschillende plekken, dan kan het ook aan die plekken liggen."
            ),
            {
                "share": percent(max(self.estimate, 0.0)),
                "interviewers": self.interviewers,
                "n": self.n,
                "times": decimal(self.deff**0.5, 1),
            },
        )


def interviewer_effect(
    answers: Sequence[float | None], interviewers: Sequence[Hashable | None], *, level: float = 0.95
) -> InterviewerEffect:
    """The intraclass correlation of interviewers, by analysis of variance.

    With k interviewers with m_i of N answers, MSB and MSW the mean squares between and within them and
    m0 = (N - sum m_i^2 / N) / (k - 1): rho = (MSB - MSW) / (MSB + (m0 - 1) MSW) (Kish 1962, JASA 57:92-115). The
    interval is Searle's, from F = MSB / MSW: (F / f - 1) / (F / f + m0 - 1) at both quantiles f of F with k - 1 and
    N - k degrees of freedom (Searle 1971, *Linear Models*, p. 414; for unequal workloads and for 0/1 answers an
    approximation, see Ukoumunne 2002, Statistics in Medicine 21:3757-3774). For 0/1 answers the same estimator holds
    (Ridout, Demétrio and Firth 1999, Biometrics 55:137-148).

    Args:
        answers: 0/1 or numbers; None or NaN is left out.
        interviewers: who asked, per answer; None is left out.
        level: of confidence.

    Raises:
        EvidenceError: fewer than two interviewers, none with two answers, or answers that are all equal.
        IndicatorError: answers that are not finite numbers; lists of unequal length.
        MethodError: an impossible level.
    """
    if not 0 < level < 1:
        raise MethodError(
            Message(N_("Verwacht: een betrouwbaarheid tussen 0 en 1, bijvoorbeeld 0.95.")),
            Message(N_("Gekregen: %(got)s."), {"got": level}),
            Message(N_("Deel een percentage door 100.")),
        )
    values, codes, left_out = _paired(answers, interviewers)
    sizes = np.bincount(codes).astype(float) if len(codes) else np.zeros(0)
    count, total = len(sizes), float(sizes.sum())
    if count < 2 or total <= count or not np.ptp(values):  # noqa: PLR2004 -- between needs two
        raise EvidenceError(
            Message(
                N_(
                    "Verwacht: verschillende antwoorden, bij twee of meer interviewers met meer dan één antwoord."
                )
            ),
            Message(
                N_(
                    "Gekregen: %(n)s antwoorden bij %(interviewers)s interviewers, met %(values)s verschillende waarden."
                ),
                {"n": int(total), "interviewers": count, "values": len(np.unique(values))},
            ),
            Message(
                N_(
                    "Vul bij elk interview in wie het afnam, of kies een vraag waarop de antwoorden verschillen."
                )
            ),
        )
    means = np.bincount(codes, values) / sizes
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (count - 1)
    within = float(((values - means[codes]) ** 2).sum()) / (total - count)
    typical = (total - float((sizes**2).sum()) / total) / (count - 1)
    rho = (between - within) / (between + (typical - 1) * within)
    load = float((sizes**2).sum()) / total
    binary = bool(np.isin(values, (0, 1)).all())
    noted = ["not_interpenetrated"]
    if count < FEW:
        noted.append("few_interviewers")
    low = high = None
    if within <= 0:
        noted.append("no_spread_within")
    else:
        low, high = _limits(between / within, typical, (count - 1, total - count), level)
        if binary:
            noted.append("binary_interval")
    return InterviewerEffect(
        estimate=rho,
        low=low,
        high=high,
        deff=max(1.0, 1 + (load - 1) * rho),
        load=load,
        n=int(total),
        interviewers=count,
        left_out=left_out,
        binary=binary,
        level=level,
        method="anova, Searle",
        caveats=tuple(noted),
    )


def _limits(ratio: float, typical: float, df: tuple[float, float], level: float) -> tuple[float, float]:
    from scipy.special import fdtri

    limits = []
    for share in ((1 + level) / 2, (1 - level) / 2):
        scaled = ratio / float(fdtri(*df, share))
        limits.append((scaled - 1) / (scaled + typical - 1))
    return limits[0], limits[1]


def _paired(
    answers: Sequence[float | None], interviewers: Sequence[Hashable | None]
) -> "tuple[Floats, NDArray[np.int64], int]":
    if len(answers) != len(interviewers):
        raise IndicatorError(
            Message(N_("Verwacht: bij elk antwoord één interviewer.")),
            Message(
                N_("Gekregen: %(answers)s antwoorden en %(interviewers)s interviewers."),
                {"answers": len(answers), "interviewers": len(interviewers)},
            ),
            Message(N_("Geef twee lijsten van dezelfde lengte; laat leeg wat ontbreekt.")),
        )
    try:
        values = np.array([np.nan if one is None else float(one) for one in answers])
    except (TypeError, ValueError):
        values = np.array([np.inf])
    if np.isinf(values).any():
        raise IndicatorError(
            Message(N_("Verwacht: antwoorden die getallen zijn.")),
            Message(N_("Er staat tekst of oneindig tussen.")),
            Message(N_("Maak er 1 en 0 van, of een cijfer.")),
        )
    kept = ~np.isnan(values) & np.array([one is not None for one in interviewers], dtype=bool)
    names = [one for one, keep in zip(interviewers, kept, strict=True) if keep]
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    codes = np.array([place[name] for name in names], dtype=np.int64)
    return values[kept], codes, int(len(values) - kept.sum())
