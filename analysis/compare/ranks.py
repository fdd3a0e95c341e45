"""Does one group answer higher than another, whatever the distances between answers? Design-based rank tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from analysis import caveats
from analysis.cells import Cells
from analysis.collect import collect
from analysis.compare.hypotheses import quadratic_form
from analysis.compare.rank_scores import Scores, Ties, midranks, scored
from analysis.compare.words import chance
from analysis.covariance import degrees_of_freedom, uncertainty
from analysis.design import Design
from analysis.errors import DesignError, MethodError
from analysis.figure import SMALL
from analysis.messages import N_, Message
from analysis.numerals import many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.table import Where

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

NAMES: dict[Scores, str] = {
    "wilcoxon": N_("rangtoets van Wilcoxon (Kruskal-Wallis)"),
    "vanderWaerden": N_("normale-scoretoets van Van der Waerden"),
    "median": N_("mediaantoets van Mood"),
}
MOST = 100  # groups


@dataclass(frozen=True)
class RankTest:
    """A rank test of two or more groups.

    Attributes:
        indicator: the column; `by` the groups' column, `labels` the groups in sorted order.
        n: answers per group.
        scores: mean rank score per group: for `wilcoxon` the share of people that an answer exceeds (0-1), for
            `vanderWaerden` its normal quantile, for `median` the share above the median.
        test: the scores used; `ties` how equal answers were ranked.
        difference: with two groups second - first, in rank scores, and `se` its error; None with more.
        statistic: t with two groups; the Wald chi-square on `ndf` with more.
        ndf, ddf: `ddf` the degrees of freedom of t, or of the denominator of F = statistic / ndf.
        p: the chance of a statistic at least this far out, were the groups' scores equal on average.
        level: the level against which the sentence speaks.
        caveats: codes, see `analysis.caveats`.
    """

    indicator: str
    by: str
    labels: tuple[Any, ...]
    n: tuple[int, ...]
    scores: tuple[float, ...]
    test: Scores
    ties: Ties
    difference: float | None
    se: float | None
    statistic: float
    ndf: int
    ddf: int
    p: float
    level: float
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """What the test says, with the n of each group."""
        told = {
            "indicator": self.indicator,
            "groups": "; ".join(
                f"{label} (n = {many(n)})" for label, n in zip(self.labels, self.n, strict=True)
            ),
            "highest": self.labels[int(np.argmax(self.scores))],
            "p": chance(self.p),
            "test": NAMES[self.test],
        }
        if self.p < 1 - self.level:
            return Message(
                N_(
                    "De antwoorden op “%(indicator)s” verschillen tussen %(groups)s: p %(p)s (%(test)s). "
                    "Het hoogst antwoordt %(highest)s."
                ),
                told,
            )
        return Message(
            N_(
                "Dat de antwoorden op “%(indicator)s” verschillen tussen %(groups)s is niet aangetoond: p %(p)s "
                "(%(test)s). Dat zegt niet dat er geen verschil is."
            ),
            told,
        )


def rank_test(  # noqa: PLR0913 -- each is a choice of the reader; all but four have a default
    source: Any,
    design: Design,
    indicator: str,
    by: str,
    *,
    test: Scores = "wilcoxon",
    ties: Ties = "weighted",
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> RankTest:
    """Compare the groups of `by` in the ranks of an answer (Lumley and Scott 2013, Biometrika 100; `svyranktest`).

    Each answer has a rank: the estimated number of people with a lower answer, plus half of those with the same one;
    its score g(rank / N) is taken as fixed, and the mean scores of the groups are compared by their design
    covariance. Two groups: t on PSUs less strata less 1. k groups: the Wald statistic against (k - 1) F on k - 1 and
    PSUs less strata less (k - 1).

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicator: a column of numbers or ordered codes.
        by: a column of groups.
        test: `wilcoxon` (rank / N), `vanderWaerden` (normal quantiles) or `median` (above it or not).
        ties: `weighted` as above, whatever the order of the rows; `rows`: as R, equal answers get the plain mean of
            their places in the table, which depends on the order of the rows when weights differ.
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of the sentence.

    Raises:
        MethodError: an unknown test, or fewer than two groups or more than 100.
        DesignError: too few PSUs for the number of groups.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    for got, options in ((test, get_args(Scores)), (ties, get_args(Ties))):
        if got not in options:
            raise MethodError(
                Message(N_("Verwacht als rangtoets: %(options)s."), {"options": ", ".join(options)}),
                Message(N_("Gekregen: %(got)s."), {"got": got}),
                Message(N_("Kies een van deze namen.")),
            )
    cells = collect(source, design, keys=(indicator, by), where=where, origins=origins, by=(by,))
    inside = cells.inside & (cells.key(indicator).codes >= 0) & (cells.key(by).codes >= 0)
    used, group = np.unique(cells.key(by).codes[inside], return_inverse=True)
    labels = tuple(cells.key(by).labels[code] for code in used)
    size = len(labels)
    if not 2 <= size <= MOST:  # noqa: PLR2004 -- a comparison needs two
        raise MethodError(
            Message(N_("Verwacht: twee tot %(most)s groepen met antwoorden."), {"most": MOST}),
            Message(N_("In “%(name)s” zijn het er %(got)s."), {"name": by, "got": size}),
            Message(N_("Kies een andere groepering of een ruimere selectie.")),
        )
    score = np.zeros(len(cells))
    score[inside] = scored(midranks(cells, cells.key(indicator), inside, ties), test)
    domain = np.full(len(cells), -1, dtype=np.int64)
    domain[inside] = group
    means, covariance = _mean_scores(cells, score, domain, size)
    ndf = size - 1
    ddf = degrees_of_freedom(cells, inside) - ndf
    if ddf < 1:
        raise DesignError(
            Message(N_("Verwacht: meer locaties (PSU's) dan strata en groepen samen.")),
            Message(N_("Er blijven geen vrijheidsgraden over.")),
            Message(N_("Vergelijk minder groepen, of toets met meer locaties.")),
        )
    lines = np.concatenate([np.full((ndf, 1), -1.0), np.eye(ndf)], axis=1)
    n = np.bincount(group, cells.n[inside], size).round().astype(np.int64)
    away, between = lines @ means, lines @ covariance @ lines.T
    form = quadratic_form(away, between)
    statistic, p = _tail(form, away, ndf, ddf)
    return RankTest(
        indicator=indicator,
        by=by,
        labels=labels,
        n=tuple(n.tolist()),
        scores=tuple(means.tolist()),
        test=test,
        ties=ties,
        difference=float(away[0]) if ndf == 1 else None,
        se=float(between[0, 0]) ** 0.5 if ndf == 1 else None,
        statistic=statistic,
        ndf=ndf,
        ddf=ddf,
        p=p,
        level=level,
        caveats=(caveats.of_origin(cells.origin), *(("small",) if n.min() < SMALL else ())),
    )


def _mean_scores(cells: Cells, score: "Floats", domain: "Codes", size: int) -> "tuple[Floats, Floats]":
    """The weighted mean score per group [size] and their covariance [size, size]."""
    member = np.concatenate([np.eye(size), np.zeros((1, size))])[domain]

    def means(weight: "Floats") -> "Floats":
        base = weight @ member
        found: Floats = ((weight * score) @ member) / np.where(base == 0, np.nan, base)
        return found

    found = means(cells.weight)
    base = cells.weight @ member
    influence = member * (score[:, None] - found) / base * cells.weight[:, None]
    return found, uncertainty(cells, means, influence, mask=domain >= 0)


def _tail(form: float, away: "Floats", ndf: int, ddf: int) -> tuple[float, float]:
    from scipy.special import fdtrc, stdtr

    if ndf == 1:
        t = float(np.sign(away[0])) * form**0.5
        return t, min(2 * float(stdtr(ddf, -abs(t))), 1.0)
    return form, float(fdtrc(ndf, ddf, form / ndf))
