"""Mistakes in conditions and in the way through the pages."""

N_ = str

LOGIC: dict[str, tuple[str, str, str]] = {
    "not-understood": (
        "error",
        N_("De voorwaarde wordt niet begrepen, bij teken %(position)s: %(problem)s"),
        N_("Een voorbeeld dat goed is: age >= 18 and selected(brands, 'vet')."),
    ),
    "not-a-condition": (
        "error",
        N_("%(part)s is geen voorwaarde maar een waarde (%(kind)s)."),
        N_("Vergelijk met iets, bijvoorbeeld met == of >=, of gebruik answered(naam)."),
    ),
    "unknown-name": (
        "error",
        N_("Er is geen vraag met de naam %(name)s."),
        N_("Bedoelde u: %(near)s?"),
    ),
    "name-of-block": (
        "error",
        N_("%(name)s is een stellingenblok en heeft zelf geen antwoord."),
        N_("Noem een stelling: %(statements)s."),
    ),
    "later-answer": (
        "error",
        N_("Het antwoord op %(name)s is hier nog niet bekend: die vraag komt pas op pagina %(page)s."),
        N_("Verplaats de vraag naar een eerdere pagina, of haal de voorwaarde weg."),
    ),
    "same-page-answer": (
        "error",
        N_("Het antwoord op %(name)s is hier nog niet bekend: die vraag staat op dezelfde pagina."),
        N_("Zet de vraag %(name)s op een eerdere pagina."),
    ),
    "wrong-kind": (
        "error",
        N_("%(operator)s werkt met %(expected)s, maar %(part)s is %(kind)s."),
        N_("Gebruik hier %(expected)s."),
    ),
    "different-kinds": (
        "error",
        N_("In %(part)s worden twee soorten vergeleken: %(left)s en %(right)s."),
        N_("Schrijf een getal zonder aanhalingstekens, een code met, en een dag als date('2026-01-31')."),
    ),
    "list-compared": (
        "error",
        N_("In %(part)s wordt een vraag met meer antwoorden vergeleken; dat kan niet met == of !=."),
        N_("Gebruik selected(naam, 'code') of count(naam)."),
    ),
    "no-order": (
        "error",
        N_("In %(part)s wordt gevraagd wat eerst komt, maar %(kind)s heeft geen volgorde."),
        N_("Vergelijk alleen getallen en dagen met <, <=, > en >=; gebruik anders == of in."),
    ),
    "unknown-code": (
        "error",
        N_("%(code)s is geen antwoord op de vraag %(name)s."),
        N_("Bedoelde u: %(near)s?"),
    ),
    "unknown-context": (
        "error",
        N_("%(name)s kan nooit %(code)s zijn."),
        N_("Kies uit: %(known)s."),
    ),
    "missing-as-code": (
        "error",
        N_("%(code)s is geen antwoord om mee te vergelijken, maar een reden waarom het antwoord ontbreekt."),
        N_("Schrijf missing(%(name)s, '%(code)s')."),
    ),
    "missing-not-offered": (
        "error",
        N_("Bij de vraag %(name)s kan niemand %(code)s antwoorden."),
        N_("Voeg de code toe aan missing van die vraag, of gebruik: %(near)s."),
    ),
    "check-of-other": (
        "warning",
        N_("Deze controle kijkt niet naar het antwoord op %(name)s zelf."),
        N_("Noem %(name)s in de controle, of zet de controle bij een andere vraag."),
    ),
    "check-never-holds": (
        "error",
        N_("Geen enkel antwoord komt door deze controle."),
        N_(
            "Kijk naar de controle, en naar min en max van deze vraag en van de vragen waarmee hij vergelijkt."
        ),
    ),
    "check-always-holds": (
        "warning",
        N_("Elk mogelijk antwoord komt door deze controle."),
        N_("Haal de controle weg, of verbeter hem."),
    ),
    "never-true": (
        "error",
        N_("Deze voorwaarde kan nooit waar zijn."),
        N_("Kijk of and niet or moet zijn, en of de codes en grenzen kloppen."),
    ),
    "unreachable-page": (
        "error",
        N_("De pagina %(page)s is nooit te zien: wie er zou komen, is eerder al gestopt."),
        N_("Kijk naar ends op de pagina's ervoor en naar when van deze pagina."),
    ),
    "no-pages": (
        "error",
        N_("Deze vragenlijst heeft geen pagina's."),
        N_("Zet onder pages: ten minste één pagina."),
    ),
    "empty-page": (
        "error",
        N_("Op deze pagina staat geen vraag."),
        N_("Voeg onder questions een vraag toe, of haal de pagina weg."),
    ),
    "statements-not-alone": (
        "error",
        N_("Een stellingenblok moet alleen op een pagina staan, want elke stelling wordt een pagina."),
        N_("Zet de andere vragen op een eigen pagina."),
    ),
    "ends-on-statements": (
        "error",
        N_("Op een pagina met een stellingenblok kan het gesprek niet stoppen."),
        N_("Zet ends op de pagina ervoor of erna."),
    ),
    "unknown-lock": (
        "error",
        N_("%(name)s, dat hier vast wordt gezet, is geen vraag."),
        N_("Bedoelde u: %(near)s?"),
    ),
    "later-lock": (
        "error",
        N_("%(name)s kan hier niet worden vastgezet: die vraag staat niet eerder, maar op pagina %(page)s."),
        N_("Zet hier alleen antwoorden van eerdere pagina's vast."),
    ),
    "consent-without-end": (
        "warning",
        N_("Wie bij %(name)s nee zegt, gaat gewoon door."),
        N_("Voeg aan de pagina ends toe, met when: \"%(name)s == 'no'\"."),
    ),
}
