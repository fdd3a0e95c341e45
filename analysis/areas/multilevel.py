"""A binomial multilevel model: logit with random intercepts, fitted by maximum likelihood through Laplace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.areas.penalised import Mode, mode, solve
from analysis.errors import AreaModelError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

_STEP = 1e-4
_FLAT = 1e-4  # slope of the log-likelihood per standard error
_STARTS = (0.7, 0.05)


@dataclass(frozen=True)
class Levels:
    """A factor with random intercepts: its name, the level of each cell [cells] and the names of the levels."""

    name: str
    codes: "Codes"
    labels: tuple[Any, ...]


@dataclass(frozen=True)
class Multilevel:
    """A fitted model, on the logit scale.

    Attributes:
        names, beta, beta_se: coefficients and their errors [p], from the curvature of the Laplace likelihood.
        sd: standard deviation of the random intercepts by factor; 0 when the levels differ no more than by chance.
        effects: by factor the conditional mode of each level.
        loglike: the Laplace approximation of the log-likelihood, binomial constants included.
        converged: of the search and of the modes within it.
    """

    names: tuple[str, ...]
    beta: tuple[float, ...]
    beta_se: tuple[float, ...]
    sd: Mapping[str, float]
    effects: Mapping[str, Mapping[Any, float]]
    loglike: float
    converged: bool

    @property
    def sentence(self) -> Message:
        """Whether levels differ, for a reader without statistics."""
        alike = [name for name, value in self.sd.items() if value < 1e-6]  # noqa: PLR2004 -- zero on the logit scale
        if alike:
            return Message(
                N_("Het model vindt geen verschillen die groter zijn dan toeval tussen: %(names)s."),
                {"names": ", ".join(alike)},
            )
        return Message(N_("Het model vindt verschillen tussen: %(names)s."), {"names": ", ".join(self.sd)})


@dataclass(frozen=True)
class _Counts:
    y: "Floats"
    n: "Floats"
    x: "Floats"
    z: "Floats"
    factor: "Codes"


def multilevel(
    y: "Floats", n: "Floats", x: "Floats", names: Sequence[str], random: Sequence[Levels]
) -> Multilevel:
    """Maximise the Laplace approximation over beta and the standard deviations together.

    eta = x beta + sum over factors of sd b, b ~ N(0, 1); log-likelihood = max over b of [log Bin(y | n, eta) - b'b/2]
    - log|I + Z'WZ|/2, Z with the sd in it (Breslow and Clayton 1993; Pinheiro and Chao 2006; R: `lme4::glmer`,
    nAGQ = 1). Gradients are exact; the errors come from the numerical curvature of that function.

    Args:
        y: successes per cell [cells], between 0 and n, not necessarily whole.
        n: trials per cell [cells].
        x: fixed effects [cells, p].
        names: of the columns of x.
        random: factors with random intercepts.

    Raises:
        AreaModelError: y outside 0..n, numbers that are not finite, or no answers.
    """
    check_counts(y, n)
    z = np.hstack([np.eye(len(one.labels))[one.codes] for one in random])
    factor = np.repeat(np.arange(len(random)), [len(one.labels) for one in random])
    counts = _Counts(y, n, x, z, factor)
    from scipy.optimize import minimize

    p = x.shape[1]
    plain = mode(x, y, n, np.full(p, 1e-6))
    limits = [(None, None)] * p + [(0.0, None)] * len(random)
    # An sd of 0 is a flat place of the likelihood even when it is no maximum: begin twice, at large and small sd.
    tries = [
        minimize(
            lambda at: _laplace(counts, at)[:2],
            np.concatenate([plain.coefficients, np.full(len(random), sd)]),
            jac=True,
            method="L-BFGS-B",
            bounds=limits,
            options={"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-8},
        )
        for sd in _STARTS
    ]
    found = min(tries, key=lambda one: float(one.fun))
    minus, _, modes = _laplace(counts, found.x)
    effects, sd = {}, found.x[p:]
    scaled = modes.coefficients * sd[factor]
    for place, one in enumerate(random):
        effects[one.name] = dict(zip(one.labels, map(float, scaled[factor == place]), strict=True))
    errors = _errors(counts, found.x)
    return Multilevel(
        names=tuple(names),
        beta=tuple(map(float, found.x[:p])),
        beta_se=errors,
        sd={one.name: float(value) for one, value in zip(random, sd, strict=True)},
        effects=effects,
        loglike=_constant(y, n) - minus,
        converged=(bool(found.success) or _flat(found.x, found.jac, errors)) and modes.converged,
    )


def _flat(at: "Floats", slope: "Floats", errors: Sequence[float]) -> bool:
    """Whether the likelihood is flat there, but for rounding: the search may stop because it sees no step that helps.

    The slopes of the coefficients count per standard error, so that no unit matters; that of an sd of 0 may point below.
    """
    p = len(errors)
    still = np.concatenate([slope[:p] * errors, np.where((at[p:] <= 0) & (slope[p:] > 0), 0.0, slope[p:])])
    return bool(np.abs(still).max() <= _FLAT)


def _laplace(counts: _Counts, at: "Floats") -> "tuple[float, Floats, Mode]":
    """Minus the Laplace log-likelihood, its gradient [p + factors] and the modes, at (beta, sd)."""
    p = counts.x.shape[1]
    beta, sd = at[:p], at[p:]
    z = counts.z * sd[counts.factor]
    modes = mode(z, counts.y, counts.n, np.ones(z.shape[1]), counts.x @ beta)
    height = modes.height - modes.half_logdet
    residual = counts.y - counts.n * modes.chance
    inverse_z = solve(modes, z.T)  # H^-1 Z' [q, cells]
    leverage = np.einsum("cq,qc->c", z, inverse_z)
    skew = modes.working * (1 - 2 * modes.chance)
    # The modes move along: d eta = (I - Z H^-1 Z'W) x for beta, and likewise with Z_k b_k (and its own pull) for sd.
    pulled = 0.5 * leverage * skew
    back = pulled - modes.working * (inverse_z.T @ (z.T @ pulled))
    by_beta = counts.x.T @ (residual - back)
    by_sd = np.empty(len(sd))
    for place in range(len(sd)):
        own = counts.factor == place
        block = counts.z[:, own]
        moved = block @ modes.coefficients[own]
        right = np.zeros(z.shape[1])
        right[own] = block.T @ residual
        trace = float((inverse_z[own] * block.T * modes.working).sum())
        by_sd[place] = moved @ (residual - back) - pulled @ (z @ solve(modes, right)) - trace
    return -height, -np.concatenate([by_beta, by_sd]), modes


def _errors(counts: _Counts, at: "Floats") -> tuple[float, ...]:
    """Errors of beta from the curvature over beta and the sd that are not at 0, by differences of the gradient."""
    p = counts.x.shape[1]
    free = np.concatenate([np.ones(p, dtype=bool), at[p:] > 1e-6])  # noqa: PLR2004 -- zero on the logit scale
    rows = []
    for place in np.flatnonzero(free):
        step = np.zeros(len(at))
        step[place] = min(_STEP, at[place] / 2) if place >= p else _STEP
        up, down = _laplace(counts, at + step)[1], _laplace(counts, at - step)[1]
        rows.append(((up - down) / (2 * step[place]))[free])
    curvature = np.array(rows)
    covariance = np.linalg.inv((curvature + curvature.T) / 2)
    return tuple(sqrt(max(float(value), 0.0)) for value in np.diag(covariance)[:p])


def _constant(y: "Floats", n: "Floats") -> float:
    from scipy.special import gammaln

    return float((gammaln(n + 1) - gammaln(y + 1) - gammaln(n - y + 1)).sum())


def check_counts(y: "Floats", n: "Floats") -> None:
    """Refuse counts that are not counts.

    Raises:
        AreaModelError: y outside 0..n, numbers that are not finite, or no answers at all.
    """
    if not (np.isfinite(y).all() and np.isfinite(n).all()) or (y < 0).any() or (y > n * (1 + 1e-12)).any():
        raise AreaModelError(
            Message(N_("Verwacht: per cel een aantal tussen 0 en het aantal antwoorden.")),
            Message(N_("Gekregen: een aantal daarbuiten, of geen getal.")),
            Message(N_("Tel per cel wie het weet (y) en wie antwoordde (n).")),
        )
    if n.sum() <= 0:
        raise AreaModelError(
            Message(N_("Verwacht: ten minste één antwoord.")),
            Message(N_("Gekregen: geen enkel antwoord.")),
            Message(N_("Controleer de selectie.")),
        )
