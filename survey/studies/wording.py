"""Changes of the set-up in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString, format_date, lazy_gettext
from flask_babel import gettext as _

from survey.i18n import number
from survey.studies.differences import Difference, differences
from survey.studies.tables import StudyEvent

ORIGINS: Mapping[str, LazyString] = {
    "street": lazy_gettext("Op straat"),
    "panel": lazy_gettext("Via een panel"),
    "open_link": lazy_gettext("Via een open link"),
    "random_sample": lazy_gettext("Via een aselecte steekproef"),
}

PARTS: dict[str, LazyString] = {
    "about": lazy_gettext("Gegevens"),
    "areas": lazy_gettext("Gebieden"),
    "waves": lazy_gettext("Metingen"),
    "margins": lazy_gettext("Bevolking"),
    "versions": lazy_gettext("Vragenlijst"),
    "all": lazy_gettext("Onderzoek"),
}

FIELDS: dict[str, LazyString] = {
    "title": lazy_gettext("titel"),
    "description": lazy_gettext("uitleg"),
    "municipality": lazy_gettext("gemeente"),
    "default_origin": lazy_gettext("herkomst"),
    "is_open": lazy_gettext("open"),
    "archived": lazy_gettext("in het archief"),
    "name": lazy_gettext("naam"),
    "label": lazy_gettext("naam"),
    "row": lazy_gettext("rij op de kaart"),
    "col": lazy_gettext("kolom op de kaart"),
    "residents": lazy_gettext("inwoners"),
    "starts_on": lazy_gettext("eerste dag"),
    "ends_on": lazy_gettext("laatste dag"),
    "count": lazy_gettext("aantal"),
    "source": lazy_gettext("bron"),
    "year": lazy_gettext("jaar"),
}

VALUES: dict[str, Mapping[str, LazyString]] = {"default_origin": ORIGINS}
"""What the values of a field are called, where they are a name in the code."""
SAID: dict[str, LazyString] = {}
"""What a change of another kind did, by its name; filled in with its params."""

_FROM_ONE = {"row", "col"}
_DAYS = {"starts_on", "ends_on"}
_PLAIN = {"year"}
_MOST = 12


def said(event: StudyEvent) -> list[str]:
    """What a change did, in sentences."""
    if event.what == "made":
        return [_("Het onderzoek is gemaakt.")]
    if event.what == "published":
        return [_("Versie %(number)s van de vragenlijst is gepubliceerd.", number=event.params.get("number"))]
    if event.what in SAID:
        return [str(SAID[event.what]) % event.params]
    return told(event.part, event.before, event.after)


def told(part: str, before: Any, after: Any) -> list[str]:
    """What differs between two states of a part, in sentences; of very many the first ones."""
    found = [sentence(each) for each in differences(part, before, after)]
    more = len(found) - _MOST
    return [*found[:_MOST], *([_("… en nog %(count)s.", count=more)] if more > 0 else [])]


def sentence(difference: Difference) -> str:
    """One difference in words."""
    if difference.kind == "added":
        return str(_("Toegevoegd: %(name)s.", name=difference.name))
    if difference.kind == "removed":
        return str(_("Weggehaald: %(name)s.", name=difference.name))
    if difference.kind == "reordered":
        return str(_("De volgorde is veranderd."))
    fields = "; ".join(
        _(
            "%(field)s was %(before)s, is %(after)s",
            field=FIELDS[field],
            before=_value(field, was),
            after=_value(field, now),
        )
        for field, was, now in difference.fields
    )
    return f"{difference.name}: {fields}." if difference.name else f"{fields[:1].upper()}{fields[1:]}."


def _value(field: str, value: Any) -> str:
    if value is None or value == "":
        return str(_("niets"))
    if isinstance(value, bool):
        return str(_("ja") if value else _("nee"))
    if isinstance(value, int):
        shown = value + 1 if field in _FROM_ONE else value
        return str(shown) if field in _PLAIN else number(shown)
    if field in _DAYS:
        return str(format_date(date.fromisoformat(value), "d MMMM y"))
    if isinstance(value, dict):
        return "; ".join(f"{name} {_inside(inner)}" for name, inner in value.items()) or str(_("iedereen"))
    return str(VALUES[field][value]) if field in VALUES else f"‘{value}’"


def _inside(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {number}" for name, number in value.items())
    return ", ".join(map(str, value))
