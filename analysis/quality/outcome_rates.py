"""How fieldwork ended: response, cooperation, refusal and contact rates as AAPOR defines them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.errors import EvidenceError, MethodError
from analysis.messages import N_, Message
from analysis.numerals import percent

Family = Literal["response", "cooperation", "refusal", "contact"]

DISPOSITIONS = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
"""Complete and partial interviews, refusals and break-offs, non-contacts, other eligible cases without interview,
unknown whether a household, unknown otherwise, and not eligible (only used to estimate e)."""

_INTERVIEWS, _ELIGIBLE = ("I", "P"), ("I", "P", "R", "NC", "O")
_CONTACTED = ("I", "P", "R", "O")
# Numerator, known part of the denominator, and whether unknown cases count in it: all, the share e, or none.
_RATES: dict[str, tuple[tuple[str, ...], tuple[str, ...], Literal["all", "e", "none"]]] = {
    "RR1": (("I",), _ELIGIBLE, "all"),
    "RR2": (_INTERVIEWS, _ELIGIBLE, "all"),
    "RR3": (("I",), _ELIGIBLE, "e"),
    "RR4": (_INTERVIEWS, _ELIGIBLE, "e"),
    "RR5": (("I",), _ELIGIBLE, "none"),
    "RR6": (_INTERVIEWS, _ELIGIBLE, "none"),
    "COOP1": (("I",), _CONTACTED, "none"),
    "COOP2": (_INTERVIEWS, _CONTACTED, "none"),
    "COOP3": (("I",), ("I", "P", "R"), "none"),
    "COOP4": (_INTERVIEWS, ("I", "P", "R"), "none"),
    "REF1": (("R",), _ELIGIBLE, "all"),
    "REF2": (("R",), _ELIGIBLE, "e"),
    "REF3": (("R",), _ELIGIBLE, "none"),
    "CON1": (_CONTACTED, _ELIGIBLE, "all"),
    "CON2": (_CONTACTED, _ELIGIBLE, "e"),
    "CON3": (_CONTACTED, _ELIGIBLE, "none"),
}
_FAMILIES: dict[str, Family] = {
    "RR": "response",
    "COOP": "cooperation",
    "REF": "refusal",
    "CON": "contact",
}
_SAYS = {
    "response": N_("Respons (%(name)s): %(share)s van de %(n)s mensen of adressen deed mee."),
    "cooperation": N_("Medewerking (%(name)s): van de %(n)s mensen die zijn gesproken, deed %(share)s mee."),
    "refusal": N_("Weigering (%(name)s): %(share)s van de %(n)s mensen of adressen weigerde."),
    "contact": N_("Contact (%(name)s): %(share)s van de %(n)s mensen of adressen is gesproken."),
}
_NOBODY = N_("%(name)s is niet te berekenen: er is niemand om over te tellen.")


@dataclass(frozen=True)
class Rate:
    """One outcome rate: a count of this fieldwork, not an estimate of anything else, so without sampling error.

    Attributes:
        name: AAPOR's, such as RR3.
        family: what it is about.
        numerator, denominator: in cases; the denominator holds e times the cases of unknown eligibility in
            RR3, RR4, REF2 and CON2.
        estimate: their quotient; None when nobody counts in the denominator.
        low, high: the rate if all, and if none, of the cases of unknown eligibility were eligible: the whole range
            that not knowing leaves; equal to `estimate` when the rate does not depend on e.
        n: cases in the denominator, unknown cases counted in full where they count at all.
        caveats: `no_cases`; `eligibility_assumed`: e was taken as 1, the most careful choice.
    """

    name: str
    family: Family
    numerator: float
    denominator: float
    estimate: float | None
    low: float | None
    high: float | None
    n: int
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """The rate in words."""
        if self.estimate is None:
            return Message(_NOBODY, {"name": self.name})
        return Message(_SAYS[self.family], {"name": self.name, "share": percent(self.estimate), "n": self.n})


@dataclass(frozen=True)
class OutcomeRates:
    """All rates of one fieldwork.

    Attributes:
        dispositions: the cases by disposition, all of `DISPOSITIONS`.
        e: the share of the cases of unknown eligibility that is taken to be eligible.
        method: where e came from: `given`, `proportional` or `assumed`.
        rates: by name, in AAPOR's order.
    """

    dispositions: Mapping[str, int]
    e: float
    method: Literal["given", "proportional", "assumed"]
    rates: Mapping[str, Rate]

    def __getitem__(self, name: str) -> Rate:
        """The rate with AAPOR's name, such as `RR3`."""
        return self.rates[name]

    @property
    def n(self) -> int:
        """All cases."""
        return sum(self.dispositions.values())

    @property
    def sentence(self) -> Message:
        """Response in words, with what not knowing who is eligible leaves open."""
        found = self.rates["RR3"]
        if found.estimate is None or found.low is None or found.high is None:
            return found.sentence
        return Message(
            N_(
                "Van %(n)s mensen of adressen deden er %(interviews)s mee: een respons van %(share)s (RR3). "
                "Omdat van sommigen niet bekend is of zij meetellen, ligt de respons tussen %(low)s en %(high)s."
            )
            if found.low < found.high
            else N_("Van %(n)s mensen of adressen deden er %(interviews)s mee: een respons van %(share)s."),
            {
                "n": found.n,
                "interviews": self.dispositions["I"],
                "share": percent(found.estimate),
                "low": percent(found.low),
                "high": percent(found.high),
            },
        )


