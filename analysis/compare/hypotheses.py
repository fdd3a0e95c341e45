"""Wald tests: any set of linear hypotheses about estimates with a covariance."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.compare.words import chance
from analysis.errors import MethodError
from analysis.messages import N_, Message
from analysis.numerals import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

SINGULAR = 1e-12  # relative size of an eigenvalue that is no information


@dataclass(frozen=True)
class WaldTest:
    """The test of k linear hypotheses L b = c.

    Attributes:
        statistic: (L b - c)' (L V L')^-1 (L b - c) / k, against F.
        ndf: k.
        ddf: degrees of freedom of the design; infinite when none were given.
        p: the chance of a statistic at least this large, were all hypotheses true.
        n: answers behind the estimates.
        level: the level against which the sentence speaks.
    """

    statistic: float
    ndf: int
    ddf: float
    p: float
    n: int
    level: float

    @property
    def sentence(self) -> Message:
        """What the test says, with its n."""
        told = {"n": self.n, "p": chance(self.p), "f": decimal(self.statistic)}
        if self.p < 1 - self.level:
            return Message(
                N_("De verschillen samen zijn groter dan bij toeval past: p %(p)s (F = %(f)s, n = %(n)s)."),
                told,
            )
        return Message(
            N_(
                "Dat er verschil is, is niet aangetoond: p %(p)s (F = %(f)s, n = %(n)s). "
                "Met meer antwoorden kan een verschil nog blijken."
            ),
            told,
        )


def wald_test(
    estimates: "ArrayLike",
    covariance: "ArrayLike",
    hypotheses: "Sequence[Sequence[float]] | NDArray[np.float64] | None" = None,
    *,
    values: "ArrayLike" = 0.0,
    df: float = float("inf"),
    n: int,
    level: float = 0.95,
) -> WaldTest:
    """Test L b = c for estimates b with covariance V (R: `regTermTest(method = "Wald")`).

    F = (L b - c)' (L V L')^-1 (L b - c) / k, on k and `df` degrees of freedom (chi-square / k without `df`).

    Args:
        estimates: b [q].
        covariance: V [q, q].
        hypotheses: L [k, q]; None: every estimate equals its value.
        values: c [k].
        df: degrees of freedom of the design.
        n: answers behind the estimates, for the sentence.
        level: of the sentence.

    Raises:
        MethodError: sizes that do not fit, hypotheses that say the same twice, or more of them than the sample has
            degrees of freedom for.
    """
    from scipy.special import chdtrc, fdtrc

    b = np.atleast_1d(np.asarray(estimates, dtype=np.float64))
    v = np.atleast_2d(np.asarray(covariance, dtype=np.float64))
    lines = np.eye(len(b)) if hypotheses is None else np.atleast_2d(np.asarray(hypotheses, dtype=np.float64))
    if v.shape != (len(b), len(b)) or lines.shape[1] != len(b):
        raise MethodError(
            Message(N_("Verwacht: %(size)s coëfficiënten per hypothese."), {"size": len(b)}),
            Message(N_("Gekregen: %(got)s."), {"got": lines.shape[1]}),
            Message(N_("Geef een 0 aan wat niet meedoet.")),
        )
    away = lines @ b - np.broadcast_to(np.asarray(values, dtype=np.float64), len(lines))
    found = quadratic_form(away, lines @ v @ lines.T) / len(lines)
    if np.isfinite(df):
        p = float(fdtrc(len(lines), df, found))
    else:
        p = float(chdtrc(len(lines), found * len(lines)))
    return WaldTest(found, len(lines), float(df), p, n, level)


def quadratic_form(away: "Floats", covariance: "Floats") -> float:
    """The form d' V^-1 d.

    Raises:
        MethodError: V says nothing in some direction.
    """
    scale = np.sqrt(np.maximum(np.diagonal(covariance), 0.0))
    known = bool(np.all(scale > 0) and np.all(np.isfinite(away)) and np.all(np.isfinite(covariance)))
    if known:
        alike = covariance / np.outer(scale, scale)
        values, vectors = np.linalg.eigh((alike + alike.T) / 2)
        known = bool(values[0] > SINGULAR * max(values[-1], 1.0))
    if not known:
        raise MethodError(
            Message(N_("Verwacht: verschillen die elk voor zich te schatten zijn.")),
            Message(
                N_("Van de %(many)s verschillen volgen er een of meer uit de andere, of hebben geen fout."),
                {"many": len(away)},
            ),
            Message(N_("Toets minder verschillen tegelijk, of gebruik een steekproef met meer locaties.")),
        )
    projected = vectors.T @ (away / scale)
    return float(np.sum(projected**2 / values))
