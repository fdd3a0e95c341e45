"""Estimates in domains on collected cells: mean, total or ratio of one column, with its variance in each domain.

With w the weight, over the rows of a domain where nothing is missing:

* mean: R = sum w x / sum w, score w (x - R) / sum w;
* total: T = sum w x, score w x;
* ratio: R = sum w y / sum w x, score w (y - R x) / sum w x

(Lumley 2010, section 2.2; R: `svymean`, `svytotal`, `svyratio`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis import variance as taylor
from analysis.cells import Cells, Value
from analysis.covariance import between_units, covariance
from analysis.crossed import Linear, Sums, per_domain, unit_scores
from analysis.errors import DesignError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

Statistic = Literal["mean", "total", "ratio"]

DENSE = 1_000_000  # numbers in a table of scores per cell, above which they are added per PSU first
AT_ONCE = 40_000_000  # numbers in one table of scores, 320 MB


@dataclass(frozen=True)
class Question:
    """One column (or two, for a ratio) in every domain.

    Attributes:
        statistic: what is asked.
        top: the column; of a ratio the numerator.
        bottom: the denominator of a ratio.
    """

    statistic: Statistic
    top: Value
    bottom: Value | None = None

    def parts(self) -> "tuple[Floats, Floats, Floats, Floats]":
        """Per cell: weighted numerator and denominator, and the same without weights (perhaps empty) [cells]."""
        top, bottom = self.top, self.bottom
        plain = top.plain
        if top.centre and len(plain) == len(top.n):
            plain = plain + top.centre * top.n
        if self.statistic == "ratio" and bottom is not None:
            below = (
                bottom.plain + bottom.centre * bottom.n if len(bottom.plain) == len(bottom.n) else plain[:0]
            )
            return top.sum, bottom.sum, plain, below
        if self.statistic == "total":
            nothing = np.zeros(len(top.n))
            return top.sum, nothing, plain, nothing[: len(plain)]
        n = top.n.astype(np.float64) if len(plain) else plain
        # About the centre, so that large numbers with a small spread keep their digits.
        return top.total, top.weight, top.plain, n


@dataclass(frozen=True)
class Found:
    """What a question finds; every array is [domains].

    Attributes:
        n, base: answers, and the sum of their weights.
        rows: rows, with or without an answer.
        estimate: NaN where there is no base.
        spread: variance of single answers, with n / (n - 1), scaled to the statistic; NaN for a ratio.
    """

    n: "Codes"
    base: "Floats"
    rows: "Codes"
    estimate: "Floats"
    spread: "Floats"


def find(cells: Cells, question: Question, per_domain: Sums) -> Found:
    """The estimates of one question.

    Args:
        cells: the sample.
        question: what is asked.
        per_domain: adds arrays [cells] per domain.
    """
    top, bottom, _, _ = question.parts()
    above, below = per_domain(top), per_domain(bottom)
    value = question.top
    n, base, square = per_domain(value.n), per_domain(value.weight), per_domain(value.square)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = per_domain(value.total) / base
        spread = np.maximum(square / base - mean**2, 0.0) * n / np.maximum(n - 1, 1)
        if question.statistic == "total":
            estimate, spread = above, spread * base**2
        elif question.statistic == "ratio":
            estimate, spread = above / below, np.full(len(above), np.nan)
        else:
            estimate = value.centre + mean
    estimate = np.where((n > 0) & np.isfinite(estimate), estimate, np.nan)
    whole = np.round(n).astype(np.int64)
    return Found(whole, base, np.round(per_domain(cells.n)).astype(np.int64), estimate, spread)


def variances(
    cells: Cells, questions: Sequence[Question], found: Sequence[Found], domain: "Codes", domains: int
) -> "Floats":
    """The variance of each question in each domain [questions, domains]; 0 where there is no base.

    In squared units of the estimates; the arguments are those of `covariances`.
    """
    direct = not cells.projections and cells.replicates is None and len(cells.stages) == 1
    if direct and all(one.statistic == "mean" for one in questions):
        inside = taylor.groups(cells, domain, domains)
        rows = []
        for question, one in zip(questions, found, strict=True):
            base = np.where(one.base > 0, one.base, 1.0)
            about = np.where(one.n > 0, one.estimate - question.top.centre, 0.0)
            rows.append(taylor.variance(question.top, inside, cells.stages[0], about, base, cells.design))
        return np.array(rows)
    room = max(1, AT_ONCE // max(len(cells) * len(questions), 1))
    special = cells.design.lonely_psu == "average" or cells.design.adjust_domain_lonely
    step = 1 if special and not cells.projections else room
    result = np.zeros((len(questions), domains))
    for start in range(0, domains, step):
        stop = min(start + step, domains)
        inside_step = (domain >= start) & (domain < stop)
        here = np.where(inside_step, domain - start, -1)
        part = [_slice(one, start, stop) for one in found]
        together = covariances(cells, questions, part, here, stop - start, mask=inside_step)
        result[:, start:stop] = np.diagonal(together).reshape(len(questions), stop - start)
    return result


def covariances(
    cells: Cells,
    questions: Sequence[Question],
    found: Sequence[Found],
    domain: "Codes",
    domains: int,
    *,
    mask: "NDArray[np.bool_] | None" = None,
    sums: Sums | None = None,
) -> "Floats":
    """The covariance of all estimates, [questions * domains, the same]: the domains of the first question first.

    Args:
        cells: the sample.
        questions: what is asked.
        found: their estimates.
        domain: of each cell [cells]; -1 for none.
        domains: number of domains.
        mask: the cells of the question [cells], for what lonely PSUs add; None is all.
        sums: per domain, when they were made before.

    Raises:
        DesignError: there are too many groups at once.
    """
    if cells.replicates is not None:
        return _replicated(cells, questions, domain, domains)
    size = len(questions) * domains
    per_unit = cells.stages[0].unit is not None and len(cells.stages) == 1
    rows = len(cells.stages[0].of) if per_unit else len(cells)
    if rows * size > AT_ONCE * 4 or size > MOST:
        raise _too_many(size)
    classed = all(layer.basis.matrix is None for layer in cells.projections) and not (
        # After trimming weights no longer depend on the classes alone.
        any(layer.kind == "plain" for layer in cells.projections)
        and any(one.one_weight for one in cells.design.adjust)
    )
    if per_unit and classed and len(cells) * size > DENSE:
        whole = per_domain(cells, domain, domains) if sums is None else sums
        asked = [_linear(one, part, whole) for one, part in zip(questions, found, strict=True)]
        totals = unit_scores(cells, asked, domain, whole)
        stage, design = cells.stages[0], cells.design
        met = None
        if mask is not None and stage.unit is not None and not cells.projections:
            met = np.bincount(stage.unit, mask, len(stage.of)) > 0
        special = design.adjust_domain_lonely
        return between_units(stage, totals, design.lonely_psu, met, lonely_in_domain=special)
    pairs = [scores(one, part, domain) for one, part in zip(questions, found, strict=True)]
    if len(cells) * size > AT_ONCE * 4:
        raise _too_many(size)
    weighted = _spread_out([pair[0] for pair in pairs], domain, domains)
    plain = [pair[1] for pair in pairs]
    known = any(layer.kind == "plain" for layer in cells.projections) and all(
        len(one) == len(cells) for one in plain
    )
    return covariance(cells, weighted, _spread_out(plain, domain, domains) if known else None, mask)


def _linear(question: Question, found: Found, sums: Sums) -> Linear:
    parts = question.parts()
    if question.statistic == "total":
        return Linear(parts, np.zeros(len(found.n)), np.ones(len(found.n)))
    below = sums(parts[1])
    centre = question.top.centre if question.statistic == "mean" else 0.0
    return Linear(parts, np.nan_to_num(found.estimate - centre), np.where(below == 0, 1.0, below))


MOST = 4_000  # estimates of which the covariance is asked at once


def scores(question: Question, found: Found, domain: "Codes") -> "tuple[Floats, Floats]":
    """The score totals of one question per cell [cells], each for the domain of the cell; and without weights."""
    top, bottom, plain_top, plain_bottom = question.parts()
    centre = question.top.centre if question.statistic == "mean" else 0.0
    about = np.nan_to_num(np.append(found.estimate, 0.0) - centre)[domain]
    if question.statistic == "total":
        return top, plain_top
    inside = domain >= 0
    below = np.bincount(domain[inside], bottom[inside], len(found.n))
    scale = np.append(np.where(below == 0, 1.0, below), 1.0)[domain]
    weighted = (top - about * bottom) / scale
    if not len(plain_top):
        return weighted, plain_top
    return weighted, (plain_top - about * plain_bottom) / scale


def _spread_out(per_cell: Sequence["Floats"], domain: "Codes", domains: int) -> "Floats":
    """One column per question and domain [cells, questions * domains]."""
    found = np.zeros((len(domain), len(per_cell) * domains))
    inside = np.flatnonzero(domain >= 0)
    for place, one in enumerate(per_cell):
        found[inside, place * domains + domain[inside]] = one[inside]
    return found


def log_odds_variances(
    cells: Cells, questions: Sequence[Question], domain: "Codes", domains: int
) -> "Floats":
    """The variance of log(p / (1 - p)) by the replicate weights [questions, domains]; what R's "logit" takes there."""

    def odds(share: "Floats") -> "Floats":
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = np.log(share / (1 - share))
        return found

    found = _replicated(cells, questions, domain, domains, odds)
    return np.diagonal(found).reshape(len(questions), domains)


