"""Estimates per area that lean on a line through the areas as far as the interviews are few: Fay and Herriot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from analysis.areas.between import Between, Fit, Fitted, between_areas, fitted, loglikelihood
from analysis.areas.covariates import matrix, standardised
from analysis.areas.direct import Direct, Unit
from analysis.areas.smoothing import smoothed
from analysis.errors import AreaModelError, MethodError
from analysis.intervals import check, critical
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WithoutVariance = Literal["synthetic", "smoothed"]
_SPARE = 2  # areas that must be left over after the coefficients


@dataclass(frozen=True)
class AreaEstimate:
    """One area of the model.

    Attributes:
        area: its name.
        direct, variance: the direct estimate and the variance that the model used; None when it used none.
        n, n_eff: answers, and their effective number; None when not known.
        estimate: the EBLUP, in the unit of the direct estimates.
        mse: its mean squared error, in squared units.
        synthetic: what the covariates alone say: x'beta.
        shrinkage: the share of the direct estimate in `estimate`, A / (A + variance); 0 is the model alone.
        low, high: estimate -/+ t sqrt(mse), t with m - p degrees of freedom; proportions are kept within 0 and 1.
        caveats: codes, see `analysis.caveats`.
    """

    area: Any
    direct: float | None
    variance: float | None
    n: float | None
    n_eff: float | None
    estimate: float
    mse: float
    synthetic: float
    shrinkage: float
    low: float
    high: float
    caveats: tuple[str, ...]

    @property
    def borrowed(self) -> float:
        """The share of the model in the estimate: 1 - shrinkage."""
        return 1 - self.shrinkage


@dataclass(frozen=True)
class FayHerriot:
    """A fitted area-level model and its estimates.

    Attributes:
        method: REML, ML or FH (moments).
        unit: of the estimates.
        names: of the coefficients [p]; `beta`, `beta_se` their values and errors [p].
        between: A, with its asymptotic variance, and whether the fit converged.
        loglike: the log-likelihood at the estimates.
        fitted_on: number of areas with a direct estimate and a variance.
        level: of the intervals.
        areas: in the order of the input.
        caveats: of the model as a whole and of the origin of the answers.
    """

    method: Fit
    unit: Unit
    names: tuple[str, ...]
    beta: tuple[float, ...]
    beta_se: tuple[float, ...]
    between: Between
    loglike: float
    fitted_on: int
    level: float
    areas: tuple[AreaEstimate, ...]
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """What was done, for a reader without statistics."""
        borrowed = sum(one.borrowed for one in self.areas) / len(self.areas)
        return Message(
            N_(
                "Van %(areas)s gebieden is het eigen cijfer gecombineerd met wat het register over vergelijkbare "
                "gebieden zegt; gemiddeld komt %(borrowed)s%% van een cijfer uit dat model."
            ),
            {"areas": len(self.areas), "borrowed": round(100 * borrowed)},
        )


def fay_herriot(
    found: Direct,
    covariates: Mapping[str, Mapping[Any, float] | Sequence[float]],
    *,
    method: Fit = "REML",
    without_variance: WithoutVariance = "synthetic",
    level: float = 0.95,
) -> FayHerriot:
    """Fit direct_i = x_i'beta + u_i + e_i, u ~ (0, A), e_i ~ (0, psi_i) with psi_i known, and predict x'beta + u.

    EBLUP: gamma_i direct_i + (1 - gamma_i) x_i'beta with gamma_i = A / (A + psi_i) (Fay and Herriot 1979). MSE:
    g1 + g2 + 2 g3 for REML (Prasad and Rao 1990; Datta and Lahiri 2000), less the bias of A times
    (1 - gamma_i)^2 for ML and FH (Datta, Rao and Smith 2005), as R's `sae::mseFH` defines it per method. An area
    without a usable direct estimate gets x'beta with MSE A + g2 less the bias: the same formula for psi without
    end.

    Args:
        found: direct estimates, see `analysis.areas.direct`.
        covariates: from the register, per name a value per area (by name, or in order); a constant is added.
        method: REML, ML or FH.
        without_variance: what to do with an area whose variance is 0 or not known: `synthetic` leaves its
            answers out and gives what the covariates say; `smoothed` gives it, and every other area, a variance from
            a generalised variance function (`analysis.areas.smoothing`).
        level: of the intervals.

    Raises:
        AreaModelError: fewer usable areas than coefficients plus two, covariates that are missing or follow from
            one another.
        MethodError: another method or choice, or an impossible level.
    """
    check("mean", level)
    if without_variance not in get_args(WithoutVariance):
        raise MethodError(
            Message(
                N_("Verwacht een keuze: %(options)s."), {"options": ", ".join(get_args(WithoutVariance))}
            ),
            Message(N_("Gekregen: %(got)s."), {"got": without_variance}),
            Message(N_("Kies een van deze namen.")),
        )
    names, x = matrix(found.areas, covariates)
    psi = smoothed(found) if without_variance == "smoothed" else found.variance
    used = np.isfinite(found.estimate) & (np.nan_to_num(psi) > 0)
    _enough(int(used.sum()), len(names))
    _, turned = standardised(names, x[used])
    z = x @ turned
    y, spread = found.estimate[used], psi[used]
    between = between_areas(y, spread, z[used], method)
    now = fitted(y, spread, z[used], between.variance)
    general = [*found.caveats, "model_based"]
    if between.variance <= 0:
        general.append("areas_alike")
    if not between.converged:
        general.append("not_converged")
    t = critical(level, int(used.sum()) - len(names))
    changed = without_variance == "smoothed"
    areas = tuple(
        _area(found, place, z, float(psi[place]) if used[place] else None, now, between, t, smooth=changed)
        for place in range(len(found))
    )
    return FayHerriot(
        method=method,
        unit=found.unit,
        names=names,
        beta=tuple(map(float, turned @ now.beta)),
        beta_se=tuple(map(float, np.sqrt(np.diag(turned @ now.covariance @ turned.T)))),
        between=between,
        loglike=loglikelihood(y, spread, z[used], between.variance),
        fitted_on=int(used.sum()),
        level=level,
        areas=areas,
        caveats=tuple(general),
    )


def _area(
    found: Direct, place: int, x: "Floats", psi: float | None, now: Fitted, between: Between, t: float, *, smooth: bool
) -> AreaEstimate:  # fmt: skip
    row = x[place]
    synthetic = float(row @ now.beta)
    of_line = float(row @ now.covariance @ row)
    a = between.variance
    direct = float(found.estimate[place])
    noted = [] if psi is not None else ["area_synthetic"]
    if psi is None:
        estimate, shrinkage, g1, g2, g3 = synthetic, 0.0, a, of_line, 0.0
    else:
        shrinkage = a / (a + psi)
        estimate = shrinkage * direct + (1 - shrinkage) * synthetic
        g1, g2 = shrinkage * psi, (1 - shrinkage) ** 2 * of_line
        g3 = psi**2 / (a + psi) ** 3 * between.spread
        noted += ["variance_smoothed"] if smooth else []
    mse = g1 + g2 + 2 * g3 - between.bias * (1 - shrinkage) ** 2
    if mse <= 0:  # the correction for bias may exceed what it corrects
        mse = g1 + g2
        noted.append("mse_uncorrected")
    low, high = estimate - t * sqrt(mse), estimate + t * sqrt(mse)
    if found.unit == "proportion":
        low, high = max(0.0, low), min(1.0, high)
    return AreaEstimate(
        area=found.areas[place],
        direct=direct if np.isfinite(direct) else None,
        variance=psi,
        n=_known(found.n[place]),
        n_eff=_known(found.n_eff[place]),
        estimate=estimate,
        mse=mse,
        synthetic=synthetic,
        shrinkage=shrinkage,
        low=low,
        high=high,
        caveats=tuple(noted),
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _enough(areas: int, coefficients: int) -> None:
    if areas < coefficients + _SPARE:
        raise AreaModelError(
            Message(
                N_(
                    "Verwacht: ten minste %(least)s gebieden met een cijfer en een variantie, bij %(count)s coëfficiënten."
                ),
                {"least": coefficients + _SPARE, "count": coefficients},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": areas}),
            Message(N_("Neem minder kenmerken op, of kies ook voor gladgestreken varianties (smoothed).")),
        )
