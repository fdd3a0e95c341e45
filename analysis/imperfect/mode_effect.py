"""How much higher or lower the panel comes out than the street in the same domains: the effect of mode."""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from analysis.areas.between import between_areas
from analysis.errors import MethodError, OverlapError
from analysis.intervals import critical
from analysis.messages import N_, Message
from analysis.numerals import decimal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST = 3  # domains in both, from which it can be seen how much the effect differs between them


@dataclass(frozen=True)
class ModeEffect:
    """Street less panel.

    Attributes:
        estimate, se: in the units of the figures (0.1 is ten points for shares).
        between: variance of the effect between domains.
        domains: on how many domains it rests; 0 when it was given.
        method: how it was made.
        weights: of the domains' differences in the estimate, adding up to 1 [domains]; empty when it was given.
    """

    estimate: float
    se: float
    between: float
    domains: int
    method: str
    weights: tuple[float, ...] = ()

    def limits(self, level: float = 0.95) -> tuple[float, float]:
        """The interval, with Student's t on domains - 1 degrees of freedom (normal when it was given)."""
        margin = critical(level, self.domains - 1 if self.domains else float("inf")) * self.se
        return self.estimate - margin, self.estimate + margin

    def said(self, *, share: bool) -> Message:
        """The effect for a reader without statistics; `share` when the figures are shares."""
        low, high = self.limits()
        size, digits = (100, 0) if share else (1, 1)
        values = {
            "effect": decimal(abs(self.estimate) * size, digits),
            "low": decimal(low * size, digits),
            "high": decimal(high * size, digits),
        }
        if share and self.estimate < 0:
            return Message(
                N_(
                    "Op straat komt dit %(effect)s procentpunt lager uit dan in het panel (verschil van %(low)s tot %(high)s). Daarvoor is gecorrigeerd, en de onzekerheid daarvan zit in de marge."
                ),
                values,
            )
        if share:
            return Message(
                N_(
                    "Op straat komt dit %(effect)s procentpunt hoger uit dan in het panel (verschil van %(low)s tot %(high)s). Daarvoor is gecorrigeerd, en de onzekerheid daarvan zit in de marge."
                ),
                values,
            )
        if self.estimate < 0:
            return Message(
                N_(
                    "Op straat komt dit %(effect)s lager uit dan in het panel (verschil van %(low)s tot %(high)s). Daarvoor is gecorrigeerd, en de onzekerheid daarvan zit in de marge."
                ),
                values,
            )
        return Message(
            N_(
                "Op straat komt dit %(effect)s hoger uit dan in het panel (verschil van %(low)s tot %(high)s). Daarvoor is gecorrigeerd, en de onzekerheid daarvan zit in de marge."
            ),
            values,
        )


def given_effect(estimate: float, se: float, between: float = 0.0) -> ModeEffect:
    """An effect from elsewhere, for instance the average marginal effect of mode in a regression, or an experiment.

    Raises:
        MethodError: an error or a variance that is negative or not a number; an effect without error is none.
    """
    if not (np.isfinite([estimate, se, between]).all() and se > 0 and between >= 0):
        raise MethodError(
            Message(
                N_("Verwacht: een effect met een fout boven 0 en een variantie tussen groepen van 0 of meer.")
            ),
            Message(N_("Gekregen: %(got)s."), {"got": f"{estimate}, {se}, {between}"}),
            Message(N_("Een effect van de manier van vragen is nooit zonder onzekerheid bekend.")),
        )
    return ModeEffect(float(estimate), float(se), float(between), 0, "given")


def mode_effect(difference: "Floats", covariance: "Floats") -> ModeEffect:
    """Estimate the effect from the differences street less panel by domain.

    d_k = delta + e_k + chance, e ~ (0, tau^2): tau^2 by REML (from the variances alone), delta by generalised least
    squares with the full covariance plus tau^2, its variance 1 / 1'(V + tau^2)^-1 1 (DerSimonian and Laird 1986;
    Viechtbauer 2005 for REML).

    Args:
        difference: [domains].
        covariance: of the differences, sampling error only [domains, domains].

    Raises:
        OverlapError: fewer than three domains.
    """
    m = len(difference)
    if m < LEAST:
        raise OverlapError(
            Message(
                N_("Verwacht: ten minste %(least)s groepen met cijfers van straat én panel."),
                {"least": LEAST},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": m}),
            Message(N_("Toon straat en panel apart, of geef het effect van de manier van vragen zelf op.")),
        )
    between = between_areas(difference, np.diag(covariance), np.ones((m, 1)), "REML").variance
    inverse = np.linalg.inv(covariance + between * np.eye(m))
    precision = float(inverse.sum())
    weights = inverse.sum(axis=0) / precision
    return ModeEffect(
        estimate=float(weights @ difference),
        se=sqrt(1 / precision),
        between=between,
        domains=m,
        method="difference over domains, random effects (REML)",
        weights=tuple(map(float, weights)),
    )
