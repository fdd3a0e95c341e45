"""The columns of a file with members: what each holds, and the names by which it is known in Dutch and in English."""

import re
import unicodedata

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

# Our name of a column, and all names that a file may give it; the first is the one that we write.
NAMES: dict[str, tuple[str, ...]] = {
    "number": ("nummer", "lidnummer", "panelnummer", "number", "membernumber", "id"),
    "name": ("naam", "volledigenaam", "name", "fullname"),
    "email": ("email", "emailadres", "mail", "mailadres", "emailaddress"),
    "street": ("adres", "straat", "straatenhuisnummer", "adresregel", "address", "street", "streetaddress"),
    "postcode": ("postcode", "postalcode", "zip", "zipcode"),
    "town": ("plaats", "woonplaats", "plaatsnaam", "town", "city"),
    "area": ("gebied", "wijk", "buurt", "area", "areacode", "neighbourhood", "neighborhood"),
    "sex": ("geslacht", "sex", "gender"),
    "birth_year": ("geboortejaar", "birthyear", "yearofbirth"),
    "language": ("taal", "voorkeurstaal", "language"),
    "channel": ("kanaal", "channel", "contactvia"),
    "consented_on": (
        "toestemming",
        "toestemmingop",
        "datumtoestemming",
        "consent",
        "consentedon",
        "consentdate",
    ),
    "consent_text": ("toestemmingstekst", "toestemmingvoor", "consenttext"),
    "synthetic": ("synthetisch", "synthetic"),
}
TELLS: dict[str, tuple[LazyString, str]] = {
    "number": (_("Uw eigen nummer van dit lid. Zonder nummer maakt Wijkpeil er een."), "1204"),
    "name": (_("De naam op een brief of in een e-mail."), "Testpersoon 0001"),
    "email": (_("Het e-mailadres. Nodig bij het kanaal e-mail."), "test.0001@example.org"),
    "street": (_("Straat en huisnummer. Nodig bij het kanaal brief."), "Voorbeeldweg 1"),
    "postcode": (_("De postcode."), "1234 AB"),
    "town": (_("De plaats."), "Voorbeeldstad"),
    "area": (_("De code of de naam van een gebied uit uw onderzoeken."), "noord"),
    "sex": (_("man, vrouw of anders."), "vrouw"),
    "birth_year": (_("Het geboortejaar in vier cijfers."), "1968"),
    "language": (_("nl, en, tr of ar. Zonder taal: Nederlands."), "nl"),
    "channel": (_("e-mail of brief. Zonder kanaal: e-mail, als er een adres is."), "e-mail"),
    "consented_on": (_("De dag waarop dit lid toestemming gaf. Verplicht."), "2026-03-01"),
    "consent_text": (
        _("Waar het lid ja tegen zei, bijvoorbeeld de naam van uw formulier."),
        "aanmeldformulier 2026",
    ),
    "synthetic": (_("ja, als dit een verzonnen lid is."), "nee"),
}
WRITTEN = {
    "email": "e-mail", "street": "adres", "consented_on": "toestemming op", "consent_text": "toestemming voor",
}  # fmt: skip
_KNOWN = {name: column for column, names in NAMES.items() for name in names}
_FILLER = re.compile(r"[\s_\-.]+")


def written(column: str) -> str:
    """The name that we give this column in a file."""
    return WRITTEN.get(column, NAMES[column][0])


def recognised(name: str) -> str | None:
    """Which of our columns a file means by this name; None when we do not know it."""
    return _KNOWN.get(_FILLER.sub("", unicodedata.normalize("NFC", name).casefold()))