def _replicated(
    cells: Cells,
    questions: Sequence[Question],
    domain: "Codes",
    domains: int,
    turned: "Callable[[Floats], Floats] | None" = None,
) -> "Floats":
    from analysis.replicates import columns_by_domain, from_totals

    columns = [one for question in questions for one in (question.top.sum, question.parts()[1])]
    kinds = [question.statistic for question in questions]

    def statistic(totals: "Floats") -> "Floats":
        parts = []
        for place, kind in enumerate(kinds):
            above = totals[..., 2 * place * domains : (2 * place + 1) * domains]
            below = totals[..., (2 * place + 1) * domains : (2 * place + 2) * domains]
            with np.errstate(invalid="ignore", divide="ignore"):
                parts.append(above if kind == "total" else np.where(below == 0, np.nan, above / below))
        found = np.concatenate(parts, axis=-1)
        return found if turned is None else turned(found)

    _, found = from_totals(cells, columns_by_domain(columns, domain, domains), statistic)
    return np.nan_to_num(found)


def _slice(found: Found, start: int, stop: int) -> Found:
    return replace(
        found,
        **{name: getattr(found, name)[start:stop] for name in ("n", "base", "rows", "estimate", "spread")},
    )


def _too_many(size: int) -> DesignError:
    return DesignError(
        Message(N_("Verwacht: ten hoogste %(most)s uitkomsten tegelijk."), {"most": MOST}),
        Message(N_("Gevraagd: %(size)s uitkomsten tegelijk."), {"size": size}),
        Message(N_("Splits de vraag: minder groepen of minder vragen tegelijk.")),
    )
