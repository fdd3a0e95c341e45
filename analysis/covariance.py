"""The covariance of estimates from their scores, by linearisation (Taylor).

With z_k the total of the scores in PSU k of stratum h, n_h the PSUs of the stratum, f_h the sampled fraction of its
population (0 with replacement),

    V = sum_h (1 - f_h) n_h / (n_h - 1) sum_k (z_k - mean_h z)(z_k - mean_h z)'

and, with a second stage and f_h > 0, the same within each PSU, times f_h (Särndal, Swensson and Wretman 1992,
section 4.3; Woodruff 1971; Lumley 2010, section 2.4; R: `svyrecvar`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.cells import Cells, Stage
from analysis.crossed import runs
from analysis.projection import residual

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from analysis.design import LonelyPsu

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]

NOISE = 1e-28  # a variance below this share of the scores' squares is rounding: nobody differs


def covariance(
    cells: Cells, scores: "Floats", plain: "Floats | None" = None, mask: "Flags | None" = None
) -> "Floats":
    """The covariance [q, q] of estimates with these scores.

    Args:
        cells: the sample.
        scores: per cell the sum over its rows of weight times influence [cells, q]; zero outside the domain.
        plain: the same without weights [cells, q], for projections of that kind; by default `n * scores / weight`,
            which is right when the cells are rows, or scores are constant in them.
        mask: the cells of the subset that the estimates are about [cells]. It matters only to what strata with
            one PSU add; the others count in the design all the same.

    Raises:
        DesignError: nothing is drawn here; lonely PSUs are refused when the cells are collected.
    """
    # What the weighting explains wholly leaves rounding of what it was.
    floor = NOISE * np.einsum("ij,ij->j", scores, scores)
    if cells.projections:
        scores = residual(cells.projections, cells.weight, cells.n, scores, plain)
    found = _stages(cells, scores, mask if not cells.projections else None)
    flat = np.diagonal(found) <= floor
    if flat.any():
        found[flat, :] = 0.0
        found[:, flat] = 0.0
    return found


def degrees_of_freedom(cells: Cells, mask: "Flags | None" = None) -> int:
    """PSUs less strata with cases (R: `degf` of the subset design); with replicate weights, their rank less 1.

    Args:
        cells: the sample.
        mask: the cells of the subset; None is `cells.inside`.
    """
    if cells.replicates is not None:
        return cells.replicates.degrees_of_freedom(mask)
    stage = cells.stages[0]
    chosen = cells.inside if mask is None else mask
    strata = _met(stage.stratum, len(stage.units), chosen)
    if stage.unit is None:
        return int(cells.n[chosen].sum()) - strata
    return _met(stage.unit, len(stage.of), chosen) - strata


def _met(codes: "Codes", size: int, chosen: "Flags") -> int:
    """How many codes have chosen cells."""
    found = np.zeros(size, dtype=bool)
    found[codes if chosen.all() else codes[chosen]] = True
    return int(found.sum())


def uncertainty(
    cells: Cells,
    statistic: "Callable[[Floats], Floats]",
    scores: "Floats",
    plain: "Floats | None" = None,
    mask: "Flags | None" = None,
) -> "Floats":
    """The covariance [q, q] by the means of the design: linearisation, or its replicate weights.

    Args:
        cells: the sample.
        statistic: the estimates [q] under other weights [cells]; used with replicate weights.
        scores: see `covariance`; used without replicate weights, as are the next two.
        plain: see `covariance`.
        mask: see `covariance`.
    """
    if cells.replicates is not None:
        from analysis.replicates import replicate_covariance

        found: Floats = replicate_covariance(cells, statistic)
        return found
    return covariance(cells, scores, plain, mask)


def _stages(cells: Cells, scores: "Floats", mask: "Flags | None") -> "Floats":
    design = cells.design
    first = cells.stages[0]
    if first.unit is None:
        return _between_rows(cells, first, scores, mask)
    totals = unit_totals(first.unit, len(first.of), scores)
    met = None if mask is None else np.bincount(first.unit, mask, len(first.of)) > 0
    found = between_units(first, totals, design.lonely_psu, met, lonely_in_domain=design.adjust_domain_lonely)
    if len(cells.stages) > 1:
        second = cells.stages[1]
        # What happens within a PSU counts for the share of the PSUs that was drawn.
        share = first.fraction[first.stratum]
        kept = share > 0
        if second.unit is not None and kept.any():
            outer = np.zeros(len(second.units))
            outer[second.stratum] = np.sqrt(share)
            within = unit_totals(second.unit, len(second.of), scores) * outer[second.of][:, None]
            met = None if mask is None else np.bincount(second.unit, mask, len(second.of)) > 0
            found = found + between_units(second, within, design.lonely_psu, met, centre=0.0)
    return found


def unit_totals(unit: "Codes", units: int, scores: "Floats") -> "Floats":
    """Totals of the scores per unit [units, q]."""
    starts = runs(unit, units)
    if starts is not None:
        return np.add.reduceat(scores, starts, axis=0, dtype=np.float64)
    if units == 1:
        return np.asarray(scores.sum(axis=0, dtype=np.float64)[None, :], dtype=np.float64)
    found = np.empty((units, scores.shape[1]))
    for place in range(scores.shape[1]):
        found[:, place] = np.bincount(unit, scores[:, place], units)
    return found


def between_units(
    stage: Stage,
    totals: "Floats",
    lonely: "LonelyPsu",
    met: "Flags | None",
    *,
    lonely_in_domain: bool = False,
    centre: float | None = None,
) -> "Floats":
    """The variance between the units of one stage [q, q], from their totals [units, q].

    Args:
        stage: strata and units.
        totals: per unit.
        lonely: what a stratum with one unit adds.
        met: the units with cases of the domain [units]; None is all.
        lonely_in_domain: a stratum of which the domain holds one unit counts as lonely.
        centre: what `adjust` compares a lone unit with; None is the mean of all units. In the second stage R's
            `survey` compares with zero.
    """
    strata = len(stage.units)
    mean = unit_totals(stage.of, strata, totals) / stage.units[:, None]
    present = stage.units if met is None else np.bincount(stage.of, met, strata)
    rule = _Lonely.of(stage, present, lonely, in_domain=lonely_in_domain)
    centred = totals - mean[stage.of]
    centred *= np.sqrt(rule.scale)[stage.of][:, None]
    centre_of_all = totals.mean(axis=0) if centre is None else np.full(totals.shape[1], centre)
    return rule.added(centred.T @ centred, stage.of, totals, met, centre_of_all)


def _between_rows(cells: Cells, stage: Stage, scores: "Floats", mask: "Flags | None") -> "Floats":
    """Each row is a unit; a cell holds rows with the same influence but perhaps other weights."""
    design, n = cells.design, cells.n
    strata = len(stage.units)
    totals = unit_totals(stage.stratum, strata, scores)
    mean = totals / stage.units[:, None]
    present = stage.units if mask is None else np.bincount(stage.stratum, n * mask, strata)
    rule = _Lonely.of(stage, present, design.lonely_psu, in_domain=design.adjust_domain_lonely)
    each = rule.scale[stage.stratum]
    several = bool((n > 1).any())
    centred = (scores / n[:, None] if several else scores) - (mean[stage.stratum] if strata > 1 else mean)
    if strata > 1 or several:
        centred *= np.sqrt(each * n)[:, None]
    found: Floats = centred.T @ centred
    if strata == 1 and not several:
        found *= rule.scale[0]
    if several:
        # The spread of the weights within a cell: sum w^2 - (sum w)^2 / n, per squared influence.
        weight = np.where(cells.weight == 0, 1.0, cells.weight)
        spread = np.maximum(cells.weight2 - weight * weight / n, 0.0) / (weight * weight)
        found = found + (scores * (each * np.where(n > 1, spread, 0.0))[:, None]).T @ scores
    return rule.added(found, stage.stratum, scores, mask, totals.sum(axis=0) / n.sum())


@dataclass(frozen=True)
class _Lonely:
    """What the strata of one stage add, those with one unit by their rule.

    `scale` [strata] multiplies the squares about the mean of a stratum; `alone` and `present` tell the lonely strata
    and how many units of each have cases; `kept` is 1 - f.
    """

    rule: "LonelyPsu"
    scale: "Floats"
    alone: "Flags"
    present: "Floats | Codes"
    kept: "Floats"
    factor: "Floats"

    @classmethod
    def of(cls, stage: Stage, present: "Floats | Codes", rule: "LonelyPsu", *, in_domain: bool) -> "_Lonely":
        kept, many = 1 - stage.fraction, stage.units > 1
        factor = kept * np.where(many, stage.units / np.maximum(stage.units - 1, 1), 1.0)
        alone = ~many | ((present == 1) & in_domain)
        left_out = alone if rule in {"adjust", "average"} else ~many
        return cls(rule, np.where(left_out, 0.0, factor), alone, present, kept, factor)

    def added(
        self, found: "Floats", of: "Codes", totals: "Floats", met: "Flags | None", centre: "Floats"
    ) -> "Floats":
        """The variance with what the lonely strata add to it [q, q]; `of` is the stratum of each of `totals`."""
        if self.rule == "adjust" and self.alone.any():
            chosen = self.alone[of] & (True if met is None else met)
            away = totals[chosen] - centre
            return found + (away * self.factor[of[chosen]][:, None]).T @ away
        if self.rule == "average":
            some = self.present > 0
            varied = int((some & ~(self.alone & (self.kept > 0))).sum())
            if varied:
                # A lonely stratum adds what the others add on average.
                return found * (int(some.sum()) / varied)
        return found
