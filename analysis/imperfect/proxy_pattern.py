"""A share under selection on the answer itself, by how well covariates predict it: the proxy pattern-mixture model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import EvidenceError, MethodError
from analysis.imperfect.sides import Sides, Term, sides
from analysis.indicators import Indicator, indicators_of
from analysis.messages import N_, Message
from analysis.numerals import decimal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.design import Design
    from analysis.imperfect.reference import Reference

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ProxyPattern:
    """What the share among residents would be, by how selection works.

    Attributes:
        unadjusted: the share in the panel.
        rho: biserial correlation of answer and proxy in the panel; near 0 the covariates say nothing.
        shares: per phi the share among all residents; None where the model has no solution. phi 0: who joins depends
            on the covariates only; phi 1: on the answer only; between: on both.
        fraction: the panel as a share of the residents.
    """

    unadjusted: float
    rho: float
    shares: Mapping[float, float | None]
    fraction: float

    def bias(self, phi: float) -> float | None:
        """MUBP(phi): the panel's share less that of the residents."""
        found = self.shares[phi]
        return None if found is None else self.unadjusted - found

    @property
    def sentence(self) -> Message:
        """The range for a reader without statistics."""
        known = [value for value in self.shares.values() if value is not None]
        return Message(
            N_(
                "Afhankelijk van waarom mensen meededen ligt het aandeel onder alle inwoners tussen %(low)s en %(high)s%%; "
                "in het panel is het %(raw)s%%."
            ),
            {
                "low": decimal(100 * min(known), 0),
                "high": decimal(100 * max(known), 0),
                "raw": decimal(100 * self.unadjusted, 0),
            },
        )


def proxy_pattern(
    panel: Any,
    design: "Design",
    reference: "Reference",
    indicator: str | Indicator,
    covariates: Sequence[Term],
    *,
    numbers: Sequence[str] = (),
    population: float | None = None,
    phis: Sequence[float] = (0.0, 0.5, 1.0),
) -> ProxyPattern:
    """The measure of unadjusted bias for a proportion, MUBP (Andridge, West, Little, Boonstra and Alvarado-Leiton 2019).

    With U a normal variable behind the answer (yes when U > 0), X the linear predictor of a probit regression on the
    covariates in the panel, rho their correlation, and g = (phi + (1 - phi) rho) / (phi rho + 1 - phi): among residents
    who did not join U has mean m1 + g (mean0 X - mean1 X) / sd1 X and variance 1 + g^2 (var0 X - var1 X) / var1 X, with
    m1 = Phi^-1 of the panel's share; their share is Phi(mean / sd). It gives a range, not a margin: sampling error is
    not in it. rho is taken from the probit model, sd X / sqrt(1 + var X).

    Args:
        panel: the self-selected sample.
        design: of the panel.
        reference: see `analysis.imperfect.reference`.
        indicator: a column of 1 and 0.
        covariates: classes, see `analysis.imperfect.sides`.
        numbers: numbers.
        population: residents; by default the sum of the weights of the reference.
        phis: 0 to 1.

    Raises:
        EvidenceError: everybody gave the same answer, or the covariates say nothing about it.
        MethodError: a phi outside 0 to 1.
        OverlapError: see `analysis.imperfect.sides`.
    """
    if any(not 0 <= phi <= 1 for phi in phis) or not phis:
        raise MethodError(
            Message(N_("Verwacht: getallen van 0 tot en met 1 voor phi.")),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join(map(str, phis)) or "-"}),
            Message(N_("0 is selectie op kenmerken, 1 is selectie op het antwoord zelf.")),
        )
    (asked,) = indicators_of([indicator])
    both = sides(panel, design, reference, covariates, numbers=numbers, values=(asked,))
    value = both.panel.value(asked.column)
    weight, total = (np.where(both.kept, one, 0.0) for one in (value.weight, value.sum))
    share = float(total.sum() / weight.sum())
    if value.kind != "proportion" or not 0 < share < 1:
        raise EvidenceError(
            Message(N_("Verwacht: een ja/nee-indicator met beide antwoorden in het panel.")),
            Message(N_("Iedereen gaf hetzelfde antwoord, of het is geen ja/nee.")),
            Message(N_("Kies een andere indicator.")),
        )
    proxy, proxy_reference = _proxy(both, weight, total)
    mean1, var1 = _moments(proxy, weight)
    mean, var = _moments(proxy_reference, both.d)
    residents = float(both.d.sum()) if population is None else float(population)
    fraction = min(float(weight.sum()) / residents, 1.0)
    rho = sqrt(var1 / (1 + var1))
    if rho <= 1e-6 or fraction >= 1:  # noqa: PLR2004 -- no correlation but for rounding
        raise EvidenceError(
            Message(N_("Verwacht: kenmerken die iets over het antwoord zeggen, en inwoners die niet meededen.")),
            Message(N_("De samenhang is %(rho)s; het panel is %(share)s van de inwoners."), {"rho": decimal(rho), "share": decimal(fraction)}),
            Message(N_("Neem kenmerken op die met het antwoord samenhangen.")),
        )  # fmt: skip
    mean0 = (mean - fraction * mean1) / (1 - fraction)
    second0 = (var + mean**2 - fraction * (var1 + mean1**2)) / (1 - fraction)
    var0 = max(second0 - mean0**2, 0.0)
    found = {
        phi: _share(phi, rho, share, (mean0 - mean1) / sqrt(var1), var0 / var1, fraction) for phi in phis
    }
    return ProxyPattern(share, rho, found, fraction)


def _proxy(both: Sides, weight: "Floats", total: "Floats") -> "tuple[Floats, Floats]":
    """The linear predictor of the answer per panel cell and per reference cell."""
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.families.links import Probit
    from statsmodels.genmod.generalized_linear_model import GLM

    used = weight > 0
    family = Binomial(link=Probit())
    fit = GLM(total[used] / weight[used], both.x[used], family=family, freq_weights=weight[used]).fit()
    return both.x @ fit.params, both.x_reference @ fit.params


def _moments(proxy: "Floats", weight: "Floats") -> tuple[float, float]:
    mean = float(proxy @ weight / weight.sum())
    return mean, float((proxy - mean) ** 2 @ weight / weight.sum())


def _share(phi: float, rho: float, share: float, gap: float, ratio: float, fraction: float) -> float | None:
    from scipy.special import ndtr, ndtri

    g = (phi + (1 - phi) * rho) / (phi * rho + 1 - phi)
    variance = 1 + g * g * (ratio - 1)
    if variance <= 0:
        return None
    others = float(ndtr((float(ndtri(share)) + g * gap) / sqrt(variance)))
    return fraction * share + (1 - fraction) * others
