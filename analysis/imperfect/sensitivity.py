"""How strong would selection on what was not measured have to be, to turn a conclusion over?"""

from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING, Literal

from analysis.errors import EvidenceError, MethodError
from analysis.messages import N_, Message
from analysis.numerals import decimal

if TYPE_CHECKING:
    from analysis.figure import Estimate
    from analysis.imperfect.propensity import Propensity

Holds = Literal["strong", "weak", "none"]


@dataclass(frozen=True)
class Sensitivity:
    """The tipping point of "the share is above (or below) the threshold".

    Attributes:
        estimate, low, high: the share and its interval, 0 to 1.
        threshold: the share that the conclusion compares with.
        above: the conclusion is that the share lies above it.
        tipping: selection at which the estimate reaches the threshold: how many times as easily people with the
            characteristic join as others who are alike in what was measured; below 1: less easily.
        tipping_margin: selection from which the interval holds the threshold; 1 when it does so already.
        observed: the strongest selection on what was measured, as an odds ratio above 1; None when not given.
        holds: `strong` when it takes more than the observed selection to reach the margin, `weak` when less, `none`
            when the interval holds the threshold without any.
    """

    estimate: float
    low: float
    high: float
    threshold: float
    above: bool
    tipping: float
    tipping_margin: float
    observed: float | None
    holds: Holds

    def share(self, selection: float) -> float:
        """The share among residents if people with the characteristic join `selection` times as easily."""
        return _under(self.estimate, selection)

    def interval(self, selection: float) -> tuple[float, float]:
        """The interval when the selection may be anything from 1 / `selection` to `selection`."""
        strength = max(selection, 1 / selection)
        return _under(self.low, strength), _under(self.high, 1 / strength)

    @property
    def sentence(self) -> Message:
        """The tipping point for a reader without statistics."""
        values = {
            "threshold": decimal(100 * self.threshold, 0),
            "times": decimal(_strength(self.tipping_margin), 1),
        }
        if self.holds == "none":
            return Message(
                N_(
                    "Of het meer of minder dan %(threshold)s%% is, valt ook zonder vertekening niet te zeggen."
                ),
                values,
            )
        if self.above:
            return Message(
                N_(
                    "Dat het meer dan %(threshold)s%% is, blijft staan zolang wie het weet niet meer dan %(times)s keer zo "
                    "makkelijk meedoet als wie het niet weet."
                ),
                values,
            )
        return Message(
            N_(
                "Dat het minder dan %(threshold)s%% is, blijft staan zolang wie het niet weet niet meer dan %(times)s keer "
                "zo makkelijk meedoet als wie het weet."
            ),
            values,
        )


def sensitivity(figure: "Estimate", threshold: float, propensity: "Propensity | None" = None) -> Sensitivity:
    """Find the selection at which "the share is above (below) `threshold`" no longer holds.

    By Bayes' rule the odds of the characteristic among those who joined are the odds among residents times
    Gamma = P(join | has it) / P(join | has it not), given the covariates that were weighted for. So the share under
    selection Gamma is p / (p + Gamma (1 - p)), and it reaches t at Gamma = [p / (1 - p)] / [t / (1 - t)]; the interval
    does when its nearer limit takes the place of p (Greenland 1996, *International Journal of Epidemiology* 25; the
    bound Gamma after Rosenbaum 2002, *Observational Studies*, chapter 4). As a yardstick, the largest odds ratio of the
    propensity model: selection on what was measured.

    Args:
        figure: a share with its interval, best a corrected one.
        threshold: 0 to 1.
        propensity: the fitted model, for the yardstick.

    Raises:
        MethodError: a threshold that is not between 0 and 1.
        EvidenceError: the figure is no share, or has no interval.
    """
    if not 0 < threshold < 1:
        raise MethodError(
            Message(N_("Verwacht: een grens tussen 0 en 1, bijvoorbeeld 0.5.")),
            Message(N_("Gekregen: %(got)s."), {"got": threshold}),
            Message(N_("Deel een percentage door 100.")),
        )
    p, low, high = figure.estimate, figure.low, figure.high
    if figure.kind != "proportion" or p is None or low is None or high is None:
        raise EvidenceError(
            Message(N_("Verwacht: een aandeel met een marge.")),
            Message(N_("Dit cijfer is geen aandeel, of heeft geen marge.")),
            Message(N_("Vraag een ja/nee-indicator in een groep met genoeg antwoorden.")),
        )
    above = p > threshold
    tipping = _odds(p) / _odds(threshold)
    margin = _odds(low if above else high) / _odds(threshold)
    margin = max(margin, 1.0) if above else min(margin, 1.0)
    observed = None if propensity is None else propensity.strongest
    holds: Holds = "none"
    if margin != 1.0:
        holds = "weak" if observed is not None and _strength(margin) < observed else "strong"
    return Sensitivity(p, low, high, threshold, above, tipping, margin, observed, holds)


def _strength(selection: float) -> float:
    """How many times, whichever way it goes."""
    return max(selection, 1 / selection) if selection else inf


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else inf


def _under(share: float, selection: float) -> float:
    if not (isfinite(selection) and selection > 0):
        raise MethodError(
            Message(N_("Verwacht: een selectie boven 0, bijvoorbeeld 2.")),
            Message(N_("Gekregen: %(got)s."), {"got": selection}),
            Message(N_("Geef aan hoeveel keer zo makkelijk iemand meedoet.")),
        )
    return share / (share + selection * (1 - share))
