"""A figure in a plain Dutch sentence: what is estimated, where it may well lie, and on how many answers it rests."""

from collections.abc import Mapping
from math import floor, log10

from analysis.indicators import Kind
from analysis.messages import N_, Message
from analysis.numerals import decimal, exact_percent, many, percent

_WITH_MARGIN: Mapping[Kind, str] = {
    "proportion": N_(
        "Naar schatting %(estimate)s. Het echte aandeel ligt waarschijnlijk tussen %(low)s en %(high)s "
        "(betrouwbaarheid %(level)s, %(n)s antwoorden)."
    ),
    "mean": N_(
        "Gemiddeld naar schatting %(estimate)s. Het echte gemiddelde ligt waarschijnlijk tussen %(low)s en %(high)s "
        "(betrouwbaarheid %(level)s, %(n)s antwoorden)."
    ),
    "total": N_(
        "Samen naar schatting %(estimate)s. Het echte totaal ligt waarschijnlijk tussen %(low)s en %(high)s "
        "(betrouwbaarheid %(level)s, %(n)s antwoorden)."
    ),
    "ratio": N_(
        "De verhouding is naar schatting %(estimate)s. De echte verhouding ligt waarschijnlijk tussen %(low)s en "
        "%(high)s (betrouwbaarheid %(level)s, %(n)s antwoorden)."
    ),
}
_ALONE = N_(
    "In deze antwoorden %(estimate)s (%(n)s antwoorden). Een marge is niet te geven: trek geen conclusie."
)
_NOTHING = N_("Er is geen cijfer: niemand in deze groep gaf antwoord.")
_MOST_DIGITS = 6


def said(
    kind: Kind, estimate: float | None, low: float | None, high: float | None, level: float, n: int
) -> Message:
    """The sentence of a figure.

    Args:
        kind: decides the words and the units: percentages for a proportion.
        estimate: None when there is none.
        low: the lower limit; None when there is none.
        high: the upper limit; None when there is none.
        level: of confidence.
        n: answers.
    """
    if estimate is None:
        return Message(_NOTHING)
    if low is None or high is None:
        shown = percent(estimate) if kind == "proportion" else decimal(estimate)
        return Message(_ALONE, {"estimate": shown, "n": many(n)})
    digits = _digits((high - low) / 2)
    numbers = {"estimate": estimate, "low": low, "high": high}
    return Message(
        _WITH_MARGIN[kind],
        {
            name: percent(value) if kind == "proportion" else decimal(value, digits)
            for name, value in numbers.items()
        }
        | {"level": exact_percent(level), "n": many(n)},
    )


def _digits(margin: float) -> int:
    """Decimals such that a margin shows two digits that count."""
    return min(max(1 - floor(log10(margin)), 0), _MOST_DIGITS) if margin > 0 else 0
