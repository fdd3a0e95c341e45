"""Estimates from several completed tables brought together, with what imputing adds to the error."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, sqrt

import numpy as np

from analysis.errors import MethodError
from analysis.messages import N_, Message


@dataclass(frozen=True)
class Combined:
    """An estimate by Rubin's rules, in the units of the estimates.

    Attributes:
        estimate: the mean over the tables.
        se: sqrt of W + (1 + 1/m) B.
        low, high: the interval with Student's t.
        df: degrees of freedom for small samples.
        within: W, the mean of the variances.
        between: B, the variance of the estimates.
        missing_information: share of the information that the missing values cost.
        tables: m.
        level: of the interval.
    """

    estimate: float
    se: float
    low: float
    high: float
    df: float
    within: float
    between: float
    missing_information: float
    tables: int
    level: float

    @property
    def sentence(self) -> Message:
        """What the missing values cost, in plain Dutch."""
        return Message(
            N_(
                "Dit cijfer komt uit %(tables)s keer aanvullen. Door de ontbrekende waarden is %(share)s%% van de "
                "informatie verloren; dat zit in de marge."
            ),
            {"tables": self.tables, "share": round(100 * self.missing_information)},
        )


def combine(
    estimates: Sequence[float], variances: Sequence[float], df: float = inf, level: float = 0.95
) -> Combined:
    """Rubin's rules (Rubin 1987, section 3.1), degrees of freedom by Barnard and Rubin (1999).

    With lambda = (1 + 1/m) B / T the share of the variance T that comes from imputing: (m - 1) / lambda^2 without
    limit to the sample, (df + 1) / (df + 3) df (1 - lambda) for the sample itself, and of these two half the harmonic
    mean. The missing information is (r + 2 / (nu + 3)) / (r + 1), with r = (1 + 1/m) B / W.

    Args:
        estimates: one per completed table.
        variances: of these, as if the table had been complete.
        df: degrees of freedom of the complete sample (PSUs less strata); infinite for none.
        level: of the interval.

    Raises:
        MethodError: fewer than two tables, lists of unequal length, or a variance below zero.
    """
    from scipy.stats import t

    q, u = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    m = len(q)
    if m < 2 or len(u) != m or not np.isfinite(q).all() or not (u >= 0).all() or not 0 < level < 1 or df <= 0:  # noqa: PLR2004 -- one table shows no spread
        raise MethodError(
            Message(
                N_(
                    "Verwacht: van twee of meer aangevulde tabellen een schatting en een variantie van nul of meer."
                )
            ),
            Message(
                N_("Gekregen: %(estimates)s schattingen en %(variances)s varianties."),
                {"estimates": m, "variances": len(u)},
            ),
            Message(N_("Bereken het cijfer in elke tabel, en geef alle uitkomsten.")),
        )
    within, between = float(u.mean()), float(q.var(ddof=1))
    added = (1 + 1 / m) * between
    total = within + added
    share = added / total if total > 0 else 0.0
    of_tables = (m - 1) / share**2 if share**2 > 0 else inf
    of_sample = inf if not isfinite(df) else (df + 1) / (df + 3) * df * (1 - share)
    freedom = 1 / (1 / of_tables + 1 / of_sample) if of_sample > 0 else 0.0
    ratio = added / within if within > 0 else inf
    lost = (
        1.0 if ratio == inf and added > 0 else (ratio + 2 / (freedom + 3)) / (ratio + 1) if added > 0 else 0.0
    )
    centre = float(q.mean())
    reach = float(t.ppf((1 + level) / 2, freedom)) * sqrt(total) if freedom > 0 and total > 0 else 0.0
    return Combined(
        estimate=centre,
        se=sqrt(total),
        low=centre - reach,
        high=centre + reach,
        df=freedom,
        within=within,
        between=between,
        missing_information=lost,
        tables=m,
        level=level,
    )
