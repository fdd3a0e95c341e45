"""From how many answers a difference, or a connection, of a given size would be found."""

from math import ceil

MOST = 1e9  # answers; a difference that needs more is rounding
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
    return _counted(reach * reach * variance / (difference * difference))


def answers_for_association(
    contingency: float, effect: float, contrasts: int, alpha: float, *, power: float = POWER
) -> int | None:
    """The answers in a table that a connection of this strength needs, to be found with probability `power`.

    n = lambda delta / phi^2, with lambda the noncentrality at which a chi-square on these degrees of freedom passes
    its critical value with that probability (Cohen 1988, chapter 7). None without any connection.

    Args:
        contingency: phi^2 of the shares.
        effect: delta, the mean of the generalised design effects.
        contrasts: (r - 1)(c - 1).
        alpha: the level of the test.
        power: the chance of finding it.
    """
    from scipy.special import chdtri, chndtrinc

    if contingency <= 0:
        return None
    critical = float(chdtri(contrasts, alpha))
    return _counted(float(chndtrinc(critical, contrasts, 1 - power)) * effect / contingency)


def _counted(answers: float) -> int | None:
    return ceil(answers - 1e-9) if answers < MOST else None
