"""Why a sampling design is refused when it is held against the table."""

from analysis.errors import DesignError
from analysis.messages import N_, Message


def no_population(stratum: str) -> DesignError:
    """A stratum of which the list of populations does not know the size."""
    return DesignError(
        Message(N_("Verwacht: voor elk stratum de omvang van de populatie.")),
        Message(N_("Het stratum “%(stratum)s” ontbreekt in de lijst."), {"stratum": stratum}),
        Message(N_("Voeg het toe aan de lijst.")),
    )


def not_nested() -> DesignError:
    """The code of a PSU in two strata."""
    return DesignError(
        Message(N_("Verwacht: elke locatie (PSU) ligt in één stratum.")),
        Message(N_("Dezelfde code van een locatie komt in meer dan één stratum voor.")),
        Message(N_("Begint de nummering in elk stratum opnieuw, kies dan nest=True.")),
    )


def lonely(stratum: str) -> DesignError:
    """A stratum with one PSU, when that was to be refused."""
    return DesignError(
        Message(N_("Verwacht: in elk stratum ten minste twee locaties (PSU's).")),
        Message(N_("Het stratum “%(stratum)s” heeft er één."), {"stratum": stratum}),
        Message(N_("Voeg strata samen, of kies wat zo'n stratum bijdraagt (lonely_psu).")),
    )


def uneven(stratum: str, low: float, high: float) -> DesignError:
    """Several sizes of the population within one stratum."""
    return DesignError(
        Message(N_("Verwacht: één omvang van de populatie (fpc) per stratum.")),
        Message(
            N_("In het stratum “%(stratum)s” staan er meer: van %(low)s tot %(high)s."),
            {"stratum": stratum, "low": low, "high": high},
        ),
        Message(N_("Maak de omvang binnen elk stratum gelijk.")),
    )


def too_small(stratum: str, size: float, sample: float) -> DesignError:
    """A population that is smaller than its sample."""
    return DesignError(
        Message(N_("Verwacht: een populatie die ten minste zo groot is als de steekproef.")),
        Message(
            N_("In het stratum “%(stratum)s”: populatie %(size)s, steekproef %(sample)s."),
            {"stratum": stratum, "size": size, "sample": sample},
        ),
        Message(N_("Controleer de omvang van de populatie (fpc).")),
    )
