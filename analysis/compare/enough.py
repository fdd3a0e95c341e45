"""From how many answers a difference of a given size would be found."""

from math import ceil

POWER = 0.8  # the chance of finding it, by custom (Cohen 1988)


def answers_per_group(
    difference: float, variance: float, alpha: float, *, power: float = POWER
) -> int | None:
    """The answers that each group needs to find `difference` with probability `power` at two-sided level `alpha`.

    n = (z_(1 - alpha/2) + z_power)^2 S^2 / d^2, with S^2 / n the variance of the difference when both groups have n
    answers (Fleiss, Levin and Paik 2003, section 4.2, without their continuity correction). None for no difference.

    Args:
        difference: d, in the units of the estimates.
        variance: S^2: that of the difference times n, so with the design effect in it.
        alpha: the level of the test; smaller when it is one of many.
        power: the chance of finding it.
    """
    from scipy.special import ndtri

    if difference == 0 or variance <= 0:
        return None
    reach = float(ndtri(1 - alpha / 2) + ndtri(power))
    return ceil(reach * reach * variance / (difference * difference) - 1e-9)
