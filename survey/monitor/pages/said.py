"""A signal as a sentence: what was measured, in the words of the page."""

from collections.abc import Mapping

from flask_babel import format_percent
from flask_babel import gettext as _

from survey.monitor.pages.frame import lasting
from survey.monitor.signals import SENTENCES, Signal


def signal_said(signal: Signal, pages: Mapping[str, str]) -> str:
    """What stands out, with its figures; `pages` are the names of the pages of the questionnaire."""
    measured = dict(signal.measured)
    for name in ("took", "median", "off"):
        if name in measured:
            measured[name + "_seconds"] = measured[name]
            measured[name] = lasting(measured[name])
    if "share" in measured:
        measured["share"] = format_percent(measured["share"], "#,##0%")
    if "page" in measured:
        measured["page"] = pages.get(measured["page"], measured["page"])
    if "off" in measured:
        measured["way"] = _("voor") if measured["off_seconds"] > 0 else _("achter")
    return str(SENTENCES[signal.code]) % measured
