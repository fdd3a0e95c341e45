"""The words for what a member is, and for what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from survey.i18n import LANGUAGES
from survey.members.find import NONE
from survey.members.profile import CHANNEL_NAMES, LONGEST, SEXES

STATES: dict[str, LazyString] = {
    "active": lazy_gettext("Doet mee"),
    "unsubscribed": lazy_gettext("Afgemeld"),
    "withdrawn": lazy_gettext("Toestemming ingetrokken"),
    "undeliverable": lazy_gettext("Onbereikbaar"),
}
EVENTS: dict[str, LazyString] = {
    "joined": lazy_gettext("Lid geworden"),
    "consented": lazy_gettext("Toestemming gegeven"),
    "changed": lazy_gettext("Gegevens veranderd"),
    "unsubscribed": lazy_gettext("Afgemeld"),
    "withdrawn": lazy_gettext("Toestemming ingetrokken, gegevens gewist"),
    "bounced": lazy_gettext("Een bericht kwam terug"),
    "restored": lazy_gettext("Weer lid geworden, met nieuwe toestemming"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One question of a form: the name of its column, its label, and choices when it has any."""

    name: str
    label: str
    hint: str = ""
    kind: str = "text"
    choices: Mapping[str, str] | None = None
    longest: int = 0
    autocomplete: str = "off"
    needed: bool = field(default=False)


def choices(areas: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What can be chosen for each part of a profile, name by value."""
    return {
        "area": dict(areas),
        "sex": {code: str(name) for code, name in SEXES.items()},
        "language": dict(LANGUAGES),
        "state": {code: str(name) for code, name in STATES.items()},
        "channel": {code: str(name) for code, name in CHANNEL_NAMES.items()},
    }


def profile_boxes(areas: Mapping[str, str]) -> list[Box]:
    """The questions about a profile, for staff and for the member."""
    known, unknown = choices(areas), {"": _("Niet bekend")}
    boxes = [
        Box("area", _("Gebied"), choices=unknown | known["area"]),
        Box("sex", _("Geslacht"), choices=unknown | known["sex"]),
        Box("birth_year", _("Geboortejaar"), _("Vier cijfers, bijvoorbeeld 1968."), "year", longest=4),
        Box("language", _("Taal"), choices=known["language"]),
    ]
    return boxes if areas else boxes[1:]


def contact_boxes(*, new: bool) -> list[Box]:
    """The questions about how somebody is reached, for staff; `new`: for somebody who is not a member yet."""
    hint = _("Uw eigen nummer van dit lid. Leeg: Wijkpeil maakt er een.") if new else ""
    return [
        Box("number", _("Nummer"), hint, longest=LONGEST["number"]),
        Box("name", _("Naam"), longest=LONGEST["name"]),
        Box("email", _("E-mailadres"), kind="email", longest=LONGEST["email"]),
        Box("street", _("Straat en huisnummer"), longest=LONGEST["street"]),
        Box("postcode", _("Postcode"), longest=LONGEST["postcode"]),
        Box("town", _("Plaats"), longest=LONGEST["town"]),
    ]  # fmt: skip


def channel_box(offered: tuple[str, ...] = ("email", "letter")) -> Box:
    """The question how somebody wants to be asked."""
    names = choices({})["channel"]
    return Box("channel", _("Uitnodigen met een"), choices={code: names[code] for code in offered})


def consent_boxes() -> list[Box]:
    """The questions about consent."""
    return [
        Box(
            "consented_on",
            _("Toestemming gegeven op"),
            _("Bijvoorbeeld 2026-03-01."),
            "day",
            longest=10,
            needed=True,
        ),
        Box(
            "consent_text",
            _("Waar ging de toestemming over?"),
            _("Bijvoorbeeld de naam van uw formulier."),
            longest=LONGEST["consent_text"],
        ),
    ]


def value_name(named: Mapping[str, str], value: str | None) -> str:
    """The name of a value of a profile; a code without a name is shown as it is."""
    return _("Niet bekend") if value in (None, "", NONE) else named.get(value or "", value or "")
