"""The steps of a round, in order: what is done, and what to do next."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import current_app
from flask_babel import LazyString, format_date, lazy_gettext, ngettext
from flask_babel import gettext as _

from survey.rounds.deadline import last_day
from survey.rounds.invite import is_over
from survey.rounds.tables import Round


class Step(NamedTuple):
    """One step: where it is done, who may, how it stands."""

    name: str
    endpoint: str
    action: str
    done: bool
    state: str


# Pages of a round that other parts bring; each shows once its part is there.
MORE: tuple[tuple[str, str, LazyString], ...] = (
    ("mailings.page", "round.manage", lazy_gettext("Versturen en herinneren")),
    ("letters.page", "round.manage", lazy_gettext("Brieven")),
    ("bounces.page", "round.manage", lazy_gettext("Niet bezorgde post")),
    ("closing.close", "round.manage", lazy_gettext("Sluiten")),
    ("closing.response", "round.view", lazy_gettext("Respons van deze ronde")),
    ("closing.feedback", "round.manage", lazy_gettext("Terugkoppeling")),
    ("closing.link", "round.manage", lazy_gettext("Koppeling vernietigen")),
)


def steps(round_: Round, counted: Mapping[str, int]) -> list[Step]:
    """The steps before anything is sent."""
    drawn = sum(counted.values())
    until = last_day(round_.deadline) if round_.deadline else None
    written = sorted(set(round_.subject) & set(round_.message))
    return [
        Step(
            _("Laatste dag"),
            "rounds.edit",
            "round.manage",
            until is not None and (not is_over(round_) or drawn > 0),
            _("Tot en met %(day)s", day=format_date(until, "long")) if until else _("Nog niet gekozen"),
        ),
        Step(
            _("Teksten"),
            "rounds.texts",
            "round.manage",
            "nl" in written,
            ngettext("In %(num)d taal", "In %(num)d talen", len(written))
            if written
            else _("Nog niet geschreven"),
        ),
        Step(
            _("Steekproef"),
            "rounds.sample",
            "round.manage",
            drawn > 0,
            ngettext("%(num)d lid getrokken", "%(num)d leden getrokken", drawn)
            if drawn
            else _("Nog niet getrokken"),
        ),
    ]


def more() -> list[tuple[str, str, LazyString]]:
    """The other pages of a round that this installation has: endpoint, action and name."""
    return [each for each in MORE if each[0] in current_app.view_functions]
