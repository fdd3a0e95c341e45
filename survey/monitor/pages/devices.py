"""The devices of a study: what is still on each, and whether everything that was finished is accounted for."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from survey.database import database, reading
from survey.i18n import moment, number
from survey.monitor.pages.frame import show
from survey.monitor.reconcile import Waiting, moment_of, reconcile
from survey.problems import problem
from survey.security import needs
from survey.studies import find

_MB = 1_000_000


@needs("fieldwork.follow")
def listed(slug: str) -> str:
    """All devices, each compared with what came in."""
    with reading(database()) as session:
        study = find.study(session, slug)
        return show("monitor/devices.html", study, devices=reconcile(session, study))


@needs("fieldwork.follow")
def one(slug: str, device_id: int) -> str:
    """One device: which interviews are still on it, which numbers are missing."""
    with reading(database()) as session:
        study = find.study(session, slug)
        found = reconcile(session, study, device_id)
        if not found:
            raise problem("not_found", _("Dit apparaat hoort niet bij dit onderzoek."))
        return show(
            "monitor/device.html",
            study,
            each=found[0],
            storage=_storage(found[0].device.storage),
            finished=_finished,
        )


def _finished(waiting: Waiting) -> str:
    """When an interview was finished by the device's clock, in the time of the Netherlands when its zone is known."""
    ended = moment_of(waiting)
    return moment(ended) if ended else waiting.finished_at[:40] or "–"


def _storage(told: Mapping[str, Any]) -> str:
    """How full a device says its storage is; nothing when it did not say."""
    used, most = told.get("usage"), told.get("quota")
    if not isinstance(used, int | float) or not isinstance(most, int | float) or most <= 0:
        return ""
    words: str = _(
        "%(used)s MB gebruikt van %(most)s MB", used=number(used / _MB, 1), most=number(most / _MB, 0)
    )
    return (
        words if told.get("persisted") else words + ", " + _("de browser belooft niet dat alles blijft staan")
    )
