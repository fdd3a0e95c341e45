"""Mistakes in the shape of the file: not YAML, unknown fields, a list where a text belongs."""

N_ = str

SHAPE: dict[str, tuple[str, str, str]] = {
    "too-large": (
        "error",
        N_("Het bestand is groter dan %(most)s tekens."),
        N_("Splits de vragenlijst."),
    ),
    "not-yaml": (
        "error",
        N_("Dit is geen leesbare YAML: %(problem)s."),
        N_("Kijk naar de inspringing, de haakjes en de aanhalingstekens op deze regel en de regel ervoor."),
    ),
    "several-documents": (
        "error",
        N_("Er staat meer dan één document in dit bestand."),
        N_("Haal de regel met --- en wat erna komt weg."),
    ),
    "empty-file": (
        "error",
        N_("Het bestand is leeg."),
        N_("Begin met de regel questionnaire: en een naam."),
    ),
    "too-deep": (
        "error",
        N_("Lijsten en groepen staan meer dan %(most)s lagen in elkaar."),
        N_("Kijk naar de inspringing op deze regel."),
    ),
    "too-many-values": (
        "error",
        N_("Er staan meer dan %(most)s waarden in het bestand; herhalingen met * tellen elke keer mee."),
        N_("Splits de vragenlijst of herhaal minder."),
    ),
    "key-not-text": (
        "error",
        N_("De naam van een veld is hier een lijst of een groep."),
        N_("Schrijf een woord voor de dubbele punt."),
    ),
    "unknown-anchor": (
        "error",
        N_("*%(name)s verwijst naar iets dat niet eerder in het bestand staat."),
        N_("Zet &%(name)s bij de eerste keer, of schrijf de waarde uit."),
    ),
    "duplicate-key": (
        "error",
        N_("%(key)s staat hier voor de tweede keer; de eerste keer was op regel %(first)s."),
        N_("Haal een van de twee weg."),
    ),
    "not-a-mapping": (
        "error",
        N_("Hier worden velden verwacht, elk als naam: waarde."),
        N_("Schrijf de velden onder elkaar, ingesprongen."),
    ),
    "not-a-text": (
        "error",
        N_("Hier wordt één tekst verwacht, geen lijst en geen groep."),
        N_("Schrijf de tekst op één regel achter de dubbele punt."),
    ),
    "not-a-list": (
        "error",
        N_("Hier wordt een lijst verwacht."),
        N_("Zet elk onderdeel op een eigen regel met een streepje ervoor."),
    ),
    "list-too-long": (
        "error",
        N_("Deze lijst is langer dan %(most)s."),
        N_("Maak de lijst korter."),
    ),
    "twice-in-list": (
        "error",
        N_("%(found)s staat twee keer in deze lijst."),
        N_("Haal er een weg."),
    ),
    "unknown-field": (
        "error",
        N_("Het veld %(name)s bestaat hier niet."),
        N_("Bedoelde u: %(near)s?"),
    ),
    "missing-field": (
        "error",
        N_("Het veld %(name)s ontbreekt of is leeg."),
        N_("Vul %(name)s in."),
    ),
    "unknown-choice": (
        "error",
        N_("%(found)s kan hier niet."),
        N_("Kies uit: %(choices)s."),
    ),
    "not-true-or-false": (
        "error",
        N_("Hier wordt true of false verwacht."),
        N_("Schrijf true (ja) of false (nee)."),
    ),
    "not-a-number": (
        "error",
        N_("%(found)s is geen getal."),
        N_("Schrijf cijfers, met een punt voor decimalen en hoogstens 15 cijfers voor en na de punt."),
    ),
    "not-a-whole-number": (
        "error",
        N_("%(found)s is geen heel getal van 0 tot en met 99."),
        N_("Schrijf een of twee cijfers."),
    ),
    "not-a-date": (
        "error",
        N_("%(found)s is geen datum."),
        N_("Schrijf jaar-maand-dag, bijvoorbeeld 2026-01-31."),
    ),
    "text-without-languages": (
        "error",
        N_("Deze tekst heeft geen taal."),
        N_('Schrijf de taal erbij, bijvoorbeeld {%(language)s: "…"}.'),
    ),
    "text-too-long": (
        "error",
        N_("Deze tekst is langer dan %(most)s tekens."),
        N_("Maak de tekst korter."),
    ),
    "control-character": (
        "error",
        N_("Er staat een onzichtbaar besturingsteken in deze tekst."),
        N_("Typ de tekst opnieuw in plaats van te plakken."),
    ),
    "bad-name": (
        "error",
        N_("%(found)s kan geen naam van een vragenlijst zijn."),
        N_("Gebruik kleine letters, cijfers en streepjes; begin met een letter."),
    ),
    "bad-page-id": (
        "error",
        N_("%(found)s kan geen naam van een pagina zijn."),
        N_("Gebruik kleine letters, cijfers, streepjes en lage streepjes; begin met een letter."),
    ),
    "bad-id": (
        "error",
        N_("%(found)s kan hier geen naam zijn."),
        N_(
            "Gebruik kleine letters, cijfers en lage streepjes (_), begin met een letter, hoogstens 60 tekens."
        ),
    ),
    "bad-code": (
        "error",
        N_("%(found)s kan geen code van een antwoord zijn."),
        N_("Gebruik kleine letters, cijfers, _ en -; begin met een letter of cijfer; hoogstens 60 tekens."),
    ),
    "bad-measure": (
        "error",
        N_("%(found)s kan geen naam van een maat zijn."),
        N_("Schrijf woorden met punten ertussen, bijvoorbeeld awareness.aided."),
    ),
}
