"""What is expected of fieldwork before it begins, and the refusal of what cannot be."""

from dataclasses import dataclass
from math import ceil, isfinite

from analysis.errors import MethodError
from analysis.messages import N_, Message


@dataclass(frozen=True)
class Expectations:
    """What a plan supposes.

    Attributes:
        level: of confidence (0-1), two-sided.
        deff: the design effect: how many times the variance of a simple random sample of the same size. Interviews
            on a few places, and weights, make it larger than 1.
        response: the share (0-1) of those who are approached that gives an answer.
    """

    level: float = 0.95
    deff: float = 1.0
    response: float = 1.0

    def __post_init__(self) -> None:
        between(self.level, N_("de betrouwbaarheid"), 0, 1)
        between(self.response, N_("de respons"), 0, 1, including=True)
        if not (isfinite(self.deff) and self.deff > 0):
            raise MethodError(
                Message(N_("Verwacht: een ontwerpeffect boven nul.")),
                Message(N_("Gekregen: %(got)s."), {"got": self.deff}),
                Message(
                    N_("Neem 1 voor een enkelvoudige aselecte steekproef, en meer bij clusters of gewichten.")
                ),
            )

    @property
    def z(self) -> float:
        """The normal quantile of the level."""
        return quantile(1 - (1 - self.level) / 2)

    def approached(self, n: int) -> int:
        """The people to approach for `n` answers."""
        return ceil(n / self.response - 1e-9)


def quantile(chance: float) -> float:
    """The standard normal quantile."""
    from scipy.special import ndtri

    return float(ndtri(chance))


def between(value: float, name: str, low: float, high: float, *, including: bool = False) -> None:
    """Refuse a value that is not between the limits; `including` allows the upper one.

    Raises:
        MethodError: it is not.
    """
    if isfinite(value) and (low < value < high or (including and value == high)):
        return
    raise MethodError(
        Message(
            N_("Verwacht: een waarde tussen %(low)s en %(high)s voor %(name)s."),
            {"low": low, "high": high, "name": name},
        ),
        Message(N_("Gekregen: %(got)s."), {"got": value}),
        Message(N_("Schrijf een percentage als aandeel: 5%% is 0.05.")),
    )


def counted(value: float, name: str) -> None:
    """Refuse a number that is not a positive count.

    Raises:
        MethodError: it is not.
    """
    if isfinite(value) and value > 0:
        return
    raise MethodError(
        Message(N_("Verwacht: een aantal boven nul voor %(name)s."), {"name": name}),
        Message(N_("Gekregen: %(got)s."), {"got": value}),
        Message(N_("Vul het verwachte aantal in.")),
    )
