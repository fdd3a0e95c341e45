"""Mistakes in what is asked: names, texts, options, limits."""

N_ = str

CONTENT: dict[str, tuple[str, str, str]] = {
    "unknown-language": (
        "error",
        N_("%(code)s is geen taal die dit programma kent."),
        N_("Gebruik de code van twee of drie letters, bijvoorbeeld nl, en, tr of ar."),
    ),
    "no-standard-labels": (
        "warning",
        N_("De vaste antwoorden (zoals “Weet ik niet”) zijn er niet in de taal %(code)s."),
        N_("Ze worden getoond in de eerste taal van de vragenlijst."),
    ),
    "reserved-name": (
        "error",
        N_("%(name)s is een woord van de voorwaardentaal en kan geen vraag zijn."),
        N_("Kies een andere naam."),
    ),
    "ambiguous-pipe": (
        "error",
        N_("{{ %(name)s }} kan een vraag zijn, maar ook iets onder entities."),
        N_("Geef een van de twee een andere naam."),
    ),
    "duplicate-id": (
        "error",
        N_("De naam %(name)s is al gebruikt op regel %(first)s."),
        N_("Geef elke vraag en elke stelling een eigen naam."),
    ),
    "duplicate-page": (
        "error",
        N_("Er is al een pagina %(name)s, op regel %(first)s."),
        N_("Geef elke pagina een eigen naam; een stelling krijgt een pagina met de naam van de stelling."),
    ),
    "duplicate-code": (
        "error",
        N_("De code %(code)s is bij deze vraag al gebruikt op regel %(first)s."),
        N_("Geef elk antwoord een eigen code."),
    ),
    "missing-text": (
        "error",
        N_("De tekst in de eerste taal (%(language)s) ontbreekt."),
        N_("Vul de tekst in; andere talen vallen hierop terug."),
    ),
    "missing-translation": (
        "error",
        N_(
            "De tekst in de taal %(language)s ontbreekt, terwijl die taal als nagekeken (reviewed) staat vermeld."
        ),
        N_("Vertaal de tekst, of zet de taal op status concept."),
    ),
    "translation-to-come": (
        "warning",
        N_("De tekst in de taal %(language)s ontbreekt nog."),
        N_("Zolang is de tekst in de taal %(first)s te zien."),
    ),
    "text-in-unknown-language": (
        "error",
        N_("De taal %(language)s staat niet onder languages."),
        N_("Voeg de taal toe, of kies uit: %(known)s."),
    ),
    "pipe-not-understood": (
        "error",
        N_("De accolades in de tekst (%(language)s) worden niet begrepen."),
        N_("Schrijf {{ naam }} met de naam van een eerdere vraag of van iets onder entities."),
    ),
    "pipes-differ": (
        "warning",
        N_("Niet elke taal (%(languages)s) heeft dezelfde invulplaatsen tussen {{ }}."),
        N_("Kijk of er in de vertaling een is weggevallen."),
    ),
    "no-statement-pipe": (
        "error",
        N_("De tekst van een stellingenblok moet zeggen waar de stelling komt."),
        N_("Zet {{ statement }} in de tekst, in elke taal."),
    ),
    "unknown-pipe": (
        "error",
        N_("{{ %(name)s }} is geen vraag en staat niet onder entities."),
        N_("Bedoelde u: %(near)s?"),
    ),
    "later-pipe": (
        "error",
        N_("Het antwoord op %(name)s is hier nog niet bekend: die vraag staat op pagina %(page)s."),
        N_("Zet de vraag %(name)s op een eerdere pagina."),
    ),
    "pipe-of-answer": (
        "error",
        N_("Hier kan het antwoord op %(name)s niet worden ingevuld."),
        N_("Gebruik hier alleen namen van entities, of zet het antwoord in de tekst van de vraag."),
    ),
    "pipe-in-entity": (
        "error",
        N_("De naam van iets onder entities kan geen {{ }} bevatten."),
        N_("Schrijf de naam voluit."),
    ),
    "options-not-allowed": (
        "error",
        N_("Een vraag van de soort %(kind)s heeft geen antwoorden om uit te kiezen."),
        N_("Haal options weg, of maak er single of multiple van."),
    ),
    "no-options": (
        "error",
        N_("Een vraag van de soort %(kind)s heeft antwoorden nodig om uit te kiezen."),
        N_("Voeg options toe, elk met code en label."),
    ),
    "one-option": (
        "error",
        N_("Met één antwoord valt er niets te kiezen."),
        N_("Voeg nog een antwoord toe."),
    ),
    "options-all-conditional": (
        "warning",
        N_("Elk antwoord heeft een voorwaarde; misschien blijft er geen over."),
        N_("Laat ten minste één antwoord altijd zien."),
    ),
    "scale-without-numbers": (
        "error",
        N_("De codes van een schaal moeten hele getallen zijn, anders is er geen gemiddelde."),
        N_("Gebruik de codes 1 tot en met 5, of maak er single van."),
    ),
    "consent-codes": (
        "error",
        N_("Een toestemmingsvraag moet de codes yes en no hebben."),
        N_("Laat options weg voor Ja en Nee, of voeg deze twee codes toe."),
    ),
    "exclusive-on-single": (
        "error",
        N_("Bij deze soort vraag kan toch maar één antwoord."),
        N_("Haal exclusive weg; het hoort alleen bij multiple."),
    ),
    "all-exclusive": (
        "error",
        N_("Elk antwoord sluit alle andere uit."),
        N_("Maak er een vraag van de soort single van."),
    ),
    "order-not-possible": (
        "error",
        N_("De antwoorden van een vraag van de soort %(kind)s houden hun vaste volgorde."),
        N_("Haal order weg."),
    ),
    "card-without-options": (
        "error",
        N_("Er zijn geen antwoorden om op een kaart te tonen."),
        N_("Haal show_card weg."),
    ),
    "decimals-not-possible": (
        "error",
        N_("Alleen een vraag van de soort number heeft decimalen."),
        N_("Haal decimals weg."),
    ),
    "too-many-decimals": (
        "error",
        N_("Meer dan %(most)s decimalen kan niet."),
        N_("Gebruik minder decimalen."),
    ),
    "limit-not-possible": (
        "error",
        N_("Het veld %(name)s heeft geen betekenis bij een vraag van de soort %(kind)s."),
        N_("Haal het weg. Er zijn min en max bij number, date en multiple, en max bij text en long_text."),
    ),
    "limit-not-a-count": (
        "error",
        N_("Het veld %(name)s telt hier antwoorden of tekens, en moet een heel getal vanaf 0 zijn."),
        N_("Schrijf een heel getal."),
    ),
    "limit-beyond-options": (
        "error",
        N_("Het veld %(name)s is groter dan het aantal antwoorden dat samen gekozen kan worden (%(most)s)."),
        N_("Maak het getal kleiner."),
    ),
    "min-above-max": (
        "error",
        N_("Het minimum (%(low)s) is groter dan het maximum (%(high)s)."),
        N_("Draai de twee om, of verbeter er een."),
    ),
    "sensitive-without-refusal": (
        "error",
        N_(
            "Deze vraag gaat over bijzondere persoonsgegevens, maar is verplicht en laat niet toe om te weigeren."
        ),
        N_("Voeg refused toe aan missing, of zet required op false."),
    ),
    "statements-not-allowed": (
        "error",
        N_("Alleen een vraag van de soort statements heeft stellingen."),
        N_("Verander de soort (kind), of haal statements weg."),
    ),
    "no-statements": (
        "error",
        N_("Dit blok heeft geen stellingen."),
        N_("Voeg onder statements ten minste één stelling toe, met id en text."),
    ),
    "checks-on-statements": (
        "error",
        N_("Bij een stellingenblok kunnen geen controles (checks) staan."),
        N_("Haal checks weg."),
    ),
    "old-name-of-nothing": (
        "error",
        N_("Van de oude naam %(name)s is niet gezegd waarvan het de oude naam is."),
        N_("Voeg of: toe met de naam van het team."),
    ),
    "entity-of-itself": (
        "error",
        N_("%(name)s verwijst met of naar zichzelf."),
        N_("Noem het andere."),
    ),
    "unknown-entity": (
        "error",
        N_("%(name)s staat niet onder entities."),
        N_("Voeg het daar toe. Bedoelde u: %(near)s?"),
    ),
    "role-kind": (
        "error",
        N_("Een vraag van de soort %(kind)s kan niet de rol %(role)s hebben."),
        N_("Dit kan bij: %(kinds)s."),
    ),
    "role-twice": (
        "error",
        N_("De rol %(role)s hoort al bij de vraag %(other)s."),
        N_("Geef elke rol aan één vraag."),
    ),
    "measure-twice": (
        "error",
        N_("%(measure)s wordt in %(other)s twee keer gemeten voor hetzelfde."),
        N_("Schrijf de maat één keer, bij de vraag, met alle codes onder positive."),
    ),
    "measure-in-two-questions": (
        "warning",
        N_("%(measure)s wordt voor hetzelfde ook al gemeten in %(other)s."),
        N_("Dit kan alleen goed gaan als niemand beide vragen krijgt."),
    ),
    "measure-on-option": (
        "error",
        N_("Bij een vraag van de soort %(kind)s kan een maat niet bij een antwoord staan."),
        N_("Zet de maat bij de vraag en noem de codes onder positive."),
    ),
    "measure-not-possible": (
        "error",
        N_("Een vraag van de soort %(kind)s kan niets meten: er zijn geen codes en er is geen gemiddelde."),
        N_("Haal de maat weg."),
    ),
    "measure-on-block": (
        "error",
        N_("Een stellingenblok meet niets, de stellingen wel."),
        N_("Zet de maat bij elke stelling."),
    ),
    "measure-without-positive": (
        "error",
        N_("Bij een vraag van de soort %(kind)s moet staan welke antwoorden meetellen als ja."),
        N_("Noem onder positive ten minste één code."),
    ),
    "negative-without-positive": (
        "error",
        N_("Er is wel gezegd welke antwoorden nee zijn, maar niet welke ja zijn."),
        N_("Noem onder positive ten minste één code."),
    ),
    "codes-on-number": (
        "error",
        N_("Een getal heeft geen codes; van een getal wordt het gemiddelde gemeten."),
        N_("Haal positive en negative weg."),
    ),
    "unknown-measure-code": (
        "error",
        N_("%(code)s is geen antwoord op deze vraag."),
        N_("Bedoelde u: %(near)s?"),
    ),
    "positive-and-negative": (
        "error",
        N_("%(code)s staat bij positive én bij negative."),
        N_("Haal de code bij een van de twee weg."),
    ),
}