def outcome_rates(dispositions: Mapping[str, int], e: float | None = None) -> OutcomeRates:
    """Response, cooperation, refusal and contact rates of a fieldwork.

    With U = UH + UO: RR1 = I / (I + P + R + NC + O + U), RR3 with e U and RR5 without U; RR2, RR4, RR6 with I + P
    above the line. COOP1 = I / (I + P + R + O), COOP3 = I / (I + P + R); COOP2, COOP4 with I + P. REF1, REF2, REF3
    have R above the lines of RR1, RR3, RR5; CON1, CON2, CON3 have I + P + R + O. AAPOR (2023), *Standard
    Definitions*, 10th edition; cases of which it is unknown whether they are eligible or hold somebody who is, which that
    edition sets apart as UR (code 3.20), belong to UO here, as in the 9th, with one e for all of U. Without e: the share of eligible cases among those whose eligibility is known
    (proportional allocation, the CASRO method) when NE is given, else 1, which gives the lowest response.

    Args:
        dispositions: cases by disposition, see `DISPOSITIONS`; absent is none.
        e: the share of U that is eligible, from 0 to 1.

    Raises:
        EvidenceError: an unknown disposition, a count below 0 or not whole, or no case at all.
        MethodError: e is not a share.
    """
    counts = _counted(dispositions)
    if e is not None and not 0 <= e <= 1:
        raise MethodError(
            Message(N_("Verwacht: een aandeel tussen 0 en 1 dat meetelt van wie dat onbekend is (e).")),
            Message(N_("Gekregen: %(got)s."), {"got": e}),
            Message(N_("Deel een percentage door 100, of laat e weg.")),
        )
    method: Literal["given", "proportional", "assumed"] = "given"
    if e is None:
        known = sum(counts[code] for code in _ELIGIBLE)
        method = "proportional" if "NE" in dispositions and known else "assumed"
        e = known / (known + counts["NE"]) if method == "proportional" else 1.0
    unknown = counts["UH"] + counts["UO"]
    noted = ("eligibility_assumed",) if method == "assumed" and unknown else ()
    return OutcomeRates(counts, e, method, {name: _rate(name, counts, e, noted) for name in _RATES})


def _rate(name: str, counts: Mapping[str, int], e: float, noted: tuple[str, ...]) -> Rate:
    above, below, unknown_counts = _RATES[name]
    numerator, known = sum(counts[code] for code in above), sum(counts[code] for code in below)
    unknown = counts["UH"] + counts["UO"] if unknown_counts != "none" else 0
    depends = unknown_counts == "e"
    denominator = known + (e if depends else 1) * unknown
    family = _FAMILIES[name.rstrip("123456")]
    if not denominator:
        return Rate(name, family, numerator, denominator, None, None, None, known + unknown, ("no_cases",))
    found = numerator / denominator
    low = numerator / (known + unknown) if depends else found
    high = numerator / known if depends and known else found
    return Rate(
        name, family, numerator, denominator, found, low, high, known + unknown, noted if depends else ()
    )


def _counted(dispositions: Mapping[str, int]) -> dict[str, int]:
    strange = [name for name in dispositions if name not in DISPOSITIONS]
    wrong = [
        f"{name}: {count}"
        for name, count in dispositions.items()
        if isinstance(count, bool) or count != count or count < 0 or count != int(count)  # noqa: PLR0124 -- NaN
    ]
    if strange or wrong or not any(dispositions.values()):
        raise EvidenceError(
            Message(
                N_("Verwacht: aantallen van 0 of meer per uitkomst (%(names)s)."),
                {"names": ", ".join(DISPOSITIONS)},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": ", ".join([*strange, *wrong]) or 0}),
            Message(
                N_("Tel hoe elk gesprek, elk adres of elke uitnodiging eindigde; elk telt in één uitkomst.")
            ),
        )
    return {name: int(dispositions.get(name, 0)) for name in DISPOSITIONS}
