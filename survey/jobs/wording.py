"""The words for the states of a job and for what it came to."""

from flask_babel import LazyString, lazy_gettext

STATES: dict[str, LazyString] = {
    "waiting": lazy_gettext("Wacht op zijn beurt"),
    "running": lazy_gettext("Loopt"),
    "done": lazy_gettext("Klaar"),
    "failed": lazy_gettext("Niet gelukt"),
    "cancelled": lazy_gettext("Gestopt"),
}
# What the functions of jobs give, as it is shown; a number without words here is not shown.
RESULTS: dict[str, LazyString] = {
    "sent": lazy_gettext("Verstuurd"),
    "failed": lazy_gettext("Geweigerd of onbereikbaar"),
    "bounced": lazy_gettext("Teruggekomen"),
    "sending": lazy_gettext("Onzeker of het verstuurd is"),
    "new": lazy_gettext("Nieuw"),
    "changed": lazy_gettext("Veranderd"),
    "unchanged": lazy_gettext("Hetzelfde gebleven"),
    "left": lazy_gettext("Overgeslagen"),
    "pages": lazy_gettext("Brieven"),
    "harvested": lazy_gettext("Gedeeltelijk ingevuld, bewaard"),
}
