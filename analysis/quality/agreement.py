"""Krippendorff's alpha: how far coders agree about open answers, beyond what chance would give."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from analysis.errors import EvidenceError, MethodError
from analysis.messages import N_, Message
from analysis.numerals import decimal
from analysis.quality.coincidences import Coded, absent, coded, disagreement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
RELIABLE, TENTATIVE = 0.8, 0.667  # Krippendorff (2004), p. 241
FEW = 30  # units below which an interval is only an indication
_CHUNK = 250  # replicates at a time


@dataclass(frozen=True)
class Agreement:
    """How far coders agree, beyond chance: 1 is always, 0 is as chance would have it, below 0 is less than that.

    Attributes:
        coefficient: "alpha" (Krippendorff) or "kappa" (Cohen).
        metric: how far two codes are apart: nominal, ordinal, interval, ratio; for kappa nominal, linear, quadratic.
        estimate: the coefficient.
        se: its standard error; None for alpha, whose interval comes from replicates.
        low, high: None when there is no interval; `caveats` says why.
        level, method: of the interval.
        n: units (answers) with two codes or more.
        codes: how many codes they have together.
        coders: how many coders.
        left_out: units that were left out: fewer than two codes.
        observed, expected: disagreement for alpha, agreement for kappa, as seen and as chance would give it.
        caveats: `few_units`, `no_disagreement` (nothing to draw an interval from), `one_psu`.
    """

    coefficient: Literal["alpha", "kappa"]
    metric: str
    estimate: float
    se: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    n: int
    codes: int
    coders: int
    left_out: int
    observed: float
    expected: float
    caveats: tuple[str, ...] = ()

    @property
    def verdict(self) -> Literal["reliable", "tentative", "unreliable"]:
        """What may be done with the codes: from 0.8 reliable, from 0.667 for tentative conclusions, else neither.

        Krippendorff (2004), *Content Analysis*, p. 241.
        """
        if self.estimate >= RELIABLE:
            return "reliable"
        return "tentative" if self.estimate >= TENTATIVE else "unreliable"

    @property
    def sentence(self) -> Message:
        """The coefficient, its interval and what may be done with the codes."""
        values: dict[str, Any] = {
            "name": {"alpha": "Krippendorffs alfa", "kappa": "Cohens kappa"}[self.coefficient],
            "estimate": decimal(self.estimate),
            "n": self.n,
        }
        if self.low is None or self.high is None:
            return Message(_WITHOUT_MARGIN[self.verdict], values)
        limits = {"low": decimal(self.low), "high": decimal(self.high)}
        return Message(_WITH_MARGIN[self.verdict], values | limits)


_WITH_MARGIN = {
    "reliable": N_(
        "%(name)s is %(estimate)s (tussen %(low)s en %(high)s, over %(n)s antwoorden). "
        "De codeurs zijn het genoeg eens om op de codes te vertrouwen."
    ),
    "tentative": N_(
        "%(name)s is %(estimate)s (tussen %(low)s en %(high)s, over %(n)s antwoorden). "
        "De codeurs zijn het redelijk eens: trek alleen voorzichtige conclusies."
    ),
    "unreliable": N_(
        "%(name)s is %(estimate)s (tussen %(low)s en %(high)s, over %(n)s antwoorden). "
        "De codeurs zijn het te vaak oneens om de codes te gebruiken."
    ),
}
_WITHOUT_MARGIN = {
    "reliable": N_(
        "%(name)s is %(estimate)s, over %(n)s antwoorden; een marge is niet te geven. "
        "De codeurs zijn het genoeg eens om op de codes te vertrouwen."
    ),
    "tentative": N_(
        "%(name)s is %(estimate)s, over %(n)s antwoorden; een marge is niet te geven. "
        "De codeurs zijn het redelijk eens: trek alleen voorzichtige conclusies."
    ),
    "unreliable": N_(
        "%(name)s is %(estimate)s, over %(n)s antwoorden; een marge is niet te geven. "
        "De codeurs zijn het te vaak oneens om de codes te gebruiken."
    ),
}


def alpha(
    codes: Sequence[Sequence[Hashable | None]],
    metric: Metric = "nominal",
    *,
    level: float = 0.95,
    replicates: int = 2000,
    seed: int = 1,
) -> Agreement:
    """Krippendorff's alpha for any number of coders, four metrics and codes that are missing.

    alpha = 1 - Do / De. With m_u the codes of unit u (units with m_u < 2 are left out), n their sum and n_c how
    often code c was given: Do = 1/n sum_u sum_(i != j in u) d(c_i, c_j) / (m_u - 1), De = sum_(c, k) n_c n_k d(c, k)
    / (n (n - 1)). The distance d is 1 for other codes (nominal), (c - k)^2 (interval), ((c - k) / (c + k))^2 (ratio),
    or the squared distance of their places in the order of all codes (ordinal). Krippendorff (2011), *Computing
    Krippendorff's Alpha-Reliability*. The interval is the percentile interval of `replicates` draws of the units
    with replacement (Zapf et al. 2016, BMC Medical Research Methodology 16:93), from `seed`.

    Args:
        codes: per coder a code per unit [coders][units]; None (or NaN) where the coder gave none. Numbers, except
            for the nominal metric.
        metric: how far two codes are apart.
        level: of confidence.
        replicates: draws for the interval; 0 gives none.
        seed: of the draws; the same seed gives the same interval.

    Raises:
        EvidenceError: one coder, rows of unequal length, no unit with two codes, or only one code in use.
        IndicatorError: text, or negative numbers, where the metric needs other values.
        MethodError: an unknown metric, level or number of replicates.
    """
    if metric not in get_args(Metric):
        raise MethodError(
            Message(N_("Verwacht een maat voor de afstand: %(metrics)s."), {"metrics": _listed()}),
            Message(N_("Gekregen: %(got)s."), {"got": metric}),
            Message(N_("Kies een van deze maten; voor codes zonder volgorde is dat nominal.")),
        )
    if not 0 < level < 1 or replicates < 0:
        raise MethodError(
            Message(
                N_("Verwacht: een betrouwbaarheid tussen 0 en 1, en een aantal trekkingen van 0 of meer.")
            ),
            Message(N_("Gekregen: %(level)s en %(replicates)s."), {"level": level, "replicates": replicates}),
            Message(N_("Gebruik bijvoorbeeld 0.95 en 2000.")),
        )
    data = coded(codes, metric)
    observed, expected = disagreement(data, metric, np.ones((1, len(data.counts))))
    if not expected[0]:
        raise EvidenceError(
            Message(N_("Verwacht: antwoorden met meer dan één verschillende code.")),
            Message(N_("Alle codes zijn gelijk: %(code)s."), {"code": data.labels[0]}),
            Message(
                N_(
                    "Laat ook antwoorden coderen waar een andere code past; zonder verschil is er niets te meten."
                )
            ),
        )
    low, high, noted = _interval(data, metric, level, replicates, seed)
    return Agreement(
        coefficient="alpha",
        metric=metric,
        estimate=1 - float(observed[0] / expected[0]),
        se=None,
        low=low,
        high=high,
        level=level,
        method=f"bootstrap {replicates}",
        n=len(data.counts),
        codes=int(data.counts.sum()),
        coders=data.coders,
        left_out=data.left_out,
        observed=float(observed[0]),
        expected=float(expected[0]),
        caveats=noted,
    )


def alpha_by_code(
    codes: Sequence[Sequence[Hashable | None]],
    *,
    level: float = 0.95,
    replicates: int = 2000,
    seed: int = 1,
) -> dict[Hashable, Agreement]:
    """Krippendorff's alpha of each code by itself: given or not given; which codes coders tell apart, and which not.

    Args:
        codes: [coders][units]; None is missing.
        level: see `alpha`.
        replicates: see `alpha`.
        seed: see `alpha`.

    Returns:
        Per code that was given to a unit with two codes or more, in order.

    Raises:
        EvidenceError: see `alpha`.
        MethodError: see `alpha`.
    """
    whole = alpha(codes, level=level, replicates=0)
    labels = coded(codes, whole.metric).labels
    found: dict[Hashable, Agreement] = {}
    for label in labels:
        given = [[None if absent(code) else int(code == label) for code in row] for row in codes]
        found[label] = alpha(given, level=level, replicates=replicates, seed=seed)
    return found


def _interval(
    data: Coded, metric: Metric, level: float, replicates: int, seed: int
) -> tuple[float | None, float | None, tuple[str, ...]]:
    units = len(data.counts)
    few = ("few_units",) if units < FEW else ()
    if disagreement(data, metric, np.ones((1, units)))[0][0] == 0:
        # Every draw would agree as well: a margin of nothing would say that everything is known.
        return None, None, (*few, "no_disagreement")
    if not replicates:
        return None, None, few
    rng = np.random.default_rng(seed)
    found: list[Floats] = []
    for start in range(0, replicates, _CHUNK):
        times = rng.multinomial(units, np.full(units, 1 / units), min(_CHUNK, replicates - start))
        observed, expected = disagreement(data, metric, times.astype(float))
        varied = expected > 0  # a draw in which all codes are equal says nothing
        found.append(1 - observed[varied] / expected[varied])
    tail = (1 - level) / 2
    low, high = np.quantile(np.concatenate(found), [tail, 1 - tail])
    return float(low), float(high), few


def _listed() -> str:
    return ", ".join(get_args(Metric))
