"""Why replicate weights are refused."""

from analysis.errors import DesignError, WeightError
from analysis.messages import N_, Message


def lonely(kind: str, stratum: str) -> DesignError:
    """A stratum with one PSU, of which no replicate can be made."""
    return DesignError(
        Message(
            N_("Verwacht bij %(kind)s: in elk stratum ten minste twee locaties (PSU's)."), {"kind": kind}
        ),
        Message(N_("Het stratum “%(stratum)s” heeft er één."), {"stratum": stratum}),
        Message(
            N_(
                "Voeg strata samen, of kies lonely_psu “remove” of “certainty”: dan telt zo'n stratum niet mee in de fout."
            )
        ),
    )


def strata_in_jk1(strata: int) -> DesignError:
    """JK1 of a stratified sample."""
    return DesignError(
        Message(N_("Verwacht bij JK1: een steekproef zonder strata.")),
        Message(N_("De steekproef heeft %(strata)s strata."), {"strata": strata}),
        Message(N_("Kies JKn: dat is dezelfde methode binnen strata.")),
    )


def too_few(kind: str, units: int) -> DesignError:
    """Too few PSUs to leave one out."""
    return DesignError(
        Message(N_("Verwacht bij %(kind)s: ten minste twee locaties (PSU's)."), {"kind": kind}),
        Message(N_("Het zijn er %(units)s."), {"units": units}),
        Message(N_("Zonder tweede locatie is er geen fout te schatten.")),
    )


def not_two(stratum: str, units: int) -> DesignError:
    """Half-samples of a stratum that is not a pair."""
    return DesignError(
        Message(N_("Verwacht bij BRR en Fay: in elk stratum precies twee locaties (PSU's).")),
        Message(
            N_("In het stratum “%(stratum)s” zijn het er %(units)s."), {"stratum": stratum, "units": units}
        ),
        Message(N_("Voeg strata of locaties samen tot paren, of kies JKn of bootstrap.")),
    )


def rows_as_units(rows: int) -> DesignError:
    """Rows that are PSUs, in a table that was grouped."""
    return DesignError(
        Message(N_("Verwacht: locaties (PSU's), waarvan replicaties gemaakt kunnen worden.")),
        Message(N_("Elk van de %(rows)s rijen is hier een eigen locatie."), {"rows": rows}),
        Message(N_("Noem de kolom van de locatie (psu), of bereken de fout zonder replicaties.")),
    )


def too_many(units: int, count: int, most: int) -> DesignError:
    """A table of replicate weights that would not fit in memory."""
    return DesignError(
        Message(
            N_("Verwacht: bij %(count)s replicaties hoogstens %(most)s locaties (PSU's)."),
            {"count": count, "most": most},
        ),
        Message(N_("Het zijn er %(units)s."), {"units": units}),
        Message(N_("Kies minder replicaties, of bereken de fout zonder replicaties.")),
    )


def given_wrong(name: str, *, missing: int, wrong: int) -> WeightError:
    """Given replicate weights that are no weights."""
    return WeightError(
        Message(N_("Verwacht: replicatiegewichten van nul of meer, in elke rij.")),
        Message(
            N_("In de kolom “%(name)s” ontbreken er %(missing)s en zijn er %(wrong)s negatief of oneindig."),
            {"name": name, "missing": missing, "wrong": wrong},
        ),
        Message(N_("Herstel deze kolom, of laat haar weg uit columns.")),
    )


def given_text(name: str) -> WeightError:
    """A column of text where replicate weights are expected."""
    return WeightError(
        Message(N_("Verwacht: replicatiegewichten als getallen.")),
        Message(N_("De kolom “%(name)s” bevat tekst."), {"name": name}),
        Message(N_("Zet de kolom om in getallen, of noem een andere kolom.")),
    )


def given_zero(name: str) -> WeightError:
    """A replicate in which nobody counts."""
    return WeightError(
        Message(N_("Verwacht: replicatiegewichten waarvan er ten minste één groter is dan nul.")),
        Message(N_("In de kolom “%(name)s” zijn ze allemaal nul."), {"name": name}),
        Message(N_("Laat deze kolom weg uit columns.")),
    )
