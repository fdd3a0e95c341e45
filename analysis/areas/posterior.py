"""What answers and weak priors say about a binomial multilevel model: the nested Laplace approximation."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import log, pi
from typing import TYPE_CHECKING

import numpy as np

from analysis.areas.multilevel import Levels
from analysis.areas.penalised import Mode, mode
from analysis.logit import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

SD_SCALE = 1.0  # half-normal prior of the standard deviations between levels, logit scale
CONSTANT_SCALE = 5.0  # normal prior of the constant, logit scale
SLOPE_SCALE = 2.5  # normal prior of the other coefficients, logit scale, covariates standardised
_MANY = 3  # from this many random factors on, three nodes per factor instead of five


@dataclass(frozen=True)
class Problem:
    """Counts y of n [cells], fixed effects x, random intercepts z, the factor of each column of z, and the priors."""

    y: "Floats"
    n: "Floats"
    x: "Floats"
    z: "Floats"
    factor: "Codes"
    precision: "Floats"

    def columns(self, sd: "Floats") -> "Floats":
        """All columns of eta at these standard deviations [cells, k]."""
        return np.hstack([self.x, self.z * sd[self.factor]])

    def heights(self, drawn: "Floats", sd: "Floats") -> "Floats":
        """Log-likelihood plus log prior, up to a constant, of drawn coefficients [k, draws]."""
        eta = self.columns(sd) @ drawn
        fit = self.y @ eta - self.n @ np.logaddexp(0.0, eta)
        found: Floats = fit - 0.5 * self.precision @ drawn**2
        return found


@dataclass(frozen=True)
class Draws:
    """Draws of the chances p [draws, cells] with their importance weights [draws], adding up to 1."""

    chances: "Floats"
    weights: "Floats"

    @property
    def effective(self) -> float:
        """How many equally weighted draws they are worth: 1 / sum weights^2."""
        return float(1 / (self.weights**2).sum())


@dataclass(frozen=True)
class Posterior:
    """A mixture of normal distributions of the coefficients, one for each node of the standard deviations.

    Attributes:
        problem: what was fitted.
        weights: of the nodes [nodes], adding up to 1.
        sds: the standard deviation of each factor at each node [nodes, factors].
        modes: at each node the mode of (beta, b), b standardised.
        converged: every mode was found.
    """

    problem: Problem
    weights: "Floats"
    sds: "Floats"
    modes: tuple[Mode, ...]
    converged: bool

    @property
    def sd(self) -> "Floats":
        """Posterior means of the standard deviations [factors]."""
        found: Floats = self.weights @ self.sds
        return found

    @property
    def beta(self) -> "Floats":
        """Mean over the nodes of the modes of the fixed effects [p]."""
        fixed = self.problem.x.shape[1]
        found: Floats = self.weights @ np.array([one.coefficients[:fixed] for one in self.modes])
        return found

    def draws(self, x: "Floats", levels: "Sequence[Codes]", number: int, seed: int) -> Draws:
        """Draw p for cells with fixed effects x [cells, p] and a level per factor.

        Every draw is weighted by its posterior density against that of the normal distribution that it came from
        (importance sampling), which puts right the skewness of the posterior where answers are few; a weight is at most
        sqrt(number) times the mean (Ionides 2008).
        """
        from scipy.linalg import solve_triangular

        rng = np.random.default_rng(seed)
        problem, fixed = self.problem, self.problem.x.shape[1]
        edges = np.round(np.cumsum(self.weights) * number).astype(int)
        first = fixed + np.concatenate([[0], np.cumsum(np.bincount(problem.factor))[:-1]])
        parts, ratios = [], []
        for node, (begin, end) in enumerate(zip((0, *edges[:-1]), edges, strict=True)):
            if end == begin:
                continue
            found, sd = self.modes[node], self.sds[node]
            noise = rng.standard_normal((len(found.coefficients), end - begin))
            drawn = found.coefficients[:, None] + solve_triangular(found.factor, noise, lower=True, trans="T")
            ratios.append(problem.heights(drawn, sd) - found.height + 0.5 * (noise**2).sum(axis=0))
            eta = x @ drawn[:fixed]
            for place, codes in enumerate(levels):
                eta = eta + sd[place] * drawn[first[place] + codes]
            parts.append(expit(eta).T)
        ratio = np.concatenate(ratios)
        weights = np.exp(ratio - ratio.max())
        weights = np.minimum(weights, weights.mean() * np.sqrt(len(weights)))
        return Draws(np.concatenate(parts), weights / weights.sum())


def posterior(y: "Floats", n: "Floats", x: "Floats", random: Sequence[Levels]) -> Posterior:
    """Approximate the posterior of eta = x beta + sum over factors of sd b, with b ~ N(0, 1).

    Priors: sd ~ half-normal(1), the constant ~ N(0, 5^2), other coefficients ~ N(0, 2.5^2): weak on the logit scale,
    and enough to keep a handful of areas from being declared equal (Gelman 2006; Chung et al. 2013). For given sd the
    coefficients are taken as normal around their mode; over log sd the integral is a Gauss-Hermite rule around its
    mode, weighted by the posterior itself (Rue, Martino and Chopin 2009); draws are corrected for skewness, see
    `Posterior.draws`.

    Args:
        y: successes per cell [cells], 0..n, not necessarily whole.
        n: trials per cell [cells].
        x: fixed effects [cells, p], the first column constant, the others standardised.
        random: factors with random intercepts; levels without answers are allowed.
    """
    from scipy.optimize import minimize

    z = np.hstack([np.eye(len(one.labels))[one.codes] for one in random])
    factor = np.repeat(np.arange(len(random)), [len(one.labels) for one in random])
    precision = np.concatenate([
        [CONSTANT_SCALE**-2], np.full(x.shape[1] - 1, SLOPE_SCALE**-2), np.ones(z.shape[1])
    ])  # fmt: skip
    problem = Problem(y, n, x, z, factor, precision)
    start = _at(problem, np.full(len(random), log(0.5)), None)[1]
    found = minimize(
        lambda at: -_at(problem, at, start.coefficients)[0], np.full(len(random), log(0.5)),
        method="Nelder-Mead", options={"xatol": 0.02, "fatol": 0.002, "maxiter": 400},
    )  # fmt: skip
    centre = found.x
    axes = _axes(problem, centre, start.coefficients)
    points, rule = np.polynomial.hermite_e.hermegauss(3 if len(random) >= _MANY else 5)
    nodes, heights, modes = [], [], []
    for chosen in product(range(len(points)), repeat=len(random)):
        unit = points[list(chosen)]
        at = centre + axes @ unit
        height, one = _at(problem, at, start.coefficients)
        # The rule's weight holds exp(-u'u/2); what the posterior is beyond that normal curve corrects it.
        heights.append(height + float(unit @ unit) / 2 + float(np.log(rule[list(chosen)]).sum()))
        nodes.append(np.exp(at))
        modes.append(one)
    weights = np.exp(np.array(heights) - max(heights))
    return Posterior(
        problem=problem,
        weights=weights / weights.sum(),
        sds=np.array(nodes),
        modes=tuple(modes),
        converged=all(one.converged for one in modes),
    )


def _at(problem: Problem, log_sd: "Floats", start: "Floats | None") -> "tuple[float, Mode]":
    """The log posterior density of log sd, up to a constant, and the mode of the coefficients there."""
    sd = np.exp(np.clip(log_sd, -12.0, 3.0))
    one = mode(problem.columns(sd), problem.y, problem.n, problem.precision, start=start)
    prior = float((np.log(sd) - 0.5 * (sd / SD_SCALE) ** 2 + 0.5 * log(2 / pi)).sum())
    return one.height - one.half_logdet + prior, one


def _axes(problem: Problem, centre: "Floats", start: "Floats") -> "Floats":
    """A square root of the inverse curvature of the log posterior of log sd at its mode [factors, factors]."""
    step, size = 0.15, len(centre)
    here = _at(problem, centre, start)[0]
    unit = np.eye(size) * step
    curvature = np.empty((size, size))
    for i in range(size):
        up, down = _at(problem, centre + unit[i], start)[0], _at(problem, centre - unit[i], start)[0]
        curvature[i, i] = (2 * here - up - down) / step**2
        for j in range(i):
            corners = [
                _at(problem, centre + a * unit[i] + b * unit[j], start)[0] * a * b
                for a, b in product((1, -1), repeat=2)
            ]
            curvature[i, j] = curvature[j, i] = -sum(corners) / (4 * step**2)
    values, vectors = np.linalg.eigh(curvature)
    # A direction that the answers say nothing about gets the width of the prior.
    found: Floats = vectors / np.sqrt(np.clip(values, 0.5, None))
    return found
